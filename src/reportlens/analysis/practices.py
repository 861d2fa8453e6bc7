"""What places do: the sentences that say something of their own, with the theme of each."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportlens.analysis.commonness import term_commonness
from reportlens.analysis.formula import Formula, formula, places_of
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.sentences import letters, sentences, shingles
from reportlens.analysis.themes import theme

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

# Letters of a sentence that can stand alone in a draft.
SHORTEST, LONGEST = 18, 160
# A sentence with more formula in it says what others say.
MOST_FORMULA = 0.5
COLUMNS = (
    "report_id place level year theme heading start end text coinages quantities formula_share score".split()
)
_COINED = ("numeral-abbreviation", "campaign-brand", "institution-mechanism", "organisation-form")
_HEADING = re.compile(
    r"(?m)^(?:(?P<top>[一二三四五六七八九十]{1,3}、)|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d))(?P<words>[^\n]{2,})$"
)
# A sentence that begins so leans on the one before it or tells how things were before; one that speaks of I and we is somebody's speech.
_LEANS = re.compile(
    r"(?:这|那|其|此|该|同时|另外|对此|为此|因此|然而|但|而|也|又|并|还|再|他|她|它|上述|以上|如今|于是|随后|之后|接着|原来|原先|过去|以前|从前)"
    r"|[二三四五六七八九]是|[“”’》）；，]"
)
_PLAN = re.compile(
    r"将(?:继续|进一步|以|认真|坚持|持续|全面|深入|始终|不断|紧紧|聚焦|围绕|努力|坚决|大力|在|拉)|下一步|今后"
    r"|[县市区省委关们]将|(?:汇报|报告|介绍|说明)如下"
)
_SPEECH = re.compile(r"[我您你俺咱](?!县|市|省|区|校|国)|[说道讲]：|[”]\w{0,12}(?:说|道|表示|感慨|介绍)")


@dataclass(frozen=True)
class Practices:
    """Sentences of the reports that describe a practice, by report and place in the text.

    Columns of `table`: report_id, place (the report id in brackets where it is not known), level, year,
    theme (one of `THEMES`), heading (above it; may be empty), start, end, text, coinages (terms of one
    place only), quantities (figures), formula_share (see `Formula`), score (how much of its own it says:
    distinctness, more with a coinage or a figure in it).
    """

    table: pd.DataFrame

    def best(self, limit: int, *, a_place: int = 1) -> pd.DataFrame:
        """Up to `limit` sentences of `table`, the best first, none much like another (`diverse`)."""
        return diverse(self.table, limit, a_place=a_place)


def practices(corpus: "Corpus", *, shared: Formula | None = None) -> Practices:
    """The practices of a corpus. With a single report nothing is known about formula, and none is taken off.

    A sentence is left out if it leans on the one before it (这, 同时 …), is speech or a plan (将 …), is a
    heading, is too short or too long to stand alone, is half formula, has no theme, or names nothing:
    no figure, no mechanism, no campaign, no abbreviation. `shared` is `formula(corpus)`, where it is at hand.
    """
    reports = corpus.reports().set_index("report_id")
    places = places_of(corpus)
    texts = corpus.query("SELECT report_id, text FROM texts ORDER BY report_id")
    shares = _shares(corpus, shared)
    hits = _spans(
        corpus.query(
            'SELECT report_id::VARCHAR AS report_id, start, "end", term::VARCHAR AS term, category FROM terms'
            ' ORDER BY 1, 2, "end" DESC, 4'
        )
    )
    figures = _spans(
        corpus.query(
            'SELECT report_id::VARCHAR AS report_id, start, "end", surface, unit FROM quantities ORDER BY 1, 2, 3, 4'
        )
    )
    theme_of = corpus.themes()
    local = local_coinages(corpus, places)
    rows = []
    for report_id, text in zip(texts["report_id"].astype(str), texts["text"].astype(str), strict=True):
        report = reports.loc[report_id]
        marks, counted = hits.get(report_id, _NONE), figures.get(report_id, _NONE)
        for start, end, heading in _candidates(text):
            share, distinctness = shares.get((report_id, start), (0.0, 1.0))
            if share > MOST_FORMULA:
                continue
            inside = marks.within(start, end)
            about = theme(
                text[start:end], heading, [theme_of.get(t, "") for t, c in inside if c != "organisation-form"]
            )
            if not about:
                continue
            own = sorted({t for t, _ in inside if t in local})
            n = len(counted.within(start, end))
            if not (own or n or any(c in _COINED for _, c in inside)):
                continue
            score = distinctness * (1.0 + 0.5 * bool(own) + 0.25 * min(n, 2))
            rows.append(
                (report_id, places[report_id], report["level"], report["year"], about, heading, start, end,
                 text[start:end], own, n, share, score)
            )  # fmt: skip
    return Practices(pd.DataFrame(rows, columns=COLUMNS))


def diverse(table: pd.DataFrame, limit: int, *, a_place: int = 1) -> pd.DataFrame:
    """The rows of highest score, at most `a_place` of one place, leaving out what repeats a better one.

    A sentence repeats another where they share a third of their pairs of letters (Jaccard). The order of
    `table` does not matter.
    """
    ordered = table.sort_values(["score", "report_id", "start"], ascending=[False, True, True])
    taken: list[int] = []
    seen: list[frozenset[int]] = []
    per_place: dict[str, int] = {}
    for k, text, place in zip(ordered.index, ordered["text"], ordered["place"], strict=True):
        if len(taken) == limit:
            break
        pairs = frozenset(shingles(letters(text), 2).tolist())
        if per_place.get(place, 0) >= a_place or any(
            len(pairs & other) * 3 > len(pairs | other) for other in seen
        ):
            continue
        taken.append(k)
        seen.append(pairs)
        per_place[place] = per_place.get(place, 0) + 1
    return ordered.loc[taken]


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    """Sentences that can stand alone, with the headings above them."""
    headings = list(_HEADING.finditer(text))
    begins = [match.start() for match in headings]
    body = text.find("\n") + 1  # the title is none
    for start, end in sentences(text):
        sentence = text[start:end]
        size = len(letters(sentence))
        if start < body or not SHORTEST <= size <= LONGEST or not sentence.endswith(("。", "！", "。”")):
            continue
        at = bisect_right(begins, start) - 1
        if at >= 0 and begins[at] == start:
            # A heading that goes on as a sentence in the same line is a heading first.
            continue
        if _LEANS.match(sentence) or _SPEECH.search(sentence) or _PLAN.search(sentence):
            continue
        if sentence.count("“") != sentence.count("”"):
            continue
        yield start, end, _above(headings, at)


def _above(headings: Sequence[re.Match[str]], at: int) -> str:
    """The nearest heading and the top one it stands under."""
    if at < 0:
        return ""
    own = _line(headings[at])
    if headings[at]["top"]:
        return own
    top = next((_line(h) for h in reversed(headings[:at]) if h["top"]), "")
    return f"{top}｜{own}" if top else own


def _line(heading: re.Match[str]) -> str:
    return re.split("[。；]", heading["words"].strip(), maxsplit=1)[0]


class _Spans:
    """What stands where in one report: pairs of values by their start."""

    def __init__(self, starts: Iterable[int], ends: Iterable[int], values: Iterable[tuple[str, str]]) -> None:
        self._starts = list(starts)
        self._rows = list(zip(ends, values, strict=True))

    def within(self, start: int, end: int) -> list[tuple[str, str]]:
        low, high = np.searchsorted(self._starts, [start, end])
        return [value for stop, value in self._rows[low:high] if stop <= end]


_NONE = _Spans((), (), ())


def _spans(rows: pd.DataFrame) -> dict[str, _Spans]:
    first, second = rows.columns[3:5]
    return {
        str(report_id): _Spans(
            part["start"], part["end"], zip(part[first].astype(str), part[second].astype(str), strict=True)
        )
        for report_id, part in rows.groupby("report_id", sort=False)
    }


def _shares(corpus: "Corpus", shared: Formula | None) -> Mapping[tuple[str, int], tuple[float, float]]:
    """Share of formula and distinctness of every sentence, where there are two reports to tell."""
    if len(corpus.sizes()) < 2:
        return {}
    rows = (shared or formula(corpus)).sentences
    keys = zip(rows["report_id"].astype(str), rows["start"].tolist(), strict=True)
    return dict(
        zip(
            keys, zip(rows["formula_share"].tolist(), rows["distinctness"].tolist(), strict=True), strict=True
        )
    )


def local_coinages(corpus: "Corpus", places: Mapping[str, str]) -> frozenset[str]:
    """Terms that stand in no lexicon and that one place alone uses; slogans and titles are no coinages."""
    table = term_commonness(TermMatrix.of(corpus, counting="inclusive"), places)
    unlisted = corpus.query("SELECT term FROM terms GROUP BY term HAVING bool_and(source <> 'lexicon')")
    coined = table[(table["kind"] == "local") & table["category"].isin(_COINED)]
    return frozenset(coined["term"]) & frozenset(unlisted["term"].astype(str))
