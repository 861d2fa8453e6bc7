"""The profile of a place as text, and as tables."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from reportlens.errors import ReportLensError
from reportlens.present.visible import cut, one_line, visible

if TYPE_CHECKING:
    from reportlens.analysis.profile import Profile

_LANGUAGES = ("zh", "en")
_FIGURES = 20
# key: (Chinese, English)
_TEXTS: dict[str, tuple[str, str]] = {
    "reports": ("报告 {n} 篇：", "{n} reports: "),
    "practices": ("主要做法", "Practices"),
    "terms": (
        "与{peers}相比用得多的提法（以词为单位的 G²，只是线索）",
        "Terms used more than by {peers} (G² over words: a lead, not a test)",
    ),
    "term": (
        "{term}：{count} 次，{peers_label} {peers} 次，{times} 倍",
        "{term}: {count}, elsewhere {peers}, ×{times}",
    ),
    "term_alone": ("{term}：{count} 次，{peers_label}没有", "{term}: {count}, {peers_label} none"),
    "coinages": ("本地提法（词表中没有，其他地方不用）", "Coinages (in no lexicon, used by no other place)"),
    "figures": ("数字", "Figures"),
    "more": ("……共 {n} 条，其余见表格", "… {n} in all; the rest is in the table"),
    "nearest": ("最相近的地方", "Nearest places"),
    "near": ("{place}（相似度 {cosine:.2f}）：{shared}", "{place} (cosine {cosine:.2f}): {shared}"),
    "copied": ("，逐字相同 {copied:.1%}", ", {copied:.1%} word for word"),
    "nothing": ("无", "none"),
    "peers_county": ("其他 {n} 个县级地方", "{n} other counties"),
    "peers_city": ("其他 {n} 个市级地方", "{n} other cities"),
    "peers_all": ("其他 {n} 个地方", "{n} other places"),
    "elsewhere": ("别处", "elsewhere"),
    "where": ("［{report_id} {start}–{end}］", " [{report_id} {start}–{end}]"),
}


def profile_text(profile: "Profile", lang: str = "zh") -> str:
    """The profile for reading on a terminal: every line of evidence with report and place in its clean text."""
    if lang not in _LANGUAGES:
        raise ReportLensError(f"unknown language '{lang}'. Use one of {', '.join(_LANGUAGES)}.")

    def say(key: str, **values: Any) -> str:
        return _TEXTS[key][_LANGUAGES.index(lang)].format(**values)

    def where(row: Any) -> str:
        return say("where", report_id=row.report_id, start=row.start, end=row.end)

    peers = say(
        f"peers_{profile.peers}" if profile.peers in ("county", "city") else "peers_all",
        n=profile.peer_places,
    )
    titles = [
        one_line(str(t or r))
        for r, t in zip(profile.reports["report_id"], profile.reports["title"], strict=True)
    ]
    lines = [profile.place, say("reports", n=len(titles)) + "；".join(titles)]

    def section(key: str, found: list[str], **values: Any) -> None:
        lines.extend(["", say(key, **values), *(found or ["  " + say("nothing")])])

    practices: list[str] = []
    for theme, part in profile.practices.groupby("theme", sort=False):
        practices.append(f"  {theme}")
        practices += [f"    {visible(str(row.text))}{where(row)}" for row in _rows(part)]
    section("practices", practices)
    terms = [
        "  " + say(
            "term" if row.peers else "term_alone", term=one_line(str(row.term)), count=row.count, peers_label=say("elsewhere"), peers=row.peers,
            times=f"{2**row.log_ratio:.1f}",
        )
        for row in _named(profile.terms)
    ]  # fmt: skip
    section("terms", terms, peers=peers)
    section("coinages", [_coinage(row) + where(row) for row in _named(profile.coinages)])
    figures = [
        f"  {cut(one_line(str(row.sentence)), 90)}｜{one_line(str(row.surface))}{where(row)}"
        for row in _rows(profile.figures)
    ]
    if len(figures) > _FIGURES:
        figures = [*figures[:_FIGURES], "  " + say("more", n=len(figures))]
    section("figures", figures)
    nearest = []
    for row in _rows(profile.nearest):
        line = say("near", place=row.place, cosine=row.cosine, shared="、".join(row.shared) or say("nothing"))
        nearest.append("  " + line + (say("copied", copied=row.copied) if row.copied >= 0.01 else ""))
    section("nearest", nearest)
    return "\n".join(lines)


def _rows(table: pd.DataFrame) -> Any:
    return table.itertuples()


def _named(table: pd.DataFrame) -> Any:
    """Rows whose fields are the columns, `count` among them, which a tuple has as a method."""
    from types import SimpleNamespace

    return [
        SimpleNamespace(**dict(zip(map(str, table.columns), values, strict=True)))
        for values in table.itertuples(index=False)
    ]


def _coinage(row: Any) -> str:
    meaning = f"（{'、'.join(one_line(str(m)) for m in row.members)}）" if len(row.members) else ""
    return f"  {one_line(str(row.term))}{meaning}"


def profile_sheets(profile: "Profile") -> dict[str, pd.DataFrame]:
    """The tables of a profile by name, for a workbook."""
    return {
        "reports": profile.reports,
        "practices": profile.practices,
        "terms": profile.terms,
        "coinages": profile.coinages,
        "figures": profile.figures,
        "nearest": profile.nearest,
    }


def profile_table(profile: "Profile") -> pd.DataFrame:
    """All of a profile in one table: section, label, text, value, report_id, start, end."""
    rows: list[tuple[Any, ...]] = []
    for row in _rows(profile.practices):
        rows.append(("practices", row.theme, row.text, row.score, row.report_id, row.start, row.end))
    for row in _named(profile.terms):
        rows.append(("terms", row.category, row.term, row.log_ratio, None, None, None))
    for row in _named(profile.coinages):
        rows.append(
            ("coinages", row.term, "、".join(row.members), row.count, row.report_id, row.start, row.end)
        )
    for row in _rows(profile.figures):
        rows.append(("figures", row.subject, row.surface, row.value, row.report_id, row.start, row.end))
    for row in _rows(profile.nearest):
        rows.append(("nearest", row.place, "、".join(row.shared), row.cosine, None, None, None))
    table = pd.DataFrame(rows, columns="section label text value report_id start end".split())
    return table.astype({"start": "Int64", "end": "Int64"})
