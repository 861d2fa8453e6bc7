"""The bounds beside a figure: 近, 不少于, 以上, 至少 with a verb in between; and a note on what is odd."""

import re
from typing import NamedTuple

MORE, LESS, EXACT = "approx-more", "approx-less", "exact"
HUGE = 1e15


class Figure(NamedTuple):
    """`text[start:end]` is the figure with qualifier and unit; `kind` the unit's class, see `units.txt`.

    A `value` that no float holds is infinite.
    """

    start: int
    end: int
    value: float
    upper: float | None
    qualifier: str
    unit: str
    kind: str
    note: str = ""


_BEFORE = re.compile(
    "(?:(?P<less>(?<![附最远靠将逼])近|将近|接近|逼近|大?(?<![签违预履契邀婚特])(?<!(?<![环季春情时细])节)约为?|不足|不到|(?<![的众民写填装坐住])不满|(?:[至最]多)?不(?:得|能|应|可|宜)?(?:超过|高于|多于|大于)"
    "|(?<!不)(?<!不[得能应可宜])(?:低于|少于|小于)|至多|最多)"
    "|(?P<more>(?<!不)(?<!不[得能应可宜])(?:超过|超|高于|多于|大于)|逾|(?:[至最]少)?不(?:得|能|应|可|宜)?(?:少于|低于|小于)"
    "|至少|最少|高达|(?<![以之])上))\\Z"
)
_BEFORE_END = frozenset("近约为足满到过于多超逾少达上")
_LONGEST_BEFORE = 6
_AFTER = re.compile("(?:(?P<more>及?以上|之多)|(?P<less>及?以下|[之以]内(?![容部外涵需设])|左右|上下))")
_AFTER_START = frozenset("及以之左上")
# 5个工作日内办结: for a time, 内 alone is a bound too.
_WITHIN = re.compile("内(?![容部外涵需设蒙陆河生在地])")
_LASTING = ("历时", "长达", "用了", "耗时", "为期")
_ABOUT = re.compile("约|左右|上下")
# 至少开展2次: the bound stands before the verb. 最多的, 最多时, 最多达 tell of a maximum reached.
_PARTED = re.compile(
    "(?:(?P<least>[至最]少|不[得能应]?[少低]于)|(?P<most>[至最]多|不[得能应]?超过))"
    "(?![的时达有于]|一[次个]达)[^，。；：、！？\\n“”0-9一二两三四五六七八九十百千万]{1,10}\\Z"
)
_PARTED_SIGN = re.compile("[至最][少多]|不[得能应]?(?:少于|低于|超过)")
_PARTED_REACH = 14


def qualified(text: str, figure: Figure) -> Figure:
    """`figure` with the bounds that stand beside it (近, 不少于, 以上) and a note on what is odd."""
    start, end, value, upper, qualifier, unit, kind, note = figure
    if (
        text[start - 1 : start] in _BEFORE_END
        and start
        and (before := _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start))
    ):
        # 近三年 is a stretch of time that ends now, not almost three years.
        recent = before[0] == "近" and unit in ("年", "月") and not text.endswith(_LASTING, 0, before.start())
        unsure = before[0] == "上" and text[start] not in "百千万"
        if not recent and not unsure:
            start, qualifier = before.start(), LESS if before["less"] else MORE
    if text[end : end + 1] in _AFTER_START and end < len(text) and (after := _AFTER.match(text, end)):
        end, qualifier = after.end(), LESS if after["less"] else MORE
    elif kind == "time" and _WITHIN.match(text, end):
        end, qualifier = end + 1, LESS
    if qualifier == LESS and (_ABOUT.match(text, start) or _ABOUT.search(text, end - 2, end)):
        note = "about"
    if qualifier == EXACT:
        qualifier = _parted(text, start)
    if upper is not None and upper < value:
        note = "range upside down"
    elif value >= HUGE and kind != "money":
        note = "implausibly large"
    return Figure(start, end, value, upper, qualifier, "%" if unit == "％" else unit, kind, note)


def _parted(text: str, start: int) -> str:
    """The qualifier that a bound further in front gives (至少要开展2次)."""
    from_here = max(0, start - _PARTED_REACH)
    if not _PARTED_SIGN.search(text, from_here, start):
        return EXACT
    match = _PARTED.search(text, from_here, start)
    if match is None:
        return EXACT
    return MORE if match["least"] else LESS
