"""Inline readings: 網(wǎng), 黨組(擴(kuò)大)會(huì)議.

A parenthesis goes only if it is a reading of the character before it (or, syllable by syllable, of
the characters before it). (試行), (擴大), (APP) and (DNA) stay.
"""

import re
import unicodedata
from functools import lru_cache

from reportlens.normalise.alignment import Edit

_LETTERS = "a-zA-ZɡüÜāáǎăàēéěĕèīíǐĭìōóǒŏòūúǔŭùǖǘǚǜńňǹḿĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙǕǗǙǛ\u0300-\u030c"
_PARENTHESIS = re.compile(rf"[(（]([{_LETTERS}:'’ \u00a0]{{1,40}})[)）]")
_BLANKS = (" ", "\u00a0", "\u3000")
_SYLLABLE = re.compile(r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:n|ng|r)?")
_SYLLABLE_GAP = re.compile(r"[ \u00a0'’]+")


def strip_glosses(text: str) -> list[Edit]:
    """Edits that strip the inline readings of `text`; one that is behind a wrong character is a remark.

    >>> [(e.start, e.end, e.replacement) for e in strip_glosses("三會(huì)一課(試行)")]
    [(1, 7, '會')]
    """
    edits: list[Edit] = []
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for match in _PARENTHESIS.finditer(text):
        start, end = match.span()
        inside = match[1]
        character = text[start - 1 : start]
        if character in _BLANKS:
            start -= 1
            character = text[start - 1 : start]
        # The same objects for the same characters: a text may hold a reading in every other place.
        key = character, inside
        character, reason = known.get(key) or known.setdefault(key, (character, _read(character, inside)))
        if not reason and len(inside) > 1:
            # A word of up to four characters may be read together: 銀行(yín háng).
            reason = _read(text[max(0, start - 4) : start], inside)
        if reason:
            edits.append(Edit(start - 1, end, character, "gloss", reason))
        elif _is_astray(character, inside):
            what = f"{inside} is no reading of {character}: the character that it is of may be lost"
            edits.append(Edit(start - 1, end, text[start - 1 : end], "suspect", what))
    return edits


@lru_cache(maxsize=1 << 16)
def _read(before: str, inside: str) -> str:
    """Why `inside` is a reading of the character or word at the end of `before`; empty if it is none."""
    syllables = [s for s in _SYLLABLE_GAP.split(inside) if s]
    word = before[-len(syllables) :] if len(syllables) > 1 else ""
    if word and len(word) == len(syllables) and all(map(_is_reading, word, syllables)):
        return f"{inside} is a reading of {word}"
    if syllables and before and _is_reading(before[-1], "".join(syllables)):
        return f"{inside} is a reading of {before[-1]}"
    return ""


def _is_astray(character: str, inside: str) -> bool:
    """Whether a reading with its tone stands behind a letter, digit or character that is not read so."""
    solid = (character.isascii() and character.isalnum()) or character >= "\u3400"
    return solid and not inside.isascii() and _SYLLABLE.fullmatch(toneless(inside)) is not None


def _is_reading(character: str, syllable: str) -> bool:
    return toneless(syllable) in readings(character)


@lru_cache(maxsize=1 << 14)
def readings(character: str) -> frozenset[str]:
    """All readings of one character in Mandarin, without tones, ü as v (pypinyin)."""
    from pypinyin import Style, pinyin

    if not character or character < "\u2e80":
        return frozenset()
    found = pinyin(
        character,
        style=Style.NORMAL,
        heteronym=True,
        errors="ignore",
        v_to_u=False,
        neutral_tone_with_five=False,
    )
    return frozenset(toneless(r) for group in found for r in group)


def toneless(syllable: str) -> str:
    """`syllable` in lower case without tone marks; ü, u: and v are all written v.

    >>> toneless("Lǜ"), toneless("lu:"), toneless("ɡuǎn")
    ('lv', 'lv', 'guan')
    """
    folded = syllable.lower().replace("ɡ", "g").replace("u:", "ü")
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", folded):
        if letter == "\u0308" and letters and letters[-1] == "u":
            letters[-1] = "v"
        elif not unicodedata.combining(letter):
            letters.append(letter)
    return "".join(letters)
