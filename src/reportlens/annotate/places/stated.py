"""The place of a stated name, as a manifest or a user gives it."""

import re

from reportlens.annotate.places.divisions import Division, split_name
from reportlens.annotate.places.gazetteer import Gazetteer
from reportlens.report import Place

_NATION = frozenset({"中国", "中华人民共和国", "全国", "国家", "中央", "国务院", "党中央", "中共中央"})


def place_from_name(name: str, level: str | None, gazetteer: Gazetteer) -> Place:
    """The place called `name`; a stated `level` counts more than what the name shows.

    A name that the gazetteer does not know is taken apart by its suffixes, so invented and very new
    places work too. A short name is completed where it can mean one place only.
    """
    plain = re.sub(r"\s+", "", name)
    if plain in _NATION:
        return Place(plain, level or "central")
    known = _known(plain, level, gazetteer)
    if known is not None:
        place = known.place()
        return place if level in (None, place.level) else _at_level(place, level)
    province, city, county = split_name(plain)
    if city and not county and level == "county":
        city, county = "", city
    derived = "county" if county else "city" if city else "province" if province else "other"
    return Place(plain, level or derived, province or None, city or None, county or None)


def _at_level(place: Place, level: str | None) -> Place:
    return Place(place.name, level or place.level, place.province, place.city, place.county, place.adcode)


def _known(name: str, level: str | None, gazetteer: Gazetteer) -> Division | None:
    """The division of a full name, of a name that only one bears, or of a shortened chain (甘肃武山)."""
    if name in gazetteer.by_path:
        return gazetteer.by_path[name]
    alone = gazetteer.named(name)
    if len(alone) == 1:
        return alone[0]
    if alone:
        fitting = [d for d in alone if d.level == level]
        return fitting[0] if len(fitting) == 1 else None
    for cut in range(len(name) - 2, 1, -1):
        below = [d for d in gazetteer.named(name[cut:]) if _under(d, name[:cut], gazetteer)]
        if len(below) == 1:
            return below[0]
    return None


def _under(division: Division, superior: str, gazetteer: Gazetteer) -> bool:
    top = _known(superior, None, gazetteer)
    return top is not None and top != division and division.within(top)
