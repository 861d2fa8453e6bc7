"""Figures in a text: number, bounds and unit (1500多名, 80—120名, 百分之四点一, 近3万人次)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportlens.annotate.quantities.labels import is_label
from reportlens.annotate.quantities.numerals import CHINESE, arabic, chinese, neighbours, scale
from reportlens.annotate.quantities.units import load_units

MORE, LESS, EXACT = "approx-more", "approx-less", "exact"
HUGE = 1e15


class Figure(NamedTuple):
    """`text[start:end]` is the figure with qualifier and unit; `kind` the unit's class, see `units.txt`."""

    start: int
    end: int
    value: float
    upper: float | None
    qualifier: str
    unit: str
    kind: str
    note: str = ""


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
    rf"|(?<![{CHINESE}第几数])(?P<han>{_HAN})(?=[{_UNIT_START}余多来至到—-])"
)
# Where a number may begin; the pattern is tried there only.
_TRIGGER = re.compile(
    f"[0-9{CHINESE}](?:(?<=[0-9])(?<![0-9A-Za-z][0-9])|(?<=[{CHINESE}])(?<![{CHINESE}][{CHINESE}])"
    f"(?=[{CHINESE}点]*+(?:分之|[{_UNIT_START}余多来至到—-])))"
)
_SECOND = re.compile(rf"(?:百分之)?(?:(?P<arabic>{_ARABIC})|(?P<han>{_HAN}))")
_TAIL = re.compile(
    "([多余来几]?)((?:[十百千](?![瓦米克伏卡字赫]))?)(万?亿?)([多余]?)(?:个([多半]?)(?=百分点|月|小时|星期|工作日|季度|学期))?"
)  # fmt: skip
_RANGE = re.compile("(?:——|[-—–~～－至到])")
_CHANGE = re.compile("[从由自][^，。；\n]{0,12}\\Z")
_BEFORE = re.compile(
    "(?:(?P<less>(?<![附最远靠将])近|将近|接近|大?约为?|不足|不到|不超过|不高于|低于|少于|小于|至多|最多)"
    "|(?P<more>(?<!不)超过|(?<!不)超|逾|不少于|不低于|至少|最少|(?<!不)高于|多于|大于|高达|(?<![以之])上))\\Z"
)
_BEFORE_END = frozenset("近约为足到过于多超逾少达上")
_AFTER = re.compile("(?:(?P<more>及?以上|之多)|(?P<less>及?以下|[之以]内(?![容部外涵需设])|左右|上下))")
_AFTER_START = frozenset("及以之左上")
_LASTING = ("历时", "长达", "用了", "耗时", "为期")
_ABOUT = re.compile("约|左右|上下")
_SIGNED = frozenset({"%", "％", "℃", "百分点"})
_UNITS = load_units()
# By the first character: how long a unit can be, longest first.
_LENGTHS = {
    first: sorted({len(unit) for unit in _UNITS if unit[0] == first}, reverse=True) for first in _FIRST
}
_BARE = re.compile("(?:为|达到?|[增升降减]至|提高到|得分|指数)\\Z")
_BARE_END = frozenset("，。；、）\n")


def find_figures(text: str) -> Iterator[Figure]:
    """The figures of `text` from left to right, none overlapping."""
    reach = 0
    for trigger in _TRIGGER.finditer(text):
        match = _NUMBER.match(text, trigger.start()) if trigger.start() >= reach else None
        if match is None:
            continue
        figure = _share(text, match) if match["of"] else _figure(text, match)
        if figure is not None and figure.start >= reach:
            yield figure
            reach = figure.end


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
    if number.han and upper is None and not _counts(text, start, end, number):
        return None
    if is_label(text, start, end, unit, kind, number.han):
        return None
    if kind == "money":
        unit = multiplier + unit
    else:
        value = number.times(value, multiplier)
        upper = None if upper is None else number.times(upper, multiplier)
    if (kind == "time" and text[end : end + 1] in ("多", "余")) or (
        unit == "倍" and text[end : end + 1] == "多"
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
    return _qualified(text, Figure(start, end, value, upper, MORE if more else EXACT, unit, kind))


def _changes(text: str, start: int, dash: re.Match[str]) -> bool:
    """从40个到60个 is a change, not a range."""
    return dash[0] in ("到", "至") and _CHANGE.search(text, max(0, start - 14), start) is not None


def _number(text: str, match: re.Match[str]) -> _Number | None:
    tail = _TAIL.match(text, match.end())
    assert tail is not None  # every part of it is optional
    if tail[1] == "几":
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
        if text[end + 1 : end + 1 + length] in _UNITS:
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


def _counts(text: str, start: int, end: int, number: _Number) -> bool:
    """Whether a Chinese numeral counts: 一个 is mostly an article, 百名 and 千家 are vague."""
    if number.han == "一" or (number.han.startswith("一") and number.value + scale(number.multiplier) == 2.0):
        return False
    if number.han[0] in "百千万亿":
        return number.more or text[start - 1 : start] in ("近", "上", "逾", "超")
    return True


def _qualified(text: str, figure: Figure) -> Figure:
    """`figure` with the bounds that stand beside it (近, 不少于, 以上) and a note on what is odd."""
    start, end, qualifier, note = figure.start, figure.end, figure.qualifier, figure.note
    if (
        text[start - 1 : start] in _BEFORE_END
        and start
        and (before := _BEFORE.search(text, max(0, start - 4), start))
    ):
        # 近三年 is a stretch of time that ends now, not almost three years.
        recent = (
            before[0] == "近"
            and figure.unit in ("年", "月")
            and not text.endswith(_LASTING, 0, before.start())
        )
        unsure = before[0] == "上" and text[start] not in "百千万"
        if not recent and not unsure:
            start, qualifier = before.start(), LESS if before["less"] else MORE
    if text[end : end + 1] in _AFTER_START and end < len(text) and (after := _AFTER.match(text, end)):
        end, qualifier = after.end(), LESS if after["less"] else MORE
    if qualifier == LESS and (_ABOUT.match(text, start) or _ABOUT.search(text, end - 2, end)):
        note = "about"
    value, upper = figure.value, figure.upper
    if upper is not None and upper < value:
        note = "range upside down"
    elif max(value, upper or 0.0) >= HUGE and figure.kind != "money":
        note = "implausibly large"
    unit = "%" if figure.unit == "％" else figure.unit
    return Figure(start, end, value, upper, qualifier, unit, figure.kind, note)


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
    return _qualified(text, Figure(start, end, part, upper, MORE if more else EXACT, unit, "ratio"))


def _bare(text: str, match: re.Match[str], number: _Number) -> Figure | None:
    """An index or score without a unit: 指数为85.3."""
    end = number.end
    if (
        number.han
        or text[end : end + 1] not in _BARE_END
        or not _BARE.search(text, max(0, match.start() - 3), match.start())
    ):
        return None
    if not number.multiplier and number.value == int(number.value) and 1900 <= number.value <= 2100:
        return None
    value = number.times(number.value, number.multiplier)
    return _qualified(
        text, Figure(match.start(), end, value, None, MORE if number.more else EXACT, "", "measure")
    )
