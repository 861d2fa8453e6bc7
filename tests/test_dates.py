"""Dates: labelled expressions, the gold texts, and what must hold for any text."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.annotate.date_patterns import DATES, TRIGGER
from reportlens.annotate.dates import find_dates, report_year

CASES = Path(__file__).parent / "cases" / "dates.jsonl"
GOLD = Path(__file__).parents[2] / "shared" / "gold"
# Measured; they only go up.
CASES_F1, GOLD_F1, GOLD_VALUES = 0.995, 0.98, 0.98


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def f1(pairs: list[tuple[set[Any], set[Any]]]) -> float:
    right = sum(len(found & wanted) for found, wanted in pairs)
    return 2 * right / sum(len(found) + len(wanted) for found, wanted in pairs)


def test_labelled_expressions_with_their_values() -> None:
    cases = rows(CASES)
    assert sum(len(case["dates"]) for case in cases) >= 60
    pairs = []
    for case in cases:
        found = {(e.surface, e.value) for e in find_dates(case["text"], case["reference"])}
        pairs.append((found, {(d["surface"], d["value"]) for d in case["dates"]}))
    assert f1(pairs) >= CASES_F1


def test_gold_texts() -> None:
    if not GOLD.exists():
        assert not os.environ.get("CI"), "the gold texts are missing"
        pytest.skip("no gold texts here")
    gold = rows(GOLD / "dates.jsonl")
    pairs = []
    for name in sorted({row["seed"] for row in gold}):
        text = (GOLD / "clean" / f"{name}.txt").read_text("utf-8")
        wanted = {(row["start"], row["end"]) for row in gold if row["seed"] == name}
        pairs.append(({(e.start, e.end) for e in find_dates(text, None)}, wanted))
    assert f1(pairs) >= GOLD_F1


def test_values_of_the_gold_texts(shared: Path) -> None:
    """Values of the gold that are ISO dates, with the edge in brackets as the note: 2021-05 (end)."""
    meta = json.loads((shared / "gold/meta.json").read_text("utf-8"))
    right = labelled = 0
    for row in rows(shared / "gold/dates.jsonl"):
        iso = re.fullmatch(r"([P0-9./YMD-]+)(?: \((\w+)\))?", row["normalised"])
        if iso is None:
            continue
        text = (shared / "gold/clean" / f"{row['seed']}.txt").read_text("utf-8")
        reference = meta[row["seed"]]["date"] if meta[row["seed"]].get("date_stated") else None
        found = {(e.start, e.end): e for e in find_dates(text, reference)}
        got = found.get((row["start"], row["end"]))
        labelled += 1
        if got is not None and got.value is not None:
            # 目前 is as precise as the date of the report, in the gold as a month.
            right += got.value[: len(iso[1])] == iso[1] and got.note == (iso[2] or "")
    assert labelled >= 10
    assert right / labelled >= GOLD_VALUES


@pytest.mark.parametrize(
    ("text", "reference", "value"),
    [
        ("2019年底换届。次年5月总结。", "2023", "2020-05"),
        ("11月5日召开。", "2022-10-20", "2021-11-05"),
        ("11月5日将召开。", "2022-10-20", "2022-11-05"),
        ("拟于11月5日召开。", "2022-10-20", "2022-11-05"),
        ("11月底前完成。", "2022-10-20", "../2022-11"),
        ("2022年成绩可喜。全年新建30处。", "2023-01-10", "2022"),
        ("2023年重点任务如下。全年新建30处。", "2023-01-10", "2023"),
        ("年底前完成。", "2023-01-10", "../2023"),
        ("全年新建30处。", "2023-06", "2023"),
    ],
)
def test_years_that_are_not_written(text: str, reference: str, value: str) -> None:
    assert find_dates(text, reference)[-1].value == value


@pytest.mark.parametrize("text", ["2月30日前完成。", "2023年2月29日检查。", "2021年13月召开。"])
def test_impossible_dates_stay_and_are_marked(text: str) -> None:
    (date,) = find_dates(text, "2023")
    assert date.value is None
    assert date.note == "impossible date"


def test_without_reference_this_year_is_the_year_the_text_speaks_of() -> None:
    text = "今年7月表彰先进。2020年以来，换届40个。印发2021年工作要点，到2035年基本建成。"
    assert report_year(text, None) == 2021
    assert find_dates(text, None)[0].value == "2021-07"
    assert find_dates("今年7月表彰先进。", None)[0].note


def test_report_year() -> None:
    assert report_year("某县2022年机关党建综述\n今年以来成效明显。", "2023-01-05") == 2022
    assert report_year("机关党建综述\n今年以来成效明显。", "2023-05-05T10:00:00") == 2023
    assert report_year("机关党建综述\n喜迎建党101周年。", None) == 2022
    assert report_year("早在1939年10月就已指出。党的十九届六中全会强调。", None) is None
    assert report_year("", None) is None


def test_edges_of_the_year_are_noted() -> None:
    assert [e.note for e in find_dates("今年年初、5月底、年中。", "2021-10")] == [
        "beginning",
        "end",
        "middle",
    ]


letters = st.text(
    alphabet="0123456789.-—至到年月日号今去明上下半每按季周天个近来以前后底初“”十一二五世纪代党的大建周节目现在全当第截过这几",
    max_size=50,
)


@given(letters, st.sampled_from([None, "2021", "2021-10", "2021-10-22T17:20:42", "nonsense"]))
def test_any_text_gives_sorted_spans_that_do_not_overlap(text: str, reference: str | None) -> None:
    end = 0
    for date in find_dates(text, reference):
        assert end <= date.start < date.end <= len(text)
        assert date.surface == text[date.start : date.end]
        assert date.label == "DATE"
        end = date.end


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    find_dates(text, None)


@given(letters)
def test_the_trigger_loses_no_date(text: str) -> None:
    """The quick search for beginnings finds what the full pattern finds."""
    everything = [match.span() for match in DATES.finditer(text)]
    found, reach = [], 0
    for trigger in TRIGGER.finditer(text):
        if trigger.start() >= reach and (match := DATES.match(text, trigger.start())):
            found.append(match.span())
            reach = match.end()
    assert found == everything
