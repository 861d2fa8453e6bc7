"""What several commands share: arguments and options."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "csv", "json", "parquet", "xlsx")
# Known here too, so that --help need not load the tables behind them (a test compares).
GROUPINGS = ("level", "province", "city", "county", "place", "year")
COUNTINGS = ("longest", "inclusive", "exclusive")
UNITS = ("terms", "words", "categories", "themes")


def table_options(command: Command) -> Command:
    """--format and -o, for commands that give a table."""
    command = click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal."
    )(command)
    return click.option("--format", "form", type=click.Choice(FORMATS), default=None, help="Default: table, or by the file's suffix.")(command)  # fmt: skip


def corpus_argument(command: Command) -> Command:
    return click.argument("corpus_path", metavar="CORPUS", type=click.Path(path_type=Path))(command)


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
            from reportlens.lexicon import Lexicon, default_lexicon, load_stop_list, load_terms

            ours = () if only else default_lexicon().terms
            lexicon = Lexicon([*load_terms(own), *ours], load_stop_list(stop))
        return command(*args, lexicon=lexicon, **rest)

    decorated = click.option(
        "--lexicon",
        "own",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A CSV of your own terms beside ours (column `canonical`; see lexicons/). Repeatable.",
    )(with_lexicon)
    decorated = click.option("--only-lexicon", "only", is_flag=True, help="Your own terms instead of ours.")(
        decorated
    )
    return cast(Command, stop_option(decorated))


def stop_option(command: Command) -> Command:
    return click.option(
        "--stop",
        multiple=True,
        type=click.Path(path_type=Path),
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
