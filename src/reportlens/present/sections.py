"""What the templates of the sections need from the findings: lines of text and rows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reportlens.present.findings import Findings
from reportlens.present.records import records

if TYPE_CHECKING:
    from reportlens.present.wording import Words

SHARES = 2000


def section_values(findings: Findings, short: Mapping[str, str], say: "Words") -> dict[str, Any]:
    """The values of the templates clusters, formula, adoption, ledger and profiles.

    `short` has the short name of each place.
    """
    shares = [] if findings.formula is None else records(findings.formula.table)
    shares.sort(key=lambda row: (-row["formula_share"], row["report_id"]))
    return {
        "f": findings,
        "passages": findings.passages.shown,
        "cited": _cited(findings),
        "reason": lambda name: say(f"missing_{name}"),
        "clusters_line": _clusters_line(findings, say),
        "cluster_warnings": [say.warning(w) for w in findings.clustering.warnings]
        if findings.clustering
        else [],
        "formula_line": _formula_line(findings, say),
        "formula_warnings": [say.warning(w) for w in findings.formula.warnings] if findings.formula else [],
        "shares": shares[:SHARES],
        "adoptions": [
            {"term": a.term, "places": a.places, "rows": records(a.table)} for a in findings.adoptions
        ],
        "short_place": lambda name: short.get(name, name),
        "place_number": {row.profile.place: k for k, row in enumerate(findings.places, 1)},
    }


def _cited(findings: Findings) -> list[str]:
    """The passages that stand in no profile: figures, meanings, widespread sentences, coinages."""
    in_place = {anchor for row in findings.places for _, anchors in row.themes for anchor in anchors}
    return [anchor for anchor in findings.passages.shown if anchor not in in_place]


def _clusters_line(findings: Findings, say: "Words") -> str:
    result = findings.clustering
    if result is None:
        return ""
    return say(
        "clusters_line",
        n=int((result.table["cluster"] > 0).sum()),
        k=result.clusters,
        silhouette=f"{result.silhouette:.2f}",
        chance=_number(result.silhouette_chance, 2),
        p=_number(result.silhouette_p, 2),
        stability=_number(result.stability, 2),
    )


def _number(value: float, decimals: int) -> str:
    """A number, or a dash where it is not known."""
    return f"{value:.{decimals}f}" if value == value else "–"


def _formula_line(findings: Findings, say: "Words") -> str:
    if findings.formula is None:
        return ""
    shares = findings.formula.table["formula_share"]
    return say(
        "formula_line",
        needed=findings.formula.places_needed,
        mean=f"{shares.mean():.0%}",
        least=f"{shares.min():.0%}",
        most=f"{shares.max():.0%}",
    )
