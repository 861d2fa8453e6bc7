"""Towns, subdistricts, communities and villages: no list knows them, their names show themselves."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportlens.annotate.places.divisions import PEOPLES
from reportlens.annotate.places.mentions import stands_alone
from reportlens.annotate.places.town_names import (
    LONGEST_NAME,
    is_kind,
    is_kind_alone,
    is_plain_word,
    may_be_name,
    shows_itself,
)
from reportlens.annotate.quantities.verbs import load_verbs

_HEAD = re.compile(
    "街道(?!党工委|[工委志上面内两]|环境|整治|保洁|清扫|绿化|亮化|景观|风貌|改造|路灯|社区)"
    "|镇(?!村|街|[江原海远宁安坪雄赉巴康沅静痛守域级区]|长(?![期远]))|"
    "乡(?!村|镇|[愁亲贤音土间情里级规俗下友野关试建]|[宁城](?:县|市))|社区(?![工教矫服卫养])|"
    "村(?!民|镇|[级庄务两居落屯组口史霸头]|集体|委)"
)
_TRIGGER = re.compile("村(?<!乡村)|[镇乡](?<!乡镇)|街道|社区")
# 武山县农业农村局, 武山县新农村建设: no villages.
_RURAL = re.compile("农业农村|.?新农村(?:建设|合作)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Two towns in a row, or a town and its village, prove each other: 城关镇和马力镇, 径山镇小古城村.
_NEXT = re.compile(
    r"[、和与及][\u4e00-\u9fff]{2,3}(?:镇|乡|街道)|[\u4e00-\u9fff]{2,4}?(?:村|社区)(?![民级庄集委工])"
)
_PEOPLE = re.compile(f"(?:{PEOPLES})族\\Z")  # 颍桥回族镇
_LONGEST_PEOPLE = 5
_OPENERS = frozenset("在到赴从至向是由为和与及")
# Before these a name may begin as well, where it shows itself: 所在的柏梁村, 位于双桥镇, 同石桥村结对.
_LEADS = _OPENERS | frozenset("的于同给对把将被请让据经距邻沿驻访抵进入往")
_WHERE = frozenset(
    "来自 选址 本县 我县 本区 我区 本市 我市 该县 该区 家住 地处 落户 坐落 毗邻 邻近 紧邻 其中 例如 比如 譬如 包括 以及".split()
)
# A name may follow one of these directly: 支持麦岭镇, 走访颍阳镇.
_VERBS = load_verbs("take") | {
    "前往",
    "深入",
    "走进",
    "来到",
    "奔赴",
    "驻守",
    "下沉",
    "挂包",
    "包抓",
    "蹲点",
    "服务",
}
_WHITHER = re.compile(
    "(?:来自|选址|[本我该][县区市]|家住|落户|坐落|[位落住居]于|[住落户]在|(?<!奔)赴|前往|来到|所在的|址[在于])\\Z"
)
_NO_START = _VERBS | load_verbs("ends")  # 临湖镇依托山村老屋
# What a town does or has: before these even a word of the dictionary is its name (丰乐镇推行).
_ACTS = re.compile(
    "党(?:[委工员组群]|政办|支部|总支)|纪委|人大|政府|机关|干部|书记|中学|小学|卫生院|派出所|司法所|推[行出动]|探索|率先|创新|建[起成立]|[把将]|的"
)
_VISITS = re.compile(f"[，。；、]|调研|走访|宣讲|慰问|开展|召开|参加|{_ACTS.pattern}")
# 大石桥村 is not the 石桥村 that was named before.
_OTHER = frozenset("大小新老上下前后东西南北中")


class Town(NamedTuple):
    """`text[start:end]` names a town, its own name from `own` on.

    `superior` is the end of the place that it begins with, if any.
    """

    start: int
    end: int
    superior: int | None
    own: int


def find_towns(text: str, places: Mapping[int, int]) -> Iterator[Town]:
    """Towns, subdistricts, communities and villages in their order.

    `places` are the ends of the places found so far, with their starts. Behind one of them (武山县洛门镇)
    nearly any word may be a name, and villages follow towns; elsewhere a name stands between limits and
    shows itself, or stands in a row of such names, or has been named before or is named later.
    """
    known = {end: Town(start, end, end, start) for end, start in places.items()}
    towns: list[Town] = []
    open_heads = []
    for trigger in _TRIGGER.finditer(text):
        head = _HEAD.match(text, trigger.start())
        if head is None or head.end() in places:
            continue
        town = _town(text, head, known)
        if town is None:
            open_heads.append(head)
        else:
            known[town.end] = town
            towns.append(town)
    names = {text[town.own : town.end] for town in towns}
    if names:
        towns += [town for head in open_heads if (town := _again(text, head, names, known))]
        towns.sort()
    # Of a town and its village, the whole chain.
    yield from {town.start: town for town in towns}.values()


def _again(text: str, head: re.Match[str], names: set[str], known: Mapping[int, Town]) -> Town | None:
    """A town named elsewhere in the text too."""
    for size in range(LONGEST_NAME, 1, -1):
        start = head.start() - size
        if start >= 0 and text[start : head.end()] in names and text[start - 1 : start] not in _OTHER:
            overlaps = any(end in known for end in range(start + 1, head.end()))
            return None if overlaps else Town(start, head.end(), None, start)
    return None


def _town(text: str, head: re.Match[str], known: Mapping[int, Town]) -> Town | None:
    at = head.start()
    if at and text[at - 1] == "族" and (people := _PEOPLE.search(text, max(0, at - _LONGEST_PEOPLE), at)):
        at = people.start()
    if head[0] == "村" and _RURAL.match(text, max(0, at - 3)):
        return None
    for size in range(2, LONGEST_NAME + 1):
        above = known.get(at - size)
        name = text[at - size : at]
        if above is not None and name[0] not in _OPENERS and _HAN.match(name):
            fits = may_be_name(name) and not is_kind(name, head[0])
            fits = fits and (size == 2 or name[:2] not in _NO_START)
            if text.startswith("村干部", at):
                fits = shows_itself(name, head[0])  # 天水市大学生村干部
            return Town(above.start, head.end(), above.superior, at - size) if fits else None
    if head[0] == "社区":
        return None  # without a superior too many of them are kinds, not names
    if not at or text[at - 1] == "农" or is_kind(text[at - 1], head[0]):
        return None
    size = _in_row(text, at, head.end(), known) if head[0] != "村" else 0
    size = size or _bare(text, at, head)
    return Town(at - size, head.end(), None, at - size) if size else None


def _bare(text: str, at: int, head: re.Match[str]) -> int:
    """The size of a name without its superior; 0 if there is none."""
    for size in range(LONGEST_NAME, 1, -1):
        start = at - size
        if start < 0 or not _may_begin(text, start):
            continue
        name = text[start:at]
        if name[0] in _LEADS or name[:2] in _VERBS or name[:2] in _WHERE:
            continue
        if shows_itself(name, head[0]) or (
            is_plain_word(name, head[0]) and _is_named(text, start, head.end())
        ):
            # Where the name begins a word has to; where it ends none: 口镇 is a word.
            return size if stands_alone(text, start, start + 1) else 0
    return 0


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether so much in front of a town or behind it speaks of one that a plain word names it."""
    if _WHITHER.search(text, max(0, start - 4), start):
        return True
    if text[start - 1 : start] == "到":
        return _VISITS.match(text, end) is not None
    return not _HAN.match(text[start - 1 : start]) and _ACTS.match(text, end) is not None


def _may_begin(text: str, start: int) -> bool:
    """Whether a name that shows itself can begin at `start`."""
    before = text[start - 1 : start]
    return before in _LEADS or _begins(text, start) or text[start - 2 : start] in _WHERE


def _begins(text: str, start: int) -> bool:
    """Whether a name can begin at `start`: behind a mark, a preposition or a verb."""
    before = text[start - 1 : start]
    return not before or before in _OPENERS or not _HAN.match(before) or text[start - 2 : start] in _VERBS


def _in_row(text: str, at: int, end: int, known: Mapping[int, Town]) -> int:
    """The size of a name that stands before or behind another town, or before its village; 0 if none."""
    for size in (2, 3):
        start = at - size
        if start < 0 or not may_be_name(text[start:at]) or is_kind_alone(text[start:at]):
            continue
        if not _begins(text, start):
            continue
        # 帮扶麦岭镇、联系古岭镇: the members of a row may have a verb each.
        row = start > 1 and text[start - 1] in "、和与及" and text[start - 2] in "镇乡道"
        if row or _NEXT.match(text, end) or (text[start - 2 : start] in _VERBS and start - 3 in known):
            return size
    return 0
