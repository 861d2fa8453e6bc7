"""A set of terms and where they stand in a text."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from reportlens.lexicon.term import Term

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

OPENING, CLOSING = "“‘", "”’"
QUOTES = str.maketrans("", "", OPENING + CLOSING)


_START = itemgetter(0)
# A named tuple is made three times as quickly without its own constructor; there are thousands a report.
_new = tuple.__new__


class Match(NamedTuple):
    """`text[start:end]` is a surface of `term`."""

    start: int
    end: int
    term: Term


class Span(NamedTuple):
    """`text[start:end]` is a surface of the concept `canonical`; `source` says how it was found."""

    start: int
    end: int
    canonical: str
    category: str
    source: str = "lexicon"


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

    def __bool__(self) -> bool:
        """True: a lexicon without a term is one too, and is not to be taken for none given."""
        return True

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
    def _automaton(self) -> "tuple[AhoCorasick, list[tuple[tuple[str, ...], str, str]]] | None":
        """The automaton, and for each of its patterns `not_next`, canonical form and category of its term."""
        from ahocorasick_rs import AhoCorasick, Implementation

        if not self._by_surface:
            return None
        # In this order what begins alike lies side by side in memory.
        surfaces = sorted(self._by_surface)
        terms = [self._by_surface[surface] for surface in surfaces]
        automaton = AhoCorasick(surfaces, implementation=Implementation.ContiguousNFA)
        return automaton, [(term.not_next, term.canonical, term.category) for term in terms]

    def find(self, text: str) -> list[Match]:
        """All matches, nested and overlapping ones too, by start and then longest first."""
        return [Match(span.start, span.end, self[text[span.start : span.end]]) for span in self.spans(text)]

    def spans(self, text: str) -> list[Span]:
        """What `find` gives, as the spans that annotation works with."""
        if self._automaton is None:
            return []
        automaton, rows = self._automaton
        plain, marks = _without_quotes(text)
        found = []
        before, last_mark, next_mark = 0, -1, marks[0]  # the marks before the end of a match
        for pattern, first, last in automaton.find_matches_as_indexes(plain, overlapping=True):
            not_next, canonical, category = rows[pattern]
            if not_next and plain.startswith(not_next, last):
                continue
            while next_mark < last:
                before, last_mark, next_mark = before + 1, next_mark, marks[before + 1]
            if last_mark <= first:
                found.append(_new(Span, (first + before, last + before, canonical, category, "lexicon")))
                continue
            # A quotation mark lies inside: it has to be one of a pair.
            start = first + bisect_right(marks, first)
            if (span := _closed(text, start, last + before)) is not None:
                found.append(Span(*span, canonical, category))
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
    places = []
    for quote in OPENING + CLOSING:
        place = text.find(quote)
        while place >= 0:
            places.append(place)
            place = text.find(quote, place + 1)
    places.sort()
    return plain, [*(place - before for before, place in enumerate(places)), len(text) + 1]


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
