"""Parallel slogans: 方向有人把、大事有人管、小事有人抓、责任能落地.

The members of a parallel slogan are equally long and share a character at the same place (有, 共, 同, 为),
or each is a verb with its object (抓基础、强管理、转作风). Lists of nouns share endings too (凝聚力、战斗力):
which characters make a slogan and which a list is a table.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportlens.annotate.rules.edges import is_word_edge
from reportlens.annotate.rules.numerals import is_numeral, parts
from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import word_set, words
from reportlens.annotate.terms import Span

MOST_MEMBERS = 12
# How far from an abbreviation its members stand, at most.
NEAR = 160
# By the number: where an abbreviation stands, and what it counts.
Counted = dict[int, list[tuple[int, str]]]
_CLEAN_END = ("的", "等", "相结合", "“", "”")
_CYCLE = re.compile(
    "(?:每?[日周旬月季年]|每?半年)[^\\W\\d]{2,4}(?:、(?:每?[日周旬月季年]|每?半年)[^\\W\\d]{2,4}){2,}"
)
_PERIODS = tuple("每日周旬月季年半")
_REPEATED = re.compile(r"([同共互])(?:(?!\1)[^\W\d]){1,2}(?:\1(?:(?!\1)[^\W\d]){2}){2,}")
_FIGURE = re.compile(r"[\d%A-Za-z]")


class Run(NamedTuple):
    """Members that stand one after the other; `start` and `end` are places in the clause."""

    start: int
    end: int


def find_parallels(reading: Reading) -> Iterator[Span]:
    """Parallel slogans outside quotation marks."""
    text = reading.text
    counted = _counted(reading)
    for offset, clause in reading.lists:
        items = clause.split("、")
        if len(items) > MOST_MEMBERS or _FIGURE.search(clause):
            continue
        cycle = _CYCLE.search(clause) if _is_cycle(items) else None
        if cycle is not None:
            start, end = offset + cycle.start(), offset + cycle.end()
            yield Span(start, end, text[start:end], "institution-mechanism", "pattern")
            continue
        run = _parallel(items, counted, offset) or (_opener(items) if _opens(text, offset, clause) else None)
        if run is not None:
            start, end = offset + run.start, offset + run.end
            yield Span(start, end, text[start:end], "slogan-principle", "pattern")
    for match in _REPEATED.finditer(text):
        if len(match[0]) >= 9:
            yield Span(match.start(), match.end(), match[0], "slogan-principle", "pattern")


def _is_cycle(items: list[str]) -> bool:
    return len(items) > 2 and all(item[:1] in _PERIODS for item in items[1:])


def _opens(text: str, offset: int, clause: str) -> bool:
    """Whether the clause opens a paragraph and a comma follows."""
    return (offset == 0 or text[offset - 1] == "\n") and text.startswith("，", offset + len(clause))


def _opener(items: list[str]) -> Run | None:
    """明思路、定职责，… at the head of a paragraph: two verbs with their objects."""
    if len(items) != 2 or any(len(item) != 3 for item in items) or not _verbs(items):
        return None
    return Run(0, 7)


def _parallel(items: list[str], counted: Counted, offset: int) -> Run | None:
    if len(items) == 2:
        return _pair(*items)
    size = len(items[1])
    if not 3 <= size <= 9 or any(len(item) != size for item in items[1:-1]):
        return None
    members = [items[0][-size:], *items[1:-1], items[-1][:size]]
    if len(members[0]) != size or len(members[-1]) != size or len(set(members)) < len(members):
        return None
    if len(items[-1]) > size and not items[-1].startswith(_CLEAN_END, size):
        return None
    near = (stem for place, stem in counted.get(len(items), ()) if abs(place - offset) < NEAR)
    telling = words("parallel_characters.txt")[0]
    if not (
        _share(members, telling)
        or (size != 4 and _verbs(members))
        or any(_all_hold(members, stem) for stem in near)
    ):
        return None
    start = len(items[0]) - size
    if start and not is_word_edge(items[0], start):
        return None
    return Run(start, start + size * len(items) + len(items) - 1)


def _pair(first: str, second: str) -> Run | None:
    """Two members: both edges must be clean, and they share a character."""
    telling = words("pair_characters.txt")[0]
    if not any(character in first and character in second for character in telling):
        return None
    openers = words("slogan_openers.txt")
    for size in range(min(len(first), len(second), 9), 3, -1):
        start = len(first) - size
        if start and not first.endswith(openers, 0, start):
            continue
        if len(second) > size and not second.startswith(_CLEAN_END, size):
            continue
        if _share([first[start:], second[:size]], telling):
            return Run(start, start + 2 * size + 1)
    return None


def _counted(reading: Reading) -> Counted:
    """What the quoted numeral abbreviations of the text count, by the number: “五规范” counts 规范.

    Those with an established meaning are left out: their members are no news.
    """
    found: Counted = {}
    lexicon = reading.lexicon
    for quotation in reading.quotations:
        label = quotation.inner
        if not is_numeral(label) or (label in lexicon and lexicon[label].members):
            continue
        for part in parts(label)[:2]:
            if part.number > 2:
                found.setdefault(part.number, []).append((quotation.start, part.stem))
    return found


def _all_hold(members: list[str], stem: str) -> bool:
    """Whether what an abbreviation counts stands at the same place in each member."""
    key = stem if stem in members[0] else stem[0]
    place = members[0].find(key)
    if place < 0 or (len(key) == 1 and place not in (0, len(members[0]) - 1)):
        return False
    return all(member.startswith(key, place) for member in members)


def _share(members: list[str], telling: str) -> bool:
    """Whether all members, or three in four, have the same telling character at the same place."""
    enough = len(members) if len(members) < 4 else -(-3 * len(members) // 4)
    most_kinds = len(members) - enough + 1
    columns = list(zip(*members, strict=True))
    for place, column in enumerate(columns):
        if len(set(column)) > most_kinds:
            continue
        character = max(column, key=column.count)
        first_only = character in words("parallel_first.txt")[0]
        if column.count(character) < enough or not (character in telling or (first_only and place == 0)):
            continue
        if not _is_list_word(members, place):
            return True
    return False


def _is_list_word(members: list[str], place: int) -> bool:
    """Whether the shared character belongs to a word that makes a list, not a slogan: 精神, 体系."""
    for start in (place - 1, place):
        word = members[0][max(0, start) : start + 2]
        if (
            word in word_set("list_words.txt")
            and sum(member.startswith(word, max(0, start)) for member in members) > 1
        ):
            return True
    return False


def _verbs(members: list[str]) -> bool:
    """Whether each member is, or ends in, a verb of one character with an object of two."""
    verbs = words("parallel_verbs.txt")[0]
    return all(member[-3] in verbs for member in members)
