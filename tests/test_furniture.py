"""Page furniture: every rule, whole pages, and real pages where they are at hand."""

import csv
import os
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.normalise import normalise
from reportlens.normalise.alignment import AlignedText
from reportlens.normalise.datelines import date_of, first_date
from reportlens.normalise.furniture import cut_furniture
from reportlens.normalise.furniture_rules import Label, Rule, furniture_rules
from reportlens.report import Facts

SHARED = Path(__file__).parents[2] / "shared"
TITLE = "青溪县：抓实机关党建 夯实战斗堡垒"
BODY = [
    "近年来，青溪县坚持把机关党的建设摆在重要位置，以党支部标准化规范化建设为抓手，推动基层党组织全面过硬。",
    "一、强化政治引领",
    "县直机关各党支部严格落实“三会一课”制度，全年开展主题党日活动120次，覆盖党员1500多名。",
    "加强阵地建设",
    "选派党建指导员36名，帮助解决支部活动场所、工作经费等问题58个，基层党组织的凝聚力明显增强。",
    "评选先进支部20个、优秀党员103名，用身边人身边事教育引导党员干部比学赶超、担当作为。",
    "下一步，青溪县将继续深化机关党建品牌创建，以高质量党建引领高质量发展，为现代化建设提供组织保证。",
]


def cleaned(text: str) -> tuple[list[str], Facts]:
    edits, facts = cut_furniture(text)
    assert all(e.kind == "furniture" and e.replacement == "" and e.reason for e in edits)
    return AlignedText.of(text).apply(edits).text.split("\n"), facts


def page(
    *, head: list[str] | None = None, tail: list[str] | None = None, body: list[str] | None = None
) -> str:
    return "\n".join([*(head or []), *(body or BODY), *(tail or [])])


# --- every rule ---------------------------------------------------------------------------------


def in_place(where: str, line: str) -> str:
    """A page with `line` where a rule holds: below the title, below the body, in the middle and so on."""
    match where:
        case "head" | "ends":
            return page(head=[TITLE, line])
        case "tail":
            return page(tail=[line])
        case "front":
            return page(head=[TITLE], body=[BODY[0], line, *BODY[1:]])
        case "briefing":
            return page(head=[line, "第3期", TITLE])
        case _:
            return page(body=[*BODY[:3], line, *BODY[3:]])


