"""The command line: parse, call, print. Results go to standard output, everything else to standard error.

Exit status: 0 done; 1 done, but something that was asked for could not be read; 2 wrong usage or
nothing readable.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportlens.errors import ReportLensError

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.corpus import Corpus
    from reportlens.lexicon import Lexicon
    from reportlens.reading.sources import Problem

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "csv", "json", "parquet", "xlsx")
# Known here too, so that --help need not load the tables behind them (a test compares).
GROUPINGS = ("level", "province", "city", "county", "place", "year")
COUNTINGS = ("longest", "inclusive", "exclusive")
UNITS = ("terms", "words", "categories", "themes")


class Program(click.Group):
    """Turns every error that a user can cause into one line and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReportLensError as error:
            click.echo(f"reportlens: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # The reader of our output has left (| head): no error of anybody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            click.echo(f"reportlens: {error.filename or 'output'}: {error.strerror or error}", err=True)
            ctx.exit(2)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reportlens")
def main() -> None:
    """Analyse Chinese work reports on Party building.

    SOURCE is a file, a folder or a manifest (a CSV with a column `file`). Wherever CORPUS stands, a
    folder of files works too.
    """


def table_options(command: Command) -> Command:
    """--format and -o, for commands that give a table."""
    command = click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal."
    )(command)
    return click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="Default: table, or by the file's suffix.")(command)  # fmt: skip


def corpus_argument(command: Command) -> Command:
    return click.argument("corpus_path", metavar="CORPUS", type=click.Path(path_type=Path))(command)


def lexicon_option(command: Command) -> Command:
    return click.option(
        "--lexicon",
        "lexicon_files",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A CSV of your own terms beside ours (column `canonical`; see lexicons/). Repeatable.",
    )(command)


def unit_option(command: Command) -> Command:
    return click.option(
        "--unit", type=click.Choice(UNITS), default="terms", show_default=True, help="What is counted."
    )(command)


def seed_option(command: Command) -> Command:
    return click.option(
        "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed, the same result."
    )(command)


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file (JSON Lines).")
@click.option("--tokens", is_flag=True, help="Give the tokens as [start, end] pairs too.")
@lexicon_option
@click.pass_context
def annotate(
    ctx: click.Context,
    sources: tuple[str, ...],
    output: Path | None,
    tokens: bool,
    lexicon_files: tuple[Path, ...],
) -> None:
    """Clean reports and mark what stands in them: one JSON object a report, one a line."""
    from reportlens.annotate.sources import annotate_sources
    from reportlens.reading.sources import find_sources

    found = find_sources(sources)
    problems = list(found.problems)
    results = annotate_sources(found, _lexicon(lexicon_files), problems)
    lines = (json.dumps(a.to_json(tokens=tokens), ensure_ascii=False) + "\n" for a in results)
    written = _write_lines(lines, output)
    _finish(ctx, problems, nothing=written == 0)


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--to", required=True, type=click.Path(path_type=Path), help="The folder of the corpus.")
@click.option("--jobs", type=click.IntRange(1), help="Processes (default: as many as the work is worth).")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler to use instead of processes.")
@lexicon_option
@click.pass_context
def build(
    ctx: click.Context,
    sources: tuple[str, ...],
    to: Path,
    jobs: int | None,
    scheduler: str | None,
    lexicon_files: tuple[Path, ...],
) -> None:
    """Annotate reports into a corpus on disk. Reports that have not changed are not annotated again."""
    from reportlens.corpus import build as build_corpus
    from reportlens.reading.sources import find_sources

    built = build_corpus(
        find_sources(sources),
        to,
        lexicon=_lexicon(lexicon_files),
        jobs=jobs,
        scheduler=scheduler,
        progress=True,
    )
    click.echo(f"{to}: {built.annotated} reports annotated, {built.kept} unchanged")
    _finish(ctx, built.problems)


