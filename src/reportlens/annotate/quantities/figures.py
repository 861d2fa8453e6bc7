"""Figures in a text: number, bounds and unit (1500多名, 80—120名, 百分之四点一, 近3万人次)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportlens.annotate.quantities.numerals import CHINESE, arabic, chinese, neighbours, scale
from reportlens.annotate.quantities.units import load_units


class Figure(NamedTuple):
    """`text[start:end]` with qualifier and unit; `kind` is the unit's class, see `units.txt`."""

    start: int
    end: int
    value: float
    upper: float | None
    qualifier: str
    unit: str
    kind: str
    note: str = ""


class _Number(NamedTuple):
    value: float
    end: int
    multiplier: str
    more: bool
    han: bool
    upper: float | None = None


MORE, LESS, EXACT = "approx-more", "approx-less", "exact"
HUGE = 1e15

_DIGITS = "[〇○零一二三四五六七八九]"
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?"
_HAN = f"[{CHINESE}]++(?:点{_DIGITS}++[万亿]*+)?"
_UNIT_START = "".join(sorted({unit[0] for unit in load_units().kind}))
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z.,+×〔+])(?P<arabic>{_ARABIC})"
    rf"|(?<![{CHINESE}])(?P<share>[一二三四五六七八九十百千万]{{1,3}}分之(?:{_ARABIC}|{_HAN}))"
    rf"|(?<![{CHINESE}第])(?P<han>{_HAN})(?=[{re.escape(_UNIT_START)}余多来])"
)
_SECOND = re.compile(rf"(?P<arabic>{_ARABIC})|(?P<han>{_HAN})")
_TAIL = re.compile("([多余来几]?)([十百千]?万?亿?)([多余]?)(?:个(?=[多半]?(?:百分点|月|小时|星期|工作日|季度|学期)))?([多半]?)")
_RANGE = re.compile("(?:——|[-—–~～－至到])")
_ADJACENT = re.compile("[二三四五六七八九]")
_BEFORE = re.compile(
    "(?:(?P<less>(?<![附最远靠将])近|将近|接近|大?约为?|不足|不到|不超过|不高于|低于|少于|小于|至多|最多)"
    r"|(?P<more>超过|(?<!不)超|逾|不少于|不低于|不下|至少|最少|高于|多于|大于|(?<!不)高达|(?<=[^以之])上(?=[百千万]))|\Z\A)\Z"
)
_BEFORE_END = frozenset("近约为足到过于多超逾下少达上")
_AFTER = re.compile("(?:(?P<more>及?以上|之多|多(?=[、，。；（]))|(?P<less>[及之]?以[下内](?![设需容部])|之内|左右|上下))")
_AFTER_START = frozenset("及以之左上多")
_ABOUT = {"约", "大约", "约为", "大约为", "左右", "上下"}
_HEADLESS = frozenset("百千万亿")
# What a Chinese numeral and a unit begin without counting anything: names, watchwords, idioms.
_NAMES = re.compile(
    "两个(?:维护|确立|文明|百年|一百年|务必|毫不动摇|巩固|大局|转变|凡是|覆盖|结合|先行区|健康|根本)|三个(?:代表|务必|面向|有利于|表率|区分开来|世界)"
    "|四个(?:意识|自信|全面|现代化|服从|伟大|革命|坚持|合格)|五个(?:统筹|必由之路|文明)|[八六]项(?:规定|纪律)|四种形态|七台河|[五三九]台[山县区]"
    "|五家渠|三门[峡县]|六枝|七里河|三元区|五河县|四人帮|两张皮|三天两头|两块牌子|三座大山|四部曲|十条纲要|百家争鸣|千家万户|三部曲|万家灯火"
    "|五年(?:规划|计划)|[一二三四五六七八九十]+年(?:规划|计划|行动|动乱|内乱|浩劫|攻坚|义务|一贯|制|[初末底春夏秋冬])|十月|[两三五]类人员|两条腿|五保户"
    "|八小时(?:工作|以?外)|两面[人派性]|三班倒|两头|三件套|四件套|二人转|三人行|七月|八月|九月|六月|五月|四月|三月|二月|两口子|四周|两对照|四对照|三对照"
)  # fmt: skip
_LABEL_AFTER = re.compile("(?:工程|项目|建设|改造)")
_QUOTED = 12  # a figure in so short a quotation is part of a name
_YEAR_UNITS = frozenset({"年", "月", "日", "周", "季度"})
_MARK_END = frozenset("”’》")


