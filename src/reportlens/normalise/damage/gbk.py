"""The two-byte codes of GBK, and which characters are read how."""

import unicodedata
from functools import cache
from types import MappingProxyType
from typing import Final

LEADS: Final = range(0x81, 0xFF)
TRAILS: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@cache
def characters() -> dict[int, str]:
    """Every pair of bytes (as one number) that GBK assigns, and its character."""
    table = {}
    for lead in LEADS:
        for trail in TRAILS:
            character = bytes((lead, trail)).decode("gbk", "ignore")
            if len(character) == 1 and character > "\x7f":  # not the second byte alone
                table[lead << 8 | trail] = character
    return table


@cache
def unassigned() -> dict[int, bytes]:
    """For each lead byte the high trail bytes that do not make a character with it."""
    known = characters()
    return {a: bytes(b for b in TRAILS if b >= 0x80 and a << 8 | b not in known) for a in LEADS}


def pair(character: str) -> int:
    """The code of a character as one number, 0 if it has none of two bytes.

    GB 18030 names more codes than GBK: private use stands there for codes without a character.
    """
    try:
        code = character.encode("gb18030")
    except UnicodeEncodeError:
        return 0
    return code[0] << 8 | code[1] if len(code) == 2 else 0


def reading(text: str) -> str:
    """A reading as it is written on a page, in the form of the tables."""
    return unicodedata.normalize("NFC", text).replace("ɑ", "a").replace("ɡ", "g")


@cache
def _readings() -> tuple[dict[int, frozenset[str]], dict[str, dict[int, bytes]]]:
    from pypinyin.constants import PINYIN_DICT

    of_pair: dict[int, frozenset[str]] = {}
    by_lead: dict[str, dict[int, bytearray]] = {}
    for code, character in characters().items():
        found = PINYIN_DICT.get(ord(character))
        if not found:
            continue
        readings = frozenset(reading(r) for r in found.split(","))
        of_pair[code] = readings
        for r in readings:
            by_lead.setdefault(r, {}).setdefault(code >> 8, bytearray()).append(code & 0xFF)
    return of_pair, {r: {a: bytes(t) for a, t in leads.items()} for r, leads in by_lead.items()}


def is_reading(code: int, syllable: str) -> bool:
    """Whether the character with this code is read `syllable`, the tone included."""
    return syllable in _readings()[0].get(code, ())


def trails_read(lead: int, syllable: str) -> bytes:
    """The trail bytes that make a character read `syllable` with the lead byte."""
    return _readings()[1].get(syllable, _NOTHING).get(lead, b"")


_NOTHING: Final = MappingProxyType[int, bytes]({})
