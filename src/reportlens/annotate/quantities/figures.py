"""Figures in a text: number, bounds and unit (1500多名, 80—120名, 百分之四点一, 近3万人次)."""

import re
from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from reportlens.annotate.quantities.bounds import EXACT, MORE, Figure, qualified
from reportlens.annotate.quantities.labels import is_label
from reportlens.annotate.quantities.numerals import CHINESE, arabic, chinese, neighbours, scale
from reportlens.annotate.quantities.units import load_units


class _Number(NamedTuple):
    """`value` without `multiplier`, the 万 and 亿 that stay with 元; `han`: a Chinese numeral."""

    value: float
    multiplier: str
    end: int
    more: bool
    han: str
    upper: float | None = None

    def times(self, value: float, multiplier: str) -> float:
        return round(value * scale(multiplier), 6) if multiplier else value


_DIGIT = "[〇○零一二三四五六七八九]"
_ARABIC = r"[0-9]{1,3}(?:[,，][0-9]{3})++(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)?"
_HAN = f"[{CHINESE}]++(?:点{_DIGIT}++[万亿]*+)?"
_FIRST = sorted({unit[0] for unit in load_units()})
_UNIT_START = re.escape("".join(_FIRST))
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z.,+×〔第])(?<![0-9]，)(?P<arabic>{_ARABIC})(?![A-Za-z+×](?![BbEFfPM]))"
    rf"|(?<![{CHINESE}])(?P<of>[二三四五六七八九十百千万]{{1,2}})分之(?P<share>{_ARABIC}|{_HAN})"
    rf"|(?<![{CHINESE}第几数])(?P<han>{_HAN})(?=[{_UNIT_START}余多来几至到—-])"
)
# Where a number may begin; the pattern is tried there only.
_TRIGGER = re.compile(
    f"[0-9{CHINESE}](?:(?<=[0-9])(?<![0-9A-Za-z][0-9])|(?<=[{CHINESE}])(?<![{CHINESE}][{CHINESE}])"
    f"(?=[{CHINESE}点]*+(?:分之|[{_UNIT_START}余多来几至到—-])))"
)
_SECOND = re.compile(rf"(?:百分之)?(?:(?P<arabic>{_ARABIC})|(?P<han>{_HAN}))")
_TAIL = re.compile(
    "([多余来几]?)((?:[十百千](?![瓦米克伏卡字赫]))?)(万?亿?)([多余]?)(?:个([多半]?)(?=百分点|月|小时|星期|工作日|季度|学期|昼夜))?"
)  # fmt: skip
_RANGE = re.compile("(?:——|[-—–~～－至到])")
_CHANGE = re.compile("[从由自][^，。；\n]{0,12}\\Z")
_SIGNED = frozenset({"%", "％", "℃", "百分点"})
_UNITS = load_units()
# By the first character: how long a unit can be, longest first.
_LENGTHS = {
    first: sorted({len(unit) for unit in _UNITS if unit[0] == first}, reverse=True) for first in _FIRST
}
_BARE = re.compile("(?:为|达到?|[增升降减]至|提高到|得分|指数)\\Z")
_TENTH = re.compile("[一二三四五六七八九](?=[，。；、）的左上以])")
_BARE_END = frozenset("，。；、）\n")
_HAN_NEXT = re.compile("[一-鿿](?<![的来里分把十百千万亿])")
# 15、22个百分点: these numbers share the unit of the last one. 1、 that opens a line is an ordinal.
_LISTED = re.compile(f"(?<=[^\n。；：0-9A-Za-z.,，〔+×、—-])(?:(?:{_ARABIC})[、和与及])+\\Z")
_EACH = re.compile(_ARABIC)
_LONGEST_LIST = 40
_LONGEST_MULTIPLIER = 4  # 千万亿: longer ones stand in damaged text only
_SINGLY = re.compile("分别|依次")
_AND = frozenset("、和与及")
_PARTICLES = frozenset("有了过到成从由改走跑去添写压缩减拆约近满足超")


def find_figures(text: str) -> Iterator[Figure]:
    """The figures of `text` from left to right, none overlapping."""
    reach = 0
    for trigger in _TRIGGER.finditer(text):
        match = _NUMBER.match(text, trigger.start()) if trigger.start() >= reach else None
        if match is None:
            continue
        figure = _share(text, match) if match["of"] else _figure(text, match)
        if figure is not None and figure.start >= reach:
            if match["arabic"] and text[match.start() - 1] in _AND and match.start() > 1:
                yield from _with_listed(text, figure, match)
            else:
                yield figure
            reach = figure.end


