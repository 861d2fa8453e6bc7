"""What several rules look at: the text, its quotations, and the terms of the lexicon in it."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from reportlens.annotate.rules.cues import Cues
from reportlens.annotate.rules.outline import outline_of
from reportlens.annotate.terms import Span
from reportlens.lexicon import Lexicon

LONGEST_QUOTATION = 40
_QUOTATION = re.compile(f"[“‘]([^“”‘’\n]{{1,{LONGEST_QUOTATION}}})[”’]")
_DOUBLE_QUOTATION = re.compile(_QUOTATION.pattern.replace("[“‘]", "“", 1))
_CLAUSE = re.compile(r"[^，。；：！？\n“”‘’《》〈〉（）【】]*")
_START = itemgetter(0)
# A named tuple is made three times as quickly without its own constructor.
_new = tuple.__new__


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
    def cues(self) -> Cues:
        """The words from which rules begin."""
        return Cues(self.text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The short innermost quotations, in order."""
        # A pattern that begins with one given character is found many times as quickly.
        pattern = _QUOTATION if "‘" in self.text else _DOUBLE_QUOTATION
        # What stands before each quotation and within it, without an object for each match.
        pieces = pattern.split(self.text)
        found = []
        place = 0
        for before, inner in zip(pieces[::2], pieces[1::2], strict=False):
            start = place + len(before) + 1
            place = start + len(inner) + 1
            found.append(_new(Quotation, (start, place - 1, inner)))
        return found

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
        return list(map(_START, self.spans))

    def inside(self, start: int, end: int) -> list[Span]:
        """The lexicon spans that lie in `text[start:end]`."""
        starts = self._starts
        within = self.spans[bisect_left(starts, start) : bisect_left(starts, end)]
        return [span for span in within if span[1] <= end]

    def known(self, start: int, end: int) -> bool:
        """Whether the lexicon has exactly these characters, quotation marks at the edges aside."""
        spans = self.spans
        for index in range(bisect_left(self._starts, start - 1), len(spans)):
            span = spans[index]
            if span[0] > start:
                return False
            if span[0] + span[1] == start + end:  # the same, or one character more on either side
                return True
        return False

    def around(self, start: int, end: int) -> list[Span]:
        """The lexicon spans that hold all of `text[start:end]` and more."""
        starts = self._starts
        near = self.spans[bisect_left(starts, start - LONGEST_QUOTATION) : bisect_right(starts, start)]
        return [s for s in near if s[1] >= end and s[1] - s[0] > end - start]

    def is_political(self, start: int, end: int) -> bool:
        """Whether a term of the lexicon, work-line words included, lies in `text[start:end]`."""
        return bool(self.inside(start, end))


def spelled_plainly(surface: str) -> str:
    """A compound of a quotation and its head as one name: no quotation marks, no 、 within."""
    return surface.translate(_PLAIN)


_PLAIN = str.maketrans("", "", "“”‘’、，")
