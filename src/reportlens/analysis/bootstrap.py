"""Bootstrap over reports: how far a log ratio would move with other reports of the same kind."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.guards import require_seed
from reportlens.analysis.matrix import TermMatrix
from reportlens.errors import AnalysisError

DRAWS = 2_000
ENOUGH_REPORTS = 10
_CELLS = 4_000_000  # so many log ratios are held at a time

Floats = NDArray[np.float64]


def bootstrap_log_ratio(
    matrix: TermMatrix,
    target: NDArray[np.int64],
    reference: NDArray[np.int64],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Lower and upper bound of the log ratio of each term, each of shape (terms,).

    `target` and `reference` are row numbers of the matrix, which must be ordered. Reports are drawn with
    replacement within their group, the bounds are percentiles of the log ratios (Efron 1979), a count
    of 0 becoming 0.5. With fewer than `ENOUGH_REPORTS` a side the interval is too narrow. NaN where a side
    has one report only: one report says nothing about how reports vary.
    """
    if draws < 1:
        raise AnalysisError(f"a bootstrap needs at least one draw, not {draws}.")
    require_seed(seed)
    empty = np.full(len(matrix.terms), np.nan)
    if min(len(target), len(reference)) < 2:
        return empty, empty.copy()
    generator = np.random.default_rng([seed, 2])
    sides = []
    for rows in (np.sort(target), np.sort(reference)):
        n = len(rows)
        weights = generator.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
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
