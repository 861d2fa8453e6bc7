"""Which terms stand in a text, and how their spans nest."""

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from reportlens.lexicon import Lexicon
from reportlens.normalise import NormalisedText

_START, _END = itemgetter(0), itemgetter(1)
# A named tuple is made three times as quickly without its own constructor; there are thousands a report.
_new = tuple.__new__


class Span(NamedTuple):
    """`text[start:end]` is a surface of the concept `canonical`; `source` says how it was found."""

    start: int
    end: int
    canonical: str
    category: str
    source: str = "lexicon"


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
    return [
        _new(Span, (start, end, term.canonical, term.category, "lexicon"))
        for start, end, term in lexicon.places(text)
    ]


def hits(normalised: NormalisedText, spans: Iterable[Span]) -> tuple[Hit, ...]:
    """`spans` as hits, by start and then longest first, with nesting and raw offsets.

    Of several spans over the same characters the first counts.
    """
    text = normalised.text
    ordered = sorted(spans, key=_END, reverse=True)
    if not ordered:
        return ()
    ordered.sort(key=_START)
    starts, ends, *labels = zip(*ordered, strict=True)
    raw = normalised.aligned.spans(starts, ends)
    found = []
    reach = taken = 0
    before = (-1, -1)
    for start, end, canonical, category, source, (raw_start, raw_end) in zip(
        starts, ends, *labels, raw, strict=True
    ):
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
            raw_start,
            raw_end,
            source,
        )
        found.append(_new(Hit, row))
    return tuple(found)
