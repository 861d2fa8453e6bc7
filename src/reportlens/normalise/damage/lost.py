"""Guesses at what a page does not show: a second byte, a swallowed character."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from math import inf, log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.classes import character_class
from reportlens.normalise.damage.hypothesis import FIGURE, Hypothesis, Piece
from reportlens.normalise.damage.language import Context
from reportlens.normalise.damage.local import LocalModel
from reportlens.normalise.damage.page import HAN, Page

MARGIN: Final = 8.0
"""Guesses that score so much below the best one are not followed up."""
_LOST: Final = 64
"""Guesses at a lost byte that are followed up at one place, the likeliest first."""
_SWALLOWED: Final = ",;:.!?()<>-/\"'%+ \n0A"
"""What may have been swallowed; 0 stands for every figure, A for every letter."""
_SWALLOWED_MARGIN: Final = 5.0
_FIGURE_MARGIN: Final = 12.0
"""The same for figures: no repair may rest on a swallowed one having been forgotten."""
_STRAY: Final = 1e-4, 5e-3
"""Share of the places in a text at which a figure stands that the sentence does without (the mark of a
footnote, the number of an item): at least, and at most, whatever the page shows."""
_FIGURE_IN_TEXT: Final = re.compile(rf"[{HAN}]{{4}}[0-9](?=[{HAN}])[{HAN}]")
_FIGURES_READ: Final = 200
_UNTOLD: Final = 10
BLANKS: Final = frozenset(" \t\r\n")
_BLANK_SWALLOWED: Final = -6.0
"""Log weight of a decoder that swallows even blanks and line ends."""
_BLANK_COST: Final = -6.0
"""Log weight of a blank, which the language model skips."""
_LINE_ENDS: Final = frozenset(("", "\n", "\r"))


class _Candidates(NamedTuple):
    """Characters with their trail bytes, class numbers and written forms' costs."""

    rows: list[tuple[str, int]]
    numbers: NDArray[np.int64]
    costs: NDArray[np.float64]