def find_figures(text: str) -> Iterator[Figure]:
    """The figures of `text` from left to right, none overlapping."""
    reach = 0
    for match in _NUMBER.finditer(text):
        start = match.start()
        if start < reach:
            continue
        figure = _share(text, match) if match["share"] else _figure(text, match)
        if figure is not None and figure.start >= reach and not _is_name(text, figure, start):
            yield figure
            reach = figure.end


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    start = match.start()
    if text[start - 1 : start] == "第":
        return None
    number = _number(text, match)
    if number is None:
        return None
    unit, kind, end, more = _unit(text, number)
    upper, note = number.upper, ""
    value, multiplier = number.value, number.multiplier
    dash = _RANGE.match(text, end) if end < len(text) and text[end] in "-—–~～－至到" else None
    if dash and not (text[end] in "至到" and unit and text[max(0, start - 12) : start].rfind("从") >= 0):
        second = _SECOND.match(text, dash.end())
        other = _number(text, second) if second else None
        if other is not None:
            unit2, kind2, end2, more2 = _unit(text, other)
            if unit2 and (not unit or unit == unit2):
                upper, unit, kind, end, more = other.value, unit2, kind2, end2, more or more2
                value, multiplier = _aligned(number, other, kind2)
                if kind2 != "money":
                    upper = upper * scale(other.multiplier)
                else:
                    multiplier = other.multiplier
            elif not unit:
                return None
    elif number.han and text[start - 1 : start] == "、" and len(match[0]) == 1 and start > 1:
        # 三、四年: the first digit stands before the pause mark.
        before = chinese(text[start - 2]) if _ADJACENT.match(text[start - 2]) else None
        if before == value - 1 and not _ADJACENT.match(text, start - 3):
            start, upper, value = start - 2, value, before
    if not unit:
        return _bare(text, match, number)
    if kind == "money":
        unit = multiplier + unit
    elif number.upper is None and upper is None:
        value = value * scale(multiplier) if not number.han else value
        value = _clean(value)
    elif number.upper is not None:
        factor = scale(multiplier) if not number.han else 1
        value, upper = value * factor, number.upper * factor
    if _calendar(text, start, end, unit, kind, number):
        return None
    start, end, qualifier, remark = _bounds(text, start, end, MORE if more else EXACT)
    if number.han and match[0][0] in _HEADLESS and qualifier == EXACT:
        return None
    if number.han and match[0] == "一" and upper is None:
        return None
    if unit in ("%", "％", "℃", "百分点") and text[start - 1 : start] == "-" and not text[start - 2 : start - 1].isascii():
        start, value = start - 1, -value
    if upper is not None and upper < value:
        note = "range upside down"
    elif max(value, upper or 0) >= HUGE:
        note = "implausibly large"
    return Figure(start, end, value, upper, qualifier, "%" if unit == "％" else unit, kind, note or remark)


def _clean(value: float) -> float:
    return value


def _number(text: str, match: re.Match[str]) -> _Number | None:
    tail = _TAIL.match(text, match.end())
    assert tail is not None  # every part of it is optional
    more = bool(tail[1] or tail[3] or tail[4] == "多")
    if "几" in tail[1]:
        return None
    half = 0.5 if tail[4] == "半" else 0.0
    if match["arabic"]:
        value = arabic(match["arabic"], "")
        if text[tail.end() : tail.end() + 1] in _HALF_UNITS:
            value += half
        return _Number(value, tail.end(), tail[2], more, False)
    surface = match["han"]
    both = neighbours(surface) if len(surface) > 1 else None
    if both:
        return _Number(both[0], tail.end(), tail[2], more, True, both[1])
    multiplier = tail[2]
    if not multiplier:
        head = surface.rstrip("万亿")
        multiplier = surface[len(head) :] if head and not set(head) & set("万亿") else ""
        number = chinese(surface)
    else:
        number = chinese(surface + multiplier)
    if number is None:
        return None
    return _Number(number + half, tail.end(), multiplier, more, True)


_HALF_UNITS = frozenset("月小星")


def _aligned(number: _Number, other: _Number, kind: str) -> tuple[float, str]:
    """The lower bound in the measure of the upper one: 3—5万 is 30000 to 50000, 8000—1万 is not."""
    if kind == "money":
        return number.value, other.multiplier
    if number.multiplier or number.value > other.value:
        return number.value * (scale(number.multiplier) if not number.han else 1), ""
    return number.value * scale(other.multiplier), ""


def _unit(text: str, number: _Number) -> tuple[str, str, int, bool]:
    """Unit, its class, its end and whether `多` follows (3年多); an empty unit where there is none."""
    units = load_units()
    start = number.end
    for length in range(units.longest, 0, -1):
        unit = text[start : start + length]
        if len(unit) == length and (kind := units.kind.get(unit)) and not (number.han and unit in units.arabic):
            end = start + length
            more = number.more
            if kind == "time" and text[end : end + 1] in ("多", "余"):
                more, end = True, end + 1
            return unit, kind, end, more
    return "", "", start, number.more
