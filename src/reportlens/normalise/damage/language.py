"""A character trigram model of official Chinese, over text folded to simplified."""

from array import array
from bisect import bisect_left
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage import statistics
from reportlens.normalise.damage.classes import character_class

_DISCOUNT = 1.6
_UNKNOWN_CHARACTERS = 15000
"""How many characters share the probability of the class of unknown ones."""

Context = tuple[int, int]


class LanguageModel:
    """Probabilities of character classes after two others; numbers stand for classes.

    Interpolated absolute discounting: Ney, Essen and Kneser (1994), section 3.
    """

    def __init__(self, data: statistics.Statistics) -> None:
        self.fold = data.fold
        self.forms = data.forms
        self._number = {c: i for i, c in enumerate(data.vocabulary)}
        self.collapsed = frozenset(self._number[c] for c in "0A\n")
        """Classes of which several in a row count as one."""
        n1, n2, n3 = data.counts
        seen = n1 + 0.5
        seen[0] = max(seen[0], 100.0) / _UNKNOWN_CHARACTERS
        self._p1: list[float] = (seen / seen.sum()).tolist()
        self._a_first = data.a_first.tolist()
        self._second = array("H", data.second.tobytes())
        self._p_first = array("q", data.p_first.tobytes())
        self._third = array("H", data.third.tobytes())
        self._rest1 = self._rests(n2, n1, data.a_first)
        self._rest2 = self._rests(n3, n2, data.p_first)
        self._n1, self._n2, self._n3 = (array("d", n.tobytes()) for n in data.counts)
        self._unigrams = np.array(self._p1)
        self._successors, self._third_successors = data.second, data.third
        # The class of unknown characters is shared by many, whatever stands before it.
        share = np.where(data.second == 0, 1 / _UNKNOWN_CHARACTERS, 1.0), np.where(data.third == 0, 1 / _UNKNOWN_CHARACTERS, 1.0)
        self._above2, self._above3 = (np.maximum(n - _DISCOUNT, 0.0) * s for n, s in zip((n2, n3), share, strict=True))
        self._class_memo: dict[str, int] = {}

    @staticmethod
    def _rests(
        counts: statistics.Counts, totals: statistics.Counts, first: NDArray[np.int64]
    ) -> "array[float]":
        """What is left to the shorter history after each history."""
        summed = np.concatenate(([0.0], np.cumsum(np.maximum(counts - _DISCOUNT, 0.0))))
        kept = summed[first[1:]] - summed[first[:-1]]
        totals[:] = np.maximum(totals, kept + 0.3)
        return array("d", (1.0 - kept / totals).tobytes())

    def number(self, character: str) -> int:
        """The number of a character's class: -1 if the model skips it, 0 if it does not know it."""
        found = self._class_memo.get(character)
        if found is None:
            kind = character_class(self.fold.get(character, character))
            found = self._number.get(kind, 0) if kind else -1
            self._class_memo[character] = found
        return found

    def probabilities(self, context: Context) -> NDArray[np.float64]:
        """Probabilities of all classes after `context`."""
        a, b = context
        first, last = self._a_first[b], self._a_first[b + 1]
        p = self._unigrams * (self._rest1[b] if last > first else 1.0)
        p[self._successors[first:last]] += self._above2[first:last] / self._n1[b]
        pair = bisect_left(self._second, b, self._a_first[a], self._a_first[a + 1])
        if pair < self._a_first[a + 1] and self._second[pair] == b:
            first, last = self._p_first[pair], self._p_first[pair + 1]
            if last > first:
                p *= self._rest2[pair]
                p[self._third_successors[first:last]] += self._above3[first:last] / self._n2[pair]
        return p

    def probability(self, a: int, b: int, c: int) -> float:
        """Probability of class `c` after the classes `a` and `b`."""
        first = self._a_first
        below = self._p1[c]
        at = bisect_left(self._second, c, first[b], first[b + 1])
        hit = at < first[b + 1] and self._second[at] == c
        count = self._above2[at] if hit else 0.0
        below = count / self._n1[b] + self._rest1[b] * below if first[b + 1] > first[b] else below
        pair = bisect_left(self._second, b, first[a], first[a + 1])
        if pair >= first[a + 1] or self._second[pair] != b:
            return below
        start, end = self._p_first[pair], self._p_first[pair + 1]
        if start == end:
            return below
        at = bisect_left(self._third, c, start, end)
        hit = at < end and self._third[at] == c
        count = self._above3[at] if hit else 0.0
        return count / self._n2[pair] + self._rest2[pair] * below


@cache
def model() -> LanguageModel:
    """The model of this package, read when it is first needed."""
    return LanguageModel(statistics.load())
