"""Forms of Party organisations: a modifier of a closed set and a head, and the head by itself."""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of
from reportlens.annotate.terms import Span

# A compound with one of these heads also gives its head.
_HEADS = ("党支部", "党组织", "党总支", "纪工委", "党工委", "党小组", "党委", "党组", "纪委")
_TAIL = re.compile(f"(?:{'|'.join(_HEADS)})$")


@lru_cache(maxsize=1)
def _compound() -> re.Pattern[str]:
    # 党组 before 织 is 党组织; 党委 before 员 is 党, 委员.
    return re.compile(
        f"{any_of('organisation_modifiers.txt')}(?P<head>党支部|党组织|党总支|党小组|党委(?!员|会|书|托)|党组(?!织|会|书|成)|纪工委|纪委(?!员|监|会|书))"
    )


def find_organisations(reading: Reading) -> Iterator[Span]:
    """Compounds such as 功能性党支部 and, in every compound of the lexicon too, the head."""
    text = reading.text
    for match in _compound().finditer(text):
        yield Span(match.start(), match.end(), match[0], "organisation-form", "pattern")
        yield _head(match.start("head"), match.end(), match["head"])
    for span in reading.spans:
        if span.category == "organisation-form" and (tail := _TAIL.search(text, span.start, span.end)):
            if tail.start() > span.start:
                yield _head(tail.start(), tail.end(), tail[0])


def _head(start: int, end: int, head: str) -> Span:
    return Span(start, end, head, "organisation-form", "pattern")
