"""Search over the original bytes: which originals can have become what the page shows?

A hypothesis reads the page from left to right and rebuilds the original. It is *aligned* where the
decoder's characters begin where the original's do; otherwise the first byte of a character is
*pending*, of which the page may leave several values open.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.forward import HALF_WIDTH, Change
from reportlens.normalise.damage.hypothesis import FIGURE, Hypothesis, Outcome
from reportlens.normalise.damage.language import Context
from reportlens.normalise.damage.local import LocalModel
from reportlens.normalise.damage.lost import BLANKS, MARGIN, Guesses
from reportlens.normalise.damage.page import GLOSS, SYLLABLE, Page

WIDTH: Final = 40
"""Hypotheses kept at each position."""
HOPELESS: Final = 12.0
"""Hypotheses whose score is so much below the best one's are dropped; in the same state, MARGIN."""
FIGURES_KEPT: Final = 4
LONGEST: Final = 600
"""Characters after which a run is given up: real ones end at the next ASCII character."""
LITERAL_TONED: Final = -12.0
LITERAL_TONELESS: Final = -5.0
"""Log weight of something that looks like an astray gloss being part of the text."""
LITERAL_REPLACEMENT: Final = -8.0
"""The same for a replacement character in it, which nobody writes."""
HALF_WIDTH_COST: Final = -7.0
"""Log weight of a half-width sign having been put for two bytes astray."""
_BYTES: Final = [bytes((b,)) for b in range(256)]


