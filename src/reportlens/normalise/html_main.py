"""Which lines of a page are its main text."""

import logging
import re

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.html_lines import SPACE, Line, Page

IMPRINT = re.compile(
    r"版权所有|版權所有|ICP备|公网安备|网站标识码|^(?:主办|承办|技术支持|联系地址|联系电话|地址|电话|邮编)(?:单位)?[:：]|copyright|©",
    re.IGNORECASE,
)
SENTENCE_MARKS = frozenset("，。；！？、")
# Below this share of the page's Han characters an extraction is not trusted.
TRUSTED_SHARE = 0.6
# Lines are compared by runs of this many characters.
GRAM = 8
# What the extractor is given: libxml2 gives up on deeper trees, and time grows with size.
MAX_DEPTH = 200
MAX_SOURCE = 3_000_000
# How many lines above and below the text may belong to it.
NEAR = 12
# A list of links has at least so many lines; text after it with fewer Han characters is no part of the report.
LIST = 3
TAIL = 100
SHORTEST_TITLE = 4
FURNITURE_COST = 20
_quiet = logging.NullHandler()


def main_lines(source: str, page: Page) -> list[Line]:
    """The lines of the main text, in order; empty if the page holds navigation only.

    An extractor says where the main text is; within its reach all lines stay that are not
    navigation, because lines lost are worse than lines too many. Where it finds less than
    `TRUSTED_SHARE` of what the page holds, the density of text decides alone.
    """
    lines = page.lines
    if _furniture_everywhere(lines):
        for line in lines:
            line.furniture = False
    text = [not line.furniture and not _is_navigation(line) for line in lines]
    if not _has_text(lines, text):
        return []
    if all(text):
        return lines
    kept = _agreed(source, page, text)
    if kept is None:
        kept = _densest(lines, text)
    _extend(page, kept, text)
    return [line for line, keep in zip(lines, kept, strict=True) if keep]


def _furniture_everywhere(lines: list[Line]) -> bool:
    """Whether the marks of navigation are wrong: most of the text stands inside."""
    outside = sum(line.weight for line in lines if line.linked < 0.5 and not line.furniture)
    return outside * 2 < sum(line.weight for line in lines if line.linked < 0.5)


def _is_sentence(line: Line) -> bool:
    return line.weight >= 15 and not SENTENCE_MARKS.isdisjoint(line.text)


def _is_navigation(line: Line) -> bool:
    """A line of links, or of the imprint; a sentence that is linked as a whole is none."""
    if line.weight >= 30 and "。" in line.text:
        return False
    return line.linked > 0.5 or IMPRINT.search(line.text) is not None


def _has_text(lines: list[Line], text: list[bool]) -> bool:
    here = [line for line, is_text in zip(lines, text, strict=True) if is_text]
    links = sum(len(line.text) for line in lines if line.linked > 0.5)
    return bool(here) and (
        not links or any(map(_is_sentence, here)) or sum(len(x.text) for x in here) > links
    )


def _agreed(source: str, page: Page, text: list[bool]) -> list[bool] | None:
    """From the first line that the extractor found to the last; None if it found too little."""
    found = _extracted(source, page)
    if not found:
        return None
    lines = page.lines
    covered = _covered(lines, found)
    total = sum(line.weight for line, is_text in zip(lines, text, strict=True) if is_text)
    agreed = sum(line.weight for line, yes in zip(lines, covered, strict=True) if yes)
    long = [n for n, line in enumerate(lines) if covered[n] and text[n] and len(line.text) >= GRAM]
    if not long or agreed < TRUSTED_SHARE * total:
        return None
    kept = [long[0] <= n <= long[-1] and is_text for n, is_text in enumerate(text)]
    # A single linked line may be a heading; several are a list of other reports.
    for n in range(long[0] + 1, long[-1]):
        if covered[n] and not text[n] and text[n - 1] and text[n + 1] and not IMPRINT.search(lines[n].text):
            kept[n] = True
    _drop_tail(lines, kept, text)
    return kept


