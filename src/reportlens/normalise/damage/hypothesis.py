"""What the search over the original bytes works with."""

from itertools import pairwise
from typing import Final, NamedTuple

from reportlens.normalise.damage.forward import Change
from reportlens.normalise.damage.language import Context

FIGURE: Final = ("0", "A")
"""What is restored for a swallowed figure or letter, which nobody can know."""


class Piece(NamedTuple):
    """A restored character, the shown characters it stems from, and the piece before it."""

    before: "Piece | None"
    character: str
    start: int
    end: int


class Hypothesis(NamedTuple):
    """One way to read the page so far.

    `size` counts the original bytes of finished characters; `pair` are the last two shown bytes, 0 if
    something stands between; `tail` is the last one, 0 if it is ASCII. `eaten` is the
    swallowed character that was restored last, if nothing but the language says which it was.
    """

    score: float
    context: Context
    size: int
    pending: bytes
    pending_at: int
    pair: int
    tail: int
    pieces: Piece | None
    changes: tuple[Change, ...]
    damaged: bool
    eaten: str


class Outcome(NamedTuple):
    """Where a search stopped, and the hypotheses it was left with, the best first."""

    end: int
    hypotheses: list[Hypothesis]
    gave_up: bool = False


def pieces(h: Hypothesis) -> list[Piece]:
    """The restored characters from left to right."""
    found = []
    piece = h.pieces
    while piece is not None:
        found.append(piece)
        piece = piece.before
    found.reverse()
    return found


def swallowed(h: Hypothesis) -> list[Piece]:
    """The pieces that stand for swallowed characters: ASCII that shares its origin with another."""
    return [b for a, b in pairwise(pieces(h)) if a.end == b.end and b.character < "\x80"]
