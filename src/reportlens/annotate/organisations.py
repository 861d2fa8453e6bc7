"""The organisations that a text names: the longest name each, with its full form where that is known.

A name begins with a place (宝鸡市政协), a level (市政协) or a head that stands by itself (国务院), and
goes on with parts as long as they fit (市城市管理执法局机关党支部). Names of classes (各级党组织, 市直机关)
are no organisations.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reportlens.annotate.facts import Entity
from reportlens.annotate.organisation_heads import (
    BODIES,
    COMMITTEE,
    HAN,
    HEADS,
    KNOWN,
    LEVELS,
    NATIONAL,
    NO_NAME,
    NO_START,
    OPEN_NATIONAL,
    PARTY,
    PROPER,
    STOP,
    TAIL,
)
from reportlens.annotate.places.mentions import stands_alone
from reportlens.report import Place

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# A level is none in 城市, 全市, 社区: by the character in front of it.
_NO_LEVEL = {
    "省": frozenset("全我各本该外跨出两多"),
    "市": frozenset("全我各本该跨外两多城都门股闹夜菜超集楼地设弟"),
    "县": frozenset("全我各本该贫强大小名郡撤设邻外多两"),
    "区": frozenset("设全我各本该社园校地景片城辖新街院林矿牧灾疫战特库厂湾营误禁山郊商治海湖雨震老两多试专社"),
    "州": frozenset("全我各本该神九治"),
    "旗": frozenset("全我各本该红党国彩军锦举"),
    "盟": frozenset("全我各本该同联加结会"),
    "自": frozenset("全各"),
}
_LEVEL = re.compile(f"(?:自治区|省、?市、?县、?区?|市、?县、?区|省、?市|市、?[县区]|县、?[市区]|[{LEVELS}])\\Z")
_PREFIX = ("中国共产党", "中共", "共青团", "中国人民政治协商会议")
_LONGEST_PREFIX = 10
_LONGEST_NAME = 12
_NAME = re.compile(f"[{HAN}]{{2,{_LONGEST_NAME}}}")
_WORK_COMMITTEES = ("机关工委", "机关纪工委", "工委", "纪工委")
_FOUND = re.compile(
    f"(?:成立|组建|创办|设立)了?([{HAN}]{{2,10}}?(?:协会|学会|联合会|基金会|商会|促进会|研究会|研究院|服务中心|合作社|公司))"
    f"(?![{HAN}]*\\d)"
)
_MEDIA = re.compile(f"[{HAN}]{{2,8}}?(?:新闻网|日报|晚报|早报|都市报|电视台|融媒体中心|通讯社|报)(?=讯|记者|[（(]记者|全媒体|消息)")
_LINE_START = re.compile(r"^(?=[\u4e00-\u9fff]{4,12}(?:讯|记者|[（(]记者))", re.MULTILINE)


class _Found(NamedTuple):
    start: int
    end: int
    value: str | None


class _Owner(NamedTuple):
    """What stands in front of a head: where it begins, and the divisions meant, as in 宝鸡市金台区."""

    start: int
    names: tuple[str | None, ...]


@lru_cache(maxsize=1)
def _automaton() -> "tuple[AhoCorasick, tuple[tuple[str, str], ...]]":
    """Heads and the kinds they are of; of several at one place the longest is found."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    kinds: dict[str, str] = {}
    for kind, words in (
        ("head", HEADS),
        ("body", BODIES),
        ("known", KNOWN),
        ("party", PARTY),
        ("league", [f"团{level}委" for level in LEVELS]),
        ("work", _WORK_COMMITTEES),
        ("found", ("成立", "组建", "创办", "设立")),
        ("open", OPEN_NATIONAL),
        ("national", NATIONAL),
    ):
        kinds |= dict.fromkeys(words, kind)
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds.items())


