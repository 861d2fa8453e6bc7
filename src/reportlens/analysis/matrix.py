"""Reports × terms: the counts that every comparison starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus
    from reportlens.lexicon import Lexicon

UNITS = ("terms", "words", "categories", "themes")
# The theme of a term that has none in the lexicon.
NO_THEME = "none"


@dataclass(frozen=True)
class TermMatrix:
    """Counts of terms, words, categories or themes in reports.

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
    def of(
        cls,
        corpus: "Corpus",
        *,
        unit: str = "terms",
        counting: str = "longest",
        lexicon: "Lexicon | None" = None,
    ) -> "TermMatrix":
        """The matrix of a corpus: rows by report id, columns by term, whatever order files came in.

        `unit` is one of `UNITS`. A category or theme counts all its terms; a theme is the one that the
        lexicon of the corpus (or `lexicon`, where one is given) states for the term, `none` for a term
        without one.
        """
        if unit not in UNITS:
            raise AnalysisError(f"unknown unit '{unit}'. Use one of {', '.join(UNITS)}.")
        if unit in ("categories", "themes"):
            terms_matrix = cls.of(corpus, counting=counting)
            if unit == "categories":
                return terms_matrix.merged(
                    dict(zip(terms_matrix.terms, terms_matrix.categories, strict=True)), unit
                )
            if lexicon is None:
                themes = corpus.themes()
            else:
                themes = {t: lexicon[t].theme for t in terms_matrix.terms if t in lexicon}
            theme_of = {t: themes.get(t, "") or NO_THEME for t in terms_matrix.terms}
            return terms_matrix.merged(theme_of, unit)
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

    def ordered(self) -> "TermMatrix":
        """The same matrix with its rows by report id and its columns by term and category.

        Every analysis starts here, so that no result depends on the order of rows or columns.
        """
        rows = sorted(range(len(self.reports)), key=self.reports.__getitem__)
        labels = list(zip(self.terms, self.categories, strict=True))
        columns = sorted(range(len(labels)), key=labels.__getitem__)
        if rows == list(range(len(rows))) and columns == list(range(len(columns))):
            return (
                self if self.counts.has_sorted_indices else replace(self, counts=self.counts.sorted_indices())
            )
        return self.part(np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))

    def part(
        self, rows: NDArray[np.int64] | None = None, columns: NDArray[np.int64] | None = None
    ) -> "TermMatrix":
        """The matrix of some rows and columns, in the order given; sizes stay those of whole reports."""
        counts, matrix = self.counts, self
        if rows is not None:
            counts = counts[rows]
            matrix = replace(matrix, reports=tuple(self.reports[k] for k in rows), sizes=self.sizes[rows])
        if columns is not None:
            counts = counts[:, columns]
            matrix = replace(
                matrix,
                terms=tuple(self.terms[k] for k in columns),
                categories=tuple(self.categories[k] for k in columns),
            )
        return replace(matrix, counts=csr_array(counts).sorted_indices())

    def merged(self, labels: Mapping[str, str], unit: str) -> "TermMatrix":
        """Columns of one label added up: `labels` names the new column of each term, `unit` what they are."""
        names = sorted(set(labels.values()))
        column = {name: k for k, name in enumerate(names)}
        target = np.array([column[labels[term]] for term in self.terms], dtype=np.int64)
        ones = np.ones(len(self.terms), dtype=np.int64)
        grouping = csr_array(
            (ones, (np.arange(len(self.terms)), target)), shape=(len(self.terms), len(names))
        )
        counts = csr_array(self.counts @ grouping).sorted_indices()
        return replace(self, counts=counts, terms=tuple(names), categories=("",) * len(names), unit=unit)
