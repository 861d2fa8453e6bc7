"""Which spans stay where several compete for the same characters.

A term inside a longer one stays where it is a concept of its own (党支部 in “四强”党支部). It goes
where it is the same concept in short (支部 in 党支部), where it is the longer term less an affix
(组织生活 in 组织生活制度), and where it straddles a word boundary of the longer term (组织建设 in 党组织建设).
`data/blockers.csv` lists neighbours that make a surface another word.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from reportlens.annotate.rules.numerals import NUMERALS
from reportlens.annotate.rules.tables import lines
from reportlens.annotate.terms import Span

_QUOTES = "“”‘’"
_CLOSING = ("”", "’")
_SEPARATORS = re.compile("[、，·—和与及]")
# How many characters, or spans, are looked through one by one.
_FEW = 16
# Heads of organisation forms: named beside every compound that ends in one.
_HEADS = frozenset(("党组织", "党组", "党支部", "党委", "纪委", "纪工委"))
# With so much left beside it, a mechanism in another stands as a word of its own.
_OWN_WORD = 3
# 创建模范机关 holds 模范机关: the verb of a campaign and its object.
_VERBS = ("创建", "争创", "建设", "开展")
# With so many characters before it a mechanism is the head of a longer name: 专题党课.
_MODIFIER = 2
# What makes no other of it: that it is the Party's, and whose it is (党委议事规则).
_NO_MODIFIER = frozenset(
    "党的 党内 中共 全党 党组 党委 党支部 支部 机关 党员 干部 党员干部 书记 领导 组织 党组织 基层 委员会".split()
)
_START, _END = itemgetter(0), itemgetter(1)
_FULL = ("精神", "报告")


class Blocker(NamedTuple):
    """`surface` is no term after `before` or ahead of `after` (either may be empty)."""

    surface: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@lru_cache(maxsize=1)
def _blockers() -> dict[str, list[Blocker]]:
    table: dict[str, list[Blocker]] = {}
    for row in csv.DictReader(lines("blockers.csv")):
        before, after = (tuple(filter(None, row[name].split("|"))) for name in ("before", "after"))
        for surface in row["surface"].split("|"):
            table.setdefault(surface, []).append(Blocker(surface, before, after))
    return table


@lru_cache(maxsize=1)
def _watched() -> frozenset[str]:
    """The characters with which a surface begins that is blocked somewhere or stands between marks."""
    return frozenset((*_QUOTES, *(surface[0] for surface in _blockers())))


def settle(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that stay, by start and then longest first, one for each range of characters.

    Of several spans over the same characters the first given stays, so the lexicon goes before rules.
    """
    blockers, watched = _blockers(), _watched()
    # One number for start and end is a quicker key than the two, and sorts by start and then longest first.
    size = len(text) + 1
    by_place: dict[int, Span] = {}
    quoted = False
    for span in spans:
        start, end = span[0], span[1]
        place = start * size - end
        character = text[start]
        if character in watched:
            blocking = blockers.get(text[start:end])
            if blocking is not None and _blocked(text, start, end, blocking):
                continue
            if character in _QUOTES and text[end - 1] in _QUOTES:
                quoted, place = True, (start + 1) * size - (end - 1)
        if place not in by_place:
            by_place[place] = span
    ordered = _in_order(by_place.values()) if quoted else [by_place[place] for place in sorted(by_place)]
    kept: list[Span] = []
    first = reach = 0  # of the spans each of which overlaps one before it
    for index, span in enumerate(ordered):
        end = span[1]
        if span[0] >= reach:
            if index - first == 1:
                kept.append(ordered[first])
            elif index:
                kept += _of_cluster(text, ordered[first:index])
            first, reach = index, end
        elif end > reach:
            reach = end
    return kept + _of_cluster(text, ordered[first:])


