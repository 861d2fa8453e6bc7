"""Where what is stated about a report contradicts what is known about its place."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reportlens.annotate.places import Gazetteer
from reportlens.reading.sources import Problem, Source

_LEVELS = frozenset({"province", "city", "county"})
# Endings that only one level has: 市 and 区 may be of several.
_OF_LEVEL = {"省": "province", "县": "county"}


def contradictions(sources: Iterable[Source], places: Sequence[Path]) -> Iterator[Problem]:
    """A remark for each source whose stated level is not that of its stated place. What is stated counts."""
    for source in sources:
        place, level = source.stated.place, source.stated.level
        if place is None or level not in _LEVELS:
            continue
        name = "".join(place.name.split())
        known = _levels(name, Gazetteer.load(places))
        if known and level not in known:
            reason = (
                f"the manifest says level {level}, but {name} is of level {' or '.join(sorted(known))}. "
                "The level that is stated counts; correct it if it is wrong."
            )
            yield Problem(source.path, "manifest", reason, lost=False)


def _levels(name: str, gazetteer: Gazetteer) -> set[str]:
    """The levels that a place of this name may have; none where that is not known."""
    full = gazetteer.by_path.get(name)
    found = {full.level} if full else {division.level for division in gazetteer.named(name)}
    if not found and name[-1:] in _OF_LEVEL:
        found = {_OF_LEVEL[name[-1]]}
    return found
