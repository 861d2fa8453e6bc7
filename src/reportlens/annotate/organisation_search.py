"""One automaton for all the words that names of organisations end or begin with, and two patterns beside it."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlens.annotate.organisation_heads import (
    BODIES,
    HAN,
    HEADS,
    KNOWN,
    LEVELS,
    NATIONAL,
    OPEN_NATIONAL,
    PARTY,
)
from reportlens.annotate.organisation_own import OWN_BODIES

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

WORK_COMMITTEES = ("机关工委", "机关纪工委", "机关纪检监察工委", "纪检监察工委", "工委", "纪工委")
FOUNDING = ("成立", "组建", "创办", "设立")
# An association that is founded, unless a number of them is.
FOUND = re.compile(
    f"(?:{'|'.join(FOUNDING)})了?([{HAN}]{{2,10}}?(?:协会|学会|联合会|基金会|商会|促进会|研究会|研究院|服务中心|合作社|公司))"
    f"(?![{HAN}]{{0,20}}\\d)"
)
# 各界新闻网讯（记者 …）
DATELINE = re.compile(
    f"^([{HAN}]{{2,8}}?(?:新闻网|日报|晚报|早报|都市报|电视台|融媒体中心|通讯社|报))(?=讯|记者|[（(]记者|全媒体|消息)",
    re.MULTILINE,
)


@lru_cache(maxsize=1)
def heads_automaton() -> "tuple[AhoCorasick, tuple[tuple[str, str], ...]]":
    """Heads and the kinds they are of; of several at one place the longest is found."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    kinds: dict[str, str] = {}
    for kind, words in (
        ("named", HEADS),
        ("body", BODIES),
        ("known", KNOWN),
        ("party", PARTY),
        ("league", [f"团{level}委" for level in LEVELS]),
        ("work", WORK_COMMITTEES),
        ("own", OWN_BODIES),
        ("founded", FOUNDING),
        ("open", OPEN_NATIONAL),
        ("national", NATIONAL),
    ):
        kinds |= dict.fromkeys(words, kind)
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds.items())
