"""One automaton for all the words that names of organisations end or begin with."""

from functools import lru_cache
from typing import TYPE_CHECKING

from reportlens.annotate.organisation_heads import (
    BODIES,
    HEADS,
    KNOWN,
    LEVELS,
    NATIONAL,
    OPEN_NATIONAL,
    PARTY,
)

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

WORK_COMMITTEES = ("机关工委", "机关纪工委", "工委", "纪工委")
FOUNDING = ("成立", "组建", "创办", "设立")


@lru_cache(maxsize=1)
def heads_automaton() -> "tuple[AhoCorasick, tuple[tuple[str, str], ...]]":
    """Heads and the kinds they are of; of several at one place the longest is found."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    kinds: dict[str, str] = {}
    for kind, words in (
        ("named", HEADS),
        ("body", BODIES),
        ("known", KNOWN),
        ("party", PARTY),
        ("league", [f"团{level}委" for level in LEVELS]),
        ("work", WORK_COMMITTEES),
        ("founded", FOUNDING),
        ("open", OPEN_NATIONAL),
        ("national", NATIONAL),
    ):
        kinds |= dict.fromkeys(words, kind)
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds.items())
