"""Counts of character sequences over texts of any number, in bounded memory.

Texts are read in chunks. A sequence is known by a 64-bit hash of its characters (sums of powers, so that
the hash of any stretch is two look-ups away). Longer sequences are counted only where both sequences that
are one character shorter are frequent (Agrawal & Srikant 1994), so what is held in memory is one chunk
and the frequent sequences, not the text. Two sequences share a hash once in 10^7 corpora of a million
sequences each.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Counts = NDArray[np.int64]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_VALUES = np.random.default_rng(20_260_101).integers(1, 1 << 63, 1 << 16, dtype=np.uint64)
# What a sequence may consist of; everything else bounds it.
_INSIDE = np.zeros(1 << 16, dtype=bool)
_INSIDE[0x4E00:0xA000] = True
_INSIDE[[ord(c) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+"]] = True


@dataclass(frozen=True)
class Chunk:
    """Some texts behind one another, a line break between two.

    `first` is the number of the first text in the corpus, `starts` are the starts of the texts.
    """

    text: str
    first: int
    starts: NDArray[np.int64]
    codes: NDArray[np.uint16] = field(repr=False)
    reach: NDArray[np.int32] = field(repr=False)  # how far a sequence may go on from each character
    _sums: Hashes = field(repr=False)
    _powers: Hashes = field(repr=False)

    @classmethod
    def of(cls, texts: Sequence[str], first: int = 0) -> "Chunk":
        sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
        text = "".join(t + "\n" for t in texts)
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        codes = np.minimum(wide, 0xFFFF).astype(np.uint16)
        bounds = np.flatnonzero(~_INSIDE[codes])
        places = np.arange(len(codes))
        reach = (bounds[np.searchsorted(bounds, places)] - places).astype(np.int32)
        with np.errstate(over="ignore"):
            up = np.cumprod(np.full(len(codes), _BASE, dtype=np.uint64), dtype=np.uint64)
            down = np.cumprod(np.full(len(codes), _INVERSE, dtype=np.uint64), dtype=np.uint64)
            sums = np.concatenate(
                (np.zeros(1, dtype=np.uint64), np.cumsum(_VALUES[codes] * up, dtype=np.uint64))
            )
        return cls(text, first, np.cumsum(sizes) - sizes, codes, reach, sums, down)

    def hashes(self, places: NDArray[np.int64], size: int | NDArray[np.int64]) -> Hashes:
        """The hashes of the sequences of `size` characters that start at `places`."""
        with np.errstate(over="ignore"):
            return np.asarray((self._sums[places + size] - self._sums[places]) * self._powers[places])

    def places(self, size: int) -> NDArray[np.int64]:
        """Where a sequence of `size` characters can start."""
        return np.flatnonzero(self.reach >= size)


Chunks = Callable[[], Iterator[Chunk]]


@dataclass(frozen=True)
class Level:
    """The frequent sequences of one length: hashes in order, and how often each stands in the texts."""

    hashes: Hashes
    counts: Counts

    def find(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The numbers of `hashes` in this level, and which of them are in it."""
        if not len(self.hashes):
            return np.zeros(len(hashes), dtype=np.int64), np.zeros(len(hashes), dtype=bool)
        index = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return index, self.hashes[index] == hashes


def frequent(chunks: Chunks, least: int, longest: int) -> list[Level]:
    """The levels for 1 to `longest` characters: what stands at least `least` times in the texts.

    `chunks` is called once for every length.
    """
    levels: list[Level] = []
    for size in range(1, longest + 1):
        total = Level(np.empty(0, np.uint64), np.empty(0, np.int64))
        for chunk in chunks():
            places = chunk.places(size)
            if size > 1:
                for offset in (0, 1):
                    _, known = levels[-1].find(chunk.hashes(places + offset, size - 1))
                    places = places[known]
            hashes, counts = np.unique(chunk.hashes(places, size), return_counts=True)
            total = merged(total, Level(hashes, counts.astype(np.int64)))
        often = total.counts >= (least if size > 1 else 1)
        levels.append(Level(total.hashes[often], total.counts[often]))
    return levels


def merged(one: Level, other: Level) -> Level:
    """The sum of two levels."""
    if not len(one.hashes):
        return other
    hashes, index = np.unique(np.concatenate((one.hashes, other.hashes)), return_inverse=True)
    counts = np.bincount(index, np.concatenate((one.counts, other.counts)), len(hashes))
    return Level(hashes, counts.astype(np.int64))


def cohesion(
    chunk: Chunk, places: NDArray[np.int64], size: int, levels: Sequence[Level]
) -> NDArray[np.float64]:
    """The least pointwise mutual information over all ways of cutting a sequence in two, in bits.

    PMI of w = uv is log2(N c(w) / (c(u) c(v))) with N characters in all (Church & Hanks 1990; the
    minimum over cuts as in Silva & Lopes 1999). NaN where a sequence is not frequent.
    """
    total = float(levels[0].counts.sum())

    def count(at: NDArray[np.int64], length: int) -> NDArray[np.float64]:
        index, known = levels[length - 1].find(chunk.hashes(at, length))
        if not len(levels[length - 1].counts):
            return np.full(len(at), np.nan)
        return np.where(known, levels[length - 1].counts[index], np.nan)

    whole = count(places, size)
    least = np.full(len(places), np.inf)
    for cut in range(1, size):
        parts = count(places, cut) * count(places + cut, size - cut)
        least = np.minimum(least, np.log2(total * whole / parts))
    return least
