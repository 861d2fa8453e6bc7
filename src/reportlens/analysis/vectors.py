"""Reports as vectors: TF-IDF, and its few largest dimensions (latent semantic analysis)."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

MOST_DIMENSIONS = 50
# Up to so many cells the decomposition is exact, beyond it is a randomised one (Halko et al. 2011).
_EXACT_CELLS = 500_000


def tf_idf(counts: csr_array, weights: Floats | None = None, *, sublinear: bool = True) -> csr_array:
    """TF-IDF of a matrix of shape (reports, terms); every row has length 1, or 0 where it has no term.

    tf = 1 + ln(count), or the count itself; idf = ln((1 + n) / (1 + df)) + 1, n the number of reports,
    df that of reports with the term (scikit-learn's smooth convention). `weights` multiplies the terms.
    """
    result = csr_array(counts.astype(np.float64))
    result.eliminate_zeros()
    return _weighted(result, 1 + np.log(result.data) if sublinear else result.data, weights)


def even_tf_idf(counts: csr_array, weights: Floats | None = None) -> csr_array:
    """TF-IDF with tf = ln(1 + count), for counts of `as_of_one_length`."""
    result = csr_array(counts.astype(np.float64))
    result.eliminate_zeros()
    return _weighted(result, np.log1p(result.data), weights)


def as_of_one_length(counts: csr_array, sizes: NDArray[np.int64]) -> csr_array:
    """Counts as if every report were as long as the average: otherwise long reports are alike for length."""
    result = csr_array(counts.astype(np.float64))
    scale = sizes.mean() / np.where(sizes > 0, sizes, 1)
    result.data *= np.repeat(scale, np.diff(result.indptr))
    return result


def _weighted(result: csr_array, tf: Floats, weights: Floats | None) -> csr_array:
    frequency = np.bincount(result.indices, minlength=result.shape[1])
    idf = np.log((1 + result.shape[0]) / (1 + frequency)) + 1
    if weights is not None:
        idf = idf * weights
    result.data = tf * idf[result.indices]
    result.eliminate_zeros()
    length = np.sqrt(np.asarray(result.multiply(result).sum(axis=1)).ravel())
    result.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(result.indptr))
    return result


def dimensions(reports: int, terms: int) -> int:
    """How many dimensions are kept: a quarter of the reports, at least 2 and at most 50.

    >>> dimensions(8, 300), dimensions(60, 300), dimensions(10_000, 300)
    (2, 15, 50)
    """
    return max(1, min(MOST_DIMENSIONS, max(2, reports // 4), reports - 1, terms))


def latent(vectors: csr_array, seed: int) -> tuple[Floats, float]:
    """The rows in `dimensions` dimensions, each of length 1, and the share of the variation they keep.

    For points of length 1 the Euclidean distance grows with the cosine distance. Call it inside
    `one_thread` for the same bits on every machine that has the same libraries.
    """
    kept = dimensions(*vectors.shape)
    if vectors.shape[0] * vectors.shape[1] <= _EXACT_CELLS:
        left, values, _ = np.linalg.svd(vectors.toarray(), full_matrices=False)
        points = left[:, :kept] * values[:kept]
    else:
        from sklearn.utils.extmath import randomized_svd

        left, values, _ = randomized_svd(vectors, kept, n_iter=4, random_state=seed)
        points = left * values
    total = float(vectors.multiply(vectors).sum())
    length = np.linalg.norm(points, axis=1, keepdims=True)
    points = points / np.where(length > 1e-12, length, 1.0)
    # Numbers that differ in rounding only must be the same, so that equal reports are equal points.
    points = np.round(points, 12) + 0.0
    return points, float((values[:kept] ** 2).sum()) / total if total else 0.0


@contextmanager
def one_thread() -> Iterator[None]:
    """Sums of floating-point numbers depend on how many threads share them: here it is always one."""
    # A library that is loaded inside would not know of the limit.
    import sklearn.cluster
    import sklearn.decomposition  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
