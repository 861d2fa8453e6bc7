"""The units that a figure can stand before."""

from functools import lru_cache
from importlib import resources
from typing import NamedTuple


class Unit(NamedTuple):
    """`arabic`: only after Arabic digits. `barred`: characters that must not follow.

    `particle`: after a Chinese numeral only behind a particle of a verb.
    """

    kind: str
    arabic: bool
    barred: str
    particle: bool


@lru_cache(maxsize=1)
def load_units() -> dict[str, Unit]:
    """The units of `units.txt` by name, read once."""
    units = {}
    for line in (resources.files(__package__) / "units.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, _, entries = line.partition("\t")
        for entry in entries.split():
            name, _, barred = entry.rstrip("*").partition("!")
            name, particle, _ = name.partition("~")
            units[name] = Unit(kind, entry.endswith("*"), barred, bool(particle))
    return units
