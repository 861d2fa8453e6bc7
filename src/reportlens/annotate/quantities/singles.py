"""One and a half where they count: 住了一个多月, 半天时间, 翻了一番多, 相差一级, 每村配备一名联络员.

一 and 半 are mostly articles or parts of words, so what stands beside them has to speak for a count.
"""

import re
from collections.abc import Iterator

from reportlens.annotate.quantities.bounds import EXACT, MORE, Figure, qualified
from reportlens.annotate.quantities.numerals import DIGITS
from reportlens.annotate.quantities.units import load_units

_SPAN = re.compile(
    "(?P<number>[一半])(?:个(?P<inner>[多半]?)(?P<long>月|小时|星期|季度|学期)|(?P<short>年|天|周|分钟|小时))(?P<tail>[多半]?)"
)
# 这一年, 每半年, 第一天: which one, or how often. 近一年 is a stretch of time that ends now.
_WHICH = frozenset(
    "每这那第新全前同上下头某任另十百千万零〇一二三四五六七八九两0123456789唯统同单又隔首各中去今明有几大近整的"
)
_BOUND = re.compile(
    "(?:不[到足满少低超]|超过|将近|接近|逼近|至[少多]|最[少多]|逾|未满|不[得能应]?(?:超过|少于|低于)|长达|为期|历时)\\Z"
)
# What may take a stretch of time as its measure: 挂一个月, 蹲点一周.
_LASTS = re.compile(
    "(?:(?<![重主首紧])要|[挂当住用花过了则达仅只需足满坐站干忙跑学守等拖停晚早约待蹲]"
    "|蹲点|坐班|驻[村点厂企]|值[班守]|公示|提[前早]|延[长期]|缩短|推迟|间隔|跟[班岗]|挂职|试[用行]|[培集轮]训|脱产|留任|任职|服役|学制|周期|时间|期限|任期)\\Z"
)
_AFTER = re.compile("时间(?![里内中])|之久|[之以]?内(?![容部外涵需设])|[以之]上|左右|上下")
_CLOSED = re.compile("[，。；、！？）”\n]|\\Z")
_LATER = re.compile("(?<![最前以今])后\\Z")
_NOT = re.compile("没|不|未|才|仍")
# 一年来, 半年一次, 一年比一年, 一天天: none of them lasts.
_NO_SPAN = re.compile("[来一又比起到两度当]|以来|之计|[通督]|总结|四季")
_UNITS = load_units()
_OTHER = re.compile(
    "(?:(?<=翻)|(?<=翻了))(?P<fold>一)番(?P<more>多?)"
    "|(?:(?<=相差)|(?<=高出)|(?<=低出)|(?<=[高低升降]了)|(?<=[上下]调)|(?<=[晋连]升))(?P<step>[一两二三四五六1-6])(?P<unit>[级档])"
    "|(?<=[打得])(?P<share>[一两二三四五六七八九])成(?=分(?![效功绩]))"
)
# What each of several gets is counted, and so are letters and lessons: 每村配备一名联络员, 写来一封感谢信.
_ONE = re.compile(
    "一(?P<unit>[名位封堂]|[个支户套份台](?![^，。；]{0,3}一[个支户套份台]))(?![^，。；、]{0,3}(?:一|接))"
)
# 每个季度, 每两年, 每隔3天: how often, not to whom.
_CYCLE = "(?:[一次逢隔半]|[0-9一二两三四五六七八九十几]{0,3}个?(?:半|年(?!级)|季|月(?!子)|周|天|日(?!间)|旬|星期|小时|学[期年]|工作日|节假日|双休日))"
_ALLOTTED = re.compile(
    f"每(?!{_CYCLE})[^，。；：、每]{{1,10}}?(?:配[备强有]?|安排|明确|选[派聘出]|推选|确定|设[立置有]?|指定|联系|帮扶|帮带|包[联保]|结对|建[立成有]|培育|打造|认领|派[驻出]?|带)[好了]?\\Z"
)
_ALLOTTED_REACH = 24
_MEMBERS = 8  # of a list like 一名书记、一名网格员 that are gone back over
_COORDINATED = re.compile("一([名位个支户套份台])[^，。；：、和]{2,14}[、和及与]\\Z")
_JOINTS = frozenset("、和及与")
_LESSON = re.compile("堂[^，。；：、]{0,8}?课")
_TIMES = frozenset("个年天周分小")
# Where one may be. Each begins with a literal, which makes the search quick.
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        "一[个年天周分小名位封堂支户套份台]",
        "半[个年天周分小]",
        "番(?<=一番)",
        "成分(?<=[打得].成分)",
        "级(?<=[差出了调升][一两二三四五六1-6]级)",
        "档(?<=[差出了调升][一两二三四五六1-6]档)",
    )
)
_SEEN = 4


