"""Reports × terms: the counts that every comparison starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus


@dataclass(frozen=True)
class TermMatrix:
    """Counts of terms (or words) in reports.

    `counts` has shape (reports, terms); `reports` and `terms` label its rows and columns in order,
    `categories` gives the category of each term (empty for words), `sizes` the tokens of each report
    without punctuation. `unit` and `counting` say what was counted.
    """

    counts: csr_array
    reports: tuple[str, ...]
    terms: tuple[str, ...]
    categories: tuple[str, ...]
    sizes: NDArray[np.int64]
    unit: str = "terms"
    counting: str = "longest"

    @classmethod
    def of(cls, corpus: "Corpus", *, unit: str = "terms", counting: str = "longest") -> "TermMatrix":
        """The matrix of a corpus: rows by report id, columns by term, whatever order files came in."""
        sizes = corpus.sizes()
        rows = corpus.counts(unit, counting)
        reports = tuple(sizes.index)
        labels = rows[["term", "category"]].drop_duplicates().sort_values(["term", "category"])
        terms = tuple(labels["term"])
        categories = tuple(labels["category"])
        column = {label: k for k, label in enumerate(zip(terms, categories, strict=True))}
        row = {report: k for k, report in enumerate(reports)}
        counts = csr_array(
            (
                rows["count"].to_numpy(np.int64),
                (
                    rows["report_id"].map(row).to_numpy(np.int64),
                    np.array(
                        [column[label] for label in zip(rows["term"], rows["category"], strict=True)],
                        np.int64,
                    ),
                ),
            ),
            shape=(len(reports), len(terms)),
        )
        return cls(counts, reports, terms, categories, np.asarray(sizes, dtype=np.int64), unit, counting)

    def rows(self, reports: Sequence[str]) -> NDArray[np.int64]:
        """The row numbers of `reports`; raises `AnalysisError` for one that is not there."""
        place = {report: k for k, report in enumerate(self.reports)}
        missing = [report for report in reports if report not in place]
        if missing:
            raise AnalysisError(f"no report '{missing[0]}' in the matrix.")
        return np.array([place[report] for report in reports], dtype=np.int64)

    def total(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The count of each term over the reports of `rows`."""
        return np.asarray(self.counts[rows].sum(axis=0)).ravel().astype(np.int64)

    def report_count(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many of the reports of `rows` each term stands."""
        return np.asarray((self.counts[rows] > 0).sum(axis=0)).ravel().astype(np.int64)
