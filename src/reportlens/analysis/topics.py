"""Topics: terms that stand together in reports, by non-negative matrix factorisation of TF-IDF."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from reportlens.analysis.cluster_labels import label
from reportlens.analysis.guards import require_seed
from reportlens.analysis.matrix import NO_THEME, TermMatrix
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.vectors import one_thread, tf_idf
from reportlens.errors import AnalysisError

Floats = NDArray[np.float64]

FEWEST_REPORTS = 6
REPORTS_A_TOPIC = 5  # with fewer, topics are single reports
LISTED_TERMS = 10
_RESAMPLES = 10
_STABLE = 0.6


@dataclass(frozen=True)
class Topics:
    """Topics numbered from 1, the one with the largest share of the reports first.

    `table`, one row a topic: topic, label (its heaviest terms), terms (up to ten), share (of the reports'
    weight), stability (mean Jaccard similarity of its ten terms with the most similar topic when 80 % of
    the reports are factorised anew). `terms`: topic, term, category, weight (1 in all within a topic).
    `reports`: report_id, topic, share (1 in all within a report; a report without a term has none).
    """

    table: pd.DataFrame
    terms: pd.DataFrame
    reports: pd.DataFrame
    seed: int
    warnings: tuple[Notice, ...] = ()


def topics(matrix: TermMatrix, number: int, *, seed: int = 0, weights: Floats | None = None) -> Topics:
    """`number` topics of the reports of a matrix (NMF, Lee & Seung 1999; start: NNDSVD, Boutsidis 2008).

    `weights` multiplies the TF-IDF of each term of the *ordered* matrix. The same seed gives the same
    result to the bit for any order of rows and columns. Raises `AnalysisError` for fewer than 6 reports
    with terms, and for more topics than half of them.
    """
    require_seed(seed)
    m = matrix.ordered()
    shared = np.where(m.report_count(np.arange(len(m.reports))) > 1, 1.0, 0.0)
    weighted = tf_idf(m.counts, shared if weights is None else shared * weights)
    placed = np.flatnonzero(np.diff(weighted.indptr))
    if len(placed) < FEWEST_REPORTS:
        raise AnalysisError(
            f"topics need at least {FEWEST_REPORTS} reports that share terms; there are {len(placed)}. Add reports."
        )
    if not 2 <= number <= len(placed) // 2:
        raise AnalysisError(
            f"{number} topics cannot be told from {len(placed)} reports. Ask for 2 to {len(placed) // 2}."
        )
    vectors = weighted[placed]
    with one_thread():
        loads, parts = _factorised(vectors, number, seed)
        stability = _stability(vectors, parts, seed)
    # A topic's weight is made 1, its size goes to the reports.
    size = parts.sum(axis=1)
    parts = parts / np.where(size > 0, size, 1.0)[:, None]
    loads = loads * size
    in_all = loads.sum(axis=1, keepdims=True)
    loads = loads / np.where(in_all > 0, in_all, 1.0)
    order = np.lexsort((np.arange(number), -np.round(loads.sum(axis=0), 9)))
    loads, parts, stability = loads[:, order], parts[order], stability[order]
    terms = _terms(m, parts)
    found = [terms.loc[terms["topic"] == k, "term"].tolist() for k in range(1, number + 1)]
    # What has no theme has nothing in common that a label could name.
    unnamed = {NO_THEME} if m.unit == "themes" else set()
    table = pd.DataFrame(
        {
            "topic": range(1, number + 1),
            "label": [
                label([n for n in names if n not in unnamed], k, kind="topic")
                for k, names in enumerate(found, start=1)
            ],
            "terms": ["、".join(names) for names in found],
            "share": loads.sum(axis=0) / len(placed),
            "stability": stability,
        }
    )
    reports = pd.DataFrame(
        {
            "report_id": np.repeat([m.reports[k] for k in placed], number),
            "topic": np.tile(np.arange(1, number + 1), len(placed)),
            "share": loads.ravel(),
        }
    )
    return Topics(table, terms, reports, seed, tuple(_warnings(len(m.reports), len(placed), table)))


def _factorised(vectors: csr_array, number: int, seed: int) -> tuple[Floats, Floats]:
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(number, init="nndsvda", random_state=seed, max_iter=500)
    with warnings.catch_warnings():
        # How far the iteration came shows in the stability that is reported.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return np.asarray(model.fit_transform(vectors)), np.asarray(model.components_)


def _top(parts: Floats) -> list[set[int]]:
    return [{int(k) for k in np.argsort(-row, kind="stable")[:LISTED_TERMS] if row[k] > 0} for row in parts]


def _stability(vectors: csr_array, parts: Floats, seed: int) -> Floats:
    generator = np.random.default_rng([seed, 7])
    own = _top(parts)
    n, number = vectors.shape[0], len(parts)
    sums = np.zeros(number)
    for draw in range(_RESAMPLES):
        rows = np.sort(generator.permutation(n)[: max(number, round(0.8 * n))])
        again = _top(_factorised(vectors[rows], number, seed + draw + 1)[1])
        alike = np.array([[len(a & b) / max(1, len(a | b)) for b in again] for a in own])
        first, second = linear_sum_assignment(-alike)
        sums[first] += alike[first, second]
    return sums / _RESAMPLES


def _terms(m: TermMatrix, parts: Floats) -> pd.DataFrame:
    rows = []
    for topic, weight in enumerate(parts, start=1):
        for k in np.argsort(-weight, kind="stable")[:LISTED_TERMS]:
            if weight[k] > 0:
                rows.append((topic, m.terms[k], m.categories[k], float(weight[k])))
    return pd.DataFrame(rows, columns=["topic", "term", "category", "weight"])


def _warnings(reports: int, placed: int, table: pd.DataFrame) -> list[Notice]:
    found = []
    if placed < reports:
        found.append(notice("no_topic", n=reports - placed))
    if placed < REPORTS_A_TOPIC * len(table):
        found.append(notice("few_for_topics", n=placed, topics=len(table), least=REPORTS_A_TOPIC))
    loose = [str(k) for k in table.loc[table["stability"] < _STABLE, "topic"]]
    if loose:
        found.append(notice("unstable_topics", topics=", ".join(loose)))
    return found