@main.command()
@corpus_argument
@table_options
@click.pass_context
def info(ctx: click.Context, corpus_path: Path, form: str | None, output: Path | None) -> None:
    """What is in a corpus: its reports, and everything that could not be used."""
    with _corpus(ctx, corpus_path) as corpus:
        reports = corpus.reports()
        _give(reports, form, output)
        if form in (None, "table") and output is None:
            problems = corpus.problems()
            click.echo(
                f"\n{len(reports)} reports, {reports['n_chars'].sum():,} characters, "
                f"{reports['n_tokens'].sum():,} tokens, {reports['n_repairs'].sum():,} repairs, "
                f"{len(problems)} problems"
            )
            if len(problems):
                _give(problems, "table", None)


@main.command()
@corpus_argument
@click.option("--by", type=click.Choice(GROUPINGS), help="Count by group (default: list every hit).")
@click.option(
    "--counting",
    type=click.Choice(COUNTINGS),
    help="Outermost hits (the default of --by); all (the default of the list); or leftmost-longest.",
)
@table_options
@click.pass_context
def terms(
    ctx: click.Context,
    corpus_path: Path,
    by: str | None,
    counting: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """How often each term stands in each group of reports, or every hit."""
    with _corpus(ctx, corpus_path) as corpus:
        if by is None:
            _give(corpus.hits(counting or "inclusive"), form, output)
            return
        from reportlens.analysis import frequencies

        _give(frequencies(corpus, by=by, counting=counting or "longest"), form, output)


@main.command()
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
    form: str | None,
    output: Path | None,
) -> None:
    """Which terms set one group of reports apart from another, or all groups from each other (keyness)."""
    from reportlens.analysis import compare as compare_two
    from reportlens.analysis import compare_groups

    if (target is None) != (reference is None):
        raise click.UsageError(
            "--target and --reference belong together: give both, or neither for all groups."
        )
    how: dict[str, Any] = {
        "by": by, "unit": unit, "counting": counting, "permutations": permutations, "seed": seed, "strata": strata,
    }  # fmt: skip
    with _corpus(ctx, corpus_path) as corpus:
        if target is None or reference is None:
            groups = compare_groups(corpus, **how)
            table, warnings = groups.table, groups.warnings
        else:
            two = compare_two(corpus, target=target, reference=reference, **how)
            table, warnings = two.table, two.warnings
        _warn(warnings)
        _give(table, form, output)


@main.command()
@corpus_argument
@click.option("--clusters", metavar="K", type=click.IntRange(2), help="How many (default: as many as the reports suggest).")  # fmt: skip
@unit_option
@click.option("--counting", type=click.Choice(COUNTINGS), default="longest", show_default=True)
@click.option("--method", type=click.Choice(("kmeans", "agglomerative")), default="kmeans", show_default=True, help="KMeans, or Ward's tree.")  # fmt: skip
@click.option("--formula", type=click.Choice(("keep", "weigh", "remove")), default="keep", show_default=True, help="Terms that most places use: keep them, let terms count the less the more places use them, or leave out those of half of the places.")  # fmt: skip
@seed_option
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
    form: str | None,
    output: Path | None,
) -> None:
    """Which reports are alike: clusters with their distinctive terms, and how far to believe them."""
    from reportlens.analysis import cluster as cluster_reports

    with _corpus(ctx, corpus_path) as corpus:
        result = cluster_reports(
            corpus, clusters=clusters, unit=unit, counting=counting, method=method, formula=formula, seed=seed
        )
        _warn(result.warnings)
        _give(result.table, form, output)
        click.echo(
            f"reportlens: {result.clusters} clusters, mean silhouette {result.silhouette:.2f} "
            f"(by chance {result.silhouette_chance:.2f}, p = {result.silhouette_p:.3f}), stability "
            f"{result.stability:.2f} with a fifth of the reports left out, {result.reordering:.2f} in other orders.",
            err=True,
        )


