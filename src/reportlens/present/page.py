"""report.html with its figures and tables: what a corpus says, every number with its sentences."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reportlens
from reportlens.analysis import Keyness
from reportlens.present.brief import compose, docx_bytes
from reportlens.present.content import ABBREVIATIONS, COMMON, REPORTS, Content
from reportlens.present.export import table_bytes, workbook
from reportlens.present.figures import MIN_COUNT, interval_columns, is_key
from reportlens.present.findings import Findings
from reportlens.present.fonts import subset
from reportlens.present.plots import drawn
from reportlens.present.publish import BRIEF, MARK, PAGE, check_folder, publish
from reportlens.present.records import records, short_places
from reportlens.present.results import Results
from reportlens.present.sections import section_values
from reportlens.present.visible import cut, one_line, visible
from reportlens.present.wording import Words, words

if TYPE_CHECKING:
    from jinja2 import Environment

    from reportlens.corpus import Corpus

# For machines without a Chinese font; where there is one, it comes first (see report.css).
FONT_FACE = '@font-face {{ font-family: "reportlens"; src: url("{uri}") format("woff"); }}\n'
_PROBLEMS = 200
_EXAMPLE = 24
# A workbook is for reading; the rest of a longer table is in its CSV.
_SHEET_ROWS = 50_000


@dataclass(frozen=True)
class ReportFiles:
    """The files that `write_report` wrote, and the comparison of counties and cities in them, if there is one."""

    html: Path
    brief: Path
    figures: tuple[Path, ...]
    tables: tuple[Path, ...]
    keyness: Keyness | None = field(compare=False)


def write_report(corpus: "Corpus", folder: str | Path, *, lang: str = "zh") -> ReportFiles:
    """Write report.html, brief.docx, figures/ and tables/ into `folder`; `lang` is zh or en.

    The page needs nothing but itself. An earlier report in the folder is replaced; raises
    `ReportLensError` where the folder holds anything else, and leaves it as it is.
    """
    folder = Path(folder)
    say = words(lang)
    check_folder(folder)
    results = Results(corpus)
    content = Content.of(results)
    findings = Findings.of(results)
    made, pictures = drawn(content, findings, lang)
    images = {
        name: {"wide": _data_uri(wide), "narrow": _data_uri(narrow)}
        for name, (wide, narrow) in pictures.items()
    }
    tables = content.tables() | findings.tables()
    made |= {f"tables/{name}.csv": table_bytes(table, "csv") for name, table in tables.items()}
    made["tables/tables.xlsx"] = workbook(
        {name: table.head(_SHEET_ROWS) for name, table in tables.items()},
        {row["report_id"]: f"../{PAGE}#{row['anchor']}" for row in _reports(content, say) if row["listed"]},
    )
    made[BRIEF] = docx_bytes(compose(results, lang=lang))
    made[PAGE] = _html(content, findings, images, say).encode("utf-8")
    publish(folder, made)
    paths = {name: folder / name for name in made}
    return ReportFiles(
        paths.pop(PAGE),
        paths.pop(BRIEF),
        tuple(path for name, path in paths.items() if name.startswith("figures/")),
        tuple(path for name, path in paths.items() if name.startswith("tables/")),
        results.keyness,
    )


def _data_uri(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + _base64(svg)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _html(content: Content, findings: Findings, images: dict[str, dict[str, str]], say: Words) -> str:
    from markupsafe import Markup

    templates = files("reportlens.present") / "templates"
    style = (templates / "report.css").read_text("utf-8")
    script = (templates / "report.js").read_text("utf-8")
    lengths = {name: len(table) for name, table in (content.tables() | findings.tables()).items()}
    reports = _reports(content, say)
    by_id = {row["report_id"]: row for row in reports}
    expansions = records(content.expansions.head(ABBREVIATIONS))
    for row in expansions:
        row["members"] = "、".join(row["members"])
        spelled = row["status"] == "expanded"
        row["anchor"] = (
            findings.expansion_anchors.get((row["abbreviation"], row["members"])) if spelled else None
        )
        row["places"] = "、".join(dict.fromkeys(by_id[i]["name"] for i in row["report_ids"]))

    def years(span: tuple[int, int] | None) -> str:
        if span is None:
            return ""
        return say("year" if span[0] == span[1] else "years", first=span[0], last=span[1])

    def cut_line(shown: Sequence[Any], name: str) -> Markup:
        if len(shown) == lengths[name]:
            return Markup("")
        line = say("table_cut", n=len(shown), m=lengths[name])
        return Markup('<p class="small">{}</p>').format(line)

    sources = {
        path.name: path.read_text("utf-8") for path in templates.iterdir() if path.name.endswith(".j2")
    }
    template = _environment(sources).get_template("report.html.j2")

    def rendered_with(style: str) -> str:
        return template.render(
            say=say,
            w=say.texts,
            w_lang="zh-Hans" if say.lang == "zh" else "en",
            # The templates' own text, not that of any report.
            mark=Markup(MARK),
            style=Markup(style),
            script=Markup(script),
            style_hash=Markup(_hash(style)),
            script_hash=Markup(_hash(script)),
            images={name: {k: Markup(uri) for k, uri in pair.items()} for name, pair in images.items()},
            version=reportlens.__version__,
            c=content,
            lengths=lengths,
            level=lambda level: say.name("level", level),
            years=years,
            cut=cut_line,
            summary=say(
                "summary",
                reports=say("n_reports", n=len(content.reports)),
                places=say("n_places", n=content.reports["place"].nunique()),
                years=years(content.years) or say("years_unknown"),
                chars=int(content.reports["n_chars"].sum()),
            ),
            scripts=_scripts(content, say),
            changes_line=_changes_line(content, say),
            repairs=_repairs(content, say),
            problems=records(content.problems.head(_PROBLEMS)),
            compare_line=_compare_line(content, say),
            compare_basis=_compare_basis(content, say),
            min_count=MIN_COUNT,
            common=records(content.frequency.head(COMMON)),
            expansions=expansions,
            reports=reports[:REPORTS],
            by_id=by_id,
            evidence=content.evidence,
            warnings=_warnings(content, say),
            compared=_compared(content),
            methods=[key for key in say.texts if key.startswith("method_")],
            records=records,
            **section_values(findings, short_places(content.reports), say),
        )

    # Which characters the page needs is known once it is written.
    face = FONT_FACE.format(uri="data:font/woff;base64," + _base64(subset(rendered_with(style))))
    return rendered_with(face + style) + "\n"


def _environment(templates: Mapping[str, str]) -> "Environment":
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        # Marks that reorder a line or cannot be seen are shown as what they are; see `visible`.
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": lambda n: f"{n:,}",
        "fixed": lambda x, decimals: f"{x:,.{decimals}f}",
        "signed": lambda x: f"{x:+.2f}".replace("-", "\u2212"),
        "probability": lambda p: "<0.001" if p < 0.001 else f"{p:.3f}",
        "short": lambda text, length: cut(one_line(text), length),
    }
    return environment


def _hash(text: str) -> str:
    return "sha256-" + _base64(hashlib.sha256(text.encode("utf-8")).digest())


def _reports(content: Content, say: Words) -> list[dict[str, Any]]:
    rows = records(content.reports)
    short = short_places(content.reports)
    for number, row in enumerate(rows, 1):
        row["anchor"] = f"r{number}"
        row["listed"] = number <= REPORTS
        row["name"] = one_line(short.get(row["place"]) or row["title"] or row["report_id"])
        row["label"] = cut(" ".join(filter(None, [row["name"], (row["date"] or "")[:10]])), 60)
    return rows


def _scripts(content: Content, say: Words) -> str:
    counts = content.reports["script"].value_counts().sort_index()
    items = [say("script_item", script=say.name("script", str(s)), n=int(n)) for s, n in counts.items()]
    return say("script_line", scripts=say("list_comma").join(items))


def _changes_line(content: Content, say: Words) -> str:
    suspect = content.repairs["kind"] == "suspect"
    done, left = (int(content.repairs.loc[rows, "count"].sum()) for rows in (~suspect, suspect))
    return say("repairs_line", n=done) + (say("repairs_suspect", n=left) if left else "")


def _repairs(content: Content, say: Words) -> list[dict[str, Any]]:
    """Changes by kind, the most frequent first, with the first one that can be seen."""
    rows = []
    for kind, part in content.repairs.groupby("kind"):
        example = ""
        for before, after in zip(part["before"], part["after"], strict=True):
            if before.strip() and before != after:
                example = (
                    f"{cut(one_line(before), _EXAMPLE)} → {cut(one_line(after), _EXAMPLE) or say('removed')}"
                )
                break
        rows.append(
            {"kind": str(kind), "count": int(part["count"].sum()), "reports": len(part), "example": example}
        )
    return sorted(rows, key=lambda row: (-row["count"], row["kind"]))


def _warnings(content: Content, say: Words) -> list[str]:
    """What limits the comparison, as far as it concerns what is shown."""
    if content.keyness is None:
        return []
    hidden = "" if "log_ratio_boot_low" in interval_columns(content.keyness) else "bootstrap_of_few"
    return [say.warning(notice) for notice in content.keyness.warnings if notice.code != hidden]


def _compared(content: Content) -> list[dict[str, Any]]:
    """The comparison as it is shown: the q over reports and the interval that fit the number of reports."""
    if content.keyness is None or content.compared is None:
        return []
    low, high = interval_columns(content.keyness)
    rows = content.compared
    q = rows["q_permutation"] if "q_permutation" in rows else rows["q_value"]
    return records(rows.assign(low=rows[low], high=rows[high], q=q, is_key=is_key(rows)))


def _compare_line(content: Content, say: Words) -> str:
    if content.keyness is None:
        return ""
    found = content.significant
    return say("compare_found" if found else "compare_none", m=len(content.keyness.table), k=found)


def _compare_basis(content: Content, say: Words) -> str:
    result = content.keyness
    if result is None:
        return ""
    return say(
        "compare_basis",
        n1=say("n_reports", n=result.reports_target),
        n2=say("n_reports", n=result.reports_reference),
        t1=result.tokens_target,
        t2=result.tokens_reference,
    )
