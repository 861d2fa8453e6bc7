"""Numbers that count nothing: ordinals, calendar dates, names, watchwords, quoted abbreviations."""

import re

from reportlens.annotate.quantities.numerals import chinese

_QUOTED = 14  # a figure in so short a quotation is part of a name
_LISTED = 3  # so many counted phrases in one quotation are a slogan
_NAMES = re.compile(
    "两个(?:维护|确立|文明|百年|一百年|务必|毫不动摇|巩固|大局|转变|凡是|覆盖|结合|健康|根本)"
    "|三个(?:代表|务必|面向|有利于|表率|区分开来|世界)|四个(?:意识|自信|全面|现代化|服从|伟大|革命|合格)"
    "|五个(?:统筹|必由之路|文明)|[八六]项(?:规定|纪律)|四项基本|四种形态|七台河|[五三九]台[山县区]|五家渠|三门[峡县]|六枝|七里河"
    "|[二三]元(?:区|结构|经济|对立)|五河县|四人帮|五项原则|[三五]位一体|二次元|八段锦|八门(?<=五花八门)|三家(?<=货比三家)|两张皮|三天两头|两块牌子|三座大山|四部曲|三部曲|十条纲要|百家|两条腿"
    "|五保户|八小时(?:工作|以?外)|三班倒|[三四]件套|二人转|三人行|两口子|[两三四]对照|三批[两次]|五类|三种人(?!：)|[四八九]方"
    "|(?:[二三四五六七八九十两]+|[0-9]{1,2})年(?:规划|计划|行动|动乱|内乱|浩劫|攻坚|义务|一贯|一遇|禁渔|[初末底春夏秋冬制期])"
)
_RANK = frozenset({"名", "位", "批", "类", "强", "期", "期次"})
_STAGE = re.compile("[期批](?:工程|项目|建设|改造|厂房)")
_PLENUM = re.compile("次(?:全会|全体|会议|代表大会|党代会|集体学习)")
_YEAR = re.compile("(?<![0-9.])(?:(?:1[0-9]|2[01])[0-9]{2}|[〇○零一二三四五六七八九]{2,4})\\Z")
_DATE_AFTER = re.compile("[0-9]{1,2}月|[一二三四五六七八九十]{1,2}月")
# 思想、组织、作风三个方面, “强、育、创”三项工程: the number of what is listed before it; 以下四个方面 of what follows.
_SUMMED = re.compile(
    "(?:方面|环节|层面|维度|任务|工程|计划|行动|目标|原则|要求|步骤|主题|专题|内容|重点|关键)"
)
_FOLLOWING = ("以下", "如下", "下列", "下面")
_SUMMED_UNITS = frozenset({"个", "项", "条", "类", "种"})
_LISTING = re.compile("[、，]")
_QUOTATIONS = re.compile("(?:“[^“”]*”[、和与]?)+\\Z")
_LAST_TWO = re.compile("[、和与]|以及")
_LIST = 80  # characters of a list that are looked at
_COUNTED = re.compile("[一二两三四五六七八九十][条个项种件类名支]")


def is_label(text: str, start: int, end: int, unit: str, kind: str, han: str) -> bool:
    """Whether the figure `text[start:end]` (`han`: its Chinese numeral) is a mere label or a date."""
    before = text[start - 1 : start] if start else ""
    if before in ("第", "〔", "+", "×") or (end < len(text) and text[end] in "+级》"):  # 《干部监督二十条》
        return True
    if before in ("前", "后", "末") and unit in _RANK:
        return True
    if kind == "time" and _is_calendar(text, start, end, unit, han):
        return True
    if (han or kind == "time") and _NAMES.match(text, start):
        return True
    if unit in ("期", "批") and _STAGE.match(text, end - 1) and (han or before in ("、", "（")):
        return True
    if unit == "届" and text[max(0, start - 2) : start] not in ("连续", "举办", "承办", "召开"):
        return True
    if unit == "次" and (before == "届" or (_PLENUM.match(text, end - 1) and before in ("大", "会", "、"))):
        return True
    if unit == "分" and before in ("时", "点"):
        return True
    if han and unit in _SUMMED_UNITS and _SUMMED.match(text, end) and _sums_up(text, start, chinese(han)):
        return True
    return _is_quoted(text, start, end, han)


def _sums_up(text: str, start: int, value: float | None) -> bool:
    """Whether `value` is the number of the members of the list that ends at `start`, or of what follows."""
    left = text[max(0, start - _LIST) : start]
    if left.endswith(_FOLLOWING):
        return True
    if quotations := _QUOTATIONS.search(left):
        inner = quotations[0].rstrip("、和与")[1:-1]
        members = inner.count("“") + 1
        return value == (members if members > 1 else len(_LISTING.split(inner)))
    clause = re.split("[，。；：！？\n]", left)[-1]
    return clause.count("、") > 0 and value in (clause.count("、") + 1, len(_LAST_TWO.split(clause)))


def _is_calendar(text: str, start: int, end: int, unit: str, han: str) -> bool:
    """2021年, 5月, 一季度 and 20年代 are dates; 2年, 5个月 and 3个季度 last."""
    figure = text[start : end - len(unit)]
    if unit == "年":
        return _YEAR.search(figure) is not None or _DATE_AFTER.match(text, end) is not None
    if unit in ("月", "季度"):
        return not figure.endswith(("个", "多", "半"))
    return False


def _is_quoted(text: str, start: int, end: int, han: str) -> bool:
    """Inside a short quotation (“三个重要”), or one of many counted phrases in a longer one."""
    opening = text.rfind("“", max(0, start - 60), start)
    if opening < 0 or text.find("”", opening, start) >= 0:
        return False
    closing = text.find("”", end, end + 60)
    if closing < 0:
        return False
    if "每" in text[opening:start] and not han:
        return False  # “每家固定5人” is a rule, no name
    if closing - opening <= _QUOTED and "，" not in text[opening:closing]:
        return True
    return (
        bool(han)
        and "。" not in text[opening:closing]
        and len(_COUNTED.findall(text, opening, closing)) >= _LISTED
    )
