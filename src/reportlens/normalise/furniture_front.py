"""What stands above the title in print: the masthead of a briefing or a journal, and its contents list."""

import re

from reportlens.normalise.bylines import byline
from reportlens.normalise.datelines import trailing_date
from reportlens.normalise.furniture_page import FurniturePage
from reportlens.normalise.furniture_rules import FurnitureRules
from reportlens.normalise.headlines import is_subtitle, looks_like_title
from reportlens.normalise.prose import HEADING, SALUTATION, is_prose

_MASTHEAD_LINES = 14  # how far down the number of an issue may stand
_ABOVE, _BELOW = 3, 4  # lines of a masthead above and below that number
_LONGEST_JOURNAL = 10  # characters of a journal's name below the number
_LONGEST_ENTRY = 60  # characters of a line in a contents list
_LONGEST_CONTENTS = 16  # characters of the heading of that list
_CONTENTS = re.compile("[录读目点容要]")
_CONTENTS_WITHIN, _ENTRIES = 40, 60
_BEHIND_OFFICE = re.compile(r" ?(?:主办|编印|编发|主编|编|印)\Z")
_BRIEFING = re.compile(r".{0,16}(?:简报|专报|快报|工作信息|内部参考|内参|参阅)(?:[（(].{2,8}[）)])?")
_ACCOUNT = re.compile(r"[^，。；：！？（）()|>]{2,14}")
_SPREAD = re.compile(r"(?:[一-鿿]{1,2} ){2,40}[一-鿿]{1,2}")
_ISSUE = re.compile("[期号辑报息考参]")
_NUMBERED = re.compile(r".{2,}第.{1,4}期.{0,12}")
_ENTRY = re.compile(
    r"[◆◇●○■□▲△★☆※◎•·►▶➤☞＊*]\s?[^。]{2,}|[^。]{2,}?(?:[.…·]{2,}|[ （(])[ （(]{0,2}\d{1,3}[）)]?"
)
_EDGE = re.compile(r"[◆◇●○■□▲△★☆※◎•·►▶➤☞＊*]\s?|[ .…·（(]*\d{1,3}[）)]?\Z")


def cut_front(page: FurniturePage) -> None:
    """Cut the masthead, the account and the contents list above the text, and keep what they state."""
    _cut_spread_head(page)
    _cut_contents(page)
    number = _number_of_issue(page)
    if number is not None:
        _cut_masthead(page, number)
    _cut_account(page)


def _cut_spread_head(page: FurniturePage) -> None:
    """Cut the head of an official document whose characters are spread (中 共 青 溪 县 委 文 件)."""
    for number, line in enumerate(page.lines[:_MASTHEAD_LINES]):
        if _SPREAD.fullmatch(line) and (found := page.judge(_squeezed(line), "head")):
            page.take(number, found)


def _number_of_issue(page: FurniturePage) -> int | None:
    """The line of a masthead that tells one issue of a briefing from another.

    The number (第27期), a number as documents have it below the name of a briefing, the name with
    the number, or the name of a briefing above the line with its issuer and date.
    """
    lines, judge = page.lines[:_MASTHEAD_LINES], page.judge
    for number, line in enumerate(lines):
        if is_prose(line) and not judge(line, "head"):
            return None
        if not _ISSUE.search(line):
            continue
        found = judge(line, "head")
        squeezed = _squeezed(line)
        if _NUMBERED.fullmatch(squeezed) and judge(squeezed, "briefing"):
            return number
        if found and found.reason == "issue number":
            return number
        if number < 2 and _BRIEFING.fullmatch(squeezed) and number + 1 < len(lines):
            below = judge(lines[number + 1], "head")
            if below and below.reason == "head of a document":
                return number + 1
            if "date" in _issuer(lines[number + 1], page.rules):
                return number
    return None


