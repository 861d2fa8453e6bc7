"""What becomes of a damaged spot: the readings the search was left with, weighed, doubted and proven."""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import Final

from reportlens.normalise.alignment import Edit
from reportlens.normalise.damage import forward
from reportlens.normalise.damage.classes import PUNCTUATION, character_class
from reportlens.normalise.damage.hypothesis import FIGURE, Hypothesis, Outcome, Piece, pieces, swallowed
from reportlens.normalise.damage.lost import BLANKS
from reportlens.normalise.damage.page import GLOSS, HAN, SYLLABLE, Page
from reportlens.normalise.damage.spots import Spot
from reportlens.normalise.damage.words import ALONE, ALONE_AT_SEAM, alone

ACCEPT: Final = 0.87
"""Posterior from which a repair is accepted."""
ACCEPT_HALF_WIDTH: Final = 0.98
"""The same where only the language model speaks for damage."""
ACCEPT_SIGNS: Final = 0.75
"""Share of the readings with the same words that must agree in their punctuation."""
_SHARPNESS_HALF_WIDTH: Final = 1.2
"""The largest for spots where only the language model speaks for damage."""
_FIGURE_RISK: Final = 0.003
"""How much likelier than a swallowed figure an original must be, inversely, for a repair. Of figures where a
sentence has them none was ever below 0.04; of such as stand in a text for no reason one in a hundred is."""
_EATEN_RISK: Final = 0.05
"""Likelihood that any character was swallowed, from which one may have been a figure the search dropped."""
_SHARPNESS: Final = 1.5, 1.2, 1.0
"""Exponents of the likelihoods by the marks in a spot (one, two, more): the fewer bytes were lost, the
more the model understates differences. Calibrated on State Council reports of 2015-2022 with statistics
that did not have them."""
_LITERAL: Final = 0.5
"""Posterior of text that only looks damaged, above which nothing is said of it."""

_TONED: Final = re.compile(rf"[?\ufffd]\(?(?=[^()]{{0,5}}[^\x00-\x7f]){SYLLABLE}\)(?=[{HAN}])")
_HAN: Final = re.compile(f"[{HAN}]")
_REST: Final = re.compile(rf"(?:[^\x00-\x7f]|\?|\(?{SYLLABLE}\))*")
_VISIBLE: Final = str.maketrans({"\n": "⏎", "\r": "⏎", "\t": "⇥"})
_LONGEST_OPTION: Final = 40
_FULL_WIDTH: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_FIGURE_FOLLOWS: Final = re.compile(r"[0-9A-Za-z.%]")


