"""The words from which several rules begin, found in one pass over the text.

A pattern that begins with any of several characters is tried at every place of a text. An automaton
over the words of all such patterns takes as long as one of them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlens.annotate.rules.tables import words

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

TITLE_MARKS = "《》〈〉"
_FORMS = ("党支部", "党组织", "党总支", "党小组", "党委", "党组", "纪工委", "纪委")
_CAMPAIGNS = (
    "行动",
    "大讨论",
    "大比武",
    "大竞赛",
    "教育整顿",
    "专项整治",
    "集中整治",
    "专项治理",
)


class Cues:
    """Where in a text the words of each kind begin, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        automaton, kinds = _automaton()
        self.places: dict[str, list[int]] = {kind: [] for kind in _kinds()}
        for index, start, _ in automaton.find_matches_as_indexes(text, overlapping=True):
            self.places[kinds[index]].append(start)
        for places in self.places.values():
            places.sort()

    def matches(self, kind: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What `pattern.finditer` gives, where every match begins with a word of this kind."""
        text, done = self.text, 0
        for place in self.places[kind]:
            if place >= done and (match := pattern.match(text, place)):
                done = match.end()
                yield match


@lru_cache(maxsize=1)
def _kinds() -> dict[str, tuple[str, ...]]:
    return {
        "form": _FORMS,
        "campaign": _CAMPAIGNS,
        "mechanism": words("mechanism_names.txt"),
        "meeting": words("meeting_heads.txt"),
        "title": tuple(TITLE_MARKS),
    }


@lru_cache(maxsize=1)
def _automaton() -> "tuple[AhoCorasick, list[str]]":
    """The automaton over all words, and the kind of each."""
    from ahocorasick_rs import AhoCorasick, Implementation

    found = [(word, kind) for kind, several in _kinds().items() for word in several]
    automaton = AhoCorasick([word for word, _ in found], implementation=Implementation.DFA)
    return automaton, [kind for _, kind in found]
