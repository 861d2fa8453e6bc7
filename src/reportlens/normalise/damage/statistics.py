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
class Level:
    """The n-grams of one order, as a level of a trie.

    Node `i` of the level above has the successors `last[first[i]:first[i + 1]]`, in order; `counts`
    belongs to them, and their places are their numbers as nodes.
    """

    first: NDArray[np.int64]
    last: NDArray[np.uint16]
    counts: Counts


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """N-gram counts of classes of characters.

    `unigrams[i]` belongs to `vocabulary[i]`; `levels` holds pairs, triples and so on. `fold` maps
    characters to their simplified form, `forms` counts how often traditional text writes a character
    whose folded form can be written in several ways.
    """

    vocabulary: str
    unigrams: Counts
    levels: tuple[Level, ...]
    fold: Mapping[str, str]
    forms: Mapping[str, float]


def pack(
    vocabulary: str,
    grams: Sequence[tuple[NDArray[np.int64], Counts]],
    fold: Mapping[str, str],
    forms: Mapping[str, float],
) -> bytes:
    """The file's content; `grams` are sorted keys (digits to the base of the vocabulary) and counts.

    An n-gram whose beginning was not kept is left out.
    """
    size = len(vocabulary)
    unigrams = np.zeros(size)
    unigrams[grams[0][0]] = grams[0][1]
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": _text(vocabulary),
        "unigrams": _quantise(unigrams),
        "written": _text("".join(fold)),
        "folded": _text("".join(fold.values())),
        "forms": _text("".join(forms)),
        "form_counts": _quantise(np.array(list(forms.values()), dtype=np.float64)),
    }
    above = np.arange(size, dtype=np.int64)
    for order, (keys, counts) in enumerate(grams[1:], start=2):
        known = np.isin(keys // size, above)
        keys, counts = keys[known], counts[known]
        successors = np.bincount(np.searchsorted(above, keys // size), minlength=len(above))
        arrays[f"successors{order}"] = successors.astype(np.uint16)
        arrays[f"last{order}"] = (keys % size).astype(np.uint16)
        arrays[f"counts{order}"] = _quantise(counts)
        above = keys
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return zlib.compress(buffer.getvalue(), 9)


def unpack(data: bytes) -> Statistics:
    with np.load(io.BytesIO(zlib.decompress(data)), allow_pickle=False) as arrays:
        a = {name: arrays[name] for name in arrays.files}
    orders = sorted(int(name.removeprefix("last")) for name in a if name.startswith("last"))
    return Statistics(
        vocabulary=_string(a["vocabulary"]),
        unigrams=_restore(a["unigrams"]),
        levels=tuple(
            Level(_starts(a[f"successors{n}"]), a[f"last{n}"], _restore(a[f"counts{n}"])) for n in orders
        ),
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
