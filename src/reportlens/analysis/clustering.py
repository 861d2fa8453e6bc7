"""Which reports are alike: TF-IDF, few dimensions, KMeans or Ward's tree, and how far to believe it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from reportlens.analysis.cluster_labels import distinctive_terms, label
from reportlens.analysis.cluster_stability import (
    Deals,
    Floats,
    Labels,
    Method,
    chance_p,
    kmeans,
    reordered,
    resampled,
    silhouettes,
    ward_clusters,
    ward_tree,
)
from reportlens.analysis.commonness import formula_weights
from reportlens.analysis.formula import places_of
from reportlens.analysis.guards import SIGNIFICANT, duplicate_warnings
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.vectors import as_of_one_length, even_tf_idf, latent, one_thread
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

METHODS = ("kmeans", "agglomerative")
FEWEST_REPORTS = 4
# With fewer the clusters describe these reports and are no types of reports.
ENOUGH_REPORTS = 12
MOST_CLUSTERS = 10
# All pairs of reports are compared up to here, for a tree.
MOST_FOR_A_TREE = 5_000
_FEW_RESAMPLES = 10  # while choosing
STABLE = 0.6  # Hennig (2007): below, a cluster dissolves
STRUCTURE = 0.25  # Kaufman & Rousseeuw (1990): below, no substantial structure


@dataclass(frozen=True)
class Clustering:
    """Clusters of reports, numbered from 1, the largest first.

    Columns of `table`, by report_id: report_id, cluster, label (distinctive terms of the cluster),
    silhouette (Rousseeuw 1987, −1 to 1), stability (mean Jaccard similarity of the report's cluster with
    the one it falls into when 80 % of the reports are clustered anew; Hennig 2007). A report without a
    term that another report has cannot be placed: cluster 0, the reason as its label, and no numbers.

    `terms` lists the distinctive terms of every cluster (`distinctive_terms`), `selection` for every
    number of clusters that was tried k, silhouette, silhouette_chance, stability (mean adjusted Rand index of resamples
    against the whole), chosen. `silhouette` and `stability` are those of the result, `reordering` is the
    mean adjusted Rand index of clusterings of the same reports in other orders and with other starts.
    `silhouette` is measured in the few dimensions that are clustered, where it is larger than among all
    terms; `silhouette_chance` is what the same procedure gives on average when every term is dealt out
    to the reports anew, `silhouette_p` the share of 19 such deals (and the result) that give as much.
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

    Counts are taken as if all reports were of one length, tf = ln(1 + count).

    Without `clusters`, 2 to 10 are tried (at most half as many as reports): of those whose stability is
    at least 0.6 the one is taken whose silhouette is furthest above chance, the smaller of equals. `weights` multiplies
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
    # A term of one report alone makes no two reports alike.
    shared = np.where(m.report_count(np.arange(len(m.reports))) > 1, 1.0, 0.0)
    weights = shared if weights is None else shared * weights
    even = as_of_one_length(m.counts, m.sizes)
    weighted = even_tf_idf(even, weights)
    placed = np.flatnonzero(np.diff(weighted.indptr))
    n = len(placed)
    if n < FEWEST_REPORTS:
        raise AnalysisError(
            f"clustering needs at least {FEWEST_REPORTS} reports that share terms; there are {n}. Add reports."
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
        run: Method = kmeans if method == "kmeans" else ward_clusters
        deals = Deals.of(csr_array(even[placed]), weights, seed)
        tried = [_tried(points, k, run, seed, deals) for k in candidates]
        best = _best(tried)
        chosen, labels = best.k, _numbered(best.labels)
        own = silhouettes(points, labels)
        jaccard, rand = resampled(points, labels, run, seed, resamples)
        other_orders = reordered(points, labels, run, seed)
        p = chance_p(np.array([t.means for t in tried]))
        tree = ward_tree(points) if n <= MOST_FOR_A_TREE else None
    terms = distinctive_terms(m.part(placed), labels)
    names = {c: label(terms.loc[terms["cluster"] == c, "term"].tolist(), c) for c in range(1, chosen + 1)}
    table = pd.DataFrame(
        {
            "report_id": m.reports,
            "cluster": 0,
            "label": "no term that another report has",
            "silhouette": np.nan,
            "stability": np.nan,
        }
    )
    table.loc[placed, "cluster"] = labels
    table.loc[placed, "label"] = [names[c] for c in labels.tolist()]
    table.loc[placed, "silhouette"] = own
    table.loc[placed, "stability"] = jaccard
    selection = pd.DataFrame(
        [(t.k, t.silhouette, t.chance, t.stability, t.k == chosen) for t in tried],
        columns=["k", "silhouette", "silhouette_chance", "stability", "chosen"],
    )
    mean = float(own.mean())
    return Clustering(
        table, terms, selection, method, chosen, mean, best.chance, p, rand, other_orders, variation, tree,
        tuple(m.reports[k] for k in placed), m.unit, m.counting, seed,
        tuple(_warnings(m, n, mean, p, rand, other_orders, clusters is None) + duplicate_warnings(m)),
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


def _numbered(labels: Labels) -> Labels:
    """Clusters numbered from 1, the largest first, of equals the one with the first report."""
    names, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    result = np.zeros_like(labels)
    for number, k in enumerate(np.lexsort((first, -sizes)), start=1):
        result[labels == names[k]] = number
    return result


def _tried(points: Floats, k: int, run: Method, seed: int, deals: "Deals") -> "_Tried":
    labels = run(points, k, seed)
    means = deals.silhouettes(k, run, seed)
    stability = resampled(points, labels, run, seed, _FEW_RESAMPLES)[1]
    return _Tried(k, labels, means, stability)


class _Tried(NamedTuple):
    k: int
    labels: Labels
    means: Floats
    stability: float

    @property
    def silhouette(self) -> float:
        return float(self.means[0])

    @property
    def chance(self) -> float:
        return float(self.means[1:].mean())


def _best(tried: list[_Tried]) -> _Tried:
    stable = [t for t in tried if t.stability >= STABLE] or tried
    return max(stable, key=lambda t: (round(t.silhouette - t.chance, 6), -t.k))


def _warnings(
    m: TermMatrix, n: int, silhouette: float, p: float, stability: float, reordering: float, free: bool
) -> list[str]:
    found = []
    if n < len(m.reports):
        found.append(
            f"{len(m.reports) - n} reports have no term that another has, and are in no cluster (cluster 0)."
        )
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
