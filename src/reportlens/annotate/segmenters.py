"""The segmenters: `rjieba`, and `jieba` as the reference and the fallback.

Each comes with the dictionary alone and with our own words beside it. HMM stays off because it invents
words. Every segmenter is an instance of our own: nobody else's words change it, and ours change nobody
else's.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

Segmenter = Callable[[str], list[str]]

# The frequency of a word of ours that states none. The dictionary's frequencies add up to 60 million and
# a character of the middling sort has 10,000, so 200 wins over such characters one by one, and loses to
# any way of cutting into words that are more than a little known.
FREQUENCY = 200
_NO_WORDS: Mapping[str, int] = MappingProxyType({})


@lru_cache(maxsize=1)
def own_words() -> Mapping[str, int]:
    """Our words with their frequencies; 0 for those that are cut.

    `words.txt` is written by hand and goes before `phrases.txt`, which lists what is cut only.
    """
    return MappingProxyType(_entries("phrases.txt", 0) | _entries("words.txt", FREQUENCY))


def _entries(name: str, default: int) -> dict[str, int]:
    words = {}
    for line in (resources.files("reportlens.annotate") / "data" / name).read_text("utf-8").splitlines():
        for entry in () if line.startswith("#") else line.split():
            word, _, frequency = entry.removeprefix("-").partition(":")
            words[word] = 0 if entry.startswith("-") else int(frequency or default)
    return words


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """The dictionary alone, by `rjieba` where it is installed and by `jieba` otherwise."""
    return _quick(_NO_WORDS) or jieba_segmenter()


@lru_cache(maxsize=1)
def word_segmenter() -> Segmenter:
    """The dictionary and our own words: what tokens are made with."""
    return _quick(own_words()) or jieba_word_segmenter()


@lru_cache(maxsize=1)
def jieba_segmenter() -> Segmenter:
    """The reference for `segmenter`: jieba's own tokenizer."""
    return _reference(_NO_WORDS)


@lru_cache(maxsize=1)
def jieba_word_segmenter() -> Segmenter:
    """The reference for `word_segmenter`."""
    return _reference(own_words())


def _quick(words: Mapping[str, int]) -> Segmenter | None:
    try:
        import rjieba
    except ImportError:
        return None
    instance = rjieba.Jieba()
    for word, frequency in words.items():
        instance.add_word(word, frequency, "")
    return lambda text: instance.cut(text, hmm=False)


def _reference(words: Mapping[str, int]) -> Segmenter:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    instance = jieba.Tokenizer()
    instance.initialize()
    for word, frequency in words.items():
        _set_frequency(instance, word, frequency)
    return lambda text: instance.lcut(text, HMM=False)


def _set_frequency(instance: Any, word: str, frequency: int) -> None:
    """What `rjieba` does on `add_word`.

    jieba's own `add_word` counts a word that it already has twice in the total, and tells a frequency
    of 0 to the HMM of every tokenizer in the process.
    """
    instance.total += frequency - instance.FREQ.get(word, 0)
    instance.FREQ[word] = frequency
    for end in range(1, len(word)):
        instance.FREQ.setdefault(word[:end], 0)