class Guesses:
    """Restored characters and their log weights, on one page."""

    def __init__(self, page: Page, model: LocalModel) -> None:
        self._page = page
        self._text = page.text
        self._model = model
        self._memo: dict[tuple[bytes, bool], _Candidates] = {}
        self._lead_memo: dict[tuple[int, bool], _Candidates] = {}
        numbers = [model.number(c) for c in _SWALLOWED]
        self._ending_memo: dict[tuple[bytes, int], _Candidates] = {}
        self._swallowed_numbers = np.array([max(n, 0) for n in numbers], dtype=np.int64)
        self._skipped = np.array([n < 0 for n in numbers])
        self._swallowed_costs = np.array(
            [
                (_BLANK_SWALLOWED if c in BLANKS else page.form_cost(c)) + (_BLANK_COST if n < 0 else 0.0)
                for c, n in zip(_SWALLOWED, numbers, strict=True)
            ]
        )
        self._figures = np.array([c in FIGURE for c in _SWALLOWED])
        self._blank = np.array([c in BLANKS for c in _SWALLOWED])

    @cached_property
    def _stray(self) -> float:
        """Log probability of a figure that the sentence does without, by what the page shows of them."""
        model, found = self._model, 0
        for match in islice(_FIGURE_IN_TEXT.finditer(self._text), _FIGURES_READ):
            context: Context = tuple(model.number(c) for c in match[0][:-2])
            following = model.number(match[0][-1])
            if min(*context, following) < 0:
                continue
            context = (*model.start, *context)[-len(model.start) :]
            figure = model.number(FIGURE[0])
            with_it = model.step(context, figure) + model.step((*context[1:], figure), following)
            found += model.step(context, following) + log(_STRAY[1]) > with_it
        # Only the plainest are told from figures that belong there: one in ten or so.
        return log(min(max(_UNTOLD * found / max(1, len(self._text)), _STRAY[0]), _STRAY[1]))

    def emit(self, h: Hypothesis, character: str, start: int, end: int) -> Hypothesis:
        """`h` with one more character of the original."""
        return self.read(h, character, start, end, h.pair, h.tail)

    def line_end(self, h: Hypothesis, i: int) -> Hypothesis:
        """`h` with the first character of a tag: to the language the end of a line."""
        score = h.score + self._model.step(h.context, self._model.number("\n"))
        return self.emit(h, "<", i, i + 1)._replace(score=score)

    def read(
        self, h: Hypothesis, character: str, start: int, end: int, pair: int, tail: int, pending: bytes = b""
    ) -> Hypothesis:
        """The same, with the state in which that leaves it."""
        model = self._model
        number = model.number(character)
        score, context = h.score, h.context
        if number < 0:
            score += _BLANK_COST
        elif not (number == context[-1] and number in model.collapsed):
            score += model.step(context, number) + self._page.form_cost(character)
            context = (*context[1:], number)
        return Hypothesis(
            score,
            context,
            h.size + (2 if character > "\x7f" else 1),
            pending,
            end - 1 if pending else end,
            pair,
            tail,
            Piece(h.pieces, character, start, end),
            h.changes,
            h.damaged,
            h.eaten,
        )

    def _beginning_with(self, lead: int, half: bool) -> "_Candidates":
        found = self._lead_memo.get((lead, half))
        if found is None:
            rows, numbers = self._model.beginning_with(lead)
            cost, unassigned = self._page.form_cost, gbk.unassigned()
            wanted = [k for k, (_, t) in enumerate(rows) if not half or (t > 0x80 and unassigned[t])]
            rows = [rows[k] for k in wanted]
            costs = np.array([cost(c) + _guess_cost(c) for c, _ in rows], dtype=np.float64)
            found = self._lead_memo[lead, half] = _Candidates(rows, numbers[wanted], costs)
        return found

    def _candidates(self, pending: bytes, half: bool) -> "_Candidates":
        """The characters that begin with one of the pending bytes and end in a lost high one."""
        found = self._memo.get((pending, half))
        if found is None:
            parts = [self._beginning_with(lead, half) for lead in pending]
            found = self._memo[pending, half] = _Candidates(
                [row for part in parts for row in part.rows],
                *(np.concatenate([part[k] for part in parts]) for k in range(1, len(_Candidates._fields))),
            )
        return found

    def _best(
        self, found: Sequence[tuple[Hypothesis, _Candidates]]
    ) -> Iterator[tuple[Hypothesis, _Candidates, int, float]]:
        """The likeliest ways to go on with one of the candidates, the best first: which, and its score."""
        if not found:
            return
        parts = [self._model.steps(h.context, c.numbers) + (c.costs + h.score) for h, c in found]
        scores = np.concatenate(parts)
        best = np.flatnonzero(scores > scores.max() - MARGIN)
        best = best[np.argsort(-scores[best], kind="stable")[:_LOST]]
        starts = np.cumsum([0, *map(len, parts)])
        for k, which in zip(best.tolist(), np.searchsorted(starts, best, side="right").tolist(), strict=True):
            yield (*found[which - 1], k - int(starts[which - 1]), float(scores[k]))

    def leads(
        self, beam: Sequence[Hypothesis], second: int, i: int, pair: int, tail: int
    ) -> Iterator[Hypothesis]:
        """Pending characters whose first byte is one of many and whose second one is shown at `i`.

        `pair` and `tail` are the bytes of the shown character that the second byte begins.
        """
        found = [(h, self._ending_with(h.pending, second)) for h in beam]
        pending = bytes((tail,)) if tail > 0x80 else b""
        for h, candidates, at, score in self._best([f for f in found if f[1].rows]):
            yield Hypothesis(
                score,
                (*h.context[1:], int(candidates.numbers[at])),
                h.size + 2,
                pending,
                i if pending else i + 1,
                pair,
                tail,
                Piece(h.pieces, candidates.rows[at][0], h.pending_at, i + 1),
                h.changes,
                h.damaged,
                h.eaten,
            )

    def _ending_with(self, pending: bytes, second: int) -> "_Candidates":
        found = self._ending_memo.get((pending, second))
        if found is None:
            known, number = gbk.characters(), self._model.number
            codes = (lead << 8 | second for lead in pending)
            rows = [(known[code], second) for code in codes if code in known]
            found = self._ending_memo[pending, second] = _Candidates(
                rows,
                np.array([max(number(c), 0) for c, _ in rows], dtype=np.int64),
                np.array([self._page.form_cost(c) + _guess_cost(c) for c, _ in rows], dtype=np.float64),
            )
        return found

    def trails(
        self, beam: Sequence[Hypothesis], end: int, half: bool = False
    ) -> Iterator[tuple[int, Hypothesis]]:
        """Pending characters finished with lost trail bytes: the likeliest of all the hypotheses.

        `half`: of those only that may be the first half of two bytes without a character.
        """
        found = []
        for h in beam:
            candidates = self._candidates(h.pending, half)
            if candidates.rows:
                found.append((h, candidates))
        for h, candidates, at, score in self._best(found):
            character, trail = candidates.rows[at]
            moved = Hypothesis(
                score,
                (*h.context[1:], int(candidates.numbers[at])),
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

    def swallowed(self, beam: Sequence[Hypothesis], i: int, tag: bool) -> Iterator[Hypothesis]:
        """The hypotheses with the likeliest ASCII characters that the mark at `i` may have taken along."""
        if tag:
            for h in beam:
                yield self.line_end(h, i)._replace(pair=0, tail=0)
            return
        ends_line = self._text[i + 1 : i + 2] in _LINE_ENDS
        floor = -inf
        for h in beam:
            context = h.context
            steps = self._model.steps(context, self._swallowed_numbers)
            if context[-1] in self._model.collapsed:  # one more of them is no further class
                steps[self._swallowed_numbers == context[-1]] = -self._swallowed_costs[
                    self._swallowed_numbers == context[-1]
                ]
            steps[self._skipped] = 0.0
            steps += self._swallowed_costs
            if ends_line:
                steps[self._blank] = -inf
            best = float(steps.max())
            floor = max(floor, h.score + best - MARGIN)
            least = max(best - _SWALLOWED_MARGIN, floor - h.score)
            # A mark of a footnote or the number of an item stands in the text as if it were not there.
            yield Hypothesis(
                h.score + self._stray,
                context,
                h.size + 1,
                b"",
                i + 1,
                0,
                0,
                Piece(h.pieces, FIGURE[0], i, i + 1),
                h.changes,
                True,
                FIGURE[0],
            )
            wanted = steps >= least
            wanted |= self._figures & (steps >= best - _FIGURE_MARGIN)
            for k in np.flatnonzero(wanted).tolist():
                character = _SWALLOWED[k]
                number = -1 if self._skipped[k] else int(self._swallowed_numbers[k])
                yield Hypothesis(
                    h.score + float(steps[k]),
                    (*context[1:], number) if number >= 0 else context,
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


def _guess_cost(character: str) -> float:
    """Log weight of guessing just this one of the characters that are one class to the language."""
    kind = character_class(character)
    return -log(10) if kind == "0" else -log(26) if kind == "A" else 0.0
