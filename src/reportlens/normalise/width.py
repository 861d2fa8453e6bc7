"""Full and half width: letters and digits half, punctuation of Chinese text full.

NFKC is not used: it is slow, changes lengths and destroys … and ㈠.
"""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.alignment import Edit

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_FULL = "，、；：。？！（）《》“”‘’〈〉【】—…·〔〕「」『』"
_LETTERS = {0xFF01 + k: chr(0x21 + k) for k in range(94) if chr(0x21 + k).isalnum()}
_TABLE = _LETTERS | {
    ord("％"): "%", ord("＋"): "+", ord("＝"): "=", ord("／"): "/", ord("＆"): "&", ord("＠"): "@", ord("＃"): "#",
    ord("＊"): "*", ord("＿"): "_", ord("｜"): "|", ord("＜"): "<", ord("＞"): ">", ord("｢"): "“", ord("｣"): "”",
    ord("「"): "“", ord("」"): "”", ord("『"): "‘", ord("』"): "’", ord("﹁"): "“", ord("﹂"): "”",
    ord("″"): "”", ord("〝"): "“", ord("〞"): "”", ord("﹐"): "，", ord("﹑"): "、", ord("､"): "、", ord("｡"): "。",
    ord("﹔"): "；", ord("﹕"): "：", ord("﹖"): "？", ord("﹗"): "！", ord("﹙"): "（", ord("﹚"): "）",
    ord("‐"): "-", ord("‑"): "-", ord("−"): "-", ord("―"): "—", ord("•"): "·", ord("‧"): "·", ord("・"): "·",
    ord("･"): "·", ord("․"): "·", ord("⋯"): "…",
}  # fmt: skip
_POINTS_FROM, _POINTS_TO = ",;:?!()", "，；：？！（）"
_WIDE = str.maketrans(_POINTS_FROM, _POINTS_TO)
_MARK, _BY_CHINESE, _BLANK = 1, 2, 4
_LAST = 0xFFFF
_ROUNDS = 4
_AT_ONCE = 1 << 18  # characters: arrays that fit into the caches
_BETWEEN_DIGITS = re.compile(r"[．－～](?<=\d[．－～])(?=\d)")
_BACK = {"．": ".", "－": "-", "～": "~"}
_HALF_OPEN = re.compile(r"\(([^()（）\n]{1,80})）")
_HALF_CLOSED = re.compile(r"（([^()（）\n]{1,80})\)")
_BESIDE_BRACKET = re.compile(r"[,;:?!()]+(?= ?（)|(?<=）)[,;:?!()]+|(?<=） )[,;:?!()]+")
_CHINESE = re.compile(rf"[{_HAN}{_FULL}]")
_STOP = re.compile(rf"\.(?<=[{_HAN}”）》]\.)(?![\w.])|\.(?<=[{_HAN}]\.)(?=[{_HAN}“])")
_APART = re.compile(rf"\n|(?<=[{_HAN}]{{3}})(?=[{_HAN}]{{3}})")
_MARKS = re.compile(r"[，、]{2,}|；{2,}|：{2,}|。{2,}|\.{2,}")
_DOUBLED = ("，，", "，、", "、，", "、、", "；；", "：：", "。。", "..")
_QUOTED = re.compile(r'"([^"\n]{1,300})"')


def unify_width(text: str) -> str:
    """One character for one: half-width letters and digits, full-width punctuation in Chinese text.

    `-` in 2-3个, `+` in 6+X, `.` in 3.5%, `:` in 10:30 and `,` in 1,500 stay; so does punctuation
    with Latin letters on both sides. What a line becomes depends on no other line.
    """
    after = "".join(map(_unified, _pieces(text)))
    for _ in range(_ROUNDS if "(" in after or ")" in after else 0):
        closed = _HALF_OPEN.sub(r"（\1）", _HALF_CLOSED.sub(r"（\1）", after))
        if closed == after:
            break
        # What stands beside a bracket that has become full-width follows it: so?(yes)怎么办
        after = _BESIDE_BRACKET.sub(lambda m: m[0].translate(_WIDE), closed)
    if "." in after:
        after = _STOP.sub("。", after)
    if '"' in after:
        after = _QUOTED.sub(lambda m: f"“{m[1]}”" if re.search(f"[{_HAN}]", m[1]) else m[0], after)
    return after


