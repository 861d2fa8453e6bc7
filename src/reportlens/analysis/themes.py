"""What a sentence is about: the themes of its terms, of its words and of the heading above it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from reportlens.lexicon.term import THEMES

# A term says more than a word, which may stand anywhere; a heading speaks for all sentences below it.
_TERM, _WORD, _HEADING = 2.0, 1.0, 1.5


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern of all theme words, the longest first, and the theme of each."""
    text = (files("reportlens.analysis") / "data" / "theme_words.toml").read_text("utf-8")
    theme_of = {word: theme for theme, words in tomllib.loads(text).items() for word in words}
    longest_first = sorted(theme_of, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), theme_of


def word_themes(text: str) -> Counter[str]:
    """How often the words of each theme stand in `text`.

    >>> sorted(word_themes("党员到社区认领微心愿").items())
    [('服务群众', 2)]
    """
    pattern, theme_of = _words()
    return Counter(theme_of[word] for word in pattern.findall(text))


def theme(sentence: str, heading: str, term_themes: Iterable[str]) -> str:
    """The theme of `sentence`, one of `THEMES`, or empty where nothing speaks for one.

    `term_themes` are the themes of the terms that stand in it. A theme that several of them, several
    words and the heading speak for wins; of equals the earlier in `THEMES`.

    >>> theme("为42户老人送餐上门。", "三、服务群众有温度", ["服务群众"])
    '服务群众'
    """
    votes: dict[str, float] = dict.fromkeys(THEMES, 0.0)
    for name in term_themes:
        if name in votes:
            votes[name] += _TERM
    for name, count in word_themes(sentence).items():
        votes[name] += _WORD * count
    above = word_themes(heading)
    for name, count in above.items():
        votes[name] += _HEADING * count
    best = max(THEMES, key=lambda name: votes[name])
    return best if votes[best] > 0 else ""
