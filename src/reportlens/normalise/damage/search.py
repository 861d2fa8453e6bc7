"""Search over the original bytes: which originals can have become what the page shows?

A hypothesis reads the page from left to right and rebuilds the original. It is *aligned* where the
decoder's characters begin where the original's do; otherwise the first byte of a character is
*pending*, of which the page may leave several values open.
"""

import re
from collections.abc import Iterator
from itertools import islice
from math import inf
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.forward import HALF_WIDTH, Change
from reportlens.normalise.damage.language import Context
from reportlens.normalise.damage.local import LocalModel
from reportlens.normalise.damage.page import GLOSS, SYLLABLE, Page

WIDTH: Final = 20
"""Hypotheses kept at each position."""
MARGIN: Final = 13.0
"""Hypotheses whose score is so much below the best one's are dropped."""
LOST: Final = 16
"""Values of a lost byte that are followed up, the likeliest first."""
FIGURE: Final = ("0", "A")
"""Swallowed characters that cannot be restored."""
FIGURES_KEPT: Final = 4
SWALLOWED_MARGIN: Final = 8.0
BLANK_SWALLOWED: Final = -6.0
"""Log weight of a decoder that swallows even blanks and line ends."""
_LINE_ENDS: Final = frozenset(("", "\n", "\r"))
LONGEST: Final = 600
"""Characters after which a run is given up: real ones end at the next ASCII character."""
LITERAL_TONED: Final = -12.0
LITERAL_TONELESS: Final = -5.0
"""Log weight of something that looks like an astray gloss being part of the text."""
LITERAL_REPLACEMENT: Final = -8.0
"""The same for a replacement character in it, which nobody writes."""
HALF_WIDTH_COST: Final = -7.0
"""Log weight of a half-width sign having been put for two bytes astray."""
BLANK_COST: Final = -6.0
"""Log weight of a blank, which the language model skips."""
BLANKS: Final = frozenset(" \t\r\n")
_SWALLOWED: Final = ",;:.!?()<>-/\"'%+ \n0A"
"""What may have been swallowed; 0 stands for every figure, A for every letter."""
_TAG: Final = re.compile(r"/?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>\n]{0,200})?/?>")
_COLLAPSED: Final = frozenset("0A\n")


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


class _Candidates(NamedTuple):
    """Characters with their trail bytes, class numbers, written forms' costs; and which trail bytes
    may lose the byte after them too."""

    rows: list[tuple[str, int]]
    numbers: NDArray[np.int64]
    costs: NDArray[np.float64]
    opens_pair: NDArray[np.bool_]


class Outcome(NamedTuple):
    """Where a search stopped, and the hypotheses it was left with, the best first."""

    end: int
    hypotheses: list[Hypothesis]
    gave_up: bool = False