def _pieces(text: str) -> Iterator[str]:
    """`text` in pieces that are cut where no mark is near, even if it is one long line."""
    start = 0
    while start < len(text):
        found = _APART.search(text, start + _AT_ONCE)
        end = found.end() if found else len(text)
        yield text[start:end]
        start = end


def _unified(text: str) -> str:
    """The steps of `unify_width` that look no further than two characters to either side."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.minimum(codes, _LAST)
    narrow = _narrow()[places]
    changed = narrow != places
    after = text
    if changed.any():
        places = narrow
        codes = np.where(changed, narrow, codes)
        after = codes.tobytes().decode("utf-32-le", "surrogatepass")
    between = _BETWEEN_DIGITS.sub(lambda m: _BACK[m[0]], after)
    return _widened(between, places)


def _widened(text: str, places: NDArray[np.uint32]) -> str:
    """Full-width marks where Chinese stands on either side (over one blank) or a line ends.

    `places` are the code points of the text (those beyond the BMP as U+FFFF); marks between digits,
    which are not looked at here, may differ.
    """
    kinds = _kinds()[places]
    at = np.flatnonzero(kinds & _MARK)
    if not len(at):
        return text
    # A run of marks, single blanks between them included, is widened as one, by what stands at its ends.
    apart = np.diff(at)
    gaps = np.flatnonzero((apart > 2) | ((apart == 2) & (kinds[at[:-1] + 1] != _BLANK)))
    starts = at[np.concatenate(([0], gaps + 1))]
    ends = at[np.concatenate((gaps, [len(at) - 1]))] + 1
    around = np.concatenate(([0, 0], kinds, [0, 0]))
    before, after = around[starts + 1], around[ends + 2]
    before = np.where(before & _BLANK, around[starts], before)
    after = np.where(after & _BLANK, around[np.minimum(ends + 3, len(around) - 1)], after)
    wide = ((before | after) & _BY_CHINESE) != 0
    for k in np.flatnonzero(~wide).tolist():
        wide[k] = _ends_line(text, int(starts[k]), int(ends[k]))
    runs = np.zeros(len(kinds) + 1, dtype=np.int8)
    runs[starts[wide]] += 1
    runs[ends[wide]] -= 1
    marks = at[np.cumsum(runs)[at] > 0]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    codes[marks] = _points()[codes[marks]]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _ends_line(text: str, start: int, end: int) -> bool:
    """Whether the marks `text[start:end]` stand between a word and the end of its line."""
    if text[start:end] in ("(", ")"):
        return False
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else text[end : end + 1]
    before = (
        text[start - 2 : start - 1] if text[start - 1 : start] == " " else text[max(0, start - 1) : start]
    )
    return after in ("", "\n") and before.isalnum()


@cache
def _narrow() -> NDArray[np.uint32]:
    """What each code point of the BMP becomes by `_TABLE`."""
    table = np.arange(_LAST + 1, dtype=np.uint32)
    for code, character in _TABLE.items():
        table[code] = ord(character)
    return table


@cache
def _kinds() -> NDArray[np.uint8]:
    """Of each code point of the BMP whether it is a half-width mark, Chinese, or a blank."""
    kinds = np.zeros(_LAST + 1, dtype=np.uint8)
    kinds[[ord(c) for c in _POINTS_FROM]] = _MARK
    kinds[[k for k in range(_LAST + 1) if _CHINESE.match(chr(k))]] |= _BY_CHINESE
    # Left over from Chinese: a reading behind it must not look like one astray when it is read again.
    kinds[0xFFFD] = _BY_CHINESE
    kinds[ord(" ")] = _BLANK
    return kinds


@cache
def _points() -> NDArray[np.uint32]:
    table = np.arange(128, dtype=np.uint32)
    table[[ord(c) for c in _POINTS_FROM]] = [ord(c) for c in _POINTS_TO]
    return table


def single_marks(text: str) -> list[Edit]:
    """Edits that leave one of doubled marks (，,) and write ... and 。。。 as ……; expects unified width."""
    edits: list[Edit] = []
    if not any(pair in text for pair in _DOUBLED):
        return edits
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if match[0][0] == ".":
            if end - start >= 3 and _CHINESE.match(text[start - 1 : start]):
                edits.append(Edit(start, end, "……", "width", "ellipsis"))
        elif match[0].startswith("。。。"):
            edits.append(Edit(start, end, "……", "width", "ellipsis"))
        else:
            edits.append(Edit(start, end, match[0][0], "width", "doubled punctuation"))
    return edits
