"""Places that no gazetteer has: new, renamed or invented ones, told by the form of their authorities' names."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from reportlens.annotate.facts import Entity
from reportlens.annotate.tokens import segmenter

NOTE = "not in the gazetteer"
# 中共岚水县委, 《岚水市直机关, a line that begins with 岚水市水务局: the seat of an authority, where the name
# cannot begin earlier.
_SEAT = re.compile(
    "[共《\n—-](?<![^中]共)([一-鿿]{2,3}[市县])"
    "(?=委(?![员托派任屈婉])|直(?:属)?(?:机关|单位|部门)|(?:人民)?政府(?![性间])|政协|人大(?!代表)|纪委|[一-鿿]{2,8}?局(?![面势部限促]))"
)
# Words and characters that no name of a place has at its beginning or anywhere.
_NO_NAME = re.compile(
    "[的了着过与及在是有为对将把被让从向到由等各全每某该本这那其以于并或个再又都已曾去说我你他她它们上下要入做走给经按据我省市县区委局]|关于|来|会同|大[中小]"
)


def find_unlisted(text: str, taken: Sequence[Entity]) -> list[Entity]:
    """The places that `text` names as the seats of authorities and that are none of `taken`.

    A name counts if it stands where it cannot be part of other words (中共岚水县委, 《岚水市水务局…》, at the
    beginning of a line) and is no word of the dictionary. Then every mention of it counts.
    """
    full = sorted(set(_names(text, {place.end for place in taken})), key=len, reverse=True)
    if not full:
        return []
    starts = [place.start for place in taken]
    found = []
    pattern = re.compile("|".join(f"{name[:-1]}(?:{name[-1]}(?!委(?!员)|直))?" for name in full))
    for match in pattern.finditer(text):
        before = bisect_right(starts, match.end() - 1) - 1
        if before < 0 or taken[before].end <= match.start():
            value = next(name for name in full if name.startswith(match[0]))
            found.append(Entity(match.start(), match.end(), match[0], "PLACE", value, NOTE))
    return found


def _names(text: str, ends: set[int]) -> Iterator[str]:
    for match in _SEAT.finditer(f"\n{text}"):
        name = match[1]
        listed = match.end() - 1 in ends or match.end() - 2 in ends
        if not listed and _is_name(name[:-1], sure=match[0][0] == "共"):
            yield name


def _is_name(name: str, *, sure: bool) -> bool:
    """Whether `name` is made of no words (紧扣, 学习好); `sure`: behind 中共 only a single word is none."""
    if _NO_NAME.search(name):
        return False
    return len(segmenter()(name)) >= (2 if sure else len(name))
