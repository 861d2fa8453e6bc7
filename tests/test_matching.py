"""Search by token patterns: what fits is found where it stands, what cannot be read is told in one line."""

from pathlib import Path

import pytest

from reportlens.analysis import match
from reportlens.analysis.matching import parsed
from reportlens.corpus import Corpus
from reportlens.corpus.building import build
from reportlens.errors import AnalysisError
from reportlens.reading.sources import find_sources

TEXT = (
    "岗位先锋\n望溪县建立“三包三联”机制，选派驻村干部213名。\n"
    "望溪县健全谈心谈话制度。县水利局党支部开展“谷雨行动”，党员120余名参加。\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> "Corpus":
    folder = tmp_path_factory.mktemp("texts")
    (folder / "one.txt").write_text(TEXT, "utf-8")
    built = tmp_path_factory.mktemp("corpus")
    build(find_sources([folder]), built)
    return Corpus(built)


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("健全 谈心谈话制度", ["健全谈心谈话制度"]),
        ("健全 <institution-mechanism>+", ["健全谈心谈话制度"]),
        ("建立|健全", ["建立", "健全"]),
        ("開展", ["开展"]),
        ("# ?", ["213名", "120余名"]),
        ("没有 这样", []),
    ],
)
def test_a_pattern_finds_what_fits(corpus: Corpus, pattern: str, nodes: list[str]) -> None:
    found = match(corpus, pattern).table
    assert found["node"].tolist() == nodes
    for row in found.itertuples():
        assert corpus.text(row.report_id)[row.start : row.end] == row.node
        assert corpus.raw(row.report_id)[row.raw_start : row.raw_end] == row.raw


def test_matches_stay_within_a_sentence(corpus: Corpus) -> None:
    for row in match(corpus, "望溪县 * 党员").table.itertuples():
        assert "。" not in row.node
        assert "\n" not in row.node
    assert len(match(corpus, "机制 * 谈心谈话").table) == 0


def test_json_is_a_pattern_of_spacy(corpus: Corpus) -> None:
    by_lemma = match(corpus, '[{"LEMMA": "三包三联"}]').table
    assert by_lemma["node"].tolist() == ["三包三联"]
    tagged = match(corpus, '[{"TAG": "campaign-brand", "OP": "+"}]').table["node"].tolist()
    assert any("谷雨" in node for node in tagged)
    organisations = match(corpus, '[{"ENT_TYPE": "ORG", "OP": "+"}]').table["node"].tolist()
    assert any(node.startswith("县水利局") for node in organisations)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "is empty"),
        ("* *", "fits everything"),
        ("<brand>", "unknown class"),
        ("[{", "no JSON"),
        ("[]", "one object a token"),
        ('["党员"]', "one object a token"),
        ('[{"FOO": 1}]', "cannot be read"),
        ('[{"TEXT": {"REGEX": "("}}]', "cannot be read"),
        ("|", "names no token"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_told(corpus: Corpus, pattern: str, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        match(corpus, pattern)


def test_what_is_written_in_traditional_script_or_full_width_fits() -> None:
    assert parsed("黨員") == [{"TEXT": "党员"}]
    assert parsed("１２０") == parsed("120")


def test_results_are_the_same_for_any_order_of_files(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("213", f"21{ord(name) % 10}"), "utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    tables = []
    for k, order in enumerate((paths, paths[::-1])):
        folder = tmp_path / f"corpus{k}"
        build(find_sources(order), folder)
        with Corpus(folder) as corpus:
            tables.append(match(corpus, "选派 * # ?").table)
    assert tables[0].equals(tables[1])
    assert len(tables[0]) == 3
