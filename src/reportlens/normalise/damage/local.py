"""The language model of one page: that of official Chinese, bent to the words of the page itself.

Names and slogans of a place are in no statistics, but a report repeats them.
"""

import re
from collections import Counter, defaultdict
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage.language import Context, LanguageModel
from reportlens.normalise.damage.page import GLOSS, SYLLABLE

_READ: Final = 200_000
"""Characters of a page that are counted; what is longer is no page and knows its words by then."""
_MEMORY: Final = 1 << 18
_PAIR_WEIGHT: Final = 0.08
_TRIPLE_WEIGHT: Final = 0.2
_RUN: Final = re.compile(rf"[?\ufffd](?:\(?{SYLLABLE}\))?[^\x00-\x7f]*")
"""What may be damaged must not speak for itself."""


class LocalModel:
    """Log probabilities of character classes after two others, on one page."""

    def __init__(self, text: str, model: LanguageModel) -> None:
        self._model = model
        self.number = model.number
        self.collapsed = model.collapsed
        self._memo: dict[tuple[int, int, int], float] = {}
        self._all_memo: dict[Context, NDArray[np.float64]] = {}
        self._after_two: defaultdict[Context, Counter[int]] = defaultdict(Counter)
        self._after_one: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._count(_RUN.sub("\n", GLOSS.sub("", text[:_READ])))

    def _count(self, text: str) -> None:
        number, collapsed = self.number, self.collapsed
        a = b = number("\n")
        for character in text:
            c = number(character)
            if c < 0 or (c == b and c in collapsed):
                continue
            if c:  # of what is unknown nothing is known
                self._after_two[a, b][c] += 1
                self._after_one[b][c] += 1
            a, b = b, c

    def _local(self, context: Context) -> tuple[float, list[tuple[Counter[int], float]]]:
        """The weight of the general model, and what the page adds: counts, each with a factor."""
        rest = 1.0
        added = []
        two, one = self._after_two.get(context), self._after_one.get(context[1])
        if one:
            added.append((one, _PAIR_WEIGHT / one.total()))
            rest -= _PAIR_WEIGHT
        if two:
            added.append((two, _TRIPLE_WEIGHT / two.total()))
            rest -= _TRIPLE_WEIGHT
        return rest, added

    def step(self, context: Context, number: int) -> float:
        """Log probability of class `number` after `context`."""
        key = (*context, number)
        found = self._memo.get(key)
        if found is None:
            if len(self._memo) > _MEMORY:
                self._memo.clear()
            rest, added = self._local(context)
            p = rest * self._model.probability(*key)
            for counts, factor in added:
                p += factor * counts.get(number, 0)
            found = self._memo[key] = log(p)
        return found

    def steps(self, context: Context) -> NDArray[np.float64]:
        """Log probabilities of all classes after `context`."""
        found = self._all_memo.get(context)
        if found is None:
            if len(self._all_memo) > _MEMORY >> 8:
                self._all_memo.clear()
            rest, added = self._local(context)
            p = rest * self._model.probabilities(context)
            for counts, factor in added:
                p[list(counts)] += factor * np.fromiter(counts.values(), dtype=np.float64)
            found = self._all_memo[context] = np.log(p)
        return found
