"""What several rules look at: the text, its quotations, and the terms of the lexicon in it."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from reportlens.annotate.rules.outline import outline_of
from reportlens.annotate.terms import Span
from reportlens.lexicon import Lexicon

LONGEST_QUOTATION = 40
_QUOTATION = re.compile(f"[“‘]([^“”‘’\n]{{1,{LONGEST_QUOTATION}}})[”’]")
_DOUBLE_QUOTATION = re.compile(_QUOTATION.pattern.replace("[“‘]", "“", 1))
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
        # A pattern that begins with one given character is found many times as quickly.
        pattern = _QUOTATION if "‘" in self.text else _DOUBLE_QUOTATION
        return [Quotation(*m.span(1), m[1]) for m in pattern.finditer(self.text)]

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
    def by_category(self) -> defaultdict[str, list[Span]]:
        """`spans` by their category."""
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            found[span[3]].append(span)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [span[0] for span in self.spans]

    @cached_property
    def _reach(self) -> list[int]:
        """For each span the furthest end of those up to it."""
        return list(accumulate((span[1] for span in self.spans), max))

    @cached_property
    def _ranges(self) -> set[tuple[int, ...]]:
        return {span[:2] for span in self.spans}

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
        behind = bisect_right(self._starts, start)
        if not behind or self._reach[behind - 1] < end:
            return
        for index in range(bisect_left(self._starts, start - LONGEST_QUOTATION), behind):
            span = self.spans[index]
            if span.end >= end and span.end - span.start > end - start:
                yield span

    def is_political(self, start: int, end: int) -> bool:
        """Whether a term of the lexicon, work-line words included, lies in `text[start:end]`."""
        return any(True for _ in self.inside(start, end))


def spelled_plainly(surface: str) -> str:
    """A compound of a quotation and its head as one name: no quotation marks, no 、 within."""
    return surface.translate(_PLAIN)


_PLAIN = str.maketrans("", "", "“”‘’、，")
