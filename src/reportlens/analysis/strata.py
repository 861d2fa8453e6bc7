"""Strata: reports are compared with those of the same year or province."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportlens.analysis.guards import strata_of
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.notices import Notice, notice
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus


def stratum_names(corpus: "Corpus", strata: str | None, by: str) -> dict[str, str] | None:
    """The stratum of each report, or None where none is asked for."""
    if strata is None:
        return None
    if strata == by:
        raise AnalysisError(f"groups by {by} cannot be divided by {by} again. Name another stratum.")
    return {str(report): str(name) for report, name in corpus.groups(strata).items()}


def stratified_log_ratio(
    m: TermMatrix, rows1: NDArray[np.int64], rows2: NDArray[np.int64], strata: Mapping[str, str]
) -> tuple[NDArray[np.float64], list[Notice]]:
    """Mantel–Haenszel's ratio of rates, as a binary logarithm, and what limits it.

    log2 of Σ a n2/n over Σ b n1/n, the sums over the strata with both groups (n = n1 + n2). A sum of 0
    becomes that of half a count, shared out over the strata by the size of the group: in a single
    stratum this is `log_ratio`. NaN for a term that none of these strata has.
    """
    names, warnings = strata_of(m.reports, strata)
    of_report = np.array(names, dtype=object)
    shares, a, b = [], np.zeros(len(m.terms)), np.zeros(len(m.terms))
    for stratum in sorted(set(of_report)):
        inside = of_report == stratum
        in1, in2 = rows1[inside[rows1]], rows2[inside[rows2]]
        n1, n2 = float(m.sizes[in1].sum()), float(m.sizes[in2].sum())
        if n1 and n2:
            a += m.total(in1) * n2 / (n1 + n2)
            b += m.total(in2) * n1 / (n1 + n2)
            shares.append((n1, n2))
    if not shares:
        return np.full(len(m.terms), np.nan), [*warnings, notice("no_common_stratum")]
    n1s, n2s = np.array(shares).T
    both = float((n1s * n2s / (n1s + n2s)).sum())
    logs = [
        np.log2(np.where(total == 0, 0.5 * both / n, total))
        for total, n in ((a, float(n1s.sum())), (b, float(n2s.sum())))
    ]
    return np.where((a == 0) & (b == 0), np.nan, logs[0] - logs[1]), warnings
