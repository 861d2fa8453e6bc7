"""Which reports are alike: TF-IDF, few dimensions, KMeans or Ward's tree, and how far to believe it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.cluster_labels import distinctive_terms, label
from reportlens.analysis.commonness import formula_weights
from reportlens.analysis.formula import places_of
from reportlens.analysis.guards import SIGNIFICANT, duplicate_warnings
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.vectors import latent, one_thread, tf_idf
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

METHODS = ("kmeans", "agglomerative")
FEWEST_REPORTS = 4
# With fewer the clusters describe these reports and are no types of reports.
ENOUGH_REPORTS = 12
MOST_CLUSTERS = 10
# All pairs of reports are compared up to here: a tree, exact silhouettes when choosing.
MOST_FOR_A_TREE = 5_000
SAMPLE = 2_000
CHANCE_REPORTS = 500
_DEALS = 39
STABLE = 0.6  # Hennig (2007): below, a cluster dissolves
STRUCTURE = 0.25  # Kaufman & Rousseeuw (1990): below, no substantial structure

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
# Points and a number of clusters to labels from 0.
Method = Callable[[Floats, int, int], Labels]


@dataclass(frozen=True)
class Clustering:
    """Clusters of reports, numbered from 1, the largest first.

    Columns of `table`, by report_id: report_id, cluster, label (distinctive terms of the cluster),
    silhouette (Rousseeuw 1987, −1 to 1), stability (mean Jaccard similarity of the report's cluster with
    the one it falls into when 80 % of the reports are clustered anew; Hennig 2007). A report without a
    single term cannot be placed: it has cluster 0, the reason as its label, and no numbers.

    `terms` lists the distinctive terms of every cluster (`distinctive_terms`), `selection` for every
    number of clusters that was tried k, silhouette, stability (mean adjusted Rand index of resamples
    against the whole), chosen. `silhouette` and `stability` are those of the result, `reordering` is the
    mean adjusted Rand index of clusterings of the same reports in other orders and with other starts.
    `silhouette` is measured in the few dimensions that are clustered, where it is larger than among all
    terms; `silhouette_chance` is what the same procedure gives on average when every term is dealt out
    to the reports anew, `silhouette_p` the share of 39 such deals (and the result) that give as much.
    `linkage` is Ward's tree in SciPy's form over `linkage_reports`, None above 5,000 reports.
    `variation` is the share of the variation that the dimensions keep.
    """

    table: pd.DataFrame
    terms: pd.DataFrame
    selection: pd.DataFrame
    method: str
    clusters: int
    silhouette: float
    silhouette_chance: float
    silhouette_p: float
    stability: float
    reordering: float
    variation: float
    linkage: Floats | None
    linkage_reports: tuple[str, ...]
    unit: str
    counting: str
    seed: int
    warnings: tuple[str, ...] = ()


def clustering(
    matrix: TermMatrix,
    *,
    clusters: int | None = None,
    method: str = "kmeans",
    seed: int = 0,
    resamples: int = 30,
    weights: Floats | None = None,
) -> Clustering:
    """Cluster the reports of a matrix into `clusters`, or as many as silhouette and stability suggest.

    Without `clusters`, 2 to 10 are tried (at most half as many as reports): of those whose stability is
    at least 0.6 the one with the best silhouette is taken, the smaller of equals. `weights` multiplies
    the TF-IDF of each term of `matrix` (0 leaves it out). The vectors are those of the whole corpus when
    resampling: only the clustering is done again, above 2,000 reports on 2,000 of them.

    The same seed gives the same result to the bit for any order of rows and columns. Raises
    `AnalysisError` for fewer than 4 reports with terms, for reports that are all alike, and for more
    clusters than there are different reports.
    """
    if method not in METHODS:
        raise AnalysisError(f"unknown method '{method}'. Use one of {', '.join(METHODS)}.")
    if weights is not None:
        place = {key: k for k, key in enumerate(zip(matrix.terms, matrix.categories, strict=True))}
    m = matrix.ordered()
    if weights is not None:
        weights = weights[[place[key] for key in zip(m.terms, m.categories, strict=True)]]
    weighted = tf_idf(m.counts, weights)
    placed = np.flatnonzero(np.diff(weighted.indptr))
    n = len(placed)
    if n < FEWEST_REPORTS:
        raise AnalysisError(
            f"clustering needs at least {FEWEST_REPORTS} reports that have terms; there are {n}. Add reports."
        )
    if method == "agglomerative" and n > MOST_FOR_A_TREE:
        raise AnalysisError(
            f"agglomerative clustering compares all pairs; {n} reports are more than {MOST_FOR_A_TREE}. "
            "Use kmeans."
        )
    with one_thread():
        points, variation = latent(weighted[placed], seed)
        different = len(np.unique(points, axis=0))
        candidates = _candidates(n, different, clusters)
        run: Method = _kmeans if method == "kmeans" else _ward
        tried = {k: _tried(points, k, run, seed, 10) for k in candidates}
        chosen = _best(tried)
        raw = tried[chosen][0]
        labels = _numbered(raw)
        silhouettes = _silhouettes(points, labels)
        jaccard, rand = _resampled(points, labels, run, seed, resamples)
        reordering = _reordered(points, labels, run, seed)
        chance, p = _by_chance(csr_array(m.counts[placed]), weights, chosen, run, seed)
        tree = _tree(points) if n <= MOST_FOR_A_TREE else None
    terms = distinctive_terms(m.part(placed), labels)
    names = {c: label(terms.loc[terms["cluster"] == c, "term"].tolist(), c) for c in range(1, chosen + 1)}
    table = pd.DataFrame(
        {
            "report_id": m.reports,
            "cluster": 0,
            "label": "no term in this report",
            "silhouette": np.nan,
            "stability": np.nan,
        }
    )
    table.loc[placed, "cluster"] = labels
    table.loc[placed, "label"] = [names[c] for c in labels.tolist()]
    table.loc[placed, "silhouette"] = silhouettes
    table.loc[placed, "stability"] = jaccard
    selection = pd.DataFrame(
        [(k, s, r, k == chosen) for k, (_, s, r) in tried.items()],
        columns=["k", "silhouette", "stability", "chosen"],
    )
    mean = float(silhouettes.mean())
    return Clustering(
        table, terms, selection, method, chosen, mean, chance, p, rand, reordering, variation, tree,
        tuple(m.reports[k] for k in placed), m.unit, m.counting, seed,
        tuple(_warnings(m, n, mean, p, rand, reordering, clusters is None) + duplicate_warnings(m)),
    )  # fmt: skip


def _candidates(n: int, different: int, wanted: int | None) -> list[int]:
    if different < 2:
        raise AnalysisError("all reports use the same terms alike, so there is nothing to cluster.")
    if wanted is None:
        return list(range(2, max(2, min(MOST_CLUSTERS, n // 2, different)) + 1))
    if not 2 <= wanted <= min(n - 1, different):
        raise AnalysisError(
            f"{wanted} clusters cannot be made of {n} reports, {different} of which differ. "
            f"Ask for 2 to {min(n - 1, different)}."
        )
    return [wanted]


def _kmeans(points: Floats, k: int, seed: int) -> Labels:
    from sklearn.cluster import KMeans

    starts = 10 if len(points) <= SAMPLE else 3
    return np.asarray(KMeans(k, n_init=starts, random_state=seed).fit_predict(points), dtype=np.int64)


def _tree(points: Floats) -> Floats:
    from scipy.cluster.hierarchy import ward

    return np.asarray(ward(points))


def _ward(points: Floats, k: int, seed: int) -> Labels:
    from scipy.cluster.hierarchy import cut_tree

    return np.asarray(cut_tree(_tree(points), n_clusters=k)).ravel().astype(np.int64)


def _numbered(labels: Labels) -> Labels:
    """Clusters numbered from 1, the largest first, of equals the one with the first report."""
    names, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    result = np.zeros_like(labels)
    for number, k in enumerate(np.lexsort((first, -sizes)), start=1):
        result[labels == names[k]] = number
    return result


def _silhouettes(points: Floats, labels: Labels) -> Floats:
    from sklearn.metrics import silhouette_samples

    return np.asarray(silhouette_samples(points, labels), dtype=float)


def _subset(n: int, generator: np.random.Generator) -> Labels:
    """80 % of the reports, at most `SAMPLE`, in order."""
    return np.sort(generator.permutation(n)[: min(max(2, round(0.8 * n)), SAMPLE)])


def _tried(points: Floats, k: int, run: Method, seed: int, resamples: int) -> tuple[Labels, float, float]:
    labels = run(points, k, seed)
    part = np.arange(len(points))
    if len(points) > SAMPLE:
        part = np.sort(np.random.default_rng([seed, 3]).permutation(len(points))[:SAMPLE])
    mean = float(_silhouettes(points[part], labels[part]).mean()) if len(set(labels[part])) > 1 else -1.0
    return labels, mean, _resampled(points, labels, run, seed, resamples)[1]


def _resampled(
    points: Floats, labels: Labels, run: Method, seed: int, resamples: int
) -> tuple[Floats, float]:
    """Mean Jaccard similarity of each report's cluster, and the mean adjusted Rand index."""
    from sklearn.metrics import adjusted_rand_score

    generator = np.random.default_rng([seed, 4])
    k = len(np.unique(labels))
    own = np.unique(labels, return_inverse=True)[1]
    sums, seen, rand = np.zeros(len(points)), np.zeros(len(points)), []
    for draw in range(resamples):
        part = _subset(len(points), generator)
        if len(np.unique(points[part], axis=0)) < k:
            continue
        again = run(points[part], k, seed + draw + 1)
        rand.append(adjusted_rand_score(own[part], again))
        table = np.zeros((k, k))
        np.add.at(table, (own[part], again), 1)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
        sums[part] += (table / np.where(union > 0, union, 1))[own[part], again]
        seen[part] += 1
    return sums / np.where(seen > 0, seen, 1), float(np.mean(rand)) if rand else 0.0


