"""National formula against local content, on texts in which both are known."""

import pytest

from reportlens.analysis import formula, term_commonness
from reportlens.analysis.families import families
from reportlens.analysis.formula import formula_of_texts
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.sentences import letters, sentences
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError

COMMON = "我们要始终坚持党建引领，推动各项工作走深走实。"
NEARLY = "我们要始终坚持党建引领，推动各项工作走深走稳走实。"
LOCAL = {
    "a": "河边老槐树下摆起二十张方桌，村民围坐议修桥。",
    "b": "雪山牧场上马背宣讲员走遍七个放牧点。",
    "c": "渔港码头清晨先开小会，再出海捕鱼。",
    "d": "茶山采青时节，账本晒在祠堂墙上。",
}
TEXTS = {name: f"{NEARLY if name == 'd' else COMMON}\n{text}" for name, text in LOCAL.items()}
PLACES = {name: f"{name}县" for name in TEXTS}


def test_what_all_places_say_is_formula_and_the_rest_is_local() -> None:
    result = formula_of_texts(TEXTS, PLACES, dict.fromkeys(TEXTS, "2021"))
    rows = result.sentences.set_index(["report_id", "start"])
    first = rows.xs(0, level="start")
    assert first["formula_share"].drop("d").tolist() == [1, 1, 1]
    assert 0.7 < first["formula_share"]["d"] < 1
    # Nearly the same sentence is of the same family.
    assert first[["reports", "places", "years"]].to_numpy().tolist() == [[4, 4, 1]] * 4
    local = rows.drop(index=[(name, 0) for name in TEXTS])
    assert (local["formula_share"] == 0).all()
    assert (local["places"] == 1).all()
    shares = result.table.set_index("report_id")
    assert shares["shared_sentences"].tolist() == [1, 1, 1, 1]
    expected = len(letters(COMMON)) / len(letters(TEXTS["a"]))
    assert shares.loc["a", "formula_share"] == pytest.approx(expected)


def test_the_distinct_sentences_are_the_local_ones() -> None:
    distinct = formula_of_texts(TEXTS, PLACES).distinct
    for name, text in LOCAL.items():
        best = distinct[(distinct["report_id"] == name) & (distinct["rank"] == 1)].iloc[0]
        assert best["text"] == text
        assert TEXTS[name][best["start"] : best["end"]] == text


def test_no_order_of_reports_changes_the_result() -> None:
    one = formula_of_texts(TEXTS, PLACES)
    other = formula_of_texts(dict(reversed(TEXTS.items())), PLACES)
    assert one.table.equals(other.table)
    assert one.sentences.equals(other.sentences)
    assert one.distinct.equals(other.distinct)


def test_two_reports_of_one_place_share_nothing_with_others() -> None:
    texts = {"a1": COMMON, "a2": COMMON, "b": LOCAL["b"]}
    result = formula_of_texts(texts, {"a1": "甲", "a2": "甲", "b": "乙"})
    assert (result.table["formula_share"] == 0).all()
    assert result.sentences["reports"].tolist() == [2, 2, 1]
    assert result.sentences["places"].tolist() == [1, 1, 1]


def test_families_of_sentences() -> None:
    assert families([letters(COMMON), letters(NEARLY), letters(LOCAL["a"]), letters(COMMON)])[
        [0, 0, 0]
    ].tolist()
    one = families([letters(s) for s in (COMMON, NEARLY, LOCAL["a"], "短句", "短句", "断句")])
    assert one[0] == one[1] != one[2]
    assert one[3] == one[4] != one[5]
    assert letters("全年开展活动12场。") == letters("全年开展活动300场")
    assert families([]).tolist() == []


def test_sentences_cover_all_that_is_not_blank() -> None:
    text = "一、抓学习\n\n　坚持“第一议题”制度！党员说：“好。”他笑了。没有句号"
    spans = sentences(text)
    assert [text[a:b] for a, b in spans] == [
        "一、抓学习", "坚持“第一议题”制度！", "党员说：“好。”", "他笑了。", "没有句号",
    ]  # fmt: skip


def test_formula_of_a_corpus(sample_corpus: Corpus, sample: object) -> None:
    result = formula(sample_corpus)
    assert result.places == 36
    assert set(result.table["report_id"]) == set(sample_corpus.sizes().index)
    assert ((result.table["formula_share"] > 0) & (result.table["formula_share"] < 0.5)).all()
    for row in result.distinct.head(5).itertuples():
        assert sample_corpus.text(str(row.report_id))[row.start : row.end] == row.text
    kinds = result.terms.set_index("term")["kind"]
    assert (kinds["三会一课"], kinds["党支部"]) == ("national", "national")
    assert (kinds["板凳夜话"], kinds["五单联动"]) == ("shared", "local")
    assert not result.terms.isna().to_numpy().any()


def test_commonness_counts_places_not_reports(sample_corpus: Corpus) -> None:
    matrix = TermMatrix.of(sample_corpus)
    table = term_commonness(
        matrix, dict.fromkeys(matrix.reports, "一地"), dict.fromkeys(matrix.reports, "2021")
    )
    assert (table["places"] == 1).all()
    assert (table["years"] == 1).all()
    assert (table["kind"] == "local").all()


def test_one_report_has_no_formula(sample: object, tmp_path: object) -> None:
    from pathlib import Path

    with (
        Corpus.opened(Path(str(sample)) / "01_zhipi_county.txt") as corpus,
        pytest.raises(AnalysisError, match="only one"),
    ):
        formula(corpus)
    with pytest.raises(AnalysisError, match="not one sentence"):
        formula_of_texts({"a": "", "b": ""}, {"a": "甲", "b": "乙"})
