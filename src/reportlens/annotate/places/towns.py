"""Towns, subdistricts, communities and villages: no list knows them, their names show themselves."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from reportlens.annotate.tokens import segmenter

_HEAD = re.compile(
    "(?:街道(?:办事处)?(?!党工委|[工委]|志)|镇(?!村|街|[江原海远宁安坪雄赉巴康沅静痛守]|[域级区]|长(?![江]))|"
    "乡(?!村|镇|[愁亲贤音土间情里级规俗下友野关试音建]|[宁城](?:县|市))|社区(?!居委|[工教矫服矫卫养])|"
    "村(?!民|镇|[级庄务两居落干屯组口史霸]|集体|委))"
)
_TRIGGER = re.compile("[镇乡村]|街道|社区")
_FUNCTION = frozenset(
    "的了和与及在是有为对将把被让从向到由等各全每某该本这那其之以于并或个名进推走深开展抓促管服务来去往驻包联帮扶强富美贫困"
    "示范试点行政自然农乡镇村城老古重中小大名集家故返下入出多两一二三四五六七八九十百千万数几首此我你他们户级着过也都就还又再不"
)
# In front of a head these make a kind of place, not a name.
_KINDS = frozenset(
    "重点 示范 行政 自然 贫困 脱贫 中心 试点 美丽 特色 城市 农村 智慧 和美 传统 边境 民族 建制 帮扶 包联 联系 联建 结对 城镇 "
    "乡镇 村镇 完整 老旧 搬迁 安置 易地 国际 未来 幸福 宜居 文明 先进 后进 软弱 薄弱 典型 样板 明星 工业 旅游 文化 生态 绿色 "
    "红色 革命 少数 商贸 经济 沿海 沿线 周边 全部 所有 相关 辖区 基层 各个 部分 偏远 国家 全国 省级 市级 县级 我们 他们 "
    "高效 数字 平安 法治 零碳 低碳 低空 新型 大型 中型 小型 单位 机关 党建 企业 校园 居民 青年 儿童 学习 推动 推进 深入 "
    "建设 打造 走进 开展 组织 加强 产业 专业 淘宝 电商 空心 整治 帮带 重点帮扶 卫星 千年 历史 名人 人口 融合 民俗".split()
)
_LONGEST_NAME = 4
_SEEN = 6  # characters before a head that are looked at
_OPENERS = frozenset("在到赴从至向是由为和与及")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def find_towns(text: str, ends: Mapping[int, int]) -> Iterator[tuple[int, int, int | None]]:
    """Spans of towns and the like: (start, end, end of the place in front of it or None).

    `ends` are the ends of the places found so far, with their starts. Behind one of them (武山县洛门镇)
    a name may be any word; elsewhere only characters that are no word together are taken for a name.
    """
    for trigger in _TRIGGER.finditer(text):
        head = _HEAD.match(text, trigger.start())
        if head is None:
            continue
        at = head.start()
        superior = next((at - n for n in range(1, _LONGEST_NAME + 1) if at - n in ends), None)
        if superior is not None:
            if _may_be_name(text[superior:at]):
                yield ends[superior], head.end(), superior
            continue
        if head[0][0] in "村社":
            continue  # too many of them are kinds, not names
        left = text[max(0, at - _SEEN) : at]
        size = _unknown_word(left, head[0])
        if size and (size == len(left) or left[-size - 1] in _OPENERS or not _HAN.match(left[-size - 1])):
            yield at - size, head.end(), None


@lru_cache(maxsize=1 << 14)
def _may_be_name(word: str) -> bool:
    return (
        len(word) > 1
        and _HAN.fullmatch(word) is not None
        and word not in _KINDS
        and not _FUNCTION & set(word)
        and not (len(word) == 4 and (word[:2] in _KINDS or word[2:] in _KINDS))
    )


@lru_cache(maxsize=1 << 14)
def _unknown_word(left: str, head: str) -> int:
    """How many characters before `head` are a name: two or three that are no word in the dictionary."""
    words = segmenter()(left + head)
    size = 0
    if words and words[-1] != head:
        return 0
    for word in reversed(words[:-1]):
        if len(word) > 1 or not _HAN.fullmatch(word) or word in _FUNCTION:
            break
        size += 1
    return size if 2 <= size <= 3 else 0
