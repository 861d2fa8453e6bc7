"""Commands that give what people hand on: profile, brief, audit."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportlens.cli.options import corpus_argument, counted, lexicon_option, table_options
from reportlens.cli.output import give, opened, warn
from reportlens.errors import ReportLensError

if TYPE_CHECKING:
    from reportlens.lexicon import Lexicon

_LANG = click.option(
    "--lang",
    type=click.Choice(("zh", "en")),
    default="zh",
    show_default=True,
    help="Language of what is written.",
)


@click.command()
@corpus_argument
@click.argument("place")
@_LANG
@lexicon_option
@table_options
@click.pass_context
def profile(
    ctx: click.Context,
    corpus_path: Path,
    place: str,
    lang: str,
    lexicon: "Lexicon | None",
    form: str | None,
    output: Path | None,
) -> None:
    """What PLACE does by theme, its own terms and figures, and the places nearest to it.

    PLACE is an official name or a part of it that fits one place (芷陂县).
    """
    from reportlens.analysis import profile as profile_of
    from reportlens.present.export import workbook, write_whole
    from reportlens.present.profile import profile_sheets, profile_table, profile_text

    with opened(ctx, corpus_path, lexicon) as corpus:
        found = profile_of(corpus, place)
        suffix = output.suffix.lower() if output else ""
        if output is not None and (form == "xlsx" or (form is None and suffix == ".xlsx")):
            write_whole(output, workbook(profile_sheets(found)))
        elif form in (None, "table") and suffix not in (".csv", ".json", ".parquet"):
            text = profile_text(found, lang)
            if output is None:
                click.echo(text)
            else:
                write_whole(output, (text + "\n").encode("utf-8", "backslashreplace"))
        else:
            give(profile_table(found), form, output)


@click.command()
@corpus_argument
@click.option("--theme", default="", help="Only this theme (服务群众, 组织建设 …).")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The .docx to write.")
@_LANG
@lexicon_option
@click.pass_context
def brief(
    ctx: click.Context, corpus_path: Path, theme: str, output: Path, lang: str, lexicon: "Lexicon | None"
) -> None:
    """A draft in the form of an official document: every sentence counted or quoted, with its source."""
    from reportlens.present.brief import compose, docx_bytes
    from reportlens.present.export import write_whole
    from reportlens.present.results import Results

    if output.suffix.lower() != ".docx":
        raise ReportLensError(f"{output}: a brief is a Word document. Give it a name that ends in .docx.")
    with opened(ctx, corpus_path, lexicon) as corpus:
        write_whole(output, docx_bytes(compose(Results(corpus), theme=theme, lang=lang)))
        click.echo(output)


@click.command()
@corpus_argument
@click.argument("document", type=click.Path(path_type=Path))
@lexicon_option
@click.pass_context
def audit(ctx: click.Context, corpus_path: Path, document: Path, lexicon: "Lexicon | None") -> None:
    """Prove a brief: count every number of DOCUMENT again and look up every sentence in its source.

    Exit status 1 where something in it is not proved.
    """
    from reportlens.present.brief import audit as audit_brief

    with opened(ctx, corpus_path, lexicon) as corpus:
        found = audit_brief(corpus, document)
        if found.foreign:
            warn(
                [
                    "this brief is of another corpus: not one source in its annex is in this one. Name the corpus it was made of."
                ]
            )
        for finding in found.findings:
            click.echo(f"{finding.where}: {finding.reason}: {finding.text}")
        click.echo(
            f"reportlens: {counted(found.quotes, 'quote')}, {counted(found.sentences, 'counted sentence')} and "
            f"{counted(found.rows, 'row')} of tables proved, {counted(found.numbers, 'number')} among them; "
            f"{len(found.findings)} not proved.",
            err=True,
        )
        if found.findings:
            ctx.exit(1)
