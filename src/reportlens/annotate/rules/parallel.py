"""Parallel slogans: 方向有人把、大事有人管、小事有人抓、责任能落地.

The members of a parallel slogan are equally long and share a character at the same place (有, 共, 同, 为),
or each is a verb with its object (抓基础、强管理、转作风). Lists of nouns share endings too (凝聚力、战斗力):
which characters make a slogan and which a list is a table.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportlens.annotate.rules.numerals import is_numeral, parts
from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of, words
from reportlens.annotate.terms import Span

MOST_MEMBERS = 12
_CLEAN_END = re.compile("$|的|等|相结合|“|”")
_CLEAN_START = re.compile(f"(?:^|的|了|{any_of('slogan_openers.txt')})$")
_CYCLE = re.compile("(?:每?[日周旬月季年]|每?半年)[^、，。；：\\W\\d]{2,4}(?:、(?:每?[日周旬月季年]|每?半年)[^、，。；：\\W\\d]{2,4}){2,}")
_PERIODS = tuple("每日周旬月季年半")
_REPEATED = re.compile(r"([同共互])(?:(?!\1)[^\W\d]){1,2}(?:\1(?:(?!\1)[^\W\d]){2}){2,}")
_FIGURE = re.compile(r"[\d%A-Za-z]")


class Run(NamedTuple):
    """Members that stand one after the other; `start` and `end` are places in the clause."""

    start: int
    end: int
    size: int


def find_parallels(reading: Reading) -> Iterator[Span]:
    """Parallel slogans outside quotation marks."""
    text = reading.text
    # What the numeral abbreviations of the text count makes a slogan too: 规范 where it has “五规范”.
    stems = {p.stem[:2] for q in reading.quotations if is_numeral(q.inner) for p in parts(q.inner)}
    telling = words("parallel_characters.txt")[0] + "".join(stems)
    for offset, clause in reading.lists:
        if _FIGURE.search(clause):
            continue
        cycle = _CYCLE.search(clause) if _is_cycle(clause) else None
        if cycle:
            start, end = offset + cycle.start(), offset + cycle.end()
            yield Span(start, end, text[start:end], "institution-mechanism", "pattern")
            continue
        run = _parallel(clause, telling) or (_opener(clause) if _opens(text, offset, clause) else None)
        if run is not None:
            start, end = offset + run.start, offset + run.end
            yield Span(start, end, text[start:end], "slogan-principle", "pattern")
    for match in _REPEATED.finditer(text):
        if len(match[0]) >= 9:
            yield Span(match.start(), match.end(), match[0], "slogan-principle", "pattern")


def _is_cycle(clause: str) -> bool:
    items = clause.split("、")[1:]
    return len(items) > 1 and all(item[:1] in _PERIODS for item in items)


def _opens(text: str, offset: int, clause: str) -> bool:
    """Whether the clause opens a paragraph and a comma follows."""
    return (offset == 0 or text[offset - 1] == "\n") and text.startswith("，", offset + len(clause))


def _opener(clause: str) -> Run | None:
    """明思路、定职责，… at the head of a paragraph: two verbs with their objects."""
    items = clause.split("、")
    if len(items) != 2 or any(len(item) != 3 for item in items) or not _verbs(items):
        return None
    return Run(0, len(clause), 3)


def _parallel(clause: str, telling: str) -> Run | None:
    items = clause.split("、")
    if len(items) > MOST_MEMBERS or not all(items):
        return None
    if len(items) == 2:
        return _pair(items)
    size = len(items[1])
    if not 3 <= size <= 9 or any(len(item) != size for item in items[1:-1]):
        return None
    members = [items[0][-size:], *items[1:-1], items[-1][:size]]
    if len(members[0]) != size or len(members[-1]) != size:
        return None
    if not _CLEAN_END.match(items[-1][size:]):
        return None
    if not (_share(members, telling) or (len(members) > 2 and len(members[0]) != 4 and _verbs(members))):
        return None
    start = len(items[0]) - size
    return Run(start, start + size * len(items) + len(items) - 1, size)


def _pair(items: list[str]) -> Run | None:
    """Two members: both edges must be clean, and they share a character."""
    first, second = items
    for size in range(min(len(first), len(second), 9), 3, -1):
        if not (_CLEAN_START.search(first[:-size]) and _CLEAN_END.match(second[size:])):
            continue
        if _share([first[-size:], second[:size]], words("pair_characters.txt")[0]):
            start = len(first) - size
            return Run(start, start + 2 * size + 1, size)
    return None


def _share(members: list[str], telling: str) -> bool:
    """Whether all members, or three in four, have the same telling character at the same place."""
    enough = len(members) if len(members) < 4 else -(-3 * len(members) // 4)
    for column in zip(*members, strict=True):
        character = max(column, key=column.count)
        if character in telling and column.count(character) >= enough:
            return len(set(members)) == len(members)
    return False


def _verbs(members: list[str]) -> bool:
    """Whether each member is, or ends in, a verb of one character with an object of two."""
    verbs = words("parallel_verbs.txt")[0]
    return all(member[-3] in verbs for member in members)
