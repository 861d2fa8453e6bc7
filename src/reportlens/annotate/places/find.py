"""The places that a text names, with their full official names."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportlens.annotate.facts import Entity
from reportlens.annotate.places.abbreviations import find_abbreviations
from reportlens.annotate.places.divisions import Division
from reportlens.annotate.places.gazetteer import Gazetteer
from reportlens.annotate.places.mentions import Mention, find_mentions
from reportlens.annotate.places.towns import Town, find_towns
from reportlens.annotate.places.unlisted import find_unlisted
from reportlens.report import Place

_ASKED = 20  # places on either side that may tell what an ambiguous name means
_LONGEST_PARAGRAPH = 800
_SENTENCE_END = frozenset("。！？；")
_VISITED = frozenset("到赴在进、和与及同")


def find_places(text: str, home: Place | None, year: int | None, gazetteer: Gazetteer) -> list[Entity]:
    """The places in `text`, by start; `home` is the one that the text is about, `year` its year.

    `value` is the full official name (甘肃省天水市武山县; several joined by `;` for 陕甘宁), None where a
    name can mean several places and neither `home` nor the other places tell which: `note` lists them.
    A place that the gazetteer does not know has a value without its superiors, and a note.
    """
    mentions = find_mentions(text, gazetteer, home, year)
    readings = settle(mentions, home)
    found = []
    for mention, division in zip(mentions, readings, strict=True):
        value, note = (division.full, _former(division)) if division else (None, _ambiguous(mention))
        found.append(
            Entity(mention.start, mention.end, text[mention.start : mention.end], "PLACE", value, note)
        )
    taken = [(m.start, m.end) for m in mentions]
    starts = [start for start, _ in taken]
    for start, end, names in find_abbreviations(text):
        before = bisect_right(starts, end - 1) - 1
        if (before < 0 or taken[before][1] <= start) and text[end : end + 1] not in ("镇", "乡", "村"):
            found.append(Entity(start, end, text[start:end], "PLACE", ";".join(names)))
    found.sort()
    found += find_unlisted(text, found)
    return sorted(_with_towns(text, found, home, _Counties(mentions, readings)))


def settle(mentions: Sequence[Mention], home: Place | None) -> list[Division | None]:
    """What each mention stands for: the only candidate, or the one next to `home` or to other places."""
    readings: list[Division | None] = [m.candidates[0] if len(m.candidates) == 1 else None for m in mentions]
    if all(readings):
        return readings
    known = [(m.start, d) for m, d in zip(mentions, readings, strict=True) if d is not None]
    unclear = [n for n, reading in enumerate(readings) if reading is None]
    # 吉林 of the province or the city first: it may tell which 朝阳区 is meant.
    for n in [n for n in unclear if len({d.level for d in mentions[n].candidates}) > 1]:
        readings[n] = _near_home(mentions[n].candidates, home) or _near_others(mentions[n], known)
    known = [(m.start, d) for m, d in zip(mentions, readings, strict=True) if d is not None]
    for n in unclear:
        mention = mentions[n]
        if readings[n] is None:
            readings[n] = _near_home(mention.candidates, home) or _near_others(mention, known)
    return readings


def _near_home(candidates: Sequence[Division], home: Place | None) -> Division | None:
    if home is None or home.province is None:
        return None
    ranks = [_kinship(d, home) for d in candidates]
    best = max(ranks)
    if not best or ranks.count(best) > 1:
        return None
    chosen = candidates[ranks.index(best)]
    # 吉林 in a report of 吉林市 can be the province as well.
    same = [d for d in candidates if d.level != chosen.level and _kinship(d, home)]
    return None if same and {chosen.level, same[0].level} == {"province", "city"} else chosen


def _kinship(division: Division, home: Place) -> int:
    """How near a division is to `home`: 3 in its line, 2 in the same city, 1 in the same province."""
    if division.province != home.province:
        return 0
    if division.within(home) or (
        division.city in (None, home.city) and division.county in (None, home.county)
    ):
        return 3
    return 2 if home.city is not None and division.city == home.city else 1


def _near_others(mention: Mention, known: Sequence[tuple[int, Division]]) -> Division | None:
    """The candidate related to the nearest other place that is related to exactly one of them.

    Only the nearest places are asked, so that a text of thousands of names stays quick.
    """
    if len({d.level for d in mention.candidates}) > 1:
        provinces = [d for d in mention.candidates if d.level == "province"]
        return provinces[0] if provinces else None
    at = bisect_left(known, mention.start, key=lambda pair: pair[0])
    around = known[max(0, at - _ASKED) : at + _ASKED]
    for _, other in sorted(around, key=lambda pair: abs(pair[0] - mention.start)):
        for related in (
            [d for d in mention.candidates if other.city is not None and d.city == other.city],
            [d for d in mention.candidates if d.province == other.province],
        ):
            if len(related) == 1:
                return related[0]
    return None


def _former(division: Division) -> str:
    return "" if division.present else f"former name, in use until {division.until}"


def _ambiguous(mention: Mention) -> str:
    return "ambiguous: " + "; ".join(d.full for d in mention.candidates)


def _with_towns(text: str, found: list[Entity], home: Place | None, counties: "_Counties") -> list[Entity]:
    """`found` with towns and villages, each one entity with the place directly in front of it."""
    by_end = {entity.end: entity for entity in found}
    named = list(find_towns(text, {e.end: e.start for e in found}))
    if not named:
        return found
    known: dict[str, str] = {}  # the full names of towns that were named with their superior

    def full_name(town: Town) -> tuple[str | None, str]:
        surface = text[town.start : town.end]
        first = surface[: town.own - town.start] or surface
        if town.superior is not None:
            above = by_end[town.superior]
            return above.value and above.value + text[town.superior : town.end], above.note
        if first in known:
            return known[first] + surface[len(first) :], ""
        if (county := counties.before(text, town.start, home)) is not None:
            return county.full + surface, ""
        if home is not None and home.level in ("city", "county"):
            return home.name + surface, ""
        return None, "its county is not named"

    for town in reversed([town for town in named if town.own > town.start]):
        known |= _parts(text, town, full_name(town)[0])
    towns = []
    for town in named:
        value, note = full_name(town)
        if town.own > town.start:
            known |= _parts(text, town, value)
        towns.append(Entity(town.start, town.end, text[town.start : town.end], "PLACE", value, note))
    covered = {at for town in towns for at in range(town.start, town.end)}
    return [*(entity for entity in found if entity.start not in covered), *towns]


def _parts(text: str, town: Town, value: str | None) -> dict[str, str]:
    """The full names of `town` and, if it is a village, of the town that it lies in."""
    if not value:
        return {}
    own, upper = text[town.own : town.end], text[town.superior or town.start : town.own]
    return {own: value} | ({upper: value.removesuffix(own)} if upper else {})


class _Counties:
    """The counties that a text names, to tell in which of them a town lies."""

    def __init__(self, mentions: Sequence[Mention], readings: Sequence[Division | None]) -> None:
        named = [(m.end, d) for m, d in zip(mentions, readings, strict=True) if d is not None and d.county]
        self.ends = [end for end, _ in named]
        self.divisions = [division for _, division in named]

    def before(self, text: str, at: int, home: Place | None) -> Division | None:
        """The county named last before `at`: in the paragraph if `home` is its city, else in the sentence.

        Who goes to a town, or stands beside it, tells nothing: 甘谷县组织党员到洛门镇, 甘谷县和洛门镇.
        """
        k = bisect_right(self.ends, at) - 1
        if k < 0:
            return None
        county, between = self.divisions[k], text[self.ends[k] : at]
        if len(between) > _LONGEST_PARAGRAPH or "\n" in between:
            return None
        if home is not None and home.level == "city" and county.city == home.city:
            return county
        apart = not _SENTENCE_END.isdisjoint(between) or (home is not None and between[-1:] in _VISITED)
        return None if apart else county
