"""The small tables beside the rules: read once, one entry a line, `#` starts a comment."""

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    """The entries of `data/<name>`, without comments and empty lines."""
    text = (_FOLDER / name).read_text("utf-8")
    return [line for raw in text.splitlines() if (line := raw.split("#", 1)[0].strip())]


@lru_cache(maxsize=64)
def words(name: str) -> tuple[str, ...]:
    """All words of `data/<name>`, longest first, so that an alternation of them is greedy."""
    found = {word for line in lines(name) for word in line.split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=64)
def word_set(name: str) -> frozenset[str]:
    """The words of `data/<name>`, to ask whether one is among them."""
    return frozenset(words(name))


@lru_cache(maxsize=64)
def by_last(name: str) -> dict[str, tuple[str, ...]]:
    """The words of `data/<name>` by their last character, to ask quickly with which a text ends."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words(name):
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found


@lru_cache(maxsize=64)
def by_first(name: str) -> dict[str, tuple[str, ...]]:
    """The words of `data/<name>` by their first character, to ask quickly with which a text goes on."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words(name):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


@lru_cache(maxsize=64)
def any_of(name: str) -> str:
    """A regular expression that matches any word of `data/<name>`, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in words(name)) + ")"
