"""Whether restored characters stand alone or in words: what an n-gram model does not see."""

from collections.abc import Callable
from functools import cache
from typing import Final

ALONE: Final = -1.0
"""Log weight of a restored character that is in no word. Tuned on State Council reports of 2015-2022,
with statistics that did not have them."""
ALONE_AT_SEAM: Final = -2.5
"""The same for the two characters where nothing but the language speaks for damage. Of the characters of a
text that are not particles one in ten is a word of its own; of wrong guesses most."""


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """The dictionary's segmentation, by the quick program if it is installed."""
    try:
        import rjieba
    except ImportError:
        import jieba

        tokenizer = jieba.Tokenizer()
        return lambda text: list(tokenizer.cut(text, HMM=False))
    return lambda text: list(rjieba.cut(text, False))


def alone(before: str, restored: str, behind: str) -> int:
    """How many Chinese characters of `restored`, between two simplified texts, are words of their own.

    >>> alone("任务落地见效", "海县", "直机关"), alone("临床重点", "专科", "建设")
    (1, 0)
    """
    found = position = 0
    for word in _segmenter()(before + restored + behind):
        within = len(before) <= position < len(before) + len(restored)
        found += within and len(word) == 1 and "\u4e00" <= word <= "\u9fff"
        position += len(word)
    return found
