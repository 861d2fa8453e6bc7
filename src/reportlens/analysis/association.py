"""Measures of association between two items, on plain arrays. Every function names its convention.

`both` is how often the two stand together, `first` and `second` how often each stands at all, `total`
the number of places where they could stand: tokens, or sentences. E = first · second / total. Where the
two never stand together MI, t and logDice are minus infinity.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def expected(first: ArrayLike, second: ArrayLike, total: float) -> Floats:
    """E = first · second / total: how often two independent items stand together."""
    return np.asarray(np.asarray(first, dtype=float) * np.asarray(second, dtype=float) / total)


def mutual_information(both: ArrayLike, first: ArrayLike, second: ArrayLike, total: float) -> Floats:
    """MI = log2(O / E), pointwise (Church & Hanks 1990). Rare pairs score high.

    >>> mutual_information(8, 1105, 44, 15_000_000).round(1).item()
    11.3
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.log2(both) - np.log2(expected(first, second, total)))


def t_score(both: ArrayLike, first: ArrayLike, second: ArrayLike, total: float) -> Floats:
    """t = (O − E) / √O (Church et al. 1991). Common pairs score high.

    >>> t_score(8, 15828, 4675, 14_307_668).round(4).item()
    0.9999
    """
    o = np.asarray(both, dtype=float)
    root = np.sqrt(np.where(o > 0, o, 1.0))
    return np.where(o > 0, (o - expected(first, second, total)) / root, -np.inf)


def log_dice(both: ArrayLike, first: ArrayLike, second: ArrayLike) -> Floats:
    """logDice = 14 + log2(2 O / (first + second)) (Rychlý 2008): at most 14, whatever the corpus size.

    >>> log_dice(20, 42, 20).round(4).item()
    13.3677
    """
    together = np.asarray(first, dtype=float) + np.asarray(second, dtype=float)
    with np.errstate(divide="ignore"):
        return np.asarray(14 + (np.log2(2 * np.asarray(both, dtype=float)) - np.log2(together)))


def _table(both: ArrayLike, first: ArrayLike, second: ArrayLike, total: float) -> tuple[Floats, Floats]:
    """Observed and expected of the four cells, each of shape (4, …)."""
    o, r, c = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (both, first, second)))
    observed = np.stack([o, r - o, c - o, total - r - c + o])
    rows = np.stack([r, r, total - r, total - r])
    columns = np.stack([c, total - c, c, total - c])
    return observed, rows * columns / total


def g2_association(both: ArrayLike, first: ArrayLike, second: ArrayLike, total: float) -> Floats:
    """G² over the four cells (Dunning 1993), not signed: above E the two attract each other.

    >>> g2_association(8, 13, 32, 31_777).round(2).item()
    95.29
    """
    observed, wanted = _table(both, first, second, total)
    ratio = np.where(observed > 0, observed, 1.0) / np.where(wanted > 0, wanted, 1.0)
    parts = np.where(observed > 0, observed * np.log(ratio), 0.0)
    return np.asarray(np.maximum(2 * parts.sum(axis=0), 0.0))


def chi_squared(both: ArrayLike, first: ArrayLike, second: ArrayLike, total: float) -> Floats:
    """Pearson's χ² over the four cells, without Yates's correction.

    >>> chi_squared(8, 15828, 4675, 14_307_668).round(2).item()
    1.55
    """
    observed, wanted = _table(both, first, second, total)
    safe = np.where(wanted > 0, wanted, 1.0)
    return np.asarray(np.where(wanted > 0, (observed - wanted) ** 2 / safe, 0.0).sum(axis=0))
