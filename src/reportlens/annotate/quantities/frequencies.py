"""How often something is done: 每半年, 每季度一次, 月督导、季观摩, 一季一督查."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportlens.annotate.date_patterns import KINDS, RHYTHM_VERBS

_PATTERN = re.compile(
    f"(?P<every>{KINDS['every']})|(?P<by>{KINDS['by']})|(?P<rhythm>{KINDS['rhythm']})"
    "|(?P<pair>(?<![0-9一二三四五六七八九十])一(?:季度?|月|周)一(?=[^0-9体样定直起流共年月日]))"
)
# Where one may begin; the pattern is tried there only.
_TRIGGER = re.compile(
    "[每按逐一半季月周旬年日](?:(?<=[每按逐])(?=[隔半个季年月周星旬天日0-9一二两三四五六七八九十])"
    f"|(?<=一)(?=(?:季度?|月|周)一)|(?<=[季月周旬年日])(?=度?(?:{RHYTHM_VERBS}))|(?<=半)(?=年(?:{RHYTHM_VERBS})))"
)
_ONCE = re.compile("[一1](?:次|轮|期|场|遍|回)(?![年线生流])")
_REACH = 24  # characters between 每季度 and 一次
# 每年都, 每月人均: no action follows.
_NO_ACTION = re.compile("[都的均人各平递增以]|[，。；、：！？）”\n]|\\Z")
_NAMES = {"季": "季度"}


class Frequency(NamedTuple):
    """`text[start:end]` says how often; `once` where 一次 is written. The action follows `action`."""

    start: int
    end: int
    period: str
    once: bool
    action: int
    rate: bool


def find_frequencies(text: str) -> Iterator[Frequency]:
    """The expressions of frequency from left to right; `rate` ones may govern a figure (每年2次)."""
    reach = 0
    for trigger in _TRIGGER.finditer(text):
        match = _PATTERN.match(text, trigger.start()) if trigger.start() >= reach else None
        if match is None:
            continue
        start, reach = match.span()
        end = reach
        surface = match[0]
        if match["every"]:
            if text[start - 2 : start] == "平均":
                continue
            once = _ONCE.search(text, end, _clause_end(text, end, end + _REACH))
            if once is None and _NO_ACTION.match(text, end):
                continue
            # From 每季度 to 一次 where only the action stands between.
            yield Frequency(start, once.end() if once else end, surface, once is not None, end, True)
        elif match["by"]:
            if surface[0] == "按" and not _NO_ACTION.match(text, end):
                yield Frequency(start, end, "每" + _NAMES.get(surface[1:], surface[1:]), False, end, True)
        elif match["rhythm"]:
            yield Frequency(start, end, "每" + _NAMES.get(surface, surface), False, end, False)
        else:
            unit = surface[1:-1]
            once = _ONCE.match(text, end - 1)
            end = once.end() if once else end
            yield Frequency(start, end, "每" + _NAMES.get(unit, unit), bool(once), end, False)


def _clause_end(text: str, start: int, limit: int) -> int:
    for k in range(start, min(limit, len(text))):
        if text[k] in "，。；！？\n每":
            return k
    return min(limit, len(text))
