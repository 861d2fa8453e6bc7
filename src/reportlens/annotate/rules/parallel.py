"""Parallel slogans: 方向有人把、大事有人管、小事有人抓、责任能落地.

The members of a parallel slogan are equally long and share a character at the same place (有, 共, 同, 为),
or each is a verb with its object (抓基础、强管理、转作风). Longer ones may differ in length if all begin alike.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.rules.edges import is_word_edge
from reportlens.annotate.rules.likeness import (
    Counted,
    are_processes,
    counted_by,
    share,
    telling,
    tells,
    verbs,
)
from reportlens.annotate.rules.numerals import NUMERALS
from reportlens.annotate.rules.quoted import naming_head
from reportlens.annotate.rules.reading import Quotation, Reading
from reportlens.annotate.rules.tables import by_last, word_set
from reportlens.annotate.terms import Span

MOST_MEMBERS = 12
_CLEAN_END = ("的", "等", "中", "上", "方面", "相结合", "“", "”")
_CYCLE = re.compile(
    "(?:每?[日周旬月季年]|每?半年)[^\\W\\d]{2,4}(?:、(?:每?[日周旬月季年]|每?半年)[^\\W\\d]{2,4}?){2,}"
    "(?=[、等的]|机制|制度|工作|活动|要求|[^\\w]|$)"
)
_PERIODS = tuple("每日周旬月季年半")
_ANAPHORA = frozenset("带头 便于 敢于 善于 勇于 勤于 甘于 乐于 务必 人人 处处 时时 事事".split())
_DOUBLED = re.compile(r"([^\W\d])\1[^\W\d]{2,4}$")
_LEAD = re.compile("(?:[^\\W\\d]{0,4}(?:推进|推动|促进|实现|提升|加强|确保))?")
_CLEAN = re.compile("[的等]")
_FIGURE = re.compile(r"[\d%A-Za-z]")
# What numbers a heading or a sentence that a run opens: 一、 and 2. and 三是.
_NUMBER = re.compile(
    rf"(?:[{NUMERALS}]{{1,3}}、|\d{{1,2}}[.．])?(?:[{NUMERALS}][是要]|首先|其次|第[{NUMERALS}]是?)?"
)
_NUMBERING = frozenset(f"{NUMERALS}0123456789首其第")
# 把支部建在堤坝上, 把骨干培养成党员: what is done with a thing, and where or what it comes to.
_DISPOSED = re.compile("把[^\\W\\d]{1,6}[在到成进为作当]")
_PLACES = tuple("省市县区州盟旗镇乡")


class Run(NamedTuple):
    """Members that stand one after the other; `start` and `end` are places in the clause."""

    start: int
    end: int


def find_parallels(reading: Reading) -> Iterator[Span]:
    """Parallel slogans outside quotation marks."""
    text = reading.text
    counted = counted_by(reading)
    for offset, clause in reading.lists:
        number = 0
        if clause[:1] in _NUMBERING and _opens(text, offset) and (number := _number(clause)):
            offset, clause = offset + number, clause[number:]
        items = clause.split("、")
        if not 1 < len(items) <= MOST_MEMBERS:
            continue
        run = _parallel(items, counted, offset)
        if run is None and len(items) > 2 and _is_cycle(items) and (cycle := _CYCLE.search(clause)):
            if not _FIGURE.search(cycle[0]):
                yield from _cycles(reading, offset + cycle.start(), offset + cycle.end())
            continue
        if run is None and len(clause) == 7 and _stands_alone(text, offset, clause, number > 0):
            run = _opener(items)
        if run is None and len(items) > 2 and items[0][-2:] == items[1][-2:]:
            run = _of_place(items, text)
        if run is not None and not _FIGURE.search(clause, run.start, run.end):
            start, end = offset + run.start, offset + run.end
            # In “评星定级、追赶超越”长效机制 the members are the terms within the name.
            if text[start - 1 : start] in ("“", "‘") and naming_head(reading, Quotation(start, end, "")):
                continue
            yield Span(start, end, text[start:end], "slogan-principle", "pattern")


def _is_cycle(items: list[str]) -> bool:
    return items[1][:1] in _PERIODS and all(item[:1] in _PERIODS for item in items[2:])


def _cycles(reading: Reading, start: int, end: int) -> Iterator[Span]:
    """季度调度、年终述职, and the mechanism that they make up: 机关党建季度调度、年终述职机制."""
    text = reading.text
    places = [(start, end)]
    if text.startswith(("机制", "制度"), end):
        about = [s for s in reading.inside(max(0, start - 8), start) if s.end == start]
        places.append((min((s.start for s in about), default=start), end + 2))
    for low, high in places:
        yield Span(low, high, text[low:high], "institution-mechanism", "pattern")


def _number(clause: str) -> int:
    """How many characters number a clause that opens a line or sentence."""
    match = _NUMBER.match(clause)
    return match.end() if match else 0


def _opens(text: str, offset: int) -> bool:
    """Whether a line or sentence begins at `offset`."""
    return offset == 0 or text[offset - 1] in "\n。；"


def _stands_alone(text: str, offset: int, clause: str, numbered: bool) -> bool:
    """Whether the clause opens a paragraph, sentence or item, or stands alone in one before a comma."""
    end = offset + len(clause)
    numbered = numbered or (text[offset - 1 : offset] == "）" and text[offset - 2] in NUMERALS)
    if numbered or _opens(text, offset):
        return text[end : end + 1] in ("，", "。", "：", "；") or (numbered and text[end : end + 1] in "\n")
    return text[offset - 1] == "，" and text.startswith("，", end)


def _opener(items: list[str]) -> Run | None:
    """明思路、定职责，… at the head of a paragraph: two verbs with their objects."""
    if len(items) != 2 or any(len(item) != 3 for item in items) or not verbs(items):
        return None
    return Run(0, 7)


def _parallel(items: list[str], counted: Counted, offset: int) -> Run | None:
    if len(items) == 2:
        return _pair(*items)
    if items[1][:1] == "把" and (run := _disposed(items)):
        return run
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
    if not goes_on and not (results or tells(members, size, counted, offset)):
        return _uneven(items)
    if len(set(members)) < len(members):
        return _uneven(items)
    start = len(first) - size
    if goes_on or (start and not results and not is_word_edge(first, start)):
        return None
    return Run(start, start + size * len(items) + len(items) - 1)


def _of_place(items: list[str], text: str) -> Run | None:
    """富美青山、活力青山、幸福青山, where 青山县 or the like stands in the text."""
    size, tail = len(items[1]), items[1][-2:]
    if not 4 <= size <= 6 or any(len(item) != size or not item.endswith(tail) for item in items[1:-1]):
        return None
    first, last = items[0], items[-1]
    start = len(first) - size
    if start < 0 or not first.endswith(tail) or not last.startswith(tail, size - 2):
        return None
    praise = word_set("place_praise.txt")
    praised = sum(item[:-2] in praise for item in (first[start:], *items[1:-1], last[:size]))
    if praised < max(2, len(items) - 1) or not any(tail + kind in text for kind in _PLACES):
        return None
    return Run(start, start + size * len(items) + len(items) - 1)


def _pair(first: str, second: str) -> Run | None:
    """Two members: both edges must be clean, and they share a character."""
    if second[:1] == "把" and (run := _disposed([first, second])):
        return run
    if second[:1] == second[1:2] and (doubled := _DOUBLED.match(second)):
        return _doubled(first, second, doubled.end())
    if second[:4] in _pair_words() and first[-4:] in _pair_words() and second[:4] != first[-4:]:
        return Run(len(first) - 4, len(first) + 5)
    if first[-2:] in second[:3] and (crossed := _crossed(first, second)):
        return crossed
    shared = _pair_characters()
    if len(first) < 4 or len(second) < 4 or shared.isdisjoint(first) or shared.isdisjoint(second):
        return None
    marks = telling("pair_characters.txt")
    openers = by_last("slogan_openers.txt")
    for size in range(min(len(first), len(second), 9), 3, -1):
        start = len(first) - size
        if start and not first.endswith(openers.get(first[start - 1], ()), 0, start):
            continue
        if first.endswith("的") or (len(second) > size and not second.startswith(_CLEAN_END, size)):
            continue
        if share([first[start:], second[:size]], marks) or _answers(first[start:], second[:size]):
            return Run(start, start + 2 * size + 1)
    return None


@lru_cache(maxsize=1)
def _pair_characters() -> frozenset[str]:
    """What two members may share: a telling character, 以 that begins both, or the end of both (一个, 得出来)."""
    return telling("pair_characters.txt") | set("以用来着住个有")


@lru_cache(maxsize=1)
def _pair_words() -> frozenset[str]:
    """Words of which any two make a slogan: 相互促进、融合发展."""
    return word_set("pair_words.txt")


def _crossed(first: str, second: str) -> Run | None:
    """党建带团建、团建促党建; 在发展中保护、在保护中发展: what ends one member begins the other, and the reverse."""
    lead = second[:1] == "在" and second[3:4] == "中"
    if not first or first[-2:] != second[lead : lead + 2]:
        return None
    for size in range(6, 7) if lead else range(5, 9):
        start = len(first) - size
        if start < 0 or first[start + lead : start + lead + 2] != second[size - 2 : size]:
            continue
        if lead and (first[start] != "在" or first[start + 3] != "中"):
            continue
        if len(second) > size and not second.startswith(_CLEAN_END, size):
            return None
        return None if start and not is_word_edge(first, start) else Run(start, len(first) + 1 + size)
    return None


def _answers(first: str, second: str) -> bool:
    """以党风带政风、以政风促民风; 关键时刻站得出来、危难关头豁得出来; 带着问题改、奔着目标干; 建成一个、用好一个."""
    if first[0] == second[0] == "用":
        return all(member[1:3] == member[-2:] for member in (first, second))
    if first[0] == second[0] == "以":
        return any(a == b for a, b in zip(first[2:], second[2:], strict=True))
    if len(first) == 5 and first[1] == second[1] and first[1] in "着住":
        return first[0] != second[0]
    if len(first) == 4 and first[2:] == second[2:] == "一个":
        return True
    # 有 is what things have, in the middle or at the end of both; 国有, 拥有 begin with other words.
    if any(a == b == "有" for a, b in zip(first[2:], second[2:], strict=True)):
        return True
    return first[:2] == second[:2] == "有人" or first[-3:] == second[-3:] == "得出来"


def _doubled(first: str, second: str, size: int) -> Run | None:
    """件件有着落、事事有回音: both members begin with a character that is doubled."""
    start = len(first) - size
    if start < 0 or first[start] != first[start + 1] or first[start] == second[0]:
        return None
    if start and not is_word_edge(first, start):
        return None
    return Run(start, len(first) + 1 + size)


def _disposed(items: list[str]) -> Run | None:
    """把支部建在堤坝上、把党课讲到泵站里: each begins with 把 and says where the thing comes to, or what it becomes."""
    start = items[0].rfind("把")
    members = [items[0][start:], *items[1:]]
    if start < 0 or _CLEAN.search(items[-1]) or max(map(len, members)) > 14:
        return None
    if len(set(members)) < len(members) or not all(map(_DISPOSED.match, members)):
        return None
    return Run(start, sum(map(len, items)) + len(items) - 1)


def _uneven(items: list[str]) -> Run | None:
    """支部建在项目上、党旗飘在工地上、党员冲在第一线: where the members begin is told by what they share.

    Likewise 带头讲党课、带头谈心谈话、带头下基层, and 阵地规范化、组织生活正常化、党员管理精细化.
    """
    if len(items) > 6 or len(items[-1]) < 5 or any(not 5 <= len(item) <= 12 for item in items[1:]):
        return None
    if items[1].endswith("化") and are_processes([item[-3:] for item in items]):
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
