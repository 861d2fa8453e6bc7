"""A map of reports: where they lie in the two directions in which they differ most."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

DIRECTIONS = 2
# Up to so many cells the decomposition is exact, beyond it is Lanczos's, of the largest directions alone.
_EXACT_CELLS = 500_000


def principal_coordinates(vectors: csr_array) -> tuple[Floats, Floats]:
    """Points of shape (rows, `DIRECTIONS`), and the share of the variation in each direction.

    They are the largest singular directions of the rows less their mean: without that the first one
    would say only how much of the average a report has. The side on which the furthest row lies is the
    positive one. Where the rows differ in fewer directions the rest is 0.
    """
    n, width = vectors.shape
    mean = np.asarray(vectors.mean(axis=0), dtype=np.float64).ravel()
    total = float(vectors.multiply(vectors).sum()) - n * float(mean @ mean)
    if n * width <= _EXACT_CELLS or min(n, width) <= DIRECTIONS + 1:
        left, values = _all(vectors, mean)
    else:
        left, values = _largest(vectors, mean)
    points: Floats = np.zeros((n, DIRECTIONS))
    shares: Floats = np.zeros(DIRECTIONS)
    kept = min(DIRECTIONS, len(values))
    points[:, :kept] = left[:, :kept] * values[:kept]
    if total > 1e-12:
        shares[:kept] = values[:kept] ** 2 / total
    # What differs from 0 in rounding only is 0.
    points = np.round(points, 12) + 0.0
    furthest = points[abs(points).argmax(axis=0), np.arange(DIRECTIONS)]
    return np.asarray(points * np.where(furthest < 0, -1.0, 1.0) + 0.0, dtype=np.float64), shares


def _all(vectors: csr_array, mean: Floats) -> tuple[Floats, Floats]:
    left, values, _ = np.linalg.svd(vectors.toarray() - mean, full_matrices=False)
    return np.asarray(left, dtype=np.float64), np.asarray(values, dtype=np.float64)


def _largest(vectors: csr_array, mean: Floats) -> tuple[Floats, Floats]:
    """The largest directions of `vectors` less `mean`, which is never made dense."""
    from scipy.sparse.linalg import LinearOperator, svds

    n, width = vectors.shape
    centred = LinearOperator(
        (n, width),
        matvec=lambda v: vectors @ np.ravel(v) - float(mean @ np.ravel(v)),
        rmatvec=lambda u: vectors.T @ np.ravel(u) - mean * float(np.sum(u)),
        dtype=np.float64,
    )
    start = np.random.default_rng(0).standard_normal(min(n, width))
    left, values, _ = svds(centred, k=DIRECTIONS, v0=start, solver="arpack")
    order = np.argsort(-values)
    return np.asarray(left[:, order], dtype=np.float64), np.asarray(values[order], dtype=np.float64)
