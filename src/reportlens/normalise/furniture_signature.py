"""Signatures at the end of a report, and the annexes below them."""

import re

from reportlens.normalise.bylines import byline, is_issuer
from reportlens.normalise.datelines import date_of
from reportlens.normalise.furniture_page import FurniturePage
from reportlens.normalise.prose import says_something

_SIGNED_BY = 3  # organisations that sign a report together
_ROSTER = 3  # persons with their organisations
_SIGNATURE = re.compile(
    r"(?![（(]?[一二三四五六七八九十]{1,3}[）)、.．])[^，。：；！？\d]{2,24}(?:委员会|党委|党组|工委|支部|总支|政府|政协|办公室|局|厅|部|县委|市委|省委|区委"
    r"|工会|团委|妇联|协会|学会|联合会|法院|检察院|医院|学校|中学|小学|学院|大学|中心|公司|集团)"
)
_ANNEX = re.compile(r"附件 ?\d{0,2}[：:]?")


def cut_signature(page: FurniturePage) -> None:
    """Who signed a report stands at its end, mostly above a date or beside it.

    Three and more persons with their organisations are a list that belongs to the text.
    """
    lines = page.lines
    signed: dict[int, dict[str, str]] = {}
    for number in range(page.end, len(lines)):
        if page.cut.get(number) == "date":
            _cut_signers(page, number)
        elif number not in page.cut and (facts := byline(lines[number], page.rules)):
            signed[number] = facts
    undated = [k for k, facts in signed.items() if "date" not in facts]
    for number, facts in signed.items():
        signs = is_issuer(lines[number]) or (lines[number][0] in "（(" and "author" in facts)
        alone = number == page.end and signs and page.ends_at(number)
        if "date" in facts or ("source" in facts and len(undated) < _ROSTER) or alone:
            page.state(number, "signature", facts)


def _cut_signers(page: FurniturePage, date: int) -> None:
    """The organisations or the person above the date at the end; of a longer list only the last."""
    lines = page.lines
    first = date
    while first > page.end and first - 1 not in page.cut and _SIGNATURE.fullmatch(lines[first - 1]):
        first -= 1
    above = lines[first - 1] if first else ""
    if (
        first == date
        and date > page.end
        and date - 1 not in page.cut
        and page.rules.are_names(lines[date - 1])
    ):
        first -= 1
    elif date - first > _SIGNED_BY or (date - first > 1 and first > page.end and not says_something(above)):
        first = date - 1
    if first < date:
        facts = {"author": " ".join(lines[first:date])}
        for number in range(first, date):
            page.state(number, "signature", facts)


def cut_signature_above_annex(page: FurniturePage) -> None:
    """Who signed a document that goes on with an annex, or with the document that it transmits."""
    lines = page.lines
    for number in range(page.body + 2, page.end):
        if lines[number][:1] not in "附（(":
            continue
        release = page.cut.get(number) == "release note"
        if not release and not _ANNEX.fullmatch(lines[number]):
            continue
        date = date_of(lines[number - 1]) if "日" in lines[number - 1] else None
        if date and _SIGNATURE.fullmatch(lines[number - 2]):
            page.state(number - 2, "signature", {"author": lines[number - 2]})
            page.state(number - 1, "date", {"date": date})


def keep_annexes(page: FurniturePage) -> None:
    """A line that names an annex is its heading, and no link to a file, if the annex stands below it."""
    for number in range(page.end, len(page.lines) - 1):
        if page.cut.get(number) == "attachment" and number + 1 not in page.cut:
            del page.cut[number]
