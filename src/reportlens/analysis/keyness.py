"""Which terms set one group of reports apart from another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportlens.analysis.bootstrap import DRAWS as BOOTSTRAP_DRAWS
from reportlens.analysis.bootstrap import ENOUGH_REPORTS, bootstrap_log_ratio
from reportlens.analysis.dispersion import deviation_of_proportions
from reportlens.analysis.guards import (
    FEW_REPORTS,
    SIGNIFICANT,
    duplicate_warnings,
    require_groups,
    require_seed,
    size_warnings,
)
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import (
    bayes_factor,
    false_discovery_rate,
    g2_p_value,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    per_10k,
    percent_difference,
    weighted_log_odds,
)
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.permutation import DRAWS, permutation_test
from reportlens.analysis.strata import stratified_log_ratio, stratum_names
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

__all__ = ["FEW_REPORTS", "Keyness", "compare", "keyness"]

# G² of one degree of freedom at p = 0.05.
_CRITICAL = 3.841458820694124
# The order of columns: effect, then the honest test, then the test that takes words as independent.
_COLUMNS = (
    "term category n_target n_reference per_10k_target per_10k_reference reports_target reports_reference"
    " log_ratio log_ratio_low log_ratio_high log_ratio_strata log_ratio_boot_low log_ratio_boot_high"
    " p_permutation q_permutation g2 p_value q_value dispersion g2_without_top key percent_difference bic"
    " log_odds log_odds_z"
).split()


@dataclass(frozen=True)
class Keyness:
    """Target against reference, one row a term, the largest G² first.

    Columns of `table`:

    * term, category, n_target, n_reference (counts), per_10k_target, per_10k_reference,
      reports_target, reports_reference (reports that have the term);
    * effect: log_ratio, log_ratio_low, log_ratio_high (95 %, tokens taken as independent);
    * the report-level test, where asked for: log_ratio_boot_low, log_ratio_boot_high (bootstrap over
      reports, 95 %; empty where a group has one report), p_permutation, q_permutation. With strata also
      log_ratio_strata: Mantel–Haenszel's ratio, which compares like with like (empty for a term that no
      stratum with both groups has);
    * the token-level test: g2 (two or four cells), p_value, q_value (Benjamini–Hochberg over the table);
    * dispersion: DPnorm over the reports of both groups (empty where it has no meaning: one part);
      g2_without_top: G² with the report left out that adds most to the difference, 0 where none is left;
    * key: `target` or `reference` where the term is a key term of that group, otherwise empty;
    * other measures: percent_difference (empty where the reference has none), bic, log_odds, log_odds_z
      (natural logarithm; prior: the term's share in both groups, as many tokens as a report has on average).

    A key term has q < 0.05 (q_permutation where there is one, otherwise q_value) and g2_without_top of at
    least 3.84: what one report alone repeats is no key term of its group. Where the mean over reports, which
    is what is permuted, or like compared with like (log_ratio_strata) points the other way than the
    frequency in the group, no group has it as a key term.

    With few reports p_permutation is the p to look at first: words of one report are not independent, and
    p_value takes them to be.
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
    warnings: tuple[Notice, ...] = ()
    cells: int = 2
    permutations: int = 0
    smallest_p: float | None = None
    seed: int = 0


def keyness(
    matrix: TermMatrix,
    target: Sequence[str],
    reference: Sequence[str],
    names: tuple[str, str] = ("target", "reference"),
    *,
    cells: int = 2,
    permutations: int = 0,
    bootstrap: int = 0,
    seed: int = 0,
    strata: Mapping[str, str] | None = None,
) -> Keyness:
    """Compare the reports `target` with the reports `reference` (ids); `names` label the two groups.

    `cells` is the convention of G² (2: Rayson & Garside, 4: Dunning). `permutations` and `bootstrap` are
    numbers of draws, 0 for none; `strata` names the stratum of each report (its year, its province):
    reports change groups only within their stratum. Raises `AnalysisError` where a group has no report
    or no token, or where the groups share a report.
    """
    if cells not in (2, 4):
        raise AnalysisError(f"G² has 2 or 4 cells, not {cells}.")
    require_seed(seed)
    require_groups(names, (target, reference))
    matrix = matrix.ordered()
    rows1, rows2 = np.sort(matrix.rows(target)), np.sort(matrix.rows(reference))
    n1, n2 = int(matrix.sizes[rows1].sum()), int(matrix.sizes[rows2].sum())
    if n1 == 0 or n2 == 0:
        raise AnalysisError(f"the group '{names[n1 > 0]}' has not one word in it.")
    both = np.sort(np.concatenate((rows1, rows2)))
    m = matrix.part(both, np.flatnonzero(matrix.total(both)))
    rows1, rows2 = np.searchsorted(both, rows1), np.searchsorted(both, rows2)
    result = Keyness(
        _columns(m, rows1, rows2, cells), *names, len(rows1), len(rows2), n1, n2, m.unit, m.counting,
        cells=cells, seed=seed,
    )  # fmt: skip
    warnings = size_warnings(names, (len(rows1), len(rows2)), (n1, n2)) + duplicate_warnings(m)
    if not m.terms:
        warnings.append(notice("no_terms"))
    table = result.table
    higher: NDArray[np.int64] | None = None
    if bootstrap:
        low, high = bootstrap_log_ratio(m, rows1, rows2, draws=bootstrap, seed=seed)
        table["log_ratio_boot_low"], table["log_ratio_boot_high"] = low, high
        if min(len(rows1), len(rows2)) < ENOUGH_REPORTS:
            warnings.append(
                notice("bootstrap_of_few", n_target=len(rows1), n_reference=len(rows2), least=ENOUGH_REPORTS)
            )
    if strata is not None:
        table["log_ratio_strata"], limits = stratified_log_ratio(m, rows1, rows2, strata)
        warnings += limits
    if permutations:
        # Numbers, not names: what groups are called must not change the result.
        labels = {m.reports[k]: "1" for k in rows1} | {m.reports[k]: "2" for k in rows2}
        test = permutation_test(m, labels, draws=permutations, seed=seed, strata=strata)
        table["p_permutation"] = test.table["p_permutation"]
        table["q_permutation"] = test.table["q_permutation"]
        side = {"1": 1, "2": -1, "": 0}
        higher = np.array([side[name] for name in test.table["higher"]], dtype=np.int64)
        result = replace(result, permutations=test.draws, smallest_p=test.smallest_p)
        warnings += test.warnings
    table["key"] = _key(table, higher)
    table = table[[name for name in _COLUMNS if name in table]].sort_values(
        ["g2", "term", "category"], ascending=[False, True, True], ignore_index=True
    )
    return replace(result, table=table, warnings=tuple(dict.fromkeys(warnings)))


def _columns(m: TermMatrix, rows1: NDArray[np.int64], rows2: NDArray[np.int64], cells: int) -> pd.DataFrame:
    """The columns that need no draws, one row a term of `m`, in its order."""
    a, b = m.total(rows1), m.total(rows2)
    n1, n2 = int(m.sizes[rows1].sum()), int(m.sizes[rows2].sum())
    g2 = log_likelihood(a, b, n1, n2, cells=cells)
    p_value = g2_p_value(g2)
    low, high = log_ratio_interval(a, b, n1, n2)
    prior = (a + b) / len(m.reports)
    odds, z = weighted_log_odds(a, b, n1, n2, prior, prior_total=(n1 + n2) / len(m.reports))
    return pd.DataFrame(
        {
            "term": m.terms,
            "category": m.categories,
            "n_target": a,
            "n_reference": b,
            "per_10k_target": per_10k(a, n1),
            "per_10k_reference": per_10k(b, n2),
            "reports_target": m.report_count(rows1),
            "reports_reference": m.report_count(rows2),
            "log_ratio": log_ratio(a, b, n1, n2),
            "log_ratio_low": low,
            "log_ratio_high": high,
            "g2": g2,
            "p_value": p_value,
            "q_value": false_discovery_rate(p_value),
            "dispersion": deviation_of_proportions(m.counts, m.sizes),
            "g2_without_top": _without_top(m, rows1, rows2, cells),
            "percent_difference": percent_difference(a, b, n1, n2),
            "bic": bayes_factor(g2, n1, n2),
            "log_odds": odds,
            "log_odds_z": z,
        }
    )


def _without_top(
    m: TermMatrix, rows1: NDArray[np.int64], rows2: NDArray[np.int64], cells: int
) -> NDArray[np.float64]:
    """G² of each term when the report is left out that raises the higher of the two frequencies most."""
    a, b = m.total(rows1).astype(float), m.total(rows2).astype(float)
    n1, n2 = float(m.sizes[rows1].sum()), float(m.sizes[rows2].sum())
    result = np.zeros(len(a))
    for rows, mine, size, other, other_size in ((rows1, a, n1, b, n2), (rows2, b, n2, a, n1)):
        if len(rows) < 2:
            continue
        counts = m.counts[rows]
        part = np.repeat(np.arange(len(rows)), np.diff(counts.indptr))
        left = size - m.sizes[rows][part]
        rate = np.where(left > 0, (mine[counts.indices] - counts.data) / np.where(left > 0, left, 1.0), 0.0)
        lowest = np.full(len(a), np.inf)
        np.minimum.at(lowest, counts.indices, rate)
        # Of several reports that lower it alike the first is left out.
        at = np.flatnonzero(rate <= lowest[counts.indices])
        term, first = np.unique(counts.indices[at], return_index=True)
        at = at[first]
        still = (mine[term] * other_size > other[term] * size) & (rate[at] * other_size > other[term])
        term, at = term[still], at[still]
        result[term] = log_likelihood(
            mine[term] - counts.data[at], other[term], left[at], other_size, cells=cells
        )
    return result


def _key(table: pd.DataFrame, higher: NDArray[np.int64] | None) -> NDArray[np.object_]:
    """`higher` is 1 where the reports of the target use a term more on average, −1 for the reference."""
    q = table["q_permutation"] if "q_permutation" in table else table["q_value"]
    side = np.sign(table["per_10k_target"] - table["per_10k_reference"])
    key = (q < SIGNIFICANT) & (table["g2_without_top"] >= _CRITICAL) & (side != 0)
    if higher is not None:
        key &= side == higher
    if "log_ratio_strata" in table:
        key &= side == np.sign(table["log_ratio_strata"])
    return np.where(key, np.where(side > 0, "target", "reference"), "").astype(object)


def compare(
    corpus: "Corpus",
    *,
    by: str,
    target: str,
    reference: str,
    unit: str = "terms",
    counting: str = "longest",
    permutations: int = DRAWS,
    bootstrap: int = BOOTSTRAP_DRAWS,
    seed: int = 0,
    strata: str | None = None,
) -> Keyness:
    """`keyness` of two groups of a corpus: those whose `by` (level, province, year …) is so named.

    `strata` is another grouping, year or province: then reports of the same year or province are
    compared. The numbers of draws may be 0.
    """
    # A year may be given as a number.
    target, reference = str(target), str(reference)
    groups = corpus.groups(by)
    members = {name: [str(k) for k in groups.index[groups == name]] for name in (target, reference)}
    for name, ids in members.items():
        if not ids:
            known = ", ".join(sorted(groups.unique())) or "none"
            raise AnalysisError(f"no report has {by} '{name}' (there are: {known}).")
    if target == reference:
        raise AnalysisError(f"'{target}' cannot be compared with itself. Name two groups.")
    return keyness(
        TermMatrix.of(corpus, unit=unit, counting=counting),
        members[target],
        members[reference],
        (target, reference),
        permutations=permutations,
        bootstrap=bootstrap,
        seed=seed,
        strata=stratum_names(corpus, strata, by),
    )
