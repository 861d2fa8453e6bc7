"""Bylines below the title and at the end: cut, and what they state kept; headings and lists stay."""

from pathlib import Path

import pytest

from reportlens.annotate.sources import annotate_sources
from reportlens.errors import SourceError
from reportlens.normalise import normalise, normalise_report
from reportlens.reading.sources import Problem, find_sources
from reportlens.report import Report

TITLE = "柘澄市：抓实机关党建 夯实战斗堡垒"
BODY = [
    "近年来，柘澄市坚持把机关党的建设摆在重要位置，以党支部标准化规范化建设为抓手，推动基层党组织全面过硬。",
    "一、强化政治引领",
    "市直机关各党支部严格落实“三会一课”制度，全年开展主题党日活动120次，覆盖党员1500多名。",
    "下一步，柘澄市将继续深化机关党建品牌创建，以高质量党建引领高质量发展，为现代化建设提供组织保证。",
]
# The lines, and the date, source and author that they state.
BYLINES = [
    ("柘澄市芷陂区委区直机关工委 2025年6月", "2025-06", None, "柘澄市芷陂区委区直机关工委"),
    ("柘澄市芷陂区委 2024年9月1日", "2024-09-01", None, "柘澄市芷陂区委"),
    ("（柘澄市委组织部 2024年3月）", "2024-03", None, "柘澄市委组织部"),
    ("市直机关工委（2024年3月）", "2024-03", None, "市直机关工委"),
    ("2024年3月 市直机关工委", "2024-03", None, "市直机关工委"),
    ("柘澄市卫健局党委 二〇二四年三月十日", "2024-03-10", None, "柘澄市卫健局党委"),
    ("柘澄市人大常委会办公室 2024.12", "2024-12", None, "柘澄市人大常委会办公室"),
    ("中共柘澄市委 柘澄市人民政府 2024-12-05", "2024-12-05", None, "中共柘澄市委 柘澄市人民政府"),
    ("周禾 2024年3月5日", "2024-03-05", None, "周禾"),
    ("柘澄市教育局党组书记、局长 周禾（2024年1月）", "2024-01", None, "周禾"),
    ("柘澄市委组织部 周禾", None, "柘澄市委组织部", "周禾"),
    ("（周禾 柘澄市委党校）", None, "柘澄市委党校", "周禾"),
    ("（作者：周禾 单位：柘澄市委组织部）", None, "柘澄市委组织部", "周禾"),
    ("（作者：周禾，单位：柘澄市委组织部）", None, "柘澄市委组织部", "周禾"),
    ("（作者单位：柘澄市委组织部）", None, "柘澄市委组织部", None),
    ("报告人：周禾", None, None, "周禾"),
    ("供稿：柘澄市委组织部 2024年3月5日", "2024-03-05", "柘澄市委组织部", None),
    ("中共柘澄市委组织部\n（2024年3月）", "2024-03", None, "中共柘澄市委组织部"),
    ("市直机关工委\n2024年3月", "2024-03", None, "市直机关工委"),
    ("汇报单位：柘澄市财政局党组\n汇报时间：2024年12月", "2024-12", "柘澄市财政局党组", None),
]


@pytest.mark.parametrize(("lines", "date", "source", "author"), BYLINES)
def test_a_byline_below_the_title_goes_and_its_facts_stay(
    lines: str, date: str | None, source: str | None, author: str | None
) -> None:
    found = normalise("\n".join([TITLE, lines, *BODY]))
    assert found.text.split("\n") == [TITLE, *BODY]
    facts = found.facts
    assert (facts.title, facts.date, facts.source, facts.author) == (TITLE, date, source, author)


@pytest.mark.parametrize(
    "line",
    [
        "走进柘澄市委组织部",
        "市委组织部抓实“三会一课”",
        "打造模范机关的市直机关党支部",
        "全市机关党支部",
        "各区县委组织部",
        "激活基层党支部",
        "先行先试",
        "2024年度",
        "柘澄市的机关党建实践",
        "柘澄市2024年3月以来的探索",
        "单位：万元",
    ],
)
def test_a_heading_below_the_title_stays(line: str) -> None:
    assert normalise("\n".join([TITLE, line, *BODY])).text.split("\n") == [TITLE, line, *BODY]