def _reordered(points: Floats, labels: Labels, run: Method, seed: int, runs: int = 5) -> float:
    from sklearn.metrics import adjusted_rand_score

    generator = np.random.default_rng([seed, 5])
    found = []
    for draw in range(runs):
        order = generator.permutation(len(points))
        again = run(points[order], len(np.unique(labels)), seed + 1000 + draw)
        found.append(adjusted_rand_score(labels[order], again))
    return float(np.mean(found))


def _by_chance(
    counts: csr_array, weights: Floats | None, k: int, run: Method, seed: int
) -> tuple[float, float]:
    """Mean silhouette of reports whose terms are dealt out anew, and the share that reach the real one.

    Each term keeps its counts and changes its reports. Above `CHANCE_REPORTS` both are found on so many
    reports, drawn at random.
    """
    generator = np.random.default_rng([seed, 6])
    part = np.sort(generator.permutation(counts.shape[0])[:CHANCE_REPORTS])
    dealt = counts[part].toarray()
    dealt = dealt[:, dealt.any(axis=0)] if weights is None else dealt
    found = []
    for draw in range(_DEALS + 1):
        weighted = tf_idf(csr_array(dealt), weights)
        points = latent(weighted[np.flatnonzero(np.diff(weighted.indptr))], seed)[0]
        labels = run(points, k, seed) if len(np.unique(points, axis=0)) > k else None
        found.append(float(_silhouettes(points, labels).mean()) if labels is not None else -1.0)
        dealt = generator.permuted(dealt, axis=0)
    return float(np.mean(found[1:])), float(np.mean(np.array(found) >= found[0] - 1e-9))


