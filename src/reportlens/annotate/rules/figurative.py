"""Quotations that are no names: figures of speech, faults, words of a speaker, means to an end."""

import re

from reportlens.annotate.rules.reading import LONGEST_QUOTATION, Quotation
from reportlens.annotate.rules.tables import by_last

_SPEECH = ("说", "道", "指出", "强调", "要求", "提出", "表示", "讲", "曰", "回答", "问", "要", "认为")
_SAID = tuple(verb + mark for verb in _SPEECH for mark in ("", "：", "，"))
_AFTER = re.compile("[”’](?:作用|角色|般|似的|式的|的?问题|的?(?:现象|困境|怪圈|窘境)|成色|底色)")
# What a number in quotation marks is: 12345, 120.
_DIALLED = re.compile("[”’](?:(?:便民|市民|政务服务)?热线|电话|急救|报警)")
# 以“坚强堡垒”激活: what is quoted is the means of what follows, and no name. Names are 为载体 and the like.
_MEANS = re.compile("[”’](?!命名|冠名|[^，。；]{0,4}为|的|等|之)[^\\W\\d]{2}")
_MEANS_LENGTH = 4
# 认为党建与业务“联系不大”: a view that somebody holds.
_HELD = re.compile("(?:认为|觉得|以为|误以|看成|当成|视为)[^，。；！？：“”\n]{0,20}$")
_CLAUSE = 24
_CLOSING = ("”", "’")


def is_number_called(text: str, end: int) -> bool:
    """Whether a number in quotation marks that ends at `end` is one that people dial, or plays a part."""
    return _DIALLED.match(text, end) is not None or is_likened(text, end)


def is_likened(text: str, end: int) -> bool:
    """Whether what follows a quotation says that it is an image or a fault: “领头雁”作用, “两头热”的现象."""
    return _AFTER.match(text, end) is not None


def is_said(text: str, start: int) -> bool:
    """Whether a verb of speech stands before the quotation, or before the one that it follows."""
    before = _first_of_chain(text, start)
    return before > 0 and text.endswith(_SAID, 0, before)


def is_figurative(text: str, quotation: Quotation) -> bool:
    """Whether the words of a quotation or before it show an image: “红色引擎”, 告别“断头路”, 以“清流作风”擦亮."""
    start, end, inner = quotation
    first = _first_of_chain(text, start) if text[start - 2 : start - 1] in _CLOSING else start - 1
    before = by_last("figurative_before.txt").get(text[first - 1 : first])
    if before and text.endswith(before, 0, first):
        return True
    if _HELD.search(text, max(0, first - _CLAUSE), first):
        return True
    heads = by_last("figurative_heads.txt").get(inner[-1])
    if heads and inner.endswith(heads):
        return True
    if len(inner) != _MEANS_LENGTH or text[start - 2 : start - 1] != "以":
        return False
    return _MEANS.match(text, end) is not None


def _first_of_chain(text: str, start: int) -> int:
    """Where the opening mark of a quotation stands, or that of the one which it directly follows."""
    before = start - 1
    if text[before - 1 : before] in _CLOSING:
        low = max(0, before - LONGEST_QUOTATION - 2)
        opening = max(text.rfind("“", low, before), text.rfind("‘", low, before))
        return opening if opening >= 0 else before
    return before
