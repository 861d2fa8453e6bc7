"""Quantities: labelled statements, the gold texts, and what must hold for any text."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportlens.annotate.dates import find_dates
from reportlens.annotate.facts import Quantity
from reportlens.annotate.pipeline import annotate
from reportlens.annotate.quantities import find_quantities
from reportlens.annotate.quantities.comparisons import respective, topic, uncompared
from reportlens.annotate.quantities.numerals import arabic, chinese, neighbours
from reportlens.report import Facts, Report

CASES = Path(__file__).parent / "cases" / "quantities.jsonl"
GOLD = Path(__file__).parents[2] / "shared" / "gold"
# Measured; they only go up.
CASES_F1, CASES_SUBJECTS = 0.997, 0.98
GOLD_F1, GOLD_SUBJECTS, GOLD_QUALIFIERS = 0.98, 0.95, 0.98
# The share of the labelled rows whose column is exactly as labelled.
COLUMNS = {"start": 0.99, "subject": 0.75, "verb": 0.97, "period": 0.99, "yuan": 0.99, "note": 0.99}

LONGEST_SUBJECT = 60  # a phrase, not a paragraph

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def overlap(first: str, second: str) -> float:
    """Twice the shared characters by all characters, as the gold's own scorer has it."""
    a, b = (Counter(c for c in text if c.isalnum()) for text in (first, second))
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values())) if a and b else 0.0


def score(pairs: list[tuple[list[Quantity], list[Row]]], matches: Any) -> tuple[float, float]:
    """F1, and the share of subjects that overlap by half among the quantities found."""
    right = subjects = n_found = n_wanted = 0
    for found, wanted in pairs:
        left = list(found)
        n_found, n_wanted = n_found + len(found), n_wanted + len(wanted)
        for want in wanted:
            hit = next((q for q in left if matches(q, want)), None)
            if hit is not None:
                left.remove(hit)
                right += 1
                subjects += overlap(hit.subject, want["subject"]) >= 0.5
    return 2 * right / (n_found + n_wanted), subjects / max(right, 1)


def test_labelled_statements() -> None:
    cases = rows(CASES)
    assert len(cases) >= 150

    def matches(q: Quantity, want: Row) -> bool:
        same = q.surface == want["surface"] and q.unit == want["unit"] and q.qualifier == want["qualifier"]
        return same and q.value == pytest.approx(want["value"]) and q.upper == want["upper"]

    pairs = [
        (find_quantities(case["text"], find_dates(case["text"], "2023-06")), case["quantities"])
        for case in cases
    ]
    f1, subjects = score(pairs, matches)
    assert f1 >= CASES_F1
    assert subjects >= CASES_SUBJECTS


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_are_exactly_as_labelled(column: str) -> None:
    right = labelled = 0
    for case in rows(CASES):
        text = case["text"]
        found = {(q.start, q.surface): q for q in find_quantities(text, find_dates(text, "2023-06"))}
        for want in case["quantities"]:
            if column in want:
                labelled += 1
                got = found.get((want["start"], want["surface"]))
                right += got is not None and getattr(got, column) == want[column]
    assert labelled >= 200
    assert right / labelled >= COLUMNS[column]


def test_gold_texts_through_the_whole_pipeline(shared: Path) -> None:
    """As a user gets them: terms with numerals blocked, money in yuan, qualifiers as in the gold."""
    gold = [row for row in rows(shared / "gold/quantities.jsonl") if row["kind"] != "enumeration"]
    meta = json.loads((shared / "gold/meta.json").read_text("utf-8"))
    found = matched = qualified = 0
    for name in sorted({row["seed"] for row in gold}):
        text = (shared / "gold/clean" / f"{name}.txt").read_text("utf-8")
        stated = Facts(date=meta[name]["date"] if meta[name].get("date_stated") else None)
        quantities = annotate(Report(name, name, "", text, stated=stated)).quantities
        found += len(quantities)
        for want in (row for row in gold if row["seed"] == name):
            value = want["value"]
            for q in quantities:
                if q.start < want["num_end"] and q.end > want["num_start"] and q.unit == want["unit"]:
                    same = ([q.value, q.upper] if isinstance(value, list) else q.value) == value
                    matched += same
                    qualified += same and q.qualifier == want["qualifier"]
                    assert not same or q.yuan == want.get("value_norm")
    assert 2 * matched / (found + len(gold)) >= GOLD_F1
    assert qualified / matched >= GOLD_QUALIFIERS


