"""Cutting page furniture: what a page says around the report, kept as facts and not as text."""

import re
from collections.abc import Sequence

from reportlens.normalise.alignment import Edit
from reportlens.normalise.bylines import byline, names_text
from reportlens.normalise.datelines import date_of, first_date
from reportlens.normalise.furniture_back import continues_recipients, cut_back
from reportlens.normalise.furniture_front import cut_front
from reportlens.normalise.furniture_page import FurniturePage
from reportlens.normalise.furniture_rules import furniture_rules
from reportlens.normalise.furniture_signature import cut_signature, cut_signature_above_annex, keep_annexes
from reportlens.normalise.headlines import (
    find_headlines,
    is_subtitle,
    looks_like_title,
    speaker_of,
    subtitle_text,
)
from reportlens.normalise.page_numbers import sweep_middle
from reportlens.normalise.prose import HEADING, SALUTATION, is_prose, says_something
from reportlens.normalise.title import SECTION_NAME, title_text
from reportlens.report import Facts

_HEAD_LINES = 120  # how far into a page without prose its head can reach
_TAIL_LINES = 250
_FRONT_LINES = 12  # of the body, in which keywords may stand
_LONGEST_NAME = 4  # characters
_NAMES_AUTHOR = frozenset({"about the author", "affiliation", "notes on a paper"})
_EXCLAIMED = re.compile(r"[^。]{4,40}[？！]")


def cut_furniture(text: str) -> tuple[list[Edit], Facts]:
    """Edits that delete the lines of `text` which are no part of the report, and what they state.

    Expects simplified text in full-width punctuation without empty lines. Looks closely at the lines
    above the first and below the last line of prose; of those between only at short ones, and
    only for what stands in no report (page numbers, captions, buttons). Linear in the length.
    """
    page = FurniturePage(text, furniture_rules())
    if _holds_no_report(page):
        return page.edits(), _facts(page, None, None)
    cut_front(page)
    _find_body(page)
    page.sweep(0, page.body, "head")
    _sweep_front(page)
    cut_back(page)
    _find_tail(page)
    page.sweep(page.end, len(page.lines), "tail")
    sweep_middle(page)
    cut_signature_above_annex(page)
    title, subtitle = _read_headlines(page)
    _cut_repeated_opening(page, title)
    cut_signature(page)
    keep_annexes(page)
    return page.edits(), _facts(page, title, subtitle)


def _facts(page: FurniturePage, title: str | None, subtitle: str | None) -> Facts:
    """What the page states; of two dates of one kind the first, with the clock if another adds it."""
    stated = page.facts.get
    dates = [date for _, date in sorted(page.times, key=lambda ranked: ranked[0])]
    clocked = [date for date in dates if date.startswith(dates[0] + "T")]
    return Facts(
        title=title,
        subtitle=subtitle,
        date=next(iter(clocked + dates), None),
        source=stated("source") or stated("affiliation"),
        author=names_text(page.facts["author"]) if "author" in page.facts else None,
        editor=stated("editor"),
    )


def _holds_no_report(page: FurniturePage) -> bool:
    """Cut everything if the page is furniture and headlines, with not one line that says something.

    Headlines alone are a report with no more to say; they are none on a page where at least as
    many lines are furniture. Names of sections are not counted.
    """
    lines = page.lines
    if len(lines) > _HEAD_LINES + _TAIL_LINES or any(
        says_something(line) and not _is_furniture(page, line) for line in lines
    ):
        return False
    tried = FurniturePage("\n".join(lines), page.rules)
    tried.sweep(0, len(lines), "head")
    tried.sweep(0, len(lines), "tail")
    headlines = [k for k in range(len(lines)) if k not in tried.cut]
    if len(tried.cut) < max(1, sum(len(lines[k]) > SECTION_NAME for k in headlines)):
        return False
    page.cut, page.times, page.facts = tried.cut, tried.times, tried.facts
    page.cut.update(dict.fromkeys(headlines, "headline on a page without a report"))
    return True


def _is_furniture(page: FurniturePage, line: str) -> bool:
    return any(page.judge(line, zone) is not None for zone in ("head", "tail"))


def _find_body(page: FurniturePage) -> None:
    """The head ends at the first line of prose, a salutation or a numbered heading.

    A question or an exclamation right above furniture or a subtitle is a headline, not prose.
    """
    for number, line in enumerate(page.lines[:_HEAD_LINES]):
        if number in page.cut:
            continue
        following = page.lines[number + 1] if number + 1 < len(page.lines) else ""
        if _EXCLAIMED.fullmatch(line) and (
            is_subtitle(following) or (following and page.judge(following, "head"))
        ):
            continue
        opens = SALUTATION.fullmatch(line) or (HEADING.match(line) and not is_subtitle(line))
        if (opens or is_prose(line)) and not page.judge(line, "head"):
            page.body = number
            return
    page.body = min(len(page.lines), _HEAD_LINES) // 2 if len(page.lines) > 3 else len(page.lines)


def _sweep_front(page: FurniturePage) -> None:
    """The keywords of a paper stand below its abstract, above the first numbered heading."""
    for number in range(page.body, min(page.body + _FRONT_LINES, len(page.lines))):
        if HEADING.match(page.lines[number]):
            return
        if number not in page.cut and (verdict := page.judge(page.lines[number], "front")):
            page.take(number, verdict)


