"""What stands beside a term more often than chance: collocates in windows and in sentences."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

from reportlens.analysis.association import (
    chi_squared,
    expected,
    g2_association,
    log_dice,
    mutual_information,
    t_score,
)
from reportlens.analysis.concordance import converted, known_term
from reportlens.analysis.measures import false_discovery_rate
from reportlens.analysis.notices import Notice, notice
from reportlens.analysis.sentences import sentences
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

WITHIN = ("window", "sentence")
FEW_OCCURRENCES = 5

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Collocation:
    """The collocates of `node`, the highest logDice first.

    Columns of `table`: collocate, category (empty for words), count (how often it stands by the node),
    expected, n_collocate (how often at all), reports (in which it stands by the node), mi, t, log_dice,
    g2 (four cells), chi2, p_value (of G²), q_value. In a window the cells count words: a word counts
    once, however many nodes it stands by (Evert 2008, surface cooccurrence), and logDice takes the
    smaller of `count` and the node's own count. In sentences they count sentences. p takes words (or
    sentences) as independent: see how many `reports` there are.
    """

    table: pd.DataFrame
    node: str
    n_node: int
    within: str
    window: int
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class _Items:
    """The words of all reports in order, a term being one item: codes into `names`."""

    code: Numbers
    sentence: Numbers
    report: Numbers
    names: NDArray[np.object_]
    categories: NDArray[np.object_]


def collocates(
    corpus: "Corpus",
    node: str,
    *,
    within: str = "window",
    window: int = 5,
    min_count: int = 3,
    min_reports: int = 2,
) -> Collocation:
    """Words and terms that stand by `node`, a term of the corpus or a word.

    `within` is window (up to `window` words on each side, never beyond the sentence; punctuation does not
    count) or sentence. Collocates with fewer than `min_count` occurrences by the node, or in fewer than
    `min_reports` reports, are left out. Raises `AnalysisError` where the node stands nowhere.
    """
    if within not in WITHIN:
        raise AnalysisError(f"unknown place '{within}'. Use one of {', '.join(WITHIN)}.")
    if window < 1:
        raise AnalysisError(f"a window of {window} words holds nothing. Use at least 1.")
    wanted = converted(node)
    wanted = known_term(corpus, wanted) or wanted
    items = _items(corpus)
    code = np.flatnonzero(items.names == wanted)
    places = np.flatnonzero(np.isin(items.code, code))
    if not len(places):
        raise AnalysisError(f"'{node}' stands in none of the reports as a term or a word of its own.")
    if within == "window":
        near = _near(items, places, window)
        unit = np.arange(len(items.code))
    else:
        near = np.flatnonzero(np.isin(items.sentence, items.sentence[places]))
        unit = items.sentence
    near = near[~np.isin(items.code[near], code)]
    table = _table(items, near, places, unit, within)
    table = table[(table["count"] >= min_count) & (table["reports"] >= min_reports)]
    table = table.assign(q_value=false_discovery_rate(table["p_value"].to_numpy(float)))
    table = table.sort_values(
        ["log_dice", "count", "collocate", "category"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
    warnings: tuple[Notice, ...] = ()
    if len(places) < FEW_OCCURRENCES:
        warnings = (notice("few_occurrences", term=wanted, n=len(places)),)
    return Collocation(table, wanted, len(places), within, window if within == "window" else 0, warnings)


def _near(items: _Items, places: Numbers, window: int) -> Numbers:
    """The items up to `window` from one of `places` in its sentence, each once, the places left out."""
    found = []
    for offset in [*range(-window, 0), *range(1, window + 1)]:
        at = places + offset
        inside = (at >= 0) & (at < len(items.code))
        at, centre = at[inside], places[inside]
        found.append(at[items.sentence[at] == items.sentence[centre]])
    return np.setdiff1d(np.concatenate(found), places)


def _table(items: _Items, near: Numbers, places: Numbers, unit: Numbers, within: str) -> pd.DataFrame:
    size = len(items.names)
    if within == "window":
        count = np.bincount(items.code[near], minlength=size)
        whole = np.bincount(items.code, minlength=size)
        row, total = len(near), len(items.code) - len(places)
        node = len(places)
    else:
        count = _distinct(items.code[near], unit[near], size)
        whole = _distinct(items.code, unit, size)
        row = node = len(np.unique(unit[places]))
        total = len(np.unique(unit))
    reports = _distinct(items.code[near], items.report[near], size)
    met = np.flatnonzero(count)
    o, c = count[met], whole[met]
    g2 = g2_association(o, row, c, total)
    return pd.DataFrame(
        {
            "collocate": items.names[met],
            "category": items.categories[met],
            "count": o,
            "expected": expected(row, c, total),
            "n_collocate": c,
            "reports": reports[met],
            "mi": mutual_information(o, row, c, total),
            "t": t_score(o, row, c, total),
            "log_dice": log_dice(np.minimum(o, node), node, c),
            "g2": g2,
            "chi2": chi_squared(o, row, c, total),
            "p_value": np.asarray(chi2.sf(g2, 1)),
        }
    )


def _distinct(code: Numbers, unit: Numbers, size: int) -> Numbers:
    """In how many units each code stands."""
    if not len(code):
        return np.zeros(size, dtype=np.int64)
    width = int(unit.max()) + 1
    pairs = np.unique(code * width + unit)
    return np.bincount(pairs // width, minlength=size).astype(np.int64)


def sentence_starts(corpus: "Corpus") -> dict[str, Numbers]:
    """Where the sentences of each report begin."""
    texts = corpus.query("SELECT report_id, text FROM texts ORDER BY report_id")
    return {
        str(report): np.array([start for start, _ in sentences(text)] or [0], dtype=np.int64)
        for report, text in zip(texts["report_id"], texts["text"], strict=True)
    }


def _items(corpus: "Corpus") -> _Items:
    words = corpus.query(
        "SELECT report_id::VARCHAR AS report_id, start, word::VARCHAR AS name, '' AS category"
        " FROM tokens WHERE counted ORDER BY 1, 2"
    )
    hits = corpus.query(
        'SELECT report_id::VARCHAR AS report_id, start, "end", term::VARCHAR AS name,'
        " category::VARCHAR AS category FROM terms WHERE exclusive ORDER BY 1, 2"
    )
    hits_of = {str(report): part for report, part in hits.groupby("report_id")}
    starts = sentence_starts(corpus)
    parts, first = [], 0
    for number, (report, part) in enumerate(words.groupby("report_id", sort=True)):
        found = hits_of.get(str(report))
        if found is not None:
            low, high = found["start"].to_numpy(), found["end"].to_numpy()
            at = part["start"].to_numpy()
            before = np.searchsorted(low, at, side="right") - 1
            inside = (before >= 0) & (at < high[np.maximum(before, 0)])
            part = pd.concat([part[~inside], found[part.columns]]).sort_values("start", kind="stable")
        begin = starts[str(report)]
        sentence = np.searchsorted(begin, part["start"].to_numpy(), side="right") + first
        first += len(begin) + 1
        parts.append(part.assign(sentence=sentence, report=number))
    if not parts:
        raise AnalysisError("there is not one word in the reports.")
    every = pd.concat(parts, ignore_index=True)
    code, labels = pd.factorize(pd.MultiIndex.from_frame(every[["name", "category"]]), sort=True)
    return _Items(
        code.astype(np.int64),
        every["sentence"].to_numpy(np.int64),
        every["report"].to_numpy(np.int64),
        np.array([name for name, _ in labels], dtype=object),
        np.array([category for _, category in labels], dtype=object),
    )
