"""Broken lines: what is joined, and above all what is not."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.normalise import normalise
from reportlens.normalise.alignment import AlignedText
from reportlens.normalise.lines import indented_lines, join_broken_lines
from reportlens.normalise.space import unify_space

SHARED = Path(__file__).parents[2] / "shared"
TITLE = "青溪县抓实机关党建工作综述"
PARAGRAPHS = [
    "近年来青溪县坚持把机关党的建设摆在重要位置，以党支部标准化规范化建设为抓手，推动基层党组织全面进步、全面过硬，"
    "全县机关党建工作质量持续提升，党员干部的精神面貌焕然一新。",
    "一、强化政治引领，筑牢思想根基",
    "县直机关各党支部严格落实“三会一课”制度，全年开展主题党日活动120余次，覆盖党员1500多名，比上年增长13.4%，"
    "举办专题辅导讲座36场，组织党员领导干部到联系点讲党课58人次",
    "（一）加强阵地建设",
    "选派党建指导员36名，帮助解决支部活动场所、工作经费等问题58个，在全县形成了上下联动、齐抓共管、整体推进的工作格局，"
    "“支部有阵地、党员有归属”逐步成为现实，基层党组织的凝聚力和战斗力明显增强。",
    "下一步，青溪县将继续深化机关党建品牌创建，以高质量党建引领高质量发展，为建设现代化新青溪提供坚强的组织保证。",
]


def joined(text: str) -> str:
    edits = join_broken_lines(text)
    assert all(e.kind == "line" and e.replacement == "" and text[e.start : e.end] == "\n" for e in edits)
    return AlignedText.of(text).apply(edits).text


def wrapped(paragraphs: list[str], width: int, *, cells: bool) -> str:
    """The paragraphs cut at a width in characters or in cells; no line begins with a closing mark."""
    lines = []
    for paragraph in paragraphs:
        line = ""
        room: float = width - 2
        for k, character in enumerate(paragraph):
            line += character
            room -= 0.5 if cells and character.isascii() else 1
            following = paragraph[k + 1 : k + 2]
            if room <= 0 and following not in tuple("，。、；：！？）》”"):
                lines.append(line)
                line, room = "", width
        lines += [line] if line else []
    return "\n".join(lines)


@pytest.mark.parametrize("width", [22, 28, 35])
@pytest.mark.parametrize("cells", [True, False])
def test_wrapped_pages_are_whole_again(width: int, cells: bool) -> None:
    page = [TITLE, *PARAGRAPHS]
    assert joined(wrapped(page, width, cells=cells)) == "\n".join(page)


def joined_by_indentation(raw: str) -> str:
    """What is joined in a page as it stands in a file, with the blanks before its lines."""
    text = AlignedText.of(raw).apply(unify_space(raw))
    edits = join_broken_lines(text.text, indented_lines(text, raw))
    return text.apply(edits).text


SENTENCES_THAT_FILL_A_LINE = [
    "全县机关党支部按月召开会议。学习内容提前公布。",
    "三是抓整改落实，逐条销号。",
    "推动机关党建与业务工作同频共振同向发力，力求实效",
    "党员领导干部带头到所在党支部讲党课，覆盖面达百分之百。其中县级领导三十六人次。",
]


@pytest.mark.parametrize("indentation", ["\u3000\u3000", "    ", "\t"])
@pytest.mark.parametrize("width", [15, 20, 30])
@pytest.mark.parametrize("cells", [True, False])
def test_a_paragraph_begins_with_an_indentation(indentation: str, width: int, cells: bool) -> None:
    paragraphs = [*PARAGRAPHS, *SENTENCES_THAT_FILL_A_LINE]
    lines = [TITLE]
    for paragraph in paragraphs:
        lines += (indentation + wrapped([paragraph], width, cells=cells)).split("\n")
    assert joined_by_indentation("\n".join(lines)) == "\n".join([TITLE, *paragraphs])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["　　" + line for line in [TITLE, *PARAGRAPHS]], id="every line is a paragraph"),
        pytest.param(
            [
                *("　　一、强化政治引领", "加强理论武装", "　　二、夯实基层基础", "建强战斗堡垒"),
                *("　　三、深化作风建设", "严明纪律规矩", "　　四、压实工作责任", "健全考核机制"),
            ],
            id="headings of two levels",
        ),
        pytest.param(
            [
                "　　" + PARAGRAPHS[0],
                "青溪县委组织部",
                "　　" + PARAGRAPHS[2],
                "青溪县财政局",
                "　　" + PARAGRAPHS[4],
            ],
            id="headings without an indentation below whole paragraphs",
        ),
    ],
)
def test_lines_that_are_paragraphs_stay_apart(lines: list[str]) -> None:
    raw = "\n".join(lines)
    assert joined_by_indentation(raw).count("\n") == raw.count("\n")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param(
            "全县建成党员活动室36个、党建公园12处，\n党员教育阵地全面覆盖。",
            "全县建成党员活动室36个、党建公园12处，党员教育阵地全面覆盖。",
            id="after a comma",
        ),
        pytest.param(
            "严格落实组织生活制度\n，支部活动经常", "严格落实组织生活制度，支部活动经常", id="mark first"
        ),
        pytest.param("建设“四强\n”党支部", "建设“四强”党支部", id="closing mark first"),
        pytest.param(
            "深入推进“双向\n揭榜\n挂帅”机制", "深入推进“双向揭榜挂帅”机制", id="inside quotation marks"
        ),
        pytest.param("落实《党支部工作\n条例》要求", "落实《党支部工作条例》要求", id="inside a title"),
        pytest.param("增长5%。\n（\n三）改革开放深化", "增长5%。\n（三）改革开放深化", id="a bracket alone"),
        pytest.param(
            "全县空气质量比上年明显改善，细颗粒物PM\n2.5\n浓度降至30微克",
            "全县空气质量比上年明显改善，细颗粒物PM2.5浓度降至30微克",
            id="a number set lower",
        ),
        pytest.param(
            "今年全县经济社会发展的\n主要目标\n是：生产总值增长5%。",
            "今年全县经济社会发展的主要目标是：生产总值增长5%。",
            id="words in bold",
        ),
        pytest.param(
            "政府工作报告\n——2021年1月26日在青溪县第十届\n人民代表大会第五次会议上\n各位代表：",
            "政府工作报告\n——2021年1月26日在青溪县第十届人民代表大会第五次会议上\n各位代表：",
            id="subtitle that names the session",
        ),
    ],
)
def test_breaks_that_cannot_be_meant(text: str, whole: str) -> None:
    assert joined(text) == whole


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n".join([TITLE, *PARAGRAPHS]), id="a paragraph a line"),
        pytest.param("突出四项功能 推进党组织建设\n——以青溪县机关为例\n近年来", id="title and subtitle"),
        pytest.param("主要做了以下工作\n一是强化引领\n二是夯实基础", id="list"),
        pytest.param("为了加快全县机关党建工作高质量发展步伐，\n一要压实责任", id="list after a comma"),
        pytest.param("雄关漫道真如铁，\n而今迈步从头越", id="verse"),
        pytest.param("加强阵地建设\n加强队伍建设\n加强制度建设", id="headings of one length"),
        pytest.param("他说：“要抓紧。\n“还要抓实。”", id="quotation of two paragraphs"),
        pytest.param("36\n58\n103", id="a column of numbers"),
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="empty lines"),
    ],
)
def test_breaks_that_stay(text: str) -> None:
    assert joined(text) == text


@given(st.lists(st.sampled_from([*PARAGRAPHS, TITLE, "，", "“", "”", "（", "", "2.5", "PM"])).map("\n".join))
def test_nothing_but_breaks_is_lost(text: str) -> None:
    assert joined(text).replace("\n", "") == text.replace("\n", "")


REAL = [
    path
    for folder in ("seeds", "corpora/provincial-2026", "corpora/state-council")
    for path in sorted((SHARED / folder).glob("*.txt"))
]
if os.environ.get("CI") and not REAL:
    raise FileNotFoundError(f"{SHARED} must hold the real pages when CI is set")
# Every join in the real texts, seen by eye: what stands before the break.
JOINS = {
    "2026_云南省": ["（"],
    "2026_四川省": ["“双向", "揭榜", "带技术", "揭榜", "带场景", "揭榜"],
    "2026_天津市": ["麒麟软件，"],
    "2026_广东省": ["第十四届", "，PM", "2.5", "发展的", "主要目标", "发展的", "预期目标", "以PM", "2.5"],
}


@cache
def before_joining(path: Path) -> str:
    return next(s for s in normalise(path.read_text("utf-8")).stages if s.step == "lines").before.text


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_joins_in_real_texts(path: Path) -> None:
    text = before_joining(path)
    edits = join_broken_lines(text)
    expected = JOINS.get(path.stem, [])
    assert len(edits) == len(expected)
    assert all(text[: e.start].endswith(end) for e, end in zip(edits, expected, strict=True))
