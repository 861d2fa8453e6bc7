"""A scikit-learn estimator: texts, files or a corpus to a matrix of terms."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from reportlens.analysis.matrix import TermMatrix
from reportlens.corpus import COUNTINGS, Corpus
from reportlens.errors import AnalysisError, SourceError

if TYPE_CHECKING:
    from reportlens.lexicon import Lexicon
    from reportlens.report import Report

WEIGHTINGS = ("tfidf", "count", "binary")


class TermVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is not typed
    """Reports to a sparse matrix of shape (reports, terms).

    What it takes is a `Corpus`, or an iterable of texts (`str`), files (`pathlib.Path`) or both; with
    `input="path"` strings are paths too. Texts are cleaned and annotated as any report is.

    `unit` is terms or words, `counting` one of `COUNTINGS`. Terms that fewer than `min_df` or more than
    `max_df` of the reports use are left out (a float is a share, an int a number). `weighting` is
    `tfidf` (scikit-learn's smooth idf; `sublinear_tf` takes 1 + ln count), `count` or `binary`; `norm` is
    l2, l1 or None. `lexicon` is ours where none is given; a corpus has been counted with its own.

    After fitting: `vocabulary_` (term to column), `idf_`, `n_reports_`.
    """

    def __init__(
        self,
        *,
        input: str = "content",
        unit: str = "terms",
        counting: str = "longest",
        weighting: str = "tfidf",
        sublinear_tf: bool = False,
        norm: str | None = "l2",
        min_df: float = 1,
        max_df: float = 1.0,
        lexicon: "Lexicon | None" = None,
    ) -> None:
        self.input = input
        self.unit = unit
        self.counting = counting
        self.weighting = weighting
        self.sublinear_tf = sublinear_tf
        self.norm = norm
        self.min_df = min_df
        self.max_df = max_df
        self.lexicon = lexicon

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def fit(self, X: Any, y: Any = None) -> "TermVectorizer":  # noqa: N803  scikit-learn's name
        """Learn which terms there are, and in how many reports."""
        self._learn(X)
        return self

    def fit_transform(self, X: Any, y: Any = None, **_: Any) -> csr_matrix:  # noqa: N803
        """`fit` and `transform` with one reading of the reports."""
        return self._weighted(self._learn(X))

    def transform(self, X: Any) -> csr_matrix:  # noqa: N803
        """The matrix of other reports over the same terms; terms that were not learnt do not count."""
        check_is_fitted(self)
        return self._weighted(_columns(self._counted(X), self.vocabulary_))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """The terms in the order of the columns."""
        check_is_fitted(self)
        return np.array(list(self.vocabulary_), dtype=object)

    def _learn(self, X: Any) -> csr_array:  # noqa: N803
        self._check()
        counted = self._counted(X)
        names = sorted({term for counts in counted for term in counts})
        if not counted:
            raise ValueError("there is no report to learn from.")
        counts = _columns(counted, {term: k for k, term in enumerate(names)})
        n = len(counted)
        frequency = np.bincount(counts.indices, minlength=len(names))
        low, high = _number(self.min_df, n), _number(self.max_df, n)
        kept = np.flatnonzero((frequency >= low) & (frequency <= high))
        if not len(kept):
            raise ValueError(
                f"no term is left: none stands in {low:g} to {high:g} of the {n} reports. Change min_df or max_df."
            )
        self.vocabulary_ = {names[k]: place for place, k in enumerate(kept.tolist())}
        self.idf_ = np.log((1 + n) / (1 + frequency[kept])) + 1
        self.n_reports_ = n
        return csr_array(counts[:, kept])

    def _check(self) -> None:
        for name, known in (
            ("input", ("content", "path")),
            ("unit", ("terms", "words")),
            ("counting", COUNTINGS),
            ("weighting", WEIGHTINGS),
            ("norm", ("l1", "l2", None)),
        ):
            if getattr(self, name) not in known:
                raise ValueError(
                    f"{name} must be one of {', '.join(map(str, known))}, not {getattr(self, name)!r}."
                )

        for name in ("min_df", "max_df"):
            value = getattr(self, name)
            whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
            if not ((whole and value >= 1) or (isinstance(value, float) and 0 <= value <= 1)):
                raise ValueError(f"{name} must be a share from 0.0 to 1.0 or a number from 1, not {value!r}.")

    def _weighted(self, counts: csr_array) -> csr_matrix:
        from sklearn.preprocessing import normalize

        result = csr_matrix(counts.astype(np.float64))
        if self.weighting == "binary":
            result.data = np.ones_like(result.data)
        elif self.weighting == "tfidf":
            tf = 1 + np.log(result.data) if self.sublinear_tf else result.data
            result.data = tf * self.idf_[result.indices]
        # There may be no report to transform, which `normalize` refuses.
        return normalize(result, self.norm, copy=False) if self.norm and result.shape[0] else result

    def _counted(self, X: Any) -> list[dict[str, int]]:  # noqa: N803
        """How often each term stands in each report, by report id for a corpus, otherwise as given."""
        if isinstance(X, Corpus):
            return _of_matrix(TermMatrix.of(X, unit=self.unit, counting=self.counting))
        if isinstance(X, str | Path) or not isinstance(X, Iterable):
            raise ValueError("Iterable over texts or paths expected, or a Corpus; a single one was received.")
        if isinstance(X, Mapping) or getattr(X, "ndim", 1) != 1:
            # To go through one is to go through the names of its columns.
            raise ValueError("Iterable over texts or paths expected; a table was received. Give one column.")
        return [self._count(self._report(item)) for item in X]

    def _report(self, item: Any) -> "Report":
        from reportlens.report import Report

        if isinstance(item, Path) or (self.input == "path" and isinstance(item, str)):
            from reportlens.reading.sources import find_sources, read_reports

            reports = [
                report for source in find_sources([item]).sources for report in read_reports(source)[0]
            ]
            if len(reports) != 1:
                raise AnalysisError(f"{item}: holds {len(reports)} reports; one a path is needed.")
            return reports[0]
        if not isinstance(item, str):
            raise ValueError(f"a text or a path expected, not {type(item).__name__}.")
        return Report("text", "", "", item)

    def _count(self, report: "Report") -> dict[str, int]:
        """How often each term stands in one report; a text in which nothing is left has none."""
        from reportlens.annotate import annotate

        try:
            annotation = annotate(report, self.lexicon)
        except SourceError:
            if report.path:
                raise
            return {}
        if self.unit == "words":
            return dict(Counter(word for word in annotation.words() if any(map(str.isalnum, word))))
        return dict(
            Counter(
                hit.canonical
                for hit in annotation.terms
                if self.counting == "inclusive"
                or (hit.exclusive if self.counting == "exclusive" else not hit.nested)
            )
        )


def _number(share: float, reports: int) -> float:
    """A number of reports: an int is one, a float a share."""
    return share * reports if isinstance(share, float) else share


def _of_matrix(matrix: TermMatrix) -> list[dict[str, int]]:
    counted = []
    for row in range(len(matrix.reports)):
        counts: dict[str, int] = {}
        cells = slice(matrix.counts.indptr[row], matrix.counts.indptr[row + 1])
        for k, count in zip(
            matrix.counts.indices[cells].tolist(), matrix.counts.data[cells].tolist(), strict=True
        ):
            counts[matrix.terms[k]] = counts.get(matrix.terms[k], 0) + count
        counted.append(counts)
    return counted


def _columns(counted: Sequence[dict[str, int]], vocabulary: dict[str, int]) -> csr_array:
    indptr, indices, data = [0], [], []
    for counts in counted:
        cells = sorted((vocabulary[term], count) for term, count in counts.items() if term in vocabulary)
        indices += [k for k, _ in cells]
        data += [count for _, count in cells]
        indptr.append(len(indices))
    return csr_array(
        (np.array(data, dtype=np.int64), np.array(indices, dtype=np.int32), np.array(indptr, dtype=np.int32)),
        shape=(len(counted), len(vocabulary)),
    )
