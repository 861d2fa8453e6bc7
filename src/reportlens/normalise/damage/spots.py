"""Where a page may be damaged: places that look like bytes gone astray."""

import re
from typing import Final, NamedTuple

from reportlens.normalise.damage.page import HAN, SYLLABLE

_MANY_SIGNS: Final = 300
"""More question marks before Chinese characters than that are the page's own punctuation."""
_ASTRAY: Final = re.compile(rf"[?\ufffd](?:{SYLLABLE}\)|\({SYLLABLE}\))")
_LOST_SIGN: Final = re.compile(
    rf"(?:\?[@-~]?|\ufffd[@-~]|[?\ufffd]\?[@-~]?)(?=[{HAN}à-ǜɑɡΑ-ёⅠ-ⅹ①-⒛ぁ-ヾㄅ-ㄩ㈠-㈩─-╿０-９Ａ-Ｚａ-ｚ])|\?\?(?=[0-9])"
)
"""A sign replaced astray, behind whatever the decoder makes of a dead lead byte: nothing, a mark of its own,
or an ASCII character swallowed or shown. The bytes of the text behind it may show as any sort of letter."""


class Spot(NamedTuple):
    """Where the decoder's `mark` stands, whether it `swallows` the ASCII character behind a dead byte, and
    whether a full-width sign may have become a half-width one there, rather than a gloss gone astray."""

    start: int
    mark: str
    swallows: bool
    half_width: bool


def find_spots(text: str) -> list[Spot]:
    """The places in `text` that may be damaged, in order."""
    if "?" not in text and "\ufffd" not in text:
        return []
    astray = [Spot(m.start(), m[0][0], m[0][1] != "(", False) for m in _ASTRAY.finditer(text)]
    # A page that has one full-width question mark has had none replaced.
    signs = [] if "？" in text else list(_LOST_SIGN.finditer(text))
    if len(signs) > _MANY_SIGNS:
        signs = []
    # In ??0萬 the second mark has taken a figure along.
    return sorted(
        [
            *astray,
            *(Spot(m.start(), m[0][0], m[0][1:2] != "?" or text[m.end()].isdecimal(), True) for m in signs),
        ]
    )