@main.command()
@corpus_argument
@click.argument("term")
@click.option(
    "--width",
    type=click.IntRange(0, 1000),
    default=24,
    show_default=True,
    help="Characters shown on each side.",
)
@table_options
@click.pass_context
def kwic(
    ctx: click.Context, corpus_path: Path, term: str, width: int, form: str | None, output: Path | None
) -> None:
    """Every occurrence of TERM with what stands around it and its place in the source."""
    from reportlens.analysis import concordance

    with _corpus(ctx, corpus_path) as corpus:
        result = concordance(corpus, term, width=width)
        if result.table.empty:
            click.echo(f"reportlens: '{term}' stands in none of the reports.", err=True)
        _give(result.table, form, output)


@main.command()
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
    """The ledger: every figure with what it counts, its bound, its unit and its sentence. Nothing is summed."""
    from reportlens.analysis.ledger import ledger

    with _corpus(ctx, corpus_path) as corpus:
        result = ledger(corpus, subject=subject, unit=unit)
        _give(result.side_by_side(by) if by else result.table, form, output)


@main.command()
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
    lexicon_files: tuple[Path, ...],
    form: str | None,
    output: Path | None,
) -> None:
    """Strings that behave like terms and are in no lexicon. Review the CSV, then use it with --lexicon."""
    from reportlens.analysis import discover as discover_terms

    own = _lexicon(lexicon_files)
    with _corpus(ctx, corpus_path, own) as corpus:
        _give(discover_terms(corpus, least=least, limit=limit, lexicon=own).table, form, output)


@main.command()
@click.argument("file")
@click.option("--all", "everything", is_flag=True, help="Show every change, not the first 20 of a step.")
@table_options
@click.pass_context
def explain(ctx: click.Context, file: str, everything: bool, form: str | None, output: Path | None) -> None:
    """What was cleaned in FILE, step by step, with reasons, before and after."""
    from reportlens.normalise import normalise_report
    from reportlens.present.explanation import explain as explained
    from reportlens.reading.sources import find_sources, read_reports

    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder. Name one file.")
    found = find_sources([file])
    problems = list(found.problems)
    for source in found.sources:
        reports, empty = read_reports(source)
        problems += empty
        for report in reports:
            normalised = normalise_report(report)
            if form in (None, "table") and output is None:
                click.echo(f"{report.report_id}: {report.path} ({report.encoding}, sha256 {report.sha256})")
                for line in explained(normalised, limit=len(report.raw) if everything else 20):
                    click.echo(line)
            else:
                import pandas as pd

                _give(pd.DataFrame(normalised.repairs), form, output)
    _finish(ctx, problems, nothing=not found.sources)


@main.command()
@corpus_argument
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)
@click.option(
    "--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language of the page."
)
@lexicon_option
@click.pass_context
def report(
    ctx: click.Context, corpus_path: Path, output: Path, lang: str, lexicon_files: tuple[Path, ...]
) -> None:
    """Everything at once: report.html, figures/ and tables/ in one folder."""
    from reportlens.analysis import compare as compare_groups
    from reportlens.present.page import write_report

    with _corpus(ctx, corpus_path, _lexicon(lexicon_files)) as corpus:
        files = write_report(corpus, output, lang=lang)
        levels = set(corpus.groups("level"))
        if {"county", "city"} <= levels:
            result = compare_groups(corpus, by="level", target="county", reference="city")
            click.echo(
                f"county ({result.reports_target} reports, {result.tokens_target} tokens) against "
                f"city ({result.reports_reference} reports, {result.tokens_reference} tokens), largest G² first:"
            )
            columns = [
                "term",
                "n_target",
                "n_reference",
                "reports_target",
                "reports_reference",
                "log_ratio",
                "g2",
            ]
            _give(result.table[columns].head(15), "table", None)
        else:
            click.echo("no comparison: there is not at least one county and one city report.", err=True)
        click.echo(files.html)


