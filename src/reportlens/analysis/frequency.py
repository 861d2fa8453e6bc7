"""How often each term stands in each group of reports."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import per_10k
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus


def frequencies(
    corpus: "Corpus", *, by: str | None = None, unit: str = "terms", counting: str = "longest"
) -> pd.DataFrame:
    """One row a term: term, category, then for each group count, per_10k and report_count.

    The columns of a group are named `<group>_count` and so on; without `by` there is one group,
    `all`. `per_10k` is per 10,000 tokens of the group. The commonest terms come first.
    """
    matrix = TermMatrix.of(corpus, unit=unit, counting=counting)
    if by is None:
        members = {"all": np.arange(len(matrix.reports))}
    else:
        groups = corpus.groups(by)
        if groups.empty:
            raise AnalysisError(f"no report has a {by}. State it in a manifest.csv beside the reports.")
        members = {str(name): matrix.rows(list(rows.index)) for name, rows in groups.groupby(groups)}
    columns: dict[str, object] = {"term": matrix.terms, "category": matrix.categories}
    total = np.zeros(len(matrix.terms), dtype=np.int64)
    for name, rows in sorted(members.items()):
        count = matrix.total(rows)
        total += count
        size = int(matrix.sizes[rows].sum())
        columns[f"{name}_count"] = count
        columns[f"{name}_per_10k"] = per_10k(count, size) if size else np.zeros(len(count))
        columns[f"{name}_report_count"] = matrix.report_count(rows)
    table = pd.DataFrame(columns)
    order = np.lexsort((table["category"], table["term"], -total))
    return table.iloc[order[total[order] > 0]].reset_index(drop=True)
