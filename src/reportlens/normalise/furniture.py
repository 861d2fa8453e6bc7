"""Cutting page furniture: what a page says around the report, kept as facts and not as text."""

import re
from collections import Counter
from collections.abc import Sequence

from reportlens.normalise.alignment import Edit
from reportlens.normalise.datelines import first_date
from reportlens.normalise.furniture_rules import LONGEST, FurnitureRules, Verdict, furniture_rules
from reportlens.normalise.headlines import (
    find_headlines,
    is_subtitle,
    speaker_of,
    subtitle_text,
    title_text,
)
from reportlens.report import Facts

_HEAD_LINES = 120  # how far into a page without prose its head can reach
_TAIL_LINES = 250
_MIDDLE_LONGEST = 100  # characters; longer lines in the middle of a page are not looked at
_ENDINGS = tuple("。！？；…!?")
_CLOSING = "”’」』）)》】"
_SALUTATION = re.compile(r"(?:尊敬的)?(?:各位|同志|代表|委员|女士|主席|主任|领导|朋友)[^。]{0,30}[：:！!]")
_HEADING = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节部分篇条]|[一二三四五六七八九十]{1,3}[、.．是要]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|——|[①-⑳]"
)
_EXCLAIMED = re.compile(r"[^。]{4,40}[？！]")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_SIGNATURE = re.compile(
    r"[^，。：；！？\d]{2,24}(?:委员会|党委|党组|工委|支部|总支|政府|政协|办公室|局|厅|部|县委|市委|省委|区委)"
)
_ISSUER = re.compile(
    r"(?:中共)?[一-鿿]{1,10}(?:省|市|州|县|区|旗|乡|镇|街道)[一-鿿]{0,12}"
    r"(?:委员会|党委|党组|工委|组织部|宣传部|办公室|研究室|课题组|党校|人民政府|政协|委)"
)
# The time line of a page goes before a bare date, and that before the date in the subtitle (2).
_FACT_ORDER = {"time": 0, "date": 1}


class _Page:
    """The lines of a text, and what has been decided about them so far."""

    def __init__(self, text: str, rules: FurnitureRules) -> None:
        self.lines = text.split("\n")
        self.rules = rules
        self.cut: dict[int, str] = {}
        self.whole: set[int] = set()  # cut with the line breaks on both sides
        self.times: list[tuple[int, str]] = []
        self.facts: dict[str, str] = {}
        self.body = 0  # the first line of the body
        self.end = len(self.lines)  # the first line of the tail

    def take(self, number: int, verdict: Verdict) -> None:
        self.cut[number] = verdict.reason
        for name, value in verdict.facts.items():
            if name in _FACT_ORDER:
                self.times.append((_FACT_ORDER[name], value))
            elif verdict.reason != "photo caption":
                self.facts.setdefault(name, value)

    def sweep(self, first: int, last: int, zone: str) -> None:
        """Judge the lines `first` to `last` (exclusive) by the rules of a zone, in reading order."""
        number = first
        while number < last:
            verdict = self.rules.judge(self.lines[number], zone) if number not in self.cut else None
            if verdict is None:
                repeated = number - 1 in self.cut and self.lines[number] == self.lines[number - 1]
                if repeated and zone != "middle":
                    self.cut[number] = self.cut[number - 1]
                number += 1
                continue
            self.take(number, verdict)
            if verdict.reason == "site name" and self.cut.get(number - 1) in ("date", "time"):
                self.facts.setdefault("source", self.lines[number])
            number = self._followers(number + 1, last, verdict)
            if verdict.rest:
                for k in range(number, last):
                    self.cut.setdefault(k, "below " + verdict.reason)

    def _followers(self, number: int, last: int, verdict: Verdict) -> int:
        """Cut the lines that belong to the one just judged; returns the next line to look at."""
        if verdict.awaits and number < last:
            label, line = verdict.awaits, self.lines[number]
            value = self.rules.value_of(label, line)
            other = self.rules.judge(line, "head") if value and label.value != "date" else None
            if value and (other is None or other.reason == "site name"):
                fact = {"date": "time"}.get(label.fact or "", label.fact)
                self.take(number, Verdict(label.name, {fact: value} if fact else {}))
                return number + 1
        for _ in range(verdict.lines):
            if number >= last or not verdict.then or len(self.lines[number]) > LONGEST:
                break
            if not verdict.then.fullmatch(self.lines[number]):
                break
            self.cut[number] = verdict.reason
            number += 1
        return number