class Verdicts:
    """Verdicts on the spots of one page; `fold` gives the simplified form of a character."""

    def __init__(self, page: Page, fold: Mapping[str, str]) -> None:
        self._text = page.text
        self._page = page
        self._fold = fold

    def of(self, spot: Spot, at: int, outcome: Outcome) -> Edit | None:
        """The repair, or the remark that there is damage; None for text that only looks damaged.

        `at` is the place of the last sound character before the spot.
        """
        marks = self._text.count(spot.mark, spot.start, outcome.end)
        sharpness = _SHARPNESS[min(marks, len(_SHARPNESS)) - 1]
        if spot.half_width:
            sharpness = min(sharpness, _SHARPNESS_HALF_WIDTH)
        weights = self._weights(outcome.hypotheses, sharpness, spot, outcome.end)
        if not weights:
            return None
        groups: dict[str, float] = {}
        best: dict[str, Hypothesis] = {}
        alike: dict[str, float] = {}
        for h, weight in weights:
            kinds = self._kinds(h) if h.damaged else ""
            key = _without_signs(kinds)
            groups[key] = groups.get(key, 0.0) + weight
            alike[kinds] = alike.get(kinds, 0.0) + weight
            best.setdefault(key, h)
        literal = groups.pop("", 0.0)
        accept = ACCEPT_HALF_WIDTH if spot.half_width else ACCEPT
        if not groups:
            return self.unread(spot)
        if literal > _LITERAL:
            return None
        ranked = sorted(groups, key=lambda k: groups[k], reverse=True)
        first = best[ranked[0]]
        restored, start, end = self._trimmed(first, outcome.end)
        likely = groups[ranked[0]]
        doubt = self._doubt(weights, first, sharpness, spot.mark) or (
            "gave up: the run is too long" if outcome.gave_up else ""
        )
        if likely < accept and not doubt:
            doubt = "undecided"
        replacement = "".join(p.character for p in restored)
        signs_differ = alike[self._kinds(first)] < ACCEPT_SIGNS * likely
        if (signs_differ or self._page.misses_bracket(start, replacement, end)) and not doubt:
            doubt = "which sign stood there is open"
        if not doubt and not self._proven(spot, at, first, outcome.end):
            doubt = "no proof"
        end = max(end, spot.start + 1)
        if outcome.gave_up:
            end = self._end_of_run(end)
        if not doubt:
            return Edit(
                start,
                end,
                replacement,
                "mojibake",
                f"damaged anew it shows the same; posterior {likely:.3f}",
                tuple((p.start, p.end) for p in restored),
            )
        options = ", ".join(
            f"{_shown(p.character for p in self._trimmed(best[k], outcome.end)[0])} {groups[k]:.2f}"
            for k in ranked[:4]
        )
        return Edit(start, end, self._text[start:end], "suspect", f"shifted bytes, {doubt}: {options}")

    def unread(self, spot: Spot) -> Edit | None:
        """A remark on what can be nothing but damage, though no original was found for it."""
        astray = _TONED.match(self._text, spot.start)
        if astray is None or not _HAN.match(self._text, spot.start - 1):
            return None
        end = self._end_of_run(astray.end())
        return Edit(
            spot.start, end, self._text[spot.start : end], "suspect", "shifted bytes, no original was found"
        )

    def _end_of_run(self, end: int) -> int:
        """Where shifted bytes come to rest behind `end`: at the next ASCII character that belongs to the text."""
        rest = _REST.match(self._text, end)
        return rest.end() if rest else end

    def _weights(
        self, hypotheses: Sequence[Hypothesis], sharpness: float, spot: Spot, end: int
    ) -> list[tuple[Hypothesis, float]]:
        scored = [(h, h.score + self._evidence(h, spot, end)) for h in hypotheses]
        if not scored:
            return []
        scored.sort(key=lambda s: s[1], reverse=True)
        top = scored[0][1]
        weights = [exp(sharpness * (score - top)) for _, score in scored]
        total = sum(weights)
        return [(h, w / total) for (h, _), w in zip(scored, weights, strict=True)]

    def _evidence(self, h: Hypothesis, spot: Spot, end: int) -> float:
        """Log weight of what the search does not see."""
        quotes = self._quotes(h, spot.start, end)
        if not h.damaged:
            return quotes
        return quotes + self._consistency(h) + self._words(h, spot, end)

    def _quotes(self, h: Hypothesis, start: int, end: int) -> float:
        """Log weight of the quotation marks of the line, read so."""
        shown = self._text[start:end]
        restored = "".join(p.character for p in pieces(h))
        return self._page.quote_cost(start, restored if h.damaged else shown, end)

    def _words(self, h: Hypothesis, spot: Spot, end: int) -> float:
        """Log weight of restored characters that are in no word."""
        text, fold = self._text, self._fold
        restored = "".join(p.character for p in pieces(h))
        seam = 2 if spot.half_width else len(restored)
        before, here, behind = (
            "".join(fold.get(c, c) for c in part)
            for part in (
                text[max(0, spot.start - 8) : spot.start],
                restored[:seam],
                restored[seam:] + text[end : end + 6],
            )
        )
        return (ALONE_AT_SEAM if spot.half_width else ALONE) * alone(before, here, behind)

    def _consistency(self, h: Hypothesis) -> float:
        """Log weight of the characters that a hypothesis leaves without annotation."""
        touched = {c.start for c in h.changes}
        cost = 0.0
        position = h.size
        piece = h.pieces
        while piece is not None:
            size = 2 if piece.character > "\x7f" else 1
            if size == 2 and position not in touched and position - 1 not in touched:
                cost += self._page.plain_cost(piece.character)
            position -= size
            piece = piece.before
        return cost

    def _kinds(self, h: Hypothesis) -> str:
        """What of a hypothesis matters: its folded characters, signs of either width alike.

        Full-width figures and letters count one by one: each is as likely as the next.
        """
        fold = self._fold
        shown = (fold.get(p.character, p.character) for p in pieces(h))
        return "".join(c if _FULL_WIDTH.match(c) else character_class(c) for c in shown) or " "

    def _doubt(
        self, weights: Sequence[tuple[Hypothesis, float]], first: Hypothesis, sharpness: float, mark: str
    ) -> str:
        """Why a spot with a swallowed character must not be repaired, or nothing."""
        top = max(w for _, w in weights)
        if any(h.eaten in FIGURE and w > _FIGURE_RISK**sharpness * top for h, w in weights):
            return "a figure may have been swallowed"
        if not first.eaten and sum(w for h, w in weights if h.eaten) > _EATEN_RISK:
            return "a figure may have been swallowed"
        if first.eaten and any(_FIGURE_FOLLOWS.match(self._text, p.end) for p in swallowed(first)):
            return "a figure may have been swallowed"
        if any(_FULL_WIDTH.match(p.character) and mark in self._text[p.start : p.end] for p in pieces(first)):
            return "which figure stood there is open"
        if first.eaten in BLANKS:
            return "whether a line end was swallowed is open"
        return ""

    def _trimmed(self, h: Hypothesis, end: int) -> tuple[list[Piece], int, int]:
        """The pieces that differ from what is shown, and where they begin and end."""
        found = pieces(h)
        text = self._text
        while found:
            last = found[-1]
            if last.end - last.start != 1 or text[last.start] != last.character:
                break
            if last.end != end and not GLOSS.fullmatch(text, last.end, end):
                break
            if len(found) > 1 and found[-2].end > last.start:
                break
            end = last.start
            found.pop()
        start = found[0].start if found else end
        return found, start, end

    def _proven(self, spot: Spot, at: int, h: Hypothesis, end: int) -> bool:
        original = self._text[at] + "".join(p.character for p in pieces(h))
        shown = self._text[at:end]
        return forward.explains(
            original.encode("gb18030", "replace"), h.changes, shown, spot.mark, spot.swallows
        )


def _shown(characters: Iterable[str]) -> str:
    """An alternative as a reason names it: on one line, and cut short."""
    text = "".join(characters).translate(_VISIBLE)
    return text if len(text) <= _LONGEST_OPTION else text[:_LONGEST_OPTION] + "…"


def _without_signs(kinds: str) -> str:
    """The same with all punctuation alike."""
    return "".join("，" if k in PUNCTUATION else k for k in kinds)
