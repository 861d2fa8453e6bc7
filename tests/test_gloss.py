"""Readings go, everything else in parentheses stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.normalise.alignment import AlignedText
from reportlens.normalise.gloss import strip_glosses, toneless


def stripped(text: str) -> str:
    return AlignedText.of(text).apply(strip_glosses(text)).text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("三會(huì)一課", "三會一課"),
        ("黨組(擴(kuò)大)會(huì)議", "黨組(擴大)會議"),
        ("網（wǎng）站", "網站"),
        ("網 (wǎng)站", "網站"),
        ("網( wǎng )站", "網站"),
        ("綠(lǜ)色", "綠色"),
        ("綠(lv)色", "綠色"),
        ("綠(lu:)色", "綠色"),
        ("綠(LÜ)色", "綠色"),
        ("黨(DANG)建", "黨建"),
        ("黨(dang)建", "黨建"),
        ("觀(ɡuān)念", "觀念"),
        ("銀行(yín háng)", "銀行"),
        ("重(chóng)新、重(zhòng)要", "重新、重要"),
        ("兒(ér)童", "兒童"),
        ("乾(qián)坤、乾(gān)淨", "乾坤、乾淨"),
    ],
)
def test_readings_go(text: str, clean: str) -> None:
    assert stripped(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "条例(試行)",
        "黨組(擴大)會議",
        "先進單位(科室)",
        "平台(APP)上線",
        "人工智能(AI)",
        "(一)政治建設",
        "增长(GDP)目标",
        "網(dǎng)站",
        "会(hui",
        "x(wang)",
        "(huì)議",
        "国内生产总值(gdp)",
    ],
)
def test_what_is_no_reading_stays(text: str) -> None:
    assert stripped(text) == text


@given(st.text(alphabet="会网(wǎngì) hu一A\n", max_size=60))
def test_never_touches_anything_but_parentheses(text: str) -> None:
    for edit in strip_glosses(text):
        remark = edit.kind == "suspect"
        assert edit.replacement == (text[edit.start : edit.end] if remark else text[edit.start])
        assert text[edit.end - 1] in ")）"


def test_toneless_folds_every_mark() -> None:
    assert [toneless(s) for s in ("lǖ", "lǘ", "lǚ", "lǜ", "nü")] == ["lv", "lv", "lv", "lv", "nv"]
    assert {toneless(s) for s in ("ā", "á", "ǎ", "ă", "à")} == {"a"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("年A(yì)義", "A(yì)"),
        ("黨建6+X(zhǔ)題", "X(zhǔ)"),
        ("會(jiàn)議", "會(jiàn)"),
        ("系統(APP)上線", None),
        ("方案A(an)", None),
        ("“会”(kuài)字", None),
        ("三會(huì)一課", None),
    ],
)
def test_a_reading_behind_a_character_that_is_not_read_so_is_suspect(text: str, seen: str | None) -> None:
    suspects = [e for e in strip_glosses(text) if e.kind == "suspect"]
    assert [text[e.start : e.end] for e in suspects] == ([seen] if seen else [])
    assert all(e.replacement == text[e.start : e.end] for e in suspects)
