"""How alike reports are: in the terms they use, and word for word."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.sentences import letters, shingles
from reportlens.analysis.vectors import tf_idf
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

SHINGLE = 8
MOST_REPORTS = 2_000
# From here on one of two reports is a copy of the other, or of the same source.
COPY = 0.5


@dataclass(frozen=True)
class Similarity:
    """Every pair of reports, the most alike first.

    Columns of `table`: first, second (report ids), cosine (of TF-IDF), jaccard_terms (terms of both / terms
    of either), jaccard_shingles (the same of runs of 8 letters: how much is the same word for word). Where
    neither report has a term the similarity of terms is 0.
    """

    table: pd.DataFrame
    unit: str
    shingle: int
    warnings: tuple[Notice, ...] = ()


def report_similarity(
    corpus: "Corpus", *, unit: str = "terms", counting: str = "longest", shingle: int = SHINGLE
) -> Similarity:
    """Compare all pairs of reports. Raises `AnalysisError` for one report, or more than 2,000."""
    m = TermMatrix.of(corpus, unit=unit, counting=counting)
    n = len(m.reports)
    if n < 2:
        raise AnalysisError("similarity needs two reports; there is only one.")
    if n > MOST_REPORTS:
        raise AnalysisError(
            f"{n} reports make {n * (n - 1) // 2} pairs. Choose at most {MOST_REPORTS} reports."
        )
    texts = corpus.query("SELECT report_id, text FROM texts ORDER BY report_id")
    text_of = dict(zip(texts["report_id"].astype(str), texts["text"].astype(str), strict=True))
    vectors = tf_idf(m.counts)
    first, second = np.triu_indices(n, k=1)
    copies = shingle_sets([text_of[report] for report in m.reports], shingle)
    table = pd.DataFrame(
        {
            "first": np.array(m.reports, dtype=object)[first],
            "second": np.array(m.reports, dtype=object)[second],
            "cosine": np.clip((vectors @ vectors.T).toarray()[first, second], 0.0, 1.0),
            "jaccard_terms": jaccard(m.counts)[first, second],
            "jaccard_shingles": jaccard(copies)[first, second],
        }
    ).sort_values(["cosine", "first", "second"], ascending=[False, True, True], ignore_index=True)
    copied = table[table["jaccard_shingles"] >= COPY]
    warnings: tuple[Notice, ...] = ()
    if len(copied):
        pair = copied.iloc[0]
        warnings = (notice("copies", n=len(copied), report=pair["first"], other=pair["second"]),)
    return Similarity(table, unit, shingle, warnings)


def shingle_sets(texts: list[str], size: int = SHINGLE) -> csr_array:
    """Which runs of `size` letters stand in which text: 0 and 1, of shape (texts, runs)."""
    sets = [np.unique(shingles(letters(text), size)) for text in texts]
    unique, column = np.unique(np.concatenate(sets), return_inverse=True)
    ends = np.cumsum([0, *map(len, sets)])
    return csr_array((np.ones(len(column), dtype=np.int64), column, ends), shape=(len(texts), len(unique)))


def jaccard(counts: csr_array) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Jaccard similarity of what stands in the rows, of shape (rows, rows); 0 for two empty rows."""
    present = csr_array((counts > 0).astype(np.int64))
    shared = (present @ present.T).toarray()
    size = np.asarray(present.sum(axis=1)).ravel()
    either = size[:, None] + size[None, :] - shared
    return np.asarray(shared / np.where(either > 0, either, 1), dtype=np.float64)
