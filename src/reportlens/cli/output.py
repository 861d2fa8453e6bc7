"""What several commands do: open a corpus, give a table, say what could not be used."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportlens.cli.options import FORMATS
from reportlens.errors import ReportLensError

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.corpus import Corpus
    from reportlens.lexicon import Lexicon
    from reportlens.reading.sources import Problem


def warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(f"reportlens: warning: {warning}", err=True)


@contextmanager
def opened(
    ctx: click.Context, path: Path, lexicon: "Lexicon | None" = None, stop: Iterable[Path] = ()
) -> "Iterator[Corpus]":
    """The corpus at `path`, which leaves the terms and words of the `stop` lists out of its counts."""
    from reportlens.corpus import Corpus

    if lexicon is not None and (path / "corpus.json").is_file():
        raise ReportLensError(f"{path}: a corpus keeps the terms it was built with. Give --lexicon to build.")
    with Corpus.opened(path, lexicon=lexicon, progress=True) as corpus:
        if stop:
            from reportlens.lexicon import load_stop_list

            corpus.stop = load_stop_list(stop)
        yield corpus
        problems = corpus.problems_met
    finish(ctx, problems)


def warn_of_ungrouped(corpus: "Corpus", by: str) -> None:
    """Say which reports a grouping leaves out."""
    grouped = set(corpus.groups(by).index)
    alone = [report_id for report_id in corpus.reports()["report_id"] if report_id not in grouped]
    if alone:
        names = ", ".join(alone[:5]) + (", …" if len(alone) > 5 else "")
        warn([f"{len(alone)} of the reports have no {by} and are left out: {names}"])


def give(table: "pd.DataFrame", form: str | None, output: Path | None) -> None:
    from reportlens.present.export import write_table

    if form is None:
        suffix = output.suffix.lower().removeprefix(".") if output else ""
        form = suffix if suffix in FORMATS else "csv" if output else "table"
    if form in ("parquet", "xlsx") and output is None:
        raise click.UsageError(f"--format {form} needs -o FILE.")
    given = write_table(table, form, output)
    if given is not None:
        click.echo(given)


def write_lines(lines: Iterable[str], output: Path | None) -> int:
    """Write as they come; a file appears whole or not at all."""
    count = 0
    if output is None:
        for line in lines:
            sys.stdout.write(line)
            count += 1
        sys.stdout.flush()
        return count
    if output.is_dir() or not output.parent.is_dir():
        raise ReportLensError(f"{output}: cannot be written. Name a file in a folder that exists.")
    # A device or a pipe is written to, never replaced.
    special = output.exists() and not output.is_file()
    temporary = output if special else output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line)
                count += 1
        if count and not special:
            temporary.replace(output)
    finally:
        if not special:
            temporary.unlink(missing_ok=True)
    return count


def finish(ctx: click.Context, problems: "Iterable[Problem]", *, nothing: bool = False) -> None:
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
