"""From damaged spots to edits: find them, search for what stood there, and judge."""

from collections.abc import Sequence
from typing import Final

from reportlens.normalise.alignment import AlignedText, Edit
from reportlens.normalise.damage import gbk
from reportlens.normalise.damage.forward import Change
from reportlens.normalise.damage.language import Context, model
from reportlens.normalise.damage.local import LocalModel
from reportlens.normalise.damage.page import GLOSS, Page
from reportlens.normalise.damage.search import Search
from reportlens.normalise.damage.spots import Spot, find_spots
from reportlens.normalise.damage.verdict import Verdicts

_GIVE_UPS: Final = 20
"""Runs too long to be read, after which the rest of a page is no longer searched."""
_LOOK_BACK: Final = 60
_ROUNDS: Final = 2
"""How often spots that are not decided are looked at anew."""
_STRANGE: Final = -8.0
"""Log probability a character below which what follows a question mark may be shifted bytes."""


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
    spots = find_spots(text)
    return _Repair(text).edits(spots) if spots else []


class _Repair:
    def __init__(self, text: str) -> None:
        self._text = text
        general = model()
        self._page = Page(text, general)
        self._verdicts = Verdicts(self._page, general.fold)
        self._given_up = 0
        self._read(text)

    def _read(self, text: str) -> None:
        """Take the words of the page from `text`."""
        self._model = LocalModel(text, model())
        self._searches: dict[tuple[str, bool], Search] = {}

    def edits(self, spots: Sequence[Spot]) -> list[Edit]:
        """What becomes of the spots. What is repaired helps with the rest, for the same words are
        damaged wherever they stand: the page may show them nowhere else."""
        found: list[tuple[Spot, Edit]] = []
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

    def _again(self, found: list[tuple[Spot, Edit]]) -> bool:
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

    def _edit(self, spot: Spot, position: int) -> Edit | None:
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
        if self._given_up >= _GIVE_UPS:
            return self._verdicts.unread(spot)
        outcome = search.run(spot.start, context, anchor, gloss, spot.half_width)
        self._given_up += outcome.gave_up
        return self._verdicts.of(spot, at, outcome)

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
