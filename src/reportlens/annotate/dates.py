"""Dates, intervals, periods and durations in a report, resolved against its own date."""

import re
from collections import Counter
from collections.abc import Iterator

from reportlens.annotate.date_patterns import DATES, TRIGGER, YEAR
from reportlens.annotate.date_relative import Context, year_number
from reportlens.annotate.date_values import value_of
from reportlens.annotate.facts import Entity

_YEAR_BEFORE = re.compile(rf"(?<![0-9])({YEAR})\Z")
_AIM = re.compile(r"(?:到|至|力争|迈向|面向|展望|确保)\Z|[0-9]年?[-—至到]\Z")
_REFERENCE = re.compile(r"((?:19|20)[0-9]{2})(?:-[0-9]{2}){0,2}")
# What cannot be written before a certain year, though no year is named.
_NOT_BEFORE = {
    "党的二十届": 2022, "二十大精神": 2022, "党的二十大": 2022, "党史学习教育": 2021, "十四五": 2020,
    "党的十九": 2017, "党的十八大": 2012, "习近平": 2012,
}  # fmt: skip
_ANNIVERSARY = re.compile(r"(建党|共产党成立|新中国成立|共和国成立)([0-9]{2,3})周年")
_TITLE = 120  # characters of a first line that can be a title
_SINCE = 2  # 2021年以来 counts so many times
_SHARE = 0.3
_PLANNED = re.compile("(?:将于?|拟于?|定于|计划|预计|预期|力争|确保|目标|争取|必须|到|至)[^，。；\n]{0,6}\\Z")
_SENTENCE_END = re.compile(r"[。！？\n]")


def find_dates(text: str, reference: str | None) -> list[Entity]:
    """The date expressions of `text`, from left to right, none overlapping.

    `reference` is the report's own date in ISO 8601, as precise as known; without it relative
    expressions are resolved against the year that the text speaks of. A value that cannot be told is
    None; an impossible date (2月30日) stays, with a note.
    """
    known = _REFERENCE.match(reference or "")
    year = int(known[1]) if known else report_year(text, None)
    today = known[0] if known else str(year) if year else None
    context = Context(year, today)
    found = []
    reach = 0
    for trigger in TRIGGER.finditer(text):
        match = DATES.match(text, trigger.start()) if trigger.start() >= reach else None
        if match is None:
            continue
        kind = match.lastgroup or ""
        start, end = match.span()
        if _SENTENCE_END.search(text, reach, start):
            context.year = context.month = None
        reach = end
        surface = match[0]
        context.planned = (
            _PLANNED.search(text, max(0, start - 12), start) is not None or text[end : end + 1] == "将"
        )
        value, note = value_of(kind, surface, context)
        if kind == "day" and value is None:
            continue
        found.append(Entity(start, end, surface, "DATE", value, note))
    return found


def report_year(text: str, reference: str | None) -> int | None:
    """The year that the report speaks about, None where nothing tells.

    The year in the title; else the reference date's; else the latest year named often enough, aims
    (到2035年) and history left out.
    """
    title, line_break, _ = text[:_TITLE].partition("\n")
    if line_break and "。" not in title and (named := next(_years(title), None)):
        return named[1]
    if known := _REFERENCE.match(reference or ""):
        return int(known[1])
    floor = max((year for words, year in _NOT_BEFORE.items() if words in text), default=0)
    counts: Counter[int] = Counter()
    for start, year, end in _years(text):
        aim = _AIM.search(text, max(0, start - 6), start) or text.startswith("前", end)
        if not aim:
            counts[year] += _SINCE if text.startswith("以来", end) else 1
    for match in _ANNIVERSARY.finditer(text):
        counts[int(match[2]) + (1921 if "党" in match[1] else 1949)] += 1
    # One mention of a far year among many is an aim or history: it takes a share of the commonest.
    enough = _SHARE * max(counts.values(), default=0)
    return max((year for year, count in counts.items() if year >= floor and count >= enough), default=None)


def _years(text: str) -> Iterator[tuple[int, int, int]]:
    """The years named in `text`, each with its start and the end of 年."""
    at = text.find("年", 4)
    while at >= 0:
        if match := _YEAR_BEFORE.search(text, at - 4, at):
            yield match.start(), year_number(match[1]), at + 1
        at = text.find("年", at + 1)