RULES = [*furniture_rules().rules, *furniture_rules().labels]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_cuts_its_example_and_spares_its_near_miss(rule: Rule | Label) -> None:
    where = rule.where if isinstance(rule, Rule) else "ends"
    for place in ("head", "tail") if where == "ends" else (where,):
        assert rule.example not in cleaned(in_place(place, rule.example))[0]
        assert rule.near_miss in cleaned(in_place(place, rule.near_miss))[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_of_head_or_tail_does_not_reach_the_middle(rule: Rule | Label) -> None:
    lines, _ = cleaned(in_place("anywhere", rule.example))
    judged = furniture_rules().judge(rule.example, "middle")
    assert (rule.example in lines) == (judged is None)


def test_the_names_of_the_rules_are_unique() -> None:
    names = [rule.name for rule in furniture_rules().rules]
    assert len(names) == len(set(names))


def test_prose_with_the_words_of_furniture_stays() -> None:
    sentences = [
        "党员可在平台下载学习资料、打印证明，也可扫一扫二维码参加答题，一年来累计访问量达到12万次。",
        "资料来源：各支部上报的年度数据，由县委组织部汇总后统一发布，供各单位在工作中参考使用。",
        "本报记者周禾走进青溪县机关，记录下党员干部服务群众的点点滴滴，相关报道引起了热烈反响。",
    ]
    text = page(head=[TITLE], body=[*BODY, *sentences])
    assert cleaned(text)[0] == text.split("\n")


# --- whole pages: what remains above and below the body, and what is stated ----------------------

PAGES = [
    pytest.param([], [], [], [], Facts(), id="nothing to cut"),
    pytest.param([TITLE], [], [TITLE], [], Facts(title=TITLE), id="title alone"),
    pytest.param(
        [
            "首页 > 党建工作 > 正文",
            TITLE,
            "2021-03-04 08:15 来源：青溪日报 作者：周禾 点击：123次",
            "字号：[大] [中] [小] 打印 关闭",
        ],
        ["上一篇：青溪县召开机关党建工作会议", "下一篇：没有了", "【打印本页】 【关闭窗口】"],
        [TITLE],
        [],
        Facts(title=TITLE, date="2021-03-04T08:15", source="青溪日报", author="周禾"),
        id="news page",
    ),
    pytest.param(
        [
            "您当前的位置：",
            "首页",
            ">",
            "机关党建",
            ">",
            "工作动态",
            "工作动态",
            TITLE,
            "发布时间：",
            "2021-03-04 08:15:16",
            "来源：",
            "青溪日报客户端",
            "阅读量：",
            "1024",
            "【字体：",
            "大",
            "中",
            "小",
            "】",
            "——青溪县2021年机关党建工作综述",
        ],
        ["责任编辑：", "唐棣", "扫一扫在手机打开当前页", "【", "打印本页", "】"],
        [TITLE, "——青溪县2021年机关党建工作综述"],
        [],
        Facts(
            title=TITLE,
            subtitle="青溪县2021年机关党建工作综述",
            date="2021-03-04T08:15:16",
            source="青溪日报客户端",
            editor="唐棣",
        ),
        id="one word a line",
    ),
    pytest.param(
        ["本报记者 周禾 通讯员 林澈"],
        ["（本报记者 周禾）"],
        [],
        [],
        Facts(author="周禾 林澈"),
        id="reporter and no title",
    ),
    pytest.param(
        [TITLE, "青溪县委组织部", "（2021年3月4日）"],
        ["中共青溪县委", "2021年12月30日"],
        [TITLE],
        [],
        Facts(title=TITLE, date="2021-03-04", author="青溪县委组织部"),
        id="issuer below the title, signature at the end",
    ),
    pytest.param(
        [
            "坚持党建引领 推动基层治理",
            "不断开创机关党建工作新局面",
            "——青溪县2021年机关党建工作报告",
            "县委书记 周禾",
            "（二〇二一年十二月三十日）",
            "同志们：",
        ],
        ["谢谢大家！"],
        [
            "坚持党建引领 推动基层治理",
            "不断开创机关党建工作新局面",
            "——青溪县2021年机关党建工作报告",
            "同志们：",
        ],
        ["谢谢大家！"],
        Facts(
            title="坚持党建引领 推动基层治理 不断开创机关党建工作新局面",
            subtitle="青溪县2021年机关党建工作报告",
            date="2021-12-30",
            author="周禾",
        ),
        id="speech with a title of two lines",
    ),
    pytest.param(
        [
            "政府工作报告",
            "——2021年1月26日在青溪县第十届",
            "人民代表大会第五次会议上",
            "青溪县县长 周 禾",
            "各位代表：",
        ],
        [],
        ["政府工作报告", "——2021年1月26日在青溪县第十届", "人民代表大会第五次会议上", "各位代表："],
        [],
        Facts(
            title="政府工作报告",
            subtitle="2021年1月26日在青溪县第十届人民代表大会第五次会议上",
            date="2021-01-26",
            author="周禾",
        ),
        id="session as subtitle, broken",
    ),
    pytest.param(
        [
            "下载",
            "打印",
            "全屏",
            "收藏",
            "【字号：",
            "加大",
            "还原",
            "减小",
            "】",
            "2021年青溪县政府工作报告",
            "——2021年1月26日在青溪县第十届人民代表大会第五次会议上",
            "来源：青溪日报",
            "时间：2021-02-01",
            "青溪县县长 周禾",
            "周禾同志作政府工作报告。本报记者 林澈摄",
            "各位代表：",
        ],
        ["相关报道：", "青溪县人民代表大会闭幕", "图解：政府工作报告"],
        ["2021年青溪县政府工作报告", "——2021年1月26日在青溪县第十届人民代表大会第五次会议上", "各位代表："],
        [],
        Facts(
            title="2021年青溪县政府工作报告",
            subtitle="2021年1月26日在青溪县第十届人民代表大会第五次会议上",
            date="2021-02-01",
            source="青溪日报",
            author="周禾",
        ),
        id="toolbar first; the page's time before the session's",
    ),
    pytest.param(
        [
            "分享：",
            TITLE,
            "首页",
            ">",
            "信息公开",
            ">",
            TITLE,
            "时间：2021-03-04 09:20",
            "来源：",
            "青溪县人民政府",
        ],
        ["扫一扫在手机打开当前页"],
        [TITLE],
        [],
        Facts(title=TITLE, date="2021-03-04T09:20", source="青溪县人民政府"),
        id="title twice",
    ),
    pytest.param(
        [TITLE + "_青溪日报", "首页", "新闻", "党建", TITLE, "2021-03-04 08:15:00", "青溪日报"],
        [],
        [TITLE],
        [],
        Facts(title=TITLE, date="2021-03-04T08:15:00", source="青溪日报"),
        id="title with the name of the site",
    ),
    pytest.param(
        [
            "当前位置：首页 > 通知公告",
            "县委常委会召开会议 传达学习防汛抗旱精神 研究部署春耕生产",
            "发布时间：2021-03-04 来源：青溪县人民政府",
        ],
        [],
        [],
        [],
        Facts(date="2021-03-04", source="青溪县人民政府"),
        id="headline of another article and no title",
    ),
    pytest.param(
        ["首页 > 党建", "春风化雨润初心 砥砺奋进谱新篇", "2021-03-04 08:15 来源：青溪日报"],
        [],
        ["春风化雨润初心 砥砺奋进谱新篇"],
        [],
        Facts(title="春风化雨润初心 砥砺奋进谱新篇", date="2021-03-04T08:15", source="青溪日报"),
        id="a figure of speech as title",
    ),
    pytest.param(
        [
            "中共青溪县委组织部文件",
            "青组发〔2021〕5号",
            "关于印发《青溪县机关党建工作要点》的通知",
            "各乡镇党委，县直各单位党组（党委）：",
        ],
        ["中共青溪县委组织部", "2021年3月4日", "附件：青溪县机关党建工作要点.docx"],
        ["关于印发《青溪县机关党建工作要点》的通知", "各乡镇党委，县直各单位党组（党委）："],
        [],
        Facts(
            title="关于印发《青溪县机关党建工作要点》的通知", date="2021-03-04", author="中共青溪县委组织部"
        ),
        id="official document",
    ),
    pytest.param(
        [TITLE],
        [
            "（新闻来源：青溪县融媒体中心 转载：林澈）",
            "初审：周禾 复审：林澈 终审：唐棣",
            "以上文章仅代表作者个人观点，本网只是转载，如涉及作品内容、版权问题，请及时联系我们。电话：000-00000000",
        ],
        [TITLE],
        [],
        Facts(title=TITLE, source="青溪县融媒体中心"),
        id="disclaimer",
    ),
    pytest.param(
        [TITLE],
        ["附件", "2022年重点任务清单", "1.完善制度机制（责任单位：组织部）", "2.加强队伍建设"],
        [TITLE],
        ["附件", "2022年重点任务清单", "1.完善制度机制（责任单位：组织部）", "2.加强队伍建设"],
        Facts(title=TITLE),
        id="an annex is text",
    ),
    pytest.param(
        [TITLE],
        ["名词解释", "1.“三会一课”：", "支部党员大会、支部委员会会议、党小组会和党课"],
        [TITLE],
        ["名词解释", "1.“三会一课”：", "支部党员大会、支部委员会会议、党小组会和党课"],
        Facts(title=TITLE),
        id="a glossary is text",
    ),
    pytest.param(
        [TITLE],
        ["打印本页", TITLE, BODY[0][:30] + "……"],
        [TITLE],
        [],
        Facts(title=TITLE),
        id="title and abstract again at the end",
    ),
]


@pytest.mark.parametrize(("head", "tail", "head_left", "tail_left", "facts"), PAGES)
def test_whole_pages(
    head: list[str], tail: list[str], head_left: list[str], tail_left: list[str], facts: Facts
) -> None:
    lines, stated = cleaned(page(head=head, tail=tail))
    assert lines == [*head_left, *BODY, *tail_left]
    assert stated == facts


def test_a_question_above_the_time_line_is_a_title() -> None:
    lines, facts = cleaned(page(head=["机关党建如何走在前、作表率？", "发布时间：2021-03-04"]))
    assert (facts.title, lines[0]) == ("机关党建如何走在前、作表率？", "机关党建如何走在前、作表率？")


def test_a_page_with_hard_line_ends_and_no_title_keeps_its_first_lines() -> None:
    wrapped = [line[k : k + 20] for line in BODY * 2 for k in range(0, len(line), 20)]
    lines, facts = cleaned("\n".join(["2021-03-04 08:15 来源：青溪日报", *wrapped]))
    assert lines == wrapped
    assert facts == Facts(date="2021-03-04T08:15", source="青溪日报")


# --- page numbers -------------------------------------------------------------------------------


def test_page_numbers_go_and_a_sentence_that_they_part_is_whole_again() -> None:
    body = [BODY[0][:40], "- 2 -", BODY[0][40:], BODY[1], BODY[2], "第3页", BODY[3], "— 4 —", *BODY[4:]]
    assert cleaned(page(body=body))[0] == BODY


def test_a_heading_at_the_foot_of_a_page_is_not_joined() -> None:
    body = [BODY[0], "（一）压紧压实机关党建工作责任，健全齐抓共管格局", "- 2 -", *BODY[2:]]
    assert cleaned(page(body=body))[0] == [body[0], body[1], *BODY[2:]]


def test_bare_numbers_are_page_numbers_only_if_they_count_up() -> None:
    repeated = BODY * 2
    pages = [*repeated[:4], "1", *repeated[4:8], "2", *repeated[8:12], "3", *repeated[12:]]
    assert cleaned(page(body=pages))[0] == repeated
    table = [*BODY[:3], "36", "58", "103", *BODY[3:]]
    assert cleaned(page(body=table))[0] == table


def test_running_headers_beside_page_numbers_go() -> None:
    header = "青溪县机关党建工作总结"
    parts = [BODY, BODY, BODY, BODY]
    body = [line for k, part in enumerate(parts, start=1) for line in (*part, f"- {k} -", header)]
    assert cleaned(page(body=[*body, *BODY]))[0] == BODY * 5


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021-10-22 17:20:42", "2021-10-22T17:20:42"),
        ("2021-3-4 8:15", "2021-03-04T08:15"),
        ("2026年02月10日 07时41分", "2026-02-10T07:41"),
        ("2026年02月10日07时41分", "2026-02-10T07:41"),
        ("2026年1月27日", "2026-01-27"),
        ("二〇二六年一月二十七日", "2026-01-27"),
        ("二○二六年十月十日", "2026-10-10"),
        ("一九八二年十二月四日", "1982-12-04"),
        ("（2022年10月16日）", "2022-10-16"),
        ("2021年10月22日 星期五", "2021-10-22"),
        ("2021/10/22", "2021-10-22"),
        ("2021.10.22", "2021-10-22"),
        ("2021-10-22T17:20:42", "2021-10-22T17:20:42"),
        ("2021年10月", "2021-10"),
        ("2021年13月1日", None),
        ("2021-10-40", None),
        ("2021年", None),
        ("1月27日", None),
        ("2021-10-22 起", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert date_of(text) == date


def test_the_first_date_of_a_line() -> None:
    assert first_date("——二〇二六年一月二十七日在青溪县第十届人民代表大会第五次会议上") == "2026-01-27"
    assert first_date("没有日期") is None


# --- invariants ---------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *BODY,
        TITLE,
        "",
        "首页",
        ">",
        "来源：",
        "来源：青溪日报",
        "2021-03-04 08:15",
        "打印",
        "】",
        "- 3 -",
        "7",
        "相关报道：",
        "责任编辑：",
        "唐棣",
        "各位代表：",
        "——在青溪县党代会上的报告",
        "（完）",
        "0f1e2d3c4b5a69788796a5b4",
    ]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_edits_are_in_order_and_delete_whole_lines(text: str) -> None:
    edits, _ = cut_furniture(text)
    assert all(a.end <= b.start for a, b in pairwise(edits))
    for edit in edits:
        start, end = edit.start, edit.end
        assert start == 0 or "\n" in (text[start - 1], text[start])
        assert end == len(text) or "\n" in (text[end - 1], text[end])
    left = AlignedText.of(text).apply(edits).text
    assert not left.startswith("\n") or "\n\n" in text or text.startswith("\n")
    assert not left.endswith("\n") or "\n\n" in text or text.endswith("\n")


@given(st.text(alphabet="一、：>（）[]【】来源记者王2021-年月日 \n", max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    edits, _ = cut_furniture(text)
    AlignedText.of(text).apply(edits)


# --- real pages ---------------------------------------------------------------------------------


def real(folder: str) -> list[Path]:
    return sorted((SHARED / folder).glob("*.txt"))


PROVINCES = real("corpora/provincial-2026")
SEEDS = real("seeds")
if os.environ.get("CI") and not (PROVINCES and SEEDS):
    raise FileNotFoundError(f"{SHARED} must hold the real pages when CI is set")

# By eye: lines of the real pages that are furniture. None may be left.
FURNITURE_LEFT = re.compile(
    r"下载|打印.*|全屏|收藏|【字[号体]：|加大|还原|减小|[【】|×>大中小]|(?:责任)?编辑：.*|（?来源：.*|时间：.*|发表时间：|"
    r"阅读量：|分享.*|首页|.*位置：.*|相关(?:报道|文档|附件|链接).*|扫一扫.*|关闭窗口|[0-9a-f]{32}：?|.*记者.{0,8}摄|"
    r".*作政府工作报告。?|(?:.{0,16}[省市]长|.{0,16}主席) ?.{2,4}|.*点击图片.*|.*要闻|\d{4}-\d\d-\d\d.*|"
    r"（课题组成员.*|记者 ..|（新闻来源.*|以上文章.*|□.*|李莎莎|毛伟明|政务信息|"
    r".*(?:热议|解读省)政府工作报告.*|.*工作报告的决议"
)
# By eye: the lines of 40 and more characters that end like a sentence and yet are no body.
NO_BODY = ("各位代表：现在", "以上文章")
# By eye: these pages are headed 政府工作报告 or without the year and place of the manifest.
TITLES = dict.fromkeys(("广东省", "海南省", "贵州省", "青海省"), "政府工作报告")
TITLES["云南省"] = "2026年政府工作报告"
# Three state no day of publication, so theirs is that of the session; 四川 states not that of the manifest.
DATES = {"广东省": "2026-01-26", "海南省": "2026-01-27", "贵州省": "2026-01-27", "四川省": "2026-02-10T07:41"}
# How the title begins, and the date.
SEED_FACTS: dict[str, tuple[str | None, str | None]] = {
    "000": ("突出四项功能", None),
    "001": (None, "2021-10-22T17:20:42"),
    "002": (None, None),
    "003": (None, "2019-07-15T10:30:06"),
    "004": ("突出政治引领", None),
}


@cache
def normalised(path: Path) -> tuple[str, list[str], Facts]:
    """The text that the furniture step saw, the clean lines after it, and the facts."""
    stage = next(stage for stage in normalise(path.read_text("utf-8")).stages if stage.step == "furniture")
    return stage.before.text, stage.after.text.split("\n"), cut_furniture(stage.before.text)[1]


@pytest.mark.parametrize("path", [*PROVINCES, *SEEDS], ids=lambda path: path.stem)
def test_no_furniture_is_left_and_no_body_is_lost(path: Path) -> None:
    before, lines, facts = normalised(path)
    assert [line for line in lines if FURNITURE_LEFT.fullmatch(line)] == []
    kept = set(lines)
    lost = [
        line for line in before.split("\n") if len(line) >= 40 and line[-1] in "。！" and line not in kept
    ]
    assert [line for line in lost if not line.startswith(NO_BODY)] == []
    if facts.title:
        assert lines[0] == facts.title
    if facts.subtitle:
        assert lines[1].lstrip("—（").startswith(facts.subtitle[:15])


@pytest.mark.parametrize("path", PROVINCES, ids=lambda path: path.stem)
def test_title_and_date_of_real_pages(path: Path) -> None:
    with (path.parent / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["file"] == path.name)
    _, _, facts = normalised(path)
    assert facts.title == TITLES.get(row["place"], row["title"])
    assert facts.date is not None
    if row["place"] in DATES:
        assert facts.date == DATES[row["place"]]
    else:
        assert facts.date[:10] == row["date"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_title_and_date_of_seeds(path: Path) -> None:
    _, _, facts = normalised(path)
    title = facts.title.split(" ")[0] if facts.title else None
    assert (title, facts.date) == SEED_FACTS.get(path.stem[:3], (title, facts.date))
