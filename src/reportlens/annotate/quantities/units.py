"""The units that a figure can stand before."""

from functools import lru_cache
from importlib import resources
from typing import NamedTuple


class Units(NamedTuple):
    """`kind` of every unit; `arabic` are those that count only after Arabic digits."""

    kind: dict[str, str]
    arabic: frozenset[str]
    longest: int


@lru_cache(maxsize=1)
def load_units() -> Units:
    """The units of `units.txt`, read once."""
    kind: dict[str, str] = {}
    arabic = set()
    for line in (resources.files(__package__) / "units.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, _, units = line.partition("\t")
        for unit in units.split():
            bare = unit.rstrip("*")
            kind.setdefault(bare, name)
            if unit != bare:
                arabic.add(bare)
    return Units(kind, frozenset(arabic), max(map(len, kind)))
