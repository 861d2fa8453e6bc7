"""Which spans stay where several compete for the same characters.

A term inside a longer one stays where it is a concept of its own (党支部 in “四强”党支部). It goes
where it is the same concept in short (支部 in 党支部), where it is the longer term less an affix
(组织生活 in 组织生活制度), and where it straddles a word boundary of the longer term (组织建设 in 党组织建设).
`data/blockers.csv` lists neighbours that make a surface another word.
"""

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.rules.tables import lines
from reportlens.annotate.terms import Span

_QUOTES = "“”‘’"
_CLOSING = ("”", "’")
_SEPARATORS = re.compile("[、，·—和与及]")
# How many characters, or spans, are looked through one by one.
_FEW = 16
# Heads of organisation forms: named beside every compound that ends in one.
_HEADS = ("党组织", "党组", "党支部", "党委", "纪委", "纪工委")
# With so much left beside it, a mechanism in another stands as a word of its own.
_OWN_WORD = 3
# 创建模范机关 holds 模范机关: the verb of a campaign and its object.
_VERBS = ("创建", "争创", "建设", "开展")
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
        start, end = span.start, span.end
        if text[start] in _QUOTES and text[end - 1] in _QUOTES:
            start, end = start + 1, end - 1
        if (start, end) not in by_range:
            blocked = blockers.get(text[span.start : span.end])
            if blocked is None or not _blocked(text, span, blocked):
                by_range[start, end] = span
    kept: list[Span] = []
    cluster: list[Span] = []  # spans each of which overlaps one before it
    reach = 0
    for span in sorted(by_range.values(), key=_in_order):
        if span.start >= reach:
            kept += _of_cluster(text, cluster)
            cluster = []
        cluster.append(span)
        reach = max(reach, span.end)
    return kept + _of_cluster(text, cluster)


def _of_cluster(text: str, cluster: list[Span]) -> list[Span]:
    """What stays of spans that overlap. Longer ones come first: only what stays can oust a shorter one."""
    if len(cluster) < 2:
        return cluster
    kept: list[Span] = []
    # The spans kept, by the stretches of text that they touch, or all in one stretch.
    width = _FEW if len(cluster) > _FEW else len(text)
    cells: dict[int, list[Span]] = {}
    for span in sorted(cluster, key=_longest_first):
        stretch = range(span.start // width, (span.end - 1) // width + 1)
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
    kept.sort(key=_in_order)
    return kept


def _longest_first(span: Span) -> tuple[int, int]:
    return span.start - span.end, span.start


def _in_order(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _blocked(text: str, span: Span, blockers: Sequence[Blocker]) -> bool:
    for blocker in blockers:
        if blocker.before and text.endswith(blocker.before, max(0, span.start - 8), span.start):
            return True
        if blocker.after and text.startswith(blocker.after, span.end):
            return True
    return False


def _loses(text: str, span: Span, rivals: list[Span]) -> bool:
    for other in rivals:
        if other.start <= span.start and span.end <= other.end:
            if _absorbed(text, span, other, rivals):
                return True
        elif not (span.start <= other.start and other.end <= span.end) and _straddles(span, other):
            return True
    return False


def _straddles(span: Span, other: Span) -> bool:
    """Whether `span` overlaps `other` in part and is the one to go."""
    if span.category == "organisation-form" or other.category == "regulation":
        return other.category == "regulation"
    if other.category == "organisation-form":
        return span.category == "work-line"
    related = span.canonical == other.canonical or span.category == other.category
    if not related and "work-line" not in (span.category, other.category):
        return False
    sizes = span.end - span.start, other.end - other.start
    return sizes[0] < sizes[1] or (sizes[0] == sizes[1] and span.start > other.start)


def _absorbed(text: str, span: Span, outer: Span, rivals: list[Span]) -> bool:
    """Whether `span` is no term of its own inside `outer`."""
    surface = text[span.start : span.end]
    if span.category == outer.category == "organisation-form" and span.end == outer.end and surface in _HEADS:
        return False
    if span.canonical == outer.canonical:
        return True
    if outer.category == "regulation":
        return span.category == "regulation" and text[span.start] not in "《〈"
    if span.category == "work-line":
        return True
    if span.category != outer.category:
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


def _is_edge(rest: str, place: int) -> bool:
    """Whether a coordination is divided here: the inner span is one of its members."""
    return not rest or _SEPARATORS.match(rest[place]) is not None
