"""Where a text spells out the members of an abbreviation: lists, headings, openers, definitions."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.rules.edges import is_word_edge
from reportlens.annotate.rules.heads import heads_of
from reportlens.annotate.rules.numerals import NUMERALS, OBJECT_MEASURES, VALUES
from reportlens.annotate.rules.outline import Row
from reportlens.annotate.rules.tables import any_of, words

# How far from a label a list may stand, in characters, within its sentence.
WINDOW = 160
LONGEST_MEMBER = 30
_SENTENCE_END = re.compile("[。！？\n]")
_QUOTES = "“”‘’"
_LEADING = re.compile(any_of("member_verbs.txt"))
_CUT = re.compile(".*(?:成为|包括|分别是|分别为|按照|围绕|对照|就是|即)")
_AFTER_LIST = (
    "的",
    "等",
    "“",
    "为",
    "之",
    "来",
    "相",
    "方面",
    "工作",
    "建设",
    "要求",
    "标准",
    "工程",
    "活动",
    "行动",
    "机制",
    "制度",
    "）",
    "全面",
    "不断",
    "持续",
    "明显",
    "显著",
    "进一步",
    "同步",
)
_MARKS = re.compile("[“”‘’《》，；]")
# What stands before the first mark in a sentence or part of one.
_OPENER = re.compile("(?:^|[。；：\n])([^，。；：、\n]+)(?=[，：。；])")
_STEP = re.compile(rf"第[\d{NUMERALS}]")
_NUMBERED = re.compile(rf"(\d+|[NXM]|[{NUMERALS}])")


class Members(NamedTuple):
    """Members as they stand in the text, and the spans that prove them.

    `sure`: the text introduces them as what the label means.
    """

    names: tuple[str, ...]
    evidence: tuple[tuple[int, int], ...]
    sure: bool = False


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around `text[start:end]`, no further than `WINDOW` characters on either side."""
    low = max(0, start - WINDOW)
    for mark in "。！？\n":
        low = max(low, text.rfind(mark, low, start) + 1)
    after = _SENTENCE_END.search(text, end, end + WINDOW)
    return low, after.start() if after else min(len(text), end + WINDOW)


@lru_cache(maxsize=4096)
def keys(stem: str) -> tuple[str, ...]:
    """What members may have in common with the stem of an abbreviation, the most telling first."""
    found = tuple(stem[:size] for size in range(len(stem), 0, -1))
    return (*found, stem[1:]) if 1 < len(stem) < 4 and stem[0] in OBJECT_MEASURES else found


def in_list(text: str, low: int, high: int, count: int, key: str, marks: str = "、，；") -> Members | None:
    """The one enumeration of exactly `count` members with `key` in each, in `text[low:high]`."""
    if text.count(key, low, high) < count:
        return None
    for mark in marks:
        if text.count(mark, low, high) < count - 1:
            continue
        found = [run for run in _runs(text, low, high, mark, key) if len(run) == count]
        if len(found) == 1:
            members = _trimmed(found[0], key)
            if members is not None:
                return members
    return None


def _runs(text: str, low: int, high: int, mark: str, key: str) -> Iterator[list[tuple[int, str]]]:
    """Maximal runs of items with `key`, parted by `mark` alone."""
    outer = {"、": "[，；。：]", "，": "[；。：]", "；": "[。]"}[mark]
    place = low
    for clause in re.split(outer, text[low:high]):
        run: list[tuple[int, str]] = []
        at = place
        for item in clause.split(mark):
            if key in item:
                run.append((at, item))
            elif run:
                yield run
                run = []
            at += len(item) + 1
        if run:
            yield run
        place += len(clause) + 1


def _trimmed(run: list[tuple[int, str]], key: str) -> Members | None:
    """The members of a run without what stands before the first and after the last."""
    names = [name.strip(_QUOTES) for _, name in run]
    names[0] = without_lead(names[0], names[1:], key)
    names[-1] = without_rest(names[-1], names[:-1], key)
    if not _alike(names, key):
        return None
    evidence = ((run[0][0], run[-1][0] + len(run[-1][1])),)
    return Members(tuple(heads_of(names, key)), evidence)


def _alike(names: Sequence[str], key: str) -> bool:
    """Whether the names can be members: distinct, not too long, whole, and with `key` in each.

    A key of one character is weak evidence: it has to stand at the same place in each.
    """
    if len(set(names)) < len(names) or max(map(len, names)) > LONGEST_MEMBER:
        return False
    if any(key not in name or name == key or _MARKS.search(name) or _STEP.match(name) for name in names):
        return False
    return len(key) > 1 or same_place(names, key)


def introduced(names: Sequence[str], key: str) -> bool:
    """Whether names further from the label can be members: two have to begin or end with `key`.

    A character that they begin with has to be a word by itself in most: 亮身份, but not 联席会议 or 农机.
    """
    if not _alike(names, key):
        return False
    starts = all(name.startswith(key) for name in names)
    if len(names) == 2 and not (starts or all(name.endswith(key) for name in names)):
        return False
    if len(key) > 1 or not starts:
        return True
    return 2 * sum(is_word_edge(name, 1) for name in names) >= len(names)


def same_place(names: Sequence[str], key: str) -> bool:
    """Whether `key` begins all names, ends all, or stands at one place in names of one length."""
    ends = all(name.endswith(key) for name in names)
    starts = all(name.startswith(key) for name in names)
    return ends or starts or len({(len(name), name.find(key)) for name in names}) == 1


