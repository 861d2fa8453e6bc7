"""Towns, subdistricts, communities and villages: no list knows them, their names show themselves."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.places.divisions import PEOPLES
from reportlens.annotate.quantities.verbs import load_verbs
from reportlens.annotate.tokens import segmenter

_HEAD = re.compile(
    "街道(?!党工委|[工委志])|镇(?!村|街|[江原海远宁安坪雄赉巴康沅静痛守域级区]|长)|"
    "乡(?!村|镇|[愁亲贤音土间情里级规俗下友野关试建]|[宁城](?:县|市))|社区(?![工教矫服卫养])|"
    "村(?!民|镇|[级庄务两居落干屯组口史霸]|集体|委)"
)
_TRIGGER = re.compile("[镇乡村]|街道|社区")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Two towns in a row, or a town and its village, prove each other: 城关镇和马力镇, 径山镇小古城村.
_NEXT = re.compile(
    r"[、和与及][\u4e00-\u9fff]{2,3}(?:镇|乡|街道)|[\u4e00-\u9fff]{2,4}?(?:村|社区)(?![民级庄集委工])"
)
# Words that join or lead, never part of a name behind its superior; elsewhere more is suspicious.
_JOINING = frozenset(
    "的了和与及在是有为对将把被让从向到由等各全每某该本这那其之以于并或个名推抓促管也都就还又再不至到镇乡村"
)
_SUSPICIOUS = _JOINING | frozenset(
    "进走深开展服务来去往驻包联帮扶强富美贫困示范试点行政自然农城老古重中小大集家故返下入出多两一二三四五六七八九十百千万数几首此我"
    "你他们户级着过产型"
)
# In front of a head these make a kind of place, not a name.
_KINDS = frozenset(
    "重点 示范 行政 自然 贫困 脱贫 中心 试点 美丽 特色 城市 农村 智慧 和美 传统 边境 民族 建制 帮扶 包联 联系 联建 结对 城镇 "
    "完整 老旧 搬迁 安置 易地 国际 未来 幸福 宜居 文明 先进 后进 软弱 薄弱 典型 样板 明星 工业 旅游 文化 生态 绿色 红色 革命 少数 "
    "商贸 经济 沿海 沿线 周边 全部 所有 相关 辖区 基层 各个 部分 偏远 国家 全国 省级 市级 县级 我们 他们 高效 数字 平安 法治 零碳 "
    "低碳 低空 新型 大型 中型 小型 单位 机关 党建 企业 校园 居民 青年 儿童 学习 推动 推进 深入 建设 打造 走进 开展 组织 加强 产业 "
    "专业 淘宝 电商 空心 整治 帮带 卫星 千年 历史 名人 人口 融合 民俗 深化 强化 提升 实施 推行 落实 发展 党员 干部 群众 社会 "
    "优秀 涣散 城郊 城中 城乡 中小 下沉 返乡 下乡 进村 驻村 入户".split()
)
_KIND_ENDS = {"镇": "小古名重集强城村大特", "乡": "侨城家故水梦回返还下他同老"}
_LONGEST_NAME = 3
_SEEN = 6  # characters before a head that are looked at
_PEOPLE = re.compile(f"(?:{PEOPLES})族\\Z")  # 颍桥回族镇
_LONGEST_PEOPLE = 5
_OPENERS = frozenset("在到赴从至向是由为和与及")
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


class Town(NamedTuple):
    """`text[start:end]` names a town; `superior` is the end of the place that it begins with, if any."""

    start: int
    end: int
    superior: int | None


def find_towns(text: str, places: Mapping[int, int]) -> Iterator[Town]:
    """Towns, subdistricts, communities and villages in their order.

    `places` are the ends of the places found so far, with their starts. Behind one of them (武山县洛门镇)
    nearly any word may be a name, and villages follow towns; elsewhere a name of a town is one that is
    no word in the dictionary, or stands in a row of such names.
    """
    known = {end: Town(start, end, end) for end, start in places.items()}
    last: Town | None = None
    for trigger in _TRIGGER.finditer(text):
        town = _town(text, trigger.start(), known)
        if town is None:
            continue
        known[town.end] = Town(town.start, town.end, town.superior)
        if last is not None and last.start != town.start:
            yield last
        last = town
    if last is not None:
        yield last


def _town(text: str, at: int, known: Mapping[int, Town]) -> Town | None:
    head = _HEAD.match(text, at)
    if head is None:
        return None
    if at and text[at - 1] == "族" and (people := _PEOPLE.search(text, max(0, at - _LONGEST_PEOPLE), at)):
        at = people.start()
    for size in range(2, _LONGEST_NAME + 1):
        above = known.get(at - size)
        name = text[at - size : at]
        if above is not None and _HAN.fullmatch(name) and name[0] not in _OPENERS:
            fits = _may_be_name(name) and not _is_kind(name, head[0])
            return Town(above.start, head.end(), above.superior) if fits else None
    if head[0] in ("村", "社区"):
        return None  # without a superior too many of them are kinds, not names
    left = text[max(0, at - _SEEN) : at]
    size = _in_row(text, at, head.end(), known) or _unknown_word(left, head[0])
    if size and _is_kind(left[-size:], head[0]):
        return None
    return Town(at - size, head.end(), None) if size and _begins(text, at - size) else None


def _begins(text: str, start: int) -> bool:
    """Whether a name can begin at `start`: behind a mark, a preposition or a verb."""
    before = text[start - 1 : start]
    return not before or before in _OPENERS or not _HAN.match(before) or text[start - 2 : start] in _VERBS


def _is_kind(name: str, head: str) -> bool:
    """小镇, 侨乡 and 中关村 are no towns."""
    return name[-1] in _KIND_ENDS.get(head, "") or name + head == "中关村"


def _in_row(text: str, at: int, end: int, known: Mapping[int, Town]) -> int:
    """The size of a name that stands before or behind another town, or before its village; 0 if none."""
    for size in (2, 3):
        start = at - size
        if start < 0 or not _may_be_name(text[start:at]):
            continue
        if not _begins(text, start):
            continue
        # 帮扶麦岭镇、联系古岭镇: the members of a row may have a verb each.
        row = start > 1 and text[start - 1] in "、和与及" and text[start - 2] in "镇乡道"
        if row or _NEXT.match(text, end) or (text[start - 2 : start] in _VERBS and start - 3 in known):
            return size
    return 0


@lru_cache(maxsize=1 << 14)
def _may_be_name(word: str) -> bool:
    return (
        _HAN.fullmatch(word) is not None
        and word not in _KINDS
        and _JOINING.isdisjoint(word)
        and not (len(word) > 2 and (word[:2] in _KINDS or word[-2:] in _KINDS))
    )


@lru_cache(maxsize=1 << 14)
def _unknown_word(left: str, head: str) -> int:
    """How many characters before `head` are a name: two or three that are no word in the dictionary."""
    words = segmenter()(left + head)
    size = 0
    if words and words[-1] != head:
        return 0
    for word in reversed(words[:-1]):
        if len(word) > 1 or not _HAN.fullmatch(word) or word in _SUSPICIOUS:
            break
        size += 1
    return size if 2 <= size <= 3 else 0
