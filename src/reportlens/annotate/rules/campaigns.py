"""Campaigns without quotation marks, by their last word: 开展百日攻坚行动."""

import re
from collections.abc import Iterator

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.terms import Span

_LAUNCHED = "(?:开展|启动|实施|部署|推进|组织)了?(?:全[省市县区州盟旗]|新一轮|推进|大力)?"
_NAME = "[^，。；：、！？“”‘’《》（）\\n的了和与在\\d]{2,10}?"
_HEAD = re.compile(
    "(?:行动|大讨论|大比武|大竞赛|教育整顿|专项整治|集中整治|专项治理)(?=[，。；、\\n和与及]|$)"
)
_BEFORE = re.compile(f"{_LAUNCHED}(?P<name>{_NAME})$")
# 百日攻坚行动 is a campaign whatever it is about; else a term of the work line has to stand in its name.
_TIMED = ("百日", "春季", "夏季", "秋季", "冬季", "四季度")


def find_campaigns(reading: Reading) -> Iterator[Span]:
    """Campaigns of the work line that a verb of launching precedes."""
    text = reading.text
    for head in reading.cues.matches("campaign", _HEAD):
        low = max(0, head.start() - 18)
        match = _BEFORE.search(text[low : head.start()])
        if match is None:
            continue
        start, end = low + match.start("name"), head.end()
        if text.startswith(_TIMED, start) or reading.is_political(start, end):
            yield Span(start, end, text[start:end], "campaign-brand", "pattern")
