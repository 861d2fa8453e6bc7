"""Sentences of a clean text, and what is left of one when punctuation and figures do not count."""

import re

import numpy as np
from numpy.typing import NDArray

# A sentence ends at a stop (with the quotation marks and brackets that close after it) or with its line.
_END = re.compile(r"[。！？]+[”’）》]*|\n")

Hashes = NDArray[np.uint64]
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence, blanks at its edges left out.

    >>> text = "党建强。\\n“先锋强！”他说。"
    >>> [text[a:b] for a, b in sentences(text)]
    ['党建强。', '“先锋强！”', '他说。']
    """
    found = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        low = start + len(piece) - len(piece.lstrip())
        high = low + len(piece.strip())
        if low < high:
            found.append((low, high))
        start = end
    return found


def letters(sentence: str) -> str:
    """The letters of a sentence in lower case, every figure as 0: what near-duplicates share.

    >>> letters("“四强”党支部，2021年创建12个。")
    '四强党支部0年创建0个'
    """
    kept = "".join(c for c in sentence if c.isalnum()).lower()
    return re.sub(r"\d+", "0", kept)


def shingles(sentence: str, size: int) -> Hashes:
    """The hash of every run of `size` characters; of the whole where it is shorter. Shape (n,)."""
    points = np.frombuffer(sentence.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    windows = max(1, len(points) - size + 1)
    hashed = np.zeros(windows, dtype=np.uint64)
    for offset in range(min(size, len(points))):
        hashed = hashed * _BASE + points[offset : offset + windows]
    hashed ^= hashed >> np.uint64(29)
    return np.asarray(hashed * _MIX, dtype=np.uint64)
