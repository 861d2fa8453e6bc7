"""Refrains: slogans whose members repeat a word, with or without marks between them.

同谋划同部署同推进; 一手抓党建、一手抓业务; 项目建到哪里，党旗就飘扬到哪里.
"""

import re
from collections.abc import Iterator

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.terms import Span

# With so many characters no chance.
SHORTEST = 9
_REPEATED = re.compile(r"([同共互抓])(?:(?!\1)[^\W\d]){1,2}(?:\1(?:(?!\1)[^\W\d]){2}){2,}")
# 抓服务质量: the last object of 抓 is longer than those before.
_GOES_ON = re.compile(r"(?!的)[^\W\d]")
_HANDS = re.compile(
    r"一手(?:抓|促|建|强)([^\W\d的]{2,8})(?:[、，]|、?另)一手(?:抓|促|建|强)(?!\1)[^\W\d的]{2,8}(?=[，。；：！”\n]|的|$)"
)
# From the first 哪里 backwards and forwards: 哪里 is rarer than what may begin the refrain.
_WHERE = "哪里"
_BEFORE = re.compile(
    r"(?:^|[^\w])(?:围绕|做到|确保|实现|坚持|始终|努力|真正|要|让|使){0,3}([^\W\d]{1,16}(?:到|在))$"
)
_AFTER = re.compile(r"哪里[，、]([^\W\d]{1,12}就[^\W\d]{0,10}(?:到|在)哪里)(?=[，。；！”\n、]|$)")


def find_refrains(reading: Reading) -> Iterator[Span]:
    """Slogans that say one word over again."""
    text = reading.text
    for word in "同共互抓":
        place = text.find(word)
        while place >= 0:
            # The word comes again after one or two characters.
            match = _REPEATED.match(text, place) if word in text[place + 2 : place + 4] else None
            if (
                match
                and len(match[0]) >= SHORTEST
                and not (word == "抓" and _GOES_ON.match(text, match.end()))
            ):
                yield _span(text, place, match.end())
            place = text.find(word, match.end() if match else place + 1)
    for match in _HANDS.finditer(text):
        yield _span(text, match.start(), match.end())
    yield from _follows(text)


def _follows(text: str) -> Iterator[Span]:
    """工程推进到哪里，党旗就飘扬到哪里: wherever one thing goes the other follows."""
    place = text.find(_WHERE)
    while place >= 0:
        end = place + len(_WHERE)
        if after := _AFTER.match(text, place):
            low = max(0, place - 30)
            if before := _BEFORE.search(text[low:place]):
                end = after.end()
                yield _span(text, low + before.start(1), end)
        place = text.find(_WHERE, end)


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end], "slogan-principle", "pattern")
