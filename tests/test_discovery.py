"""Discovery: what nobody has listed comes out on top, with evidence, and can be loaded as a lexicon."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from reportlens import cli
from reportlens.analysis import Discovery, discover
from reportlens.analysis.coinages import category, has_numeral_pattern, quoted
from reportlens.analysis.ngrams import Chunk, cohesion, frequent
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError
from reportlens.lexicon import CATEGORIES, Lexicon, Term, load_terms


@pytest.fixture(scope="module")
def found(sample_corpus: Corpus) -> Discovery:
    return discover(sample_corpus)


def brute_force(texts: list[str], size: int) -> Counter[str]:
    runs = [run for text in texts for run in re.findall(r"[\u4e00-\u9fff0-9A-Za-z+]+", text)]
    return Counter(run[k : k + size] for run in runs for k in range(len(run) - size + 1))


@given(
    st.lists(st.text(alphabet="三会一课，。四强6+X\n\U00020000", max_size=40), min_size=1, max_size=4),
    st.booleans(),
)
def test_counts_agree_with_brute_force(texts: list[str], apart: bool) -> None:
    whole = [Chunk.of([text], k) for k, text in enumerate(texts)] if apart else [Chunk.of(texts)]
    levels = frequent(lambda: iter(whole), 2, 6)
    for size in range(2, 7):
        expected = {word: n for word, n in brute_force(texts, size).items() if n >= 2}
        level = levels[size - 1]
        assert len(level.hashes) == len(expected)
        for word, count in expected.items():
            index, known = level.find(Chunk.of([word]).hashes(np.array([0]), size))
            assert known[0]
            assert level.counts[index[0]] == count


def test_cohesion_is_the_least_mutual_information_over_all_cuts() -> None:
    chunk = Chunk.of(["甲乙丙，甲乙丁，甲乙丙"])
    levels = frequent(lambda: iter([chunk]), 1, 3)
    # N = 9; 甲乙丙 stands 2 times, 甲 3, 乙丙 2, 甲乙 3, 丙 2: both cuts give 9 · 2 / 6 = 3.
    assert cohesion(chunk, np.array([0]), 3, levels)[0] == pytest.approx(np.log2(3))


def test_the_coinages_of_the_sample_come_out_on_top_and_are_local(found: Discovery) -> None:
    rank = {word: k for k, word in enumerate(found.table["canonical"])}
    for word in (
        "五单联动",
        "四联四清",
        "一提双化三融合",
        "一网三端五库",
        "三包三联",
        "三比三评",
        "五色清单",
    ):
        assert rank[word] < 50, word
    for word in ("板凳夜话", "红棠驿站", "田埂课堂", "澄心讲坛"):
        assert rank[word] < len(rank) / 2, word
    table = found.table.set_index("canonical")
    assert table.loc[["五单联动", "三包三联", "一网三端五库"], "local"].all()
    # What thirteen places have taken up is local no more.
    assert not table.loc[["板凳夜话", "班子成员"], "local"].any()
    assert found.reports == 36


def test_what_is_known_or_a_word_or_a_fragment_is_no_candidate(
    found: Discovery, sample_corpus: Corpus
) -> None:
    words = set(found.table["canonical"])
    hits = sample_corpus.hits("inclusive")
    assert not words & set(hits["surface"][hits["source"] == "lexicon"])
    assert not words & {
        "三会一课",
        "单联动",
        "五单",
        "板凳夜",
        "路线图",
        "机关",
        "党支",
        "芷陂县",
        "汀岚市",
        "一次",
    }
    assert not [word for word in words if word[0] in "的了在和" or word[-1] in "的了在和"]


def test_every_candidate_stands_where_the_table_says(found: Discovery, sample_corpus: Corpus) -> None:
    for row in found.table.itertuples():
        text = sample_corpus.text(row.report_id)
        assert text[row.start : row.end] == row.canonical
        assert row.canonical in row.example
        assert row.category in CATEGORIES
        assert row.count >= row.reports >= row.places >= 1
        assert row.count == sum(
            sample_corpus.text(i).count(row.canonical) for i in sample_corpus.reports()["report_id"]
        )


def test_the_order_of_the_files_and_of_the_run_does_not_matter(
    found: Discovery, sample: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in sorted(sample.iterdir(), reverse=True):
        (folder / path.name).write_bytes(path.read_bytes())
    with Corpus.opened(folder) as corpus:
        assert discover(corpus).table.equals(found.table)


def test_small_chunks_give_the_same(
    found: Discovery, sample_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportlens.analysis.corpus_texts.CHUNK", 3000)
    assert discover(sample_corpus).table.equals(found.table)


def test_the_table_loads_as_a_lexicon_and_what_it_lists_is_known_then(sample: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    result = CliRunner().invoke(cli.main, ["discover", str(sample), "--limit", "30", "-o", str(own)])
    assert result.exit_code == 0, result.stderr
    terms = load_terms([own])
    assert len(terms) == 30
    assert "五单联动" in {term.canonical for term in terms}
    again = CliRunner().invoke(cli.main, ["discover", str(sample), "--lexicon", str(own), "--format", "csv"])
    left = {row["canonical"] for row in csv.DictReader(again.stdout.splitlines())}
    assert left
    assert not left & {term.canonical for term in terms}


def test_own_terms_are_left_out_of_a_corpus_that_is_built(sample_corpus: Corpus) -> None:
    own = Lexicon([Term("板凳夜话", "campaign-brand")])
    assert "板凳夜话" not in set(discover(sample_corpus, lexicon=own).table["canonical"])


def test_senseless_bounds_are_refused(sample_corpus: Corpus) -> None:
    with pytest.raises(AnalysisError, match="at least twice"):
        discover(sample_corpus, least=1)
    with pytest.raises(AnalysisError, match="2 to 30"):
        discover(sample_corpus, longest=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展“岗位大练兵”活动", ["岗位大练兵"]),
        ("推行“1+3+N”机制、‘五统一、一开放’", ["1+3+N", "五统一、一开放"]),
        ("他说：“我们的书记来了。”", []),
        ("“群众、干部”“不能腐”“2025”", []),
    ],
)
def test_names_in_quotation_marks(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in quoted(text)] == expected


def test_numeral_patterns() -> None:
    yes = ("三亮三比", "一网三端五库", "1+3+N", "五色清单", "两非两资", "双述双评")
    no = ("三年行动", "板凳夜话", "五个", "一次", "两项工作")
    assert all(map(has_numeral_pattern, yes))
    assert not any(map(has_numeral_pattern, no))
    assert category("党建指导员制度", 0.0) == "institution-mechanism"


@pytest.fixture(scope="module")
def provincial(shared: Path) -> Iterator[Corpus]:
    """The provincial reports, annotated as if no term were listed."""
    nothing = Lexicon([Term("没有这个词", "work-line")])
    with Corpus.opened(shared / "corpora" / "provincial-2026", lexicon=nothing) as corpus:
        yield corpus


def test_terms_that_authors_explain_are_found_unlisted(provincial: Corpus, shared: Path) -> None:
    """A floor that only goes up: of the terms in the authors' own glossaries, those in their texts."""
    glossary = (shared / "corpora/provincial-2026/glossary_terms.csv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(glossary, newline=""))
    words = set(discover(provincial).table["canonical"])
    texts = {
        i: provincial.text(i).translate(str.maketrans("", "", "“”"))
        for i in provincial.reports()["report_id"]
    }
    stand = found = 0
    for row in rows:
        forms = {re.sub("[“”]", "", row["term"]), *re.findall("“([^”]+)”", row["term"])}
        forms = {form for form in forms if not form.isdigit()}
        text = next(text for report, text in texts.items() if row["province"] in report)
        if any(form in text for form in forms):
            stand += 1
            found += bool(forms & words)
    assert stand >= 80
    assert found / stand >= 0.80
