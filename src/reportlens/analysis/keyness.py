"""Which terms set one group of reports apart from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from reportlens.analysis.dispersion import deviation_of_proportions
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import (
    g2_p_value,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    per_10k,
)
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

# With fewer reports on a side the result says something about reports, not about the group.
FEW_REPORTS = 3


@dataclass(frozen=True)
class Keyness:
    """Target against reference, one row a term, the largest G² first.

    Columns of `table`: term, category, n_target, n_reference (counts), per_10k_target,
    per_10k_reference, reports_target, reports_reference (reports that have the term), log_ratio,
    log_ratio_low, log_ratio_high (95 %), g2 (two cells), p_value, q_value (Benjamini–Hochberg over the
    table), dispersion (DPnorm over the reports of both groups).
    """

    table: pd.DataFrame
    target: str
    reference: str
    reports_target: int
    reports_reference: int
    tokens_target: int
    tokens_reference: int
    unit: str
    counting: str
    warnings: tuple[str, ...] = ()


def keyness(
    matrix: TermMatrix,
    target: Sequence[str],
    reference: Sequence[str],
    names: tuple[str, str] = ("target", "reference"),
) -> Keyness:
    """Compare the reports `target` with the reports `reference` (ids); `names` label the two groups.

    Raises `AnalysisError` where a group has no report or no token, or where the groups share a report.
    """
    for name, group in zip(names, (target, reference), strict=True):
        if not group:
            raise AnalysisError(f"the group '{name}' has no report, so there is nothing to compare.")
    shared = set(target) & set(reference)
    if shared:
        raise AnalysisError(f"report '{min(shared)}' is in both groups.")
    rows1, rows2 = matrix.rows(target), matrix.rows(reference)
    n1, n2 = int(matrix.sizes[rows1].sum()), int(matrix.sizes[rows2].sum())
    if n1 == 0 or n2 == 0:
        raise AnalysisError(f"the group '{names[n1 > 0]}' has not one word in it.")
    a, b = matrix.total(rows1), matrix.total(rows2)
    used = np.flatnonzero(a + b)
    a, b = a[used], b[used]
    both = np.concatenate((rows1, rows2))
    g2 = log_likelihood(a, b, n1, n2)
    p_value = g2_p_value(g2)
    low, high = log_ratio_interval(a, b, n1, n2)
    table = pd.DataFrame(
        {
            "term": [matrix.terms[k] for k in used],
            "category": [matrix.categories[k] for k in used],
            "n_target": a,
            "n_reference": b,
            "per_10k_target": per_10k(a, n1),
            "per_10k_reference": per_10k(b, n2),
            "reports_target": matrix.report_count(rows1)[used],
            "reports_reference": matrix.report_count(rows2)[used],
            "log_ratio": log_ratio(a, b, n1, n2),
            "log_ratio_low": low,
            "log_ratio_high": high,
            "g2": g2,
            "p_value": p_value,
            "q_value": false_discovery_control(p_value) if len(used) else p_value,
            "dispersion": deviation_of_proportions(
                matrix.counts[both][:, used].toarray(), matrix.sizes[both]
            ),
        }
    )
    table = table.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)
    warnings = tuple(
        f"{name}: only {len(group)} reports; differences may be those of single reports."
        for name, group in zip(names, (target, reference), strict=True)
        if len(group) < FEW_REPORTS
    )
    return Keyness(table, *names, len(rows1), len(rows2), n1, n2, matrix.unit, matrix.counting, warnings)


def compare(
    corpus: "Corpus",
    *,
    by: str,
    target: str,
    reference: str,
    unit: str = "terms",
    counting: str = "longest",
) -> Keyness:
    """`keyness` of two groups of a corpus: those whose `by` (level, province, year …) is so named."""
    groups = corpus.groups(by)
    members = {name: list(groups.index[groups == name]) for name in (target, reference)}
    for name, ids in members.items():
        if not ids:
            known = ", ".join(sorted(groups.unique())) or "none"
            raise AnalysisError(f"no report has {by} '{name}' (there are: {known}).")
    matrix = TermMatrix.of(corpus, unit=unit, counting=counting)
    return keyness(matrix, members[target], members[reference], (target, reference))