@pytest.mark.parametrize("following", ["", "\n2024年3月5日 08:15"])
def test_the_second_line_of_a_title_is_no_byline(following: str) -> None:
    text = normalise(f"坚持以党的建设引领发展\n激活基层党支部{following}\n" + "\n".join(BODY)).text
    assert text.split("\n") == ["坚持以党的建设引领发展", "激活基层党支部", *BODY]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "中共柘澄市委组织部\n关于2023年度机关党建工作情况的报告",
            "中共柘澄市委组织部关于2023年度机关党建工作情况的报告",
        ),
        ("中共柘澄市委组织部\n2023年度机关党建工作总结", "中共柘澄市委组织部 2023年度机关党建工作总结"),
    ],
)
def test_a_title_may_begin_with_the_organisation(head: str, title: str) -> None:
    found = normalise("\n".join([head, *BODY]))
    assert (found.facts.title, found.text) == (title, "\n".join([head, *BODY]))


def test_a_dated_byline_may_stand_above_the_title() -> None:
    found = normalise("\n".join(["柘澄市委组织部 2024年3月", TITLE, *BODY]))
    assert found.text.split("\n") == [TITLE, *BODY]
    assert (found.facts.title, found.facts.date) == (TITLE, "2024-03")


@pytest.mark.parametrize(
    ("tail", "left", "date", "author"),
    [
        ("中共柘澄市委组织部\n2024年3月5日", [], "2024-03-05", "中共柘澄市委组织部"),
        ("中共柘澄市委组织部 2024年3月5日", [], "2024-03-05", "中共柘澄市委组织部"),
        (
            "柘澄市财政局党组\n柘澄市委组织部\n2024年3月5日",
            [],
            "2024-03-05",
            "柘澄市财政局党组 柘澄市委组织部",
        ),
        ("周禾\n二〇二四年三月五日", [], "2024-03-05", "周禾"),
        ("中共柘澄市委组织部", [], None, "中共柘澄市委组织部"),
        ("（柘澄市委组织部 周禾）", [], None, "周禾"),
        (
            "特此报告。\n柘澄市财政局机关党委\n2024年3月5日",
            ["特此报告。"],
            "2024-03-05",
            "柘澄市财政局机关党委",
        ),
    ],
)
def test_a_signature_at_the_end_goes_and_its_facts_stay(
    tail: str, left: list[str], date: str | None, author: str | None
) -> None:
    found = normalise("\n".join([TITLE, *BODY, tail]))
    assert found.text.split("\n") == [TITLE, *BODY, *left]
    assert (found.facts.date, found.facts.author) == (date, author)


def test_a_numbered_heading_above_the_signature_stays() -> None:
    heading = "三、努力建设让群众满意的服务型政府"
    found = normalise("\n".join([TITLE, *BODY, heading, "柘澄市财政局党组", "2024年3月5日"]))
    assert found.text.split("\n") == [TITLE, *BODY, heading]


def test_a_signature_above_an_annex_goes() -> None:
    annex = ["附件", "验收办法", "验收实行百分制，由市直机关工委组织，党员代表参加，验收组不少于五人。"]
    found = normalise("\n".join([TITLE, *BODY, "柘澄市财政局党组", "2024年3月5日", *annex]))
    assert found.text.split("\n") == [TITLE, *BODY, *annex]
    assert (found.facts.date, found.facts.author) == ("2024-03-05", "柘澄市财政局党组")


@pytest.mark.parametrize(
    ("line", "author"),
    [("周　禾　林　澈", "周禾 林澈"), ("周 禾1，林 澈2", "周禾 林澈"), ("周禾1 王小山2", "周禾 王小山")],
)
def test_the_author_as_a_fact(line: str, author: str) -> None:
    found = normalise("\n".join([TITLE, line, *BODY]))
    assert (found.facts.author, found.text.split("\n")) == (author, [TITLE, *BODY])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("好支书\n——记柘澄市竹洼村党支部书记林澈", "好支书"),
        ("首页 > 先锋\n先锋人物\n好支书\n2024-03-05 来源：柘澄日报", "好支书"),
        ("首页 > 县区\n白石县\n白石县机关党建综述\n2024-03-05 来源：柘澄日报", "白石县机关党建综述"),
        (
            "在新征程上\n谱写机关党建新篇章的\n探索\n（柘澄市委组织部 2024年3月）",
            "在新征程上谱写机关党建新篇章的探索",
        ),
        ("关于柘澄市机关党建情况的\n调研报告\n周禾 林澈", "关于柘澄市机关党建情况的调研报告"),
        ("坚持党建引领\n推动基层治理提质增效\n2024-03-05 08:15", "坚持党建引领 推动基层治理提质增效"),
    ],
)
def test_titles_of_three_characters_and_of_several_lines(head: str, title: str) -> None:
    assert normalise("\n".join([head, *BODY])).facts.title == title


