"""What a figure is compared with, and what a clause or a list before it speaks of."""

import re

from reportlens.annotate.quantities.phrases import LONGEST, measured, strip_lead, strip_tail
from reportlens.annotate.quantities.verbs import load_verbs

_TREND = load_verbs("trend")
# 较上年增长, 超过全国平均水平: a measure the figure is held against, never what it counts.
_COMPARED = re.compile(
    "(?:同比|环比|(?<![占对无相])比(?![例重武拼学率值赛])|较(?![大为])|超过|超出|高于|低于|高出|快于|慢于|优于|好于|领先于?)"
    "[^，、；]{0,8}?(?:平均|水平|[去上前同往当历]年|年[初底末前]|同期|上期|上月|上季度|以往|之前|原来|过去|考核|目标|任务|计划|预期"
    "|全[国省市县区]|(?:19|20)[0-9]{2}年|[〇○零一二三四五六七八九]{4}年|[0-9]月)[^，、；]{0,8}\\Z"
)
_SIGN = re.compile("[比较超高低快慢优好领]")
# Where the topic of a clause without a figure ends: 群众满意度 in 群众满意度持续攀升.
_TOPIC_END = re.compile(
    "稳步|持续|不断|逐年|明显|大幅|显著|有效|全面|进一步|实现|位居|位列|再创|再上|保持|连续|平稳|稳定|全部|普遍|已|均|得到|取得|迈"
    "|继续|快速|总体|由|从|" + "|".join(sorted(_TREND))
)
_MEASURES = re.compile(
    "(?:率|度|量|额|值|数|比重|占比|比例|收入|水平|增速|人数|面积|成本|规模|指数|支出|投资|产业|产量)\\Z"
)
_RESPECTIVELY = re.compile("([^，；：]+?)(?:占比|比重)?(?:[约仅已]|比[^，]{1,6}|较[^，]{1,6}|同比)?分别")
_JOINED = re.compile("[、和与及]")
_SHARED = re.compile(
    "(?:人均可支配收入|增加值|(?:全产业链|总)?产值|产量|总额|[零销]售额|交易额|成交额|投资|进出口|余额|标准|占比|比重|比例|人数|数量|总数|起数|件数|增速|面积"
    "|吞吐量|总量|规模|水平|补贴|保有量|均价|收入|支出|率|量|额|数)\\Z"
)


def uncompared(core: str) -> str:
    """`core` without the comparison that ends it; empty where it is nothing else.

    >>> uncompared("群众满意度较上年提高"), uncompared("超过全市平均水平")
    ('群众满意度', '')
    """
    if not _SIGN.search(core):
        return core
    match = _COMPARED.search(core)
    return core[: match.start()] if match else core


def topic(clause: str) -> str:
    """What is measured in a clause without figures (群众满意度持续攀升); empty where nothing is."""
    clause = strip_lead(clause)
    end = _TOPIC_END.search(clause, 1)
    noun = measured(clause[: end.start()] if end else clause)
    return noun if 1 < len(noun) <= LONGEST and _MEASURES.search(noun) else ""


def respective(head: str, nth: int, count: int) -> str:
    """The `nth` of the nouns before 分别, where as many figures as nouns follow; empty otherwise."""
    match = _RESPECTIVELY.search(head)
    if match is None:
        return ""
    nouns = _JOINED.split(strip_tail(strip_lead(match[1])))
    if len(nouns) < 2 or len(nouns) > count or nth >= len(nouns) or min(map(len, nouns)) < 2:
        return ""
    shared = _SHARED.search(nouns[-1])
    noun = nouns[nth]
    if shared and shared[0] not in ("量", "额") and not _SHARED.search(noun):
        noun += shared[0]
    return measured(noun) if nth == 0 else noun
