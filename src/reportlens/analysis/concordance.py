"""KWIC: every occurrence of a term with what stands around it, and its place in the source."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reportlens.errors import AnalysisError
from reportlens.normalise.script import to_simplified
from reportlens.normalise.width import unify_width

if TYPE_CHECKING:
    from reportlens.corpus import Corpus


@dataclass(frozen=True)
class Concordance:
    """Columns of `table`: report_id, left, node, right, start, end, raw_start, raw_end, raw.

    `raw` is what stands in the decoded source from raw_start to raw_end, counted in characters. `term` is the concept shown, or the
    string where it is no term of the corpus.
    """

    table: pd.DataFrame
    term: str
    is_term: bool


def concordance(corpus: "Corpus", term: str, *, width: int = 24) -> Concordance:
    """Every occurrence of `term`, nested ones too, `width` characters of its paragraph on each side.

    A term of the corpus is shown in all its surfaces; any other string is looked for letter by letter,
    after the same conversion that the texts went through.
    """
    if not term.strip():
        raise AnalysisError("the term is empty. Give at least one character.")
    wanted = converted(term)
    known = known_term(corpus, wanted)
    if known is not None:
        wanted = known
        places = corpus.query(
            'SELECT report_id::VARCHAR AS report_id, start, "end" FROM terms WHERE term = ? ORDER BY 1, 2, 3',
            [wanted],
        )
    else:
        places = _occurrences(corpus, wanted)
    return Concordance(in_context(corpus, places, width), wanted, known is not None)


def in_context(corpus: "Corpus", places: pd.DataFrame, width: int) -> pd.DataFrame:
    """The columns of `Concordance` for `places` (report_id, start, end), in their order."""
    texts = corpus.query(
        "SELECT report_id, text, raw, raw_starts, raw_ends FROM texts WHERE list_contains(?::VARCHAR[], report_id)",
        [sorted(set(places["report_id"]))],
    ).set_index("report_id")
    rows = []
    for report_id, start, end in places[["report_id", "start", "end"]].itertuples(index=False):
        text, raw, raw_starts, raw_ends = texts.loc[report_id]
        left = text[max(0, start - width) : start].rpartition("\n")[2]
        right = text[end : end + width].partition("\n")[0]
        raw_start, raw_end = int(raw_starts[start]), int(raw_ends[end - 1])
        rows.append(
            (report_id, left, text[start:end], right, start, end, raw_start, raw_end, raw[raw_start:raw_end])
        )
    columns = ["report_id", "left", "node", "right", "start", "end", "raw_start", "raw_end", "raw"]
    return pd.DataFrame(rows, columns=columns)


def converted(term: str) -> str:
    """`term` after the same conversion of script and width that the texts went through."""
    return unify_width(to_simplified(term.strip()))


def known_term(corpus: "Corpus", wanted: str) -> str | None:
    """The term of the corpus that `wanted` (converted) is the name or a surface of, or None."""
    known = corpus.query(
        "SELECT term::VARCHAR AS term FROM terms WHERE term = $1 OR translate(surface, '“”‘’', '') = $1"
        " GROUP BY term ORDER BY (term = $1) DESC, count(*) DESC, term LIMIT 1",
        [wanted],
    )
    return str(known["term"].iloc[0]) if len(known) else None


def _occurrences(corpus: "Corpus", wanted: str) -> pd.DataFrame:
    rows = []
    for report_id, text in corpus.query(
        "SELECT report_id, text FROM texts WHERE contains(text, ?) ORDER BY report_id", [wanted]
    ).itertuples(index=False):
        at = text.find(wanted)
        while at >= 0:
            rows.append((report_id, at, at + len(wanted)))
            at = text.find(wanted, at + 1)
    return pd.DataFrame(rows, columns=["report_id", "start", "end"])
