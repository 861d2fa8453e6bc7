"""Whether some characters may be the name of a town or village, and not a kind of them (示范村, 小镇)."""

import re
from functools import lru_cache

from reportlens.annotate.tokens import segmenter

_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Words that join or lead, never part of a name behind its superior; elsewhere more is suspicious.
_JOINING = frozenset(
    "的了和与及在是有为对将把被让从向到由等各全每某该本这那其之以于并或个名推抓促管也都就还又再不至到镇乡村"
)
_SUSPICIOUS = frozenset(
    "进走深开展服务来往驻包联帮扶强富美贫困示范试行政农返入出多户级着过产型首此我你他们几数超特优"
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
# Behind its superior such a word may still be a name or a part of one.
_KINDS_ALONE = frozenset(
    "平原 丘陵 果林 先锋 模范 属地 牵头 人民 兄弟 姐妹 邻近 相邻 附近 邻里 周围 空壳 移民 回迁 保留 撤并 合并 所在 所属 主城 老城 新城 古城 山区 库区 牧区 矿区 林区 景区 郊区 "
    "灾区 老区 湖区 坝区 藏区 口岸 抵边 沿边 边远 边疆 边防 高山 深山 大山 小山 远山 荒山 矿山 开山 上山 沿山 海岛 沿江 沿河 沿湖 沿湾 "
    "滨海 滨江 滨河 滨湖 临江 临河 近海 出海 内河 江河 江湖 山川 山河 山沟 山坡 山谷 河谷 平川 水库 温泉 水源 绿洲 沙漠 农田 良田 油田 "
    "煤田 盐田 梯田 种田 农庄 山庄 村庄 酒店 门店 网店 商店 平台 舞台 后台 前台 电台 港口 路口 窗口 出口 进口 关口 户口 人口 渡口 缺口 "
    "门口 森林 园林 造林 丛林 园区 社区 校区 片区 片角 宜业 宜游 康养 康乐 休闲 度假 文旅 农旅 科技 科教 教育 科学 体育 艺术 书画 诗词 "
    "长寿 健康 生活 农业 林业 渔业 牧业 商业 物流 能源 石油 煤炭 钢铁 制造 加工 外贸 侨胞 无讼 无毒 清廉 廉洁 和谐 平安 节水 海绵 森林 "
    "温柔 鱼米 无烟 零工 志愿 共富 小康 富裕 落后 滞后 困难 一般 普通 许多 不少 大量 整个 另外 其他 其它 其余 任何 同一 唯一 相同 各自 自己 原来 "
    "过去 曾经 如今 现在 当地 本地 外地 异地 外来 家乡 故乡 他乡 老家 下游 上游 沿途 沿路 公路 铁路 航天 航空 军民 拥军 双拥 双强 双联 "
    "三无 三类 四类 五星 一类 二类 多个 几个 两个 三个 首个 整村 整乡 整镇 重灾 受灾 受援 支援 扶贫 乡风 易迁 集中 分散 规模 连片 成片".split()
)
_KIND_ENDS = {"镇": "小古名重集强城村大特圩边名", "乡": "侨城家故水梦回返还下他同老", "街道": "条区边旁"}
# What the names of places end in: what the place lies at, or grew from.
_FEATURES = frozenset(
    "山岭峰岗冈坡坪坝坎垭坳岩崖岛洲沟溪河江湖海塘池潭泉井渠沙滩湾洼淀泊渡港浦津桥堰坑洞谷峪峡川塬垣梁峁口庄店铺屯寨堡窑庙寺塔亭"
    "台柳槐杨松柏桑树林石田圩埠墩垛垱坞垄垌冲塆垸磡嶂嵊峒崮圪"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文裴"
)
_NUMERALS = frozenset("一二三四五六七八九十百千万两")
LONGEST_NAME = 3


@lru_cache(maxsize=1 << 14)
def may_be_name(word: str) -> bool:
    """Whether `word` can be a name at all: no kind of place, no function word in it."""
    return (
        _HAN.fullmatch(word) is not None
        and word not in _KINDS
        and _JOINING.isdisjoint(word)
        and not (len(word) > 2 and (word[:2] in _KINDS or word[-2:] in _KINDS))
    )


def is_kind(name: str, head: str) -> bool:
    """小镇, 侨乡 and 中关村 are no towns."""
    return name[-1] in _KIND_ENDS.get(head, "") or name + head == "中关村"


def _is_suspicious(name: str, head: str) -> bool:
    return (
        not may_be_name(name)
        or is_kind(name, head)
        or not _SUSPICIOUS.isdisjoint(name)
        or is_kind_alone(name)
    )


def is_kind_alone(name: str) -> bool:
    """Whether `name` is, begins or ends with a word for a kind of place (滨海, 高山)."""
    return not _KINDS_ALONE.isdisjoint((name, name[:2], name[-2:]))


@lru_cache(maxsize=1 << 14)
def shows_itself(name: str, head: str) -> bool:
    """Whether `name` between two limits is one by its look: no word of the dictionary, or 双桥, 石门洼.

    A village needs the feature: 后富村 and 双带村 are kinds, and there are always new ones.
    """
    if _is_suspicious(name, head):
        return False
    if len(name) == LONGEST_NAME and name[-1] + head == "山村" and len(segmenter()(name[:2])) == 1:
        return False  # 依托山村
    if name[-1] in _FEATURES or (name[-1] == "家" and name[0] in _SURNAMES):
        return True
    if head == "村" or name[0] in _NUMERALS:
        return False
    return all(len(word) == 1 for word in segmenter()(name))


@lru_cache(maxsize=1 << 12)
def is_plain_word(name: str, head: str) -> bool:
    """Whether `name` is a word that a town may be called by: 丰乐, 落霞."""
    return len(name) == 2 and head != "村" and not _is_suspicious(name, head) and name[0] not in _NUMERALS
