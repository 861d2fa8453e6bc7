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


def settle(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans that stay, by start and then longest first, one for each range of characters.

    Of several spans over the same characters the first given stays, so the lexicon goes before rules.
    """
    by_range: dict[tuple[int, int], Span] = {}
    blockers = _blockers()
    for span in spans:
        place = span[:2]
        surface = text[place[0] : place[1]]
        if surface[0] in _QUOTES and surface[-1] in _QUOTES:
            place = place[0] + 1, place[1] - 1
        if place not in by_range and (surface not in blockers or not _blocked(text, span, blockers[surface])):
            by_range[place] = span
    ordered = _in_order(by_range.values())
    kept: list[Span] = []
    cluster: list[Span] = []  # spans each of which overlaps one before it
    reach = 0
    for span in ordered:
        if span[0] >= reach:
            kept += cluster if len(cluster) < 2 else _of_cluster(text, cluster)
            cluster = []
        cluster.append(span)
        if span[1] > reach:
            reach = span[1]
    return kept + _of_cluster(text, cluster)


def _of_cluster(text: str, cluster: list[Span]) -> list[Span]:
    """What stays of spans that overlap. Longer ones come first: only what stays can oust a shorter one."""
    if len(cluster) < 2:
        return cluster
    if len(cluster) == 2:
        longer, shorter = cluster
        if shorter[1] - shorter[0] > longer[1] - longer[0]:
            longer, shorter = shorter, longer
        return [longer] if _loses(text, shorter, [longer]) else cluster
    ranked = sorted(cluster, key=_longest_first)
    kept: list[Span] = []
    if len(cluster) <= _FEW:
        for span in ranked:
            start, end = span[0], span[1]
            rivals = [other for other in kept if other[0] < end and start < other[1]]
            if not rivals or not _loses(text, span, rivals):
                kept.append(span)
        return _in_order(kept)
    # The spans kept, by the stretches of text that they touch.
    cells: dict[int, list[Span]] = {}
    for span in ranked:
        stretch = range(span.start // _FEW, (span.end - 1) // _FEW + 1)
        rivals = [
            other
            for cell in stretch
            for other in cells.get(cell, ())
            if other.start < span.end and span.start < other.end
        ]
        if not rivals or not _loses(text, span, rivals):
            kept.append(span)
            for cell in stretch:
                cells.setdefault(cell, []).append(span)
    return _in_order(kept)


def _longest_first(span: Span) -> tuple[int, int]:
    return span.start - span.end, span.start


def _in_order(spans: Iterable[Span]) -> list[Span]:
    """By start, then longest first."""
    ordered = sorted(spans, key=_END, reverse=True)
    ordered.sort(key=_START)
    return ordered


def _blocked(text: str, span: Span, blockers: Sequence[Blocker]) -> bool:
    for blocker in blockers:
        if blocker.before and text.endswith(blocker.before, max(0, span.start - 8), span.start):
            return True
        if blocker.after and text.startswith(blocker.after, span.end):
            return True
    return False


def _loses(text: str, span: Span, rivals: list[Span]) -> bool:
    for other in rivals:
        if other[0] <= span[0] and span[1] <= other[1]:
            if _absorbed(text, span, other, rivals):
                return True
        elif not (span.start <= other.start and other.end <= span.end) and (
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


def _absorbed(text: str, span: Span, outer: Span, rivals: list[Span]) -> bool:
    """Whether `span` is no term of its own inside `outer`."""
    surface = text[span[0] : span[1]]
    if surface in _HEADS and span.category == outer.category == "organisation-form" and span.end == outer.end:
        return False
    headed = span[1] == outer[1] and surface == span.canonical and _is_head(text, span, outer)
    if span.canonical == outer.canonical:
        return not headed
    if outer.category == "regulation":
        return span.category == "regulation" and text[span.start] not in "《〈"
    if span.category == "work-line":
        # 乡村振兴示范村 is named after 乡村振兴.
        named = outer.category == "campaign-brand" and span.start == outer.start
        return not (named and outer.end - span.end >= _MODIFIER)
    if span.category != outer.category:
        return False
    if headed:
        return False
    if (
        span.start > outer.start
        and text[span.start - 1] in _QUOTES
        and text[span.end : span.end + 1] in _CLOSING
    ):
        return False
    left, right = text[outer.start : span.start], text[span.end : outer.end]
    match span.category:
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
    ranges = {(o.start, o.end) for o in rivals}
    sides = [(outer.start, span.start), (span.end, outer.end)]
    own = [text[a:b] for a, b in sides if a < b and (a, b) not in ranges]
    if not own or (span.category == "campaign-brand" and own[0] in _VERBS):
        return False
    return max(len(rest.strip(_QUOTES)) for rest in own) < _OWN_WORD


def _is_head(text: str, span: Span, outer: Span) -> bool:
    """Whether a mechanism is the last part of another: 机关党建述职评议考核, but not 党的组织生活.

    A counted form is one of its own: 双重组织生活.
    """
    if not span.category == outer.category == "institution-mechanism":
        return False
    left = text[outer.start : span.start]
    return len(left) >= _MODIFIER and left not in _NO_MODIFIER and left[0] not in NUMERALS


def _is_edge(rest: str, place: int) -> bool:
    """Whether a coordination is divided here: the inner span is one of its members."""
    return not rest or _SEPARATORS.match(rest[place]) is not None
