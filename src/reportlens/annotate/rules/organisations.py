"""Forms of Party organisations: a modifier of a closed set and a head, and the head by itself."""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import word_set
from reportlens.annotate.terms import Span

# A compound with one of these heads also gives its head.
_LONG_HEADS = ("党支部", "党组织", "党总支", "纪工委", "党工委", "党小组")
_HEADS = (*_LONG_HEADS, "党委", "党组", "纪委")
# 党组 before 织 is 党组织; 党委 before 员 is 党, 委员.
_HEAD = re.compile(
    "党(?:支部|组织|总支|小组|委(?!员|会|书|托)|组(?!织|会|书|成))|纪(?:工委|委(?!员|监|会|书))"
)


def find_organisations(reading: Reading) -> Iterator[Span]:
    """Compounds such as 功能性党支部 and, in every compound of the lexicon too, the head."""
    text = reading.text
    modifiers = word_set("organisation_modifiers.txt")
    sizes = _sizes()
    places: list[tuple[int, int]] = []
    for head in reading.cues.matches("form", _HEAD):
        start = head.start()
        for size in sizes.get(text[start - 1 : start], ()):
            if text[start - size : start] in modifiers:
                places.append((start - size, head.end()))
                places.append((start, head.end()))
                break
    forms = [span[:2] for span in reading.by_category["organisation-form"]]
    for start, end in forms:
        # Two characters more than the shortest head, or it is the head itself.
        if end - start > 2 and text.endswith(_HEADS, start + 1, end):
            size = 3 if text.endswith(_LONG_HEADS, start, end) else 2
            places.append((end - size, end))
    listed = set(forms)  # nearly all heads are: a set tells more quickly
    for start, end in places:
        if (start, end) not in listed and not reading.known(start, end):
            yield Span(start, end, text[start:end], "organisation-form", "pattern")


@lru_cache(maxsize=1)
def _sizes() -> dict[str, list[int]]:
    """How long the modifiers are that end in a character, the longest first."""
    found: dict[str, set[int]] = {}
    for word in word_set("organisation_modifiers.txt"):
        found.setdefault(word[-1], set()).add(len(word))
    return {last: sorted(sizes, reverse=True) for last, sizes in found.items()}