def _with_listed(text: str, figure: Figure, match: re.Match[str]) -> Iterator[Figure]:
    """`figure` after the numbers in front of it that share its unit; 2、3次 is a range."""
    start = match.start()
    listed = _LISTED.search(text, max(0, start - _LONGEST_LIST), start)
    number = _number(text, match)
    if listed is not None and text[listed.start() - 1] == "第":
        return
    if listed is None or number is None or figure.start < start or figure.upper is not None:
        yield figure
        return
    first = [(m, arabic(m[0])) for m in _EACH.finditer(text, listed.start(), start)]
    value = arabic(match["arabic"])
    if len(first) == 1 and value == first[0][1] + 1 < 10 and text[start - 1] == "、":
        singly = _SINGLY.search(text, max(0, listed.start() - 12), listed.start())
        if singly is None:
            low = figure.value - (figure.value / value if value else 0.0)
            yield figure._replace(start=listed.start(), value=low, upper=figure.value)
            return
    share = 1.0 if figure.kind == "money" else float(scale(number.multiplier))
    for each, its_value in first:
        its_value = round(its_value * share, 6) if share != 1 else its_value
        yield Figure(each.start(), each.end(), its_value, None, EXACT, figure.unit, figure.kind)
    yield figure


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    number = _number(text, match)
    if number is None:
        return None
    start = match.start()
    unit, kind, end = _unit(text, number)
    upper, multiplier = number.upper, number.multiplier
    more = number.more
    value = number.value
    if end < len(text) and (dash := _RANGE.match(text, end)) and not _changes(text, start, dash):
        second = _SECOND.match(text, dash.end())
        other = _number(text, second) if second else None
        if other is not None:
            name, its_kind, its_end = _unit(text, other)
            if name and unit in ("", name):
                unit, kind, end, more = name, its_kind, its_end, more or other.more
                value, upper, multiplier = _bounds_of_range(number, other)
            elif not unit:
                return None
    elif number.han and len(number.han) == 1 and text[start - 1 : start] == "、" and start > 1:
        # 三、四年: the lower bound stands before the pause mark.
        before = chinese(text[start - 2]) if text[start - 2] in "一二三四五六七八" else None
        if before == value - 1:
            start, value, upper = start - 2, value - 1, value
    if not unit:
        return _bare(text, match, number)
    if number.han and upper is None and not _counts(text, start, unit, number):
        return None
    if kind == "time" and number.han and more and text.startswith(("来", "以来"), end):
        return None  # 二十多年来 says since when
    if is_label(text, start, end, unit, kind, number.han):
        return None
    if unit == "成" and number.han and (digit := _TENTH.match(text, end)):
        value, end = value + (chinese(digit[0]) or 0) / 10, end + 1  # 八成二
    if unit == "天" and number.han and text.startswith(number.han + "夜", end):
        end += len(number.han) + 1  # 三天三夜
    if kind == "money":
        unit = multiplier + unit
        value = value if len(multiplier) <= _LONGEST_MULTIPLIER else inf
    else:
        value = number.times(value, multiplier)
        upper = None if upper is None else number.times(upper, multiplier)
    if (kind == "time" and text[end : end + 1] in ("多", "余")) or (
        unit in ("倍", "成", "番") and text[end : end + 1] == "多"
    ):
        more, end = True, end + 1
    elif kind == "time" and text[end : end + 1] == "半" and text[end + 1 : end + 2] != "年":
        value, end = value + 0.5, end + 1
    if (
        unit in _SIGNED
        and text[start - 1 : start] == "-"
        and not text[max(0, start - 2) : start - 1].isascii()
    ):
        start, value = start - 1, -value
    return qualified(text, Figure(start, end, value, upper, MORE if more else EXACT, unit, kind))


def _changes(text: str, start: int, dash: re.Match[str]) -> bool:
    """从40个到60个 is a change, not a range; 由1至2个支部包联 names who does it."""
    if text[start - 1 : start] == "由" and dash.start() == start + 1:
        return False
    return dash[0] in ("到", "至") and _CHANGE.search(text, max(0, start - 14), start) is not None


