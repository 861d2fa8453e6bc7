"""All names of places that are known, and one automaton to find them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportlens.annotate.places.divisions import (
    Division,
    former_divisions,
    present_divisions,
    read_places,
    stem,
    variants,
)
from reportlens.report import Place

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# Too general to be places by themselves: 城区 is that of 晋城市 only where the city stands before it.
GENERIC = frozenset({"城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "新区"})
_DATA = Path(__file__).parent / "data"


class Name(NamedTuple):
    """A surface of the automaton and what it may stand for; nothing for a word that hides a name.

    `short` if the kind (省, 市, 县) is missing from it.
    """

    surface: str
    divisions: tuple[Division, ...]
    short: bool


@lru_cache(maxsize=8)
def word_list(file: str) -> tuple[str, ...]:
    """The words of a data file of this package, comment lines left out."""
    lines = (_DATA / file).read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


class Gazetteer:
    """Provinces, cities and counties by all the names they go by.

    Build it with `Gazetteer.load`. Divisions given by the user win over those of today, and those
    over former ones.
    """

    def __init__(self, extra: Iterable[Division] = ()) -> None:
        self.extra: tuple[Division, ...] = tuple(extra)
        self._full: defaultdict[str, list[Division]] = defaultdict(list)
        self._short: defaultdict[str, list[Division]] = defaultdict(list)
        self._county_stems: defaultdict[str, list[Division]] = defaultdict(list)
        self._below: dict[tuple[str | None, ...], tuple[Division, ...]] = {}
        self._last: tuple[str, list[tuple[int, int, int]]] = ("", [])
        for division in self.extra:
            self._enter(division, frozenset())
        own = set(self._full)
        stems = frozenset(self._short) | frozenset(self._county_stems)
        for division in present_divisions():
            if division.name not in own:
                self._enter(division, stems | own)
        present = {*self._short, *self._county_stems}
        for short in word_list("counties.txt"):
            if len(known := self.counties(short)) == 1 and short not in self._short:
                self._short[short] = list(known)
        for division in former_divisions():
            if division.name in own:
                continue
            self._full[division.name].append(division)
            former = stem(division.name)
            if division.level != "city" or former is None or former in present:
                continue
            if division.until >= 1985 and former[-1] not in "江河湖山南北":
                self._short[former].append(division)

    def _enter(self, division: Division, hidden: frozenset[str]) -> None:
        self._full[division.name].append(division)
        for form in variants(division.name):
            if form in hidden:  # 白沙县 of the user's own is not 白沙黎族自治县
                continue
            (self._full if stem(form) else self._short)[form].append(division)
        short = stem(division.name)
        if short is not None and short not in hidden:
            (self._county_stems if division.level == "county" else self._short)[short].append(division)

    @staticmethod
    def load(extra: Sequence[Path] = ()) -> "Gazetteer":
        """The gazetteer with the places of CSV files added; built once for the same files.

        Raises `ManifestError` naming file and line.
        """
        return _load(tuple((path, _stamp(path)) for path in extra))

    def named(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """The divisions that an own name may stand for, full or short, in the given year."""
        found = [*self._full.get(name, ()), *self._short.get(name, ())]
        return in_year(found or self.counties(name), year)

    @cached_property
    def by_path(self) -> dict[str, Division]:
        """The divisions by their full official names (甘肃省天水市武山县)."""
        divisions = (*former_divisions(), *present_divisions(), *self.extra)
        return {division.full: division for division in divisions}

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        """The longest names in `text` from left to right: number of the name, start and end.

        Those of the last text are kept: what it is about and what it names are two questions to it.
        """
        last = self._last
        if last[0] != text:
            self._last = last = (text, self._automaton.find_matches_as_indexes(text))
        return last[1]

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """All that the automaton finds: the n-th pattern belongs to the n-th name."""
        names = {word: Name(word, (), False) for word in word_list("no_places.txt")}
        for surface, divisions in self._full.items():
            if surface not in GENERIC:
                names[surface] = Name(surface, tuple(divisions), False)
        for surface, divisions in self._short.items():
            names.setdefault(surface, Name(surface, tuple(divisions), True))
        # 乐山市中区 is 乐山 and 市中区: without this, 乐山市 would be found in it.
        for division in self._full.get("市中区", ()):
            if division.city and (short := stem(division.city)):
                names[short + "市中区"] = Name(short + "市中区", (division,), False)
        return tuple(names.values())

    @cached_property
    def _automaton(self) -> "AhoCorasick":
        from ahocorasick_rs import AhoCorasick, MatchKind

        return AhoCorasick([name.surface for name in self.names], matchkind=MatchKind.LeftmostLongest)

    def counties(self, short: str) -> Sequence[Division]:
        """The counties that have this short name."""
        return self._county_stems.get(short, ())

    def below(self, top: Place | Division) -> tuple[Division, ...]:
        """The present divisions in `top`, itself included."""
        key = (top.province, top.city, top.county)
        if key not in self._below:
            self._below[key] = tuple(d for d in (*self.extra, *present_divisions()) if d.within(top))
        return self._below[key]


def in_year(divisions: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """Those of `divisions` that a text of that year can mean, the likeliest first.

    Without a year a present division is meant if there is one. A former name of the year hides a
    present one in the same province (巢湖市 was a city until 2010 and is a county now).
    """
    present = [d for d in divisions if d.present]
    former = [d for d in divisions if not d.present]
    if former and year is not None:
        valid = [d for d in former if d.since <= year <= d.until]
        provinces = {d.province for d in valid}
        if valid:
            return (*valid, *(d for d in present if d.province not in provinces))
    return tuple(present) or tuple(former)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0  # reading it will say what is wrong
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _load(extra: tuple[tuple[Path, tuple[int, int]], ...]) -> Gazetteer:
    return Gazetteer(read_places([path for path, _ in extra]))
