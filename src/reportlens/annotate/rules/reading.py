"""What several rules look at: the text, its quotations, and the terms of the lexicon in it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from reportlens.annotate.rules.outline import outline_of
from reportlens.annotate.terms import Span
from reportlens.lexicon import Lexicon

LONGEST_QUOTATION = 40
_QUOTATION = re.compile(f"[“‘]([^“”‘’\n]{{1,{LONGEST_QUOTATION}}})[”’]")
_CLAUSE = re.compile(r"[^，。；：！？\n“”‘’《》〈〉（）【】]*")


class Quotation(NamedTuple):
    """`text[start:end]` stands between quotation marks, which are outside."""

    start: int
    end: int
    inner: str


class Reading:
    """One text as the rules see it. Everything is found on first use and once.

    `spans` are the lexicon's, by start, as `find_spans` gives them.
    """

    def __init__(self, text: str, spans: Sequence[Span], lexicon: Lexicon) -> None:
        self.text = text
        self.spans = spans
        self.lexicon = lexicon
        self.outline = outline_of(text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The short innermost quotations, in order."""
        if "“" not in self.text and "‘" not in self.text:
            return []
        return [Quotation(m.start(1), m.end(1), m[1]) for m in _QUOTATION.finditer(self.text)]

    @cached_property
    def lists(self) -> list[tuple[int, str]]:
        """The clauses that hold an enumeration (、), outside quotation marks, with their places."""
        text = self.text
        place = text.find("、")
        if place < 0:
            return []
        # The clause begins where its mirror image ends; most clauses hold no enumeration and are passed over.
        mirrored, size = text[::-1], len(text)
        found = []
        while place >= 0:
            before, after = _CLAUSE.match(mirrored, size - place), _CLAUSE.match(text, place)
            start = size - before.end() if before else place
            end = after.end() if after else place
            found.append((start, text[start:end]))
            place = text.find("、", end)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    @cached_property
    def _ranges(self) -> set[tuple[int, int]]:
        return {(span.start, span.end) for span in self.spans}

    def inside(self, start: int, end: int) -> Iterable[Span]:
        """The lexicon spans that lie in `text[start:end]`."""
        for index in range(bisect_left(self._starts, start), len(self.spans)):
            span = self.spans[index]
            if span.start >= end:
                return
            if span.end <= end:
                yield span

    def known(self, start: int, end: int) -> bool:
        """Whether the lexicon has exactly these characters, quotation marks at the edges aside."""
        ranges = self._ranges
        return (start, end) in ranges or (start - 1, end + 1) in ranges

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
