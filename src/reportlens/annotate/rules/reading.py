"""What several rules look at: the text, its quotations, and the terms of the lexicon in it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from reportlens.annotate.rules.outline import Outline
from reportlens.annotate.terms import Span
from reportlens.lexicon import Lexicon

LONGEST_QUOTATION = 40
_QUOTATION = re.compile(r"[“‘]([^“”‘’\n]{1,%d})[”’]" % LONGEST_QUOTATION)
_CLAUSE = re.compile(r"[^，。；：！？\n“”‘’《》〈〉（）【】]+")


class Quotation(NamedTuple):
    """`text[start:end]` stands between quotation marks, which are outside."""

    start: int
    end: int
    inner: str


class Reading:
    """One text as the rules see it. Everything is found on first use and once."""

    def __init__(self, text: str, spans: Sequence[Span], lexicon: Lexicon) -> None:
        self.text = text
        self.spans = sorted(spans, key=lambda s: (s.start, -s.end))
        self.lexicon = lexicon
        self.outline = Outline(text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The short innermost quotations, in order."""
        if "“" not in self.text and "‘" not in self.text:
            return []
        return [Quotation(m.start(1), m.end(1), m[1]) for m in _QUOTATION.finditer(self.text)]

    @cached_property
    def lists(self) -> list[tuple[int, str]]:
        """The clauses that hold an enumeration (、), outside quotation marks, with their places."""
        if "、" not in self.text:
            return []
        return [(m.start(), m[0]) for m in _CLAUSE.finditer(self.text) if "、" in m[0]]

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    def inside(self, start: int, end: int) -> Iterable[Span]:
        """The lexicon spans that lie in `text[start:end]`."""
        for span in self.spans[bisect_left(self._starts, start) :]:
            if span.start >= end:
                return
            if span.end <= end:
                yield span

    def known(self, start: int, end: int) -> Span | None:
        """The lexicon span over exactly these characters, quotation marks at the edges aside."""
        for index in range(bisect_left(self._starts, start - 1), len(self.spans)):
            span = self.spans[index]
            if span.start > start:
                return None
            if span.start in (start, start - 1) and span.end in (end, end + 1):
                return span
        return None

    def around(self, start: int, end: int) -> Iterable[Span]:
        """The lexicon spans that hold all of `text[start:end]` and more."""
        for index in range(bisect_left(self._starts, start - LONGEST_QUOTATION), len(self.spans)):
            span = self.spans[index]
            if span.start > start:
                return
            if span.end >= end and span.end - span.start > end - start:
                yield span

    def is_political(self, start: int, end: int) -> bool:
        """Whether a term of the lexicon, work-line words included, lies in `text[start:end]`."""
        return any(True for _ in self.inside(start, end))


def spelled_plainly(surface: str) -> str:
    """A compound of a quotation and its head as one name: no quotation marks, no 、 within."""
    return surface.translate(_PLAIN)


_PLAIN = str.maketrans("", "", "“”‘’、，")
