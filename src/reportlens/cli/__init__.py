"""The command line: parse, call, print. Results go to standard output, everything else to standard error.

Exit status: 0 done; 1 done, but something that was asked for could not be read; 2 wrong usage or
nothing readable.
"""

import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from reportlens.cli import corpora, drafts, search, texts
from reportlens.errors import ReportLensError


class Program(click.Group):
    """Turns every error that a user can cause into one line and exit status 2."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        if args is None:
            _speak_utf8()
        return super().main(args, *rest, **options)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as error:
            _tell_usage(error)

    def invoke(self, ctx: click.Context) -> Any:
        _never_fail_to_print()
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            _tell_usage(error)
        except ReportLensError as error:
            click.echo(f"reportlens: {error}", err=True)
            ctx.exit(2)
        except UnicodeEncodeError:
            if not any("\ud800" <= c <= "\udfff" for argument in sys.argv for c in argument):
                raise
            click.echo("reportlens: an argument is not UTF-8. Write the term or the name in UTF-8.", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # The reader of our output has left (| head): no error of anybody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            reason = f"{error.strerror or error}. Check the path, its rights and the room on the disk."
            click.echo(f"reportlens: {error.filename or 'output'}: {reason}", err=True)
            ctx.exit(2)


def _tell_usage(error: click.UsageError) -> NoReturn:
    """Wrong usage in one line like every other error; without any argument the help is the message."""
    if type(error).__name__ == "NoArgsIsHelpError":
        raise error
    message = error.format_message()
    stop = "" if message.endswith((".", "?", "!")) else "."
    where = error.ctx.command_path if error.ctx else "reportlens"
    click.echo(f"reportlens: {message}{stop} See {where} --help.", err=True)
    raise click.exceptions.Exit(2)


def _speak_utf8() -> None:
    """Begin again in Python's UTF-8 mode where the locale is another, as LC_ALL=C in a cron job.

    Names of files and terms in Chinese arrive as halves of characters otherwise, and cannot be
    written at all. Does nothing where names are UTF-8 already, as they always are on Windows.
    """
    if sys.getfilesystemencoding().lower() != "utf-8" and sys.executable and not sys.flags.utf8_mode:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _never_fail_to_print() -> None:
    """UTF-8 into files and pipes, whatever the console speaks; on a terminal no character is fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reportlens")
def main() -> None:
    """Analyse Chinese work reports on Party building.

    SOURCE is a file, a folder or a manifest (a CSV with a column `file`). Wherever CORPUS stands, a
    folder of files works too.
    """


for command in (
    texts.annotate,
    texts.build,
    corpora.info,
    corpora.terms,
    corpora.compare,
    corpora.cluster,
    search.kwic,
    search.match,
    corpora.quantities,
    corpora.discover,
    drafts.profile,
    drafts.brief,
    drafts.audit,
    corpora.report,
    texts.explain,
    texts.lexicon,
):
    main.add_command(command)
