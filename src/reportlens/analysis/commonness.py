"""How common terms are across places and years."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.matrix import TermMatrix
from reportlens.errors import AnalysisError

MODES = ("keep", "weigh", "remove")
# A term that so many of the places use is national formula.
NATIONAL = 0.5


def term_commonness(
    matrix: TermMatrix, places: Mapping[str, str], years: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """One row a term, the commonest first: term, category, count, reports, places, years,
    share_of_places, kind.

    `kind` is `national` from half of the places on (and two), `local` in one place, otherwise `shared`.
    `years` counts the years that are known of the reports.
    """
    m = matrix.ordered()
    used = m.counts > 0
    all_places = len({places[report] for report in m.reports})
    in_places = _groups_with(used, [places[report] for report in m.reports])
    in_years = _groups_with(used, [(years or {}).get(report) for report in m.reports])
    share = in_places / max(all_places, 1)
    kind = np.where(in_places < 2, "local", np.where(share >= NATIONAL, "national", "shared"))
    rows = np.arange(len(m.reports))
    table = pd.DataFrame(
        {
            "term": m.terms,
            "category": m.categories,
            "count": m.total(rows),
            "reports": m.report_count(rows),
            "places": in_places,
            "years": in_years,
            "share_of_places": share,
            "kind": kind.astype(object),
        }
    )
    table = table[table["count"] > 0]
    return table.sort_values(
        ["places", "count", "term", "category"], ascending=[False, False, True, True], ignore_index=True
    )


def _groups_with(used: csr_array, groups: list[str] | list[str | None]) -> NDArray[np.int64]:
    """In how many groups each column stands; rows without a group do not count."""
    known = sorted({group for group in groups if group is not None})
    if not known:
        return np.zeros(used.shape[1], dtype=np.int64)
    number = {group: k for k, group in enumerate(known)}
    rows = [k for k, group in enumerate(groups) if group is not None]
    of = [number[group] for group in groups if group is not None]
    grouping = csr_array((np.ones(len(rows), dtype=np.int64), (of, rows)), shape=(len(known), len(groups)))
    together = csr_array(grouping @ used.astype(np.int64))
    return np.asarray((together > 0).sum(axis=0)).ravel().astype(np.int64)


def formula_weights(matrix: TermMatrix, places: Mapping[str, str], mode: str) -> NDArray[np.float64] | None:
    """A weight for each column of `matrix`, by the share of places that use the term.

    `keep`: None, all alike; `weigh`: 1 − share; `remove`: 0 from half of the places on, otherwise 1.
    """
    if mode not in MODES:
        raise AnalysisError(f"unknown way to treat formula '{mode}'. Use one of {', '.join(MODES)}.")
    if mode == "keep":
        return None
    all_places = len({places[report] for report in matrix.reports})
    share = _groups_with(matrix.counts > 0, [places[report] for report in matrix.reports]) / all_places
    return 1 - share if mode == "weigh" else np.where(share >= NATIONAL, 0.0, 1.0)