def _find_tail(page: FurniturePage) -> None:
    """The tail begins below the last line of prose that is neither furniture nor a repetition."""
    lines = page.lines
    opening = "".join(lines[page.body : page.body + 6])[:600]
    for number in range(len(lines) - 1, max(page.body, len(lines) - _TAIL_LINES) - 1, -1):
        line = lines[number]
        if number in page.cut or (is_prose(line) and continues_recipients(page, number)):
            page.cut.setdefault(number, "copies")
            continue
        repeats = number > page.body + 6 and _repeats(line, opening)
        if is_prose(line) and not repeats and not page.judge(line, "tail"):
            page.end = _below_dated_entries(page, number + 1)
            return
    page.end = max(page.body, len(lines) - _TAIL_LINES)


def _below_dated_entries(page: FurniturePage, end: int) -> int:
    """The first line below a chronicle that goes on without prose; `end` where there is none.

    Two or more days (2023年1月5日), each above a line that is no furniture, head entries and sign nothing.
    """
    lines, judge = page.lines, page.judge
    entries = [
        k
        for k in range(end, len(lines) - 1)
        if "年" in lines[k] and date_of(lines[k]) and not judge(lines[k + 1], "tail")
    ]
    return entries[-1] + 2 if len(entries) > 1 else end


def _repeats(line: str, opening: str) -> bool:
    stem = line.rstrip("….。 ")
    return len(stem) >= 16 and stem in opening


def _read_headlines(page: FurniturePage) -> tuple[str | None, str | None]:
    """Title, subtitle and speaker from the lines above the body that are no furniture."""
    lines = page.lines
    kept = [k for k in range(page.body) if k not in page.cut]
    inside = [k for k in range(page.body, page.end) if k not in page.cut]
    furniture = sorted(k for k in page.cut if k < page.body)
    _cut_above_breadcrumbs(page, kept)
    kept = [k for k in kept if k not in page.cut]
    names = {k: facts for k in kept if (facts := _byline(page, k)) is not None}
    if any(2 <= len(lines[k]) <= _LONGEST_NAME and page.rules.are_names(lines[k]) for k in inside):
        # Persons head the sections of this report.
        names = {k: facts for k, facts in names.items() if not page.rules.are_names(lines[k])}
    body = "\n".join(lines[k] for k in inside)
    found = find_headlines(lines, [k for k in kept if k not in names], furniture, sorted(names), body)
    above = [k for k in names if found.title and k < found.title[0] and len(lines[k]) <= SECTION_NAME]
    if above:
        # Nobody signs above the title: the name of a section (白石县) may look like that of a person.
        names = {k: facts for k, facts in names.items() if k not in above or "date" in facts}
        found = find_headlines(lines, [k for k in kept if k not in names], furniture, sorted(names), body)
    page.cut.update(found.cut)
    title = title_text([lines[k] for k in found.title]) if found.title else None
    subtitle = subtitle_text([lines[k] for k in found.subtitle]) if found.subtitle else None
    for k, facts in names.items():
        if "date" in facts or (found.title and k > found.title[-1]):
            page.state(k, "byline", facts)
    if subtitle:
        if date := first_date(subtitle):
            page.times.append((2, date))
        if name := speaker_of(subtitle):
            page.facts.setdefault("author", name)
    return title, subtitle


def _cut_above_breadcrumbs(page: FurniturePage, kept: Sequence[int]) -> None:
    """What stands above the place in the site goes, if a line that may be the title stands below it."""
    crumbs = max((k for k in page.cut if page.cut[k] == "breadcrumb" and k < page.body), default=-1)
    if any(
        k > crumbs
        and k + 1 in page.cut
        and len(page.lines[k]) > SECTION_NAME
        and looks_like_title(page.lines[k])
        for k in kept
    ):
        page.cut.update((k, "line above the breadcrumb") for k in kept if k < crumbs)


def _byline(page: FurniturePage, number: int) -> dict[str, str] | None:
    """What the line states if it is a byline; the first line of a page is one only with a date.

    A name of two characters could be a heading (成效), so a salutation must follow it, or the page be
    one that names its authors so: a paper, an issue without headings as short, or one that introduces
    the author.
    """
    line = page.lines[number]
    if len(line) < 3:
        following = page.lines[number + 1] if number + 1 < len(page.lines) else ""
        reasons = set(page.cut.values())
        periodical = "issue number" in reasons and not any(
            len(other) <= _LONGEST_NAME for other in page.lines[page.body : page.end]
        )
        sure = SALUTATION.fullmatch(following) or periodical or not _NAMES_AUTHOR.isdisjoint(reasons)
        named = number and page.rules.are_names(line) and sure
        return {"author": line} if named else None
    beside = any(page.cut.get(k) == "date" for k in (number - 1, number + 1))
    facts = byline(line, page.rules, beside_date=beside and number > 0)
    return None if facts is None or (number == 0 and "date" not in facts) else facts


def _cut_repeated_opening(page: FurniturePage, title: str | None) -> None:
    """Below the furniture of the tail, the title and an abstract that repeats the opening go too."""
    opening = "".join(page.lines[k] for k in range(page.body, min(page.body + 6, page.end)))[:600]
    below = False
    for number in range(page.end, len(page.lines)):
        line = page.lines[number]
        if number in page.cut:
            below = True
        elif below and (line == title or _repeats(line, opening)):
            page.cut[number] = "repetition of the title or the opening"
