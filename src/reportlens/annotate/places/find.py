"""The places that a text names, with their full official names."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportlens.annotate.facts import Entity
from reportlens.annotate.places.abbreviations import find_abbreviations
from reportlens.annotate.places.divisions import Division
from reportlens.annotate.places.gazetteer import Gazetteer
from reportlens.annotate.places.mentions import Mention, find_mentions
from reportlens.annotate.places.towns import find_towns
from reportlens.report import Place

_ASKED = 20  # places on either side that may tell what an ambiguous name means


def find_places(text: str, home: Place | None, year: int | None, gazetteer: Gazetteer) -> list[Entity]:
    """The places in `text`, by start; `home` is the one that the text is about, `year` its year.

    `value` is the full official name (甘肃省天水市武山县; several joined by `;` for 陕甘宁), None where a
    name can mean several places and neither `home` nor the other places tell which: `note` lists them.
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
    return sorted(_with_towns(text, found, home))


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


def _with_towns(text: str, found: list[Entity], home: Place | None) -> list[Entity]:
    """`found` with towns and villages, each one entity with the place directly in front of it."""
    by_end = {entity.end: entity for entity in found}
    towns = []
    for start, end, superior in find_towns(text, {e.end: e.start for e in found}):
        above = by_end[superior] if superior is not None else None
        value, note = None, "its county is not named"
        if above is not None:
            value, note = above.value and above.value + text[above.end : end], above.note
        elif home is not None and home.level in ("city", "county"):
            value, note = home.name + text[start:end], ""
        towns.append(Entity(start, end, text[start:end], "PLACE", value, note))
    if not towns:
        return found
    covered = {at for town in towns for at in range(town.start, town.end)}
    return [*(entity for entity in found if entity.start not in covered), *towns]
