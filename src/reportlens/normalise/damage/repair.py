"""From damaged spots to edits: find them, search, weigh, prove."""

import re
from collections.abc import Sequence
from math import exp
from typing import Final, NamedTuple

from reportlens.normalise.alignment import AlignedText, Edit
from reportlens.normalise.damage import forward, gbk
from reportlens.normalise.damage.classes import PUNCTUATION, character_class
from reportlens.normalise.damage.forward import Change
from reportlens.normalise.damage.hypothesis import FIGURE, Hypothesis, Outcome, Piece, pieces, swallowed
from reportlens.normalise.damage.language import Context, model
from reportlens.normalise.damage.local import LocalModel
from reportlens.normalise.damage.lost import BLANKS
from reportlens.normalise.damage.page import GLOSS, HAN, SYLLABLE, Page
from reportlens.normalise.damage.search import Search
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
"""How much likelier than a swallowed figure an original must be, inversely, for a repair. Where the search
kept the original with the figure, it was never below 0.04 on some 600 spots that had swallowed one."""
_EATEN_RISK: Final = 0.05
"""Likelihood that any character was swallowed, from which one may have been a figure the search dropped."""
_SHARPNESS: Final = 1.5, 1.2, 1.0
"""Exponents of the likelihoods by the marks in a spot (one, two, more): the fewer bytes were lost, the
more the model understates differences. Calibrated on State Council reports of 2015-2022 with statistics
that did not have them."""
_MANY_SIGNS: Final = 300
"""More question marks before Chinese characters than that are the page's own punctuation."""
_LOOK_BACK: Final = 60
_ROUNDS: Final = 2
"""How often spots that are not decided are looked at anew."""

_ASTRAY: Final = re.compile(rf"[?\ufffd](?:{SYLLABLE}\)|\({SYLLABLE}\))")
_LOST_SIGN: Final = re.compile(rf"(?:\?|[?\ufffd]\?)[@-~]?(?=[{HAN}])")
_STRANGE: Final = -8.0
"""Log probability a character below which what follows a question mark may be shifted bytes."""
_FIGURE_FOLLOWS: Final = re.compile(r"[0-9A-Za-z.%]")


class _Spot(NamedTuple):
    start: int
    mark: str
    swallows: bool
    half_width: bool


def repair_damage(text: str) -> list[Edit]:
    """Edits that undo byte shifts in raw decoded text, in order and apart from each other.

    An accepted repair has the kind `mojibake`. Its replacement holds the original characters only:
    the glosses within a damaged run vanish with it, also those that stood where they belong;
    `origins` gives for each character the narrowest range of shown characters that its bytes stem
    from. A spot that is damaged but not decided is a remark of the kind `suspect`, whose reason
    names the likeliest originals. Text that only looks damaged gives nothing.

    >>> [(e.start, e.end, e.replacement) for e in repair_damage("他們打?qū)嵦岢鲆庖娊ㄗh,很好")]
    [(3, 14, '實提出意見建議')]
    """
    if "?" not in text and "\ufffd" not in text:
        return []
    astray = [_Spot(m.start(), m[0][0], m[0][1] != "(", False) for m in _ASTRAY.finditer(text)]
    signs = (
        []
        if "？" in text
        else [_Spot(m.start(), m[0][0], m[0][1:2] != "?", True) for m in _LOST_SIGN.finditer(text)]
    )
    if len(signs) > _MANY_SIGNS:
        signs = []
    if not astray and not signs:
        return []
    return _Repair(text).edits(sorted(astray + signs))


