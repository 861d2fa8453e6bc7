"""What several commands do: open a corpus, give a table, say what could not be used."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from reportlens.cli.options import counted, form_of
from reportlens.errors import ReportLensError
from reportlens.reading.signature import READ

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.corpus import Corpus
    from reportlens.lexicon import Lexicon
    from reportlens.reading.sources import Problem

_RULE = re.compile("-+")


def warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(f"reportlens: warning: {warning}", err=True)


@contextmanager
def opened(
    ctx: click.Context, path: Path, lexicon: "Lexicon | None" = None, stop: Iterable[Path] = ()
) -> "Iterator[Corpus]":
    """The corpus at `path`, which leaves the terms and words of the `stop` lists out of its counts."""
    from reportlens.corpus import Corpus
    from reportlens.reading.sources import must_open

    if path.is_dir():
        must_open(path)
    if lexicon is not None and (path / "corpus.json").is_file():
        raise ReportLensError(
            f"{path}: a corpus keeps the terms it was built with. Give --lexicon and --stop to build."
        )
    with Corpus.opened(path, lexicon=lexicon, progress=True) as corpus:
        if stop:
            from reportlens.lexicon import load_stop_list

            corpus.stop = load_stop_list(stop)
            _warn_of_idle(corpus)
        yield corpus
        problems = corpus.problems_met
    finish(ctx, problems)


def _warn_of_idle(corpus: "Corpus") -> None:
    """Say which entries of a stop list are neither a term nor a word of the corpus."""
    met = corpus.query(
        "SELECT term::VARCHAR AS found FROM terms WHERE list_contains($1::VARCHAR[], term::VARCHAR)"
        " UNION SELECT word::VARCHAR FROM tokens WHERE list_contains($1::VARCHAR[], word::VARCHAR)",
        [sorted(corpus.stop)],
    )
    idle = sorted(corpus.stop - set(met["found"]))
    if idle:
        names = ", ".join(idle[:5]) + (", …" if len(idle) > 5 else "")
        warn(
            [
                f"entries of the stop list that change nothing, as no term or word of the reports is so called: {names}"
            ]
        )


def warn_of_ungrouped(corpus: "Corpus", by: str) -> None:
    """Say which reports a grouping leaves out."""
    grouped = set(corpus.groups(by).index)
    alone = [report_id for report_id in corpus.reports()["report_id"] if report_id not in grouped]
    if alone:
        names = ", ".join(alone[:5]) + (", …" if len(alone) > 5 else "")
        are = "has no {} and is" if len(alone) == 1 else "have no {} and are"
        warn([f"{len(alone)} of the reports {are.format(by)} left out: {names}"])


def give(table: "pd.DataFrame", form: str | None, output: Path | None) -> None:
    from reportlens.present.export import write_table

    form = form_of(form, output)
    given = write_table(table, form, output)
    if form == "table" and isinstance(given, str) and sys.stdout.isatty():
        fitting = columns_that_fit(given, get_terminal_size().columns)
        left_out = list(map(str, table.columns[fitting:]))
        if left_out:
            given = write_table(table.iloc[:, :fitting], form, None)
            names = ", ".join(left_out[:8]) + (", …" if len(left_out) > 8 else "")
            click.echo(
                f"reportlens: {counted(len(left_out), 'more column')} would not fit the terminal: {names}. "
                "--format csv, or -o FILE, gives all.",
                err=True,
            )
    if given is not None:
        click.echo(given)


def columns_that_fit(shown: str, width: int) -> int:
    """How many columns of a table in text fit `width`, by the ruler under its head; three at least.

    >>> columns_that_fit("a    b    c    d\\n---  ---  ---  ----", 18), columns_that_fit("a\\n---", 1)
    (3, 1)
    """
    ends = [group.end() for group in _RULE.finditer(shown.split("\n", 2)[1])]
    return max(sum(end <= width for end in ends), min(3, len(ends)))


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
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportLensError(
            f"{output}: cannot be written ({reason}). Check the folder and its rights."
        ) from error
    return count


def finish(ctx: click.Context, problems: "Iterable[Problem]", nothing: str = "") -> None:
    """Say what could not be used, then end with the right status: 2 with `nothing`, where nothing could."""
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
        click.echo(
            f"reportlens: {counted(len(left_out), 'other file')} left out: {names} (read are {READ})",
            err=True,
        )
    if nothing:
        click.echo(f"reportlens: {nothing}", err=True)
        ctx.exit(2)
    if lost:
        ctx.exit(1)
