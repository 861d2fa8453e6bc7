"""Places that no gazetteer has: new, renamed or invented ones, told by the form of their authorities' names."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence, Set

from reportlens.annotate.facts import Entity
from reportlens.annotate.tokens import segmenter

NOTE = "not in the gazetteer"
_COMMITTEE = "委(?:员会|(?![员托派任屈婉培]))"
_OFFICE = "[一-鿿]{2,8}?局(?<![格布结开全大定当时]局)(?![面势部限促])"
# 中共岚水县委, 《岚水市直机关, 岚水市水务局 at the beginning of a line or behind a mark: the seat of an
# authority, where the name cannot begin earlier.
_SEAT = re.compile(
    "(?P<lead>[共《“\n—，。；：、-])(?<![^中]共)(?P<name>[一-鿿]{2,3}[市县])"
    f"(?=(?P<authority>{_COMMITTEE}|直(?=属?(?:机关|单位|部门))|(?:人民)?政府(?![性间])|政协|人大(?!代表)|纪委|{_OFFICE}))"
)
# The first line, or one behind a dash, that is a title: 岚水县2023年…, 岚水县水务局机关党建工作经验材料.
_TITLE = re.compile(
    f"(?:\\A|(?<=\n))(?:(?<!\n)|[—-]+)(?P<name>[一-鿿]{{2,3}}[市县])(?:{_OFFICE})?"
    "(?:\\d{4}年|机关|党建|党的建设)[^，。；！？\n]*$",
    re.MULTILINE,
)
# 送到苇汀市的泵站; 苇汀市把支部建在泵站: somewhere that one can be, or that does something.
_WHEREABOUTS = re.compile(
    "(?:[到在赴](?P<name>[一-鿿]{2,3}[市县])(?=[的、，。])"
    "|(?:^|[，。；])(?P<actor>[一-鿿]{2,3}[市县])(?=[把将以是有]|坚持|共有|现有))",
    re.MULTILINE,
)
_PARTY, _FORMAL, _TITLED = "behind 中共", "中共…委员会", "in a title"
_VISITED, _ACTS = "somewhere to be", "does something"
# A word of the dictionary that ends so is a name too (青溪), not a deed (联合县委, 联合县政府).
_LANDSCAPE = frozenset("溪河江湖泉桥州阳陵岭坪塘潭洲浦岛谷沟坝湾")
# Words and characters that no name of a place has at its beginning, at its end or anywhere.
_NO_NAME = re.compile(
    "[的了着过与及在是有为对将把被让从向到由等各全每某该本这那其以于并或个再又都已曾去说我你他她它们上下要入做走给经按据我省市县区委局]"
    "|关于|来|会同|大[中小]|两新|^[抓驻抄呈赋擦筑夯沿]|[后前时年自任属送报图稿直村旧好实优强牢亮活细]$"
)


def find_unlisted(text: str, taken: Sequence[Entity]) -> list[Entity]:
    """The places that `text` names as the seats of authorities and that are none of `taken`.

    A name counts behind 中共 (中共岚水县委), in a title, or if two witnesses agree: two of its authorities
    (青溪县委 and 青溪县水务局), or one and what lies or happens there. Then every mention of it counts, the short
    form only before 县委 and 县直.
    """
    full = sorted(_names(text, {place.end for place in taken}), key=len, reverse=True)
    if not full:
        return []
    starts = [place.start for place in taken]
    found = []
    own = [f"{name[:-1]}(?={name[-1]}(?:委(?!员)|直(?![接达通播])))|{name}" for name in full]
    for match in re.finditer("|".join(own), text):
        before = bisect_right(starts, match.end() - 1) - 1
        if before < 0 or taken[before].end <= match.start():
            value = next(name for name in full if name.startswith(match[0]))
            found.append(Entity(match.start(), match.end(), match[0], "PLACE", value, NOTE))
    return found


def _names(text: str, ends: set[int]) -> set[str]:
    witnesses: dict[str, set[str]] = defaultdict(set)
    for match in _SEAT.finditer(f"\n{text}"):
        if not _listed(match.end() - 1, ends):
            told, authority = witnesses[match["name"]], match["authority"]
            told.add(authority.removeprefix("人民").removesuffix("员会"))
            if match["lead"] == "共":
                told.add(_PARTY)
                if authority.endswith("员会"):
                    told.add(_FORMAL)
    for match in _TITLE.finditer(text):
        if not _listed(match.end("name"), ends):
            witnesses[match["name"]].add(_TITLED)
    for match in _WHEREABOUTS.finditer(text):
        name = match["name"] or match["actor"]
        if name in witnesses:
            witnesses[name].add(_VISITED if match["name"] else _ACTS)
    return {
        name
        for name, told in witnesses.items()
        if (len(told) > 1 or _TITLED in told) and _is_name(name[:-1], told)
    }


def _listed(end: int, ends: set[int]) -> bool:
    """Whether the place that ends at `end`, with or without its last character, is known already."""
    return end in ends or end - 1 in ends


def _is_name(name: str, told: Set[str]) -> bool:
    """Whether `name` is none of words (紧扣, 学习好): the more is told of it, the more it may look like one."""
    if _NO_NAME.search(name):
        return False
    words = len(segmenter()(name))
    if words == 1:
        sure = _FORMAL in told or _VISITED in told or name[-1] in _LANDSCAPE
        return sure and len(told - {_TITLED}) > 1
    return words == len(name) or _PARTY in told
