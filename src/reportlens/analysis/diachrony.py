"""Terms in time: first use, adoption from place to place, bursts, and use before a term existed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reportlens.analysis.bursts import batch_bursts
from reportlens.analysis.concordance import converted, known_term
from reportlens.analysis.notices import Notice, notice
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus
    from reportlens.lexicon import Lexicon

# A report with so many terms from after its year, and these so large a share of those that have a year, is
# dated wrongly; fewer are forms of words that were there before they became a term.
LATER_TERMS = 3
LATER_SHARE = 0.25
# A year more or less may be the lexicon's: a term is often used before the document that defines it.
LATER_YEARS = 2


@dataclass(frozen=True)
class Adoption:
    """How a term spread. `table`, by first use: place, date, report_id, places (that have it by then),
    share (of all places with a dated report)."""

    table: pd.DataFrame
    term: str
    places: int
    warnings: tuple[Notice, ...] = ()


def first_use(corpus: "Corpus", *, lexicon: "Lexicon | None" = None) -> pd.DataFrame:
    """One row a term that stands in a dated report, the oldest first.

    Columns: term, category, first_date (as precise as known; the year that the report is about where it
    has no date; of dates in one year the least precise counts as the first), first_year, report_id,
    place (empty where not known), reports (dated ones that use it), last_year, since (year of the
    lexicon; empty where it states none), early (years before `since`, 0 if not).
    """
    uses = _dated_uses(corpus)
    since = _since(uses, lexicon)
    rows = []
    for (term, category), part in uses.groupby(["term", "category"], sort=True):
        first = part.iloc[0]
        stated = since.get(str(term))
        early = max(0, stated - int(first["written"])) if stated is not None else 0
        rows.append(
            (term, category, first["date"], int(first["written"]), first["report_id"], first["place"],
             part["report_id"].nunique(), int(part["written"].max()), str(stated or ""), early)
        )  # fmt: skip
    columns = "term category first_date first_year report_id place reports last_year since early".split()
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["first_date", "term", "category"], ignore_index=True)


def adoption(corpus: "Corpus", term: str) -> Adoption:
    """Which place used `term` when for the first time; a report without place or date is left out.

    The curve starts with the first report of the corpus, not of the world. Raises `AnalysisError` for a
    string that is no term of the corpus, and where no report with it has a place and a date.
    """
    wanted = known_term(corpus, converted(term))
    if wanted is None:
        raise AnalysisError(f"'{term}' is no term in the reports. See `reportlens terms` for those that are.")
    uses = _dated_uses(corpus)
    placed = uses[uses["place"] != ""]
    mine = placed[placed["term"] == wanted].drop_duplicates("place").reset_index(drop=True)
    if mine.empty:
        raise AnalysisError(
            f"no report that uses '{wanted}' has a place and a date. State them in a manifest.csv."
        )
    everywhere = corpus.query(
        "SELECT count(DISTINCT place) AS n FROM reports WHERE place IS NOT NULL AND year IS NOT NULL"
    )
    total = int(everywhere["n"].iloc[0])
    table = mine[["place", "date", "report_id"]].assign(places=range(1, len(mine) + 1))
    table["share"] = table["places"] / total
    left_out = corpus.query(
        "SELECT count(DISTINCT t.report_id) AS n FROM terms t JOIN reports r ON r.report_id = t.report_id::VARCHAR"
        " WHERE t.term = ? AND (r.place IS NULL OR r.year IS NULL)",
        [wanted],
    )
    n = int(left_out["n"].iloc[0])
    warnings = (notice("without_place_or_date", n=n, term=wanted),) if n else ()
    return Adoption(table, wanted, total, warnings)


def term_bursts(corpus: "Corpus", *, s: float = 2.0, gamma: float = 1.0) -> pd.DataFrame:
    """The years in which more of the reports use a term than otherwise, the heaviest first.

    Columns: term, category, start, end (years, both inclusive), weight, reports (with the term in these
    years), of (reports in these years). See `batch_bursts`; a batch is a year. Raises `AnalysisError`
    where the reports are not of two years.
    """
    years = corpus.query(
        "SELECT year, count(*) AS n FROM reports WHERE year IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    if len(years) < 2:
        raise AnalysisError(
            f"bursts need reports of two years; there are {len(years)}. State dates in a manifest.csv."
        )
    span = range(int(years["year"].min()), int(years["year"].max()) + 1)
    totals = years.set_index("year")["n"].reindex(span, fill_value=0).astype(int).tolist()
    once = _dated_uses(corpus).drop_duplicates(["term", "category", "report_id"])
    counts = once.groupby(["term", "category", "year"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=span, fill_value=0)
    rows = []
    for (term, category), relevant in zip(counts.index, counts.to_numpy(), strict=True):
        found = batch_bursts(relevant.tolist(), totals, s=s, gamma=gamma)
        for start, end, weight in found.to_numpy().tolist():
            part = slice(int(start), int(end) + 1)
            rows.append(
                (term, category, span[int(start)], span[int(end)], weight, int(relevant[part].sum()), sum(totals[part]))
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=["term", "category", "start", "end", "weight", "reports", "of"])
    return table.sort_values(["weight", "term", "category"], ascending=[False, True, True], ignore_index=True)


def anachronisms(corpus: "Corpus", *, lexicon: "Lexicon | None" = None) -> pd.DataFrame:
    """Terms in reports older than the year in which the lexicon has them begin.

    Columns: report_id, year (in which it was written), term, category, since, early (years), later_terms
    (how many terms of the report begin two years after its own or later), dated_terms (how many of its
    terms have a year at all), reading.
    `reading` is `date error` where a report has three such terms or more and they are a quarter of its dated
    terms: its date is probably wrong. Otherwise `precursor`: the words were used before they became a
    term, or the lexicon's year is too late. It is a hint for a reader, not a finding.
    """
    uses = _dated_uses(corpus).drop_duplicates(["report_id", "term", "category"])
    since = _since(uses, lexicon)
    uses = uses[uses["term"].isin(since)].copy()
    uses["since"] = [since[str(term)] for term in uses["term"]]
    # A report about 2021 is written at its end or in January: what counts is its date.
    uses["year"] = uses["written"]
    uses["early"] = uses["since"] - uses["written"].astype(int)
    uses["dated_terms"] = uses.groupby("report_id")["term"].transform("count")
    late = uses[uses["early"] > 0].copy()
    late["later_terms"] = (late["early"] >= LATER_YEARS).groupby(late["report_id"]).transform("sum")
    wrong = (late["later_terms"] >= LATER_TERMS) & (late["later_terms"] >= LATER_SHARE * late["dated_terms"])
    late["reading"] = wrong.map({True: "date error", False: "precursor"})
    columns = "report_id year term category since early later_terms dated_terms reading".split()
    return late[columns].sort_values(
        ["report_id", "early", "term"], ascending=[True, False, True], ignore_index=True
    )


def _dated_uses(corpus: "Corpus") -> pd.DataFrame:
    """Every use of a term in a dated report, the oldest first.

    Columns: term, category, report_id, date, written (its year), year (that the report is about), place
    (empty where it is not known). A report without a date counts as written in the year it is about.
    """
    found = corpus.query(
        "SELECT DISTINCT t.term::VARCHAR AS term, t.category::VARCHAR AS category, r.report_id,"
        " coalesce(r.date, r.year::VARCHAR) AS date,"
        " coalesce(try_cast(left(r.date, 4) AS INTEGER), r.year) AS written, r.year, r.place"
        " FROM terms t JOIN reports r ON r.report_id = t.report_id::VARCHAR"
        " WHERE r.year IS NOT NULL ORDER BY 4, r.report_id, 1, 2"
    )
    return found.assign(place=found["place"].astype(object).where(found["place"].notna(), ""))


def _since(uses: pd.DataFrame, lexicon: "Lexicon | None") -> Mapping[str, int]:
    """The year of the lexicon for each term that has one."""
    from reportlens.lexicon import default_lexicon

    lexicon = lexicon or default_lexicon()
    found = {}
    for term in sorted(set(uses["term"].astype(str))):
        year = lexicon[term].since if term in lexicon else None
        if year is not None:
            found[term] = year
    return found
