"""Text from reports, made fit to be shown: nothing in it is invisible, reorders a line or runs too long."""

import unicodedata

# Controls; surrogates without a partner; marks that change direction or have no width; separators of
# lines and paragraphs. A blank, a tab and a line break are ordinary in a source.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ORDINARY = frozenset("\t\n\r")


def is_hidden(character: str) -> bool:
    """Whether a reader would not see `character`, though it may change what is seen.

    >>> [is_hidden(c) for c in "党\\n\\u202e"]
    [False, False, True]
    """
    if ord(character) & 0xFFFE == 0xFFFE:  # U+FFFE, U+FFFF and their like are no characters
        return True
    return character not in _ORDINARY and unicodedata.category(character) in _HIDDEN_CATEGORIES


def visible(text: str) -> str:
    """`text` with every hidden character written as its code point.

    >>> visible("支部\\u202e建设")
    '支部〈U+202E〉建设'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"〈U+{ord(c):04X}〉" if is_hidden(c) else c for c in text)


def one_line(text: str) -> str:
    """`visible(text)` with all white space folded to single blanks.

    >>> one_line("三会\\n 一课")
    '三会 一课'
    """
    return " ".join(visible(text).split())


def cut(text: str, length: int) -> str:
    """At most `length` characters of `text`, the last one … where something was cut.

    >>> cut("全面从严治党", 4)
    '全面从…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def cut_columns(text: str, columns: int, *, from_left: bool = False) -> str:
    """As much of `text` as a terminal shows in `columns`, where a Chinese character takes two.

    >>> cut_columns("全面从严治党", 8), cut_columns("全面从严治党", 8, from_left=True)
    ('全面从…', '…严治党')
    """
    from wcwidth import wcswidth

    # A character takes a column at least: without this a long text would be measured again and again.
    if len(text) <= columns and wcswidth(text) <= columns:
        return text
    kept = text[-columns:] if from_left else text[:columns]
    while kept and wcswidth(kept) > columns - 1:
        kept = kept[1:] if from_left else kept[:-1]
    return "…" + kept if from_left else kept + "…"
