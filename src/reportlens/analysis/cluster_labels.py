"""Names for clusters and topics: their most distinctive terms, never sentences."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import per_10k, weighted_log_odds

TERMS_OF_A_LABEL = 3
LISTED_TERMS = 15
_LONGEST = 12
# A label is made of words and terms: nothing with punctuation inside, and nothing without a letter.
_TERM = re.compile(r"(?=.*[^\W\d_])[\w+·“”]+\Z")


def distinctive_terms(matrix: TermMatrix, labels: NDArray[np.int64]) -> pd.DataFrame:
    """The terms that set each cluster apart from all other reports, the most distinctive first.

    Columns: cluster, term, category, log_odds_z (weighted log-odds with the whole corpus as its prior,
    Monroe et al. 2008), per_10k_inside, per_10k_outside, reports_inside, reports_outside. A term counts
    for a cluster where at least half of its reports use it, and at least two unless it has only one.
    `labels` gives the cluster of each row of `matrix`.
    """
    tables = []
    for cluster in np.unique(labels):
        inside, outside = np.flatnonzero(labels == cluster), np.flatnonzero(labels != cluster)
        a, b = matrix.total(inside), matrix.total(outside)
        n1, n2 = int(matrix.sizes[inside].sum()), int(matrix.sizes[outside].sum())
        n = len(matrix.reports)
        z = weighted_log_odds(a, b, n1, n2, (a + b + 0.01) / n, prior_total=(n1 + n2) / n)[1]
        reports = matrix.report_count(inside)
        table = pd.DataFrame(
            {
                "cluster": int(cluster),
                "term": matrix.terms,
                "category": matrix.categories,
                "log_odds_z": z,
                "per_10k_inside": per_10k(a, max(n1, 1)),
                "per_10k_outside": per_10k(b, max(n2, 1)),
                "reports_inside": reports,
                "reports_outside": matrix.report_count(outside),
            }
        )
        needed = max(min(2, len(inside)), len(inside) / 2)
        kept = table[(reports >= needed) & (z > 0)]
        tables.append(kept.sort_values(["log_odds_z", "term"], ascending=[False, True]).head(LISTED_TERMS))
    return pd.concat(tables, ignore_index=True)


def label(terms: list[str], number: int, *, kind: str = "cluster") -> str:
    """The first terms that can stand in a label, or the number where there is none.

    >>> label(["《关于新形势下党内政治生活的若干准则》", "三会一课", "2021", "双报到"], 1)
    '三会一课、双报到'
    >>> label([], 2)
    'cluster 2'
    """
    fit = [term for term in terms if len(term) <= _LONGEST and _TERM.match(term)]
    return "、".join(fit[:TERMS_OF_A_LABEL]) or f"{kind} {number}"
