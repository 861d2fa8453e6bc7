"""All rules over one text."""

from collections.abc import Callable, Iterable, Sequence

from reportlens.annotate.rules.campaigns import find_campaigns
from reportlens.annotate.rules.mechanisms import find_mechanisms
from reportlens.annotate.rules.meetings import find_meetings
from reportlens.annotate.rules.numerals import find_numerals
from reportlens.annotate.rules.organisations import find_organisations
from reportlens.annotate.rules.parallel import find_parallels
from reportlens.annotate.rules.quoted import find_quoted
from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.refrains import find_refrains
from reportlens.annotate.rules.spelled import find_spelled
from reportlens.annotate.rules.titles import find_titles
from reportlens.annotate.terms import Span
from reportlens.lexicon import Lexicon

# Of two rules that find the same characters the earlier one counts.
RULES: tuple[Callable[[Reading], Iterable[Span]], ...] = (
    find_titles,
    find_meetings,
    find_numerals,
    find_spelled,
    find_organisations,
    find_quoted,
    find_parallels,
    find_refrains,
    find_mechanisms,
    find_campaigns,
)


def find_rule_spans(text: str, lexicon_spans: Sequence[Span], lexicon: Lexicon) -> list[Span]:
    """The spans of open classes in `text`; `source` is `pattern`.

    `lexicon_spans` are the terms that the lexicon finds, by start; rules ask them what a phrase is about.
    Spans may nest, overlap and repeat what the lexicon found: `settle` decides.
    """
    reading = Reading(text, lexicon_spans, lexicon)
    return [_named(span, lexicon) for rule in RULES for span in rule(reading)]


def _named(span: Span, lexicon: Lexicon) -> Span:
    """The span of a concept that the lexicon has under its name and category there."""
    term = lexicon.get(span.canonical)
    if term is None or (term.canonical == span.canonical and term.category == span.category):
        return span
    return span._replace(canonical=term.canonical, category=term.category)