def _drop_tail(lines: list[Line], kept: list[bool], text: list[bool]) -> None:
    """Drop what follows a list of links at the end, if it is no text to speak of."""
    last = len(kept) - 1 - kept[::-1].index(True)
    links = weight = 0
    for n in range(last, -1, -1):
        links = 0 if text[n] else links + 1
        weight += lines[n].weight if text[n] else 0
        if weight > TAIL or (text[n] and "。" in lines[n].text):
            return
        if links == LIST:
            if sum(lines[m].weight for m in range(n) if kept[m]) > weight:
                kept[n:] = [False] * (len(kept) - n)
                _drop_tail(lines, kept, text)
            return


def _extracted(source: str, page: Page) -> str:
    """The main text as trafilatura sees it; nothing is fetched."""
    if page.depth > MAX_DEPTH or len(source) > MAX_SOURCE:
        return ""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(_quiet)
    try:
        # The extra element lets a fragment pass for a page.
        whole = (
            source if "<html" in source[:5000].lower() else f"<html><body><div>{source}</div></body></html>"
        )
        return trafilatura.extract(whole, fast=True, favor_recall=True, include_comments=False) or ""
    except Exception:  # a page that the extractor stumbles over has a text nevertheless
        return ""


def _covered(lines: list[Line], found: str) -> list[bool]:
    """Which lines stand in `found`: half of their runs of `GRAM` characters do, or the whole short line."""
    short = {SPACE.sub("", line) for line in found.split("\n")}
    known = np.unique(_grams(SPACE.sub("", found)))
    texts = [line.text for line in lines]
    starts = np.cumsum([0, *(len(text) for text in texts)])
    hits = np.concatenate(([0], np.cumsum(np.isin(_grams("".join(texts)), known))))
    covered = []
    for number, text in enumerate(texts):
        runs = len(text) - GRAM + 1
        if runs < 1:
            covered.append(text in short)
        else:
            at = int(starts[number])
            covered.append(int(hits[at + runs] - hits[at]) * 2 >= runs)
    return covered


def _grams(text: str) -> NDArray[np.uint64]:
    """A hash of every run of `GRAM` characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    size = max(0, len(codes) - GRAM + 1)
    grams = np.zeros(size, dtype=np.uint64)
    for offset in range(GRAM):
        grams = grams * np.uint64(0x100000001B3) + codes[offset : offset + size]
    return grams


def _densest(lines: list[Line], text: list[bool]) -> list[bool]:
    """The stretch with the most text and the fewest links, and long sentences elsewhere."""
    best = (0, 0, 0)
    total = start = 0
    for number, line in enumerate(lines):
        if text[number]:
            total += line.weight or len(line.text) // 4
        else:
            total -= min(line.weight + 5, FURNITURE_COST)
        if total <= 0:
            total, start = 0, number + 1
        elif total > best[0]:
            best = (total, start, number + 1)
    inside = range(best[1], best[2])
    return [
        text[n] and (n in inside or (line.weight >= 40 and "。" in line.text)) for n, line in enumerate(lines)
    ]


def _extend(page: Page, kept: list[bool], text: list[bool]) -> None:
    """Add what belongs to the text at either end: heading and dates above, signature and date below."""
    if True not in kept:
        return
    lines = page.lines
    first = kept.index(True)
    above = range(max(0, first - NEAR), first)
    headings = [n for n in above if text[n] and is_heading(lines[n], page.title)]
    if headings:
        kept[headings[0] : first] = text[headings[0] : first]
    else:
        for n in reversed(above):
            if not text[n]:
                break
            kept[n] = True
    last = len(kept) - 1 - kept[::-1].index(True)
    for n in range(last + 1, min(len(lines), last + 1 + NEAR)):
        if not text[n]:
            break
        kept[n] = True


def is_heading(line: Line, title: str) -> bool:
    """Whether `line` is marked as the heading of a page, or is what its <title> begins with."""
    return 0 < line.heading <= 2 or (
        len(line.text) >= SHORTEST_TITLE and SPACE.sub("", title).startswith(line.text)
    )
