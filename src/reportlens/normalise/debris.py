"""Remains of a web page in running text: tags, entities, comments."""

import html
import re

from reportlens.normalise.alignment import Edit

BLOCK_TAGS = frozenset(
    "p|br|div|li|ul|ol|tr|table|td|th|h1|h2|h3|h4|h5|h6|hr|section|article|dd|dt".split("|")
)
INLINE_TAGS = frozenset(
    (
        "a|abbr|b|big|body|center|cite|em|font|form|head|html|i|iframe|img|input|ins|label|link|meta|o:p|object"
        "|param|s|script|small|span|strike|strong|style|sub|sup|tbody|thead|u|button|nobr|embed|st1"
    ).split("|")
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:]{0,9})(?:[\s/][^<>\n]{0,500})?/?>")
_COMMENT = re.compile(r"<!--[^<>\n]*-->")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def strip_debris(text: str) -> list[Edit]:
    """Edits that take tags and comments out and put characters for entities.

    The end of a block becomes a line break unless one stands there. What only looks like a tag
    (5<6, <某某>) stays: the name must be one of HTML.
    """
    edits: list[Edit] = []
    if "<" in text:
        for match in _TAG.finditer(text):
            name = match[1].lower()
            if name in BLOCK_TAGS:
                breaks = text[match.end() : match.end() + 1] == "\n" or match.start() == 0
                edits.append(
                    Edit(
                        match.start(), match.end(), "" if breaks else "\n", "html", f"tag of a block: {name}"
                    )
                )
            elif name in INLINE_TAGS:
                edits.append(Edit(match.start(), match.end(), "", "html", f"tag: {name}"))
        edits += [Edit(m.start(), m.end(), "", "html", "comment") for m in _COMMENT.finditer(text)]
    if "&" in text:
        for match in _ENTITY.finditer(text):
            character = html.unescape(match[0])
            if character != match[0] and len(character) == 1:
                edits.append(Edit(match.start(), match.end(), character, "html", "entity"))
    edits.sort(key=lambda e: (e.start, -e.end))
    apart: list[Edit] = []
    for edit in edits:
        if not apart or edit.start >= apart[-1].end:
            apart.append(edit)
    return apart
