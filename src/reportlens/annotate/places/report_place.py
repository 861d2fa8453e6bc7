"""The place that a report is about."""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlens.annotate.places.divisions import Division
from reportlens.annotate.places.gazetteer import Gazetteer
from reportlens.annotate.places.mentions import Mention, find_mentions
from reportlens.report import Facts, Place

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# Words that show whose report it is, by the kind of division that they go with.
_OWN = "委|政府|人民政府|政协|人大|直机关|直单位|直属机关|直各|直部门|级机关|纪委|本级"
_LEVEL_WORDS = {
    "省": re.compile(rf"(?<!各)(?:省(?:{_OWN})|[全我]省(?!会))"),
    "自治区": re.compile(rf"自治区(?:党委|{_OWN})|[全我]区上下"),
    "市": re.compile(rf"(?<![城各县])(?:市(?:{_OWN})|(?<!完)[全我]市(?!场))"),
    "县": re.compile(rf"(?<![各市])(?:县(?:{_OWN})|[全我]县)"),
    "区": re.compile(rf"(?<![治社园校片景城各县市])(?:区(?:{_OWN})|[全我]区)"),
    "州": re.compile(rf"(?<![各])(?:(?<!自治)州(?:{_OWN})|[全我]州)"),
    "旗": re.compile(rf"旗(?:{_OWN})|[全我]旗(?![帜袍])"),
    "盟": re.compile(rf"盟(?:{_OWN})|[全我]盟"),
}
_KINDS = ("省", "自治区", "市", "县", "区", "州", "旗", "盟")
# Behind a name these say that its authorities are meant, or its history.
_AUTHORITY = re.compile(
    r"(?:市|县|区|省|州|旗|盟)?(?:委|直|级机关|各级|各机关|政府|人民政府|政协|人大|人民代表大会|机关|纪委|第[一二三四五六七八九十]+届)"
)
_HISTORY = re.compile(
    r"精神|时期|整风|会议|起义|战役|保卫战|革命|根据地|事变|谈判|讲话|窑洞|宝塔|解放|经验|模式|保税|自贸"
)
_NATION = re.compile(
    "代表国务院[，,]?[向作]|(?:代表|受)(?:中国共产党)?第[一二三四五六七八九十]+届中央委员会|国务院政府工作报告|"
    "在(?:中国共产党第[一二三四五六七八九十]+次全国代表大会|第[一二三四五六七八九十]+届全国人民代表大会[^，。\\n]{0,12}会议)上的"
)
# In front of whom a report was given: 在绥阳市座谈会上的书面材料 is that of one of its counties.
_AUDIENCE = re.compile("[^，。；\\n]{0,24}会议?上的?(?:书面|交流|典型|经验|表态|汇报|发言|述职)")
_WEB = re.compile(
    r"(?:https?:|www\.|[A-Za-z0-9-]+\.(?:com|cn|gov|org|net))[^\s，。；、）]*", re.ASCII | re.IGNORECASE
)

_OPENING = 400  # characters in which a text introduces itself
_LONGEST_TITLE = 60
_TITLE_WEIGHT, _SOURCE_WEIGHT, _OPENING_WEIGHT = 8.0, 3.0, 2.0
_ENOUGH = 3.0  # two bare mentions are not
_CLEAR = 1.5  # how many times the score of the next best, unless one lies in the other


def report_place(
    text: str, facts: Facts, gazetteer: Gazetteer, year: int | None = None
) -> tuple[Place | None, str]:
    """The place that `text` is about, and the evidence for it in one line.

    Names count by where they stand (title, source, opening, body), the more if the name of an
    authority follows, and by whether the text speaks of a province, city or county as its own (市委,
    市直机关, 全市). None where nothing stands out: an essay, or a report that names forty places. Web
    addresses are no evidence.
    """
    if year is None and facts.date and facts.date[:4].isdigit():
        year = int(facts.date[:4])
    head = text[:_OPENING]
    if match := _NATION.search(" ".join(filter(None, (facts.title, head)))):
        return Place("中国", "central"), f"the opening says {match[0]}"
    title = _title(text, facts)
    scores: defaultdict[Division, float] = defaultdict(float)
    counts: Counter[Division] = Counter()
    shown: dict[Division, str] = {}
    source = _WEB.sub("", " ".join(filter(None, (facts.source, facts.author))))
    for part, weight, label in (
        (title, _TITLE_WEIGHT, "title"),
        (source, _SOURCE_WEIGHT, "source"),
        (text, 1.0, ""),
    ):
        mentions = find_mentions(part, gazetteer, None, year)
        joined = _joined(part, mentions)
        for division, mention, share in _readings(mentions):
            if _HISTORY.match(part, mention.end):
                continue
            heard = part[mention.start - 1 : mention.start] == "在" and _AUDIENCE.match(part, mention.end)
            value = share if heard else weight * share
            if not label and mention.start < _OPENING:
                value *= _OPENING_WEIGHT
            if not heard and _AUTHORITY.match(part, joined.get(mention.end, mention.end)):
                value *= 2
            scores[division] += value
            if label:
                shown.setdefault(division, f"{label} “{part.strip()[:40]}”")
            else:
                counts[division] += 1
    return _decide(text, scores, counts, shown)


