"""Pages of invented places: what is text is kept with its place in the source, the rest is cut."""

import html
import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportlens.normalise.alignment import AlignedText
from reportlens.normalise.html import NoMainText, main_text_edits
from reportlens.normalise.html_facts import iso_date
from reportlens.normalise.html_lines import read_page
from reportlens.normalise.html_syntax import attributes
from reportlens.report import Facts

SENTENCE = "今年以来，甲乙县持续推进党支部标准化建设，整顿软弱涣散党组织{}个，培训党员{}名。"
PARAGRAPHS = [SENTENCE.format(n, n * 100) for n in range(1, 9)]
BODY = "".join(f"<p>　　{p}</p>\n" for p in PARAGRAPHS)
NAVIGATION = '<ul><li><a href="/">首页</a></li><li><a href="/a">新闻动态</a></li><li><a href="/b">政务公开</a></li></ul>'
RELATED = "".join(f'<li><a href="/{n}">丙丁市召开第{n}次工作会议部署任务</a></li>' for n in range(9))


def read(source: str) -> str:
    return applied(source).text


def applied(source: str) -> AlignedText:
    edits, _ = main_text_edits(source)
    assert all(edit.kind == "html" and edit.reason for edit in edits)
    return AlignedText.of(source).apply(edits)


def facts(source: str) -> Facts:
    return main_text_edits(source)[1]


def check_alignment(source: str, text: AlignedText) -> None:
    """Every character stands in the source, as itself or as an entity, in order."""
    assert len(text.text) == len(text.start) == len(text.end)
    assert all(0 <= a <= b <= len(source) for a, b in zip(text.start, text.end, strict=True))
    assert (text.start[1:] >= text.start[:-1]).all()
    assert (text.end[1:] >= text.end[:-1]).all()
    for character, start, end in zip(text.text, text.start, text.end, strict=True):
        if character not in "\n\t ":
            origin = source[start:end]
            assert character == origin or character in html.unescape(origin) or "&#" in origin


# --- lines and characters -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>党<b>建</b>引<i>领</i></p><p>网格</p>", "党建引领\n网格"),
        ("一行<br>二行<br/>三行<hr>四行", "一行\n二行\n三行\n四行"),
        ("<h1>题</h1>文<div>段<div>里</div>外</div>尾", "题\n文\n段\n里\n外\n尾"),
        ("<p>党员\n   1500名，\n全县</p>", "党员1500名，全县"),
        ("<p>Party\n building  work</p>", "Party building work"),
        ("<p> <b> 杨 </b> 洁 </p>", "杨 洁"),
        ("<p>党&nbsp;建&middot;&#24037;&#x4f5c;&amp;amp;</p>", "党\xa0建·工作&amp;"),
        ("<p>党&unheard;&notin;&notit;&ampx & 3 < 5 &lt;p&gt;</p>", "党&unheard;∉¬it;&x & 3 < 5 <p>"),
        ("<ruby>網<rp>(</rp><rt>wǎng</rt><rp>)</rp></ruby>格", "網格"),
        ("<ruby>網<rt>wǎng</ruby>格<ruby>員<rp>(<rt>yuán<rp>)</ruby>隊", "網格員隊"),
        ("<p><ruby>網<rt>wǎng<p>格", "網\n格"),
        ("<pre>一\n二</pre>三", "一\n二\n三"),
        ("<table><tr><th>指标<th>数值<tr><td><p>支部</p><td>12</table>", "指标\t数值\n支部\t12"),
        ("<table><tr><td>一<br>二</td><td>三</td></tr></table>", "一\n二\n三"),
        ("<table><tr><td><table><tr><td>甲<td>乙</table></td><td>丙</td></tr></table>", "甲\t乙\n丙"),
        (
            "党<!-- 注 --><script>var 脚 = '<p>本</p>'</script><style>p{}</style><noscript>无</noscript>建",
            "党建",
        ),
        ("党<script>没有结尾 <p>文", "党"),
        (
            "党<title>题</title>建<textarea>框</textarea><select><option>选</select><button>按</button>",
            "党\n建",
        ),
        ("党<span style='display: none'>藏</span><span hidden>匿</span>建", "党建"),
        ("<body style='display:none'><p>党建</p></body>", "党建"),
        ("<p title=\"a>b\" data-x='<p>'>党建</p>", "党建"),
        ('<p class="x>党建</p><p class="y">引领</p>', "党建\n引领"),
        ("<!DOCTYPE d [<!ENTITY x '雷'>]><p>党&x;</p>", "党&x;"),
        ("<?xml version='1.0'?><![if !vml]>党<![endif]><o:p>建</o:p>", "党建"),
        ("<!-- 没有结尾 <p>党建</p>", "没有结尾\n党建"),
        ("<p>好的形象?/P>\n<P>下段", "好的形象?/P>\n下段"),
        ("党建", "党建"),
    ],
)
def test_lines_and_characters(source: str, text: str) -> None:
    found = applied(source)
    assert found.text == text
    check_alignment(source, found)


