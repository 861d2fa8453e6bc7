"""Provinces by one character, where the context makes them places: 来陕考察, 陕甘宁, 京津冀."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_CLEAR = {
    "京": "北京市",
    "津": "天津市",
    "沪": "上海市",
    "渝": "重庆市",
    "冀": "河北省",
    "晋": "山西省",
    "辽": "辽宁省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "琼": "海南省",
    "黔": "贵州省",
    "滇": "云南省",
    "陕": "陕西省",
}
# These are parts of many other words, so more of the context must speak for them.
_OPEN = {
    "吉": "吉林省",
    "黑": "黑龙江省",
    "苏": "江苏省",
    "桂": "广西壮族自治区",
    "川": "四川省",
    "蜀": "四川省",
    "贵": "贵州省",
    "云": "云南省",
    "甘": "甘肃省",
    "陇": "甘肃省",
    "青": "青海省",
    "宁": "宁夏回族自治区",
    "蒙": "内蒙古自治区",
    "藏": "西藏自治区",
    "疆": "新疆维吾尔自治区",
    "港": "香港特别行政区",
    "澳": "澳门特别行政区",
    "台": "台湾省",
}
_NAMES = _CLEAR | _OPEN
_FIXED = {
    "云贵川": ("云", "贵", "川"),
    "云贵": ("云", "贵"),
    "港澳台": ("港", "澳", "台"),
    "港澳": ("港", "澳"),
    "江浙沪": ("苏", "浙", "沪"),
    "江浙": ("苏", "浙"),
}
_ANY, _SURE = "".join(_NAMES), "".join(_CLEAR)
# The name of a railway, a power line or a dish is none of two places.
_LINE = r"(?:高铁|铁路|高速|公路|客专|线|直流|特高压|走廊|运河|大桥|古道|通(?![办过知道])|剧|菜|商)"
_GROUP = re.compile(
    rf"(?:(?=[{_ANY}]{{0,4}}[{_SURE}])[{_ANY}]{{2,5}}|{'|'.join(_FIXED)})(?![{_ANY}]|{_LINE}|[西海宁江林南州]省)"
)
_BEFORE = {
    "来": "(?<![未将以近年原本带素向后外由归起到过下上出进])",
    "在": "(?<![现存正所实潜内外好贵])",
    "入": "(?<![进加融纳投深收列编介步])",
    "兴": "(?<![振复])",
} | dict.fromkeys("赴驻莅抵返留援涉进", "")
_VERB = "(?:" + "|".join(guard + verb for verb, guard in _BEFORE.items()) + ")"
_SINGLE = re.compile(rf"{_VERB}([{_SURE}])(?![江河池湖海水山州贴级升剧菜商超字东南西北中广韵唱味语]|{_LINE})")
_OPEN_SINGLE = re.compile(
    rf"{_VERB}([{''.join(_OPEN)}])(?=考察|调研|视察|指导|工作|投资|单位|央企|部队|官兵|人民解放军|期间|企业|高校|就业|创业|"
    r"旅游|各|中央|检查|巡视|督导)|(?:[援进治稳赴驻]|(?<!振)兴)([藏疆])(?![粤电])"
)


@lru_cache(maxsize=1)
def _triggers() -> "AhoCorasick":
    """Two characters at a time, all that may begin an abbreviation: what follows is looked at there."""
    from ahocorasick_rs import AhoCorasick

    pairs = {a + b for a in _NAMES for b in _NAMES if a in _CLEAR or b in _CLEAR}
    pairs |= {fixed[:2] for fixed in _FIXED}
    pairs |= {verb + name for verb in [*_BEFORE, "治", "稳"] for name in _NAMES}
    return AhoCorasick(sorted(pairs))


def find_abbreviations(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Spans of abbreviations with the full names of the provinces they stand for, in their order."""
    reach = 0
    for _, start, _ in _triggers().find_matches_as_indexes(text, overlapping=True):
        if start < reach:
            continue
        if group := _GROUP.match(text, start):
            characters = _FIXED.get(group[0], tuple(group[0]))
            # 沪宁 is Shanghai and Nanjing: beside the lower Yangtze 宁 is not Ningxia.
            if len(set(characters)) < len(characters):
                continue
            if "宁" in characters and not set(characters) & set("陕甘青蒙陇闽藏"):
                continue
            reach = group.end()
            yield start, reach, tuple(dict.fromkeys(_NAMES[c] for c in characters))
        elif not _GROUP.match(text, start + 1) and (single := _SINGLE.match(text, start)):
            reach = single.end()
            yield single.start(1), reach, (_NAMES[single[1]],)
        elif not _GROUP.match(text, start + 1) and (single := _OPEN_SINGLE.match(text, start)):
            reach = single.end()
            yield reach - 1, reach, (_NAMES[single[1] or single[2]],)
