"""Whose organisation it is, and its name written out."""

import re
from typing import NamedTuple

from reportlens.report import Place

_ABBREVIATED = {
    "发改委": "发展和改革委员会",
    "发展改革委": "发展和改革委员会",
    "卫健委": "卫生健康委员会",
    "卫健局": "卫生健康局",
    "人社局": "人力资源和社会保障局",
    "住建局": "住房和城乡建设局",
    "工信局": "工业和信息化局",
    "文旅局": "文化和旅游局",
    "国资委": "国有资产监督管理委员会",
    "民宗委": "民族宗教事务委员会",
    "妇联": "妇女联合会",
    "工商联": "工商业联合会",
    "科协": "科学技术协会",
    "文联": "文学艺术界联合会",
    "残联": "残疾人联合会",
    "供销社": "供销合作社联合社",
    "人大常委会": "人民代表大会常务委员会",
    "人大": "人民代表大会",
    "监委": "监察委员会",
    "政府": "人民政府",
}
# The parties beside the Communist Party and its youth league, whose committees are not those of 市委 alone.
SOCIETIES = {
    "民革": "中国国民党革命委员会",
    "民盟": "中国民主同盟",
    "民建": "中国民主建国会",
    "民进": "中国民主促进会",
    "农工党": "中国农工民主党",
    "农工民主党": "中国农工民主党",
    "致公党": "中国致公党",
    "九三学社": "九三学社",
    "台盟": "台湾民主自治同盟",
    "共青团": "中国共产主义青年团",
}
_SOCIETIES = {name: full for short, full in SOCIETIES.items() for name in (short, full)}
_PARTS = re.compile(r"机关工\Z|纪工委|工委|专委会|(?<=第[一二三四五六七八九十])支部")
_SPELT = {
    "机关工": "机关工作委员会",
    "纪工委": "纪检监察工作委员会",
    "工委": "工作委员会",
    "专委会": "专门委员会",
    "支部": "党支部",
}
_PROVINCE = re.compile(r"\A[^省]{2,3}省(?=.)|\A.{2,6}自治区(?=.)")


class Owner(NamedTuple):
    """What stands in front of a head: where it begins, and the divisions meant (None where unknown)."""

    start: int
    names: tuple[str | None, ...]


def spelt_out(part: str) -> str:
    """A part of a name with its abbreviations written out."""
    if part in _ABBREVIATED:
        return _ABBREVIATED[part]
    return _PARTS.sub(lambda match: _SPELT[match[0]], part)


def own_name(full: str | None) -> str | None:
    """A place as it stands in names of organisations.

    >>> own_name("陕西省宝鸡市金台区"), own_name("陕西省")
    ('宝鸡市金台区', '陕西省')
    """
    return _PROVINCE.sub("", full) if full else None


def of_home(level: str, home: Place | None) -> str | None:
    """The division that 省, 市 or 县 means in a report of `home`; a class of them (铜仁市各县区) below it."""
    if home is None:
        return None
    if level in ("省", "自治区"):
        return home.province
    if level in ("市", "州", "盟"):
        if home.city is not None or (home.county and home.county[-1] == level):
            return home.city or home.county
        return home.province if home.province and home.province[-1] == "市" else f"{home.province}各市"
    return (home.city or "") + home.county if home.county else f"{home.city or home.province}各县区"


def full_name(prefix: str, owner: Owner, rest: str, plain: str = "") -> str | None:
    """The full names, joined by `;`; `plain` is put behind a class of owners (宝鸡市各县区政协)."""
    names = []
    for name in owner.names:
        if name is None:
            return None
        names.append(f"{name}{plain or rest}" if "各" in name else f"{prefix}{name}{rest}")
    return ";".join(names)


def society_before(text: str, at: int) -> tuple[int, str] | None:
    """Where the party or league that ends at `at` begins, and its full name (民盟 of 民盟市委)."""
    for name, full in _SOCIETIES.items():
        if text.endswith(name, 0, at):
            return at - len(name), full
    return None


def body_name(body: str, owner: Owner, plain: str) -> str | None:
    """The full name of `plain`, an organisation that begins with `body` (政协, 政府, 教育局)."""
    rest = spelt_out(plain[len(body) :])
    if body.startswith("政协"):
        return full_name("中国人民政治协商会议", owner, "委员会" + rest, plain)
    if body in ("纪委", "纪律检查委员会"):
        return full_name("中共", owner, "纪律检查委员会" + rest, plain)
    if body == "纪委监委":
        parts = (
            full_name("中共", owner, "纪律检查委员会", plain),
            full_name("", owner, "监察委员会" + rest, plain),
        )
        return ";".join(filter(None, parts)) or None
    return full_name("中共" if body[0] in "直级" else "", owner, spelt_out(body) + rest, plain)


def committee_name(owner: Owner, department: str, tail: str) -> str | None:
    """The full name of 市委 with its department, if one is named, and what belongs to that."""
    if department in ("", "常委会"):
        rest = "委员会" + ("常务委员会" if department else "")
    else:
        rest = "委" + spelt_out(department)
    return full_name("中共", owner, rest + tail)
