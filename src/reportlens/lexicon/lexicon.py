"""A set of terms and where they stand in a text."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportlens.lexicon.term import Term

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

OPENING, CLOSING = "“‘", "”’"
QUOTES = str.maketrans("", "", OPENING + CLOSING)


_START = itemgetter(0)


class Match(NamedTuple):
    """`text[start:end]` is a surface of `term`."""

    start: int
    end: int
    term: Term


class Lexicon:
    """Terms, and an automaton over the characters of all their surfaces.

    Matching reads over quotation marks: 四强党支部 is found in “四强”党支部, quotation marks
    included. Where one surface belongs to several terms, the first term given counts. What is in `stop`,
    canonical form or surface, is never a term, also where a rule would find it.
    """

    def __init__(self, terms: Iterable[Term], stop: Iterable[str] = ()) -> None:
        self.stop = frozenset(stop)
        self.terms: tuple[Term, ...] = tuple(t for t in terms if t.canonical not in self.stop)
        by_surface: dict[str, Term] = {}
        for term in self.terms:
            for surface in (s for s in term.surfaces if s not in self.stop):
                by_surface.setdefault(surface.translate(QUOTES), term)
        self._by_surface = by_surface

    def __reduce__(self) -> tuple[type["Lexicon"], tuple[tuple[Term, ...], frozenset[str]]]:
        # The automaton cannot be sent to another process; it is built again there.
        return (Lexicon, (self.terms, self.stop))

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, surface: str) -> Term:
        """The term that `surface` belongs to; raises KeyError."""
        return self._by_surface[surface.translate(QUOTES)]

    def __contains__(self, surface: object) -> bool:
        return surface in self._by_surface or (
            isinstance(surface, str) and surface.translate(QUOTES) in self._by_surface
        )

    def get(self, surface: str) -> Term | None:
        """The term that `surface` belongs to, or None."""
        found = self._by_surface.get(surface)
        if found is None and ("“" in surface or "‘" in surface):
            return self._by_surface.get(surface.translate(QUOTES))
        return found

    @cached_property
    def digest(self) -> str:
        """Changes whenever a term does: hex SHA-256 over all terms."""
        parts = [
            repr((t.canonical, t.category, t.variants, t.members, t.since, t.until, t.theme, t.not_next))
            for t in self.terms
        ] + sorted(self.stop)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def _automaton(self) -> "tuple[AhoCorasick, Sequence[Term]] | None":
        from ahocorasick_rs import AhoCorasick, Implementation

        if not self._by_surface:
            return None
        return AhoCorasick(list(self._by_surface), implementation=Implementation.ContiguousNFA), list(
            self._by_surface.values()
        )

    def find(self, text: str) -> list[Match]:
        """All matches, nested and overlapping ones too, by start and then longest first."""
        return [Match(*place) for place in self.places(text)]

    def places(self, text: str) -> list[tuple[int, int, Term]]:
        """What `find` gives, as plain tuples: a report has thousands, and objects cost time."""
        if self._automaton is None:
            return []
        automaton, terms = self._automaton
        plain, marks = _without_quotes(text)
        found = []
        before, last_mark, next_mark = 0, -1, marks[0]  # the marks before the end of a match
        for pattern, first, last in automaton.find_matches_as_indexes(plain, overlapping=True):
            term = terms[pattern]
            if term.not_next and plain.startswith(term.not_next, last):
                continue
            while next_mark < last:
                before, last_mark, next_mark = before + 1, next_mark, marks[before + 1]
            if last_mark <= first:
                found.append((first + before, last + before, term))
                continue
            # A quotation mark lies inside: it has to be one of a pair.
            start = first + bisect_right(marks, first)
            if (span := _closed(text, start, last + before)) is not None:
                found.append((*span, term))
        # Matches come by their end, so that only their starts have to be put in order.
        found.reverse()
        found.sort(key=_START)
        return found


def _without_quotes(text: str) -> tuple[str, list[int]]:
    """`text` without quotation marks, and before which of its characters each of them stood.

    A place behind the end closes the list.
    """
    plain = text
    for quote in OPENING + CLOSING:
        # Four passes of `replace` are many times as quick as one of `translate`.
        plain = plain.replace(quote, "")
    if len(plain) == len(text):
        return text, [len(text) + 1]
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero((points >= 0x2018) & (points <= 0x201D) & (points != 0x201A) & (points != 0x201B))
    return plain, [*(places - np.arange(len(places))).tolist(), len(text) + 1]


def _closed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span, widened by one quotation mark if that closes a pair; None if pairs stay open."""
    opened = closed = 0
    for character in text[start:end]:
        if character in OPENING:
            opened += 1
        elif character in CLOSING:
            if opened:
                opened -= 1
            else:
                closed += 1
    if not opened and not closed:
        return start, end
    if closed == 1 and not opened and start > 0 and text[start - 1] in OPENING:
        return start - 1, end
    if opened == 1 and not closed and text[end : end + 1] in CLOSING and end < len(text):
        return start, end + 1
    return None
