"""The organisations that a text names: the longest name each, with its full form where that is known.

A name begins with a place (宝鸡市政协), a level (市政协) or a head that stands by itself (国务院), and
goes on with parts as long as they fit (市城市管理执法局机关党支部). Names of classes (各级党组织, 市直机关)
are no organisations.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportlens.annotate.facts import Entity
from reportlens.annotate.organisation_heads import (
    COMMITTEE,
    HAN,
    HEADS,
    KNOWN,
    LEVELS,
    NATIONAL,
    NO_LEVEL,
    NO_NAME,
    NO_OFFICE,
    NO_START,
    NOT_BEHIND,
    OPEN_NATIONAL,
    ORDINAL,
    PARTY_PREFIXES,
    PREFIXES,
    PROPER,
    SINGULAR,
    STOP,
    TAIL,
)
from reportlens.annotate.organisation_names import (
    Owner,
    body_name,
    committee_name,
    full_name,
    of_home,
    own_name,
    society_before,
    spelt_out,
)
from reportlens.annotate.organisation_own import OWN_BODIES, is_own, own_offices
from reportlens.annotate.organisation_search import DATELINE, FOUND, heads_automaton
from reportlens.annotate.places.mentions import stands_alone
from reportlens.report import Place

_LEVEL = re.compile(
    f"(?:自治区|省、?市、?县、?区?|市、?县、?区|省、?市|市、?[县区]|县、?[市区]|[{LEVELS}])\\Z"
)
_LONGEST_LEVEL = 7
_LONGEST_NAME = 12
_NAME = re.compile(f"[{HAN}]+")
_JOINED = re.compile(f"[和与及暨{LEVELS}]")
_COMMITTEE = re.compile("会(?![议同商上中后前期晤谈])")  # 民盟市委会


class _Found(NamedTuple):
    start: int
    end: int
    value: str | None


def find_organisations(text: str, places: Sequence[Entity], home: Place | None) -> list[Entity]:
    """The organisations in `text`, by start; `places` are those found in it, `home` the one it is about.

    `value` is the full name (中共宝鸡市委员会 for 市委 in a report of 宝鸡市; two joined by `;` for 省市委),
    None where nothing tells whose organisation it is.
    """
    found: list[_Found] = []
    for one in sorted(_Reader(text, places, home).all(), key=lambda f: (f.start, -f.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    own = own_offices(text, [(one.start, one.value) for one in found], own_name(home.name) if home else None)
    for n, one in enumerate(found) if own else ():
        if one.value is None and (body := text[one.start : one.end]) in OWN_BODIES and body[0] in own:
            found[n] = one._replace(value=own[body[0]] + body[1:])
    return [
        Entity(
            f.start,
            f.end,
            text[f.start : f.end],
            "ORG",
            f.value,
            "" if f.value else "it is not said whose it is",
        )
        for f in found
    ]


class _Reader:
    """One text with what is known about its places."""

    def __init__(self, text: str, places: Sequence[Entity], home: Place | None) -> None:
        self.text = text
        self.home = home
        self.ends = {place.end: place for place in places}
        self.inside = {at for place in places for at in range(place.start, place.end)}

    def all(self) -> Iterator[_Found]:
        """All names, overlapping ones too."""
        automaton, kinds = heads_automaton()
        readers = {
            "named": self._named,
            "body": self._body,
            "known": self._known,
            "party": self._party,
            "league": self._league,
            "work": self._work_committee,
            "own": self._own,
            "founded": self._founded,
            "open": self._open,
            "national": self._national,
        }
        for pattern, start, end in automaton.find_matches_as_indexes(self.text):
            word, kind = kinds[pattern]
            one = readers[kind](word, start, end)
            if one is not None:
                yield one
        for match in DATELINE.finditer(self.text):
            if match[1] not in ("本报", "日报", "晚报"):
                yield _Found(match.start(1), match.end(1), match[1])

    def _tail(self, end: int) -> int:
        match = TAIL.match(self.text, end)
        return match.end() if match else end

    def _owner(self, at: int) -> Owner | None:
        """The place or the levels that end at `at`."""
        place = self.ends.get(at)
        if place is not None:
            return Owner(place.start, tuple(map(own_name, (place.value or "").split(";"))))
        match = _LEVEL.search(self.text, max(0, at - _LONGEST_LEVEL), at)
        if match is None or match.start() in self.inside:
            return None
        return self._level_owner(match.start(), match[0])

    def _level_owner(self, start: int, levels: str) -> Owner | None:
        """The owner that `levels` at `start` mean; none in 全市, 城市, 各级 and the like."""
        before = self.text[start - 1] if start else ""
        if before in NO_LEVEL[levels[0]] or (before == "级" and start > 1):
            return None
        place = self.ends.get(start)
        if place is not None and len(levels) == 1:
            return Owner(place.start, (own_name(place.value),))
        parts = ["自治区"] if levels.startswith("自治区") else levels.replace("、", "")
        return Owner(start, tuple(dict.fromkeys(of_home(level, self.home) for level in parts)))

    def _first(self, start: int) -> int:
        """`start`, or where 中共 in front of it begins."""
        for prefix in PREFIXES:
            if start >= len(prefix) and self.text.startswith(prefix, start - len(prefix)):
                return start - len(prefix)
        return start

    def _in_title(self, at: int) -> bool:
        opening = self.text.rfind("《", max(0, at - 60), at)
        return opening >= 0 and "》" not in self.text[opening:at]

    def _open(self, word: str, start: int, end: int) -> _Found | None:
        """中央 and 中国共产党, which are names or not by what follows."""
        full, rule = OPEN_NATIONAL[word]
        return _Found(start, end, full) if rule.match(self.text, end) and not self._in_title(start) else None

    def _national(self, word: str, start: int, end: int) -> _Found | None:
        text = self.text
        if word == "人民政协" and text.startswith("报", end):
            return _Found(start, end + 1, "人民政协报")
        if word in KNOWN and self._owner(start):
            return self._known(word, start, end)
        if len(word) == 2 and not stands_alone(text, start, end):
            return None
        if word[-1] == "部" and text[end : end + 1] in ("门", "署", "队", "分"):
            return None
        last = self._tail(end)
        return _Found(start, last, NATIONAL[word] + text[end:last])

    def _party(self, word: str, start: int, end: int) -> _Found | None:
        """市委 and the like, several levels together (省市委), with a department (市委组织部)."""
        text = self.text
        after = text[end : end + 1]
        if (after == "员" and not text.startswith("员会", end)) or (after and after in "托派任培屈婉"):
            return None
        levels = "自治区" if word == "自治区党委" else word[:-1]
        if levels == "地":
            owner: Owner | None = Owner(start, (self.home.city if self.home else None,))
        else:
            several = _LEVEL.search(text, max(0, start - _LONGEST_LEVEL), start + len(levels))
            whole = self.ends.get(start + len(levels))
            if whole is not None and whole.start < start:  # 中共宝鸡市委员会
                owner = Owner(whole.start, (own_name(whole.value),))
            elif several and len(several[0]) > len(levels) and start not in self.ends:
                owner = self._level_owner(several.start(), several[0])
            else:
                owner = self._level_owner(start, levels)
        if owner is None:
            return None
        society = society_before(text, owner.start)
        if society is not None:
            middle = end + 2 * text.startswith("员会", end) + (_COMMITTEE.match(text, end) is not None)
            last = self._tail(middle)
            return _Found(society[0], last, full_name(society[1], owner, "委员会" + text[middle:last]))
        match = COMMITTEE.match(text, end)
        middle = match.end() if match else end
        last = self._tail(middle)
        value = committee_name(owner, text[end:middle].removeprefix("员会"), text[middle:last])
        return _Found(self._first(owner.start), last, value)

    def _league(self, word: str, start: int, end: int) -> _Found | None:
        owner = Owner(start, (of_home(word[1], self.home),))
        start -= 2 * self.text.startswith("共青", start - 2) if start > 1 else 0
        return _Found(self._first(start), self._tail(end), full_name("中国共产主义青年团", owner, "委员会"))

    def _body(self, word: str, start: int, end: int) -> _Found | None:
        """A body that every level has (政协, 政府): a name only behind a place or a level."""
        text = self.text
        if word.startswith("人大") and text.startswith("代表", end):
            return None
        if word.endswith("政府") and text[end : end + 1] in ("性", "间"):
            return None
        if word[-1] == "中" and text.startswith("学", end):
            return self._named("中学", end - 1, end + 1)
        if (word == "工会" or word[-1] == "中") and text[end : end + 1] in tuple(NOT_BEHIND[word[-1]]):
            return None
        owner = self._owner(start)
        if owner is None:
            return None
        first, last = self._first(owner.start), self._tail(end)
        value = body_name(word, owner, text[start:last])
        above = text[first : owner.start]
        if value and above not in PARTY_PREFIXES:
            value = above + value  # 国家税务总局宝鸡市税务局
        return _Found(first, last, value)

    def _known(self, word: str, start: int, end: int) -> _Found | None:
        """A department that is known by its name alone, then one of `home`."""
        found = self._body(word, start, end)
        if found is not None:
            return found
        if self.text[start - 1 : start] in ("原", "各") or self._in_title(start):
            return None
        last = self._tail(end)
        owner = Owner(start, (own_name(self.home.name) if self.home else None,))
        return _Found(start, last, body_name(word, owner, self.text[start:last]))

    def _named(self, word: str, start: int, end: int) -> _Found | None:
        """A name known by its last word alone: from the place or level in front, if all between fits."""
        text = self.text
        if text[end : end + 1] and text[end] in HEADS[word]:
            return None
        if word == "局" and NO_OFFICE.search(text, max(0, start - 2), start):
            return None
        for at in range(max(1, start - _LONGEST_NAME), start + 1):
            after_place = at in self.ends
            if not after_place and (text[at - 1] not in LEVELS or at - 1 in self.inside):
                continue
            between = text[at:start]
            if not STOP.isdisjoint(between.replace("安全", "")) or not self._fits(word, between, after_place):
                continue
            owner = self._owner(at)
            if owner is None:
                continue
            last = self._tail(end)
            if word in PROPER and after_place:
                first = self._first(owner.start)
                return _Found(first, last, text[first:last])
            value = full_name("", owner, between + spelt_out(text[start:last]))
            return _Found(self._first(owner.start), last, value)
        return None

    def _fits(self, word: str, between: str, after_place: bool) -> bool:
        if word.startswith("党") or word == "办事处":
            return not between and after_place
        if word in SINGULAR and (not between or (word not in PROPER and _JOINED.search(between))):
            return not between
        if word in PROPER and not between:
            return after_place
        if word in PROPER and ORDINAL.match(between):
            return True
        if len(between) < (1 if len(word) > 1 else 2) or (word == "厅" and between[-1] in "大餐展"):
            return False
        return (
            _NAME.fullmatch(between) is not None
            and not NO_NAME.search(between)
            and (after_place or not NO_START.match(between + word))
        )

    def _own(self, word: str, start: int, end: int) -> _Found | None:
        """局党组 by itself, or at the end of the name of an office (市城建局党组)."""
        if is_own(self.text, start, end):
            return _Found(start, end, None)
        return self._named(word[0], start, start + 1)

    def _founded(self, word: str, start: int, end: int) -> _Found | None:
        """An association that the text says was founded, unless it gives a number of them."""
        match = FOUND.match(self.text, start)
        if match is None or not STOP.isdisjoint(match[1].removeprefix("各界")):
            return None
        if NO_NAME.search(match[1].removesuffix("服务中心")):
            return None
        home = own_name(self.home.name) if self.home else None
        return _Found(match.start(1), match.end(1), home and home + match[1])

    def _work_committee(self, word: str, start: int, end: int) -> _Found | None:
        """机关工委 and 工委 by themselves: the committee that the report has named before."""
        text = self.text
        before = text[start - 1] if start else ""
        if text[end : end + 1] in ("员", "作") or (before and before in "各级道镇乡党纪属业育新资信健法村直"):
            return None
        owner = self._owner(start)
        if owner is None and before and before in LEVELS:
            return None  # 各省区市机关工委
        kind = "直属机关纪检监察工作委员会" if "纪" in word else "直属机关工作委员会"
        owner = owner or Owner(start, (own_name(self.home.name) if self.home else None,))
        return _Found(owner.start, end, full_name("中共", owner, "委" + kind))
