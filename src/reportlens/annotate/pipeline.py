"""One report, annotated."""

from dataclasses import replace

from reportlens.annotate.annotation import Annotation
from reportlens.annotate.dates import find_dates, report_year
from reportlens.annotate.expansions import find_expansions
from reportlens.annotate.organisations import find_organisations
from reportlens.annotate.places import Gazetteer, find_places, place_from_name, report_place
from reportlens.annotate.quantities import find_quantities
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
    text = normalised.text
    year = report_year(text, facts.date)
    listed = find_spans(text, lexicon)
    spans = settle(text, [*listed, *find_rule_spans(text, listed, lexicon)])
    if lexicon.stop:
        spans = [s for s in spans if lexicon.stop.isdisjoint((s.canonical, text[s.start : s.end]))]
    found = hits(normalised, spans)
    dates = find_dates(text, facts.date)
    places = find_places(text, facts.place, year, gazetteer)
    organisations = find_organisations(text, places, facts.place)
    abbreviations = [(h.start, h.end) for h in found if h.category == "numeral-abbreviation"]
    return Annotation(
        report,
        normalised,
        facts,
        tokenise(text, found),
        found,
        tuple(find_expansions(text, found, lexicon)),
        tuple(find_quantities(text, dates, blocked=abbreviations)),
        tuple(sorted([*dates, *places, *organisations], key=lambda e: (e.start, -e.end, e.label))),
        year,
        evidence,
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
