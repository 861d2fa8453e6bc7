"""Guesses at what a page does not show: a second byte, a swallowed character."""

from collections.abc import Iterator
from math import inf
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.hypothesis import FIGURE, Hypothesis, Piece
from reportlens.normalise.damage.local import LocalModel
from reportlens.normalise.damage.page import Page

MARGIN: Final = 13.0
"""Guesses that score so much below the best one are not followed up."""
_LOST: Final = 16
"""Values of a lost byte that are followed up, the likeliest first."""
_SWALLOWED: Final = ",;:.!?()<>-/\"'%+ \n0A"
"""What may have been swallowed; 0 stands for every figure, A for every letter."""
_SWALLOWED_MARGIN: Final = 8.0
BLANKS: Final = frozenset(" \t\r\n")
_BLANK_SWALLOWED: Final = -6.0
"""Log weight of a decoder that swallows even blanks and line ends."""
_BLANK_COST: Final = -6.0
"""Log weight of a blank, which the language model skips."""
_LINE_ENDS: Final = frozenset(("", "\n", "\r"))


class _Candidates(NamedTuple):
    """Characters with their trail bytes, class numbers, written forms' costs; and which trail bytes
    may lose the byte after them too."""

    rows: list[tuple[str, int]]
    numbers: NDArray[np.int64]
    costs: NDArray[np.float64]
    opens_pair: NDArray[np.bool_]


class Guesses:
    """Restored characters and their log weights, on one page."""

    def __init__(self, page: Page, model: LocalModel) -> None:
        self._page = page
        self._text = page.text
        self._model = model
        self._memo: dict[bytes, _Candidates] = {}
        self._lead_memo: dict[int, _Candidates] = {}
        self._swallowable = [(c, model.number(c)) for c in _SWALLOWED]
        self._floor = self._swallow_floor = -inf

    def begin(self) -> None:
        """A new position of the page: guesses at different ones are not compared."""
        self._floor = self._swallow_floor = -inf

    def emit(self, h: Hypothesis, character: str, start: int, end: int) -> Hypothesis:
        """`h` with one more character of the original."""
        model = self._model
        number = model.number(character)
        score, context = h.score, h.context
        if number < 0:
            score += _BLANK_COST
        elif not (number == context[-1] and number in model.collapsed):
            score += model.step(context, number) + self._page.form_cost(character)
            context = (*context[1:], number)
        size = h.size + (2 if character > "\x7f" else 1)
        piece = Piece(h.pieces, character, start, end)
        return Hypothesis(
            score, context, size, b"", end, h.pair, h.tail, piece, h.changes, h.damaged, h.eaten
        )

    def _beginning_with(self, lead: int) -> "_Candidates":
        found = self._lead_memo.get(lead)
        if found is None:
            rows, numbers = self._model.beginning_with(lead)
            cost, unassigned = self._page.form_cost, gbk.unassigned()
            found = self._lead_memo[lead] = _Candidates(
                rows,
                numbers,
                np.array([cost(c) for c, _ in rows], dtype=np.float64),
                np.array([t > 0x80 and bool(unassigned[t]) for _, t in rows], dtype=np.bool_),
            )
        return found

    def _candidates(self, pending: bytes) -> "_Candidates":
        """The characters that begin with one of the pending bytes and end in a lost high one."""
        found = self._memo.get(pending)
        if found is None:
            parts = [self._beginning_with(lead) for lead in pending]
            found = self._memo[pending] = _Candidates(
                [row for part in parts for row in part.rows],
                *(np.concatenate([part[k] for part in parts]) for k in range(1, len(_Candidates._fields))),
            )
        return found

    def trails(self, h: Hypothesis, end: int, half: bool = False) -> Iterator[tuple[int, Hypothesis]]:
        """The pending character finished with the likeliest lost trail bytes.

        `half`: of those only that may be the first half of two bytes without a character.
        """
        candidates = self._candidates(h.pending)
        scores = self._model.steps(h.context)[candidates.numbers] + candidates.costs
        if half:
            scores = np.where(candidates.opens_pair, scores, -np.inf)
        best = np.argsort(-scores, kind="stable")[:_LOST].tolist()
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

    def swallowed(self, h: Hypothesis, i: int, tag: bool) -> Iterator[Hypothesis]:
        """`h` with the likeliest ASCII characters that the mark at `i` may have taken along."""
        if tag:
            # To the language a tag is the end of a line.
            score = h.score + self._model.step(h.context, self._model.number("\n"))
            yield self.emit(h, "<", i, i + 1)._replace(score=score, pair=0, tail=0)
            return
        log_p = self._model.steps(h.context)
        ends_line = self._text[i + 1 : i + 2] in _LINE_ENDS
        scores = []
        for character, number in self._swallowable:
            if character in BLANKS:
                if ends_line:
                    continue
                score = _BLANK_SWALLOWED + (float(log_p[number]) if number >= 0 else _BLANK_COST)
            elif number == h.context[-1] and number in self._model.collapsed:
                score = 0.0
            else:
                score = float(log_p[number]) + self._page.form_cost(character)
            scores.append((score, character, number))
        least = h.score + max(scores)[0]
        self._swallow_floor = max(self._swallow_floor, least - MARGIN)
        least = max(least - _SWALLOWED_MARGIN, self._swallow_floor)
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
