"""What an analysis needs, and what it says where the data are few, lopsided or doubled."""

from collections.abc import Mapping, Sequence

import numpy as np

from reportlens.analysis.matrix import TermMatrix
from reportlens.errors import AnalysisError

# With fewer reports on a side the result says something about reports, not about the group.
FEW_REPORTS = 3
# With a side so many times as long as the other, most of what is said rests on one of them.
LOPSIDED = 10
SIGNIFICANT = 0.05


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


def size_warnings(names: Sequence[str], reports: Sequence[int], tokens: Sequence[int]) -> list[str]:
    """Warnings about groups of few reports, and about one that is many times as long as another."""
    few = [(name, n) for name, n in zip(names, reports, strict=True) if n < FEW_REPORTS]
    if len(few) > 2:
        listed = ", ".join(name for name, _ in few[:5]) + (", …" if len(few) > 5 else "")
        found = [
            f"{len(few)} groups have fewer than {FEW_REPORTS} reports ({listed}); "
            "differences may be those of single reports."
        ]
    else:
        found = [
            f"{name}: only {n} report{'s' if n > 1 else ''}; differences may be those of single reports."
            for name, n in few
        ]
    long, short = int(np.argmax(tokens)), int(np.argmin(tokens))
    if tokens[long] > LOPSIDED * tokens[short]:
        times = tokens[long] / tokens[short]
        found.append(
            f"{names[long]} has {times:.0f} times as many words as {names[short]}: "
            f"a term missing from {names[short]} may only be missing for want of text."
        )
    return found


def duplicate_warnings(matrix: TermMatrix) -> list[str]:
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
    more = f" and {len(pairs) - 1} more pairs" if len(pairs) > 1 else ""
    return [
        f"'{pairs[0][0]}' and '{pairs[0][1]}'{more} have exactly the same counts. "
        "If one is a copy of the other, remove it: a text that stands twice counts twice."
    ]


def strata_of(reports: Sequence[str], strata: Mapping[str, str] | None) -> tuple[list[str], list[str]]:
    """The stratum of each report, and a warning for those without one, which form a stratum of their own."""
    if strata is None:
        return [""] * len(reports), []
    without = [report for report in reports if report not in strata]
    warnings = []
    if len(without) == len(reports):
        raise AnalysisError("no report has a stratum. State what divides them in a manifest.csv beside them.")
    if without:
        warnings.append(
            f"{len(without)} reports have no stratum ('{without[0]}' …); they are compared with one another."
        )
    return [strata.get(report, "") for report in reports], warnings
