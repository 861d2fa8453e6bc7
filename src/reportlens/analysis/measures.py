"""Measures of keyness and dispersion on plain arrays. Every function names its convention.

`a` and `b` are the counts of an item in target and reference, `n1` and `n2` the sizes of the two.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm

Floats = NDArray[np.float64]


def log_likelihood(a: ArrayLike, b: ArrayLike, n1: float, n2: float, *, cells: int = 2) -> Floats:
    """Log-likelihood G².

    `cells=2` sums over the item alone (Rayson & Garside 2000): 2[a ln(a/E1) + b ln(b/E2)] with
    E1 = n1(a+b)/(n1+n2). `cells=4` adds the tokens that are not the item (Dunning 1993). The result is
    not signed; the sign of the difference is that of the log ratio.

    >>> log_likelihood(340, 2500, 10_000, 100_000).round(6).item()
    26.175758
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    total = n1 + n2
    share = (a + b) / total
    result = _part(a, n1 * share) + _part(b, n2 * share)
    if cells == 4:
        result = result + _part(n1 - a, n1 * (1 - share)) + _part(n2 - b, n2 * (1 - share))
    elif cells != 2:
        raise ValueError(f"cells must be 2 or 4, not {cells}")
    return np.maximum(2 * result, 0.0)


def _part(observed: Floats, expected: Floats) -> Floats:
    """observed · ln(observed / expected), 0 where nothing was observed."""
    safe = np.where(observed > 0, observed, 1.0)
    return np.where(observed > 0, observed * np.log(safe / np.where(expected > 0, expected, 1.0)), 0.0)


def log_ratio(a: ArrayLike, b: ArrayLike, n1: float, n2: float) -> Floats:
    """Binary logarithm of the ratio of relative frequencies (Hardie 2014); a count of 0 becomes 0.5.

    >>> log_ratio(7, 0, 10_000, 100_000).round(6).item()
    7.129283
    """
    a, b = _not_zero(a), _not_zero(b)
    return np.asarray(np.log2(a / n1) - np.log2(b / n2))


def log_ratio_interval(
    a: ArrayLike, b: ArrayLike, n1: float, n2: float, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Lower and upper bound of the log ratio, tokens taken as independent (Katz et al. 1978).

    ln(ratio) is taken as normal with variance 1/a − 1/n1 + 1/b − 1/n2. Tokens of one report are not
    independent, so this interval is too narrow where few reports use an item.
    """
    middle = log_ratio(a, b, n1, n2)
    a, b = _not_zero(a), _not_zero(b)
    error = np.sqrt(np.maximum(1 / a - 1 / n1 + 1 / b - 1 / n2, 0.0)) / np.log(2)
    width = norm.ppf(0.5 + level / 2) * error
    return middle - width, middle + width


def _not_zero(count: ArrayLike) -> Floats:
    count = np.asarray(count, dtype=float)
    return np.where(count == 0, 0.5, count)


def g2_p_value(g2: ArrayLike) -> Floats:
    """The p value of G² by the chi-squared distribution with one degree of freedom."""
    return np.asarray(chi2.sf(g2, 1))


def per_10k(count: ArrayLike, size: float) -> Floats:
    """Relative frequency: occurrences per 10,000 tokens."""
    return np.asarray(np.asarray(count, dtype=float) * 10_000 / size)


def deviation_of_proportions(counts: ArrayLike, sizes: ArrayLike) -> Floats:
    """Gries's DPnorm (Gries 2008; Lijffijt & Gries 2012): 0 spread evenly, 1 in one part only.

    `counts` has shape (parts, items) or (parts,), `sizes` is the size of each part.
    DP = ½ Σ |v/f − s|, DPnorm = DP / (1 − min s). NaN for an item that stands nowhere.

    >>> deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(4).item()
    0.2195
    """
    v = np.asarray(counts, dtype=float)
    s = np.asarray(sizes, dtype=float)
    s = s / s.sum()
    if len(s) < 2:
        return np.full(v.shape[1:], np.nan)
    f = v.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = v / f
    dp = 0.5 * np.abs(share - s.reshape(-1, *[1] * (v.ndim - 1))).sum(axis=0)
    return np.asarray(dp / (1 - s.min()))
