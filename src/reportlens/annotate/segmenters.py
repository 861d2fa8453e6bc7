"""The segmenters: `rjieba`, and `jieba` as the reference and the fallback.

Each comes with the dictionary alone and with our own words beside it. HMM stays off because it invents
words. Every segmenter is an instance of our own: nobody else's words change it, and ours change nobody
else's.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from itertools import compress
from typing import Any, NamedTuple

Segmenter = Callable[[str], list[str]]

# The frequency of a word of ours that states none. The dictionary's frequencies add up to 60 million and
# a character of the middling sort has 10,000, so 200 wins over such characters one by one, and loses to
# any way of cutting into words that are more than a little known.
FREQUENCY = 200


class Words(NamedTuple):
    """What a segmenter is told: words with their frequencies (0: no word), and the words of phrases.

    A phrase stays in the dictionary while the text is cut, so that nothing changes around it, and is
    then parted: taken out, it would give 一 个体 系 for 一个 体系.
    """

    frequencies: Mapping[str, int]
    phrases: Mapping[str, tuple[str, ...]]


_NOTHING = Words({}, {})


@lru_cache(maxsize=1)
def own_words() -> Words:
    """Ours: `words.txt` is written by hand and goes before `phrases.txt`."""
    phrases = {line.replace(" ", ""): tuple(line.split()) for line in _lines("phrases.txt")}
    frequencies = {}
    for entry in " ".join(_lines("words.txt")).split():
        stated, _, frequency = entry.removeprefix("-").partition(":")
        word = stated.replace("+", "")
        if "+" in stated:
            phrases[word] = tuple(stated.split("+"))
        else:
            phrases.pop(word, None)
        if frequency or "+" not in stated:
            frequencies[word] = 0 if entry.startswith("-") else int(frequency or FREQUENCY)
    return Words(frequencies, phrases)


def _lines(name: str) -> list[str]:
    text = (resources.files("reportlens.annotate") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """The dictionary alone, by `rjieba` where it is installed and by `jieba` otherwise."""
    return _quick(_NOTHING) or jieba_segmenter()


@lru_cache(maxsize=1)
def word_segmenter() -> Segmenter:
    """The dictionary and our own words: what tokens are made with."""
    return _quick(own_words()) or jieba_word_segmenter()


@lru_cache(maxsize=1)
def jieba_segmenter() -> Segmenter:
    """The reference for `segmenter`: jieba's own tokenizer."""
    return _reference(_NOTHING)


@lru_cache(maxsize=1)
def jieba_word_segmenter() -> Segmenter:
    """The reference for `word_segmenter`."""
    return _reference(own_words())


def _quick(words: Words) -> Segmenter | None:
    try:
        import rjieba
    except ImportError:
        return None
    instance = rjieba.Jieba()
    for word, frequency in words.frequencies.items():
        instance.add_word(word, frequency, "")
    return _parting(lambda text: instance.cut(text, hmm=False), words.phrases)


def _reference(words: Words) -> Segmenter:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    instance = jieba.Tokenizer()
    instance.initialize()
    for word, frequency in words.frequencies.items():
        _set_frequency(instance, word, frequency)
    return _parting(lambda text: instance.lcut(text, HMM=False), words.phrases)


def _parting(cut: Segmenter, phrases: Mapping[str, tuple[str, ...]]) -> Segmenter:
    if not phrases:
        return cut

    def cut_and_part(text: str) -> list[str]:
        words = cut(text)
        found: list[str] = []
        done = 0
        # The search for phrases is most of the work, so it stays out of the interpreter.
        for k in compress(range(len(words)), map(phrases.__contains__, words)):
            found += words[done:k]
            found += phrases[words[k]]
            done = k + 1
        found += words[done:]
        return found

    return cut_and_part


def _set_frequency(instance: Any, word: str, frequency: int) -> None:
    """What `rjieba` does on `add_word`.

    jieba's own `add_word` counts a word that it already has twice in the total, and tells a frequency
    of 0 to the HMM of every tokenizer in the process.
    """
    instance.total += frequency - instance.FREQ.get(word, 0)
    instance.FREQ[word] = frequency
    for end in range(1, len(word)):
        instance.FREQ.setdefault(word[:end], 0)