@main.group()
def lexicon() -> None:
    """Look at the terms that are looked for, or check a lexicon of your own."""


@lexicon.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Name every row that collides or does not add up, in FILES or in our own lexicon."""
    from reportlens.lexicon import complaints, default_lexicon, load_terms

    terms = load_terms(files) if files else default_lexicon().terms
    found = list(complaints(terms))
    for complaint in found:
        click.echo(complaint)
    click.echo(f"{len(terms)} terms, {len(found)} complaints", err=True)
    if found:
        ctx.exit(1)


@lexicon.command()
@click.argument("name", required=False)
@lexicon_option
@table_options
def show(name: str | None, lexicon_files: tuple[Path, ...], form: str | None, output: Path | None) -> None:
    """Show the term called NAME, all terms of the category NAME, or all terms."""
    import pandas as pd

    from reportlens.lexicon import default_lexicon

    terms = (_lexicon(lexicon_files) or default_lexicon()).terms
    chosen = [t for t in terms if name is None or name == t.category or name in t.surfaces]
    if not chosen:
        raise click.UsageError(f"there is no term and no category '{name}' in the lexicon.")
    rows = [
        {
            "canonical": t.canonical,
            "category": t.category,
            "variants": "|".join(t.variants),
            "members": "|".join(t.members),
            "since": t.since,
            "until": t.until,
            "source": t.source,
            "theme": t.theme,
            "where": t.where,
        }
        for t in chosen
    ]
    _give(pd.DataFrame(rows).astype({"since": "Int64", "until": "Int64"}), form, output)


def _warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(f"reportlens: warning: {warning}", err=True)


def _lexicon(files: Iterable[Path]) -> "Lexicon | None":
    """Ours and the user's own terms, or None for ours alone; the user's come first."""
    own = list(files)
    if not own:
        return None
    from reportlens.lexicon import Lexicon, default_lexicon, load_terms

    return Lexicon([*load_terms(own), *default_lexicon().terms])


@contextmanager
def _corpus(ctx: click.Context, path: Path, lexicon: "Lexicon | None" = None) -> "Iterator[Corpus]":
    from reportlens.corpus import Corpus

    with Corpus.opened(path, lexicon=lexicon, progress=True) as corpus:
        yield corpus
        problems = corpus.problems_met
    _finish(ctx, problems)


def _give(table: "pd.DataFrame", form: str | None, output: Path | None) -> None:
    from reportlens.present.export import write_table

    if form is None:
        suffix = output.suffix.lower().removeprefix(".") if output else ""
        form = suffix if suffix in FORMATS else "csv" if output else "table"
    if form in ("parquet", "xlsx") and output is None:
        raise click.UsageError(f"--format {form} needs -o FILE.")
    given = write_table(table, form, output)
    if given is not None:
        click.echo(given)


def _write_lines(lines: Iterable[str], output: Path | None) -> int:
    """Write as they come; a file appears whole or not at all."""
    count = 0
    if output is None:
        for line in lines:
            sys.stdout.write(line)
            count += 1
        sys.stdout.flush()
        return count
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line)
                count += 1
        if count:
            temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _finish(ctx: click.Context, problems: "Iterable[Problem]", *, nothing: bool = False) -> None:
    """Say what could not be used, then end with the right status."""
    lost = False
    left_out = []
    for problem in problems:
        lost |= problem.lost
        if problem.stage == "selecting":
            left_out.append(Path(problem.path).name)
        else:
            warning = "" if problem.lost else "warning: "
            click.echo(f"reportlens: {warning}{problem.path}: {problem.reason}", err=True)
    if left_out:
        names = ", ".join(left_out[:5]) + (", …" if len(left_out) > 5 else "")
        click.echo(f"reportlens: {len(left_out)} other files left out: {names}", err=True)
    if nothing:
        click.echo("reportlens: nothing readable: there is no report in the sources.", err=True)
        ctx.exit(2)
    if lost:
        ctx.exit(1)
