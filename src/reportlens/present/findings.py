"""What a page says beyond counts: clusters, formula, spread, figures side by side, profiles of places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from reportlens.analysis import (
    Adoption,
    Clustering,
    Formula,
    Network,
    Profile,
    Profiles,
    TermMatrix,
    adoption,
    cluster,
    term_network,
)
from reportlens.analysis.ledger import Ledger
from reportlens.analysis.spread import spreading_terms
from reportlens.errors import AnalysisError
from reportlens.present.evidence import Snippet, passages
from reportlens.present.results import Results

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

Result = TypeVar("Result")
ITEMS, ITEM_FIGURES = 40, 12
WIDESPREAD, WIDESPREAD_SHOWN = 12, 6
SPREADING = 6
# Sentences in all profiles together, so that the page of a thousand places stays small.
PROFILE_SENTENCES = 2_000
PROFILE_LEAST = 2
_RAW_REACH = 40


class Passages:
    """Passages that the page leads to. Each has an anchor from the start, its text once all are known."""

    def __init__(self) -> None:
        self._spans: dict[tuple[str, int, int], str] = {}
        self.shown: dict[str, Snippet] = {}

    def anchor(self, report_id: str, start: int, end: int) -> str:
        """The anchor of the passage `text[start:end]` of a report."""
        return self._spans.setdefault((report_id, start, end), f"p{len(self._spans) + 1}")

    def read(self, corpus: "Corpus") -> None:
        """Look up all passages that were asked for."""
        snippets = passages(corpus, list(self._spans), raw_reach=_RAW_REACH)
        self.shown = dict(zip(self._spans.values(), snippets, strict=True))


class Figure(NamedTuple):
    """One figure of an item: whose, of when, as it stands, and the anchor of its sentence."""

    place: str
    year: int | None
    surface: str
    anchor: str


class Item(NamedTuple):
    """What several places did and count in the same unit."""

    subject: str
    verb: str
    unit: str
    places: int
    figures: tuple[Figure, ...]


class Shared(NamedTuple):
    """A sentence that several places have, in the words of its first report, and where it stands."""

    text: str
    places: int
    reports: int
    years: int
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class ClusterRow:
    """A cluster: number, label, its reports, and the means of their silhouettes and stabilities."""

    number: int
    label: str
    reports: tuple[str, ...]
    silhouette: float | None
    stability: float | None


@dataclass(frozen=True)
class PlaceRow:
    """A profile and the anchors of its sentences and coinages."""

    profile: Profile
    themes: tuple[tuple[str, tuple[str, ...]], ...]
    coinages: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Findings:
    """The parts of a page that need several reports. What cannot be given is None, with the reason in
    `missing` by the name of the part."""

    clustering: Clustering | None
    clusters: tuple[ClusterRow, ...]
    formula: Formula | None
    widespread: tuple[Shared, ...]
    adoptions: tuple[Adoption, ...]
    network: Network | None
    items: tuple[Item, ...]
    ledger: pd.DataFrame
    practices: pd.DataFrame
    places: tuple[PlaceRow, ...]
    matrix: TermMatrix
    expansion_anchors: dict[tuple[str, str], str]
    passages: Passages
    missing: dict[str, AnalysisError] = field(default_factory=dict)

    @classmethod
    def of(cls, results: Results) -> "Findings":
        corpus = results.corpus
        missing: dict[str, AnalysisError] = {}
        found = Passages()
        clusters = _tried("clusters", lambda: cluster(corpus), missing)
        shared = _tried("formula", lambda: results.formula, missing)
        profiles = Profiles.of(corpus, said=results.practices, counted=results.ledger)
        made = cls(
            clustering=clusters,
            clusters=_clusters(clusters),
            formula=shared,
            widespread=_widespread(corpus, shared, found),
            adoptions=tuple(
                adoption(corpus, term) for term in spreading_terms(corpus)["term"].head(SPREADING)
            ),
            network=_tried("network", lambda: term_network(corpus), missing),
            items=_items(results.ledger, found),
            ledger=results.ledger.table,
            practices=results.practices.table,
            places=_places(profiles, found),
            matrix=results.matrix,
            expansion_anchors=_expansion_anchors(corpus, found),
            passages=found,
            missing=missing,
        )
        found.read(corpus)
        return made

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that are written beside the page, by name."""
        tables = {}
        if self.clustering is not None:
            tables["clusters"] = self.clustering.table
        if self.formula is not None:
            tables["formula"] = self.formula.table
        tables["quantities"] = self.ledger
        tables["practices"] = self.practices
        return tables