def _number(text: str, match: re.Match[str]) -> _Number | None:
    tail = _TAIL.match(text, match.end())
    assert tail is not None  # every part of it is optional
    if tail[1] == "几" and not (match["han"] or "").endswith("十"):
        return None
    more = bool(tail[1] or tail[4] or tail[5] == "多")
    half = 0.5 if tail[5] == "半" else 0.0
    if match["arabic"]:
        return _Number(arabic(match["arabic"], tail[2]) + half, tail[3], tail.end(), more, "")
    surface: str = match["han"]
    if surface[0] in "零〇○" and "点" not in surface:
        return None
    if (
        surface[-1] == "千"
        and len(surface) > 1
        and text[match.end() : match.end() + 1] in ("瓦", "米", "克", "伏")
    ):
        surface = surface[:-1]
        tail = _TAIL.match(text, match.end() - 1)
        assert tail is not None
    both = neighbours(surface) if len(surface) > 1 else None
    if both:
        return _Number(both[0], tail[3], tail.end(), more, surface, both[1])
    head = surface.rstrip("万亿")
    if not head or "万" in head or "亿" in head:
        head = surface
    number = chinese(head)
    if number is None:
        return None
    return _Number(number * scale(tail[2]) + half, surface[len(head) :] + tail[3], tail.end(), more, surface)


def _unit(text: str, number: _Number) -> tuple[str, str, int]:
    """Unit, its class and its end; an empty unit where there is none."""
    start = number.end
    for length in _LENGTHS.get(text[start : start + 1], ()):
        end = start + length
        unit = _UNITS.get(text[start:end])
        if unit is not None and end <= len(text):
            if (number.han and unit.arabic) or (
                unit.barred and text[end : end + 1] in unit.barred and end < len(text)
            ):
                continue
            if text[end : end + 1] == "/":
                end = _divisor(text, end)
            return text[start:end], unit.kind, end
    return "", "", start


def _divisor(text: str, end: int) -> int:
    """The end of a unit like 克/千克 or 亿方/年, whose first half ends at `end`."""
    for length in _LENGTHS.get(text[end + 1 : end + 2], ()):
        if end + 1 + length <= len(text) and text[end + 1 : end + 1 + length] in _UNITS:
            return end + 1 + length
    return end


def _bounds_of_range(low: _Number, high: _Number) -> tuple[float, float, str]:
    """Both bounds in the measure of the upper one: 3—5万 is 30000 to 50000, 8000万—1亿 is 0.8 to 1亿."""
    value = low.value
    if low.multiplier and low.multiplier != high.multiplier:
        value = value * scale(low.multiplier) / scale(high.multiplier)
    elif not low.multiplier and high.multiplier and value > high.value:
        value = value / scale(high.multiplier)
    return value, high.value if high.upper is None else high.upper, high.multiplier


def _counts(text: str, start: int, unit: str, number: _Number) -> bool:
    """Whether a Chinese numeral counts: 一个 is mostly an article, 百名 and 千家 are vague."""
    if (known := _UNITS.get(unit)) and known.particle and text[start - 1 : start] not in _PARTICLES:
        return False
    if number.han == "一" or (number.han.startswith("一") and number.value + scale(number.multiplier) == 2.0):
        return False
    if number.han[0] in "百千万亿":
        return number.more or text[start - 1 : start] in ("近", "上", "逾", "超")
    return True


def _share(text: str, match: re.Match[str]) -> Figure | None:
    """百分之四十, 百分之四到五, 三分之二, 千分之三."""
    whole = chinese(match["of"])
    share = match["share"]
    part = float(share.replace(",", "")) if share[0].isascii() else chinese(share)
    if not whole or part is None or len(share) > 20:
        return None
    start, end, upper = match.start(), match.end(), None
    more = text[end : end + 1] in ("多", "余") and end < len(text)
    end += more
    if (dash := _RANGE.match(text, end)) and not _changes(text, start, dash):
        second = _SECOND.match(text, dash.end())
        other = _number(text, second) if second else None
        if other is not None and not other.multiplier:
            upper, end = other.value, second.end() if second else end
    unit = {100.0: "%", 1000.0: "‰"}.get(whole, "")
    if not unit:
        part, upper = part / whole, None
    return qualified(text, Figure(start, end, part, upper, MORE if more else EXACT, unit, "ratio"))


def _bare(text: str, match: re.Match[str], number: _Number) -> Figure | None:
    """A figure without a unit: 指数为85.3, 资金550万, 2000余党员."""
    end = number.end
    after = text[end : end + 1]
    if number.han or (after == "、" and text[end + 1 : end + 2].isdigit()):
        return None
    closed = after in _BARE_END or not after
    large = bool(number.multiplier or number.more)
    if not (large and (closed or _HAN_NEXT.match(text, end))):
        if not closed or not _BARE.search(text, max(0, match.start() - 3), match.start()):
            return None
        if number.value.is_integer() and 1900 <= number.value <= 2100:
            return None
    elif is_label(text, match.start(), end, "", "count", ""):
        return None
    value = number.times(number.value, number.multiplier)
    kind = "measure" if closed else "count"
    return qualified(text, Figure(match.start(), end, value, None, MORE if number.more else EXACT, "", kind))
