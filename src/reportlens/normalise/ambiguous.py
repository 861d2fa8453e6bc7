"""Characters that have two readings in simplified script (乾: 干 or 乾), decided by the words around them.

A word of the table, or a phrase that OpenCC knows, makes a decision certain. What is left to the
default is listed, with what it could be, so that somebody can look at it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reportlens.normalise.alignment import Edit

KIND = "ambiguous"
_LONGEST_WORD = 4
# Read otherwise only in the words of the table.
_CERTAIN = frozenset("瞭沈")
# 於 is 于 but for a surname and a few place names: in doubt only where a name could begin.
_NAME = re.compile(r"於(?=[^\W\d_年月日时時初前后後上下中底末是此今其]{1,2}(?:[、，。；）\s]|同志|等|\Z))")
_BEFORE_NAME = frozenset("、，：（\n \u3000")


class Decision(NamedTuple):
    """Which reading a character got; `other` is the one that is possible too, "" if it is certain."""

    position: int
    reading: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class _Readings:
    """The two readings of a character, the default first, and the words that decide for each."""

    readings: tuple[str, str]
    words: tuple[frozenset[str], frozenset[str]]


def settle(before: str, after: str, *, simplified: bool) -> tuple[str, list[Edit]]:
    """`after`, which OpenCC made of `before`, with its ambiguous characters decided, and the doubts.

    In a text that is written in simplified characters (`simplified`), each stands for itself unless
    a word decides otherwise. A doubt is an edit of `before`, or a remark, of kind `ambiguous`.
    """
    found = sorted(_decisions(before, after, simplified=simplified))
    pieces: list[str] = []
    position = 0
    for at, reading, _ in found:
        if after[at] != reading:
            pieces += (after[position:at], reading)
            position = at + 1
    after = "".join((*pieces, after[position:]))
    return after, [
        Edit(at, at + 1, reading, KIND, f"{reading} {_why(before[at], reading)}; could be {other}")
        for at, reading, other in found
        if other
    ]


def _why(character: str, reading: str) -> str:
    how = "kept" if reading == character else "by default"
    return f"{how}: no word around it decides"


def _decisions(before: str, after: str, *, simplified: bool) -> Iterator[Decision]:
    for character, entry in _table().items():
        for at in _places(before, character):
            yield _decide(before, after, at, entry, simplified=simplified)
    for at in _places(before, "於"):
        if (at == 0 or before[at - 1] in _BEFORE_NAME) and _NAME.match(before, at):
            yield Decision(at, "于", "於")


def _places(text: str, character: str) -> Iterator[int]:
    at = text.find(character)
    while at >= 0:
        yield at
        at = text.find(character, at + 1)


def _decide(before: str, after: str, at: int, entry: _Readings, *, simplified: bool) -> Decision:
    character = before[at]
    usual, unusual = entry.readings
    lengths = [_longest(after, at, words) for words in entry.words]
    if lengths[0] != lengths[1]:
        return Decision(at, entry.readings[lengths[1] > lengths[0]])
    if after[at] != _alone(character):
        # OpenCC knows a phrase in which it is read so.
        return Decision(at, after[at])
    if lengths[0]:
        # Words speak for both: 吸引著名企业. The one behind it is the likelier.
        return Decision(at, unusual, "" if simplified and character == unusual else usual)
    if character in _CERTAIN:
        return Decision(at, character if simplified else usual)
    if simplified:
        other = unusual if character == usual else usual
        return Decision(at, character, other)
    return Decision(at, usual, unusual)


def _longest(text: str, at: int, words: frozenset[str]) -> int:
    """The length of the longest of `words` that stands around the character at `at`; 0 if none does."""
    for length in range(_LONGEST_WORD, 1, -1):
        for start in range(max(0, at - length + 1), at + 1):
            window = text[start:at] + "_" + text[at + 1 : start + length]
            if len(window) == length and window in words:
                return length
    return 0


@cache
def _table() -> dict[str, _Readings]:
    rows = files("reportlens.normalise").joinpath("data/ambiguous.tsv").read_text("utf-8").splitlines()[1:]
    cells = [row.split("\t") for row in rows]
    return {
        one[0]: _Readings((one[1], other[1]), (frozenset(one[2].split()), frozenset(other[2].split())))
        for one, other in zip(cells[::2], cells[1::2], strict=True)
    }


@cache
def _alone(character: str) -> str:
    """What OpenCC makes of a character without context."""
    import opencc

    return str(opencc.OpenCC("t2s").convert(character))