class Search:
    """The search on one page, for one kind of decoder.

    `mark` is what the decoder shows for bytes that are no character (it may be nothing), `swallows`
    whether an ASCII character behind a dead lead byte goes with it.
    """

    def __init__(self, page: Page, model: LocalModel, mark: str, swallows: bool) -> None:
        self.page = page
        self.text = page.text
        self.mark = mark
        self.swallows = swallows
        self._model = model
        self._known = gbk.characters()
        self._lost_memo: dict[bytes, _Candidates] = {}
        self._lead_memo: dict[int, _Candidates] = {}
        self._swallowable = [(c, model.number(c)) for c in _SWALLOWED]
        self._floor = self._swallow_floor = -inf
        opening = "" if swallows else r"\("
        self._astray = re.compile(rf"{re.escape(mark)}{opening}({SYLLABLE})\)")

    def run(
        self, start: int, context: Context, anchor: int, gloss: Change | None, half_width: bool
    ) -> Outcome:
        """Read on from `start`, which follows the character with the code `anchor` (and its gloss).

        `half_width`: the mark at `start` may stand for a full-width sign replaced astray.
        """
        first = Hypothesis(
            0.0,
            context,
            2,
            b"",
            start,
            0 if gloss else anchor,
            anchor & 0xFF,
            None,
            (gloss,) if gloss else (),
            False,
            "",
        )
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
            self._floor = self._swallow_floor = -inf
            for hypothesis in beam:
                for end, moved in self._read(hypothesis, position, half_width and position == start):
                    agenda.setdefault(end, []).append(moved)
        return Outcome(position, [])

    def _prune(self, beam: list[Hypothesis]) -> list[Hypothesis]:
        if len(beam) == 1:
            return beam
        beam.sort(key=_score, reverse=True)
        # Each state in its own right: a wrong one reads well until the text cannot be read on.
        kept: list[Hypothesis] = []
        for group in ([h for h in beam if h.pending], [h for h in beam if not h.pending and h.damaged]):
            if group:
                least = group[0].score - MARGIN
                kept += [h for h in group[:WIDTH] if h.score >= least]
                # No repair may rest on a swallowed figure having been forgotten.
                figures = (h for h in group[WIDTH:] if h.eaten in FIGURE and h.score >= least)
                kept += islice(figures, FIGURES_KEPT)
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
            yield from ((astray.end(), m) for m in self._astray_gloss(h, i, astray[1]))
            if not h.pending:
                cost = LITERAL_TONELESS if astray[1].isascii() else LITERAL_TONED
                if self.mark == "\ufffd":
                    cost += LITERAL_REPLACEMENT
                yield astray.end(), h._replace(score=h.score + cost, pair=0, tail=0)
        if shown == self.mark:
            if h.pending:
                yield from self._dead(h, i)
            elif half_width:
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

    def _emit(self, h: Hypothesis, character: str, start: int, end: int) -> Hypothesis:
        """`h` with one more character of the original."""
        model = self._model
        number = model.number(character)
        score, context = h.score, h.context
        if number < 0:
            score += BLANK_COST
        elif not (number == context[-1] and number in model.collapsed):
            score += model.step(context, number) + self.page.form_cost(character)
            context = (*context[1:], number)
        size = h.size + (2 if character > "\x7f" else 1)
        piece = Piece(h.pieces, character, start, end)
        return Hypothesis(
            score, context, size, b"", end, h.pair, h.tail, piece, h.changes, h.damaged, h.eaten
        )

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

    def _beginning_with(self, lead: int) -> "_Candidates":
        found = self._lead_memo.get(lead)
        if found is None:
            rows, numbers = self._model.beginning_with(lead)
            cost, unassigned = self.page.form_cost, gbk.unassigned()
            found = self._lead_memo[lead] = _Candidates(
                rows,
                numbers,
                np.array([cost(c) for c, _ in rows], dtype=np.float64),
                np.array([t > 0x80 and bool(unassigned[t]) for _, t in rows], dtype=np.bool_),
            )
        return found

    def _candidates(self, pending: bytes) -> "_Candidates":
        """The characters that begin with one of the pending bytes and end in a lost high one."""
        found = self._lost_memo.get(pending)
        if found is None:
            parts = [self._beginning_with(lead) for lead in pending]
            found = self._lost_memo[pending] = _Candidates(
                [row for part in parts for row in part.rows],
                *(np.concatenate([part[k] for part in parts]) for k in range(1, len(_Candidates._fields))),
            )
        return found

    def _lost_trails(self, h: Hypothesis, end: int, half: bool = False) -> Iterator[tuple[int, Hypothesis]]:
        """The pending character finished with the likeliest lost trail bytes.

        `half`: of those only that may be the first half of two bytes without a character.
        """
        candidates = self._candidates(h.pending)
        scores = self._model.steps(h.context)[candidates.numbers] + candidates.costs
        if half:
            scores = np.where(candidates.opens_pair, scores, -np.inf)
        best = np.argsort(-scores, kind="stable")[:LOST].tolist()
        # Hypotheses come with the best first, so that little is built in vain.
        self._floor = max(self._floor, h.score + float(scores[best[0]]) - MARGIN if best else -inf)
        for k in best:
            if h.score + float(scores[k]) < self._floor or scores[k] == -inf:
                return
            character, trail = candidates.rows[k]
            moved = Hypothesis(
                h.score + float(scores[k]),
                (*h.context[1:], int(candidates.numbers[k])),
                h.size + 2,
                b"",
                end,
                0,
                trail,
                Piece(h.pieces, character, h.pending_at, end),
                h.changes,
                True,
                h.eaten,
            )
            yield trail, moved

    def _dead(self, h: Hypothesis, i: int) -> Iterator[tuple[int, Hypothesis]]:
        """A mark within a shifted run: one byte lost, or with an ASCII byte, or with another one."""
        following = self.text[i + 1 : i + 2]
        blank = not following or following in BLANKS
        # Who reads the second of two high bytes anew does not swallow ASCII either.
        starts_anew = blank or not self.swallows
        code = 0 if blank or following < "\x80" else gbk.pair(following)
        tag = self.swallows and _TAG.match(self.text, i + 1) is not None
        unassigned = gbk.unassigned()
        for trail, lost in self._lost_trails(h, i + 1):
            if trail == 0x80:  # no lead byte, hence dead alone
                yield i + 1, lost
                continue
            if starts_anew and (not code or code >> 8 in unassigned[trail]):
                yield i + 1, lost
            if self.swallows:
                yield from ((i + 1, m) for m in self._swallowed(lost, i, tag))
        if not self.page.private:
            for trail, lost in self._lost_trails(h, i + 1, half=True):
                yield i + 1, lost._replace(pending=unassigned[trail], pending_at=i)
        if self.mark == "?":
            yield from ((i + 1, m) for m in self._replaced(h, i))

    def _swallowed(self, h: Hypothesis, i: int, tag: bool) -> Iterator[Hypothesis]:
        if tag:
            # To the language a tag is the end of a line.
            score = h.score + self._model.step(h.context, self._model.number("\n"))
            yield self._emit(h, "<", i, i + 1)._replace(score=score, pair=0, tail=0)
            return
        log_p = self._model.steps(h.context)
        ends_line = self.text[i + 1 : i + 2] in _LINE_ENDS
        scores = []
        for character, number in self._swallowable:
            if character in BLANKS:
                if ends_line:
                    continue
                score = BLANK_SWALLOWED + (float(log_p[number]) if number >= 0 else BLANK_COST)
            elif number == h.context[-1] and number in self._model.collapsed:
                score = 0.0
            else:
                score = float(log_p[number]) + self.page.form_cost(character)
            scores.append((score, character, number))
        least = h.score + max(scores)[0]
        self._swallow_floor = max(self._swallow_floor, least - MARGIN)
        least = max(least - SWALLOWED_MARGIN, self._swallow_floor)
        for score, character, number in scores:
            if h.score + score >= least:
                yield Hypothesis(
                    h.score + score,
                    (*h.context[1:], number) if number >= 0 else h.context,
                    h.size + 1,
                    b"",
                    i + 1,
                    0,
                    0,
                    Piece(h.pieces, character, i, i + 1),
                    h.changes,
                    True,
                    h.eaten if h.eaten in FIGURE else character,
                )

    def _replaced(self, h: Hypothesis, i: int) -> Iterator[Hypothesis]:
        """The second byte of one character and the first of the next, taken for ？ and made ?."""
        for lead in h.pending:
            character = self._known.get(lead << 8 | 0xA3)
            if character is not None:
                moved = self._emit(h, character, h.pending_at, i + 1)
                change = Change(moved.size - 1, moved.size + 1, b"?", 0xA3BF)
                yield moved._replace(
                    score=moved.score + HALF_WIDTH_COST,
                    pending=b"\xbf",
                    pending_at=i,
                    pair=0,
                    tail=0,
                    changes=(*h.changes, change),
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
            for moved in self._replaced(h._replace(pending=bytes(gbk.LEADS), pending_at=i), i):
                change = Change(h.size + 1, h.size + 3, sign, code)
                yield end, moved._replace(pending=bytes((code & 0xFF,)), changes=(*h.changes, change))

    def _ascii(self, h: Hypothesis, i: int, shown: str) -> Iterator[Hypothesis]:
        code = ord(shown)
        if not h.pending:
            yield self._emit(h, shown, i, i + 1)._replace(pair=h.tail << 8 | code if h.pair else 0, tail=0)
        elif shown >= "@":
            for lead in h.pending:
                pair = lead << 8 | code
                character = self._known.get(pair)
                if character is not None:
                    yield self._emit(h, character, h.pending_at, i + 1)._replace(pair=pair, tail=0)
        elif shown in BLANKS:
            for _, lost in self._lost_trails(h, i):
                yield self._emit(lost, shown, i, i + 1)._replace(pair=0, tail=0)

    def _two_bytes(self, h: Hypothesis, i: int, shown: str) -> Iterator[Hypothesis]:
        code = gbk.pair(shown)
        first, second = code >> 8, code & 0xFF
        if not h.pending:
            yield self._emit(h, shown, i, i + 1)._replace(pair=code, tail=second)
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
                moved = self._emit(h, character, h.pending_at, i + 1)
                if second > 0x80:
                    yield moved._replace(pending=bytes((second,)), pending_at=i, pair=code, tail=second)
                elif second < 0x80:
                    yield self._emit(moved, chr(second), i, i + 1)._replace(pair=code, tail=0)

    def _at_the_end(self, h: Hypothesis) -> Iterator[Hypothesis]:
        if not h.pending:
            yield h
        else:
            for _, lost in self._lost_trails(h, len(self.text)):
                yield lost


def _score(h: Hypothesis) -> float:
    return h.score