def test_a_line_break_stems_from_the_tag_that_breaks_the_line() -> None:
    source = "<p>党<b>建</b></p> <i></i><p class=x>引领</p>"
    text = applied(source)
    assert source[slice(*text.span(2, 3))] == "<p class=x>"
    assert source[slice(*text.span(1, 2))] == "建"


# --- what is main text ----------------------------------------------------------------------------


def page(middle: str, head: str = "", before: str = NAVIGATION, after: str = f"<ul>{RELATED}</ul>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{before}{middle}{after}<div>版权所有：甲乙县</div></body></html>"


def test_the_text_of_a_page_without_navigation_and_related_links() -> None:
    text = read(page(f"<div class=main><h1>甲乙县工作报告</h1><div>{BODY}</div></div>"))
    assert text.split("\n") == ["甲乙县工作报告", *("　　" + p for p in PARAGRAPHS)]


def test_signature_and_table_at_the_end_are_kept() -> None:
    end = "<table><tr><td>支部</td><td>12</td></tr></table><p align=right>甲乙县委</p><p>2021年1月5日</p>"
    text = read(page(f"<div><h1>报告</h1>{BODY}{end}</div>"))
    assert text.endswith("\n支部\t12\n甲乙县委\n2021年1月5日")


def test_paragraphs_in_plain_blocks_and_breaks() -> None:
    for inner in ("<br>".join(PARAGRAPHS), "".join(f"<div>{p}</div>" for p in PARAGRAPHS)):
        text = read(page(f"<table><tr><td>{NAVIGATION}</td><td><font>{inner}</font></td></tr></table>"))
        assert text.split("\n")[-8:] == PARAGRAPHS


def test_a_box_of_links_within_the_text() -> None:
    half = len(BODY) // 2
    half = BODY.index("\n", half) + 1
    text = read(page(BODY[:half] + f"<div class=related><ul>{RELATED}</ul></div>" + BODY[half:]))
    assert [p for p in PARAGRAPHS if p not in text] == []
    assert "丙丁市" not in text


def test_lists_and_imprint_after_the_text_are_cut() -> None:
    dated = RELATED.replace("</a>", "</a><span>2021-01-03</span>")
    after = f"<h3>相关阅读</h3><ul>{dated}</ul><p>主办单位：甲乙县办公室　承办单位：甲乙县中心</p><p>联系电话：1234567</p>"
    assert read(page(BODY, after=after)).split("\n")[8:] == ["相关阅读"]


@pytest.mark.parametrize("paragraphs", [["短文"], ["党建引领", "网格管理"], ["甲乙县委", "二〇二一年一月"]])
def test_a_short_text_among_links(paragraphs: list[str]) -> None:
    body = "".join(f"<p>{p}</p>" for p in [*paragraphs, PARAGRAPHS[0]])
    assert read(page(body)).split("\n") == [*paragraphs, PARAGRAPHS[0]]


def test_a_linked_sentence_is_text() -> None:
    linked = f'<p><a href="/x">{SENTENCE.format(77, 88)}</a></p>'
    assert SENTENCE.format(77, 88) in read(page(BODY[:200] + "</p>" + linked + BODY))


def test_wrong_marks_of_navigation_do_not_lose_the_text() -> None:
    assert PARAGRAPHS[0] in read(f'<div class="nav">{BODY}</div>')


def test_no_paragraph_is_lost_without_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlens.normalise.html_main._extracted", lambda *_: "")
    text = read(page(f"<div><h2>甲乙县工作报告</h2>{BODY}<p>甲乙县委</p></div>"))
    assert text.split("\n") == ["甲乙县工作报告", *("　　" + p for p in PARAGRAPHS), "甲乙县委"]


def test_an_extractor_that_fails_or_finds_little(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    whole = read(page(BODY))
    monkeypatch.setattr(trafilatura, "extract", lambda *_, **__: PARAGRAPHS[3])
    assert read(page(BODY)) == whole

    def fails(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "extract", fails)
    assert read(page(BODY)) == whole


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "<p></p>",
        "<script>x</script>",
        NAVIGATION,
        page(""),
        page("<p>地址：甲乙县一路二号　电话：1234567</p>"),
        "<!-- x -->",
    ],
)
def test_no_main_text(source: str) -> None:
    with pytest.raises(NoMainText):
        main_text_edits(source)


def test_what_is_cut_says_so() -> None:
    edits, _ = main_text_edits(page(BODY))
    assert {edit.reason for edit in edits} <= {"markup", "outside the main text", "entity", "white space"}
    assert edits[0].reason == "outside the main text"


# --- facts ----------------------------------------------------------------------------------------


def test_stated_facts() -> None:
    head = (
        '<title>甲乙县工作报告_甲乙县人民政府</title><meta name="ArticleTitle" content="甲乙县&quot;党建&quot;报告">'
        '<meta name="PubDate" content="2021-10-22 17:20"><meta name="ContentSource" content="甲乙日报">'
        '<meta name="Author" content="李四"><meta name="SiteName" content="甲乙网">'
        '<link rel="canonical" href="https://example.org/2019/01/02/x.html">'
    )
    assert facts(page(BODY, head)) == Facts(
        title='甲乙县"党建"报告', date="2021-10-22T17:20", source="甲乙日报", author="李四"
    )


