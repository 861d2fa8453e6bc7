"""Text that knows where each of its characters comes from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int32]


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`; offsets are code points into the step's input.

    If both have the same length, characters stand for each other one by one. Otherwise `origins`
    may give, for each character of the replacement, the half-open range of the step's input it
    stems from (starts and ends must not decrease); without it every character of the replacement
    stems from the whole of `text[start:end]`. An edit whose replacement is the text itself changes
    nothing and is a remark (kind `suspect`).
    """

    start: int
    end: int
    replacement: str
    kind: str
    reason: str
    origins: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class AlignedText:
    """`text`, and for each of its characters the half-open range of the raw text it stems from.

    `start` and `end` are int32 arrays of the length of the text; neither decreases.
    """

    text: str
    start: Offsets
    end: Offsets

    @classmethod
    def of(cls, raw: str) -> "AlignedText":
        offsets = np.arange(len(raw) + 1, dtype=np.int32)
        return cls(raw, offsets[:-1], offsets[1:])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw range that `text[start:end]` stems from.

        An empty span lies at the raw start of the character that follows it.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} of a text of {len(self.text)} characters")
        if start == end:
            where = int(self.start[start]) if start < len(self.text) else self._raw_end()
            return where, where
        return int(self.start[start]), int(self.end[end - 1])

    def _raw_end(self) -> int:
        return int(self.end[-1]) if len(self.end) else 0

    def rewritten(self, text: str) -> "AlignedText":
        """`text`, each of whose characters stands for the one at the same place."""
        if len(text) != len(self.text):
            raise ValueError(f"{len(self.text)} characters became {len(text)}")
        return AlignedText(text, self.start, self.end)

    def apply(self, edits: Sequence[Edit]) -> "AlignedText":
        """The text after `edits`, which must be in order and must not overlap."""
        changes = [e for e in edits if self.text[e.start : e.end] != e.replacement]
        if not changes:
            return self
        pieces: list[str] = []
        position = 0
        for edit in changes:
            if edit.start < position:
                raise ValueError(f"edits overlap at {edit.start}: {edit}")
            pieces.append(self.text[position : edit.start])
            pieces.append(edit.replacement)
            position = edit.end
        pieces.append(self.text[position:])
        text = "".join(pieces)
        if all(len(e.replacement) == e.end - e.start and e.origins is None for e in changes):
            return AlignedText(text, self.start, self.end)
        return self._realign(text, changes)

    def _realign(self, text: str, changes: Sequence[Edit]) -> "AlignedText":
        """`text` is this text after `changes`: carry the origins over, all kept characters at once."""
        first = np.array([e.start for e in changes])
        last = np.array([e.end for e in changes])
        grown = np.array([len(e.replacement) for e in changes]) - (last - first)
        depth = np.zeros(len(self.text) + 1, dtype=np.int32)
        np.add.at(depth, first, 1)
        np.add.at(depth, last, -1)
        kept = np.flatnonzero(np.cumsum(depth[:-1]) == 0)
        shift = np.zeros(len(self.text) + 1, dtype=np.int64)
        np.add.at(shift, last, grown)
        target = kept + np.cumsum(shift)[kept]
        new = np.ones(len(text), dtype=bool)
        new[target] = False
        start = np.empty(len(text), dtype=np.int32)
        end = np.empty(len(text), dtype=np.int32)
        start[target] = self.start[kept]
        end[target] = self.end[kept]
        start[new], end[new] = self._origins(changes)
        return AlignedText(text, start, end)

    def _origins(self, changes: Sequence[Edit]) -> tuple[Offsets, Offsets]:
        """The raw ranges of the characters of all replacements, one after the other."""
        firsts: list[int] = []
        lasts: list[int] = []
        for edit in changes:
            size = len(edit.replacement)
            if edit.origins is not None:
                firsts += [a for a, _ in edit.origins]
                lasts += [b - 1 for _, b in edit.origins]
            elif size == edit.end - edit.start:
                firsts += range(edit.start, edit.end)
                lasts += range(edit.start, edit.end)
            elif edit.start < edit.end:
                firsts += [edit.start] * size
                lasts += [edit.end - 1] * size
            else:
                raise ValueError(f"characters from nowhere: {edit}")
        return self.start[firsts], self.end[lasts]

    def spans(self, starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
        """`span` for many ranges at once."""
        if len(self.text) == 0:
            return iter([(0, 0)] * len(starts))
        first, last = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
        raw_start = np.where(
            first < len(self.text), self.start[np.minimum(first, len(self.text) - 1)], self._raw_end()
        )
        raw_end = np.where(first == last, raw_start, self.end[np.maximum(last, 1) - 1])
        return zip(raw_start.tolist(), raw_end.tolist(), strict=True)


def changed_runs(before: str, after: str, kind: str, reason: str) -> list[Edit]:
    """The edits between two texts of equal length, adjacent changes joined into one."""
    if len(before) != len(after):
        raise ValueError(f"{kind}: {len(before)} characters became {len(after)}")
    if before == after:
        return []
    old = np.frombuffer(before.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    new = np.frombuffer(after.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    differs = np.flatnonzero(old != new)
    gaps = np.flatnonzero(np.diff(differs) > 1)
    firsts: Iterable[int] = differs[np.concatenate(([0], gaps + 1))].tolist()
    lasts: Iterable[int] = differs[np.concatenate((gaps, [len(differs) - 1]))].tolist()
    return [Edit(a, b + 1, after[a : b + 1], kind, reason) for a, b in zip(firsts, lasts, strict=True)]
