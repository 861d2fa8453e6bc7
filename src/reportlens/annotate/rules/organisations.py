"""Forms of Party organisations: a modifier of a closed set and a head, and the head by itself."""

import re
from collections.abc import Iterator

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import word_set
from reportlens.annotate.terms import Span

# A compound with one of these heads also gives its head.
_HEADS = ("党支部", "党组织", "党总支", "纪工委", "党工委", "党小组", "党委", "党组", "纪委")
# 党组 before 织 is 党组织; 党委 before 员 is 党, 委员.
_HEAD = re.compile(
    "党(?:支部|组织|总支|小组|委(?!员|会|书|托)|组(?!织|会|书|成))|纪(?:工委|委(?!员|监|会|书))"
)


def find_organisations(reading: Reading) -> Iterator[Span]:
    """Compounds such as 功能性党支部 and, in every compound of the lexicon too, the head."""
    text = reading.text
    modifiers = word_set("organisation_modifiers.txt")
    sizes = sorted({len(word) for word in modifiers}, reverse=True)
    for head in _HEAD.finditer(text):
        start = head.start()
        for size in sizes:
            if text[start - size : start] in modifiers:
                yield from _unlisted(reading, start - size, head.end())
                yield from _unlisted(reading, start, head.end())
                break
    for span in reading.spans:
        if span.category == "organisation-form" and text.endswith(_HEADS, span.start + 1, span.end):
            size = 3 if text.endswith(_HEADS[:6], span.start, span.end) else 2
            yield from _unlisted(reading, span.end - size, span.end)


def _unlisted(reading: Reading, start: int, end: int) -> Iterator[Span]:
    if not reading.known(start, end):
        yield Span(start, end, reading.text[start:end], "organisation-form", "pattern")
