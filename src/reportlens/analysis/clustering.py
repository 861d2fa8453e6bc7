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
from reportlens.analysis.guards import SIGNIFICANT, duplicate_warnings, require_seed
from reportlens.analysis.matrix import NO_THEME, TermMatrix
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.ordination import principal_coordinates
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
    the one it falls into when 80 % of the reports are clustered anew; Hennig 2007; NaN where that could
    not be done, and a warning says why). A report without a term that another report has cannot be
    placed: cluster 0, the reason as its label, and no numbers.

    `terms` lists the distinctive terms of every cluster (`distinctive_terms`), `selection` for every
    number of clusters that was tried k, silhouette, silhouette_chance, stability (mean adjusted Rand index
    of resamples against the whole; NaN where no resample has so many different reports), chosen. `silhouette` and `stability` are those of the result, `reordering` is the
    mean adjusted Rand index of clusterings of the same reports in other orders and with other starts.
    `silhouette` is measured in the few dimensions that are clustered, where it is larger than among all
    terms; `silhouette_chance` is what the same procedure gives on average when every term is dealt out
    to the reports anew, `silhouette_p` the share of 19 such deals (and the result) that give as much; both
    are NaN, with a warning, for more clusters than the 500 reports it is tried on can form.
    `linkage` is Ward's tree in SciPy's form over `linkage_reports`, None above 5,000 reports.
    `variation` is the share of the variation that the dimensions keep.

    `points` is a map of the reports of `linkage_reports`, in their order: an array of shape (reports, 2)
    with their places in the two directions in which their TF-IDF vectors differ most
    (`principal_coordinates`), `shares` the share of the variation in each. Clusters are formed in more
    dimensions than these.
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
    points: Floats
    shares: Floats
    unit: str
    counting: str
    seed: int
    warnings: tuple[Notice, ...] = ()


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
    resampling: only the clustering is done again, on 80 % of the reports, above 2,500 on 2,000 of them.

    The same seed gives the same result to the bit for any order of rows and columns. Raises
    `AnalysisError` for fewer than 4 reports with terms, for reports that are all alike, and for more
    clusters than there are different reports.
    """
    require_seed(seed)
    if resamples < 1:
        raise AnalysisError(f"stability needs at least one resample, not {resamples}.")
    if method not in METHODS:
        raise AnalysisError(f"unknown method '{method}'. Use one of {', '.join(METHODS)}.")
    if weights is not None:
        place = {key: k for k, key in enumerate(zip(matrix.terms, matrix.categories, strict=True))}
    m = matrix.ordered()
    if weights is not None:
        weights = weights[[place[key] for key in zip(m.terms, m.categories, strict=True)]]
    # A term of one report alone makes no two reports alike.
    shared = np.where(m.report_count(np.arange(len(m.reports))) > 1, 1.0, 0.0)
    with_shared = int(np.count_nonzero(np.diff(csr_array(m.counts[:, np.flatnonzero(shared)]).indptr)))
    # A term that is left out names no cluster either.
    naming = None if weights is None else np.flatnonzero(weights)
    weights = shared if weights is None else shared * weights
    even = as_of_one_length(m.counts, m.sizes)
    weighted = even_tf_idf(even, weights)
    placed = np.flatnonzero(np.diff(weighted.indptr))
    n = len(placed)
    if n < FEWEST_REPORTS <= with_shared:
        raise AnalysisError(
            f"clustering needs at least {FEWEST_REPORTS} reports that share terms; of the terms that are left "
            f"in, only {n} of {with_shared} reports share any. Leave fewer terms out: formula 'weigh' or 'keep'."
        )
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
        places, shares = principal_coordinates(csr_array(weighted[placed]))
    terms = distinctive_terms(m.part(placed, naming), labels)
    # What has no theme has nothing in common that a label could name.
    named = terms[terms["term"] != NO_THEME] if m.unit == "themes" else terms
    names = {c: label(named.loc[named["cluster"] == c, "term"].tolist(), c) for c in range(1, chosen + 1)}
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
        tuple(m.reports[k] for k in placed), places, shares, m.unit, m.counting, seed,
        tuple(
            _warnings(m, n, mean, p, rand, other_orders, clusters is None)
            + _unknown(best, tried, jaccard, rand, deals)
            + duplicate_warnings(m)
        ),
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
    known = [t for t in stable if np.isfinite(t.silhouette)] or stable[:1]
    return max(known, key=lambda t: (round(t.silhouette - t.chance, 6), -t.k))


def _warnings(
    m: TermMatrix, n: int, silhouette: float, p: float, stability: float, reordering: float, free: bool
) -> list[Notice]:
    found = []
    if n < len(m.reports):
        found.append(notice("no_cluster", n=len(m.reports) - n))
    if n < ENOUGH_REPORTS:
        found.append(notice("few_to_cluster", n=n))
    if silhouette < STRUCTURE:
        found.append(notice("no_structure", silhouette=silhouette, least=STRUCTURE))
    if p > SIGNIFICANT:
        found.append(notice("clear_by_chance", p=p))
    if stability < STABLE:
        found.append(notice("no_stable_number" if free else "unstable", stability=stability, least=STABLE))
    if reordering < 0.9:
        found.append(notice("other_starts", rand=reordering))
    return found


def _unknown(
    best: "_Tried", tried: list["_Tried"], jaccard: Floats, stability: float, deals: Deals
) -> list[Notice]:
    """Why numbers are missing."""
    found = []
    if not np.isfinite(best.silhouette):
        found.append(notice("chance_unknown", clusters=best.k, n=len(deals.real), different=deals.different))
    too_many = [t.k for t in tried if np.isnan(t.stability)]
    if too_many:
        found.append(notice("stability_unknown", clusters=", ".join(map(str, too_many))))
    never = int(np.isnan(jaccard).sum())
    if never and np.isfinite(stability):
        found.append(notice("not_drawn", n=never))
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
