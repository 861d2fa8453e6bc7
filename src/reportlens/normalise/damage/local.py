"""The language model of one page: that of official Chinese, bent to the words of the page itself.

Names and slogans of a place are in no statistics, but a report repeats them.
"""

import re
from collections import Counter, defaultdict
from math import log
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage.language import Context, LanguageModel
from reportlens.normalise.damage.page import GLOSS, SYLLABLE

_READ: Final = 200_000
"""Characters of a page that are counted; what is longer is no page and knows its words by then."""
_MEMORY: Final = 1 << 18
_WEIGHTS: Final = 0.06, 0.12, 0.12
"""What the page's pairs, triples and runs of four are worth where it has any."""
_RUN: Final = re.compile(rf"[?\ufffd](?:\(?{SYLLABLE}\))?[^\x00-\x7f]*")
"""What may be damaged must not speak for itself."""


class LocalModel:
    """Log probabilities of character classes after others, on one page."""

    def __init__(self, text: str, model: LanguageModel) -> None:
        self._model = model
        self.number = model.number
        self.collapsed = model.collapsed
        self.start: Context = (model.number("\n"),) * model.reach
        """What stands before the text."""
        self._memo: dict[tuple[Context, int], float] = {}
        self._all_memo: dict[Context, NDArray[np.float64]] = {}
        self._known_memo: dict[Context, tuple[list[tuple[Any, int]], float, list[tuple[Counter[int], float]]]] = {}
        self._after: defaultdict[Context, Counter[int]] = defaultdict(Counter)
        self._count(_RUN.sub("\n", GLOSS.sub("", text[:_READ])))

    def _count(self, text: str) -> None:
        number, collapsed, after = self.number, self.collapsed, self._after
        a = b = c = self.start[0]
        for character in text:
            d = number(character)
            if d < 0 or (d == c and d in collapsed):
                continue
            if d:  # of what is unknown nothing is known
                after[c,][d] += 1
                after[b, c][d] += 1
                after[a, b, c][d] += 1
            a, b, c = b, c, d

    def _known(self, context: Context) -> tuple[list[tuple[Any, int]], float, list[tuple[Counter[int], float]]]:
        """The general model's histories and weight, and what the page adds: counts with a factor."""
        found = self._known_memo.get(context)
        if found is None:
            rest = 1.0
            added = []
            for depth, weight in enumerate(_WEIGHTS, start=1):
                counts = self._after.get(context[-depth:])
                if not counts:
                    break
                added.append((counts, weight / counts.total()))
                rest -= weight
            _bound(self._known_memo)
            found = self._known_memo[context] = self._model.histories(context), rest, added
        return found

    def step(self, context: Context, number: int) -> float:
        """Log probability of class `number` after `context`."""
        key = context, number
        found = self._memo.get(key)
        if found is None:
            histories, rest, added = self._known(context)
            p = rest * self._model.probability(histories, number)
            for counts, factor in added:
                p += factor * counts.get(number, 0)
            _bound(self._memo)
            found = self._memo[key] = log(p)
        return found

    def steps(self, context: Context) -> NDArray[np.float64]:
        """Log probabilities of all classes after `context`."""
        found = self._all_memo.get(context)
        if found is None:
            histories, rest, added = self._known(context)
            p = rest * self._model.probabilities(histories)
            for counts, factor in added:
                p[list(counts)] += factor * np.fromiter(counts.values(), dtype=np.float64)
            _bound(self._all_memo, _MEMORY >> 8)
            found = self._all_memo[context] = np.log(p)
        return found


def _bound(memo: dict[Any, Any], size: int = _MEMORY) -> None:
    if len(memo) > size:
        memo.clear()
