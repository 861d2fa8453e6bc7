"""What several commands share: arguments and options."""

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

Command = TypeVar("Command", bound=Callable[..., Any])
_BY_SUFFIX = {".csv": "csv", ".xlsx": "xlsx", ".json": "json", ".parquet": "parquet", ".txt": "table"}
FORMATS = ("table", "csv", "json", "parquet", "xlsx")
# Known here too, so that --help need not load the tables behind them (a test compares).
GROUPINGS = ("level", "province", "city", "county", "place", "year")
COUNTINGS = ("longest", "inclusive", "exclusive")
UNITS = ("terms", "words", "categories", "themes")


def table_options(command: Command) -> Command:
    """--format and -o, for commands that give a table; what does not go together is told at once."""

    @wraps(command)
    def checked(*args: Any, form: str | None, output: Path | None, **rest: Any) -> Any:
        form_of(form, output)
        return command(*args, form=form, output=output, **rest)

    with_output = click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal."
    )(cast(Command, checked))
    return click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="Default: table, or by the file's suffix.")(with_output)  # fmt: skip


def form_of(form: str | None, output: Path | None) -> str:
    """The form of a table: as asked for, by the suffix of the file, or a table for the eye."""
    if form is None and output is not None:
        form = _BY_SUFFIX.get(output.suffix.lower())
        if form is None and output.exists() and not output.is_file():
            form = "csv"  # a device or a pipe
        if form is None:
            known = " ".join(_BY_SUFFIX)
            raise click.UsageError(
                f"{output}: the form of the table is told by no suffix of {known}. Use one, or say --format."
            )
    form = form or "table"
    if form in ("parquet", "xlsx") and output is None:
        raise click.UsageError(f"--format {form} needs -o FILE.")
    return form


def corpus_argument(command: Command) -> Command:
    return click.argument("corpus_path", metavar="CORPUS", type=click.Path(path_type=Path, readable=False))(
        command
    )


def lexicon_option(command: Command) -> Command:
    """--lexicon, --only-lexicon and --stop; the command gets them as `lexicon` (None: ours alone)."""

    @wraps(command)
    def with_lexicon(
        *args: Any, own: tuple[Path, ...], only: bool, stop: tuple[Path, ...], **rest: Any
    ) -> Any:
        if only and not own:
            raise click.UsageError("--only-lexicon needs --lexicon FILE.")
        lexicon = None
        if own or stop:
            from reportlens.lexicon import Lexicon, complaints, default_lexicon, load_stop_list, load_terms

            ours = default_lexicon()
            terms = load_terms(own)
            _mention_complaints(own, sum(1 for _ in complaints(terms, ours)))
            lexicon = Lexicon([*terms, *(() if only else ours.terms)], load_stop_list(stop))
        return command(*args, lexicon=lexicon, **rest)

    decorated = click.option(
        "--lexicon",
        "own",
        multiple=True,
        type=click.Path(path_type=Path, readable=False),
        help="A CSV of your own terms beside ours (column `canonical`; see lexicons/). Repeatable.",
    )(with_lexicon)
    decorated = click.option(
        "--only-lexicon",
        "only",
        is_flag=True,
        help="Your own terms instead of our lexicon. Rules still find terms by their form (source `pattern`).",
    )(decorated)
    return cast(Command, stop_option(decorated))


def _mention_complaints(files: Iterable[Path], count: int) -> None:
    if count:
        names = " ".join(map(str, files))
        click.echo(
            f"reportlens: warning: {counted(count, 'complaint')} about {names}: `reportlens lexicon check` names them.",
            err=True,
        )


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 report, 2 reports."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def stop_option(command: Command) -> Command:
    return click.option(
        "--stop",
        multiple=True,
        type=click.Path(path_type=Path, readable=False),
        help="A list of terms or words, one a line, that are not counted. Repeatable.",
    )(command)


def unit_option(command: Command) -> Command:
    return click.option(
        "--unit", type=click.Choice(UNITS), default="terms", show_default=True, help="What is counted."
    )(command)


def seed_option(command: Command) -> Command:
    return click.option(
        "--seed",
        type=click.IntRange(0, 2**31),
        default=0,
        show_default=True,
        help="The same seed, the same result.",
    )(command)
