"""One report, annotated."""

from dataclasses import replace

from reportlens.annotate.annotation import Annotation
from reportlens.annotate.expansions import find_expansions
from reportlens.annotate.places import Gazetteer, place_from_name, report_place
from reportlens.annotate.rules import find_rule_spans, settle
from reportlens.annotate.terms import find_spans, hits
from reportlens.annotate.tokens import tokenise
from reportlens.lexicon import Lexicon, default_lexicon
from reportlens.normalise import normalise_report
from reportlens.report import Facts, Place, Report


def annotate(
    report: Report, lexicon: Lexicon | None = None, gazetteer: Gazetteer | None = None
) -> Annotation:
    """Normalise `report` and find its terms, tokens and facts.

    A pure function: the same report, lexicon and gazetteer give the same annotation.
    """
    lexicon = lexicon or default_lexicon()
    gazetteer = gazetteer or Gazetteer.load()
    normalised = normalise_report(report)
    facts, evidence = _placed(report.stated.over(normalised.facts), normalised.text, gazetteer)
    listed = find_spans(normalised.text, lexicon)
    by_rule = find_rule_spans(normalised.text, listed, lexicon)
    found = hits(normalised, settle(normalised.text, [*listed, *by_rule]))
    return Annotation(
        report,
        normalised,
        facts,
        tokenise(normalised.text, found),
        found,
        tuple(find_expansions(normalised.text, found, lexicon)),
        evidence=evidence,
    )


def _placed(facts: Facts, text: str, gazetteer: Gazetteer) -> tuple[Facts, str]:
    """`facts` with the place in full, and how it is known. A stated place or level overrides the text."""
    if facts.place is not None:
        place: Place | None = place_from_name(facts.place.name, facts.level, gazetteer)
        evidence = "stated"
    else:
        place, evidence = report_place(text, facts, gazetteer)
    if place is not None and facts.level is not None:
        place = replace(place, level=facts.level)
    return replace(facts, place=place, level=place.level if place else facts.level), evidence