def _best(tried: dict[int, tuple[Labels, float, float]]) -> int:
    stable = [k for k, (_, _, stability) in tried.items() if stability >= STABLE] or list(tried)
    return max(stable, key=lambda k: (round(tried[k][1], 6), -k))


def _warnings(
    m: TermMatrix, n: int, silhouette: float, p: float, stability: float, reordering: float, free: bool
) -> list[str]:
    found = []
    if n < len(m.reports):
        found.append(f"{len(m.reports) - n} reports have no term and are in no cluster (cluster 0).")
    if n < ENOUGH_REPORTS:
        found.append(
            f"only {n} reports: the clusters say which of these are alike; they are no types of reports."
        )
    if silhouette < STRUCTURE:
        found.append(
            f"mean silhouette {silhouette:.2f}: below {STRUCTURE} there is no substantial structure; the reports "
            "form no clear groups."
        )
    if p > SIGNIFICANT:
        found.append(
            f"reports whose terms are dealt out by chance form clusters as clear as these (p = {p:.2f})."
        )
    if stability < STABLE:
        what = "no number of clusters is stable" if free else "the clusters are not stable"
        found.append(
            f"{what}: with a fifth of the reports left out the adjusted Rand index is {stability:.2f} "
            f"({STABLE} is the least to rely on)."
        )
    if reordering < 0.9:
        found.append(f"with other starts the clusters differ (adjusted Rand index {reordering:.2f}).")
    return found


def cluster(
    corpus: "Corpus",
    *,
    clusters: int | None = None,
    unit: str = "terms",
    counting: str = "longest",
    method: str = "kmeans",
    formula: str = "keep",
    seed: int = 0,
) -> Clustering:
    """`clustering` of a corpus. `formula` says what becomes of terms that most places use.

    `keep`: they count like others; `weigh`: every term counts the less the more places use it
    (1 − share of places); `remove`: terms of at least half of the places are left out.
    """
    matrix = TermMatrix.of(corpus, unit=unit, counting=counting)
    weights = formula_weights(matrix, places_of(corpus), formula)
    return clustering(matrix, clusters=clusters, method=method, seed=seed, weights=weights)
