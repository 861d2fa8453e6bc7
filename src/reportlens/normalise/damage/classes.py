"""How the language model sees a character: figures, letters and punctuation in a few classes."""

_HALF_TO_FULL = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
_ALIKE = {
    "｡": "。",
    "．": "。",
    "“": "“",
    "”": "”",
    "＂": "”",
    "‘": "‘",
    "’": "’",
    "＇": "’",
    "—": "—",
    "–": "—",
}
PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】［］—…·－～／＜＞")
"""Classes that do not count when two readings of a damaged spot are compared."""


def character_class(character: str) -> str:
    """The class of one folded character; empty for what the model skips.

    >>> [character_class(c) for c in "7ａ,國 "]
    ['0', 'A', '，', '國', '']
    """
    if "\u4e00" <= character <= "\u9fff":
        return character
    if character in "\r\n\u2028\u2029\v\f":
        return "\n"
    if character.isspace() or character in "\u200b\ufeff":
        return ""
    full = _HALF_TO_FULL.get(character, character)
    if "０" <= full <= "９":
        return "0"
    if "Ａ" <= full <= "Ｚ" or "ａ" <= full <= "ｚ":
        return "A"
    return _ALIKE.get(full, full)
