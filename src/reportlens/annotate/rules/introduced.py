"""Members that a text introduces: 一是…二是…, （甲、乙、丙）, “1”是…“2”是…, and lists in the sentence after a label."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reportlens.annotate.rules.heads import heads_of
from reportlens.annotate.rules.members import LONGEST_MEMBER, WINDOW, Members, in_list, introduced, placed
from reportlens.annotate.rules.numerals import VALUES
from reportlens.annotate.rules.outline import ORDINALS

# A label and the head that may follow it, up to where members begin.
_AFTER_LABEL = (
    "[”’]?(?:[^\\W\\d的]{0,6}(?:活动|工作|机制|制度|责任制|建设|工程|行动|服务|工作法|要求|标准|举措|模式|思路"
    "|目标|体系|品牌|格局|布局))?"
)
# Within so many characters after a label a bracket or colon opens its explanation.
NEAR = 20
_BRACKETS = re.compile(f"{_AFTER_LABEL}（(?:即|指|包括)?[：，]?([^（）。；\n]{{3,100}})）")
_COLON = re.compile(f"{_AFTER_LABEL}(?:[，：]?(?:即|就是|分别是|分别为|包括))?：([^。；：\n]{{3,120}})")
_QUOTED = re.compile("“([^“”]{2,20})”[、，和]?")
# How the sentence after a label says that it explains it.
_OPENING = re.compile("[^\\w“]*(?:通过|即|也就是|就是|围绕|具体|主要|分别|包括|所谓|以|其中)")
_ITEM_END = re.compile("[，、。；：\n]")
_STOP = re.compile("[，。；：\n]")
_SENTENCE_END = re.compile("[。！？\n]")
_QUOTES = "“”‘’"


_DEFINED = re.compile(
    f"{_AFTER_LABEL}[，：。]?(?:就是|即|是指|指的是|分别是|分别为|包括|指)[：]?([^。；\\n]{{2,120}})"
)
_DEFINED_ONE = re.compile("[”’][，：]([^，。；\n]{2,20})(?=[\n。；])")


_IS = re.compile("[”’]?是([^。；\n]{2,120})")


def defined(text: str, place: int, count: int, *, part: bool = False) -> Members | None:
    """The members that follow a label which ends at `place`: 五库，就是甲、乙、丙、丁、戊.

    After a `part` of a label a plain 是 will do: 一核是…，三圈是….
    """
    match = _DEFINED.match(text, place) or (_IS.match(text, place) if part else None)
    if match is None and count == 1:  # “一提”，提升政治能力
        match = _DEFINED_ONE.match(text, place)
    if match is None:
        return None
    told = match[1].split("，")[0]
    names = told.split("、") if count > 1 else [told]
    if len(names) != count or any(not name or len(name) > LONGEST_MEMBER for name in names):
        return None
    evidence = (match.start(1), match.start(1) + len(told))
    return Members(tuple(name.strip(_QUOTES) for name in names), (evidence,), True)


def in_brackets(text: str, place: int, count: int, stem_keys: Sequence[str] = ()) -> Members | None:
    """（甲、乙、丙） or ：甲、乙、丙 directly after a label that ends at `place`.

    Where commas part them, the stem of the label has to stand in each.
    """
    for pattern, mark in ((_BRACKETS, "（"), (_COLON, "：")):
        if text.find(mark, place, place + NEAR) < 0:
            continue
        match = pattern.match(text, place)
        if match is None:
            continue
        for names in (match[1].split("、"), _QUOTED.findall(match[1]), match[1].split("，")):
            names = [name.strip(_QUOTES) for name in names]
            if not _are_members(names, count) or any("，" in name for name in names):
                continue
            if "，" not in match[1]:
                return Members(tuple(names), (match.span(1),), True)
            for key in stem_keys:
                if all(key in name for name in names):
                    return Members(tuple(heads_of(names, key)), (match.span(1),), True)
    return None


def in_ordinals(text: str, place: int, count: int, stem_keys: Sequence[str]) -> Members | None:
    """一是…；二是…；三是… after a label that ends at `place`: as many as it counts, with its stem in each."""
    if not 1 < count <= 10:
        return None
    end = min(len(text), place + 2 * WINDOW * count)
    behind = end + LONGEST_MEMBER + 2
    stem_keys = [key for key in stem_keys if text.count(key, place, behind) >= count]
    for marks in ORDINALS if stem_keys else ():
        at = text.find(marks[0], place, min(end, place + WINDOW))
        if at < 0:
            continue
        starts = []
        for index in range(count):
            if at < 0:
                break
            starts.append(at + len(marks[index]))
            following = marks[index + 1] if index + 1 < len(marks) else "\0"
            at = text.find(following, starts[-1], min(end, starts[-1] + 2 * WINDOW))
        if len(starts) < count or (at >= 0 and count < len(marks)):
            continue
        names = []
        for start in starts:
            stop = _STOP.search(text, start, start + LONGEST_MEMBER + 2)
            names.append(text[start : stop.start() if stop else start].strip(_QUOTES))
        for key in stem_keys:
            if _are_members(names, count) and introduced(names, key):
                return placed(list(zip(starts, names, strict=True)), key)
    return None


def in_next_sentence(text: str, place: int, count: int, key: str) -> Members | None:
    """通过亮身份、亮职责、亮承诺，… in the sentence after that of a label which ends at `place`."""
    end = _SENTENCE_END.search(text, place, place + WINDOW)
    if end is None:
        return None
    low = end.end()
    stop = _SENTENCE_END.search(text, low, low + 2 * WINDOW)
    high = stop.start() if stop else min(len(text), low + 2 * WINDOW)
    found = in_list(text, low, high, count, key)
    if found is None or not introduced(found.names, key):
        return None
    opens = text.startswith(key, low) or (len(key) > 1 and found.evidence[0][0] == low)
    return found._replace(sure=True) if opens or _OPENING.match(text, low, high) else None


def in_sequence(text: str, place: int, count: int, stem_keys: Sequence[str]) -> Members | None:
    """The `count` items that follow other members which end at `place`: 比作风、比服务、比业绩 after 亮…、亮…、亮….

    Each holds the stem, wherever.
    """
    if text[place : place + 1] not in ("，", "、", "；"):
        return None
    items: list[tuple[int, str]] = []
    at = place + 1
    while len(items) < count:
        stop = _ITEM_END.search(text, at, at + LONGEST_MEMBER + 2)
        if stop is None:
            return None
        items.append((at, text[at : stop.start()].strip(_QUOTES)))
        if stop[0] in "。\n" and len(items) < count:
            return None
        at = stop.end()
    names = [name for _, name in items]
    for key in stem_keys:
        if _are_members(names, count) and all(key in name for name in names):
            start = items[0][0]
            return Members(tuple(names), ((start, at - 1),))
    return None


def in_quotations(text: str, low: int, high: int, count: int, key: str) -> Members | None:
    """“亮身份”“亮承诺”“亮实绩”: quotations that stand one beside the other, as many as counted."""
    run: list[re.Match[str]] = []
    for match in _QUOTED.finditer(text, low, high):
        if run and run[-1].end() != match.start():
            if len(run) == count:
                break
            run = []
        if key in match[1] and match[1] != key:
            run.append(match)
        elif len(run) != count:
            run = []
        else:
            break
    names = [match[1] for match in run]
    if not _are_members(names, count) or not introduced(names, key):
        return None
    return Members(tuple(names), tuple(match.span(1) for match in run), True)


def digits_explained(text: str, place: int, code: str) -> Members | None:
    """“1”是…，“2”是… after a code that ends at `place`: what follows each digit in turn."""
    digits = code.split("+") if "+" in code else list(code)
    spans = []
    at, end = place, min(len(text), place + 4 * WINDOW)
    for digit in digits:
        match = _of_digit(digit).search(text, at, end)
        if match is None:
            return None
        spans.append(match.span(1))
        at = match.end()
    names = tuple(text[start:stop].strip(_QUOTES) for start, stop in spans)
    if any(name.count("“") != name.count("”") for name in names):
        return None
    return Members(names, tuple(spans), True) if len(set(names)) == len(names) else None


@lru_cache(maxsize=64)
def _of_digit(digit: str) -> re.Pattern[str]:
    """A digit of a code with what it stands for."""
    spelled = "".join(c for c, value in VALUES.items() if str(value) == digit)
    return re.compile(
        f"[“‘]?(?:{re.escape(digit)}{f'|[{spelled}]' if spelled else ''})[”’]?"
        "(?:就是|即|是指|指的是|代表|是|：|指|为)(?:指)?[：，]?([^，。；：\n]{2,40})(?=[，。；：\n]|$)"
    )


def _are_members(names: Sequence[str], count: int) -> bool:
    return (
        len(names) == count
        and len(set(names)) == count
        and all(1 < len(name) <= LONGEST_MEMBER for name in names)
    )