def _title(text: str, facts: Facts) -> str:
    """What the report calls itself: the stated title, and first lines that are no sentences."""
    lines = [line.strip() for line in text[:_OPENING].split("\n")[:2]]
    own = [line for line in lines if line and len(line) <= _LONGEST_TITLE and line[-1] not in "。！？；：，"]
    title = ""
    for part in (facts.title, facts.subtitle, *own):
        plain = (part or "").strip("—― ")
        if plain not in title:
            title = f"{title} {plain}".strip()
    return title


def _joined(text: str, mentions: list[Mention]) -> dict[int, int]:
    """For names in a row (铜仁市、毕节市机关) the end of the row, by their own ends."""
    ends: dict[int, int] = {}
    for mention, following in zip(mentions[-2::-1], mentions[:0:-1], strict=True):
        if following.start == mention.end + 1 and text[mention.end] in "、和与及":
            ends[mention.end] = ends.get(following.end, following.end)
    return ends


def _readings(mentions: list[Mention]) -> list[tuple[Division, Mention, float]]:
    """Every division that a mention may stand for, with its share; other mentions narrow them down."""
    known = {m.candidates[0] for m in mentions if len(m.candidates) == 1}
    superiors = {(d.province, d.city) for d in known if d.county is None} | {
        (d.province, None) for d in known
    }
    read = []
    for mention in mentions:
        candidates = mention.candidates
        if len(candidates) > 1:
            candidates = (
                tuple(d for d in candidates if d.county and (d.province, d.city) in superiors)
                or tuple(d for d in candidates if (d.province, None) in superiors)
                or candidates
            )
        if len({d.level for d in candidates}) > 1:
            candidates = candidates[:1]
        read += [(d, mention, 1 / len(candidates)) for d in candidates]
    return read


@lru_cache(maxsize=1)
def _level_triggers() -> "tuple[AhoCorasick, tuple[str, ...]]":
    """What the level words contain, with the kind that each tells of."""
    from ahocorasick_rs import AhoCorasick

    triggers = {kind + own: kind for kind in _KINDS for own in (*_OWN.split("|"), "党委")}
    triggers |= {lead + kind: kind for kind in _KINDS for lead in "全我"}
    triggers |= {lead + "区上下": "自治区" for lead in "全我"}
    return AhoCorasick(list(triggers)), tuple(triggers.values())


def _level_words(text: str) -> dict[str, int]:
    """How often the text speaks of its own province, city or county."""
    automaton, kinds = _level_triggers()
    counts = dict.fromkeys(_LEVEL_WORDS, 0)
    reach = dict.fromkeys(_LEVEL_WORDS, 0)
    for pattern, start, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        kind = kinds[pattern]
        if start >= reach[kind] and (match := _LEVEL_WORDS[kind].match(text, start)):
            counts[kind] += 1
            reach[kind] = match.end()
    return counts


def _decide(
    text: str, scores: dict[Division, float], counts: Counter[Division], shown: dict[Division, str]
) -> tuple[Place | None, str]:
    if not scores:
        return None, "no place is named"
    words = _level_words(text)
    total = sum(words.values())
    sums: defaultdict[tuple[str | None, str | None], float] = defaultdict(float)
    for division, own in scores.items():
        for key in {(division.province, None), (division.province, division.city)}:
            sums[key] += own
    ranked = []
    for division, own in scores.items():
        below = 0.0 if division.county else sums[division.province, division.city] - own
        share = words[kind_of(division)] / total if total else 0.0
        ranked.append((division, (own + 0.2 * below) * (0.4 + share), share))
    ranked.sort(key=lambda row: -row[1])
    best, score, share = ranked[0]
    evidence = _evidence(best, counts[best], shown.get(best), words[kind_of(best)])
    authority = share > 0 or best in shown
    if not authority or scores[best] < _ENOUGH:
        return None, f"no place stands out ({evidence})"
    for other, value, _ in ranked[1:]:
        if not other.within(best) and not best.within(other):
            if score < _CLEAR * value:
                return None, f"{best.full} and {other.full} stand out alike ({evidence})"
            break
    return best.place(), evidence


def kind_of(division: Division) -> str:
    """The kind of a division as texts name it when they speak of their own (市 in 全市)."""
    if division.name.endswith("自治区"):
        return "自治区"
    if division.name.endswith(("特别行政区", "地区")):
        return "市"
    kind = division.name[-1]
    return kind if kind in _LEVEL_WORDS else "市"


def _evidence(division: Division, count: int, shown: str | None, words: int) -> str:
    parts = [shown] if shown else []
    if count:
        parts.append(f"named {count} times")
    if words:
        parts.append(f"speaks of its own {kind_of(division)} {words} times")
    return f"{division.full}: " + ", ".join(parts)
