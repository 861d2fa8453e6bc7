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

_READ: Final = 50_000
"""Characters of a page that are counted; what is longer is no page and knows its words by then."""
_MEMORY: Final = 1 << 18
_WEIGHTS: Final = 0.1, 0.2, 0.2
"""What the page's pairs, triples and runs of four are worth where it has many."""
_CAUTION: Final = 3.0
"""How many occurrences of a history halve what they are worth."""
_RUN: Final = re.compile(rf"[?\ufffd](?:\(?{SYLLABLE}\))?[^\x00-\x7f]*")
"""What may be damaged must not speak for itself."""


class LocalModel:
    """Log probabilities of character classes after others, on one page."""

    def __init__(self, text: str, model: LanguageModel) -> None:
        self._model = model
        self.number = model.number
        self.beginning_with = model.beginning_with
        self.collapsed = model.collapsed
        self.start: Context = (model.number("\n"),) * model.reach
        """What stands before the text."""
        self._memo: dict[tuple[Context, int], float] = {}
        self._all_memo: dict[Context, NDArray[np.float64]] = {}
        self._known_memo: dict[
            Context, tuple[list[tuple[Any, int]], float, list[tuple[Counter[int], float]]]
        ] = {}
        self._ids = self._read(_RUN.sub("\n", GLOSS.sub("", text[:_READ])))
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        for place, number in enumerate(self._ids):
            self._places[number].append(place)

    def _read(self, text: str) -> list[int]:
        number, collapsed = self.number, self.collapsed
        ids = list(self.start)
        for character in text:
            found = number(character)
            if found >= 0 and not (found == ids[-1] and found in collapsed):
                ids.append(found)
        return ids

    def _followers(self, context: Context) -> list[Counter[int]]:
        """What follows the last class of the context on the page, its last two, and so on."""
        ids = self._ids
        found: list[Counter[int]] = []
        places = self._places.get(context[-1], [])
        for depth in range(1, len(_WEIGHTS) + 1):
            places = [
                p for p in places if p + 1 < len(ids) and p >= depth and ids[p - depth + 1] == context[-depth]
            ]
            counts = Counter(ids[p + 1] for p in places)
            counts.pop(0, None)  # of what is unknown nothing is known
            if not counts:
                break
            found.append(counts)
        return found

    def _known(
        self, context: Context
    ) -> tuple[list[tuple[Any, int]], float, list[tuple[Counter[int], float]]]:
        """The general model's histories and weight, and what the page adds: counts with a factor."""
        found = self._known_memo.get(context)
        if found is None:
            rest = 1.0
            added = []
            for counts, weight in zip(self._followers(context), _WEIGHTS, strict=False):
                total = counts.total()
                added.append((counts, weight / (total + _CAUTION)))
                rest -= weight * total / (total + _CAUTION)
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