@pytest.mark.parametrize(
    "names",
    [
        ["附件", "先进集体", "柘澄市财政局", "柘澄市教育局", "柘澄市公安局", "柘澄市民政局"],
        ["优秀党员名单", "柘澄市财政局 周禾", "柘澄市教育局 林澈", "柘澄市公安局 唐棣"],
        ["周禾、林澈、唐棣"],
    ],
)
def test_a_list_at_the_end_is_text(names: list[str]) -> None:
    assert normalise("\n".join([TITLE, *BODY, *names])).text.split("\n") == [TITLE, *BODY, *names]


# --- pages without a report ----------------------------------------------------------------------

NO_REPORT = [
    "首页 > 要闻\n下载\n打印\n字号：大 中 小",
    "首页\n>\n要闻\n下载\n打印\n字号\n大\n中\n小\n分享到：微信 微博",
    "首页 要闻 政务公开 党建动态 联系我们\n登录 注册\n您当前的位置：首页 > 党建\n暂无内容\n版权所有 柘澄市人民政府",
    "柘澄市人民政府门户网站\n首页\n新闻中心\n政务公开\n通知公告\n网站地图\n主办单位：柘澄市人民政府",
    "党建要闻\n更多>>\n柘澄市召开机关党建工作推进会\n2024-03-05\n市委组织部举办党务干部培训班\n2024-03-04\n上一页\n下一页\n共3页",
    "404 页面不存在\n您访问的页面不存在或已删除。\n返回首页",
    "请登录后查看\n用户名：\n密码：\n验证码：\n登录",
    "2024-03-05 08:15 来源：柘澄日报 作者：周禾\n打印 关闭",
    "- 1 -\n- 2 -\n- 3 -",
    "扫一扫在手机打开当前页\n分享到：微信\n责任编辑：周禾\n上一篇：柘澄市召开会议\n下一篇：没有了",
    "相关报道：\n柘澄市召开机关党建推进会\n柘澄市举办培训班",
    "正在加载……\n请稍候",
    "首页\n机关党建\n理论学习\n基层动态\n先锋人物\n下载\n打印",
    "【字号：大 中 小】\n柘澄市：抓实机关党建 夯实战斗堡垒\n来源：柘澄日报 2024-03-05",
]
SHORT_REPORTS = [
    "党建引领促发展",
    "全年发展党员3名。",
    "落实三会一课12次",
    "柘澄市机关党建工作简报\n全年发展党员3名。",
    "柘澄市机关党建工作简报\n来源：柘澄日报\n发展党员3名\n转正2名",
    "首页 > 党建\n柘澄市机关党建工作简报\n2024-03-05 来源：柘澄日报\n打印 关闭\n全年发展党员3名。",
    "柘澄市机关党建工作推进会\n一、总体要求\n二、主要任务",
]


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("text", NO_REPORT)
def test_a_page_of_furniture_is_no_report(text: str, html: bool) -> None:
    with pytest.raises(
        SourceError, match=r"x: (there is nothing in it but page furniture|the page holds no)"
    ):
        normalise_report(Report("x", "x", "", in_tags(text) if html else text, html=html))


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("text", SHORT_REPORTS)
def test_a_short_report_is_one(text: str, html: bool) -> None:
    report = Report("x", "x", "", in_tags(text) if html else text, html=html)
    assert normalise_report(report).text.split("\n")[-1] == text.split("\n")[-1]


def test_a_row_of_furniture_costs_the_table_no_other_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"text\n{BODY[0]}\n首页\n{BODY[2]}\n", "utf-8")
    problems: list[Problem] = []
    found = list(annotate_sources(find_sources([path]), None, problems))
    assert [a.text for a in found] == [BODY[0], BODY[2]]
    assert [(p.path, p.stage) for p in problems] == [(f"{path}#row3", "normalise")]


def in_tags(text: str) -> str:
    return "<html><body>" + "".join(f"<div>{line}</div>" for line in text.split("\n")) + "</body></html>"
