"""What kind of line a line is, by its form: running text, a heading, a salutation, a statement."""

import re

from reportlens.normalise.furniture_rules import LONGEST

CLOSING = "”’」』）)》】"
_ENDINGS = tuple("。！？；…!?")
SALUTATION = re.compile(r"(?:尊敬的)?(?:各位|同志|代表|委员|女士|主席|主任|领导|朋友)[^。]{0,30}[：:！!]")
HEADING = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节部分篇条]|[一二三四五六七八九十]{1,3}[、.．是要]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|——|[①-⑳]"
)
# A figure and what it counts; 第3次 and 2024年 count nothing.
_COUNTED = re.compile(r"(?<![第\d])\d[\d.,]*(?:%|余|多|[万亿个名次项件人元场篇户所条处支家份米吨公])")


def is_prose(line: str) -> bool:
    """Whether a line is running text and not a headline, a label or a caption."""
    if len(line) >= LONGEST or (len(line) >= 12 and line.rstrip(CLOSING).endswith(_ENDINGS)):
        return True
    return "，" in line and (len(line) >= 40 or line[-1] in "：:")


def says_something(line: str) -> bool:
    """Whether a line is more than a headline: part of a text, however short."""
    return (
        is_prose(line)
        or any(mark in line for mark in "。；")
        or line.endswith(_ENDINGS)
        or HEADING.match(line) is not None
        or SALUTATION.fullmatch(line) is not None
        or _COUNTED.search(line) is not None
    )
