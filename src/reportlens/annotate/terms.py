"""Which terms stand in a text, and how their spans nest."""

from collections.abc import Iterable
from typing import NamedTuple

from reportlens.lexicon import Lexicon
from reportlens.normalise import NormalisedText


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
    return [Span(m.start, m.end, m.term.canonical, m.term.category) for m in lexicon.find(text)]


def hits(normalised: NormalisedText, spans: Iterable[Span]) -> tuple[Hit, ...]:
    """`spans` as hits, by start and then longest first, with nesting and raw offsets.

    Of several spans over the same characters the first counts.
    """
    text = normalised.text
    by_range: dict[tuple[int, int], Span] = {}
    for span in spans:
        by_range.setdefault((span.start, span.end), span)
    ordered = sorted(by_range.values(), key=lambda s: (s.start, -s.end))
    raw = normalised.aligned.spans([s.start for s in ordered], [s.end for s in ordered])
    found = []
    reach = taken = 0
    for span, (raw_start, raw_end) in zip(ordered, raw, strict=True):
        nested = span.end <= reach
        exclusive = not nested and span.start >= taken
        if exclusive:
            taken = span.end
        reach = max(reach, span.end)
        found.append(
            Hit(
                span.start,
                span.end,
                text[span.start : span.end],
                span.canonical,
                span.category,
                nested,
                exclusive,
                raw_start,
                raw_end,
                span.source,
            )
        )
    return tuple(found)