def _tried(name: str, work: Callable[[], Result], missing: dict[str, AnalysisError]) -> Result | None:
    """The result of an analysis, or None where the reports do not allow it, with the reason kept."""
    try:
        return work()
    except AnalysisError as error:
        missing[name] = error
        return None


def _clusters(result: Clustering | None) -> tuple[ClusterRow, ...]:
    if result is None:
        return ()
    rows = []
    for number, part in result.table.groupby("cluster"):
        known = part["silhouette"].notna().any(), part["stability"].notna().any()
        rows.append(
            ClusterRow(
                int(str(number)),
                str(part["label"].iloc[0]),
                tuple(part["report_id"].astype(str)),
                float(part["silhouette"].mean()) if known[0] else None,
                float(part["stability"].mean()) if known[1] else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.number == 0, row.number)))


def _widespread(corpus: "Corpus", result: Formula | None, found: Passages) -> tuple[Shared, ...]:
    """The sentences that most places have."""
    if result is None:
        return ()
    rows = result.sentences
    rows = rows[(rows["places"] >= max(2, result.places_needed)) & (rows["n_chars"] >= 12)]
    first = rows.drop_duplicates("family").sort_values(
        ["places", "reports", "n_chars", "report_id", "start"], ascending=[False, False, False, True, True]
    )
    shared = []
    for row in _rows(first.head(WIDESPREAD)):
        mine = rows[rows["family"] == row.family].head(WIDESPREAD_SHOWN)
        anchors = tuple(found.anchor(str(r.report_id), int(r.start), int(r.end)) for r in _rows(mine))
        text = corpus.text(row.report_id)[row.start : row.end]
        shared.append(Shared(text, int(row.places), int(row.reports), int(row.years), anchors))
    return tuple(shared)


def _items(rows: Ledger, found: Passages) -> tuple[Item, ...]:
    """What two places or more count alike, the most places first."""
    return tuple(
        Item(
            str(part["subject_key"].iloc[0]),
            str(part["verb"].iloc[0]),
            str(part["unit"].iloc[0]),
            part["place"].nunique(),
            tuple(_figure(row, found) for row in _rows(part.head(ITEM_FIGURES))),
        )
        for part in rows.comparable()[:ITEMS]
    )


def _figure(row: Any, found: Passages) -> Figure:
    anchor = found.anchor(str(row.report_id), int(row.start), int(row.end))
    year = None if pd.isna(row.year) else int(row.year)
    return Figure(str(row.place), year, str(row.surface), anchor)


def _places(profiles: Profiles, found: Passages) -> tuple[PlaceRow, ...]:
    """The profile of every place, with fewer sentences each where there are many places."""
    limit = max(PROFILE_LEAST, PROFILE_SENTENCES // max(1, len(profiles.names)))
    rows = []
    for name in profiles.names:
        profile = profiles.profile(name)
        best = profile.practices.sort_values(
            ["score", "report_id", "start"], ascending=[False, True, True]
        ).head(limit)
        chosen = profile.practices.loc[sorted(best.index)]
        themes = tuple(
            (str(theme), tuple(found.anchor(str(r.report_id), int(r.start), int(r.end)) for r in _rows(part)))
            for theme, part in chosen.groupby("theme", sort=False)
        )
        coined = tuple(
            (
                str(row.term),
                "、".join(row.members),
                found.anchor(str(row.report_id), int(row.start), int(row.end)),
            )
            for row in _rows(profile.coinages.head(limit))
        )
        rows.append(PlaceRow(profile, themes, coined))
    return tuple(rows)


def _expansion_anchors(corpus: "Corpus", found: Passages) -> dict[tuple[str, str], str]:
    """Where a text spells out each meaning for the first time: by abbreviation and members."""
    rows = corpus.query(
        "SELECT abbreviation, members, first(report_id::VARCHAR ORDER BY report_id::VARCHAR) AS report_id,"
        " first(evidence ORDER BY report_id::VARCHAR) AS evidence FROM expansions WHERE status = 'expanded'"
        " GROUP BY abbreviation, members ORDER BY abbreviation, members"
    )
    anchors = {}
    for row in _rows(rows):
        spans: Sequence[tuple[int, int]] = [(int(start), int(end)) for start, end in row.evidence]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        if end - start > 200:  # members that stand in headings: the first of them
            start, end = spans[0]
        anchors[row.abbreviation, "、".join(row.members)] = found.anchor(str(row.report_id), start, end)
    return anchors


def _rows(table: pd.DataFrame) -> Any:
    return table.itertuples()
