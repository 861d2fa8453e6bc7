"""What the abbreviations of a report stand for: spelled out in the report itself, or established."""

import weakref
from collections.abc import Sequence

from reportlens.annotate.facts import Expansion
from reportlens.annotate.rules.members import (
    Members,
    Outline,
    defined,
    digit_by_digit,
    in_headings,
    in_list,
    in_openers,
    in_sentence_openers,
    keys,
    sentence,
)
from reportlens.annotate.rules.numerals import Part, is_code, parts
from reportlens.annotate.terms import Hit
from reportlens.lexicon import Lexicon, Term

# A label that stands more often than this is looked at in its first places only.
MOST_PLACES = 6


def find_expansions(text: str, hits: Sequence[Hit], lexicon: Lexicon) -> list[Expansion]:
    """The numeral abbreviations among `hits` with their members, each abbreviation once.

    `expanded` where the text spells out as many members as the numerals say, with the spans that prove
    it; `lexicon` where only the one established meaning is known. An abbreviation of which neither
    holds gives no row: nothing is guessed.
    """
    outline = Outline(text)
    labels: dict[str, list[Hit]] = {}
    for hit in hits:
        labels.setdefault(hit.canonical, []).append(hit)
    found = []
    for label, places in labels.items():
        if places[0].category == "numeral-abbreviation":
            members = _spelled_out(text, label, places, outline)
            if members is not None:
                found.append(Expansion(label, members.names, "expanded", members.evidence))
                continue
        established = _established(text, label, lexicon)
        if established:
            found.append(Expansion(label, established, "lexicon"))
    return found


def _spelled_out(text: str, label: str, places: Sequence[Hit], outline: Outline) -> Members | None:
    counted = parts(label)
    code = is_code(label)
    for hit in places[:MOST_PLACES]:
        low, high = sentence(text, hit.start, hit.end)
        if code:
            members = digit_by_digit(text, low, high, label)
            if members is not None:
                return members
            continue
        if not counted:
            return None
        pieces = [_part(text, part, label, hit, (low, high), outline) for part in counted]
        if all(pieces):
            return _joined([piece for piece in pieces if piece is not None])
    return None


def _part(
    text: str, part: Part, label: str, hit: Hit, bounds: tuple[int, int], outline: Outline
) -> Members | None:
    """The members of one counted part, from the nearest and surest place to the furthest."""
    low, high = bounds
    before, after = text[low : hit.start].rstrip("“‘"), hit.end
    for key in keys(part.stem):
        if part.count > 1:
            near = low + len(before)
            if (members := _beside(text, low, near, after, high, part, key)) is not None:
                return members
    compound = label != _name(part, label)
    for name in (_name(part, label),) if compound else (label,):
        if (members := defined(text, hit.end, name, part.count)) is not None:
            return members
    if part.count < 2:
        return None
    for key in keys(part.stem):
        for members in (
            in_sentence_openers(text, hit.end, part.count, key),
            in_headings(outline, part.count, key),
            in_openers(outline, part.count, key),
        ):
            if members is not None:
                return members
    return None


def _beside(
    text: str, low: int, near: int, after: int, high: int, part: Part, key: str
) -> Members | None:
    members = in_list(text, low, near, part.count, key)
    if members is not None and (part.count > 2 or members.evidence[-1][1] >= near - 1):
        return members
    members = in_list(text, after, high, part.count, key)
    if members is not None and part.count > 2:
        return members
    return None


def _name(part: Part, label: str) -> str:
    """The part as it stands in the label: 五库 in 一网三端五库."""
    place = label.find(part.stem)
    start = place
    while start > 0 and label[start - 1] not in "一二三四五六七八九十两双":
        start -= 1
    return label[max(0, start - 1) : place + len(part.stem)]


def _joined(pieces: Sequence[Members]) -> Members | None:
    names = tuple(name for piece in pieces for name in piece.names)
    spans = dict.fromkeys(span for piece in pieces for span in piece.evidence)
    return Members(names, tuple(sorted(spans)))


_meanings: "weakref.WeakKeyDictionary[Lexicon, dict[str, list[Term]]]" = weakref.WeakKeyDictionary()


def _rows(lexicon: Lexicon) -> dict[str, list[Term]]:
    """All rows of the lexicon with members, by their canonical form."""
    if lexicon not in _meanings:
        table: dict[str, list[Term]] = {}
        for term in lexicon.terms:
            if term.members:
                table.setdefault(term.canonical, []).append(term)
        _meanings[lexicon] = table
    return _meanings[lexicon]


def _established(text: str, label: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The members of the one meaning that `label` can have here; empty if there are several."""
    rows = {row.members for row in _rows(lexicon).get(label, ())}
    if len(rows) < 2:
        return next(iter(rows), ())
    told = [members for members in rows if all(member in text for member in members)]
    return told[0] if len(told) == 1 else ()
