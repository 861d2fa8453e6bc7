"""A character model of official Chinese, over text folded to simplified."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage import gbk, statistics
from reportlens.normalise.damage.classes import character_class

_DISCOUNT = 2.0
"""Taken from every count, for what was not seen. More than the usual .7: young text counts thrice."""
_UNKNOWN_CHARACTERS = 15000
"""How many characters share the probability of the class of unknown ones."""
_RARE_FORM = 0.01
"""The share of a folded character's written forms below which one is not guessed."""

Context = tuple[int, ...]
"""The classes before a character, the nearest last: as many as the model looks back on."""


class LanguageModel:
    """Probabilities of character classes after others; numbers stand for classes.

    Interpolated absolute discounting: Ney, Essen and Kneser (1994), section 3.
    """

    def __init__(self, data: statistics.Statistics) -> None:
        self.fold = data.fold
        self.forms = data.forms
        self.reach = len(data.levels)
        self._number = {c: i for i, c in enumerate(data.vocabulary)}
        self._class_memo: dict[str, int] = {}
        self.collapsed = frozenset(self._number[c] for c in "0A\n")
        """Classes of which several in a row count as one."""
        seen = data.unigrams + 0.5
        seen[0] = max(seen[0], 100.0) / _UNKNOWN_CHARACTERS
        self._unigrams = seen / seen.sum()
        self._levels = [_Level(level, n) for level, n in zip(data.levels, self._totals(data), strict=True)]

    @staticmethod
    def _totals(data: statistics.Statistics) -> list[statistics.Counts]:
        return [data.unigrams, *(level.counts for level in data.levels[:-1])]

    def number(self, character: str) -> int:
        """The number of a character's class: -1 if the model skips it, 0 if it does not know it."""
        found = self._class_memo.get(character)
        if found is None:
            kind = character_class(self.fold.get(character, character))
            found = self._number.get(kind, 0) if kind else -1
            self._class_memo[character] = found
        return found

    @cached_property
    def rivals(self) -> dict[str, list[str]]:
        """The characters of GBK that fold to the same one, where there are several."""
        rivals: defaultdict[str, list[str]] = defaultdict(list)
        for written, folded in self.fold.items():
            rivals[folded].append(written)
        for folded, written_forms in rivals.items():
            written_forms.append(folded)
        return dict(rivals)

    @cached_property
    def usual_forms(self) -> dict[str, str]:
        """The commonest traditional form of each folded character that has several."""
        return {f: max(written, key=lambda c: self.forms.get(c, 0.0)) for f, written in self.rivals.items()}

    @cache  # noqa: B019 - there is one model, for good
    def beginning_with(self, lead: int) -> "tuple[list[tuple[str, int]], NDArray[np.int64]]":
        """Characters with this lead byte and a high second one, that byte, and their classes.

        Only such as texts have: known to the model, and not a written form that hardly occurs.
        """
        rows = []
        for trail in gbk.TRAILS:
            character = gbk.characters().get(lead << 8 | trail) if trail >= 0x80 else None
            if character is None or self.number(character) <= 0:
                continue
            folded = self.fold.get(character, character)
            total = sum(self.forms.get(r, 0.0) for r in self.rivals.get(folded, ()))
            if folded == character or self.forms.get(character, 0.0) >= _RARE_FORM * total:
                rows.append((character, trail))
        return rows, np.array([self.number(c) for c, _ in rows], dtype=np.int64)

    def histories(self, context: Context) -> "list[tuple[_Level, int]]":
        """The nodes of the trie that continue the ends of `context`, the shortest first."""
        found: list[tuple[_Level, int]] = []
        for depth, level in enumerate(self._levels, start=1):
            node = context[-depth]
            for k, above in enumerate(self._levels[: depth - 1]):
                node = above.find(node, context[k - depth + 1])
                if node < 0:
                    return found
            if level.first[node] == level.first[node + 1]:
                return found
            found.append((level, node))
        return found

    def probability(self, histories: "list[tuple[_Level, int]]", number: int) -> float:
        """Probability of class `number` where the text before it has these histories."""
        p = float(self._unigrams[number])
        for level, node in histories:
            at = level.find(node, number)
            p = level.rest[node] * p + (level.share[at] if at >= 0 else 0.0)
        return p

    def probabilities(self, histories: "list[tuple[_Level, int]]") -> NDArray[np.float64]:
        """The same for all classes at once."""
        p: NDArray[np.float64] = self._unigrams.copy()
        for level, node in histories:
            first, end = level.first[node], level.first[node + 1]
            p *= level.rest[node]
            p[level.successors[first:end]] += level.shares[first:end]
        return p


class _Level:
    """A level of the trie with probabilities: `share` of a successor, `rest` for shorter histories."""

    def __init__(self, data: statistics.Level, totals: statistics.Counts) -> None:
        above = np.maximum(data.counts - _DISCOUNT, 0.0)
        parent = np.repeat(np.arange(len(totals)), np.diff(data.first))
        kept = np.bincount(parent, above, minlength=len(totals))
        # What was not kept in the file has been seen too; something is always left for it.
        totals = np.maximum(totals, kept + 0.3)
        self.rest: list[float] = (1.0 - kept / totals).tolist()
        self.successors = data.last
        self.shares: NDArray[np.float64] = above / totals[parent]
        # The class of unknown characters is shared by many, whatever stands before it.
        self.shares[data.last == 0] /= _UNKNOWN_CHARACTERS
        self.share = array("d", self.shares.tobytes())
        self.first = array("q", data.first.tobytes())
        self._last = array("H", data.last.tobytes())

    def find(self, node: int, number: int) -> int:
        """The place of a successor of a node, -1 if it has no such one."""
        end = self.first[node + 1]
        at = bisect_left(self._last, number, self.first[node], end)
        return at if at < end and self._last[at] == number else -1


@cache
def model() -> LanguageModel:
    """The model of this package, read when it is first needed."""
    return LanguageModel(statistics.load())
