"""Collocates, networks and similarity, counted by hand on small texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportlens.analysis.collocation import collocates
from reportlens.analysis.network import term_network
from reportlens.analysis.similarity import report_similarity
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError

TEXTS = {
    "a": "党支部落实三会一课。党支部落实主题党日。河边种树。",
    "b": "党支部落实三会一课，群众点赞。山上修路。",
    "c": "主题党日很热闹。三会一课有成效。党支部很忙。",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text + "\n", "utf-8")
    with Corpus.opened(folder) as corpus:
        yield corpus


def test_in_sentences_counted_by_hand(small: Corpus) -> None:
    result = collocates(small, "三会一课", within="sentence", min_count=1, min_reports=1)
    rows = result.table.set_index("collocate")
    assert result.n_node == 3
    branch = rows.loc["党支部"]
    # Eight sentences; three have the node, four the collocate, two both.
    assert (branch["count"], branch["n_collocate"], branch["reports"]) == (2, 4, 2)
    assert branch["expected"] == pytest.approx(3 * 4 / 8)
    assert branch["mi"] == pytest.approx(0.415037, abs=1e-6)
    assert branch["log_dice"] == pytest.approx(13.192645, abs=1e-6)
    assert "主题党日" not in rows.index
    assert "三会一课" not in rows.index


def test_windows_stop_at_the_sentence(small: Corpus) -> None:
    result = collocates(small, "三会一课", window=1, min_count=1, min_reports=1)
    rows = result.table.set_index("collocate")
    assert rows.loc["落实", "count"] == 2
    assert "党支部" not in rows.index
    wide = collocates(small, "三会一课", window=9, min_count=1, min_reports=1).table
    assert wide.set_index("collocate").loc["党支部", "count"] == 2
    assert (wide["log_dice"] <= 14).all()
    assert result.warnings == (
        "'三会一课' stands in 3 places only: its collocates are those of single passages.",
    )


def test_a_surface_leads_to_its_term_and_a_word_to_itself(small: Corpus) -> None:
    assert collocates(small, "三會一課", min_count=1, min_reports=1).node == "三会一课"
    assert collocates(small, "落实", min_count=1, min_reports=1).n_node == 3
    with pytest.raises(AnalysisError, match="stands in none of the reports"):
        collocates(small, "没有的词")
    with pytest.raises(AnalysisError, match="unknown place"):
        collocates(small, "三会一课", within="page")
    with pytest.raises(AnalysisError, match="window of 0"):
        collocates(small, "三会一课", window=0)


def test_the_network_of_terms(small: Corpus) -> None:
    network = term_network(small, min_count=1, min_reports=1)
    pairs = {(row.first, row.second): row.count for row in network.edges.itertuples(index=False)}
    # 主题党日 and 党支部 share one sentence of eight, as many as by chance: no edge.
    assert {frozenset(pair) for pair in pairs} == {frozenset(("三会一课", "党支部"))}
    graph = network.graph()
    assert graph.edges["三会一课", "党支部"]["count"] == 2
    with pytest.raises(AnalysisError, match="no two terms share 9 sentences"):
        term_network(small, min_count=9)


def test_a_network_is_the_same_whenever_it_is_made(sample_corpus: Corpus) -> None:
    one = term_network(sample_corpus, min_count=2, seed=3)
    other = term_network(sample_corpus, min_count=2, seed=3)
    assert one.nodes.equals(other.nodes)
    assert one.edges.equals(other.edges)
    assert (one.nodes["degree"].sum()) == 2 * len(one.edges)
    assert not one.nodes.isna().to_numpy().any()


def test_similarity_of_reports(tmp_path: Path, sample: Path) -> None:
    text = (sample / "01_zhipi_county.txt").read_text("utf-8")
    for name, content in (("one", text), ("copy", text), ("none", "河边种树。山上修路。\n")):
        (tmp_path / f"{name}.txt").write_text(content, "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        result = report_similarity(corpus)
    rows = result.table.set_index(["first", "second"])
    assert rows.loc[("copy", "one")].tolist() == pytest.approx([1, 1, 1])
    assert rows.loc[("copy", "none")].tolist() == [0, 0, 0]
    assert "1 pairs of reports share at least half of their wording" in result.warnings[0]
    (tmp_path / "copy.txt").unlink()
    (tmp_path / "none.txt").unlink()
    with Corpus.opened(tmp_path) as corpus, pytest.raises(AnalysisError, match="needs two reports"):
        report_similarity(corpus)


def test_reports_of_the_sample_share_terms_and_little_wording(sample_corpus: Corpus) -> None:
    table = report_similarity(sample_corpus).table
    assert len(table) == 630
    assert table[["cosine", "jaccard_terms"]].min().min() > 0
    assert table["jaccard_shingles"].max() < 0.1
