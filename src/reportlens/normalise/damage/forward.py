"""The damage itself: what a web step and a decoder make of an original."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from reportlens.normalise.damage import gbk

Blank = Literal["kept", "alone", "swallowed"]
Pair = Literal["one mark", "lead only", "private"]


@dataclass(frozen=True, slots=True)
class Decoder:
    """How a decoder shows bytes that are no character.

    `mark` stands for them; `swallows`: an ASCII byte behind a dead lead byte goes with it;
    `blank`: what becomes of a blank or line end behind one (mark and blank, blank alone, mark
    alone); `pair`: what becomes of two high bytes without a character (one mark, a mark for the
    first while the second starts anew, or a private-use character); `euro`: what the single byte 80
    is shown as.
    """

    mark: str
    swallows: bool
    blank: Blank = "kept"
    pair: Pair = "one mark"
    euro: str = "?"

    def decode(self, data: bytes) -> str:
        known = gbk.characters()
        shown: list[str] = []
        i = 0
        while i < len(data):
            lead = data[i]
            if lead < 0x80:
                shown.append(chr(lead))
                i += 1
                continue
            if lead == 0x80:
                shown.append(self.euro)
                i += 1
                continue
            trail = data[i + 1] if i + 1 < len(data) else -1
            if lead not in gbk.LEADS or trail < 0:
                shown.append("" if trail < 0 and self.blank == "alone" else self.mark)
                i += 1
            elif (lead << 8 | trail) in known:
                shown.append(known[lead << 8 | trail])
                i += 2
            elif trail >= 0x80:
                if self.pair == "lead only" or trail not in gbk.TRAILS:
                    shown.append(self.mark)
                    i += 1
                else:
                    code = data[i : i + 2]
                    shown.append(code.decode("gb18030") if self.pair == "private" else self.mark)
                    i += 2
            elif trail <= 0x20:
                shown.append({"kept": self.mark, "alone": "", "swallowed": self.mark}[self.blank])
                i += 2 if self.blank == "swallowed" else 1
            else:
                shown.append(self.mark)
                i += 2 if self.swallows else 1
        return "".join(shown)


def decoders(mark: str, swallows: bool) -> Iterator[Decoder]:
    """Every decoder that the mark and the swallowing leave open."""
    blanks: Sequence[Blank] = ("kept", "alone", "swallowed")
    pairs: Sequence[Pair] = ("one mark", "private") if swallows else ("one mark", "lead only", "private")
    for euro, pair, blank in product((mark, "€"), pairs, blanks):
        yield Decoder(mark, swallows, blank, pair, euro)


@dataclass(frozen=True, slots=True)
class Change:
    """The web step put `new` for the bytes `start:end` of the original; `pair` is what it searched."""

    start: int
    end: int
    new: bytes
    pair: int


def damaged(original: bytes, changes: Sequence[Change]) -> bytes:
    """The original after the changes, which must be in order."""
    pieces: list[bytes] = []
    position = 0
    for change in changes:
        pieces += original[position : change.start], change.new
        position = change.end
    return b"".join((*pieces, original[position:]))


def is_legal(original: bytes, change: Change) -> bool:
    """Whether the step may have made this change: it searched the two bytes that stand there.

    A gloss is put behind a character with that reading; a full-width sign becomes a half-width one.
    """
    if change.start == change.end:
        before = original[max(0, change.start - 2) : change.start]
        syllable = gbk.reading(change.new.decode("gb18030")[1:-1])
        return int.from_bytes(before) == change.pair and gbk.is_reading(change.pair, syllable)
    searched = original[change.start : change.end]
    return int.from_bytes(searched) == change.pair and HALF_WIDTH.get(change.pair) == change.new


HALF_WIDTH = {0xA300 | c + 0x80: bytes((c,)) for c in b"?:;!,()"}
"""Full-width signs that a web step may have replaced: ？ (A3 BF) by ? and so on."""


def explains(original: bytes, changes: Sequence[Change], shown: str, mark: str, swallows: bool) -> bool:
    """The proof: the original, damaged and decoded anew, is what the page shows."""
    if not all(is_legal(original, change) for change in changes):
        return False
    data = damaged(original, changes)
    return any(decoder.decode(data) == shown for decoder in decoders(mark, swallows))
