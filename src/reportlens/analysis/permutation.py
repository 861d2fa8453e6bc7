"""Permutation test over reports: whole reports change groups, so that no token is taken as independent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.guards import SIGNIFICANT, require_seed, strata_of
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import false_discovery_rate
from reportlens.analysis.notices import Notice, notice
from reportlens.errors import AnalysisError

# With so many draws a single term among five hundred can reach q < 0.05.
DRAWS = 9_999
_CHUNK = 64  # arrangements at a time: what fits into the cache
# Two arrangements that differ in rounding only count as equal: so much of the sum of all rates.
_TOLERANCE = 1e-10


@dataclass(frozen=True)
class PermutationTest:
    """Do the groups use a term alike? One row a term, by term and category.

    Columns of `table`: term, category, statistic, higher (the group whose reports use the term most on
    average, within the strata; empty where two are alike), p_permutation, q_permutation
    (Benjamini–Hochberg). `arrangements` is the number of ways to divide the reports (infinite where it is
    beyond a float), `draws` how many were looked at, all of them where `exact`. No p can be below
    `smallest_p`.
    """

    table: pd.DataFrame
    groups: tuple[str, ...]
    arrangements: float
    draws: int
    exact: bool
    smallest_p: float
    seed: int
    warnings: tuple[Notice, ...] = ()


def permutation_test(
    matrix: TermMatrix,
    groups: Mapping[str, str],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    strata: Mapping[str, str] | None = None,
) -> PermutationTest:
    """Permute the reports of two or more groups; `groups` names the group of each report (id).

    What is compared is the mean of a term's relative frequency over the reports of a group: every report
    counts once, however long it is. The statistic is Σ T² / n over the groups, n the number of reports
    of the group and T = Σ (r − r̄), r the relative frequency in a report, r̄ its mean in the stratum; for
    two groups it grows with the absolute difference of their means, so p is two-sided. Reports change
    groups within their stratum, where `strata` names one for each report. Where the reports can be
    divided in no more than `draws` ways, all are looked at and p is exact: the share of those at least
    as extreme as what was observed. Otherwise p = (1 + those as extreme) / (1 + draws) (Phipson & Smyth
    2010).

    Under the null hypothesis p < α in no more than α of all terms, however unevenly single reports use
    them. The same seed gives the same result for any order of rows, columns and groups.
    """
    if draws < 1:
        raise AnalysisError(f"a permutation test needs at least one draw, not {draws}.")
    require_seed(seed)
    names = tuple(sorted(set(groups.values())))
    if len(names) < 2:
        raise AnalysisError(f"a comparison needs two groups; there is only '{''.join(names)}'.")
    m = matrix.ordered()
    m = m.part(np.sort(m.rows(list(groups))))
    labels = np.array([names.index(groups[report]) for report in m.reports], dtype=np.int16)
    of_report, warnings = strata_of(m.reports, strata)
    stratum = np.unique(of_report, return_inverse=True)[1]
    table_of = np.zeros((int(stratum.max()) + 1, len(names)), dtype=np.int64)
    np.add.at(table_of, (stratum, labels), 1)
    arrangements = prod(factorial(int(n.sum())) // prod(map(factorial, n.tolist())) for n in table_of)
    exact = arrangements <= draws
    by_reports = _alike(table_of) / arrangements
    smallest = max(by_reports, 0.0 if exact else 1 / (1 + draws))
    if exact:
        many, chunks = arrangements, _every(labels, stratum)
    else:
        many, chunks = draws, _random(labels, stratum, draws, seed)
    rates = _Rates(m, stratum, table_of)
    observed = rates.statistic(labels[None, :])
    floor = np.maximum(np.sqrt(observed) - _TOLERANCE * rates.total, 0.0) ** 2
    as_extreme = np.zeros(len(m.terms), dtype=np.int64)
    for chunk in chunks:
        as_extreme += (rates.statistic(chunk) >= floor).sum(axis=1)
    p = as_extreme / many if exact else (1 + as_extreme) / (1 + many)
    table = pd.DataFrame(
        {
            "term": m.terms,
            "category": m.categories,
            "statistic": observed[:, 0],
            "higher": _higher(rates.means(labels), _TOLERANCE * rates.total.ravel(), names),
            "p_permutation": p,
            "q_permutation": false_discovery_rate(p),
        }
    )
    used = int((np.asarray(m.counts.sum(axis=0)) > 0).sum())
    warnings += _power_warnings(table_of, by_reports, used, None if exact else draws)
    return PermutationTest(
        table, names, _as_float(arrangements), many, exact, min(smallest, 1.0), seed, tuple(warnings)
    )


class _Rates:
    """Relative frequencies summed by group, for many ways of dividing the reports at once."""

    def __init__(self, m: TermMatrix, stratum: NDArray[np.intp], table: NDArray[np.int64]) -> None:
        sizes = np.where(m.sizes > 0, m.sizes, 1).astype(float)
        rates = m.counts.astype(np.float64)
        rates.data /= np.repeat(sizes, np.diff(rates.indptr))
        self.by_term = csr_array(rates.T.tocsr())
        inside = csr_array(
            (np.ones(len(stratum)), (stratum, np.arange(len(stratum)))), shape=(len(table), len(stratum))
        )
        means = (inside @ rates).toarray().T / table.sum(axis=1)
        # Σ r̄ over a group: a group keeps its number of reports in every stratum.
        self.constant = means @ table
        self.reports = table.sum(axis=0)
        self.total = np.asarray(self.by_term.sum(axis=1)).reshape(-1, 1)

    def means(self, labels: NDArray[np.int16]) -> NDArray[np.float64]:
        """How far the reports of a group are above their strata on average, of shape (terms, groups)."""
        members = (labels[:, None] == np.arange(len(self.reports))).astype(np.float64)
        return np.asarray((self.by_term @ members - self.constant) / self.reports)

    def statistic(self, labels: NDArray[np.int16]) -> NDArray[np.float64]:
        """The statistic of shape (terms, arrangements) for `labels` of shape (arrangements, reports)."""
        result = np.zeros((self.by_term.shape[0], len(labels)))
        left = np.zeros_like(result)
        for group, n in enumerate(self.reports.tolist()):
            if group < len(self.reports) - 1:
                members = np.ascontiguousarray((labels == group).T, dtype=np.float64)
                t = self.by_term @ members
                t -= self.constant[:, [group]]
                left -= t
            else:
                t = left  # the T of all groups add up to 0
            np.square(t, out=t)
            t /= n
            result += t
        return result


def _higher(
    means: NDArray[np.float64], tolerance: NDArray[np.float64], names: tuple[str, ...]
) -> NDArray[np.object_]:
    """The name of the group with the largest mean of each term, empty where it is no larger than the next."""
    order = np.sort(means, axis=1)
    clear = order[:, -1] - order[:, -2] > tolerance
    return np.where(clear, np.array(names, dtype=object)[means.argmax(axis=1)], "")


def _random(
    labels: NDArray[np.int16], stratum: NDArray[np.intp], draws: int, seed: int
) -> Iterator[NDArray[np.int16]]:
    generator = np.random.default_rng([seed, 1])
    places = [np.flatnonzero(stratum == s) for s in range(int(stratum.max()) + 1)]
    for start in range(0, draws, _CHUNK):
        chunk = np.repeat(labels[None, :], min(_CHUNK, draws - start), axis=0)
        for row in chunk:
            for at in places:
                row[at] = generator.permutation(row[at])
        yield chunk


def _every(labels: NDArray[np.int16], stratum: NDArray[np.intp]) -> Iterator[NDArray[np.int16]]:
    """Every way to divide the reports, stratum by stratum."""
    chunk = []
    for arrangement in _filled(labels.copy(), [np.flatnonzero(stratum == s) for s in np.unique(stratum)]):
        chunk.append(arrangement.copy())
        if len(chunk) == _CHUNK:
            yield np.array(chunk)
            chunk = []
    if chunk:
        yield np.array(chunk)


def _filled(labels: NDArray[np.int16], strata: list[NDArray[np.intp]]) -> Iterator[NDArray[np.int16]]:
    if not strata:
        yield labels
        return
    places, rest = strata[0], strata[1:]
    given = np.sort(labels[places])

    def choose(free: tuple[int, ...], group: int) -> Iterator[None]:
        size = int((given == group).sum())
        if len(free) == size:
            labels[list(free)] = group
            yield
            return
        for chosen in combinations(free, size):
            labels[list(chosen)] = group
            taken = set(chosen)
            yield from choose(tuple(k for k in free if k not in taken), group + 1)

    for _ in choose(tuple(int(k) for k in places), int(given[0])):
        yield from _filled(labels, rest)


def _alike(table: NDArray[np.int64]) -> int:
    """In how many ways whole groups can change names: groups with as many reports in every stratum."""
    columns = [tuple(column) for column in table.T.tolist()]
    return prod(factorial(columns.count(column)) for column in set(columns))


def _power_warnings(
    table: NDArray[np.int64], by_reports: float, terms: int, draws: int | None
) -> list[Notice]:
    """What keeps p from being small: the reports, if `by_reports` does, otherwise the `draws` (None: all)."""
    found = []
    alone = int(table[(table > 0).sum(axis=1) < 2].sum())
    if alone:
        found.append(notice("no_counterpart", n=alone))
    sizes = ", ".join(str(n) for n in table.sum(axis=0).tolist()[:6]) + (", …" if table.shape[1] > 6 else "")
    by_draws = 0.0 if draws is None else 1 / (1 + draws)
    if by_reports > SIGNIFICANT:
        found.append(notice("few_arrangements", sizes=sizes, p=min(by_reports, 1.0), level=SIGNIFICANT))
    elif by_draws > SIGNIFICANT:
        found.append(notice("few_draws", n=draws, p=by_draws, level=SIGNIFICANT))
    elif by_reports * terms > SIGNIFICANT:
        found.append(
            notice("few_arrangements_for_one_term", sizes=sizes, p=by_reports, terms=terms, level=SIGNIFICANT)
        )
    elif by_draws * terms > SIGNIFICANT:
        found.append(notice("few_draws_for_one_term", n=draws, p=by_draws, terms=terms, level=SIGNIFICANT))
    return found


def _as_float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf")
