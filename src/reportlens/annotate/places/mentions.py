"""Where divisions are named in a text, and by which of their names."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.places.divisions import MUNICIPALITIES, Division, stem
from reportlens.annotate.places.gazetteer import GENERIC, Gazetteer, in_year, word_list
from reportlens.annotate.tokens import segmenter
from reportlens.report import Place

# How sure the name alone is: a word that may be none, a name without its kind, a name with its kind.
WEAK, SHORT, FULL = 0, 1, 2

# What follows a full name and takes its last character away: 延安市直机关 is 延安 and 市直机关, 宝鸡市委 is
# 宝鸡 and 市委. Not so in 市委员会, 市民政局, 市长宁区 and the like.
_HEAD = r"委(?!员会)|长(?![江城沙春治宁安乐途远期])"
_TAKES = {
    kind: re.compile(rule)
    for kind, rule in {
        "省": rf"{_HEAD}|直(?!辖)|[级属域际情]|会(?![议展同宁长])|道(?![德路])",
        "市": rf"{_HEAD}|直(?!辖)|[级属域场值容情]|民(?![政族营生间兵革建进盟宗乐警办航])|区(?![县市、划])|辖区",
        "县": rf"{_HEAD}|[直级属域情际]|城(?![市乡管关建投])|乡(?=[两三村])",
        "区": rf"{_HEAD}|[直级属情]",
        "州": rf"{_HEAD}|[直级属府情]",
        "旗": rf"{_HEAD}|[直级属帜县]",
        "盟": rf"{_HEAD}|[直级属]",
    }.items()
}
_FEATURE = re.compile(
    r"湖(?![泊南北州区])|岛(?!屿)|[东南西北中一二三]{0,2}(?:大街|大道|街道|路(?=[\d口号段上、，。和与及]|社区|\Z))"
)
_RANGE = re.compile("山(?![区地村洪水塘东西])|江(?![东西南北苏])|河(?![长道湖东西南北])|[湾陵峡]")
_WATERS = re.compile("流域|水系|干流|水质|水环境|综合治理|沿岸|两岸|湿地")
_COUNTRY = re.compile(
    "(?:美国|英国|法国|德国|日本|韩国|朝鲜|越南|老挝|泰国|缅甸|印度|印尼|印度尼西亚|马来西亚|新加坡|菲律宾|蒙古国|"
    r"俄罗斯|哈萨克斯坦|加拿大|澳大利亚|新西兰|巴西|意大利|西班牙)[的·]?\Z"
)
# 城区 is a district only where it acts: elsewhere it is the built-up part of a city.
_OFFICIAL = re.compile("区委|区直|区政|人民政府|政府|政协|人大|纪委|机关|党|各级|各机关")
_AND = frozenset({"、", "和", "与", "及", "到", "至"})
_MARKS = frozenset({"", "、", "，", "。", "；", "）", "”", "\n"})
_NOT_DISTRICT = ("建设", "开发", "规划", "改造", "拓展", "内", "范围", "面积", "功能", "更新", "人口")
_LIMITS = _AND | frozenset("，。；：（）“”《》\n 共在由从赴为是对向经据")
_VERBS = frozenset({"会同"})
_REACH = 4  # characters either side that decide whether a short name is a word of its own


class Mention(NamedTuple):
    """`text[start:end]` names one of `candidates`."""

    start: int
    end: int
    candidates: tuple[Division, ...]
    strength: int


def find_mentions(
    text: str, gazetteer: Gazetteer, home: Place | None = None, year: int | None = None
) -> list[Mention]:
    """The names of divisions in `text` in their order, chains such as 甘肃省天水市 as one mention.

    `home` is the place that the text is about: short names of its counties are found too.
    """
    found = list(_names(text, gazetteer, year))
    near = list(_near(text, found, gazetteer, home))
    if near:
        found = sorted([*found, *near])
    return _supported(text, _chains(found), home)


def _names(text: str, gazetteer: Gazetteer, year: int | None) -> Iterator[Mention]:
    names = gazetteer.names
    matches = gazetteer.matches(text)
    last = Mention(-1, -1, (), WEAK)
    for n, (pattern, start, end) in enumerate(matches):
        name = names[pattern]
        if not name.divisions:
            continue
        joined = n + 1 < len(matches) and matches[n + 1][1] == end
        divisions = name.divisions
        candidates = divisions if len(divisions) == 1 and divisions[0].present else in_year(divisions, year)
        mention = Mention(start, end, candidates, FULL)
        # Behind its superior a name needs no other proof: 长春 in 吉林长春.
        if last.end != start or not _inner(mention, last):
            read = (
                _short(text, mention, joined, year)
                if name.short
                else _full(text, mention, name.surface, joined)
            )
            if read is None:
                continue
            mention = read
        elif not joined and _is_taken(text, mention, name.surface):
            mention = mention._replace(end=end - 1)
        last = mention
        yield mention


def _short(text: str, mention: Mention, joined: bool, year: int | None) -> Mention | None:
    """A name without its kind, if it is a word here; a former one only in its years."""
    start, end = mention.start, mention.end
    first = mention.candidates[0]
    if not first.present and not (year is not None and first.since <= year <= first.until):
        return None
    if not stands_alone(text, start, end) or (not joined and _elsewhere(text, start, end)):
        return None
    return mention._replace(strength=WEAK if text[start:end] in _plain_words() else SHORT)


def _full(text: str, mention: Mention, surface: str, joined: bool) -> Mention | None:
    """A name with its kind, less the kind if that belongs to what follows."""
    start, end = mention.start, mention.end
    if not joined and _is_taken(text, mention, surface):
        if text[end] != "委" and not stands_alone(text, start, end - 1):
            return None
        # 县直机关工委会同县委: a verb, unless a limit in front makes it a name.
        limit = text[end] == "委" and (not start or text[start - 1] in _LIMITS) and surface[:-1] not in _VERBS
        weak = not limit and (surface in _plain_words() or surface[:-1] in _plain_words())
        return mention._replace(end=end - 1, strength=WEAK if weak else FULL)
    if surface[-1] == "区" and text.startswith("域", end):
        return None
    if len(surface) == 2 or not mention.candidates[0].present:
        alone = stands_alone(text, start, end)
        return mention._replace(strength=WEAK if len(surface) == 2 else FULL) if alone else None
    if surface in _plain_words():
        return None if text.startswith(_NOT_DISTRICT, end) else mention._replace(strength=WEAK)
    return mention


def _is_taken(text: str, mention: Mention, surface: str) -> bool:
    """Whether the last character of a full name belongs to the word that follows: 延安 and 市直机关."""
    rule = _TAKES.get(surface[-1])
    if rule is None or not rule.match(text, mention.end):
        return False
    return stem(mention.candidates[0].name) == surface[:-1]


def _inner(mention: Mention, superior: Mention) -> tuple[Division, ...]:
    """The candidates of `mention` that lie in one of `superior`."""
    return tuple(d for d in mention.candidates if any(d != t and d.within(t) for t in superior.candidates))


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    return frozenset(word_list("plain_words.txt"))


def _near(text: str, found: list[Mention], gazetteer: Gazetteer, home: Place | None) -> Iterator[Mention]:
    """Short names of counties: of those in `home`, of those named in full, and behind a superior."""
    stems: dict[str, list[Division]] = {}
    inside = gazetteer.below(home) if home is not None and home.level != "central" else ()
    named = (m.candidates[0] for m in found if m.strength == FULL and len(m.candidates) == 1)
    for division in dict.fromkeys((*inside, *named)):
        if division.level == "county" and (short := stem(division.name)):
            stems.setdefault(short, []).append(division)
    plain = _plain_words()
    wanted = [short for short in stems if short not in plain]
    taken = {m.start: m.end for m in found}
    if wanted:
        from ahocorasick_rs import AhoCorasick, MatchKind

        reach = 0
        spans = iter([*found, Mention(len(text) + 1, len(text) + 1, (), WEAK)])
        current = next(spans)
        for pattern, start, end in AhoCorasick(
            wanted, matchkind=MatchKind.LeftmostLongest
        ).find_matches_as_indexes(text):
            while current.start < end:
                reach = max(reach, current.end)
                if current.start >= start:
                    break
                current = next(spans)
            if start < reach or current.start < end:
                continue
            if _RANGE.match(text, end) or _elsewhere(text, start, end):
                continue
            if stands_alone(text, start, end):
                taken[start] = end
                yield Mention(start, end, tuple(stems[wanted[pattern]]), SHORT)
    for mention in found:
        if mention.end in taken:
            continue
        kind = text[mention.end : mention.end + 2]
        if kind in GENERIC and (
            _OFFICIAL.match(text, mention.end + 2) or (home is not None and home.county == kind)
        ):
            district = Mention(mention.end, mention.end + 2, gazetteer.named(kind), FULL)
            if inner := _inner(district, mention):
                yield district._replace(candidates=inner)
            continue
        for size in (4, 3, 2):
            last = mention.end + size
            surface = text[mention.end : last]
            # 江西于都、贵州遵义: behind its superior and before a mark even 于都 is a name.
            closed = text[last : last + 1] in _MARKS
            known = len(surface) == size and (closed or surface not in plain)
            below = _below(surface, mention, gazetteer) if known else ()
            if below:
                if closed or stands_alone(text, mention.end, last):
                    yield Mention(mention.end, last, below, SHORT)
                break


def _below(surface: str, superior: Mention, gazetteer: Gazetteer) -> tuple[Division, ...]:
    counties = gazetteer.counties(surface)
    return tuple(d for d in counties if any(d.within(top) for top in superior.candidates))


def _chains(found: Iterable[Mention]) -> list[Mention]:
    """A name directly behind that of its superior is one mention with it."""
    chained: list[Mention] = []
    for mention in found:
        if chained and chained[-1].end >= mention.start:
            last = chained[-1]
            if last.end > mention.start:
                continue
            inner = tuple(
                d for d in mention.candidates if any(d != t and d.within(t) for t in last.candidates)
            )
            if inner:
                chained[-1] = Mention(last.start, mention.end, inner, FULL)
                continue
        chained.append(mention)
    return chained


def _supported(text: str, found: list[Mention], home: Place | None) -> list[Mention]:
    """The mentions less those weak ones that nothing else in the text speaks for."""
    if all(m.strength for m in found):
        return found
    sure = {d for m in found if m.strength == FULL for d in m.candidates}
    kept = []
    for n, mention in enumerate(found):
        if mention.strength == WEAK:
            related = [d for d in mention.candidates if d in sure or _is_home(d, home)]
            if not related and not _in_list(text, found, n):
                continue
            mention = mention._replace(candidates=tuple(related) or mention.candidates)
        kept.append(mention)
    return kept


def _is_home(division: Division, home: Place | None) -> bool:
    """Whether a word that may be a name is the one of `home` or of a district of the city `home`."""
    if home is None or home.level == "central":
        return False
    if division.county is None:
        return division.province == home.province and division.city == home.city
    return division.within(home) and (home.level != "province" or home.name in MUNICIPALITIES)


def _in_list(text: str, found: list[Mention], n: int) -> bool:
    """Whether a neighbour is a sure mention, with nothing but 、 or 和 in between."""
    mention = found[n]
    if n and found[n - 1].strength and text[found[n - 1].end : mention.start] in _AND:
        return True
    return n + 1 < len(found) and found[n + 1].strength > 0 and text[mention.end : found[n + 1].start] in _AND


def _elsewhere(text: str, start: int, end: int) -> bool:
    """Whether a short name is part of the name of a street, lake or island, or lies in another country."""
    if _FEATURE.match(text, end) or (text[end - 1] in "湖江河海" and _WATERS.match(text, end)):
        return True
    return start > 1 and _COUNTRY.search(text, max(0, start - 7), start) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the segmenter sees words begin at `start` and end at `end` or later.

    广西 is no word in 推广西部, and 延安 is one in 延安精神.
    """
    return _is_word(text[max(0, start - _REACH) : start], text[start:end], text[end : end + _REACH])


@lru_cache(maxsize=1 << 16)
def _is_word(left: str, surface: str, right: str) -> bool:
    left = re.split(r"[^\u4e00-\u9fff]", left)[-1]
    right = re.split(r"[^\u4e00-\u9fff]", right, maxsplit=1)[0]
    left = left.removesuffix("中共").removesuffix("首都")  # 中共上海市委 is one word of the dictionary
    if not left and not right:
        return True
    at, begins = 0, False
    for word in segmenter()(left + surface + right):
        if at >= len(left) + len(surface):
            break
        ends = at + len(word)
        if at == len(left):
            begins = True
        elif at < len(left) < ends:
            return False
        if at > len(left) and ends > len(left) + len(surface):
            return False
        at = ends
    return begins
