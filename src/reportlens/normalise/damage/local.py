"""The language model of one page: that of official Chinese, bent to the words of the page itself.

Names and slogans of a place are in no statistics, but a report repeats them.
"""

import re
from collections import defaultdict
from math import log
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage.language import Context, LanguageModel
from reportlens.normalise.damage.page import GLOSS, SYLLABLE

_READ: Final = 50_000
"""Characters of a page that are counted; what is longer is no page and knows its words by then."""
_MEMORY: Final = 1 << 18
_STRENGTHS: Final = 60.0, 8.0, 3.0
"""How many occurrences on the page what is known otherwise is worth, after one class, two and three."""
_DISCOUNT: Final = 0.8
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
        self._known_memo: dict[Context, tuple[list[tuple[Any, int]], float, dict[int, float]]] = {}
        self._ids = self._read(_RUN.sub("\n", GLOSS.sub("", text[:_READ])))
        self._followers_memo: dict[Context, tuple[list[int], dict[int, int]]] = {}
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        for place, number in enumerate(self._ids[:-1]):
            if place >= len(_STRENGTHS):
                self._places[number].append(place)

    def _read(self, text: str) -> list[int]:
        number, collapsed = self.number, self.collapsed
        ids = list(self.start)
        for character in text:
            found = number(character)
            if found >= 0 and not (found == ids[-1] and found in collapsed):
                ids.append(found)
        return ids

    def _followers(self, history: Context) -> tuple[list[int], dict[int, int]]:
        """Where the page has these classes (the place of the last one), and how often which follows."""
        found = self._followers_memo.get(history)
        if found is None:
            ids, first, depth = self._ids, history[0], len(history) - 1
            if depth:
                places = [p for p in self._followers(history[1:])[0] if ids[p - depth] == first]
            else:
                places = self._places.get(first, [])
            counts: dict[int, int] = {}
            for place in places:
                number = ids[place + 1]
                if number:  # of what is unknown nothing is known
                    counts[number] = counts.get(number, 0) + 1
            _bound(self._followers_memo)
            found = self._followers_memo[history] = places, counts
        return found

    def _known(self, context: Context) -> tuple[list[tuple[Any, int]], float, dict[int, float]]:
        """The general model's histories and weight, and what the page adds to single classes.

        The page's counts after longer and longer histories, each smoothed with the one before as in a
        hierarchical Pitman-Yor process (Teh 2006), the general model at the bottom.
        """
        found = self._known_memo.get(context)
        if found is None:
            rest = 1.0
            added: dict[int, float] = {}
            for depth, strength in enumerate(_STRENGTHS, start=1):
                counts = self._followers(context[-depth:])[1]
                if not counts:
                    break
                total = sum(counts.values()) + strength
                factor = (strength + _DISCOUNT * len(counts)) / total
                rest *= factor
                added = {n: p * factor for n, p in added.items()}
                for n, seen in counts.items():
                    added[n] = added.get(n, 0.0) + (seen - _DISCOUNT) / total
            _bound(self._known_memo)
            found = self._known_memo[context] = self._model.histories(context), rest, added
        return found

    def step(self, context: Context, number: int) -> float:
        """Log probability of class `number` after `context`."""
        key = context, number
        found = self._memo.get(key)
        if found is None:
            histories, rest, added = self._known(context)
            p = rest * self._model.probability(histories, number) + added.get(number, 0.0)
            _bound(self._memo)
            found = self._memo[key] = log(p)
        return found

    def steps(self, context: Context, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Log probabilities of several classes after `context`."""
        found = self._all_memo.get(context)
        if found is None:
            histories, rest, added = self._known(context)
            found = self._model.probabilities(histories)
            found *= rest
            for number, p in added.items():
                found[number] += p
            _bound(self._all_memo, _MEMORY >> 8)
            self._all_memo[context] = found
        steps: NDArray[np.float64] = np.log(found[numbers])
        return steps


def _bound(memo: dict[Any, Any], size: int = _MEMORY) -> None:
    if len(memo) > size:
        memo.clear()
