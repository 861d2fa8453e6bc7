"""How far to believe clusters: silhouettes, resampling, other orders, and what chance would give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.vectors import even_tf_idf, latent

# Above so many reports, resamples and silhouettes when choosing are of so many drawn at random.
SAMPLE = 2_000
CHANCE_REPORTS = 500
_MANY_STARTS = 1_000  # among more points, starts matter less and cost more
DEALS = 19  # so that p can be 0.05

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
# Points, a number of clusters and a seed to labels from 0.
Method = Callable[[Floats, int, int], Labels]


def kmeans(points: Floats, k: int, seed: int) -> Labels:
    from sklearn.cluster import KMeans

    starts = 10 if len(points) <= _MANY_STARTS else 3
    return np.asarray(KMeans(k, n_init=starts, random_state=seed).fit_predict(points), dtype=np.int64)


def ward_tree(points: Floats) -> Floats:
    from scipy.cluster.hierarchy import ward

    return np.asarray(ward(points))


def ward_clusters(points: Floats, k: int, seed: int) -> Labels:
    from scipy.cluster.hierarchy import cut_tree

    return np.asarray(cut_tree(ward_tree(points), n_clusters=k)).ravel().astype(np.int64)


def silhouettes(points: Floats, labels: Labels, *, metric: str = "euclidean") -> Floats:
    from sklearn.metrics import silhouette_samples

    return np.asarray(silhouette_samples(points, labels, metric=metric), dtype=float)


def _subsets(n: int, draws: int, generator: np.random.Generator) -> Iterator[Labels]:
    """`draws` subsets at random: 80 % of the reports, at most `SAMPLE`, in order.

    They are stretches of permutations that cover all reports before the next permutation begins, so
    that no report is left out by chance where there are enough draws.
    """
    size = min(max(2, round(0.8 * n)), SAMPLE)
    each = -(-n // size)
    for draw in range(draws):
        if draw % each == 0:
            order = generator.permutation(n)
        start = min(draw % each * size, n - size)
        yield np.sort(order[start : start + size])


def resampled(points: Floats, labels: Labels, run: Method, seed: int, resamples: int) -> tuple[Floats, float]:
    """Mean Jaccard similarity of each report's cluster, and the mean adjusted Rand index.

    NaN for a report that no resample holds. A resample with fewer different points than there are clusters
    cannot be clustered and does not count; where none can, all is NaN.
    """
    from sklearn.metrics import adjusted_rand_score

    generator = np.random.default_rng([seed, 4])
    k = len(np.unique(labels))
    own = np.unique(labels, return_inverse=True)[1]
    sums, seen, rand = np.zeros(len(points)), np.zeros(len(points)), []
    for draw, part in enumerate(_subsets(len(points), resamples, generator)):
        if len(np.unique(points[part], axis=0)) < k:
            continue
        again = run(points[part], k, seed + draw + 1)
        rand.append(adjusted_rand_score(own[part], again))
        table = np.zeros((k, k))
        np.add.at(table, (own[part], again), 1)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
        sums[part] += (table / np.where(union > 0, union, 1))[own[part], again]
        seen[part] += 1
    jaccard = np.where(seen > 0, sums / np.where(seen > 0, seen, 1), np.nan)
    return jaccard, float(np.mean(rand)) if rand else np.nan


def reordered(points: Floats, labels: Labels, run: Method, seed: int, runs: int = 5) -> float:
    from sklearn.metrics import adjusted_rand_score

    generator = np.random.default_rng([seed, 5])
    found = []
    for draw in range(runs):
        order = generator.permutation(len(points))
        again = run(points[order], len(np.unique(labels)), seed + 1000 + draw)
        found.append(adjusted_rand_score(labels[order], again))
    return float(np.mean(found))


@dataclass(frozen=True)
class Deals:
    """The reports as points, and the same after every term was dealt out to the reports anew.

    Each term keeps its counts and changes its reports, so that nothing makes two reports alike but
    chance. Above `CHANCE_REPORTS` so many reports are drawn at random for both.
    """

    real: Floats
    dealt: tuple[Floats, ...]

    @classmethod
    def of(cls, counts: csr_array, weights: Floats, seed: int) -> "Deals":
        generator = np.random.default_rng([seed, 6])
        part = np.sort(generator.permutation(counts.shape[0])[:CHANCE_REPORTS])
        used = np.flatnonzero(weights)
        # Terms in rows, so that dealing one out is dealing out neighbours in memory.
        cells = counts[part][:, used].toarray().T
        standing = cells.any(axis=1)
        cells, own = np.ascontiguousarray(cells[standing]), weights[used][standing]
        found = []
        for _ in range(DEALS + 1):
            weighted = even_tf_idf(csr_array(csr_array(cells).T.tocsr()), own)
            found.append(latent(weighted[np.flatnonzero(np.diff(weighted.indptr))], seed)[0])
            cells = generator.permuted(cells, axis=1)
        return cls(found[0], tuple(found[1:]))

    def silhouettes(self, k: int, run: Method, seed: int) -> Floats:
        """Mean silhouette of k clusters of the real points, then of those of every deal.

        Where a deal has fewer different points than k, as many clusters as there are; 0 for a single one
        (Rousseeuw). NaN in all places where the real points cannot be k clusters.
        """
        if not k <= self.different or not k < len(self.real):
            return np.full(1 + len(self.dealt), np.nan)
        means = []
        for points in (self.real, *self.dealt):
            fit = min(k, len(np.unique(points, axis=0)), len(points) - 1)
            means.append(float(silhouettes(points, run(points, fit, seed)).mean()) if fit > 1 else 0.0)
        return np.array(means)

    @property
    def different(self) -> int:
        """How many of the real points differ."""
        return len(np.unique(self.real, axis=0))


def chance_p(means: Floats) -> float:
    """The share of deals (the real reports included) that stand out as much, at their best number of clusters.

    `means` has shape (numbers of clusters, 1 + deals), the real reports first. How far a mean silhouette
    stands out is its distance from the mean of all, the real one too, so that each of them could as well
    be the real one: that the best of several numbers was chosen is allowed for. Numbers of clusters without a silhouette do not count; NaN where there is none.
    """
    means = means[np.isfinite(means[:, 0])]
    if not len(means):
        return float("nan")
    standing_out = (means - means.mean(axis=1, keepdims=True)).max(axis=0)
    return float(np.mean(standing_out >= standing_out[0] - 1e-9))
