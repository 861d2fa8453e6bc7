"""Segmentation into words: jieba's dictionary without HMM, cut at the edges of terms.

`rjieba` gives the same words as `jieba` with HMM off (a test holds that) and is far quicker. HMM
stays off because it invents words. The segmenter is our own instance: nobody else's words change it.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reportlens.annotate.terms import Hit

Tokens = NDArray[np.int32]
Segmenter = Callable[[str], list[str]]

# A term of up to so many characters and without punctuation inside is one token.
LONGEST_TOKEN = 11
_PUNCTUATION = re.compile(r"[、，；：。！？“”‘’《》〈〉（）—…· ]")
# For the segmenter all pieces are one text, so that it is called once: _CUT parts two pieces, _HELD
# stands for a term that is one token. Neither is ever part of a word.
_HELD, _CUT = "\x00", "\x01"
_MARKS = str.maketrans(_HELD + _CUT, "  ")


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """The segmenter: `rjieba` where it is installed, `jieba` otherwise; both without HMM."""
    try:
        import rjieba
    except ImportError:
        return jieba_segmenter()
    instance = rjieba.Jieba()
    return lambda text: instance.cut(text, hmm=False)


@lru_cache(maxsize=1)
def jieba_segmenter() -> Segmenter:
    """The reference: jieba's own tokenizer, an instance of our own."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    instance = jieba.Tokenizer()
    return lambda text: instance.lcut(text, HMM=False)


def tokenise(text: str, hits: Sequence[Hit] = (), segment: Segmenter | None = None) -> Tokens:
    """The tokens of `text` as an int32 array of shape (n, 2): start and end of each.

    Joined they give the text, blanks and line breaks included. Short terms are one token, at the
    edges of longer ones words are cut.
    """
    segment = segment or segmenter()
    edges = {0, len(text)}
    whole: set[int] = set()
    for hit in hits:
        if not hit.exclusive:
            continue
        edges |= {hit.start, hit.end}
        if hit.end - hit.start <= LONGEST_TOKEN and not _PUNCTUATION.search(hit.surface):
            whole.add(hit.start)
    cuts = sorted(edges)
    pieces = []
    kept: list[int] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        if start in whole:
            kept.append(end - start)
            pieces.append(_HELD)
        else:
            pieces.append(text[start:end].translate(_MARKS))
    lengths: list[int] = []
    terms = iter(kept)
    for word in segment(_CUT.join(pieces)):
        if word == _HELD:
            lengths.append(next(terms))
        elif word != _CUT:
            lengths.append(len(word))
    size = np.array(lengths, dtype=np.int32)
    ends = np.cumsum(size, dtype=np.int32)
    if len(text) != (ends[-1] if len(ends) else 0):
        raise AssertionError(f"the tokens do not cover the {len(text)} characters of the text")
    return np.column_stack((ends - size, ends))