def test_nothing_is_guessed() -> None:
    head = '<meta name=author content=admin><link rel=canonical href="https://example.org/2019/01/02/x.html">'
    assert facts(page(BODY, head)) == Facts()


@pytest.mark.parametrize(
    ("title", "heading", "found"),
    [
        ("甲乙县工作报告_甲乙县人民政府网", "", "甲乙县工作报告"),
        ("甲乙县工作报告-甲乙网", "<h1>甲乙县工作报告</h1>", "甲乙县工作报告"),
        ("甲乙县工作报告 甲乙网", "<p>甲乙县工作报告</p>", "甲乙县工作报告"),
        ("甲乙网", "<h1>甲乙县工作报告</h1>", "甲乙县工作报告"),
        ("2021-2023年工作报告", "", "2021-2023年工作报告"),
    ],
)
def test_titles(title: str, heading: str, found: str) -> None:
    assert facts(page(heading + BODY, f"<title>{title}</title>")).title == found


@pytest.mark.parametrize(
    ("text", "date"),
    [("2021-10-22T17:20:42+08:00", "2021-10-22T17:20:42"), ("2021/1/2", "2021-01-02"), ("20210102", "2021-01-02"),
     ("2021-13-01", None), ("x2021", None), ("", None)],
)  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_attributes() -> None:
    assert attributes(" a=1 B='x y' c=\"&lt;\" d a=2 /") == {"a": "1", "b": "x y", "c": "<", "d": ""}


# --- hostile pages --------------------------------------------------------------------------------


@pytest.mark.timeout(300)
def test_five_megabytes() -> None:
    source = "<html><body>" + BODY * (5_000_000 // len(BODY)) + "</body></html>"
    text = applied(source)
    assert text.text.count(PARAGRAPHS[0]) == source.count(PARAGRAPHS[0])


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + PARAGRAPHS[0] + "</div>" * 100_000,
        "<div><span>" * 100_000 + PARAGRAPHS[0] + "</span></b></div>" * 50_000,
        "<a " * 200_000 + PARAGRAPHS[0],
        "<" * 500_000 + PARAGRAPHS[0],
        "<![" * 200_000 + PARAGRAPHS[0],
        "<!d[" * 200_000 + PARAGRAPHS[0],
        "<p a='" * 100_000 + PARAGRAPHS[0],
        '<p a="' * 100_000 + PARAGRAPHS[0],
        "&" * 500_000 + "&#1" * 100_000 + PARAGRAPHS[0],
        "<table><tr><td>党" * 50_000 + PARAGRAPHS[0],
        ("<section>" * 300 + "</div>" * 300) * 100 + PARAGRAPHS[0],
        "<!--" * 100_000 + PARAGRAPHS[0],
        "<title>" * 100_000 + PARAGRAPHS[0],
        "&#" + "9" * 500_000 + ";" + PARAGRAPHS[0],
        f'<img src="data:{"A" * 1_000_000}">{PARAGRAPHS[0]}',
    ],
    ids=lambda source: source[:12],
)
def test_no_page_takes_without_end_or_crashes(source: str) -> None:
    assert PARAGRAPHS[0] in read(source)


PIECES = st.sampled_from(
    ["<p>", "</p>", "<br>", "<div class=nav>", "</div>", "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</table>",
     "<ruby>", "<rt>", "</ruby>", "<script>", "</script>", "<!--", "-->", "<pre>", "</pre>", "<ul><li>", "<h1>", "</h1>",
     "&nbsp;", "&amp;", "&#20826;", "&#x0;", "&NotEqualTilde;", "&lt", "&", "<", ">", '"', "'", "=", "\r\n", "\n", " ", "\t",
     "　", "党建", "引领，", "1500", "work ", "<title>", "</title>", "<style>", "<span hidden>", "</span>", "\x00", "\ufffe",
     "<![CDATA[", "]]>", "<!DOCTYPE html>", "<html>", "<body>", "?qū)", "𠮷", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=40).map("".join)))
@example("<table><tr><td>甲<td>&nbsp;<td>乙")
def test_any_source_gives_an_aligned_text(source: str) -> None:
    try:
        edits, _ = main_text_edits(source)
    except NoMainText:
        return
    for before, after in pairwise(edits):
        assert before.end <= after.start
    check_alignment(source, AlignedText.of(source).apply(edits))


@given(st.lists(st.text("党建引领网格，。1a &<>", min_size=1, max_size=30), min_size=1, max_size=10))
def test_escaped_paragraphs_come_back(paragraphs: list[str]) -> None:
    source = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    shown = [" ".join(re.split(r" +", p.strip(" "))) for p in paragraphs]
    page_lines = [line for line in shown if line]
    if page_lines:
        assert read(source).split("\n") == page_lines
    else:
        assert read_page(source).lines == []