def test_gold_texts() -> None:
    if not GOLD.exists():
        assert not os.environ.get("CI"), "the gold texts are missing"
        pytest.skip("no gold texts here")
    gold = [row for row in rows(GOLD / "quantities.jsonl") if row["kind"] != "enumeration"]
    pairs = []
    for name in sorted({row["seed"] for row in gold}):
        text = (GOLD / "clean" / f"{name}.txt").read_text("utf-8")
        pairs.append((find_quantities(text, find_dates(text, None)), [r for r in gold if r["seed"] == name]))

    def matches(q: Quantity, want: Row) -> bool:
        value = [q.value, q.upper] if isinstance(want["value"], list) else q.value
        return (
            q.start < want["num_end"]
            and q.end > want["num_start"]
            and (value, q.unit) == (want["value"], want["unit"])
        )

    f1, subjects = score(pairs, matches)
    assert f1 >= GOLD_F1
    assert subjects >= GOLD_SUBJECTS


def only(text: str) -> Quantity:
    found = find_quantities(text, find_dates(text, "2021-10-22"))
    assert len(found) == 1
    return found[0]


def test_money_is_also_given_in_yuan() -> None:
    assert only("投入资金600多万元。").yuan == 6_000_000
    assert only("总投资1.5万亿元。").yuan == 1.5e12
    assert only("利用外资300万美元。").yuan is None
    assert only("新建支部12个。").yuan is None


@pytest.mark.parametrize(
    "figure",
    ["9" * 400 + "元", "一" + "亿" * 200 + "元", "百分之" + "九" * 290 + "亿亿亿", "达到" + "9" * 310],
)
def test_a_figure_that_no_number_holds_has_no_value(figure: str) -> None:
    for quantity in find_quantities(f"投入{figure}。"):
        assert quantity.value is None
        assert quantity.yuan is None
        assert quantity.note == "beyond what a number can hold"


def test_numbers_that_share_a_unit_are_rows_of_their_own() -> None:
    found = find_quantities("达标率、满意率分别提高15、22个百分点。")
    assert [(q.surface, q.value, q.unit, q.subject) for q in found] == [
        ("15", 15.0, "百分点", "达标率"),
        ("22个百分点", 22.0, "百分点", "满意率"),
    ]
    (both,) = find_quantities("支委会召开2、3次。")
    assert (both.value, both.upper) == (2.0, 3.0)
    assert [q.surface for q in find_quantities("第1、2批3家单位入选。")] == ["3家"]
    assert [q.surface for q in find_quantities("1、3家单位入选。")] == ["3家"]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("至少开展2次集中学习。", "approx-more"),
        ("不得少于2次。", "approx-more"),
        ("最多安排2次。", "approx-less"),
        ("至多不得超过2次。", "approx-less"),
        ("最多的开展2次。", "exact"),
        ("至少一半支部参加，共开展2次。", "exact"),
    ],
)
def test_bounds_away_from_the_figure(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize("member", ["一名甲乙、", "一名甲乙丙丁和"])
def test_a_list_of_any_length_is_read(member: str) -> None:
    found = find_quantities("每村配备" + member * 3000)
    assert [q.start for q in found[:3]] == [4 + k * len(member) for k in range(3)]


def test_what_a_figure_is_compared_with_is_not_its_subject() -> None:
    assert uncompared("群众满意度较上年提高") == "群众满意度"
    assert uncompared("超过全市平均水平") == ""
    assert uncompared("结对比例") == "结对比例"
    assert topic("群众满意度持续攀升") == "群众满意度"
    assert topic("干部深入一线") == ""
    assert respective("党费、经费分别为", 1, 2) == "经费"
    assert respective("党费、经费分别为", 1, 1) == ""


def test_period_is_stated_in_the_sentence_before_the_figure() -> None:
    assert only("2020年以来，成立党支部47个。").period == "2020年以来"
    assert only("今年7月，35个党支部受到表彰。").period == "2021年7月"
    assert only("办案数量比上年下降5%。").period is None
    assert only("去年启动。新建支部3个。").period is None
    assert only("每年召开2次会议。").period == "每年"


def test_sentence_verb_and_offsets() -> None:
    text = "会议召开。先后举办培训班4期，效果明显。"
    quantity = only(text)
    assert text[slice(*quantity.sentence)] == "先后举办培训班4期，效果明显。"
    assert quantity.verb == "举办"
    assert text[quantity.start : quantity.end] == quantity.surface == "4期"


def test_blocked_spans_hold_no_quantity() -> None:
    text = "推进三项活动，开展督查4次。"
    assert [q.surface for q in find_quantities(text)] == ["三项", "4次"]
    assert [q.surface for q in find_quantities(text, blocked=[(2, 6)])] == ["4次"]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("共有120—80名党员。", "range upside down"),
        ("整改率达130%。", "more than 100%"),
        (f"处置线索{'9' * 60}件。", "implausibly large"),
        ("约300名党员参加。", "about"),
    ],
)
def test_odd_figures_stay_and_are_marked(text: str, note: str) -> None:
    assert only(text).note == note