class Search:
    """The search on one page, for one kind of decoder.

    `mark` is what the decoder shows for bytes that are no character, `swallows`
    whether an ASCII character behind a dead lead byte goes with it.
    """

    def __init__(self, page: Page, model: LocalModel, mark: str, swallows: bool) -> None:
        self.page = page
        self.text = page.text
        self.mark = mark
        self.swallows = swallows
        self._known = gbk.characters()
        self._guesses = Guesses(page, model)
        self._emit = self._guesses.emit
        self._start = 0
        opening = "" if swallows else r"\("
        self._astray = re.compile(rf"{re.escape(mark)}{opening}({SYLLABLE})\)")

    def run(
        self, start: int, context: Context, anchor: str, gloss: Change | None, half_width: bool
    ) -> Outcome:
        """Read on from `start`, which follows the sound character `anchor` (and its gloss).

        `half_width`: the mark at `start` may stand for a full-width sign replaced astray.
        """
        code = gbk.pair(anchor)
        first = Hypothesis(
            0.0,
            context,
            len(anchor.encode("gb18030", "replace")),
            b"",
            start,
            0 if gloss else code,
            code & 0xFF,
            None,
            (gloss,) if gloss else (),
            False,
            "",
        )
        self._start = start
        agenda: dict[int, list[Hypothesis]] = {start: [first]}
        position = start
        while agenda:
            position = min(agenda)
            beam = self._prune(agenda.pop(position))
            if position > start and not agenda and self._agree(beam):
                return Outcome(position, beam)
            if position >= len(self.text):
                final = [h for b in beam for h in self._at_the_end(b)]
                return Outcome(position, self._prune(final))
            if position - start > LONGEST:
                return Outcome(position, beam, gave_up=True)
            character = self.text[position]
            code = gbk.pair(character) if character > "\x7f" and character != "€" else 0
            for hypothesis in beam:
                if code and len(hypothesis.pending) > 1:
                    continue  # below, all at once
                signs = half_width if position == start else self._sign_follows(hypothesis, position)
                for end, moved in self._read(hypothesis, position, signs):
                    agenda.setdefault(end, []).append(moved)
            if code:
                open_leads = [h for h in beam if len(h.pending) > 1]
                agenda.setdefault(position + 1, []).extend(self._leads(open_leads, position, code))
            if character == self.mark and self._astray.match(self.text, position) is None:
                agenda.setdefault(position + 1, []).extend(
                    self._dead([h for h in beam if h.pending], position)
                )
        return Outcome(position, [])

    def _prune(self, beam: list[Hypothesis]) -> list[Hypothesis]:
        if len(beam) == 1:
            return beam
        beam.sort(key=_score, reverse=True)
        # Each state in its own right: a wrong one reads well until the text cannot be read on.
        kept: list[Hypothesis] = []
        for group in ([h for h in beam if h.pending], [h for h in beam if not h.pending and h.damaged]):
            if group:
                least = max(group[0].score - MARGIN, beam[0].score - HOPELESS)
                kept += [h for h in group[:WIDTH] if h.score >= least]
                # No repair may rest on a swallowed figure having been forgotten.
                others = (h for k, h in enumerate(group) if k >= WIDTH or h.score < least)
                kept += islice((h for h in others if h.eaten in FIGURE), FIGURES_KEPT)
        kept += islice((h for h in beam if not h.damaged), 1)
        kept.sort(key=_score, reverse=True)
        return kept

    @staticmethod
    def _agree(beam: list[Hypothesis]) -> bool:
        context = beam[0].context
        return all(not h.pending and h.context == context for h in beam)

    def _read(self, h: Hypothesis, i: int, half_width: bool) -> Iterator[tuple[int, Hypothesis]]:
        """The hypotheses that come of reading what stands at `i`, each with where it goes on."""
        text = self.text
        shown = text[i]
        astray = self._astray.match(text, i)
        if astray is not None:
            # What begins later is another spot, to be looked at if nothing begins here.
            if h.damaged or i == self._start:
                yield from ((astray.end(), m) for m in self._astray_gloss(h, i, astray[1]))
            if not h.pending:
                cost = LITERAL_TONELESS if astray[1].isascii() else LITERAL_TONED
                if self.mark == "\ufffd":
                    cost += LITERAL_REPLACEMENT
                yield astray.end(), h._replace(score=h.score + cost, pair=0, tail=0)
        if shown == self.mark:
            if half_width and not h.pending:
                yield from self._half_width(h, i)
            if not h.pending and astray is None:
                yield i + 1, self._emit(h, shown, i, i + 1)._replace(pair=0, tail=0)
        elif shown == "(":
            gloss = GLOSS.match(text, i)
            if gloss is not None and h.pair and gbk.is_reading(h.pair, gbk.reading(gloss[1])):
                yield gloss.end(), self._gloss(h, gloss[0], gloss[1])
            elif not h.pending and astray is None:
                yield i + 1, self._emit(h, shown, i, i + 1)._replace(pair=0, tail=0)
        elif shown < "\x80":
            yield from ((i + 1, m) for m in self._ascii(h, i, shown))
        else:
            yield from ((i + 1, m) for m in self._two_bytes(h, i, shown))

    def _sign_follows(self, h: Hypothesis, i: int) -> bool:
        """Whether a sign replaced astray may stand at `i`, right behind what was restored."""
        return h.damaged and self.text[i] == self.mark and self.text[i + 1 : i + 2] > "\x7f"

    def _astray_gloss(self, h: Hypothesis, i: int, syllable: str) -> Iterator[Hypothesis]:
        """A gloss whose insertion killed the lead byte before it."""
        page, known = self.page, self._known
        gloss = f"({syllable})".encode("gb18030")
        reading = gbk.reading(syllable)
        for lead in h.pending or bytes((h.tail,)):
            for trail in gbk.trails_read(lead, reading):
                if trail < 0x80 or (trail == 0x80 and not h.pending):
                    continue
                code = lead << 8 | trail
                character = known[code]
                cost = page.gloss_cost(character, reading)
                if h.pending:
                    moved = self._emit(h, character, h.pending_at, i + 1)
                    at, pending = moved.size, b""
                else:
                    moved, at, pending = h, h.size + 1, bytes((trail,))
                change = Change(at, at, gloss, code)
                yield moved._replace(
                    score=moved.score + cost,
                    pending=pending,
                    pending_at=i,
                    pair=0,
                    tail=trail,
                    changes=(*h.changes, change),
                    damaged=True,
                )

    def _gloss(self, h: Hypothesis, shown: str, syllable: str) -> Hypothesis:
        """A gloss behind two shown bytes that are read so, whether or not they are one character."""
        at = h.size + len(h.pending[:1])
        cost = self.page.gloss_cost(self._known[h.pair], gbk.reading(syllable)) if h.damaged else 0.0
        change = Change(at, at, shown.encode("gb18030"), h.pair)
        return h._replace(score=h.score + cost, pair=0, changes=(*h.changes, change))

    def _dead(self, beam: Sequence[Hypothesis], i: int) -> Iterator[Hypothesis]:
        """A mark within a shifted run: one byte lost, or with an ASCII byte, or with another one."""
        following = self.text[i + 1 : i + 2]
        blank = not following or following in BLANKS
        # Who reads the second of two high bytes anew does not swallow ASCII either.
        starts_anew = blank or not self.swallows
        code = 0 if blank or following < "\x80" else gbk.pair(following)
        unassigned = gbk.unassigned()
        before_ascii = []
        for trail, lost in self._guesses.trails(beam, i + 1):
            if trail == 0x80:  # no lead byte, hence dead alone
                yield lost
                continue
            if starts_anew and (not code or code >> 8 in unassigned[trail]):
                yield lost
            before_ascii.append(lost)
        if self.swallows:
            yield from self._guesses.swallowed(before_ascii, i, self.page.is_rest_of_tag(i + 1))
        if not self.page.private:
            for trail, lost in self._guesses.trails(beam, i + 1, half=True):
                yield lost._replace(pending=unassigned[trail], pending_at=i)
        if self.mark == "?":
            yield from self._replaced(beam, i)

    def _replaced(self, beam: Sequence[Hypothesis], i: int) -> Iterator[Hypothesis]:
        """The second byte of one character and the first of the next, taken for ？ and made ?."""
        for moved in self._guesses.leads(beam, 0xA3, i, 0, 0):
            change = Change(moved.size - 1, moved.size + 1, b"?", 0xA3BF)
            yield moved._replace(
                score=moved.score + HALF_WIDTH_COST,
                pending=b"\xbf",
                pending_at=i,
                changes=(*moved.changes, change),
                damaged=True,
            )

    def _half_width(self, h: Hypothesis, i: int) -> Iterator[tuple[int, Hypothesis]]:
        """A mark for a lead byte that was left alone when the sign after it became half-width."""
        shown = self.text[i : i + 2]
        for code, sign in HALF_WIDTH.items():
            if not self.swallows and shown[1:].encode() != sign:
                continue
            if not self.page.half_width(code):
                continue
            end = i + 1 if self.swallows else i + 2
            for moved in self._replaced([h._replace(pending=bytes(gbk.LEADS), pending_at=i)], i):
                change = Change(h.size + 1, h.size + 3, sign, code)
                yield end, moved._replace(pending=bytes((code & 0xFF,)), changes=(*h.changes, change))

    def _ascii(self, h: Hypothesis, i: int, shown: str) -> Iterator[Hypothesis]:
        code = ord(shown)
        if not h.pending:
            ends_line = shown == "<" and self.page.is_block_tag(i)
            moved = self._guesses.line_end(h, i) if ends_line else self._emit(h, shown, i, i + 1)
            yield moved._replace(pair=h.tail << 8 | code if h.pair else 0, tail=0)
        elif shown >= "@":
            for lead in h.pending:
                pair = lead << 8 | code
                character = self._known.get(pair)
                if character is not None:
                    yield self._guesses.read(h, character, h.pending_at, i + 1, pair, 0)
        elif shown in BLANKS:
            for _, lost in self._guesses.trails([h], i):
                yield self._emit(lost, shown, i, i + 1)._replace(pair=0, tail=0)

    def _two_bytes(self, h: Hypothesis, i: int, shown: str) -> Iterator[Hypothesis]:
        code = gbk.pair(shown)
        first, second = code >> 8, code & 0xFF
        if not h.pending:
            yield self._guesses.read(h, shown, i, i + 1, code, second)
            return
        if shown == "€":  # the byte 80 alone, or the two bytes of the sign
            for lead in h.pending:
                character = self._known.get(lead << 8 | 0x80)
                if character is not None:
                    yield self._emit(h, character, h.pending_at, i + 1)._replace(pair=0, tail=0, damaged=True)
        if code:
            for lead in h.pending:
                character = self._known.get(lead << 8 | first)
                if character is None:
                    continue
                if second > 0x80:
                    yield self._guesses.read(h, character, h.pending_at, i + 1, code, second, _BYTES[second])
                elif second < 0x80:
                    moved = self._emit(h, character, h.pending_at, i + 1)
                    yield self._guesses.read(moved, chr(second), i, i + 1, code, 0)

    def _leads(self, beam: Sequence[Hypothesis], i: int, code: int) -> Iterator[Hypothesis]:
        """The shown character with this code, behind a lost first byte."""
        first, second = code >> 8, code & 0xFF
        if second > 0x80:
            yield from self._guesses.leads(beam, first, i, code, second)
        elif second < 0x80:
            for moved in self._guesses.leads(beam, first, i, code, second):
                yield self._guesses.read(moved, chr(second), i, i + 1, code, 0)

    def _at_the_end(self, h: Hypothesis) -> Iterator[Hypothesis]:
        if not h.pending:
            yield h
        else:
            for _, lost in self._guesses.trails([h], len(self.text)):
                yield lost


def _score(h: Hypothesis) -> float:
    return h.score
