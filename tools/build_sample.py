#!/usr/bin/env python3
"""Build corpus/sample from the reports written for it: damage ten of them, write the tables beside them.

Run from the project's root:

    python tools/build_sample.py [FOLDER]

FOLDER is where corpus/ lies, the project's root by default. Read are the clean reports of
FOLDER/corpus/sample, the originals of the damaged ones in FOLDER/corpus/originals, and the list
`reports` of FOLDER/corpus/sample/truth.json, which is written by hand: it says what stands in each
report. Written are the damaged files, manifest.csv, places.csv, and truth.json with what follows from its
list for the corpus as a whole. The same input gives the same bytes: text, chance and time stamps are
all fixed. PDF and Word files also depend on the versions of matplotlib and python-docx.
"""

import csv
import io
import json
import pathlib
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from sample_damage import DAMAGED, Row

ROOT = pathlib.Path(__file__).parents[1]

PROVINCES = ("澜岭省", "霁川省", "朔屏省")
# What the tests look for in the whole corpus.
COUNTY_TERMS = ("第一书记", "驻村工作队", "乡村振兴", "县直机关", "村党组织", "乡镇党委")
CITY_TERMS = ("模范机关", "机关纪委", "市直机关", "青年理论学习小组", "机关党委", "党建课题")
SPREADING = "板凳夜话"
CLUSTERS = {
    "W": "neighbourhoods and households",
    "G": "standards of Party branches",
    "S": "digital government services",
    "C": "industrial chains",
}
FORMULA = {
    "F1": "坚持以习近平新时代中国特色社会主义思想为指导，把党的政治建设摆在首位。",
    "F2": "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
    "F3": "深刻领悟“两个确立”的决定性意义，坚决做到“两个维护”。",
    "F4": "扎实开展党史学习教育，做到学史明理、学史增信、学史崇德、学史力行。",
    "F5": "围绕中心抓党建、抓好党建促发展。",
    "F6": "锲而不舍落实中央八项规定精神，驰而不息纠治“四风”。",
}
BORROWED = {
    "B1": "把办公室搬到群众家门口，把考场设在项目最前沿，用脚步丈量民情，用实干回应期盼，"
    "让党员的身份亮在平时、站在急时、冲在难时。",
    "B2": "一张表格管到底、一个口子收上来、一支队伍干到边，过去多头派活、层层填表的老毛病得到根治，"
    "基层干部腾出了手脚，群众看到了变化。",
    "B3": "抓机关党建不能就党建抓党建，必须把支部的力量嵌进业务的链条，把党员的作为写进发展的账本，"
    "做到谋划时同题共答、推进时同频共振、检验时同卷评分。",
    "B4": "实行问题清单、责任清单、销号清单闭环管理，凡是清单上的事，件件有人领、事事有时限、项项有结果，"
    "逾期不销号的由工委书记当面约谈。",
    "B5": "支部强不强，关键看“头雁”。选优配强支部书记，既要政治上靠得住，又要业务上过得硬，"
    "还要群众中叫得响，三条缺一条都不能上。",
    "B6": "年轻干部在窗口历练、在链上成长、在急难险重中摔打，三年下来，一批过去“坐机关”的苗子"
    "变成了独当一面的行家里手。",
}
# What a damaged page says of itself; the manifest leaves it out.
STATED_ON_PAGE = {
    "10_yulan_city.html": ("date", "source", "author"),
    "18_lupan_county.txt": ("date", "source", "author"),
    "13_heyu_county.html": ("date", "source", "author"),
    "33_shadai_city.txt": ("date", "source", "author"),
    "36_zhaoyuan_city.html": ("date", "source", "author"),
}


def original(name: str) -> str:
    return pathlib.PurePath(name).stem + ".txt"