def cut_furniture(text: str) -> tuple[list[Edit], Facts]:
    """Edits that delete the lines of `text` which are no part of the report, and what they state.

    Expects simplified text in full-width punctuation without empty lines. Looks closely at the lines
    above the first and below the last line of prose; of those between only at short ones, and
    only for what stands in no report (page numbers, captions, buttons). Linear in the length.
    """
    page = _Page(text, furniture_rules())
    _find_body(page)
    page.sweep(0, page.body, "head")
    _find_tail(page)
    page.sweep(page.end, len(page.lines), "tail")
    _sweep_middle(page)
    title, subtitle = _read_headlines(page)
    _cut_repeated_opening(page, title)
    _cut_signature(page)
    stated = page.facts.get
    facts = Facts(
        title=title,
        subtitle=subtitle,
        date=min(page.times, key=lambda ranked: ranked[0])[1] if page.times else None,
        source=stated("source"),
        author=stated("author"),
        editor=stated("editor"),
    )
    return _edits(page), facts


def _is_prose(line: str) -> bool:
    """Whether a line is running text and not a headline, a label or a caption."""
    if len(line) >= LONGEST or (len(line) >= 12 and line.rstrip(_CLOSING).endswith(_ENDINGS)):
        return True
    return "，" in line and (len(line) >= 40 or line[-1] in "：:")


def _find_body(page: _Page) -> None:
    """The head ends at the first line of prose, a salutation or a numbered heading.

    A question or an exclamation right above furniture or a subtitle is a headline, not prose.
    """
    for number, line in enumerate(page.lines[:_HEAD_LINES]):
        following = page.lines[number + 1] if number + 1 < len(page.lines) else ""
        if _EXCLAIMED.fullmatch(line) and (
            is_subtitle(following) or (following and page.rules.judge(following, "head"))
        ):
            continue
        opens = _SALUTATION.fullmatch(line) or (_HEADING.match(line) and not is_subtitle(line))
        if (opens or _is_prose(line)) and not page.rules.judge(line, "head"):
            page.body = number
            return
    page.body = min(len(page.lines), _HEAD_LINES) // 2 if len(page.lines) > 3 else len(page.lines)


def _find_tail(page: _Page) -> None:
    """The tail begins below the last line of prose that is neither furniture nor a repetition."""
    lines = page.lines
    opening = "".join(lines[page.body : page.body + 6])[:600]
    for number in range(len(lines) - 1, max(page.body, len(lines) - _TAIL_LINES) - 1, -1):
        line = lines[number]
        repeats = number > page.body + 6 and _repeats(line, opening)
        if _is_prose(line) and not repeats and not page.rules.judge(line, "tail"):
            page.end = number + 1
            return
    page.end = max(page.body, len(lines) - _TAIL_LINES)


def _repeats(line: str, opening: str) -> bool:
    stem = line.rstrip("….。 ")
    return len(stem) >= 16 and stem in opening


def _sweep_middle(page: _Page) -> None:
    """Between head and tail: page numbers, running headers, and lines that stand in no report."""
    lines, first, last = page.lines, page.body, page.end
    short = [k for k in range(first, last) if len(lines[k]) <= _MIDDLE_LONGEST]
    numbers: list[int] = []
    bare: list[int] = []
    for k in short:
        if _BARE_NUMBER.fullmatch(lines[k]):
            bare.append(k)
        elif k not in page.cut and (verdict := page.rules.judge(lines[k], "middle")):
            page.take(k, verdict)
            if verdict.reason == "page number":
                numbers.append(k)
    numbers += _counting(lines, bare)
    for k in numbers:
        page.cut[k] = "page number"
        if first < k < last - 1 and _mid_sentence(lines[k - 1], lines[k + 1]):
            page.whole.add(k)
    beside = Counter(lines[k + step] for k in numbers for step in (-1, 1) if first <= k + step < last)
    for k in numbers:
        for neighbour in (k - 1, k + 1):
            if first <= neighbour < last and beside[line := lines[neighbour]] >= 3 and len(line) <= 40:
                page.cut.setdefault(neighbour, "running header")


