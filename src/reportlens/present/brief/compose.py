"""What a brief says: sentences of counted numbers, sentences of the reports, tables, and where each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reportlens.analysis.ledger import Ledger
from reportlens.analysis.practices import diverse
from reportlens.errors import ReportLensError
from reportlens.lexicon.term import THEMES
from reportlens.present.brief.blocks import Block, Brief, Heading, Note, Quote, Statement, Table
from reportlens.present.brief.wording import TEXTS
from reportlens.present.results import Results
from reportlens.present.visible import cut, one_line, visible

LANGUAGES = ("zh", "en")
QUOTES, QUOTES_OF_ONE_THEME = 5, 24
ITEMS, ITEM_PLACES = 12, 6
MEANINGS = 40
KEY_TERMS = 20
COMMON = 8
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")


def compose(results: Results, *, theme: str = "", lang: str = "zh") -> Brief:
    """The brief of a corpus: the same corpus, the same brief. Raises `ReportLensError` for an unknown theme."""
    if theme and theme not in THEMES:
        raise ReportLensError(f"unknown theme '{theme}'. Use one of {'、'.join(THEMES)}.")
    if lang not in LANGUAGES:
        raise ReportLensError(f"unknown language '{lang}'. Use one of {', '.join(LANGUAGES)}.")
    draft = _Draft(results, lang)
    title = draft.say("title_theme", theme=theme) if theme else draft.say("title")
    draft.blocks.append(Heading(title, 0))
    found = results.practices.table
    _overview(draft)
    _practices(draft, found, theme)
    _figures(draft, found, theme)
    if not theme:
        _comparison(draft)
        _meanings(draft)
    return Brief(tuple(draft.blocks), tuple(draft.notes), theme, lang)


@dataclass
class _Draft:
    results: Results
    lang: str
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _sections: int = 0

    def __post_init__(self) -> None:
        self.corpus = self.results.corpus
        self.reports = self.corpus.reports().set_index("report_id")
        self._raw: dict[str, tuple[Sequence[int], Sequence[int]]] = {}

    def say(self, key: str, **values: object) -> str:
        return TEXTS[key][LANGUAGES.index(self.lang)].format(**values)

    def state(self, key: str, **values: object) -> None:
        self.blocks.append(Statement(self.say(key, **values)))

    def section(self, key: str) -> None:
        self._sections += 1
        self.blocks.append(
            Heading(self.say("section", n=self.numeral(self._sections), text=self.say(key)), 1)
        )

    def numeral(self, number: int) -> str:
        """一, 二 … in a Chinese brief, 1, 2 … in an English one."""
        return _NUMERALS[number - 1] if self.lang == "zh" else str(number)

    def label(self, report_id: str) -> str:
        """Whose report it is: city and county without the province, or its title."""
        report = self.reports.loc[report_id]
        if isinstance(report["place"], str):
            name, province = report["place"], report["province"]
            short = name.removeprefix(province) if isinstance(province, str) else name
            return one_line(short or name)
        return "《" + cut(one_line(str(report["title"] or report_id)), 30) + "》"

    def note(self, report_id: str, start: int, end: int) -> int:
        """The number of the note for `text[start:end]` of a report."""
        if report_id not in self._raw:
            row = self.corpus.query("SELECT raw_starts, raw_ends FROM texts WHERE report_id = ?", [report_id])
            self._raw[report_id] = (row["raw_starts"].iloc[0], row["raw_ends"].iloc[0])
        starts, ends = self._raw[report_id]
        key = (report_id, int(starts[start]), int(ends[end - 1]))
        if key not in self._numbers:
            self._numbers[key] = len(self.notes) + 1
            report = self.reports.loc[report_id]
            title = cut(one_line(str(report["title"] or report_id)), 60)
            self.notes.append(
                Note(len(self.notes) + 1, self.label(report_id), title, *key, str(report["sha256"]))
            )
        return self._numbers[key]


def _overview(draft: _Draft) -> None:
    reports = draft.reports
    draft.section("overview")
    levels = reports["level"].value_counts()
    places = reports["place"].nunique()
    draft.state(
        "overview_reports" if places else "overview_reports_no_place",
        reports=len(reports),
        chars=int(reports["n_chars"].sum()),
        places=places,
        counties=int(levels.get("county", 0)),
        cities=int(levels.get("city", 0)),
    )
    years = reports["year"].dropna()
    if len(years):
        first, last = int(years.min()), int(years.max())
        draft.state("overview_year" if first == last else "overview_years", first=first, last=last)
    if len(years) < len(reports):
        draft.state("overview_undated", n=len(reports) - len(years))
    lost = draft.corpus.problems()
    if lost["lost"].any():
        draft.state("overview_lost", n=lost.loc[lost["lost"].astype(bool), "path"].nunique())
    matrix = draft.results.matrix.ordered()
    counts = matrix.report_count(matrix.rows(matrix.reports))
    order = sorted(range(len(counts)), key=lambda k: (-counts[k], matrix.terms[k]))[:COMMON]
    if order:
        items = [draft.say("overview_term", term=one_line(matrix.terms[k]), n=int(counts[k])) for k in order]
        draft.state("overview_terms", items=draft.say("comma").join(items))
        draft.state("overview_counting")
    if len(reports) > 1:
        shared = draft.results.formula
        shares = 100 * shared.table["formula_share"]
        draft.state(
            "overview_formula",
            needed=shared.places_needed,
            mean=round(shares.mean()),
            least=round(shares.min()),
            most=round(shares.max()),
        )


def _practices(draft: _Draft, found: pd.DataFrame, theme: str) -> None:
    draft.section("practices")
    wanted = [theme] if theme else list(THEMES)
    parts = [(name, found[found["theme"] == name]) for name in wanted]
    parts = [(name, part) for name, part in parts if len(part)]
    if not parts:
        draft.state("no_practices")
        return
    draft.state("practices_line")
    for number, (name, part) in enumerate(parts, 1):
        chosen = diverse(part, QUOTES_OF_ONE_THEME if theme else QUOTES)
        if not theme:
            draft.blocks.append(Heading(draft.say("subsection", n=draft.numeral(number), text=name), 2))
        places = draft.reports["place"].reindex(part["report_id"]).nunique()
        draft.state(
            "theme_line" if places else "theme_line_no_place",
            reports=part["report_id"].nunique(),
            places=places,
            sentences=len(part),
            shown=len(chosen),
        )
        for row in _rows(chosen):
            report_id, start, end = str(row.report_id), int(row.start), int(row.end)
            note = draft.note(report_id, start, end)
            draft.blocks.append(Quote(draft.label(report_id), visible(str(row.text)), note))


def _figures(draft: _Draft, found: pd.DataFrame, theme: str) -> None:
    draft.section("figures")
    rows = draft.results.ledger
    if theme:
        spans = found[found["theme"] == theme]
        keys = set(zip(spans["report_id"], spans["text"], strict=True))
        table = rows.table
        inside = [key in keys for key in zip(table["report_id"], table["sentence"], strict=True)]
        rows = Ledger(table[inside])
    chosen = [part.drop_duplicates("place").head(ITEM_PLACES) for part in rows.comparable()[:ITEMS]]
    if not chosen:
        draft.state("no_figures")
        return
    draft.state("figures_line", n=len(chosen))
    lines = [
        (
            one_line(str(row.subject_key)),
            one_line(str(row.verb)),
            draft.label(str(row.report_id)),
            "" if pd.isna(row.year) else str(int(row.year)),
            one_line(str(row.surface)),
            f"〔{draft.note(str(row.report_id), int(row.start), int(row.end))}〕",
        )
        for part in chosen
        for row in _rows(part)
    ]
    head = tuple(draft.say(key) for key in ("subject", "verb", "place", "year", "figure", "note"))
    draft.blocks.append(Table(draft.say("figures_table"), head, tuple(lines), (22, 12, 26, 10, 20, 10)))


def _comparison(draft: _Draft) -> None:
    draft.section("compare")
    result = draft.results.keyness
    if result is None:
        draft.state("compare_impossible")
        return
    keys = result.table[result.table["key"] != ""]
    draft.state(
        "compare_line",
        n1=result.reports_target,
        t1=result.tokens_target,
        n2=result.reports_reference,
        t2=result.tokens_reference,
        m=len(result.table),
        k=len(keys),
    )
    if keys.empty:
        return
    shown = keys.head(KEY_TERMS).sort_values(["log_ratio", "term"], ascending=[False, True])
    if len(shown) < len(keys):
        draft.state("compare_cut", n=len(shown))
    lines = [
        (
            one_line(str(row.term)),
            f"{row.per_10k_target:.1f}",
            f"{row.reports_target}/{result.reports_target}",
            f"{row.per_10k_reference:.1f}",
            f"{row.reports_reference}/{result.reports_reference}",
        )
        for row in _rows(shown)
    ]
    head = tuple(draft.say(key) for key in ("term", "county", "county_reports", "city", "city_reports"))
    draft.blocks.append(Table(draft.say("compare_table"), head, tuple(lines), (32, 20, 14, 20, 14)))


def _meanings(draft: _Draft) -> None:
    draft.section("meanings")
    rows = draft.corpus.query(
        "SELECT abbreviation, members, evidence, report_id::VARCHAR AS report_id FROM expansions"
        " WHERE status = 'expanded' ORDER BY abbreviation, report_id, evidence"
    )
    rows["members"] = [draft.say("comma").join(one_line(str(m)) for m in ms) for ms in rows["members"]]
    meanings: dict[tuple[str, str], list[Any]] = {}
    for row in _rows(rows):
        meanings.setdefault((str(row.abbreviation), str(row.members)), []).append(row)
    draft.state("meanings_line", n=len({abbreviation for abbreviation, _ in meanings}))
    if not meanings:
        return
    order = sorted(meanings, key=lambda key: (-len({r.report_id for r in meanings[key]}), key))[:MEANINGS]
    if len(order) < len(meanings):
        draft.state("meanings_cut", n=len(order))
    lines = [
        (
            one_line(abbreviation),
            members,
            draft.say("comma").join(
                _unique(draft.label(row.report_id) for row in meanings[abbreviation, members])
            ),
            "".join(_unique(f"〔{_evidence(draft, row)}〕" for row in meanings[abbreviation, members])),
        )
        for abbreviation, members in order
    ]
    head = tuple(draft.say(key) for key in ("abbreviation", "members", "place", "note"))
    draft.blocks.append(Table(draft.say("meanings_table"), head, tuple(lines), (18, 46, 24, 12)))


def _rows(table: pd.DataFrame) -> Iterable[Any]:
    return table.itertuples()


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _evidence(draft: _Draft, row: Any) -> int:
    spans = [(int(start), int(end)) for start, end in row.evidence]
    return draft.note(row.report_id, min(s for s, _ in spans), max(e for _, e in spans))
