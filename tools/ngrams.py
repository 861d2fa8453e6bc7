"""Estimation of the n-gram model that tools/build_character_statistics.py puts into the package."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage.statistics import BACKOFF_LARGEST, Order, Values, quantised

Keys = NDArray[np.int64]
Weighted = Iterable[tuple[str, float]]
_UNKNOWN_CHARACTERS = 15_000
"""How many characters share the probability of the class of unknown ones."""
_UNKNOWN_COUNT = 20.0


class Counts:
    """Weighted n-gram counts of texts. `levels[n - 1]` has sorted keys and counts of the order `n`.

    A key has the classes' numbers as digits to the base of the vocabulary. Class 0, which stands for
    unknown characters, is in none but those of order 1.
    """

    def __init__(self, texts: Weighted, vocabulary: str, order: int) -> None:
        self.size = len(vocabulary)
        index = np.zeros(0x110000, dtype=np.int64)
        for number, character in enumerate(vocabulary):
            index[ord(character)] = number
        runs = [(index[np.frombuffer(t.encode("utf-32-le"), dtype=np.uint32)], w) for t, w in texts]
        self.levels = [self._count(runs, n) for n in range(1, order + 1)]

    def _count(self, runs: Sequence[tuple[Keys, float]], order: int) -> tuple[Keys, Values]:
        keys: list[Keys] = []
        weights: list[Values] = []
        for run, weight in runs:
            end = len(run) - order + 1
            if end <= 0:
                continue
            key = np.zeros(end, dtype=np.int64)
            known = np.ones(end, dtype=bool)
            for k in range(order):
                key = key * self.size + run[k : end + k]
                known &= run[k : end + k] > 0
            keys.append(key[known])
            weights.append(np.full(len(keys[-1]), weight))
        unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        return unique, np.bincount(inverse, np.concatenate(weights))


class KneserNey:
    """Interpolated Kneser-Ney smoothing (Chen and Goodman 1999, section 3).

    `discounts[n - 2]` is taken from every count of order `n`.
    """

    def __init__(self, counts: Counts, discounts: Sequence[float]) -> None:
        self._size = size = counts.size
        levels = list(counts.levels)
        for n in range(1, len(levels)):  # shorter ones: after how many different classes they occur
            keys, continued = np.unique(levels[n][0] % size**n, return_counts=True)
            levels[n - 1] = keys, continued.astype(np.float64)
        unigrams = np.full(size, 0.5)
        unigrams[levels[0][0]] += levels[0][1]
        unigrams[0] = _UNKNOWN_COUNT / _UNKNOWN_CHARACTERS
        self.unigrams = unigrams / unigrams.sum()
        self._orders = []
        for (keys, seen), discount in zip(levels[1:], discounts, strict=True):
            histories, at = np.unique(keys // size, return_inverse=True)
            above = np.maximum(seen - discount, 0.0)
            kept = np.bincount(at, above)
            # Something is always left for what was not seen.
            totals = np.maximum(np.bincount(at, seen), kept + 0.3)
            self._orders.append((keys, above / totals[at], histories, 1 - kept / totals))

    def probability(self, keys: Keys, order: int) -> Values:
        """Of each n-gram's last class after the ones before it."""
        found: Values = self.unigrams[keys % self._size]
        for n, (known, shares, histories, rest) in enumerate(self._orders[: order - 1], start=2):
            ends = keys % self._size**n
            found = found * _looked_up(histories, rest, ends // self._size, 1.0)
            found += _looked_up(known, shares, ends, 0.0)
        return found


def _looked_up(keys: Keys, values: Values, wanted: Keys, default: float) -> Values:
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    return np.where(keys[at] == wanted, values[at], default)


def mixture(
    parts: Sequence[tuple[KneserNey, float]], counts: Counts, thresholds: Mapping[int, float], flatness: float
) -> tuple[Values, list[Order]]:
    """Weighted models as one back-off model of the n-grams counted, without the dispensable ones.

    An n-gram is dispensable if the shorter one gives it nearly the same probability: the difference of
    the logarithms, times the n-gram's own probability to the power of `flatness`, is below the
    threshold of its order (Seymore and Rosenfeld 1996; a power below 1 favours rare ones, as the texts
    to be repaired are not those that were counted).
    """

    def probability(keys: Keys, order: int) -> Values:
        total: Values = sum((w * m.probability(keys, order) for m, w in parts), np.zeros(len(keys)))
        return total

    size = counts.size
    unigrams: Values = sum((w * m.unigrams for m, w in parts), np.zeros(size))
    found: dict[int, tuple[Keys, Values, Values]] = {}
    keys, joint = np.arange(size, dtype=np.int64), np.log(unigrams)
    for order, (longer, _) in enumerate(counts.levels[1:], start=2):
        p = probability(longer, order)
        joint = joint[np.searchsorted(keys, longer // size)] + np.log(p)
        shorter = probability(longer % size ** (order - 1), order - 1)
        found[order] = longer, p, np.exp(flatness * joint) * np.abs(np.log(p / shorter))
        keys = longer
    kept: dict[int, tuple[Keys, Values]] = {}
    beginnings = np.zeros(0, dtype=np.int64)
    for order in sorted(found, reverse=True):
        keys, p, weight = found[order]
        keep = (weight > thresholds[order]) | np.isin(keys, beginnings)
        kept[order] = keys[keep], quantised(p[keep])
        beginnings = np.unique(keys[keep] // size)
    orders: list[Order] = []
    for order in sorted(kept):
        orders.append(_with_backoffs(*kept[order], order, unigrams, orders))
    return unigrams, orders


def _with_backoffs(
    keys: Keys, probabilities: Values, order: int, unigrams: Values, below: Sequence[Order]
) -> Order:
    """The n-grams with the weights that make the probabilities after each history sum to 1."""
    size = len(unigrams)
    histories, at = np.unique(keys // size, return_inverse=True)
    shorter = unigrams[keys % size]
    for n, known in enumerate(below, start=2):
        if n < order:
            ends = keys % size**n
            shorter = shorter * _looked_up(known.histories, known.backoffs, ends // size, 1.0)
            kept = _looked_up(known.keys, known.probabilities, ends, 0.0)
            shorter = np.where(kept > 0, kept, shorter)
    left = 1 - np.minimum(np.bincount(at, probabilities), 0.999)
    backoffs = left / np.maximum(1 - np.bincount(at, shorter), 1e-3)
    return Order(keys, probabilities, histories, quantised(backoffs, BACKOFF_LARGEST))