def find_singles(text: str) -> Iterator[Figure]:
    """The figures of `text` whose number is 一 or 半, and a few that only their verb makes a figure."""
    for sign in _SIGNS:
        for match in sign.finditer(text):
            at = match.start()
            if match[0][0] not in "一半":
                figure = _other(text, at - 1)
            else:
                figure = _span(text, at) if match[0][1] in _TIMES else None
                figure = figure or (_one(text, at) if match[0][0] == "一" else None)
            if figure is not None:
                yield qualified(text, figure)


def _span(text: str, at: int) -> Figure | None:
    match = _SPAN.match(text, at)
    if match is None or text[at - 1 : at] in _WHICH:
        return None
    unit, end = match["long"] or match["short"], match.end()
    half = match["number"] == "半"
    if half and "半" in (match["inner"], match["tail"]):
        return None
    barred = _UNITS[unit].barred
    if (match["tail"] == "" and text[end : end + 1] in barred and end < len(text)) or _NO_SPAN.match(
        text, end
    ):
        return None
    more = "多" in (match["inner"], match["tail"])
    value = 0.5 if half else 1.5 if "半" in (match["inner"], match["tail"]) else 1.0
    figure = Figure(at, end, value, None, MORE if more else EXACT, unit, "time")
    before = max(0, at - _SEEN)
    if _BOUND.search(text, before, at) or _LASTS.search(text, before, at) or _AFTER.match(text, end):
        return figure
    if _LATER.search(text, before, at):
        return figure if _NOT.match(text, end) else None
    return figure if (more or value == 1.5) and _CLOSED.match(text, end) else None


def _one(text: str, at: int) -> Figure | None:
    """A person or thing that 一 counts; elsewhere it is an article."""
    match = _ONE.match(text, at)
    if match is None or text[at - 1 : at] in _WHICH:
        return None
    unit = match["unit"]
    if unit == "堂":
        if not _LESSON.match(text, at + 1):
            return None
    elif unit != "封":
        first = _first_of_list(text, at, unit)
        left = text[max(0, first - _ALLOTTED_REACH) : first]
        if "每" not in left or not _ALLOTTED.search(left):
            return None
    return Figure(at, at + 2, 1.0, None, EXACT, unit, _UNITS[unit].kind)


def _first_of_list(text: str, at: int, unit: str) -> int:
    """Where the list begins whose member 一 at `at` counts, as far as `_MEMBERS` go."""
    for _ in range(_MEMBERS):
        begin = max(0, at - _ALLOTTED_REACH)
        before = _COORDINATED.search(text[begin:at]) if text[at - 1 : at] in _JOINTS else None
        if before is None or before[1] != unit or not _ONE.match(text, begin + before.start()):
            break
        at = begin + before.start()
    return at


def _other(text: str, at: int) -> Figure | None:
    match = _OTHER.match(text, at)
    if match is None:
        return None
    if match["fold"]:
        return Figure(at, match.end(), 1.0, None, MORE if match["more"] else EXACT, "番", "ratio")
    digit = match["step"] or match["share"]
    value = float(DIGITS.get(digit, digit))
    unit, kind = (match["unit"], "count") if match["step"] else ("成", "ratio")
    return Figure(at, match.end(), value, None, EXACT, unit, kind)
