"""National formula against local content: how common sentences and terms are across places and time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportlens.analysis.commonness import term_commonness
from reportlens.analysis.families import families
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.sentences import letters, sentences, shingles
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

# A wording is formula where so many of the places have it, and at least two.
SHARED = 0.1
WORDING = 8  # characters without punctuation: the shortest wording that counts
DISTINCT_SENTENCES = 5
_SHORTEST_DISTINCT = 12


@dataclass(frozen=True)
class Formula:
    """How much of each report is wording that other places have too.

    `table`, one row a report: report_id, place, n_sentences, n_chars (letters), formula_share (of the
    letters, those in a run of 8 or more that at least `places_needed` places have), shared_sentences
    (sentences whose family stands in so many places).
    `sentences`, one row a sentence: report_id, start, end, n_chars, family, reports, places, years (that
    have a sentence of the family), formula_share, distinctness.
    `distinct`, the sentences that make a report distinct: report_id, rank, start, end, text,
    distinctness (share of letters that is no formula × mean ln(places / places with it) of its pairs of
    letters), formula_share.
    `terms`: see `term_commonness`; empty where texts were given and no corpus.
    """

    table: pd.DataFrame
    sentences: pd.DataFrame
    distinct: pd.DataFrame
    terms: pd.DataFrame
    places: int
    places_needed: int
    warnings: tuple[Notice, ...] = ()


def formula(corpus: "Corpus", *, counting: str = "longest", share: float = SHARED) -> Formula:
    """Set national formula apart from local content in a corpus.

    A report without a place counts as a place of its own, and so does every report where all are of one
    place. Raises `AnalysisError` for a single report.
    """
    texts = corpus.query("SELECT report_id, text FROM texts ORDER BY report_id")
    by_report = dict(zip(texts["report_id"].astype(str), texts["text"].astype(str), strict=True))
    years = {str(report): str(year) for report, year in corpus.groups("year").items()}
    if len(by_report) < 2:
        raise AnalysisError("formula is what several reports share; there is only one. Add reports.")
    places = places_of(corpus)
    alone = sum(place == f"({report})" for report, place in places.items())
    warnings = []
    if alone == len(places):
        warnings.append(notice("no_two_places"))
    elif alone:
        warnings.append(notice("without_place", n=alone))
    terms = term_commonness(TermMatrix.of(corpus, counting=counting), places, years)
    found = formula_of_texts(by_report, places, years, share=share)
    return replace(found, terms=terms, warnings=(*warnings, *found.warnings))


def places_of(corpus: "Corpus") -> dict[str, str]:
    """The place of each report. One without a place stands for itself; each does where there is one place."""
    reports = [str(report) for report in corpus.sizes().index]
    known = {str(report): str(place) for report, place in corpus.groups("place").items()}
    if len(set(known.values())) < 2:
        known = {}
    return {report: known.get(report, f"({report})") for report in reports}


def formula_of_texts(
    texts: Mapping[str, str],
    places: Mapping[str, str],
    years: Mapping[str, str] | None = None,
    *,
    share: float = SHARED,
) -> Formula:
    """`formula` of clean texts by report id, without terms; `places` names the place of each."""
    reports = sorted(texts)
    names = sorted({places[report] for report in reports})
    needed = max(2, math.ceil(share * len(names)))
    rows = _sentence_rows(reports, texts, places, years or {})
    if rows.empty:
        raise AnalysisError("there is not one sentence in the reports.")
    codes = {place: k for k, place in enumerate(names)}
    place_of_row = np.array([codes[place] for place in rows["place"]], dtype=np.int64)
    rows["family"] = families(rows["letters"].tolist())
    grouped = rows.groupby("family")
    for column, of in (("reports", "report_id"), ("places", "place"), ("years", "year")):
        rows[column] = grouped[of].transform("nunique")
    rows["formula_share"] = _covered(rows["letters"].tolist(), place_of_row, needed)
    rarity = _rarity(rows["letters"].tolist(), place_of_row, len(names))
    rows["distinctness"] = (1 - rows["formula_share"]) * rarity
    table = _report_table(reports, rows, places, needed)
    kept = "report_id start end n_chars family reports places years formula_share distinctness".split()
    return Formula(table, rows[kept].copy(), _distinct(rows, texts), pd.DataFrame(), len(names), needed)


def _sentence_rows(
    reports: list[str], texts: Mapping[str, str], places: Mapping[str, str], years: Mapping[str, str]
) -> pd.DataFrame:
    rows = []
    for report in reports:
        for start, end in sentences(texts[report]):
            plain = letters(texts[report][start:end])
            if plain:
                rows.append((report, places[report], years.get(report), start, end, plain, len(plain)))
    return pd.DataFrame(rows, columns=["report_id", "place", "year", "start", "end", "letters", "n_chars"])


def _places_with(hashes: NDArray[np.uint64], place: NDArray[np.int64]) -> NDArray[np.int64]:
    """In how many places each hash stands, for every row."""
    unique, number = np.unique(hashes, return_inverse=True)
    pairs = np.unique(number.astype(np.int64) * (int(place.max()) + 1) + place)
    count = np.bincount(pairs // (int(place.max()) + 1), minlength=len(unique))
    return np.asarray(count[number], dtype=np.int64)


def _flat(
    plain: list[str], place: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Sentence, offset in it, and number of places, of every shingle of `size`."""
    parts = [shingles(sentence, size) for sentence in plain]
    lengths = np.array([len(part) for part in parts])
    sentence = np.repeat(np.arange(len(plain)), lengths)
    offset = np.arange(len(sentence)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return sentence, offset, _places_with(np.concatenate(parts), place[sentence])


def _covered(plain: list[str], place: NDArray[np.int64], needed: int) -> NDArray[np.float64]:
    """The share of each sentence's letters that stand in a run which `needed` places have."""
    sentence, offset, shared = _flat(plain, place, WORDING)
    sizes = np.array([len(p) for p in plain])
    # +1 where a shared run starts and −1 after it: above 0 lies what is covered.
    first = np.cumsum(sizes + 1) - (sizes + 1)
    edges = np.zeros(int((sizes + 1).sum()), dtype=np.int64)
    runs = shared >= needed
    starts = first[sentence[runs]] + offset[runs]
    ends = np.minimum(starts + WORDING, first[sentence[runs]] + sizes[sentence[runs]])
    np.add.at(edges, starts, 1)
    np.add.at(edges, ends, -1)
    inside = np.cumsum(edges) > 0
    return np.asarray(np.add.reduceat(inside.astype(np.int64), first) / sizes)


def _rarity(plain: list[str], place: NDArray[np.int64], places: int) -> NDArray[np.float64]:
    sentence, _, shared = _flat(plain, place, 2)
    sums = np.bincount(sentence, weights=np.log(places / shared), minlength=len(plain))
    return np.asarray(sums / np.bincount(sentence, minlength=len(plain)))


def _report_table(
    reports: list[str], rows: pd.DataFrame, places: Mapping[str, str], needed: int
) -> pd.DataFrame:
    found = []
    by_report = {str(report): part for report, part in rows.groupby("report_id")}
    for report in reports:
        part = by_report.get(report)
        if part is None:
            found.append((report, places[report], 0, 0, 0.0, 0))
            continue
        chars = int(part["n_chars"].sum())
        covered = float((part["formula_share"] * part["n_chars"]).sum())
        shared = int((part["places"] >= needed).sum())
        found.append((report, places[report], len(part), chars, covered / chars, shared))
    return pd.DataFrame(
        found,
        columns=["report_id", "place", "n_sentences", "n_chars", "formula_share", "shared_sentences"],
    )


def _distinct(rows: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    long = rows[(rows["n_chars"] >= _SHORTEST_DISTINCT) & (rows["distinctness"] > 0)]
    best = long.sort_values(["report_id", "distinctness", "start"], ascending=[True, False, True])
    best = best.groupby("report_id").head(DISTINCT_SENTENCES).reset_index(drop=True)
    best["rank"] = best.groupby("report_id").cumcount() + 1
    best["text"] = [
        texts[report][start:end]
        for report, start, end in zip(best["report_id"], best["start"], best["end"], strict=True)
    ]
    return best[["report_id", "rank", "start", "end", "text", "distinctness", "formula_share"]]
