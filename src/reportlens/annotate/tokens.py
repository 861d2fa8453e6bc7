"""Segmentation into words: the segmenter's words between the terms, and what is one token anyway.

A term is one token (longest first) if it is short and has no punctuation inside; so are figures, dates,
names of persons and short words in quotation marks (`wholes`). The rest goes to the segmenter in one
call. The style is that of Peking University, as far as terms leave room for it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportlens.annotate.segmenters import Segmenter, jieba_segmenter, segmenter, word_segmenter
from reportlens.annotate.terms import Hit
from reportlens.annotate.wholes import chains, code_points, figures, names, paired, suffixed

__all__ = ["Segmenter", "Tokens", "jieba_segmenter", "segmenter", "tokenise"]

Tokens = NDArray[np.int32]

# A term of up to so many characters and without punctuation inside is one token.
LONGEST_TOKEN = 11
LONGEST_SLOGAN = 9
ALWAYS_WHOLE = "习近平新时代中国特色社会主义思想"
_PUNCTUATION = re.compile(r"[、，；：。！？“”‘’《》〈〉（）—…· ]")
# Three characters in quotation marks are coined as one word (“提升年”), if they are no clause (“不能腐”).
_QUOTED = re.compile(r"(?<=[“‘])(?![不我要能让把一])[\u4e00-\u9fff]{3}(?=[”’])")
# Dashes and dots that stand for one mark are one token.
_LONG_MARK = re.compile("——+|……+")
# For the segmenter all pieces are one text, so that it is called once: _CUT parts two pieces, _HELD
# stands for what is one token. Neither is ever part of a word.
_HELD, _CUT = "\x00", "\x01"
_MARKS = str.maketrans(_HELD + _CUT, "  ")


def tokenise(text: str, hits: Sequence[Hit] = (), segment: Segmenter | None = None) -> Tokens:
    """The tokens of `text` as an int32 array of shape (n, 2): start and end of each.

    Joined they give the text, blanks and line breaks included. At the edges of terms words are cut.
    """
    if not text:
        return np.empty((0, 2), dtype=np.int32)
    codes = code_points(text)
    pieces = _Pieces(text)
    for hit in sorted(hits, key=lambda h: h.start - h.end):
        if _is_token(hit):
            pieces.hold(hit.start, hit.end)
    for hit in hits:
        if not hit.nested:
            pieces.cut(hit.start)
            pieces.cut(hit.end)
    terms = list(pieces.held)
    for found in (
        chains(codes),
        (m.span() for m in _QUOTED.finditer(text)),
        (m.span() for m in _LONG_MARK.finditer(text)),
        names(text, codes),
        figures(text, codes),
    ):
        pieces.hold_all(found)
    joined, kept = pieces.joined()
    words = (segment or word_segmenter())(joined)
    sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    first = code_points(joined)[np.cumsum(sizes) - sizes]
    held = first == ord(_HELD)
    sizes[held] = kept
    solid = first != ord(_CUT)
    sizes, held = sizes[solid], held[solid]
    starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    if starts[-1] != len(text):
        raise AssertionError(f"the tokens do not cover the {len(text)} characters of the text")
    inside = np.zeros(len(text) + 1, dtype=bool)
    inside[terms] = True
    bound = held & inside[starts[:-1]]
    inside[terms] = False
    inside[starts[suffixed(codes, starts, bound)]] = True
    for start, end in paired(codes, starts):
        inside[start + 1 : end] = True
    for position in pieces.cuts:
        inside[position] = False
    starts = starts[~inside[starts]].astype(np.int32)
    return np.column_stack((starts[:-1], starts[1:]))


def _is_token(hit: Hit) -> bool:
    if hit.surface == ALWAYS_WHOLE:
        return True
    longest = LONGEST_SLOGAN if hit.category == "slogan-principle" else LONGEST_TOKEN
    return hit.end - hit.start <= longest and not _PUNCTUATION.search(hit.surface)


class _Pieces:
    """What of a text is held as one token, and where it is cut."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.held: dict[int, int] = {}
        self.cuts: set[int] = set()
        self._taken = bytearray(len(text))
        self._edge = bytearray(len(text) + 1)

    def hold(self, start: int, end: int) -> None:
        """Make one token of a stretch, unless part of it is taken or it is cut inside."""
        if start < end and 1 not in self._taken[start:end] and 1 not in self._edge[start + 1 : end]:
            self.held[start] = end
            self._taken[start:end] = b"\x01" * (end - start)
            self._edge[start] = self._edge[end] = 1

    def hold_all(self, stretches: Iterable[tuple[int, int]]) -> None:
        for start, end in stretches:
            self.hold(start, end)

    def cut(self, position: int) -> None:
        """Let a token end here, unless one that is held goes on."""
        if 0 < position < len(self.text) and not (
            self._taken[position - 1] and self._taken[position] and not self._edge[position]
        ):
            self.cuts.add(position)
            self._edge[position] = 1

    def joined(self) -> tuple[str, list[int]]:
        """The text for the segmenter, and the lengths of what is held in it, in order."""
        edges = sorted({0, len(self.text), *self.cuts, *self.held, *self.held.values()})
        text = self.text
        if _HELD in text or _CUT in text:
            text = text.translate(_MARKS)
        parts, kept = [], []
        apart = True
        for start, end in pairwise(edges):
            if self.held.get(start) == end:
                parts.append(_HELD)
                kept.append(end - start)
                apart = True
            else:
                if not apart:
                    parts.append(_CUT)
                parts.append(text[start:end])
                apart = False
        return "".join(parts), kept
