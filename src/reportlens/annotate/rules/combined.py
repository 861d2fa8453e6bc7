"""Members of labels whose parts belong together, and of labels whose members stand in clauses of their own.

三包三联: three members, each with 包 and 联. 一主四辅百点: what each part is. 五减一增: five paragraphs and
one more. 四码并用: 支部有活动码，党员有身份码，….
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from reportlens.annotate.rules.heads import objects_of
from reportlens.annotate.rules.members import LONGEST_MEMBER, WINDOW, Members, introduced, without_lead
from reportlens.annotate.rules.numerals import NUMERALS, VALUES, Part
from reportlens.annotate.rules.outline import Row

_LARGE = "百千万"
_PIECE = re.compile(rf"([{NUMERALS}{_LARGE}])([^\W\d{NUMERALS}{_LARGE}]{{1,4}})")
_FIRST_NUMBER = re.compile(rf"(\d+)|([{NUMERALS}{_LARGE}数上])")
_CLAUSE_END = re.compile("[，。；：、\n]")
_SENTENCE_END = re.compile("[。！？\n]")


def in_pairs(text: str, low: int, near: int, counted: Sequence[Part]) -> Members | None:
    """领导包乡联村、单位包村联组、党员包户联人的“三包三联”: as many members as each part counts, with all stems.

    They end at `near`, where the label begins. All parts count the same, and more than one.
    """
    count = counted[0].number
    end = near - text.endswith("的", low, near)
    start = max(low, *(text.rfind(mark, low, end) + 1 for mark in "，；：。"))
    names = text[start:end].split("、")
    stems = "[^、]{1,4}".join(re.escape(part.stem) for part in counted)
    holds = re.compile(f"[^、]{{2,}}{stems}[^、]{{1,4}}")
    if len(names) != count or len(set(names)) < count or not all(map(holds.fullmatch, names)):
        return None
    names[0] = without_lead(names[0], names[1:], counted[0].stem)
    if max(map(len, names)) > LONGEST_MEMBER or holds.fullmatch(names[0]) is None:
        return None
    return Members(tuple(names), ((start, end),), True)


def part_by_part(text: str, place: int, label: str) -> Members | None:
    """“一主”即一个大厅，“四辅”即四处分厅，“百点”即百余个站点 after a label that ends at `place`: one member a part.

    What a part is has to begin with the number of the part.
    """
    pieces = _pieces(label)
    at, end = place, min(len(text), place + 4 * WINDOW)
    if not pieces or any(text.find(piece[0], place, end) < 0 for piece in pieces):
        return None
    spans = []
    for piece in pieces:
        match = re.compile(
            f"[“‘]?{piece[0]}[”’]?[，：]?(?:就是|即|是指|指的是|指|为|是)[：，]?([^，。；：、\n“”]{{2,{LONGEST_MEMBER}}})"
        ).search(text, at, end)
        if match is None or not _counts(match[1], piece[1]):
            return None
        spans.append(match.span(1))
        at = match.end()
    names = tuple(text[start:stop] for start, stop in spans)
    return Members(names, tuple(spans), True) if len(set(names)) == len(names) else None


@lru_cache(maxsize=4096)
def _pieces(label: str) -> tuple[re.Match[str], ...]:
    """The parts of a label that has two or more and nothing else: 一主, 四辅, 百点."""
    found = tuple(_PIECE.finditer(label))
    whole = len(found) > 1 and "".join(piece[0] for piece in found) == label
    return found if whole else ()


def _counts(phrase: str, numeral: str) -> bool:
    """Whether the phrase begins with the number: 四处 or 4处 for 四, any number for 百, none or one for 一."""
    first = _FIRST_NUMBER.match(phrase)
    if numeral in _LARGE:
        return first is not None
    if first is None:
        return numeral == "一"
    return (int(first[1]) if first[1] else VALUES.get(first[2])) == VALUES[numeral]


def outline_in_turn(rows: Sequence[Row], counted: Sequence[Part]) -> Members | None:
    """Headings or openers that follow one another as the parts count them: 减环节 … 减费用, 增满意 for 五减一增."""
    stems = [part.stem for part in counted for _ in range(part.number)]
    size = len(stems)
    if size < 3:
        return None
    openers = [clauses[0].rstrip("。") for _, clauses in rows]
    for at in range(len(rows) - size + 1):
        names = openers[at : at + size]
        if not all(map(str.startswith, names, stems)) or len(set(names)) < size:
            continue
        around = openers[max(0, at - 1) : at] + openers[at + size : at + size + 1]
        if any(name.startswith(part.stem) for name in around for part in counted):
            continue
        if all(len(stem) < len(name) <= LONGEST_MEMBER for name, stem in zip(names, stems, strict=True)):
            places = [place for place, _ in rows[at : at + size]]
            spans = tuple((p, p + len(name)) for p, name in zip(places, names, strict=True))
            return Members(tuple(names), spans, True)
    return None


def in_clauses(text: str, place: int, count: int, key: str) -> Members | None:
    """支部有活动码，党员有身份码，窗口有评价码 after a label that ends at `place`, in its sentence or the next."""
    high = place
    for _ in range(2):
        stop = _SENTENCE_END.search(text, high, high + WINDOW)
        high = stop.end() if stop else min(len(text), high + WINDOW)
    if text.count(key, place, high) < count:
        return None
    runs: list[list[tuple[int, str]]] = [[]]
    start = place
    for match in _CLAUSE_END.finditer(text, place, high):
        clause = text[start : match.start()]
        if clause.endswith(key) and "”" not in clause:
            runs[-1].append((start, clause))
        elif runs[-1]:
            runs.append([])
        start = match.end()
    chosen = [run for run in runs if len(run) == count]
    names = objects_of([clause for _, clause in chosen[0]], key) if len(chosen) == 1 else None
    if names is None or not introduced(names, key):
        return None
    ends = [begin + len(clause) for begin, clause in chosen[0]]
    spans = tuple((end - len(name), end) for end, name in zip(ends, names, strict=True))
    return Members(tuple(names), spans, True)
