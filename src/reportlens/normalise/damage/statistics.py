"""The file of character statistics: written by tools/build_character_statistics.py, read here."""

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
_STEPS = 12
"""Counts are kept as twelfths of a power of two, which is exact enough for probabilities."""


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """N-gram counts as a trie of sorted arrays.

    The successors of character `a` are `second[a_first[a]:a_first[a + 1]]`, in order; those of the
    pair with number `p` are `third[p_first[p]:p_first[p + 1]]`. `counts[n - 1]` belongs to the
    n-grams of order n. `fold` maps characters to their simplified form, `forms` counts how often
    traditional text writes a character whose folded form can be written in several ways.
    """

    vocabulary: str
    counts: tuple[Counts, Counts, Counts]
    a_first: NDArray[np.int64]
    second: NDArray[np.uint16]
    p_first: NDArray[np.int64]
    third: NDArray[np.uint16]
    fold: Mapping[str, str]
    forms: Mapping[str, float]


def pack(
    vocabulary: str,
    grams: Sequence[tuple[NDArray[np.int64], Counts]],
    fold: Mapping[str, str],
    forms: Mapping[str, float],
) -> bytes:
    """The file's content; `grams` are sorted keys (digits to the base of the vocabulary) and counts."""
    size = len(vocabulary)
    (one, n1), (two, n2), (three, n3) = grams
    unigrams = np.zeros(size)
    unigrams[one] = n1
    known = np.isin(three // size, two)
    three, n3 = three[known], n3[known]
    per_pair = np.bincount(np.searchsorted(two, three // size), minlength=len(two))
    arrays = {
        "vocabulary": _text(vocabulary),
        "n1": _quantise(unigrams),
        "n2": _quantise(n2),
        "n3": _quantise(n3),
        "per_character": np.bincount(two // size, minlength=size).astype(np.uint16),
        "second": (two % size).astype(np.uint16),
        "per_pair": per_pair.astype(np.uint16),
        "third": (three % size).astype(np.uint16),
        "written": _text("".join(fold)),
        "folded": _text("".join(fold.values())),
        "forms": _text("".join(forms)),
        "form_counts": _quantise(np.array(list(forms.values()), dtype=np.float64)),
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return zlib.compress(buffer.getvalue(), 9)


def unpack(data: bytes) -> Statistics:
    with np.load(io.BytesIO(zlib.decompress(data)), allow_pickle=False) as arrays:
        a = {name: arrays[name] for name in arrays.files}
    return Statistics(
        vocabulary=_string(a["vocabulary"]),
        counts=(_restore(a["n1"]), _restore(a["n2"]), _restore(a["n3"])),
        a_first=_starts(a["per_character"]),
        second=a["second"],
        p_first=_starts(a["per_pair"]),
        third=a["third"],
        fold=dict(zip(_string(a["written"]), _string(a["folded"]), strict=True)),
        forms=dict(zip(_string(a["forms"]), _restore(a["form_counts"]).tolist(), strict=True)),
    )


def load() -> Statistics:
    """The statistics that come with the package (some 50 ms)."""
    folder = resources.files("reportlens.normalise.damage") / "data"
    return unpack((folder / "characters.bin").read_bytes())


def _quantise(counts: Counts) -> NDArray[np.uint8]:
    return np.round(_STEPS * np.log2(1 + counts)).clip(0, 255).astype(np.uint8)


def _restore(levels: NDArray[np.uint8]) -> Counts:
    restored: Counts = 2.0 ** (levels.astype(np.float64) / _STEPS) - 1
    return restored


def _starts(lengths: NDArray[np.uint16]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def _text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _string(data: NDArray[Any]) -> str:
    return data.tobytes().decode("utf-8")
