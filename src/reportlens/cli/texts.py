"""Commands on texts and lexicons: annotate, build, explain, lexicon."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportlens.cli.options import counted, lexicon_option, table_options
from reportlens.cli.output import finish, give, write_lines

if TYPE_CHECKING:
    from reportlens.lexicon import Lexicon


@click.command()
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
    lexicon: "Lexicon | None",
) -> None:
    """Clean reports and mark what stands in them: one JSON object a report, one a line.

    start and end count characters of `text`, raw_start and raw_end those of the decoded file, not bytes.
    A term's `source` is `lexicon` where it is listed, `pattern` where a rule found it by its form.
    """
    from reportlens.annotate.contradictions import contradictions
    from reportlens.annotate.sources import annotate_sources
    from reportlens.reading.sources import find_sources, same_bytes

    found = find_sources(sources)
    problems = [*found.problems, *contradictions(found.sources, found.places)]
    digests: list[tuple[str, str]] = []

    def rows() -> Iterator[str]:
        for annotation in annotate_sources(found, lexicon, problems):
            row = annotation.to_json(tokens=tokens)
            digests.append((row["path"], row["sha256"]))
            yield json.dumps(row, ensure_ascii=False) + "\n"

    written = write_lines(rows(), output)
    problems += same_bytes(digests)
    finish(ctx, problems, "" if written else found.nothing)


@click.command()
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
    lexicon: "Lexicon | None",
) -> None:
    """Annotate reports into a corpus on disk. Reports that have not changed are not annotated again."""
    from reportlens.corpus import build as build_corpus
    from reportlens.reading.sources import find_sources

    built = build_corpus(
        find_sources(sources),
        to,
        lexicon=lexicon,
        jobs=jobs,
        scheduler=scheduler,
        progress=True,
    )
    click.echo(f"{to}: {counted(built.annotated, 'report')} annotated, {built.kept} unchanged")
    finish(ctx, built.problems)


@click.command()
@click.argument("file")
@click.option("--all", "everything", is_flag=True, help="Show every change, not the first 20 of a step.")
@table_options
@click.pass_context
def explain(ctx: click.Context, file: str, everything: bool, form: str | None, output: Path | None) -> None:
    """What was cleaned in FILE, step by step, with reasons, before and after."""
    from reportlens.errors import SourceError
    from reportlens.normalise import Repair, normalise_report
    from reportlens.present.explanation import explain as explained
    from reportlens.reading.sources import Problem, find_sources, read_reports

    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder. Name one file.")
    found = find_sources([file])
    problems = list(found.problems)
    shown = form in (None, "table") and output is None
    rows: list[dict[str, object]] = []
    count = 0
    for source in found.sources:
        reports, empty = read_reports(source)
        problems += empty
        for report in reports:
            try:
                normalised = normalise_report(report)
            except SourceError as error:
                problems.append(Problem(error.path, "normalise", error.reason))
                continue
            count += 1
            if shown:
                click.echo(f"{report.report_id}: {report.path} ({report.encoding}, sha256 {report.sha256})")
                for line in explained(normalised, limit=len(report.raw) if everything else 20):
                    click.echo(line)
            else:
                rows += [{**r._asdict(), "report_id": report.report_id} for r in normalised.repairs]
    if count and not shown:
        import pandas as pd

        give(pd.DataFrame(rows, columns=["report_id", *Repair._fields]), form, output)
    finish(ctx, problems, "" if count else found.nothing)


@click.group()
def lexicon() -> None:
    """Look at the terms that are looked for, or check a lexicon of your own."""


@lexicon.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Name every row that collides or does not add up, in FILES or in our own lexicon.

    A term without a category counts as work-line; a file named after a category (regulation.csv) needs none.
    """
    from reportlens.lexicon import complaints, default_lexicon, read_lexicon

    ours = default_lexicon()
    read = [read_lexicon(path) for path in files]
    terms = [term for file in read for term in file.terms] if files else list(ours.terms)
    found = list(complaints(terms, ours if files else ()))
    for complaint in found:
        click.echo(complaint)
    for remark in (remark for file in read for remark in file.remarks):
        click.echo(f"reportlens: {remark}", err=True)
    click.echo(f"{counted(len(terms), 'term')}, {counted(len(found), 'complaint')}", err=True)
    if found:
        ctx.exit(1)


@lexicon.command()
@click.argument("name", required=False)
@lexicon_option
@table_options
def show(name: str | None, lexicon: "Lexicon | None", form: str | None, output: Path | None) -> None:
    """Show the term called NAME, all terms of the category NAME, or all terms."""
    import pandas as pd

    from reportlens.lexicon import default_lexicon
    from reportlens.normalise.script import to_simplified
    from reportlens.normalise.width import unify_width

    terms = (lexicon or default_lexicon()).terms
    wanted = None if name is None else unify_width(to_simplified(name.strip()))
    chosen = [t for t in terms if wanted is None or wanted == t.category or wanted in t.surfaces]
    if chosen and wanted != name:
        click.echo(f"reportlens: '{name}' is '{wanted}' in the texts and in the lexicon.", err=True)
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
    give(pd.DataFrame(rows).astype({"since": "Int64", "until": "Int64"}), form, output)
