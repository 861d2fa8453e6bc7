"""Text that knows where each of its characters comes from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int32]
Places = NDArray[np.int64]
Origins = tuple[tuple[int, int], ...]
_BLOCK = 1 << 16  # characters realigned at once
_BATCH = 1 << 12  # replacements put in at once


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
    origins: Origins | None = None


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
        whole = self.text
        changes = [e for e in edits if whole[e[0] : e[1]] != e[2]]
        if not changes:
            return self
        starts, ends, replacements, _, _, origins = zip(*changes, strict=True)
        first, last = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
        if (first[1:] < last[:-1]).any():
            wrong = int(np.flatnonzero(first[1:] < last[:-1])[0]) + 1
            raise ValueError(f"edits overlap at {starts[wrong]}: {changes[wrong]}")
        parts: list[str] = []
        position = 0
        for k in range(0, len(changes), _BATCH):
            pieces = [""] * (2 * len(starts[k : k + _BATCH]))
            kept = zip((position, *ends[k : k + _BATCH]), starts[k : k + _BATCH], strict=False)
            pieces[::2] = [whole[a:b] for a, b in kept]
            pieces[1::2] = replacements[k : k + _BATCH]
            parts.append("".join(pieces))
            position = ends[min(k + _BATCH, len(ends)) - 1]
        text = "".join((*parts, whole[position:]))
        sizes = np.fromiter(map(len, replacements), dtype=np.int64, count=len(changes))
        given = {k: origin for k, origin in enumerate(origins) if origin is not None}
        if not given and bool((sizes == last - first).all()):
            return AlignedText(text, self.start, self.end)
        return self._realign(text, first, last, sizes, given)

    def _realign(
        self, text: str, first: Places, last: Places, sizes: Places, given: Mapping[int, Origins]
    ) -> "AlignedText":
        """The alignment of `text`, where replacements of `sizes` stand for the ranges `first` to `last`.

        `given` are the origins that edits state themselves. Block by block: the arrays of a long text
        as a whole fit into no cache, and the system would hand out their memory anew every time.
        """
        for k in np.flatnonzero((first == last) & (sizes > 0)).tolist():
            if k not in given:
                raise ValueError(f"characters from nowhere at {first[k]}")
        grown = np.concatenate(([0], np.cumsum(sizes - (last - first))))
        behind = np.concatenate(([0], last))
        start = np.empty(len(text), dtype=np.int32)
        end = np.empty(len(text), dtype=np.int32)
        edges = np.arange(_BLOCK, len(self.text), _BLOCK)
        until = np.searchsorted(first, edges)
        edits = [0, *until.tolist(), len(first)]
        bounds = [0, *np.maximum(edges, behind[until]).tolist(), len(self.text)]
        for (i, j), (a, b) in zip(pairwise(edits), pairwise(bounds), strict=True):
            block = slice(a + int(grown[i]), b + int(grown[j]))
            if i == j:
                start[block], end[block] = self.start[a:b], self.end[a:b]
                continue
            kept = np.ones(b - a, dtype=bool)
            kept[_ranges(first[i:j] - a, last[i:j] - first[i:j])] = False
            new = np.zeros(block.stop - block.start, dtype=bool)
            new[_ranges(first[i:j] + grown[i:j] - block.start, sizes[i:j])] = True
            start[block][~new], end[block][~new] = self.start[a:b][kept], self.end[a:b][kept]
            if new.any():
                stated = {k - i: given[k] for k in range(i, j) if k in given} if given else {}
                origins = self._origins(first[i:j], last[i:j], sizes[i:j], stated)
                start[block][new], end[block][new] = origins
        return AlignedText(text, start, end)

    def _origins(
        self, first: Places, last: Places, sizes: Places, given: Mapping[int, Origins]
    ) -> tuple[Offsets, Offsets]:
        """The raw ranges of the characters of these replacements, one after the other."""
        alike = sizes == last - first
        each = np.repeat(alike, sizes)
        firsts = np.where(each, _ranges(first, sizes), np.repeat(first, sizes))
        lasts = np.where(each, firsts, np.repeat(last - 1, sizes))
        behind = np.cumsum(sizes)
        for k, origins in given.items():
            place = slice(int(behind[k] - sizes[k]), int(behind[k]))
            firsts[place] = [a for a, _ in origins]
            lasts[place] = [b - 1 for _, b in origins]
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


def _ranges(starts: Places, sizes: Places) -> Places:
    """The numbers of all ranges that begin at `starts` and have these sizes, one range after another."""
    ends = np.cumsum(sizes)
    return np.repeat(starts - ends + sizes, sizes) + np.arange(ends[-1])


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