def _of_cluster(text: str, cluster: list[Span]) -> list[Span]:
    """What stays of spans that overlap. Longer ones come first: only what stays can oust a shorter one."""
    if len(cluster) < 2:
        return cluster
    if len(cluster) == 2:
        longer, shorter = cluster
        if shorter[1] - shorter[0] > longer[1] - longer[0]:
            longer, shorter = shorter, longer
        return [longer] if _loses(text, shorter, [longer]) else cluster
    kept: list[Span] = []
    if len(cluster) <= _FEW:
        for span in sorted(cluster, key=_longest_first):
            if not _loses(text, span, kept):
                kept.append(span)
        return cluster if len(kept) == len(cluster) else _in_order(kept)
    # The spans kept, by the stretches of text that they touch.
    cells: dict[int, list[Span]] = {}
    for span in sorted(cluster, key=_longest_first):
        stretch = range(span.start // _FEW, (span.end - 1) // _FEW + 1)
        if not any(_loses(text, span, cells.get(cell, ())) for cell in stretch):
            kept.append(span)
            for cell in stretch:
                cells.setdefault(cell, []).append(span)
    return _in_order(kept)


def _longest_first(span: Span) -> int:
    """Of equally long ones in a cluster the first stays the first."""
    return span[0] - span[1]


def _in_order(spans: Iterable[Span]) -> list[Span]:
    """By start, then longest first."""
    ordered = sorted(spans, key=_END, reverse=True)
    ordered.sort(key=_START)
    return ordered


def _blocked(text: str, start: int, end: int, blockers: Sequence[Blocker]) -> bool:
    for _, before, after in blockers:
        if before and text.endswith(before, max(0, start - 8), start):
            return True
        if after and text.startswith(after, end):
            return True
    return False


def _loses(text: str, span: Span, others: Sequence[Span]) -> bool:
    """Whether `span` has to go for one of the others that stay."""
    start, end = span[0], span[1]
    for other in others:
        low, high = other[0], other[1]
        if low <= start and end <= high:
            if _absorbed(text, span, other):
                return True
        elif (low < start < high or low < end < high) and (
            _straddles(span, other) or _leads_into(text, span, other)
        ):
            return True
    return False


def _straddles(span: Span, other: Span) -> bool:
    """Whether `span` overlaps `other` in part and is the one to go."""
    if other.category == "regulation":
        return True
    if other.category == "organisation-form" and other.start < span.start:
        # 机关党支部 + 换届, not 机关 + 党支部换届
        return span.category in ("organisation-form", "institution-mechanism", "work-line")
    if span.category == "organisation-form":
        return False
    if other.category == "organisation-form":
        return span.category == "work-line"
    related = span.canonical == other.canonical or span.category == other.category
    if not related and "work-line" not in (span.category, other.category):
        return False
    sizes = span.end - span.start, other.end - other.start
    return sizes[0] < sizes[1] or (sizes[0] == sizes[1] and span.start > other.start)


def _leads_into(text: str, span: Span, other: Span) -> bool:
    """Whether `span` reaches from before into the first member of a longer coordination: 党员亮身份、亮职责."""
    if other.category != "slogan-principle" or not span.start < other.start < span.end:
        return False
    coordination = text[other.start : other.end]
    return len(coordination) > span.end - span.start and coordination.find("、") == span.end - other.start


def _absorbed(text: str, span: Span, outer: Span) -> bool:
    """Whether `span` is no term of its own inside `outer`."""
    start, end, canonical, category, _ = span
    low, high, longer, kind, _ = outer
    if category != kind:
        if canonical == longer:
            return True
        if category != "work-line" or kind == "regulation":
            return False
        # 乡村振兴示范村 is named after 乡村振兴.
        return not (kind == "campaign-brand" and start == low and high - end >= _MODIFIER)
    surface = text[start:end]
    if category == "organisation-form" and end == high and surface in _HEADS:
        return False
    headed = (
        category == "institution-mechanism"
        and end == high
        and surface == canonical
        and _is_head(text[low:start])
    )
    if canonical == longer:
        return not headed
    if category == "regulation":
        return text[start] not in "《〈"
    if category == "work-line":
        return True
    if headed:
        return False
    if start > low and text[start - 1] in _QUOTES and text[end : end + 1] in _CLOSING:
        return False
    left, right = text[low:start], text[end:high]
    match category:
        case "organisation-form":
            return surface == "工委"
        case "slogan-principle":
            return "、" in surface or not (_is_edge(left, -1) and _is_edge(right, 0))
        case "doctrine-meeting":
            return bool(left.strip(_QUOTES)) or right not in _FULL
        case "numeral-abbreviation":
            return True
    if surface.endswith("+"):
        return True
    own = [rest for rest in (left, right) if rest]
    if category == "campaign-brand" and own[0] in _VERBS:
        return False
    return max(len(rest.strip(_QUOTES)) for rest in own) < _OWN_WORD


def _is_head(left: str) -> bool:
    """Whether a mechanism with `left` before it is the last part of another: 机关党建述职评议考核.

    党的组织生活 is none; a counted form is one of its own: 双重组织生活.
    """
    return len(left) >= _MODIFIER and left not in _NO_MODIFIER and left[0] not in NUMERALS


def _is_edge(rest: str, place: int) -> bool:
    """Whether a coordination is divided here: the inner span is one of its members."""
    return not rest or _SEPARATORS.match(rest[place]) is not None
