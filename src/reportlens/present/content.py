"""What a page says about a corpus: counted once, then shown by a template and written as tables."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reportlens.analysis import Keyness, frequencies
from reportlens.present.evidence import Evidence, gather
from reportlens.present.figures import enough_evidence, is_key
from reportlens.present.results import REFERENCE, TARGET, Results

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.corpus import Corpus

# Terms on the page: so many a side of the comparison, and so many of the commonest.
COMPARED = 12
COMMON = 25
REPORTS = 2000
ABBREVIATIONS = 300
ALL = "all"
_LEVELS = ("county", "city", "province", "central", "other")


class LevelRow(NamedTuple):
    """The reports of one level: their number, places, years, characters, tokens and changes made."""

    level: str | None
    reports: int
    places: int
    years: tuple[int, int] | None
    chars: int
    tokens: int
    changes: int


@dataclass(frozen=True)
class Content:
    """Tables and numbers of a page. `keyness` is None where counties and cities cannot be compared."""

    reports: "pd.DataFrame"
    problems: "pd.DataFrame"
    repairs: "pd.DataFrame"
    expansions: "pd.DataFrame"
    hits: "pd.DataFrame"
    frequency: "pd.DataFrame"
    groups: tuple[str, ...]
    without_level: int
    keyness: Keyness | None
    evidence: dict[tuple[str, str], Evidence] = field(default_factory=dict)

    @classmethod
    def of(cls, results: Results) -> "Content":
        corpus = results.corpus
        reports = corpus.reports()
        levels = {str(k): str(v) for k, v in corpus.groups("level").items()}
        present = set(levels.values())
        keyness = results.keyness
        frequency = frequencies(corpus, by="level" if levels else None)
        groups = tuple(sorted(present, key=_rank)) if levels else (ALL,)
        by_report = levels or {str(report_id): ALL for report_id in reports["report_id"]}
        shown = [] if keyness is None else _keys(enough_evidence(keyness, COMPARED))
        shown += _keys(frequency.head(COMMON))
        return cls(
            reports=reports,
            problems=corpus.problems(),
            repairs=_repairs(corpus),
            expansions=_expansions(corpus),
            hits=corpus.hits("inclusive"),
            frequency=_in_order(frequency, groups),
            groups=groups,
            without_level=len(reports) - len(levels) if levels else 0,
            keyness=keyness,
            evidence=gather(corpus, shown, by_report, groups),
        )

    @cached_property
    def compared(self) -> "pd.DataFrame | None":
        """The rows of the comparison that have enough evidence to be shown."""
        return None if self.keyness is None else enough_evidence(self.keyness, COMPARED)

    @cached_property
    def significant(self) -> int:
        return 0 if self.keyness is None else int(is_key(self.keyness.table).sum())

    @cached_property
    def missing(self) -> str:
        """What the comparison lacks: county, city, both levels, or words in one of them."""
        present = set(self.reports["level"].dropna())
        lacking = [level for level in (TARGET, REFERENCE) if level not in present]
        return "both" if len(lacking) == 2 else lacking[0] if lacking else "words"

    @cached_property
    def years(self) -> tuple[int, int] | None:
        return _years(self.reports)

    @cached_property
    def levels(self) -> list[LevelRow]:
        """One row a level, then the reports without one, then all of them."""
        changes = self.repairs.loc[self.repairs["kind"] != "suspect"].groupby("report_id")["count"].sum()
        rows = self.reports.assign(changes=self.reports["report_id"].map(changes).fillna(0).astype(int))
        parts: list[tuple[str | None, pd.DataFrame]] = [
            (level, rows[rows["level"] == level]) for level in sorted(set(rows["level"].dropna()), key=_rank)
        ]
        if rows["level"].isna().any():
            parts.append((None, rows[rows["level"].isna()]))
        parts.append((ALL, rows))
        return [
            LevelRow(
                level,
                len(part),
                part["place"].nunique(),
                _years(part),
                int(part["n_chars"].sum()),
                int(part["n_tokens"].sum()),
                int(part["changes"].sum()),
            )
            for level, part in parts
        ]

    def tables(self) -> "dict[str, pd.DataFrame]":
        """The tables that are written beside the page, by name."""
        tables = {"reports": self.reports, "terms": self.frequency}
        if self.keyness is not None:
            tables["compare"] = self.keyness.table
        tables |= {
            "expansions": self.expansions,
            "hits": self.hits,
            "repairs": self.repairs.drop(columns=["before", "after"]),
            "problems": self.problems,
        }
        return tables


def _keys(table: "pd.DataFrame") -> list[tuple[str, str]]:
    return list(zip(table["term"].astype(str), table["category"].astype(str), strict=True))


def _rank(level: str) -> tuple[int, str]:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS), level


def _in_order(frequency: "pd.DataFrame", groups: tuple[str, ...]) -> "pd.DataFrame":
    """Counties first, as everywhere on the page."""
    columns = [f"{group}_{what}" for group in groups for what in ("count", "per_10k", "report_count")]
    return frequency[["term", "category", *columns]]


def _years(reports: "pd.DataFrame") -> tuple[int, int] | None:
    years = reports["year"].dropna()
    return (int(years.min()), int(years.max())) if len(years) else None


def _repairs(corpus: "Corpus") -> "pd.DataFrame":
    """Changes to each report by kind: report_id, kind, count, and the first one (before, after)."""
    return corpus.query(
        "SELECT report_id::VARCHAR AS report_id, kind::VARCHAR AS kind, count(*)::BIGINT AS count,"
        " first(before ORDER BY raw_start, before) AS before, first(after ORDER BY raw_start, before) AS after"
        " FROM repairs GROUP BY ALL ORDER BY report_id, kind"
    )


def _expansions(corpus: "Corpus") -> "pd.DataFrame":
    """Each meaning once: abbreviation, members, status, report_count and the ids of the reports."""
    return corpus.query(
        "SELECT abbreviation, members, status, count(DISTINCT report_id)::BIGINT AS report_count,"
        " list(DISTINCT report_id::VARCHAR ORDER BY report_id::VARCHAR) AS report_ids"
        " FROM expansions GROUP BY abbreviation, members, status"
        " ORDER BY report_count DESC, abbreviation, status, members"
    )
