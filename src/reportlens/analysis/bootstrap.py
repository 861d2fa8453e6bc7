"""Bootstrap over reports: how far a log ratio would move with other reports of the same kind."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.matrix import TermMatrix
from reportlens.errors import AnalysisError

DRAWS = 2_000
_CELLS = 4_000_000  # so many log ratios are held at a time

Floats = NDArray[np.float64]


def bootstrap_log_ratio(
    matrix: TermMatrix,
    target: NDArray[np.int64],
    reference: NDArray[np.int64],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    strata: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Lower and upper bound of the log ratio of each term, each of shape (terms,).

    `target` and `reference` are row numbers of the matrix, which must be ordered. Reports are drawn with
    replacement within their group (and stratum), the bounds are percentiles of the log ratios (Efron
    1979), a count of 0 becoming 0.5. With fewer than about ten reports a side the interval is too
    narrow. NaN where a side has one report only: one report says nothing about how reports vary.
    """
    if draws < 1:
        raise AnalysisError(f"a bootstrap needs at least one draw, not {draws}.")
    empty = np.full(len(matrix.terms), np.nan)
    if min(len(target), len(reference)) < 2:
        return empty, empty.copy()
    generator = np.random.default_rng([seed, 2])
    sides = []
    for rows in (np.sort(target), np.sort(reference)):
        weights = _weights([matrix.reports[k] for k in rows], strata, draws, generator)
        tokens = weights @ matrix.sizes[rows].astype(float)
        sides.append((csr_array(matrix.counts[rows].T.tocsr().astype(float)), weights.T, tokens))
    low, high = empty, empty.copy()
    step = max(1, _CELLS // draws)
    for start in range(0, len(matrix.terms), step):
        part = slice(start, start + step)
        logs = []
        for counts, weights, tokens in sides:
            count = counts[part] @ weights
            count[count == 0] = 0.5
            # A draw may hold reports without a word only.
            logs.append(np.log2(count) - np.log2(np.maximum(tokens, 1.0)))
        ratio = logs[0] - logs[1]
        low[part], high[part] = np.quantile(ratio, [0.5 - level / 2, 0.5 + level / 2], axis=1)
    return low, high


def _weights(
    reports: list[str], strata: Mapping[str, str] | None, draws: int, generator: np.random.Generator
) -> Floats:
    """How often each report was drawn: shape (draws, reports)."""
    stratum = np.unique([(strata or {}).get(report, "") for report in reports], return_inverse=True)[1]
    weights = np.zeros((draws, len(reports)))
    for s in range(int(stratum.max()) + 1):
        places = np.flatnonzero(stratum == s)
        weights[:, places] = generator.multinomial(
            len(places), np.full(len(places), 1 / len(places)), size=draws
        )
    return weights
