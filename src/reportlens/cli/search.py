"""Commands that look for something in the texts: kwic, match."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportlens.cli.options import corpus_argument, table_options
from reportlens.cli.output import give, opened

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.corpus import Corpus

# The outermost terms that hits of a term lie in, and how many hits do.
_LONGER = """
    SELECT o.term::VARCHAR AS term, count(*) AS n, sum(count(*)) OVER () AS total
    FROM (SELECT * FROM terms WHERE term::VARCHAR = ? AND nested) i
    JOIN (SELECT * FROM terms WHERE NOT nested) o
    ON o.report_id = i.report_id AND o.start <= i.start AND i."end" <= o."end"
    GROUP BY 1 ORDER BY n DESC, 1
"""

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
    """Every occurrence of TERM with what stands around it and its place in the source.

    A term is shown in all its forms, also inside longer terms. raw_start and raw_end count characters of
    the decoded file at `path`, not bytes.
    """
    from reportlens.analysis import concordance
    from reportlens.analysis.concordance import converted

    with opened(ctx, corpus_path) as corpus:
        result = concordance(corpus, term, width=width)
        if result.table.empty:
            click.echo(f"reportlens: '{term}' stands in none of the reports.", err=True)
        elif result.is_term:
            if result.term != converted(term):
                click.echo(
                    f"reportlens: '{term}' is a form of the term '{result.term}', which is shown in all its forms.",
                    err=True,
                )
            _tell_of_longer(corpus, result.term, len(result.table))
        give(_with_paths(corpus, result.table), form, output)


def _tell_of_longer(corpus: "Corpus", term: str, occurrences: int) -> None:
    """Say how many occurrences are inside longer terms: counts give these to the longer one."""
    longer = corpus.query(_LONGER, [term])
    if longer.empty:
        return
    named = [f"{name} ({n})" for name, n in zip(longer["term"][:5], longer["n"][:5], strict=True)]
    names = ", ".join(named) + (", …" if len(longer) > 5 else "")
    click.echo(
        f"reportlens: {int(longer['total'].iloc[0])} of {occurrences} stand inside longer terms: {names}. "
        "`terms --by` and `compare` count these under the longer term, unless --counting inclusive is given.",
        err=True,
    )


def _with_paths(corpus: "Corpus", table: "pd.DataFrame") -> "pd.DataFrame":
    """A concordance with the file of each line as its last column."""
    reports = corpus.reports()
    paths = dict(zip(reports["report_id"].astype(str), reports["path"].astype(str), strict=True))
    return table.assign(path=[paths[str(report_id)] for report_id in table["report_id"]])


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
    raw_start and raw_end count characters of the decoded file at `path`.
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
        give(_with_paths(corpus, result.table), form, output)
