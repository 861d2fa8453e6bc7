"""Bodies that a report of one office calls by their short names: 局党组, 厅机关党委."""

import re
from collections.abc import Iterable

OWN_BODIES = [
    f"{office}{level}{body}"
    for office in "局厅"
    for level in ("", "机关")
    for body in ("党组", "党委", "纪委", "党总支")
]
# 各局党组 are several, 水务局党组 is another's: in front stands a mark or one of these.
_LEADS = frozenset("在经由向对到与和及是使请将把按我")
_HAN = re.compile("[一-鿿]")


def is_own(text: str, start: int, end: int) -> bool:
    """Whether the body `text[start:end]` is that of the office whose report this is."""
    if text[end - 2 : end] == "党组" and text.startswith("织", end):
        return False
    before = text[start - 1 : start] if start else ""
    return not before or before in _LEADS or not _HAN.match(before)


def own_name_of(body: str, names: Iterable[str | None]) -> str | None:
    """The full name of `body` if the full `names` in the text tell of one such office alone.

    >>> own_name_of("局党组", ["青禾市水务局机关党委", "中共青禾市委员会"])
    '青禾市水务局党组'
    """
    head = body[0]
    offices = {name[: name.index(head) + 1] for name in names if name and head in name and ";" not in name}
    return f"{offices.pop()}{body[1:]}" if len(offices) == 1 else None
