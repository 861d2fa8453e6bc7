"""Bodies that a report of one office calls by their short names: 局党组, 厅机关党委."""

import re
from collections.abc import Sequence

from reportlens.annotate.organisation_heads import TAIL

OWN_BODIES = [
    f"{office}{level}{body}"
    for office in "局厅"
    for level in ("", "机关")
    for body in ("党组", "党委", "纪委", "党总支")
]
# 各局党组 are several, 水务局党组 is another's: in front stands a mark or one of these.
_LEADS = frozenset("在经由向对到与和及是使请将把按我")
_HAN = re.compile("[一-鿿]")
_NATIONAL = re.compile("国家|中央|全国|中国|中共中央")


def is_own(text: str, start: int, end: int) -> bool:
    """Whether the body `text[start:end]` is that of the office whose report this is."""
    if text[end - 2 : end] == "党组" and text.startswith("织", end):
        return False
    before = text[start - 1 : start] if start else ""
    return not before or before in _LEADS or not _HAN.match(before)


def own_offices(text: str, names: Sequence[tuple[int, str | None]], home: str | None) -> dict[str, str]:
    """Whose 局党组 and 厅党组 are, by 局 and 厅: the office of the first line, or the only one of `home`.

    `names` are the organisations in `text` with their starts and full names. The office must be named before
    the first of its bodies: who comes later, praises or inspects, may be another.

    >>> own_offices("青禾市水务局总结\\n局党组带头。", [(0, "青禾市水务局"), (9, None)], None)
    {'局': '青禾市水务局'}
    """
    title = (text + "\n").index("\n", len(text) - len(text.lstrip()))
    first = {text[start]: start for start, name in reversed(names) if name is None}
    named: dict[str, dict[str, int]] = {"局": {}, "厅": {}}
    for start, name in names:
        office = _office(name) if name else None
        if office is not None:
            named[office[-1]].setdefault(office, start)
    own = {}
    for head, offices in named.items():
        in_title = [office for office, start in offices.items() if start < title]
        at_home = [office for office in offices if home and office.startswith(home)]
        chosen = in_title if len(in_title) == 1 else at_home
        if len(chosen) == 1 and offices[chosen[0]] < first.get(head, -1):
            own[head] = chosen[0]
    return own


def _office(name: str) -> str | None:
    """The 局 or 厅 in `name` (青禾市水务局 of 青禾市水务局机关党委); None for national ones and what is no office."""
    if _NATIONAL.match(name) or ";" in name:
        return None
    for at in sorted((name.rfind("局"), name.rfind("厅")), reverse=True):
        if at >= 0 and TAIL.fullmatch(name, at + 1):
            return name[: at + 1]
    return None
