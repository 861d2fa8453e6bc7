"""Which terms stand in a text, and how their spans nest."""

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from reportlens.lexicon import Lexicon, Span
from reportlens.normalise import NormalisedText

__all__ = ["Hit", "Span", "find_spans", "hits"]

_START, _END = itemgetter(0), itemgetter(1)
# A named tuple is made three times as quickly without its own constructor; there are thousands a report.
_new = tuple.__new__


class Hit(NamedTuple):
    """One occurrence of a term.

    `nested`: the span lies inside a longer hit. `exclusive`: the span is one of the leftmost-longest
    hits, no two of which share a character. `raw_start` and `raw_end` are offsets into the raw text.
    """

    start: int
    end: int
    surface: str
    canonical: str
    category: str
    nested: bool
    exclusive: bool
    raw_start: int
    raw_end: int
    source: str


def find_spans(text: str, lexicon: Lexicon) -> list[Span]:
    """The spans of all lexicon terms in `text`, nested and overlapping ones too."""
    return lexicon.spans(text)


def hits(normalised: NormalisedText, spans: Iterable[Span]) -> tuple[Hit, ...]:
    """`spans` as hits, by start and then longest first, with nesting and raw offsets.

    Of several spans over the same characters the first counts.
    """
    text = normalised.text
    ordered = sorted(spans, key=_END, reverse=True)
    if not ordered:
        return ()
    ordered.sort(key=_START)
    # A memory view gives one number of an array more quickly than the array does.
    raw_starts, raw_ends = normalised.aligned.start.data, normalised.aligned.end.data
    found = []
    reach = taken = 0
    before = (-1, -1)
    for start, end, canonical, category, source in ordered:
        if before == (start, end):
            continue
        before = (start, end)
        nested = end <= reach
        exclusive = not nested and start >= taken
        if exclusive:
            taken = end
        if end > reach:
            reach = end
        row = (
            start,
            end,
            text[start:end],
            canonical,
            category,
            nested,
            exclusive,
            raw_starts[start],
            raw_ends[end - 1],
            source,
        )
        found.append(_new(Hit, row))
    return tuple(found)
