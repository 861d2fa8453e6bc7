"""What an analysis needs, and what it says where the data are few, lopsided or doubled."""

from collections.abc import Mapping, Sequence

import numpy as np

from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.notices import Notice, notice
from reportlens.errors import AnalysisError

# With fewer reports on a side the result says something about reports, not about the group.
FEW_REPORTS = 3
# With a side so many times as long as the other, most of what is said rests on one of them.
LOPSIDED = 10
SIGNIFICANT = 0.05
LARGEST_SEED = 2**31


def require_seed(seed: int) -> None:
    """Raises `AnalysisError` for what is no seed: a whole number from 0 to 2³¹."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed <= LARGEST_SEED:
        raise AnalysisError(f"the seed must be a whole number from 0 to {LARGEST_SEED}, not {seed!r}.")


def require_groups(names: Sequence[str], groups: Sequence[Sequence[str]]) -> None:
    """Raises `AnalysisError` where a group has no report, or where two groups share a report."""
    seen: set[str] = set()
    for name, group in zip(names, groups, strict=True):
        if not group:
            raise AnalysisError(f"the group '{name}' has no report, so there is nothing to compare.")
        shared = seen & set(group)
        if shared:
            raise AnalysisError(f"report '{min(shared)}' is in both groups.")
        if len(set(group)) < len(group):
            twice = min(report for report in group if group.count(report) > 1)
            raise AnalysisError(f"report '{twice}' is named twice in the group '{name}'.")
        seen |= set(group)


def size_warnings(names: Sequence[str], reports: Sequence[int], tokens: Sequence[int]) -> list[Notice]:
    """Warnings about groups of few reports, and about one that is many times as long as another."""
    few = [(name, n) for name, n in zip(names, reports, strict=True) if n < FEW_REPORTS]
    if len(few) > 2:
        listed = ", ".join(name for name, _ in few[:5]) + (", …" if len(few) > 5 else "")
        found = [notice("few_reports_in_groups", n=len(few), least=FEW_REPORTS, groups=listed)]
    else:
        found = [notice("few_reports", group=name, n=n) for name, n in few]
    long, short = int(np.argmax(tokens)), int(np.argmin(tokens))
    if tokens[long] > LOPSIDED * tokens[short]:
        times = tokens[long] / tokens[short]
        found.append(notice("lopsided", group=names[long], other=names[short], times=times))
    return found


def duplicate_warnings(matrix: TermMatrix) -> list[Notice]:
    """A warning where reports have exactly the same counts: a text that stands twice counts twice."""
    counts = matrix.counts
    first: dict[tuple[int, bytes, bytes], str] = {}
    pairs = []
    for k in np.argsort(np.array(matrix.reports, dtype=object), kind="stable"):
        cells = slice(counts.indptr[k], counts.indptr[k + 1])
        if cells.start == cells.stop:
            continue
        key = (int(matrix.sizes[k]), counts.indices[cells].tobytes(), counts.data[cells].tobytes())
        if key in first:
            pairs.append((first[key], matrix.reports[k]))
        else:
            first[key] = matrix.reports[k]
    if not pairs:
        return []
    report, other = pairs[0]
    if len(pairs) == 1:
        return [notice("same_counts", report=report, other=other)]
    return [notice("more_same_counts", report=report, other=other, n=len(pairs) - 1)]


def strata_of(reports: Sequence[str], strata: Mapping[str, str] | None) -> tuple[list[str], list[Notice]]:
    """The stratum of each report, and a warning for those without one, which form a stratum of their own."""
    if strata is None:
        return [""] * len(reports), []
    without = [report for report in reports if report not in strata]
    warnings: list[Notice] = []
    if len(without) == len(reports):
        raise AnalysisError("no report has a stratum. State what divides them in a manifest.csv beside them.")
    if without:
        warnings.append(notice("without_stratum", n=len(without), report=without[0]))
    return [strata.get(report, "") for report in reports], warnings
