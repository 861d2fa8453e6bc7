"""Parallel slogans: 方向有人把、大事有人管、小事有人抓、责任能落地.

The members of a parallel slogan are equally long and share a character at the same place (有, 共, 同, 为),
or each is a verb with its object (抓基础、强管理、转作风). Lists of nouns share endings too (凝聚力、战斗力):
which characters make a slogan and which a list is a table.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.rules.edges import is_word_edge
from reportlens.annotate.rules.numerals import is_numeral, parts
from reportlens.annotate.rules.quoted import naming_head
from reportlens.annotate.rules.reading import Quotation, Reading
from reportlens.annotate.rules.tables import by_last, word_set, words
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
_REPEATED = re.compile(r"([同共互抓])(?:(?!\1)[^\W\d]){1,2}(?:\1(?:(?!\1)[^\W\d]){2}){2,}")
_ANAPHORA = frozenset("带头 便于 敢于 善于 勇于 勤于 甘于 乐于 务必 人人 处处 时时 事事".split())
_DOUBLED = re.compile(r"([^\W\d])\1[^\W\d]{2,4}$")
_LEAD = re.compile("(?:[^\\W\\d]{0,4}(?:推进|推动|促进|实现|提升|加强|确保))?")
_CLEAN = re.compile("[的等]")
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
        if len(items) > MOST_MEMBERS:
            continue
        run = _parallel(items, counted, offset)
        if run is None and len(items) > 2 and _is_cycle(items) and (cycle := _CYCLE.search(clause)):
            if not _FIGURE.search(clause):
                start, end = offset + cycle.start(), offset + cycle.end()
                yield Span(start, end, text[start:end], "institution-mechanism", "pattern")
            continue
        if run is None and len(clause) == 7 and _opens(text, offset, clause):
            run = _opener(items)
        if run is not None and not _FIGURE.search(clause):
            start, end = offset + run.start, offset + run.end
            # In “评星定级、追赶超越”长效机制 the members are the terms within the name.
            if text[start - 1 : start] in ("“", "‘") and naming_head(reading, Quotation(start, end, "")):
                continue
            yield Span(start, end, text[start:end], "slogan-principle", "pattern")
    for match in _REPEATED.finditer(text):
        if len(match[0]) >= 9:
            yield Span(match.start(), match.end(), match[0], "slogan-principle", "pattern")


def _is_cycle(items: list[str]) -> bool:
    return items[1][:1] in _PERIODS and all(item[:1] in _PERIODS for item in items[2:])


def _opens(text: str, offset: int, clause: str) -> bool:
    """Whether the clause opens a paragraph or sentence, or stands alone in one, and a comma follows."""
    return (offset == 0 or text[offset - 1] in "\n。；，") and text.startswith("，", offset + len(clause))


def _opener(items: list[str]) -> Run | None:
    """明思路、定职责，… at the head of a paragraph: two verbs with their objects."""
    if len(items) != 2 or any(len(item) != 3 for item in items) or not _verbs(items):
        return None
    return Run(0, 7)


def _parallel(items: list[str], counted: Counted, offset: int) -> Run | None:
    if len(items) == 2:
        return _pair(*items)
    first, *middle, last = items
    size = len(middle[0])
    if not 3 <= size <= min(9, len(first), len(last)):
        return _uneven(items)
    if len(middle) > 1 and any(len(item) != size for item in middle):
        return _uneven(items)
    members = [first[-size:], *middle, last[:size]]
    # 立得住 is no word of a dictionary, and what stands before it may seem one with it: 分成立得住.
    results = size == 3 and middle[0][1] == "得" and all(member[1] == "得" for member in members)
    # What follows the last member; the dearer question, whether two members are the same, is left to last.
    goes_on = len(last) > size and not results and not last.startswith(_CLEAN_END, size)
    if not goes_on and not (results or _tells(members, size, counted, offset)):
        return _uneven(items)
    if len(set(members)) < len(members):
        return _uneven(items)
    start = len(first) - size
    if goes_on or (start and not results and not is_word_edge(first, start)):
        return None
    return Run(start, start + size * len(items) + len(items) - 1)


def _tells(members: list[str], size: int, counted: Counted, offset: int) -> bool:
    """Whether members of this size make a slogan: by what they share, as verbs with objects, or as counted."""
    if _share(members, _telling("parallel_characters.txt")):
        return True
    if size == 4:
        if _predicates(members):
            return True
    elif _verbs(members):
        return True
    if size == 3 and (_are_processes(members) or _results(members) or _qualities(members)):
        return True
    near = [stem for place, stem in counted.get(len(members), ()) if abs(place - offset) < NEAR]
    return any(_all_hold(members, stem) for stem in near)


@lru_cache(maxsize=8)
def _telling(name: str) -> frozenset[str]:
    """The characters of a table."""
    return frozenset(words(name)[0])


def _pair(first: str, second: str) -> Run | None:
    """Two members: both edges must be clean, and they share a character."""
    if second[:1] == second[1:2] and (doubled := _DOUBLED.match(second)):
        return _doubled(first, second, doubled.end())
    if second[:4] in _pair_words() and first[-4:] in _pair_words() and second[:4] != first[-4:]:
        return Run(len(first) - 4, len(first) + 5)
    shared = _pair_characters()
    if len(first) < 4 or len(second) < 4 or shared.isdisjoint(first) or shared.isdisjoint(second):
        return None
    telling = _telling("pair_characters.txt")
    openers = by_last("slogan_openers.txt")
    for size in range(min(len(first), len(second), 9), 3, -1):
        start = len(first) - size
        if start and not first.endswith(openers.get(first[start - 1], ()), 0, start):
            continue
        if first.endswith("的") or (len(second) > size and not second.startswith(_CLEAN_END, size)):
            continue
        if _share([first[start:], second[:size]], telling) or _answers(first[start:], second[:size]):
            return Run(start, start + 2 * size + 1)
    return None


@lru_cache(maxsize=1)
def _pair_characters() -> frozenset[str]:
    """What two members may share: a telling character, 以 that begins both, or 来 of 得出来."""
    return _telling("pair_characters.txt") | {"以", "来"}


@lru_cache(maxsize=1)
def _pair_words() -> frozenset[str]:
    """Words of which any two make a slogan: 相互促进、融合发展."""
    return word_set("pair_words.txt")


def _answers(first: str, second: str) -> bool:
    """以党风带政风、以政风促民风; 关键时刻站得出来、危难关头豁得出来."""
    if first[0] == second[0] == "以":
        return any(a == b for a, b in zip(first[2:], second[2:], strict=True))
    return first[-3:] == second[-3:] == "得出来"


def _doubled(first: str, second: str, size: int) -> Run | None:
    """件件有着落、事事有回音: both members begin with a character that is doubled."""
    start = len(first) - size
    if start < 0 or first[start] != first[start + 1] or first[start] == second[0]:
        return None
    if start and not is_word_edge(first, start):
        return None
    return Run(start, len(first) + 1 + size)


def _uneven(items: list[str]) -> Run | None:
    """支部建在项目上、党旗飘在工地上、党员冲在第一线: where the members begin is told by what they share.

    Likewise 带头讲党课、带头谈心谈话、带头下基层, and 阵地规范化、组织生活正常化、党员管理精细化.
    """
    if len(items) > 6 or len(items[-1]) < 5 or any(not 5 <= len(item) <= 12 for item in items[1:]):
        return None
    if items[1].endswith("化") and _are_processes([item[-3:] for item in items]):
        lead = _LEAD.match(items[0])
        return Run(lead.end() if lead else 0, sum(map(len, items)) + len(items) - 1)
    word = items[1][:2]
    if word in _ANAPHORA and word in items[0] and all(item.startswith(word) for item in items[2:]):
        if _CLEAN.search(items[-1]):
            return None
        return Run(items[0].rfind(word), sum(map(len, items)) + len(items) - 1)
    for word in ("在", "到"):
        place = items[1].find(word, 2, 5)
        if place > 0 and all(item.startswith(word, place) for item in items[2:]):
            start = items[0].find(word, place) - place
            if start < 0 or (start and not is_word_edge(items[0], start)) or _CLEAN.search(items[-1]):
                return None
            return Run(start, sum(map(len, items)) + len(items) - 1)
    return None


def _are_processes(members: list[str]) -> bool:
    """Whether each is a word such as 规范化."""
    processes = word_set("process_words.txt")
    return members[0] in processes and processes.issuperset(members)


def _predicates(members: list[str]) -> bool:
    """Whether all members, or all but one, say of a thing that it is good: 政治坚定、业务精通、作风优良."""
    telling = word_set("predicates.txt")
    if sum(member[2:] in telling for member in members) < max(2, len(members) - 1):
        return False
    return len({member[:2] for member in members}) == len(members)  # not 更加广泛、更加充分


def _results(members: list[str]) -> bool:
    """Whether each is a verb, its result and an object: 找准位、定好标、出对招."""
    results = _telling("result_characters.txt")
    return results.issuperset(member[1] for member in members)


def _qualities(members: list[str]) -> bool:
    """Whether each says what a good cadre is or can do: 政治强、素质高、懂党务、有热情、能创新."""
    good, able = _telling("quality_last.txt"), _telling("quality_first.txt")
    last = sum(member[2] in good for member in members)
    return len(members) > 3 and last > 1 and all(m[2] in good or m[0] in able for m in members)


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


def _share(members: list[str], telling: frozenset[str]) -> bool:
    """Whether all members, or three in four, have the same telling character at the same place."""
    enough = len(members) if len(members) < 4 else -(-3 * len(members) // 4)
    first_only = _telling("parallel_first.txt")
    # Of so many members one has it.
    for member in members[: len(members) - enough + 1]:
        for place, character in enumerate(member):
            if character in telling or (place == 0 and character in first_only):
                having = [other[place] for other in members].count(character)
                if having >= enough and not _is_list_word(members, place):
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
    verbs = _telling("parallel_verbs.txt")
    return members[0][-3] in verbs and all(member[-3] in verbs for member in members)