def without_lead(first: str, others: list[str], key: str) -> str:
    """The first member of a list without the words that lead up to it."""
    first = re.split("[“‘（]", first)[-1] if "）" not in first else re.split("[“‘]", first)[-1]
    cut = _CUT.match(first)
    if cut and key in first[cut.end() :]:
        first = first[cut.end() :]
    sizes = {len(other) for other in others[:-1] or others}
    size = sizes.pop() if len(sizes) == 1 else len(first)
    if size < len(first) and key in first[-size:] and is_word_edge(first, len(first) - size):
        return first[-size:]
    if all(other.startswith(key) for other in others):
        return first[first.rfind(key) :]
    if cut or any(other.startswith(first[:2]) for other in others):
        return first
    verb = _LEADING.match(first)
    return first[verb.end() :] if verb and key in first[verb.end() :] else first


def without_rest(last: str, others: list[str], key: str) -> str:
    """The last member of a list without the words that follow the list."""
    last = re.split("[”’）]", last)[0] if "（" not in last else re.split("[”’]", last)[0]
    tails = {len(other) - other.find(key) - len(key) for other in others}
    if len(tails) == 1:
        end = last.find(key) + len(key) + (tail := tails.pop())
        if not tail or last.startswith(_AFTER_LIST, end):
            return last[:end]
    sizes = {len(other) for other in others}
    if len(sizes) == 1 and key in last[: (size := sizes.pop())] and last.startswith(_AFTER_LIST, size):
        return last[:size]
    return (
        last[: match.start()]
        if (match := re.search("的|等", last)) and key in last[: match.start()]
        else last
    )


def in_outline(rows: Sequence[Row], count: int, key: str) -> Members | None:
    """`count` headings or openers that have `key` in their first clause, or all in their second."""
    for clause in (0, 1):
        chosen = [
            (place + sum(len(c) + 1 for c in clauses[:clause]), clauses[clause].rstrip("。"))
            for place, clauses in rows
            if len(clauses) > clause and key in clauses[clause] and not _MARKS.search(clauses[clause])
        ]
        if len(chosen) == count:
            names = _without_common_verb([name for _, name in chosen])
            if _alike(names, key) and same_place(names, key) and (count > 2 or introduced(names, key)):
                return Members(tuple(names), tuple((p, p + len(n)) for p, n in chosen), len(key) > 1)
    return None


def placed(chosen: Sequence[tuple[int, str]], key: str) -> Members:
    """Members at their places, without a verb that all begin with (推动), unless it is what they share."""
    names = [name for _, name in chosen]
    plain = _without_common_verb(names)
    if not all(key in name for name in plain):
        plain = names
    spans = tuple((p + len(n) - len(m), p + len(n)) for (p, n), m in zip(chosen, plain, strict=True))
    return Members(tuple(plain), spans, True)


def _without_common_verb(names: list[str]) -> list[str]:
    """The names without what all of them begin with, if that ends in a verb: 突出, 持续用力打造."""
    lead = names[0]
    while not all(name.startswith(lead) for name in names):
        lead = lead[:-1]
    while lead and not lead.endswith(words("member_verbs.txt")):
        lead = lead[:-1]
    return [name[len(lead) :] for name in names]


def in_sentence_openers(text: str, low: int, count: int, key: str) -> Members | None:
    """亮身份，…；亮承诺，…；亮实绩，…。 after the label: parts of sentences that begin with a member."""
    end = min(len(text), low + 3 * WINDOW)
    line_end = text.find("\n", low, end)
    if line_end > low + 30:
        end = line_end
    if text.count(key, low, end) < count:
        return None
    rows = [
        (low + match.start(1), match[1])
        for match in _OPENER.finditer(text[low:end])
        if (match[1].startswith(key) and 1 <= len(match[1]) - len(key) <= 10)
        or (match[1].endswith(key) and 1 <= len(match[1]) - len(key) <= 8)
    ]
    if len(rows) != count or not introduced([name for _, name in rows], key):
        return None
    return placed(rows, key)


def digit_by_digit(text: str, low: int, high: int, code: str) -> Members | None:
    """The enumeration whose members hold the digits of `code` in order: 突出一条主线、落实两个文件."""
    digits = code.split("+") if "+" in code else list(code)
    found = []
    for mark in "、，；":
        outer = {"、": "[，；。：]", "，": "[；。：]", "；": "[。]"}[mark]
        place = low
        for clause in re.split(outer, text[low:high]):
            items = clause.split(mark)
            if len(items) == len(digits) and all(map(_holds, items, digits)):
                found.append((place, clause, items))
            place += len(clause) + 1
    if len({clause for _, clause, _ in found}) != 1:
        return None
    place, clause, items = found[0]
    names = [item.strip(_QUOTES) for item in items]
    names[0] = re.sub("^(?:.*[“‘])?(?:即|就是|分别是|包括)?", "", names[0])
    names[-1] = re.split("[”’]", names[-1])[0]
    if any(_MARKS.search(name) or len(name) < 3 for name in names):
        return None
    return Members(tuple(names), ((place, place + len(clause)),))


def _holds(piece: str, digit: str) -> bool:
    match = _NUMBERED.search(piece)
    return match is not None and (match[1] == digit or str(VALUES.get(match[1], "")) == digit)
