"""Which terms any number of groups of reports use differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

from reportlens.analysis.dispersion import deviation_of_proportions
from reportlens.analysis.guards import duplicate_warnings, require_groups, size_warnings
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import false_discovery_rate, log_ratio, per_10k
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.permutation import DRAWS, permutation_test
from reportlens.analysis.strata import stratum_names
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus


@dataclass(frozen=True)
class GroupKeyness:
    """All groups at once, one row a term, the largest G² first.

    Columns of `table`: term, category, count, reports, highest (the group with the highest relative
    frequency; several with “ = ” between them where it is the same), log_ratio (that group, or those,
    against all others; 0 where there are none), p_permutation, q_permutation (over reports,
    where asked for), g2 (2 Σ O ln(O/E) over the groups), p_value (χ² with one degree of freedom less
    than there are groups), q_value, dispersion (DPnorm over the reports), and for each group
    `<group>_count`, `<group>_per_10k`, `<group>_report_count`.
    """

    table: pd.DataFrame
    groups: tuple[str, ...]
    reports: Mapping[str, int]
    tokens: Mapping[str, int]
    unit: str
    counting: str
    permutations: int = 0
    smallest_p: float | None = None
    seed: int = 0
    warnings: tuple[Notice, ...] = ()


def group_keyness(
    matrix: TermMatrix,
    groups: Mapping[str, str],
    *,
    permutations: int = 0,
    seed: int = 0,
    strata: Mapping[str, str] | None = None,
) -> GroupKeyness:
    """Compare two or more groups; `groups` names the group of each report (id), others are left out.

    Reports change groups only within their stratum (`strata`, as in `keyness`). Raises `AnalysisError` where
    there are fewer than two groups or one has not one word.
    """
    if strata is not None and not permutations:
        raise AnalysisError(
            "strata divide the permutation test of several groups, and there is none. Ask for permutations, or "
            "leave the strata out."
        )
    names = tuple(sorted(set(groups.values())))
    if len(names) < 2:
        there = f"only '{names[0]}'" if names else "none"
        raise AnalysisError(f"a comparison needs two groups; there is {there}.")
    members = [sorted(report for report, name in groups.items() if name == group) for group in names]
    require_groups(names, members)
    m = matrix.ordered()
    m = m.part(np.sort(m.rows(list(groups))))
    m = m.part(columns=np.flatnonzero(m.total(np.arange(len(m.reports)))))
    rows = [m.rows(ids) for ids in members]
    tokens = [int(m.sizes[r].sum()) for r in rows]
    if not all(tokens):
        raise AnalysisError(f"the group '{names[tokens.index(0)]}' has not one word in it.")
    counts = np.array([m.total(r) for r in rows])
    g2 = _g2(counts, np.array(tokens, dtype=float))
    rate = counts / np.array(tokens)[:, None]
    top = rate == rate.max(axis=0)
    inside, all_tokens = (counts * top).sum(axis=0), sum(tokens)
    own = (np.array(tokens)[:, None] * top).sum(axis=0)
    others = np.where(own < all_tokens, all_tokens - own, all_tokens)
    rest = np.where(own < all_tokens, counts.sum(axis=0) - inside, inside)
    columns: dict[str, object] = {
        "term": m.terms,
        "category": m.categories,
        "count": counts.sum(axis=0),
        "reports": m.report_count(np.arange(len(m.reports))),
        "highest": [" = ".join(names[k] for k in np.flatnonzero(column)) for column in top.T],
        "log_ratio": log_ratio(inside, rest, own, others),
    }
    warnings = size_warnings(names, [len(r) for r in rows], tokens) + duplicate_warnings(m)
    if not m.terms:
        warnings.append(notice("no_terms"))
    smallest = None
    if permutations:
        test = permutation_test(m, dict(groups), draws=permutations, seed=seed, strata=strata)
        columns["p_permutation"] = test.table["p_permutation"]
        columns["q_permutation"] = test.table["q_permutation"]
        permutations, smallest = test.draws, test.smallest_p
        warnings += test.warnings
    p_value = np.asarray(chi2.sf(g2, len(names) - 1))
    columns |= {
        "g2": g2,
        "p_value": p_value,
        "q_value": false_discovery_rate(p_value),
        "dispersion": deviation_of_proportions(m.counts, m.sizes),
    }
    for name, r, count, size in zip(names, rows, counts, tokens, strict=True):
        columns[f"{name}_count"] = count
        columns[f"{name}_per_10k"] = per_10k(count, size)
        columns[f"{name}_report_count"] = m.report_count(r)
    table = pd.DataFrame(columns).sort_values(
        ["g2", "term", "category"], ascending=[False, True, True], ignore_index=True
    )
    return GroupKeyness(
        table,
        names,
        {name: len(r) for name, r in zip(names, rows, strict=True)},
        dict(zip(names, tokens, strict=True)),
        m.unit,
        m.counting,
        permutations,
        smallest,
        seed,
        tuple(warnings),
    )


def _g2(counts: NDArray[np.int64], tokens: NDArray[np.float64]) -> NDArray[np.float64]:
    expected = counts.sum(axis=0) * (tokens / tokens.sum())[:, None]
    ratio = np.where(counts > 0, counts, 1) / np.where(counts > 0, expected, 1.0)
    return np.asarray(np.maximum(2 * (counts * np.log(ratio)).sum(axis=0), 0.0))


def compare_groups(
    corpus: "Corpus",
    *,
    by: str,
    unit: str = "terms",
    counting: str = "longest",
    permutations: int = DRAWS,
    seed: int = 0,
    strata: str | None = None,
) -> GroupKeyness:
    """`group_keyness` of all groups of a corpus `by` level, province, year …"""
    groups = {str(report): str(name) for report, name in corpus.groups(by).items()}
    if not groups:
        raise AnalysisError(f"no report has a {by}. State it in a manifest.csv beside the reports.")
    matrix = TermMatrix.of(corpus, unit=unit, counting=counting)
    return group_keyness(
        matrix, groups, permutations=permutations, seed=seed, strata=stratum_names(corpus, strata, by)
    )
