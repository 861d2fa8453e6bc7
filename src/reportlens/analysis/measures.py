"""Measures of keyness on plain arrays. Every function names its convention.

`a` and `b` are the counts of an item in target and reference, `n1` and `n2` the sizes of the two.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm

Floats = NDArray[np.float64]


def log_likelihood(a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, cells: int = 2) -> Floats:
    """Log-likelihood G².

    `cells=2` sums over the item alone (Rayson & Garside 2000): 2[a ln(a/E1) + b ln(b/E2)] with
    E1 = n1(a+b)/(n1+n2). `cells=4` adds the tokens that are not the item (Dunning 1993). The result is
    not signed; the sign of the difference is that of the log ratio.

    >>> log_likelihood(340, 2500, 10_000, 100_000).round(6).item()
    26.175758
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    n1, n2 = np.asarray(n1, dtype=float), np.asarray(n2, dtype=float)
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


def log_ratio(a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """Binary logarithm of the ratio of relative frequencies (Hardie 2014); a count of 0 becomes 0.5.

    >>> log_ratio(7, 0, 10_000, 100_000).round(6).item()
    7.129283
    """
    a, b = _not_zero(a), _not_zero(b)
    return np.asarray(np.log2(a / np.asarray(n1)) - np.log2(b / np.asarray(n2)))


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


def percent_difference(a: ArrayLike, b: ArrayLike, n1: float, n2: float) -> Floats:
    """%DIFF = 100 (p1 − p2) / p2 (Gabrielatos & Marchi 2011).

    NaN where the reference has none: there is no percentage of nothing.

    >>> percent_difference([340, 7], [2500, 0], 10_000, 100_000).round(6).tolist()
    [36.0, nan]
    """
    p1, p2 = np.asarray(a, dtype=float) / n1, np.asarray(b, dtype=float) / n2
    known = p2 > 0
    return np.where(known, 100 * (p1 - p2) / np.where(known, p2, 1.0), np.nan)


def bayes_factor(g2: ArrayLike, n1: float, n2: float) -> Floats:
    """BIC = G² − ln(n1 + n2) (Wilson 2013): above 2 positive, above 6 strong evidence of a difference.

    >>> bayes_factor(26.175758, 10_000, 100_000).round(4).item()
    14.5675
    """
    return np.asarray(np.asarray(g2, dtype=float) - np.log(n1 + n2))


def weighted_log_odds(
    a: ArrayLike,
    b: ArrayLike,
    n1: float,
    n2: float,
    prior: ArrayLike = 0.01,
    *,
    prior_total: float | None = None,
    variance: int = 2,
) -> tuple[Floats, Floats]:
    """Log odds ratio with an informative Dirichlet prior: δ and its z (Monroe, Colaresi & Quinn 2008).

    δ = ln[(a+α)/(n1+α0−a−α)] − ln[(b+α)/(n2+α0−b−α)] in natural logarithms, positive towards the target,
    α0 = Σα. `prior` is α of each item or one for all, `prior_total` is α0 where the items given are not the
    whole vocabulary.
    z = δ / √variance, where `variance=2` is the authors' approximation 1/(a+α) + 1/(b+α), and
    `variance=4` adds the two terms of all other items. Where an item is all there is in both, δ is 0: its
    share is the same. Where it is all there is in one of them, δ is infinite (and z is 0 with `variance=4`,
    its limit).

    >>> weighted_log_odds([1, 5, 1, 9], [100, 510, 100, 199], 16, 909)[0].round(6).tolist()
    [-0.609532, -1.034577, -0.609532, 1.520101]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    alpha = np.broadcast_to(np.asarray(prior, dtype=float), a.shape)
    total = float(alpha.sum()) if prior_total is None else prior_total
    y1, y2 = a + alpha, b + alpha
    if variance not in (2, 4):
        raise ValueError(f"variance must have 2 or 4 terms, not {variance}")
    rest1, rest2 = _rest(n1 + total, y1), _rest(n2 + total, y2)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = (np.log(y1) - np.log(rest1)) - (np.log(y2) - np.log(rest2))
        delta = np.where((rest1 == 0) & (rest2 == 0), 0.0, delta)
        spread = 1 / y1 + 1 / y2
        if variance == 4:
            spread = spread + 1 / rest1 + 1 / rest2
        z = np.where(np.isinf(spread), 0.0, delta / np.sqrt(spread))
    return delta, z


def _rest(total: float, part: Floats) -> Floats:
    """total − part, 0 where only rounding is left, or where nested hits add up to more than the words."""
    rest = total - part
    return np.where(rest > 1e-12 * total, rest, 0.0)


def false_discovery_rate(p_values: ArrayLike) -> Floats:
    """q values by Benjamini & Hochberg (1995), over the whole array.

    >>> false_discovery_rate([0.01, 0.02, 0.5]).tolist()
    [0.03, 0.03, 0.5]
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(-p, kind="stable")
    steps = p[order] * len(p) / np.arange(len(p), 0, -1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(steps), 1.0)
    return q