def _cut_masthead(page: FurniturePage, number: int) -> None:
    """Cut the name of a briefing and who issues it around the number of the issue.

    The name stays where no line below it may be the title: then it is the title itself.
    """
    lines, judge = page.lines, page.judge
    last = number
    name: int | None = None
    around = [*range(max(0, number - _ABOVE), number + 1), number + 1]
    for k in around:
        squeezed = _squeezed(lines[k]) if k < len(lines) else ""
        journal = k <= number or len(squeezed) <= _LONGEST_JOURNAL
        if name is None and journal and not judge(lines[k], "head") and judge(squeezed, "briefing"):
            name, last = k, max(k, number)
    below = range(last + 1, min(last + 1 + _BELOW, len(lines)))
    above = range(max(0, number - _ABOVE), number) if name is not None else ()
    for k in (*above, *below):
        if k == name or judge(lines[k], "head"):
            continue
        if stated := _issuer(lines[k], page.rules):
            page.state(k, "issuer", stated)
            last = max(last, k)
        elif k > number:
            break
    if name is not None and _has_title(page, last + 1):
        page.state(name, "name of a briefing", {})


def _squeezed(line: str) -> str:
    return "".join(line.split())


def _issuer(line: str, rules: FurnitureRules) -> dict[str, str]:
    """The source and the date that a line of a masthead states; nothing if it is none."""
    text, date = trailing_date(line) or (line, "")
    facts = byline(_BEHIND_OFFICE.sub("", text.rstrip()), rules, beside_date=True)
    if not facts or "author" not in facts or "source" in facts or rules.are_names(facts["author"]):
        return {}
    return {"source": facts["author"]} | ({"date": date} if date else {})


def _has_title(page: FurniturePage, first: int) -> bool:
    """Whether a line that may be the title stands from `first` on, above the first line of prose."""
    for k in range(first, min(first + _CONTENTS_WITHIN, len(page.lines))):
        line = page.lines[k]
        if k in page.cut or page.judge(line, "head") or is_subtitle(line):
            continue
        if is_prose(line) or HEADING.match(line) or SALUTATION.fullmatch(line):
            return False
        if looks_like_title(line) and byline(line, page.rules) is None and not _ENTRY.fullmatch(line):
            return True
    return False


def _cut_account(page: FurniturePage) -> None:
    """Cut the account of a chat program between the title and the minute at which it was posted.

    The line holds the author and the account, or the account alone, which signs once more below.
    """
    lines = page.lines
    for number in range(1, min(_CONTENTS_WITHIN, len(lines) - 1)):
        if not lines[number + 1][:1].isdigit():
            continue
        words = lines[number].removeprefix("原创 ").split(" ")
        if len(words) > 3 or not all(map(_ACCOUNT.fullmatch, words)) or number in page.cut:
            continue
        posted = page.judge(lines[number + 1], "head")
        if posted is None or "T" not in posted.facts.get("time", "") or "source" in posted.facts:
            continue
        sure = lines[number].startswith("原创 ") or words[-1] in words[:-1]
        if sure or words[-1] in lines[number + 2 :]:
            page.state(number, "account", {"source": words[-1]})
            return


def _cut_contents(page: FurniturePage) -> None:
    """Cut the entries below the heading of a contents list.

    An entry has a mark before it or the number of a page behind it, or stands again further down,
    as the heading of what it announces.
    """
    lines = page.lines
    for number, line in enumerate(lines[:_CONTENTS_WITHIN]):
        if len(line) > _LONGEST_CONTENTS or not _CONTENTS.search(line):
            continue
        found = page.judge(line, "head")
        if found is None or found.reason != "contents list":
            continue
        if any(is_prose(above) and not page.judge(above, "head") for above in lines[:number]):
            return
        last_of = {_squeezed(_EDGE.sub("", text)): k for k, text in enumerate(lines)}
        entries = range(number + 1, min(number + 1 + _ENTRIES, len(lines)))
        again = {k: last_of[_squeezed(_EDGE.sub("", lines[k]))] > k for k in entries}
        for k in entries:
            entry = len(lines[k]) <= _LONGEST_ENTRY and (again[k] or _ENTRY.fullmatch(lines[k]))
            if not entry and not page.judge(lines[k], "head"):
                break
            page.cut[k] = "entry of a contents list"
        page.cut[number] = found.reason
        return
