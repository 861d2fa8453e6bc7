"""Full and half width: letters and digits half, punctuation of Chinese text full.

NFKC is not used: it is slow, changes lengths and destroys … and ㈠.
"""

import re

from reportlens.normalise.alignment import Edit

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_FULL = "，、；：。？！（）《》“”‘’〈〉【】—…·〔〕「」『』"
_LETTERS = {0xFF01 + k: chr(0x21 + k) for k in range(94) if chr(0x21 + k).isalnum()}
_TABLE = _LETTERS | {
    ord("％"): "%", ord("＋"): "+", ord("＝"): "=", ord("／"): "/", ord("＆"): "&", ord("＠"): "@", ord("＃"): "#",
    ord("＊"): "*", ord("＿"): "_", ord("｜"): "|", ord("＜"): "<", ord("＞"): ">", ord("｢"): "“", ord("｣"): "”",
    ord("「"): "“", ord("」"): "”", ord("『"): "‘", ord("』"): "’", ord("﹁"): "“", ord("﹂"): "”",
    ord("″"): "”", ord("〝"): "“", ord("〞"): "”", ord("﹐"): "，", ord("﹑"): "、", ord("､"): "、", ord("｡"): "。",
    ord("﹔"): "；", ord("﹕"): "：", ord("﹖"): "？", ord("﹗"): "！", ord("﹙"): "（", ord("﹚"): "）",
    ord("‐"): "-", ord("‑"): "-", ord("−"): "-", ord("―"): "—", ord("•"): "·", ord("‧"): "·", ord("・"): "·",
    ord("･"): "·", ord("․"): "·", ord("⋯"): "…",
}  # fmt: skip
_IN_TABLE = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")
_POINTS = str.maketrans(",;:?!()", "，；：？！（）")
_BETWEEN_DIGITS = re.compile(r"[．－～](?<=\d[．－～])(?=\d)")
_BACK = {"．": ".", "－": "-", "～": "~"}
_HALF = re.compile(r"[,;:?!()]+")
_HALF_OPEN = re.compile(r"\(([^()（）\n]{1,80})）")
_HALF_CLOSED = re.compile(r"（([^()（）\n]{1,80})\)")
_CHINESE = re.compile(rf"[{_HAN}{_FULL}]")
_STOP = re.compile(rf"\.(?<=[{_HAN}”）》]\.)(?![\w.])|\.(?<=[{_HAN}]\.)(?=[{_HAN}“])")
_MARKS = re.compile(r"[，、]{2,}|；{2,}|：{2,}|。{2,}|\.{2,}")
_QUOTED = re.compile(r'"([^"\n]{1,300})"')


def unify_width(text: str) -> str:
    """One character for one: half-width letters and digits, full-width punctuation in Chinese text.

    `-` in 2-3个, `+` in 6+X, `.` in 3.5%, `:` in 10:30 and `,` in 1,500 stay; so does punctuation
    with Latin letters on both sides.
    """
    after = text.translate(_TABLE) if _IN_TABLE.search(text) else text
    after = _BETWEEN_DIGITS.sub(lambda m: _BACK[m[0]], after)
    after = _HALF.sub(_widen, after)
    after = _HALF_OPEN.sub(r"（\1）", _HALF_CLOSED.sub(r"（\1）", after))
    after = _STOP.sub("。", after)
    if '"' in after:
        after = _QUOTED.sub(lambda m: f"“{m[1]}”" if re.search(f"[{_HAN}]", m[1]) else m[0], after)
    return after


def _widen(match: re.Match[str]) -> str:
    """Full-width marks where Chinese stands on either side (over one blank) or a line ends."""
    text, (start, end) = match.string, match.span()
    before = (
        text[start - 2 : start - 1] if text[start - 1 : start] == " " else text[max(0, start - 1) : start]
    )
    after = text[end + 1 : end + 2] if text[end : end + 1] == " " else text[end : end + 1]
    line_ends = after in ("", "\n") and match[0] not in ("(", ")")
    if _CHINESE.match(before) or _CHINESE.match(after) or (line_ends and before.isalnum()):
        return match[0].translate(_POINTS)
    return match[0]


def single_marks(text: str) -> list[Edit]:
    """Edits that leave one of doubled marks (，,) and write ... and 。。。 as ……; expects unified width."""
    edits = []
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if match[0][0] == ".":
            if end - start >= 3 and _CHINESE.match(text[start - 1 : start]):
                edits.append(Edit(start, end, "……", "width", "ellipsis"))
        elif match[0].startswith("。。。"):
            edits.append(Edit(start, end, "……", "width", "ellipsis"))
        else:
            edits.append(Edit(start, end, match[0][0], "width", "doubled punctuation"))
    return edits
