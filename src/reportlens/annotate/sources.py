"""Sources to annotations, one after the other; what cannot be read becomes a problem."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import walk_tb

from reportlens.annotate.annotation import Annotation
from reportlens.annotate.pipeline import annotate
from reportlens.annotate.places import Gazetteer
from reportlens.errors import NoTextColumn, SourceError
from reportlens.lexicon import Lexicon
from reportlens.reading.sources import Found, Problem, Source, read_reports


def annotate_sources(found: Found, lexicon: Lexicon | None, problems: list[Problem]) -> Iterator[Annotation]:
    """The reports behind `found`, annotated; what could not be used is added to `problems`."""
    gazetteer = Gazetteer.load(found.places)
    for source in found.sources:
        yield from annotate_source(source, lexicon, gazetteer, problems)


def annotate_source(
    source: Source, lexicon: Lexicon | None, gazetteer: Gazetteer, problems: list[Problem]
) -> Sequence[Annotation]:
    """The reports in one source, annotated: none where it cannot be read."""
    try:
        reports, empty = read_reports(source)
        problems += empty
    except NoTextColumn as error:
        # A table that lies beside the reports and holds something else is no loss.
        problems.append(Problem(error.path, "selecting", error.reason, lost=False))
        return []
    except SourceError as error:
        problems.append(Problem(error.path, "reading", error.reason))
        return []
    found = []
    for report in reports:
        try:
            found.append(annotate(report, lexicon, gazetteer))
        except SourceError as error:
            row = report.report_id.removeprefix(source.report_id)
            problems.append(Problem(error.path + row, "normalise", error.reason))
        except Exception as error:
            # A fault of the program: it costs the one report that shows it, and is told, never hidden.
            row = report.report_id.removeprefix(source.report_id)
            problems.append(Problem(source.path + row, "annotate", _fault(error)))
    return found


def _fault(error: Exception) -> str:
    """Where in the program an unforeseen error came up, and what a user can do about it."""
    *_, frame = walk_tb(error.__traceback__)
    place = f"{Path(frame[0].f_code.co_filename).name} line {frame[1]}"
    return (
        f"cannot be analysed: {type(error).__name__} in {place}. This is a fault of reportlens: "
        "please report it with the file; the other reports are not affected."
    )