def test_numerals() -> None:
    assert chinese("一亿二千万") == 120_000_000
    assert chinese("三千二") == 3200
    assert chinese("二○二一") == 2021
    assert chinese("四点") is None
    assert arabic("8", "亿") == 800_000_000
    assert neighbours("二十") is None


letters = st.text(
    alphabet="0123456789.,，。一二两三十百千万亿〇点几多余近约每半年月日个名次元%％-—至到第“”、党支部会第以上内分之届全来召开增长占的",
    max_size=60,
)


@given(letters, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_any_text_gives_sorted_spans_that_do_not_overlap(text: str, blocked: list[tuple[int, int]]) -> None:
    found = find_quantities(text, find_dates(text, None), blocked=blocked)
    end = 0
    for quantity in found:
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.surface == text[quantity.start : quantity.end]
        assert 0 <= quantity.sentence[0] <= quantity.sentence[1] <= len(text)
        assert quantity.qualifier in {"exact", "approx-more", "approx-less", "implied"}
        end = quantity.end


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    find_quantities(text, find_dates(text, "2021"))


def some(words: str, most: int = 1) -> st.SearchStrategy[str]:
    """Up to `most` of `words`, joined."""
    return st.lists(st.sampled_from(words.split(" ")), max_size=most).map("".join)


# What stands close to figures in reports: the words that subjects are cut out by.
MARKS = some("、 ， 。 ； ： （ ） “ ” 《 》 \n 等 其中 每 每年 每名党员 每季度一次 分别")
LEADS = some(
    "获 荣获 被评为 受到 由 从 对 对照 关于 占 再 已经 先后 集 比 开展 建成 投入 用于 配备 结对 涉及 出 起 关"
)
NOUNS = some("党员 支部 群众 满意率 资金 中心 的 等 和 、 党 岁 于一体的")
BOUNDS = some(
    "从 由 至 到 比上年 同比增长 提高到 只有 用了 历时 近 约 不少于 共 为 了 占 连续 惠及 对", most=2
)
FIGURES = st.sampled_from("3 12 2.5 60多 两三 十余 三 一 半 百分之四 1，500 2至3 上千 八成七 第3".split(" "))
UNITS = some(
    "个 名 人 次 万元 % 百分点 年 个月 天 三夜 公里 微克/立方米 微克/立方 封 堂党课 项工程 岁以下 期 等 以上 左右 之内"
)
CLAUSES = st.tuples(MARKS, LEADS, NOUNS, BOUNDS, FIGURES, UNITS, NOUNS).map("".join)


@settings(max_examples=500)
@example("获佳绩和3个荣誉。")
@example("30微克/立方")
@given(st.lists(CLAUSES, min_size=1, max_size=4).map("".join))
def test_figures_close_together_with_marks_and_function_words(text: str) -> None:
    end = 0
    for quantity in find_quantities(text, find_dates(text, "2021")):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.surface == text[quantity.start : quantity.end]
        assert len(quantity.subject) <= LONGEST_SUBJECT
        end = quantity.end