class _Repair:
    def __init__(self, text: str) -> None:
        self._text = text
        general = model()
        self._page = Page(text, general)
        self._fold = general.fold
        self._read(text)

    def _read(self, text: str) -> None:
        """Take the words of the page from `text`."""
        self._model = LocalModel(text, model())
        self._searches: dict[tuple[str, bool], Search] = {}

    def edits(self, spots: Sequence[_Spot]) -> list[Edit]:
        """What becomes of the spots. What is repaired helps with the rest, for the same words are
        damaged wherever they stand: the page may show them nowhere else."""
        found: list[tuple[_Spot, Edit]] = []
        position = 0
        for spot in spots:
            if spot.start >= position and (edit := self._edit(spot, position)):
                found.append((spot, edit))
                position = edit.end
        for _ in range(_ROUNDS):
            repaired = [e for _, e in found if e.kind == "mojibake"]
            if not repaired or len(repaired) == len(found):
                break
            self._read(AlignedText.of(self._text).apply(repaired).text)
            if not self._again(found):
                break
        return [edit for _, edit in found]

    def _again(self, found: list[tuple[_Spot, Edit]]) -> bool:
        """Look anew at the spots that are not decided, and keep what is repaired now: whether anything is."""
        changed = False
        for k, (spot, before) in enumerate(found):
            if before.kind == "mojibake":
                continue
            edit = self._edit(spot, found[k - 1][1].end if k else 0)
            behind = found[k + 1][1].start if k + 1 < len(found) else len(self._text)
            if edit is not None and edit.kind == "mojibake" and edit.end <= behind:
                found[k] = spot, edit
                changed = True
        return changed

    def _edit(self, spot: _Spot, position: int) -> Edit | None:
        anchored = self._anchor(spot.start)
        if anchored is None or anchored[0] < position:
            return None
        at, gloss = anchored
        anchor = self._text[at]
        if not spot.half_width and not gbk.pair(anchor):
            return None
        key = spot.mark, spot.swallows
        search = self._searches.get(key)
        if search is None:
            search = self._searches[key] = Search(self._page, self._model, *key)
        context = self._context(at + 1)
        if spot.half_width and not self._strange(context, spot.start + 1):
            return None
        outcome = search.run(spot.start, context, anchor, gloss, spot.half_width)
        return self._decide(spot, at, outcome)

    def _anchor(self, start: int) -> tuple[int, Change | None] | None:
        """Where the last sound character before a spot stands, and its gloss if it has one."""
        text = self._text
        if start == 0:
            return None
        if text[start - 1] == ")":
            opening = text.rfind("(", max(0, start - 9), start)
            gloss = GLOSS.fullmatch(text, opening, start) if opening > 0 else None
            if gloss is not None:
                code = gbk.pair(text[opening - 1])
                if gbk.is_reading(code, gbk.reading(gloss[1])):
                    return opening - 1, Change(2, 2, gloss[0].encode("gb18030"), code)
        return start - 1, None

    def _context(self, end: int) -> Context:
        """The classes before `end`, glosses left out."""
        before = GLOSS.sub("", self._text[max(0, end - _LOOK_BACK) : end])
        context = self._model.start
        for character in before:
            number = self._model.number(character)
            if number >= 0 and not (number == context[-1] and number in self._model.collapsed):
                context = (*context[1:], number)
        return context

    def _strange(self, context: Context, start: int) -> bool:
        """Whether the Chinese characters at `start` are unlike text: a quick look before a search."""
        model = self._model
        if self._text[start] < "\x80":
            return True
        context = (*context[1:], model.number("?"))
        total, n = 0.0, 0
        for character in self._text[start : start + 4]:
            if character < "\x80" and n:
                break
            number = model.number(character)
            total += model.step(context, number)
            context = (*context[1:], number)
            n += 1
        return total < _STRANGE * n

    def _decide(self, spot: _Spot, at: int, outcome: Outcome) -> Edit | None:
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
        if literal > (1 - accept if spot.half_width else 0.5):
            return None
        ranked = sorted(groups, key=lambda k: groups[k], reverse=True)
        first = best[ranked[0]]
        restored, start, end = self._trimmed(first, outcome.end)
        likely = groups[ranked[0]]
        doubt = self._doubt(weights, first, sharpness) or (
            "gave up: the run is too long" if outcome.gave_up else ""
        )
        if likely < accept and not doubt:
            doubt = "undecided"
        if alike[self._kinds(first)] < ACCEPT_SIGNS * likely and not doubt:
            doubt = "which sign stood there is open"
        if not doubt and not self._proven(spot, at, first, outcome.end):
            doubt = "no proof"
        end = max(end, spot.start + 1)
        if not doubt:
            return Edit(
                start,
                end,
                "".join(p.character for p in restored),
                "mojibake",
                f"damaged anew it shows the same; posterior {likely:.3f}",
                tuple((p.start, p.end) for p in restored),
            )
        options = ", ".join(
            f"{''.join(p.character for p in self._trimmed(best[k], outcome.end)[0])} {groups[k]:.2f}"
            for k in ranked[:4]
        )
        return Edit(start, end, self._text[start:end], "suspect", f"shifted bytes, {doubt}: {options}")

    def _weights(
        self, hypotheses: Sequence[Hypothesis], sharpness: float, spot: _Spot, end: int
    ) -> list[tuple[Hypothesis, float]]:
        scored = [(h, h.score + self._evidence(h, spot, end)) for h in hypotheses]
        if not scored:
            return []
        scored.sort(key=lambda s: s[1], reverse=True)
        top = scored[0][1]
        weights = [exp(sharpness * (score - top)) for _, score in scored]
        total = sum(weights)
        return [(h, w / total) for (h, _), w in zip(scored, weights, strict=True)]

    def _evidence(self, h: Hypothesis, spot: _Spot, end: int) -> float:
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

    def _words(self, h: Hypothesis, spot: _Spot, end: int) -> float:
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
        """What of a hypothesis matters: its folded characters, signs of either width alike."""
        fold = self._fold
        return "".join(character_class(fold.get(p.character, p.character)) for p in pieces(h)) or " "

    def _doubt(self, weights: Sequence[tuple[Hypothesis, float]], first: Hypothesis, sharpness: float) -> str:
        """Why a spot with a swallowed character must not be repaired, or nothing."""
        top = max(w for _, w in weights)
        if any(h.eaten in FIGURE and w > _FIGURE_RISK**sharpness * top for h, w in weights):
            return "a figure may have been swallowed"
        if not first.eaten and sum(w for h, w in weights if h.eaten) > _EATEN_RISK:
            return "a figure may have been swallowed"
        if first.eaten and any(_FIGURE_FOLLOWS.match(self._text, p.end) for p in swallowed(first)):
            return "a figure may have been swallowed"
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

    def _proven(self, spot: _Spot, at: int, h: Hypothesis, end: int) -> bool:
        original = self._text[at] + "".join(p.character for p in pieces(h))
        shown = self._text[at:end]
        return forward.explains(
            original.encode("gb18030", "replace"), h.changes, shown, spot.mark, spot.swallows
        )


def _without_signs(kinds: str) -> str:
    """The same with all punctuation alike."""
    return "".join("，" if k in PUNCTUATION else k for k in kinds)