def manifest(reports: Sequence[Row]) -> str:
    """What the texts do not say. Every report begins with its title and names its place."""
    rows = io.StringIO(newline="")
    table = csv.writer(rows, lineterminator="\n")
    columns = ("file", "title", "place", "level", "date", "source", "author")
    table.writerow(columns)
    for row in reports:
        stated = {"title", "place", "level", *STATED_ON_PAGE.get(row["file"], ())}
        table.writerow("" if name in stated else row[name] or "" for name in columns)
    return rows.getvalue()


def places(reports: Sequence[Row]) -> str:
    """The invented provinces, cities, counties and districts that the reports name."""
    found: set[tuple[str, str, str]] = {(province, "", "") for province in PROVINCES}
    form = re.compile(rf"({'|'.join(PROVINCES)})(.{{2}}市)(?:(.{{2}}[县区])(?:.*)?)?")
    for row in reports:
        for name in [row["place"], *(place["name"] for place in row["places"])]:
            if match := form.match(name):
                province, city, county = match.groups("")
                found |= {(province, city, ""), (province, city, county)}
    rows = io.StringIO(newline="")
    table = csv.writer(rows, lineterminator="\n")
    table.writerow(("name", "province", "city", "county", "level"))
    for province, city, county in sorted(found, key=lambda p: (bool(p[1]) + bool(p[2]), p)):
        level = "county" if county else "city" if city else "province"
        table.writerow((province + city + county, province, city, county, level))
    return rows.getvalue()


def whole(reports: Sequence[Row], texts: Mapping[str, str]) -> dict[str, Any]:
    """What holds for the corpus as a whole, from the lists of the reports and their texts."""
    users = sorted(
        (row for row in reports if SPREADING in texts[row["file"]]),
        key=lambda row: (row["date"], row["file"]),
    )
    return {
        "clusters": {k: {"about": v, "reports": _with(reports, "cluster", k)} for k, v in CLUSTERS.items()},
        "county_terms": list(COUNTY_TERMS),
        "city_terms": list(CITY_TERMS),
        "adoption": {
            "term": SPREADING,
            "first_uses": [{k: row[k] for k in ("file", "place", "date")} for row in users],
        },
        "borrowed": {k: {"text": v, "reports": _with(reports, "borrowed", k)} for k, v in BORROWED.items()},
        "formula": {k: {"text": v, "reports": _with(reports, "formula", k)} for k, v in FORMULA.items()},
    }


def _with(reports: Sequence[Row], key: str, value: str) -> list[str]:
    return [row["file"] for row in reports if value in row[key]]


def written_out(truth: Mapping[str, Any]) -> str:
    """JSON with one row of a list a line, so that a change of one is a change of one line."""

    def plain(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def rows(value: Any, indent: str) -> str:
        if isinstance(value, list) and value and isinstance(value[0], dict | list):
            inner = f",\n{indent}  ".join(rows(v, indent + "  ") if "terms" in v else plain(v) for v in value)
            return f"[\n{indent}  {inner}\n{indent}]"
        if isinstance(value, dict) and (
            "terms" in value or any(isinstance(v, dict | list) for v in value.values())
        ):
            inner = f",\n{indent}  ".join(f"{plain(k)}: {rows(v, indent + '  ')}" for k, v in value.items())
            return f"{{\n{indent}  {inner}\n{indent}}}"
        return plain(value)

    return rows(truth, "") + "\n"


def main(folder: pathlib.Path) -> None:
    sample, originals = folder / "corpus/sample", folder / "corpus/originals"
    reports: list[Row] = json.loads((sample / "truth.json").read_text("utf-8"))["reports"]
    texts = {}
    for row in reports:
        name = row["file"]
        clean = originals / original(name) if name in DAMAGED else sample / name
        texts[name] = clean.read_text("utf-8")
        if name in DAMAGED:
            (sample / name).write_bytes(DAMAGED[name](texts[name], row))
    (sample / "manifest.csv").write_text(manifest(reports), "utf-8", newline="")
    (sample / "places.csv").write_text(places(reports), "utf-8", newline="")
    (sample / "truth.json").write_text(
        written_out({**whole(reports, texts), "reports": reports}), "utf-8", newline=""
    )


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