def _counting(lines: Sequence[str], bare: Sequence[int]) -> list[int]:
    """Those of the lines that hold a bare number which count up one by one: at least three."""
    best: list[int] = []
    run: list[int] = []
    for k in bare:
        run = [*run, k] if run and int(lines[k]) == int(lines[run[-1]]) + 1 and k - run[-1] > 3 else [k]
        if len(run) > len(best):
            best = run
    return best if len(best) >= 3 else []


def _mid_sentence(before: str, after: str) -> bool:
    """Whether a page number has parted two halves of a sentence."""
    if not before or not after or before[-1] in "。！？：；…!?:;" + _CLOSING:
        return False
    if _HEADING.match(after) or (_HEADING.match(before) and len(before) < 40):
        return False
    return before[-1] in "，、" or len(before) >= 25


def _read_headlines(page: _Page) -> tuple[str | None, str | None]:
    """Title, subtitle and speaker from the lines above the body that are no furniture."""
    lines = page.lines
    kept = [k for k in range(page.body) if k not in page.cut]
    furniture = sorted(k for k in page.cut if k < page.body)
    names = {k for k in kept if _is_byline(page, k)}
    body = "\n".join(lines[k] for k in range(page.body, page.end) if k not in page.cut)
    found = find_headlines(lines, [k for k in kept if k not in names], furniture, body)
    page.cut.update(found.cut)
    title = title_text([lines[k] for k in found.title]) if found.title else None
    subtitle = subtitle_text([lines[k] for k in found.subtitle]) if found.subtitle else None
    for k in sorted(names):
        if found.title and k > found.title[-1]:
            page.cut[k] = "speaker or author"
            page.facts.setdefault("author", lines[k])
    if subtitle:
        if date := first_date(subtitle):
            page.times.append((2, date))
        if name := speaker_of(subtitle):
            page.facts.setdefault("author", name)
    return title, subtitle


def _is_byline(page: _Page, number: int) -> bool:
    """A line of names, or an organisation of a place, below another line above the body.

    A name of two characters could be a heading (成效), so a salutation must follow it.
    """
    line = page.lines[number]
    if number == 0 or len(line) > LONGEST or not (page.rules.are_names(line) or _ISSUER.fullmatch(line)):
        return False
    if len(line) >= 3:
        return True
    return number + 1 < len(page.lines) and _SALUTATION.fullmatch(page.lines[number + 1]) is not None


def _cut_repeated_opening(page: _Page, title: str | None) -> None:
    """Below the furniture of the tail, the title and an abstract that repeats the opening go too."""
    opening = "".join(page.lines[k] for k in range(page.body, min(page.body + 6, page.end)))[:600]
    below = False
    for number in range(page.end, len(page.lines)):
        line = page.lines[number]
        if number in page.cut:
            below = True
        elif below and (line == title or _repeats(line, opening)):
            page.cut[number] = "repetition of the title or the opening"


def _cut_signature(page: _Page) -> None:
    """Who signed a report stands above the date at its end."""
    for number in range(page.end + 1, len(page.lines)):
        line = page.lines[number - 1]
        if page.cut.get(number) == "date" and number - 1 not in page.cut and _SIGNATURE.fullmatch(line):
            page.cut[number - 1] = "signature"
            page.facts.setdefault("author", line)


def _edits(page: _Page) -> list[Edit]:
    """One edit a line. It takes the line break behind it; in the last lines the one before it."""
    if not page.cut:
        return []
    lines = page.lines
    trailing = len(lines)
    while trailing and trailing - 1 in page.cut:
        trailing -= 1
    edits: list[Edit] = []
    start = 0
    position = 0
    cut = sorted(page.cut)
    for number in cut:
        start += sum(map(len, lines[position:number])) + number - position
        end = start + len(lines[number])
        position = number
        reason = f"furniture: {page.cut[number]}"
        if number >= trailing:
            edits.append(Edit(max(start - 1, 0), end, "", "furniture", reason))
        elif number in page.whole and start and not (edits and edits[-1].end == start):
            edits.append(Edit(start - 1, end + 1, "", "furniture", reason))
        else:
            edits.append(Edit(start, end + 1, "", "furniture", reason))
    return edits
