"""Commands that ask a corpus: info, terms, compare, cluster, quantities, discover, report."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportlens.cli.groups import group_named
from reportlens.cli.options import (
    COUNTINGS,
    GROUPINGS,
    corpus_argument,
    counted,
    lexicon_option,
    seed_option,
    stop_option,
    table_options,
    unit_option,
)
from reportlens.cli.output import give, opened, warn, warn_of_ungrouped

if TYPE_CHECKING:
    from reportlens.lexicon import Lexicon


@click.command()
@corpus_argument
@table_options
@click.pass_context
def info(ctx: click.Context, corpus_path: Path, form: str | None, output: Path | None) -> None:
    """What is in a corpus: its reports, and everything that could not be used."""
    with opened(ctx, corpus_path) as corpus:
        reports = corpus.reports()
        if form not in (None, "table") or output is not None:
            give(reports, form, output)
        else:
            # For the eye: what no report states is no column, and twelve digits tell a file.
            shown = reports.assign(sha256=reports["sha256"].astype(str).str[:12])
            give(shown.loc[:, shown.notna().any()], "table", None)
            problems = corpus.problems()
            # What was met on the way here is named with its reason on standard error, once.
            met = {(p.path, p.reason) for p in corpus.problems_met if p.stage != "selecting"}
            told = [key in met for key in zip(problems["path"], problems["reason"], strict=True)]
            click.echo(
                f"\n{counted(len(reports), 'report')}, {counted(int(reports['n_chars'].sum()), 'character')}, "
                f"{counted(int(reports['n_tokens'].sum()), 'token')}, {counted(int(reports['n_repairs'].sum()), 'repair')}, "
                f"{counted(len(problems), 'problem')}"
            )
            if not all(told):
                give(problems[[not one for one in told]], "table", None)


@click.command()
@corpus_argument
@click.option("--by", type=click.Choice(GROUPINGS), help="Count by group (default: list every hit).")
@click.option(
    "--counting",
    type=click.Choice(COUNTINGS),
    help="Outermost hits (the default of --by); all (the default of the list); or leftmost-longest.",
)
@stop_option
@table_options
@click.pass_context
def terms(
    ctx: click.Context,
    corpus_path: Path,
    by: str | None,
    counting: str | None,
    stop: tuple[Path, ...],
    form: str | None,
    output: Path | None,
) -> None:
    """How often each term stands in each group of reports, or every hit.

    With --by a term inside a longer one is counted under the longer one only: 三会一课 in 三会一课制度 adds
    nothing to 三会一课, unless --counting inclusive is given. `source` is `lexicon` for a listed term and
    `pattern` for one that a rule found by its form. raw_start and raw_end count characters of the decoded file.
    """
    with opened(ctx, corpus_path, stop=stop) as corpus:
        if by is None:
            table = corpus.hits(counting or "inclusive")
            table = table[~table["term"].isin(corpus.stop)]
        else:
            from reportlens.analysis import frequencies

            warn_of_ungrouped(corpus, by)
            table = frequencies(corpus, by=by, counting=counting or "longest")
        if table.empty:
            warn(["not one of these reports has a term to count: the table is empty."])
        give(table, form, output)


@click.command()
@corpus_argument
@click.option(
    "--by", type=click.Choice(GROUPINGS), default="level", show_default=True, help="What groups the reports."
)
@click.option("--target", help="The group in question, e.g. county.")
@click.option("--reference", help="The group it is compared with, e.g. city (neither: all groups).")
@unit_option
@click.option("--counting", type=click.Choice(COUNTINGS), default="longest", show_default=True)
@click.option(
    "--permutations",
    type=click.IntRange(0, 1_000_000),
    default=9_999,
    show_default=True,
    help="Draws of the test in which whole reports change groups; 0 for none.",
)
@seed_option
@click.option("--strata", type=click.Choice(("year", "province")), help="Compare reports of the same year or province only.")  # fmt: skip
@stop_option
@table_options
@click.pass_context
def compare(
    ctx: click.Context,
    corpus_path: Path,
    by: str,
    target: str | None,
    reference: str | None,
    unit: str,
    counting: str,
    permutations: int,
    seed: int,
    strata: str | None,
    stop: tuple[Path, ...],
    form: str | None,
    output: Path | None,
) -> None:
    """Which terms set one group of reports apart from another, or all groups from each other (keyness).

    A group may be given as it is commonly called: 县 for county, 安吉县 for a full official name.
    A term inside a longer one is counted under the longer one only (三会一课 in 三会一课制度), unless
    --counting inclusive is given.
    """
    from reportlens.analysis import compare as compare_two
    from reportlens.analysis import compare_groups

    if (target is None) != (reference is None):
        raise click.UsageError(
            "--target and --reference belong together: give both, or neither for all groups."
        )
    how: dict[str, Any] = {
        "by": by, "unit": unit, "counting": counting, "permutations": permutations, "seed": seed, "strata": strata,
    }  # fmt: skip
    with opened(ctx, corpus_path, stop=stop) as corpus:
        warn_of_ungrouped(corpus, by)
        if target is None or reference is None:
            groups = compare_groups(corpus, **how)
            table, warnings = groups.table, groups.warnings
        else:
            named = [group_named(corpus, by, name) for name in (target, reference)]
            two = compare_two(corpus, target=named[0], reference=named[1], **how)
            table, warnings = two.table, two.warnings
        warn(warnings)
        give(table, form, output)


@click.command()
@corpus_argument
@click.option("--clusters", metavar="K", type=click.IntRange(2), help="How many (default: as many as the reports suggest).")  # fmt: skip
@unit_option
@click.option("--counting", type=click.Choice(COUNTINGS), default="longest", show_default=True)
@click.option("--method", type=click.Choice(("kmeans", "agglomerative")), default="kmeans", show_default=True, help="KMeans, or Ward's tree.")  # fmt: skip
@click.option("--formula", type=click.Choice(("keep", "weigh", "remove")), default="keep", show_default=True, help="Terms that most places use: keep them, let terms count the less the more places use them, or leave out those of half of the places.")  # fmt: skip
@seed_option
@stop_option
@table_options
@click.pass_context
def cluster(
    ctx: click.Context,
    corpus_path: Path,
    clusters: int | None,
    unit: str,
    counting: str,
    method: str,
    formula: str,
    seed: int,
    stop: tuple[Path, ...],
    form: str | None,
    output: Path | None,
) -> None:
    """Which reports are alike: clusters with their distinctive terms, and how far to believe them."""
    from reportlens.analysis import cluster as cluster_reports

    with opened(ctx, corpus_path, stop=stop) as corpus:
        result = cluster_reports(
            corpus, clusters=clusters, unit=unit, counting=counting, method=method, formula=formula, seed=seed
        )
        warn(result.warnings)
        give(result.table, form, output)
        chance = f"by chance {result.silhouette_chance:.2f}, p = {result.silhouette_p:.3f}"
        if isnan(result.silhouette_p):
            chance = "by chance not known"
        stability = "not known" if isnan(result.stability) else f"{result.stability:.2f}"
        click.echo(
            f"reportlens: {result.clusters} clusters, mean silhouette {result.silhouette:.2f} ({chance}), stability "
            f"{stability} with a fifth of the reports left out, {result.reordering:.2f} in other orders.",
            err=True,
        )


@click.command()
@corpus_argument
@click.option("--subject", help="Only what is counted under a name that contains this (党员, 支部 …).")
@click.option("--unit", help="Only this unit (名, 次, 万元 …).")
@click.option(
    "--by", type=click.Choice(("place", "year")), help="Comparable figures side by side, as they stand."
)
@table_options
@click.pass_context
def quantities(
    ctx: click.Context,
    corpus_path: Path,
    subject: str | None,
    unit: str | None,
    by: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """The ledger: every figure with what it counts, its bound, its unit and its sentence. Nothing is summed.

    raw_start and raw_end count characters of the decoded file.
    """
    from reportlens.analysis.ledger import ledger

    with opened(ctx, corpus_path) as corpus:
        result = ledger(corpus, subject=subject, unit=unit)
        if result.table.empty and (subject is not None or unit is not None):
            asked = " ".join(filter(None, (subject and f"under '{subject}'", unit and f"in '{unit}'")))
            warn([f"not one figure of the reports is counted {asked}: the table is empty."])
        give(result.side_by_side(by) if by else result.table, form, output)


@click.command()
@corpus_argument
@click.option("--least", type=click.IntRange(2), help="How often a string without quotation marks must stand (default: 3, more in large corpora).")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="How many candidates.")
@lexicon_option
@table_options
@click.pass_context
def discover(
    ctx: click.Context,
    corpus_path: Path,
    least: int | None,
    limit: int,
    lexicon: "Lexicon | None",
    form: str | None,
    output: Path | None,
) -> None:
    """Strings that behave like terms and are in no lexicon. Review the CSV, then use it with --lexicon."""
    from reportlens.analysis import discover as discover_terms

    built = (corpus_path / "corpus.json").is_file()
    with opened(ctx, corpus_path, None if built else lexicon) as corpus:
        give(discover_terms(corpus, least=least, limit=limit, lexicon=lexicon).table, form, output)


@click.command()
@corpus_argument
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@click.option(
    "--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language of the page."
)
@lexicon_option
@click.pass_context
def report(ctx: click.Context, corpus_path: Path, output: Path, lang: str, lexicon: "Lexicon | None") -> None:
    """Everything at once: report.html, brief.docx, figures/ and tables/ in one folder."""
    from reportlens.present.page import write_report

    with opened(ctx, corpus_path, lexicon) as corpus:
        files = write_report(corpus, output, lang=lang)
        result = files.keyness
        if result is not None:
            warn_of_ungrouped(corpus, "level")
            warn(result.warnings)
            click.echo(
                f"county ({counted(result.reports_target, 'report')}, {result.tokens_target} tokens) against "
                f"city ({counted(result.reports_reference, 'report')}, {result.tokens_reference} tokens), "
                "largest G² first; `key` is the side whose key term it is (q < 0.05, and not by one report alone):"
            )
            columns = [
                "term",
                "n_target",
                "n_reference",
                "reports_target",
                "reports_reference",
                "log_ratio",
                "g2",
                "key",
            ]
            table = result.table[columns].head(15)
            give(table.replace({"key": {"target": "county", "reference": "city"}}), "table", None)
        else:
            click.echo("no comparison: there is not at least one county and one city report.", err=True)
        click.echo(files.html)
