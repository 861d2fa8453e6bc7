"""What stands in the middle of a page and is no text: page numbers, running headers, captions, buttons."""

import re
from collections import Counter
from collections.abc import Sequence

from reportlens.normalise.furniture_page import FurniturePage
from reportlens.normalise.prose import CLOSING, HEADING

_LONGEST = 100  # characters; longer lines in the middle of a page are not looked at
_BARE_NUMBER = re.compile(r"\d{1,3}")


def sweep_middle(page: FurniturePage) -> None:
    """Between head and tail: page numbers, running headers, and lines that stand in no report."""
    lines, first, last = page.lines, page.body, page.end
    short = [k for k in range(first, last) if len(lines[k]) <= _LONGEST]
    numbers: list[int] = []
    bare: list[int] = []
    for k in short:
        if _BARE_NUMBER.fullmatch(lines[k]):
            bare.append(k)
        elif k not in page.cut and (verdict := page.judge(lines[k], "middle")):
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
    if not before or not after or before[-1] in "。！？：；…!?:;" + CLOSING:
        return False
    if HEADING.match(after) or (HEADING.match(before) and len(before) < 40):
        return False
    return before[-1] in "，、" or len(before) >= 25
