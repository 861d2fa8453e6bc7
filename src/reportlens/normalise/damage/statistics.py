"""The file of character statistics: written by tools/build_character_statistics.py, read here."""

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
_STEPS = 12
"""Logarithms to the base 2 are kept in twelfths."""
BACKOFF_LARGEST = 100
"""The largest weight of shorter histories that can be kept, in such steps above 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The n-grams of one order, as a level of a trie.

    Node `i` of the level above has the successors `last[first[i]:first[i + 1]]`, in order;
    `probability` belongs to them, and their places are their numbers as nodes. What is not among
    the successors of node `i` has `backoff[i]` times its probability after the shorter history.
    """

    first: NDArray[np.int64]
    last: NDArray[np.uint16]
    probability: Values
    backoff: Values


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """N-gram probabilities of classes of characters.

    `unigrams[i]` belongs to `vocabulary[i]`; `levels` holds pairs, triples and so on. `fold` maps
    characters to their simplified form, `forms` counts how often traditional text writes a character
    whose folded form can be written in several ways.
    """

    vocabulary: str
    unigrams: Values
    levels: tuple[Level, ...]
    fold: Mapping[str, str]
    forms: Mapping[str, float]


class Order(NamedTuple):
    """The n-grams of one order: sorted keys (digits to the base of the vocabulary), their
    probabilities, and the keys of their beginnings in order with the weight of shorter histories."""

    keys: NDArray[np.int64]
    probabilities: Values
    histories: NDArray[np.int64]
    backoffs: Values


def pack(
    vocabulary: str,
    unigrams: Values,
    orders: Sequence[Order],
    fold: Mapping[str, str],
    forms: Mapping[str, float],
) -> bytes:
    """The file's content. `orders` begins with the pairs; the beginning of an n-gram is one too."""
    size = len(vocabulary)
    arrays: dict[str, NDArray[Any]] = {
        "vocabulary": _text(vocabulary),
        "unigrams": unigrams.astype(np.float32),
        "written": _text("".join(fold)),
        "folded": _text("".join(fold.values())),
        "forms": _text("".join(forms)),
        "form_counts": _quantised(1 / (1 + np.array(list(forms.values()), dtype=np.float64))),
    }
    above = np.arange(size, dtype=np.int64)
    for n, order in enumerate(orders, start=2):
        successors = np.bincount(np.searchsorted(above, order.keys // size), minlength=len(above))
        arrays[f"successors{n}"] = successors.astype(np.uint16)
        arrays[f"last{n}"] = (order.keys % size).astype(np.uint16)
        arrays[f"probability{n}"] = _quantised(order.probabilities)
        arrays[f"backoff{n}"] = _quantised(order.backoffs, BACKOFF_LARGEST)
        above = order.keys
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return zlib.compress(buffer.getvalue(), 9)


def unpack(data: bytes) -> Statistics:
    with np.load(io.BytesIO(zlib.decompress(data)), allow_pickle=False) as arrays:
        a = {name: arrays[name] for name in arrays.files}
    orders = sorted(int(name.removeprefix("last")) for name in a if name.startswith("last"))
    return Statistics(
        vocabulary=_string(a["vocabulary"]),
        unigrams=a["unigrams"].astype(np.float64),
        levels=tuple(_level(a, n) for n in orders),
        fold=dict(zip(_string(a["written"]), _string(a["folded"]), strict=True)),
        forms=dict(zip(_string(a["forms"]), (1 / _restored(a["form_counts"]) - 1).tolist(), strict=True)),
    )


def _level(a: Mapping[str, NDArray[Any]], n: int) -> Level:
    successors = a[f"successors{n}"]
    backoff = np.ones(len(successors))
    backoff[successors > 0] = _restored(a[f"backoff{n}"], BACKOFF_LARGEST)
    first = np.concatenate(([0], np.cumsum(successors, dtype=np.int64)))
    return Level(first, a[f"last{n}"], _restored(a[f"probability{n}"]), backoff)


def load() -> Statistics:
    """The statistics that come with the package (some 50 ms)."""
    folder = resources.files("reportlens.normalise.damage") / "data"
    return unpack((folder / "characters.bin").read_bytes())


def quantised(values: Values, largest: int = 0) -> Values:
    """The values as they are after having been kept."""
    return _restored(_quantised(values, largest), largest)


def _quantised(values: Values, largest: int = 0) -> NDArray[np.uint8]:
    return np.round(largest - _STEPS * np.log2(values)).clip(0, 255).astype(np.uint8)


def _restored(steps: NDArray[np.uint8], largest: int = 0) -> Values:
    restored: Values = 2.0 ** ((largest - steps.astype(np.float64)) / _STEPS)
    return restored


def _text(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _string(data: NDArray[Any]) -> str:
    return data.tobytes().decode("utf-8")
