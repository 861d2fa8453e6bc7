"""White space, line breaks and characters that nobody sees."""

import re

from reportlens.normalise.alignment import Edit

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
# Zero-width characters, direction marks, soft hyphen, byte order mark, controls, private use.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff]+"
)
_SPACE = re.compile(r"\s+")
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_GAP = re.compile(" +")
_NUMBER_BEFORE = re.compile(rf"[{_HAN}] *\d[\d.,]*[%％]?\Z")
_NUMBER_AFTER = re.compile(rf"\d[\d.,]*[%％]? *[{_HAN}]")
# A year, month, day or count at the beginning of a line.
_NUMBER_FIRST = re.compile(r"(?:\A|\n)\d[\d.,]*\Z")
_COUNTED = frozenset("年月日个项名次期届")
_IS_HAN = re.compile(f"[{_HAN}]")
# A blank behind ” or 》 parts the halves of a heading and stays.
_OPENS = frozenset("，、；：。？！（《“‘〈【〔")
_CLOSES = frozenset("，、；：。？！）》”’〉】〕")
_SHORT_LINE = re.compile(r"(?m)^.{1,400}$")
_SPREAD_NAME = re.compile(rf"(?<![{_HAN}])([{_HAN}]) ([{_HAN}])(?![{_HAN}])")
_NAME = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{2,4}}(?![{_HAN}])")


def drop_invisible(text: str) -> list[Edit]:
    """Edits that drop zero-width, direction, control and private-use characters and lone surrogates."""
    return [
        Edit(m.start(), m.end(), "", "invisible", f"invisible: {_codes(m[0])}")
        for m in _INVISIBLE.finditer(text)
    ]


def _codes(characters: str) -> str:
    shown = " ".join(f"U+{ord(c):04X}" for c in characters[:4])
    return shown if len(characters) <= 4 else f"{shown} and {len(characters) - 4} more"


def unify_space(text: str) -> list[Edit]:
    """Edits after which a line break is one \\n, a blank one space, and no line is empty or padded."""
    edits = []
    for match in _SPACE.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            edits.append(Edit(start, end, "", "space", "blank at the edge of the text"))
        elif _BREAKS.isdisjoint(match[0]):
            if match[0] != " ":
                edits.append(Edit(start, end, " ", "space", "blank"))
        elif match[0] != "\n":
            edits.append(Edit(start, end, "\n", "space", "line break"))
    return edits


def close_gaps(text: str) -> list[Edit]:
    """Edits that close blanks which carry no meaning; expects full-width punctuation.

    Those around a number inside a Chinese sentence (共 30 名), beside punctuation, and inside
    two-character names (杨 洁) where they stand in a list of names. Blanks between Chinese words
    stay: they part the halves of a heading.
    """
    if " " not in text:
        return []
    spans: dict[tuple[int, int], str] = {}
    for match in _GAP.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before in _OPENS or after in _CLOSES:
            spans[start, end] = "blank beside punctuation"
        elif (
            before.isdigit()
            and _IS_HAN.match(after)
            and (
                _NUMBER_BEFORE.search(text, max(0, start - 20), start)
                or (after in _COUNTED and _NUMBER_FIRST.search(text, max(0, start - 20), start))
            )
        ) or (_IS_HAN.match(before) and _NUMBER_AFTER.match(text[end : end + 20])):
            spans[start, end] = "blank beside a number"
    for line in _SHORT_LINE.finditer(text):
        spread = (
            list(_SPREAD_NAME.finditer(text, line.start(), line.end())) if line[0].count(" ") >= 4 else []
        )
        if spread and len(spread) + len(_NAME.findall(line[0])) >= 3:
            reason = "blank inside a name in a list of names"
            spans |= {(match.start() + 1, match.end() - 1): reason for match in spread}
    return [Edit(a, b, "", "space", reason) for (a, b), reason in sorted(spans.items())]
