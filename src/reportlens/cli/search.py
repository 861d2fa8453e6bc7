"""Commands that look for something in the texts: kwic, match."""

from pathlib import Path

import click

from reportlens.cli.options import corpus_argument, table_options
from reportlens.cli.output import give, opened

_WIDTH = click.option(
    "--width",
    type=click.IntRange(0, 1000),
    default=24,
    show_default=True,
    help="Characters shown on each side.",
)


@click.command()
@corpus_argument
@click.argument("term")
@_WIDTH
@table_options
@click.pass_context
def kwic(
    ctx: click.Context, corpus_path: Path, term: str, width: int, form: str | None, output: Path | None
) -> None:
    """Every occurrence of TERM with what stands around it and its place in the source."""
    from reportlens.analysis import concordance

    with opened(ctx, corpus_path) as corpus:
        result = concordance(corpus, term, width=width)
        if result.table.empty:
            click.echo(f"reportlens: '{term}' stands in none of the reports.", err=True)
        give(result.table, form, output)


@click.command()
@corpus_argument
@click.argument("pattern")
@_WIDTH
@table_options
@click.pass_context
def match(
    ctx: click.Context, corpus_path: Path, pattern: str, width: int, form: str | None, output: Path | None
) -> None:
    """Every stretch of words that fits PATTERN, with its place in the source.

    PATTERN is a row of words with blanks between them: `建立|健全 * <institution-mechanism>+`. A bar
    parts alternatives, `?` is any word, `*` up to 8 words, `#` a figure, <term>, <PLACE>, <ORG>, <DATE> or
    <campaign-brand> … a word of such a term or name (with + all of its words). A JSON list is a pattern
    of spaCy's Matcher, with TAG the category, LEMMA the canonical term, ENT_TYPE the kind of name.
    """
    from reportlens.analysis.matching import match as match_pattern
    from reportlens.analysis.matching import parsed

    parsed(pattern)  # a wrong pattern is told before a corpus is built
    with opened(ctx, corpus_path) as corpus:
        result = match_pattern(corpus, pattern, width=width)
        if result.table.empty:
            click.echo(
                "reportlens: nothing in the reports fits the pattern. Part its words by blanks, as the reports are cut into "
                "words; `reportlens kwic` looks for a string.",
                err=True,
            )
        give(result.table, form, output)