def find_organisations(text: str, places: Sequence[Entity], home: Place | None) -> list[Entity]:
    """The organisations in `text`, by start; `places` are those found in it, `home` the one it is about.

    `value` is the full name (中共宝鸡市委员会 for 市委 in a report of 宝鸡市; two joined by `;` for 省市委),
    None where nothing tells whose organisation it is.
    """
    reader = _Reader(text, places, home)
    found: list[_Found] = []
    for one in sorted([*reader.heads(), *reader.media()], key=lambda f: (f.start, -f.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return [
        Entity(f.start, f.end, text[f.start : f.end], "ORG", f.value, "" if f.value else "whose it is, is not said")
        for f in found
    ]


class _Reader:
    """One text with what is known about its places."""

    def __init__(self, text: str, places: Sequence[Entity], home: Place | None) -> None:
        self.text = text
        self.home = home
        self.ends = {p.end: p for p in places}
        self.starts = {p.start for p in places}

    def heads(self) -> Iterator[_Found]:
        automaton, kinds = _automaton()
        text = self.text
        for pattern, start, end in automaton.find_matches_as_indexes(text):
            word, kind = kinds[pattern]
            if kind == "head":
                one = self._named(word, start, end)
            elif kind == "body" or kind == "known":
                one = self._body(word, start, end, bare=kind == "known")
            elif kind == "party":
                one = self._party(word, start, end)
            elif kind == "national":
                one = self._national(word, start, end)
            elif kind == "open":
                full, rule = OPEN_NATIONAL[word]
                one = _Found(start, end, full) if rule.match(text, end) and not self._in_title(start) else None
            elif kind == "found":
                one = self._founded(start)
            elif kind == "league":
                owner = self._levels(word[1], start)
                first = self._prefixed(start)
                one = _Found(first, TAIL.match(text, end).end(), self._joined("中国共产主义青年团", owner, "委员会"))  # type: ignore[union-attr]
            else:
                one = self._work_committee(word, start, end)
            if one is not None:
                yield one

    def media(self) -> Iterator[_Found]:
        """Newspapers and the like in a dateline: 各界新闻网讯（记者 …）."""
        for line in _LINE_START.finditer(self.text):
            match = _MEDIA.match(self.text, line.start())
            if match and match[0] not in ("本报", "日报"):
                yield _Found(match.start(), match.end(), match[0])

    def _tail(self, end: int) -> int:
        match = TAIL.match(self.text, end)
        return match.end() if match else end

    def _owner(self, at: int) -> _Owner | None:
        """The place or the levels that end at `at`."""
        place = self.ends.get(at)
        if place is not None:
            return _Owner(place.start, tuple(map(_own, (place.value or "").split(";"))))
        match = _LEVEL.search(self.text, max(0, at - 7), at)
        if match is None:
            return None
        return self._level_owner(match.start(), match[0])

    def _level_owner(self, start: int, levels: str) -> _Owner | None:
        before = self.text[start - 1] if start else ""
        if before in _NO_LEVEL[levels[0]] or (before == "级" and start > 1):
            return None
        place = self.ends.get(start)
        if place is not None and len(levels) == 1:
            return _Owner(place.start, (_own(place.value),))
        return _Owner(start, self._levels(levels, start).names)

    def _levels(self, levels: str, start: int) -> _Owner:
        plain = ["自治区"] if levels.startswith("自治区") else [c for c in levels if c != "、"]
        return _Owner(start, tuple(dict.fromkeys(self._of_home(level) for level in plain)))

    def _of_home(self, level: str) -> str | None:
        """The division that 省, 市, 县 means in a report of `home`."""
        home = self.home
        if home is None:
            return None
        if level in ("省", "自治区"):
            return home.province
        if level in "市州盟":
            if home.city is not None or (home.county and home.county[-1] == level):
                return home.city or home.county
            return home.province if home.province and home.province[-1] == "市" else f"{home.province}各市"
        return (home.city or "") + home.county if home.county else f"{home.city or home.province}各县区"

    def _prefixed(self, start: int) -> int:
        for prefix in _PREFIX:
            if self.text.startswith(prefix, max(0, start - len(prefix)), start):
                return start - len(prefix)
        return start

    def _in_title(self, at: int) -> bool:
        opening = self.text.rfind("《", max(0, at - 60), at)
        return opening >= 0 and "》" not in self.text[opening:at]

    def _party(self, word: str, start: int, end: int) -> _Found | None:
        text = self.text
        if text[end : end + 1] in "员托派任培屈婉" and not text.startswith("员会", end):
            if text[end : end + 1]:
                return None
        levels = word.removesuffix("党委") if word == "自治区党委" else word[:-1]
        if levels == "地":
            owner: _Owner | None = _Owner(start, (self.home and self.home.city,))
        else:
            before = _LEVEL.search(text, max(0, start - 6), start) if start and text[start - 1] in LEVELS + "、" else None
            joined = _LEVEL.search(text, max(0, start - 6), start + len(levels))
            if before is None or joined is None or self.ends.get(start):
                joined = None
            first, name = (joined.start(), joined[0]) if joined else (start, levels)
            owner = self._level_owner(first, name)
        if owner is None:
            return None
        department = COMMITTEE.match(text, end)
        after = department.end() if department else end
        rest = text[end:after].removeprefix("员会")
        last = self._tail(after)
        if rest == "常委会":
            value = self._joined("中共", owner, "委员会常务委员会" + text[after:last])
        elif rest:
            value = self._joined("中共", owner, "委" + _spelt_out(rest) + text[after:last])
        else:
            value = self._joined("中共", owner, "委员会" + text[after:last])
        return _Found(self._prefixed(owner.start), last, value)

    def _body(self, word: str, start: int, end: int, *, bare: bool) -> _Found | None:
        text = self.text
        if word.startswith("人大") and text.startswith("代表", end) and not text.startswith("代表大会", end):
            return None
        if word.endswith("政府") and text[end : end + 1] in ("性", "间"):
            return None
        owner = self._owner(start)
        last = self._tail(end)
        if owner is None:
            if not bare or text[start - 1 : start] in ("原", "各") or self._in_title(start):
                return None
            home = self.home
            value = home and _own(home.name) and f"{_own(home.name)}{_spelt_out(word)}{text[end:last]}"
            return _Found(start, last, value)
        rest = _spelt_out(text[end:last])
        if word.startswith("政协"):
            value = self._joined("中国人民政治协商会议", owner, "委员会" + rest, text[start:last])
        elif word in ("纪委", "纪律检查委员会"):
            value = self._joined("中共", owner, "纪律检查委员会" + rest)
        elif word.startswith("直"):
            value = self._joined("中共", owner, _spelt_out(word) + rest)
        else:
            value = self._joined("", owner, _spelt_out(word) + rest, text[start:last])
        return _Found(self._prefixed(owner.start), last, value)

    def _national(self, word: str, start: int, end: int) -> _Found | None:
        if word == "人民政协" and self.text.startswith("报", end):
            return _Found(start, end + 1, "人民政协报")
        if word in ("国资委", "人民网") and self._owner(start):
            return self._body(word, start, end, bare=True)
        if len(word) == 2 and not stands_alone(self.text, start, end):
            return None
        if word[-1] == "部" and self.text[end : end + 1] in ("门", "署", "队", "分"):
            return None
        last = self._tail(end)
        value = NATIONAL[word] or word
        return _Found(start, last, value + self.text[end:last])

    def _named(self, word: str, start: int, end: int) -> _Found | None:
        """A name known by its last word alone: from the place or level in front, if all between fits."""
        text = self.text
        if text[end : end + 1] and text[end : end + 1] in HEADS[word]:
            return None
        lowest = max(0, start - _LONGEST_NAME)
        for at in range(lowest, start + 1):
            if at in self.ends or (at and text[at - 1] in LEVELS and at - 1 not in self.starts):
                between = text[at:start]
                if STOP.isdisjoint(between) and self._fits(word, between, at in self.ends):
                    owner = self._owner(at)
                    if owner is not None:
                        last = self._tail(end)
                        value = self._joined("", owner, between + _spelt_out(text[start:last]))
                        if word in PROPER and at in self.ends:
                            value = text[owner.start : last]
                        return _Found(self._prefixed(owner.start), last, value)
        return None

    def _fits(self, word: str, between: str, after_place: bool) -> bool:
        if word.startswith("党"):
            return not between and after_place
        if word in PROPER and not between:
            return after_place
        if len(between) < (1 if len(word) > 1 else 2) or not _NAME.match(between + word):
            return False
        if word == "厅" and between[-1] in "大餐展":
            return False
        return (
            len(_NAME.match(between + word)[0]) == len(between + word)  # type: ignore[index]
            and not NO_NAME.search(between)
            and (after_place or not NO_START.match(between + word))
        )

    def _founded(self, start: int) -> _Found | None:
        match = _FOUND.match(self.text, start)
        if match is None or not STOP.isdisjoint(match[1].removeprefix("各界")) or NO_NAME.search(match[1].removesuffix("服务中心")):
            return None
        home = self.home and _own(self.home.name)
        return _Found(match.start(1), match.end(1), home and home + match[1])

    def _work_committee(self, word: str, start: int, end: int) -> _Found | None:
        """机关工委 and 工委 by themselves: the committee that the report has named before."""
        text = self.text
        if text[end : end + 1] in ("员", "作") or (start and text[start - 1] in "各级道镇乡党纪属业育新资信健法村直"):
            return None
        home = self.home
        if home is None:
            return _Found(start, end, None)
        kind = "纪检监察工作委员会" if "纪" in word else "直属机关工作委员会"
        return _Found(start, end, f"中共{_own(home.name)}委{kind}")

    @staticmethod
    def _joined(prefix: str, owner: _Owner, rest: str, plain: str = "") -> str | None:
        """The full name with each owner; `plain` is put behind a class of them (宝鸡市各县区政协)."""
        if not all(owner.names):
            return None
        return ";".join(f"{name}{plain or rest}" if "各" in str(name) else f"{prefix}{name}{rest}" for name in owner.names)


_ABBREVIATED = {
    "发改委": "发展和改革委员会",
    "发展改革委": "发展和改革委员会",
    "卫健委": "卫生健康委员会",
    "卫健局": "卫生健康局",
    "人社局": "人力资源和社会保障局",
    "住建局": "住房和城乡建设局",
    "工信局": "工业和信息化局",
    "文旅局": "文化和旅游局",
    "国资委": "国有资产监督管理委员会",
    "民宗委": "民族宗教事务委员会",
    "妇联": "妇女联合会",
    "工商联": "工商业联合会",
    "科协": "科学技术协会",
    "文联": "文学艺术界联合会",
    "残联": "残疾人联合会",
    "供销社": "供销合作社联合社",
    "人大常委会": "人民代表大会常务委员会",
    "人大": "人民代表大会",
    "监委": "监察委员会",
    "纪委监委": "纪律检查委员会监察委员会",
}
_PARTS = re.compile("机关工\\Z|工委|专委会|(?<=第[一二三四五六七八九十])支部")
_SPELT = {"机关工": "机关工作委员会", "工委": "工作委员会", "专委会": "专门委员会", "支部": "党支部"}


def _spelt_out(part: str) -> str:
    """A part of a name with its abbreviations written out."""
    if part in _ABBREVIATED:
        return _ABBREVIATED[part]
    if part == "政府":
        return "人民政府"
    return _PARTS.sub(lambda match: _SPELT[match[0]], part)


def _own(full: str | None) -> str | None:
    """A place as it stands in names of organisations: 宝鸡市金台区 of 陕西省宝鸡市金台区."""
    if not full:
        return None
    return re.sub(r"\A[^省]{2,3}省(?=.)|\A.{2,6}自治区(?=.)", "", full)
