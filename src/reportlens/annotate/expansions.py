"""What the abbreviations of a report stand for: spelled out in the report itself, or established."""

import re
import weakref
from collections.abc import Sequence

from reportlens.annotate.facts import Expansion
from reportlens.annotate.rules.combined import in_clauses, in_pairs, outline_in_turn, part_by_part
from reportlens.annotate.rules.grouped import around, in_apposition, is_apposed, said_to_be
from reportlens.annotate.rules.introduced import (
    defined,
    digits_explained,
    in_brackets,
    in_next_sentence,
    in_ordinals,
    in_quotations,
    in_sequence,
)
from reportlens.annotate.rules.members import (
    LONGEST_MEMBER,
    WINDOW,
    Members,
    digit_by_digit,
    in_list,
    in_outline,
    in_sentence_openers,
    keys,
    sentence,
)
from reportlens.annotate.rules.numerals import Part, is_code, parts, without_prefix
from reportlens.annotate.rules.outline import Outline, outline_of
from reportlens.annotate.terms import Hit
from reportlens.lexicon import Lexicon, Term

# A label that stands more often than this is looked at in its first places only.
MOST_PLACES = 6
MANY = 4  # So many members are no chance, wherever they stand.
# What may stand between an abbreviation and members that touch it: marks, and a general word.
FARTHEST = 12
# No list further after a label is looked at.
REACH = 4 * WINDOW
# How far after a label quotations may name its members.
FAR = 100
_LARGE = frozenset("百千万")
_GAP = re.compile(
    "[“”‘’，：]*(?:\\w{0,4}(?:活动|工作|机制|制度|建设|工程|行动|服务|工作法|要求))?[“”‘’，：]*"
)


def find_expansions(text: str, hits: Sequence[Hit], lexicon: Lexicon) -> list[Expansion]:
    """The numeral abbreviations among `hits` with their members, each abbreviation once.

    `expanded` where the text spells out as many members as the numerals say, with the spans that prove
    it; `lexicon` where only the one established meaning is known. An abbreviation of which neither
    holds gives no row: nothing is guessed.
    """
    outline = outline_of(text)
    meanings = _rows(lexicon)
    labels: dict[str, list[Hit]] = {}
    for hit in hits:  # thousands a report: by place a field is found more quickly than by name
        if hit[4] == "numeral-abbreviation" or hit[3] in meanings:
            labels.setdefault(hit[3], []).append(hit)
    found = []
    for label, places in labels.items():
        counted = [hit for hit in places if hit.category == "numeral-abbreviation"][:MOST_PLACES]
        if counted:
            members = _spelled_out(text, label, counted, outline)
            if members is not None and _is_trusted(text, members, counted, meanings.get(label, ())):
                found.append(Expansion(label, members.names, "expanded", members.evidence))
                continue
        if label in meanings and (established := _established(text, meanings[label])):
            found.append(Expansion(label, established, "lexicon"))
    return found


def _spelled_out(text: str, label: str, places: Sequence[Hit], outline: Outline) -> Members | None:
    if is_code(label):
        for hit in places:
            low, high = sentence(text, hit.start, hit.end)
            following = sentence(text, high + 1, high + 1)
            for bounds in ((low, high), following):
                if members := digit_by_digit(text, *bounds, label):
                    return members
            if members := digits_explained(text, hit.end, label):
                return members
        return None
    label = without_prefix(label)
    counted = parts(label)
    if not counted:
        return None
    if len(counted) > 1 and (members := _all_at_once(text, counted, places, outline)):
        return members
    found: dict[int, Members] = {}
    # The part with most members first: it is the one that most often is not spelled out.
    for index in sorted(range(len(counted)), key=lambda index: -counted[index].number):
        members = _part(text, counted[index], label, places, outline)
        if members is None:
            break
        found[index] = members
    if len(found) == len(counted):
        return _joined([found[index] for index in range(len(counted))])
    if index > 0:  # without its first part nothing follows
        first = found.get(0) or _part(text, counted[0], label, places, outline)
        if first and (members := _in_turn(text, counted, first)):
            return members
    if len(counted) < 2 and _LARGE.isdisjoint(label):
        leads_up = (in_apposition, said_to_be) if is_apposed(counted[0], label) else (said_to_be,)
        before = (
            find(text, _before_quote(text, hit.start), counted[0]) for hit in places for find in leads_up
        )
        return next(filter(None, before), None)
    explained = (part_by_part(text, hit.end, label) for hit in places)
    return next(filter(None, explained), None)


def _all_at_once(
    text: str, counted: Sequence[Part], places: Sequence[Hit], outline: Outline
) -> Members | None:
    """两联一包，即县级领导联乡镇、部门联村、干部包户: one list for all parts, the stem of its part in each."""
    total = sum(part.number for part in counted)
    numbers = {part.number for part in counted}
    even = len(numbers) == 1 and total > len(counted)
    for hit in places:
        members = defined(text, hit.end, total) or in_brackets(text, hit.end, total)
        if members is not None:
            stems = [part.stem[0] for part in counted for _ in range(part.number)]
            if all(stem in name for stem, name in zip(stems, members.names, strict=True)):
                return members
        near = _before_quote(text, hit.start)
        if even and text.find("、", max(0, near - LONGEST_MEMBER), near) >= 0:
            low, _ = sentence(text, hit.start, hit.end)
            if members := in_pairs(text, low, near, counted):
                return members
        if members := around(text, near, hit.end, counted):
            return members
    if 1 in numbers and all(outline.words.count(part.stem) >= part.number for part in counted):
        for rows in (outline.headings, outline.openers, outline.captions):
            if members := outline_in_turn(rows, counted):
                return members
    return None


def _before_quote(text: str, start: int) -> int:
    return start - 1 if text[start - 1] in "“‘" else start


def _in_turn(text: str, counted: Sequence[Part], first: Members) -> Members | None:
    """The members of the first part, and those of the others where they follow one after the other."""
    found = [first]
    for part in counted[1:]:
        members = in_sequence(text, found[-1].evidence[-1][1], part.number, keys(part.stem))
        if members is None:
            return None
        found.append(members)
    return _joined(found)


def _is_trusted(text: str, members: Members, places: Sequence[Hit], meanings: Sequence[Term]) -> bool:
    """Whether members found in the text may stand against an established meaning.

    What only carries the established members on (农业增效 for 农业) says nothing new. What differs counts
    where the text introduces it, where it touches the abbreviation, or where it is too long to be chance.
    """
    known = [set(term.members) for term in meanings]
    if not known or set(members.names) in known:
        return True
    if any(all(any(old in name for old in meant) for name in members.names) for meant in known):
        return False
    # 道路、理论、制度、文化“四个自信” says the established members in short.
    if any(all(any(name in old for old in meant) for name in members.names) for meant in known):
        return False
    if members.sure or len(members.names) >= MANY:
        return True
    start, end = members.evidence[0][0], members.evidence[-1][1]
    gaps = [(end, hit.start) if end <= hit.start else (hit.end, start) for hit in places]
    return any(high - low < FARTHEST and _GAP.fullmatch(text, low, high) for low, high in gaps)


def _part(text: str, part: Part, label: str, hits: Sequence[Hit], outline: Outline) -> Members | None:
    """The members of one counted part, from the nearest and surest place to the furthest."""
    name = _name(part, label)
    stems = keys(part.stem)
    if part.number > 1:
        for hit in hits:
            start, end = hit.start, hit.end
            low, high = max(0, start - WINDOW), end + 2 * WINDOW
            near = [key for key in stems if text.count(key, low, high) >= part.number]
            if not near:
                continue
            for key in near:
                if text.count(key, end, high) < part.number:
                    continue
                if members := in_clauses(text, end, part.number, key):
                    return members
            low, high = sentence(text, start, end)
            if max(map(text[low:high].count, "、，；")) < part.number - 1:
                continue
            for key in near:
                if text.count(key, low, high) < part.number:
                    continue
                if members := _beside(text, hit, (low, high), part, key, name != label):
                    return members
    places = [hit.end for hit in hits] if name == label else _places(text, name)
    for place in places:
        if members := defined(text, place, part.number, part=name != label):
            return members
    if part.number < 2:
        return None
    for place in places:
        if members := in_brackets(text, place, part.number, stems):
            return members
        if members := in_ordinals(text, place, part.number, stems):
            return members
    if name != label:
        places = [hit.end for hit in hits] + places
    for key in stems:
        for place in places:
            if text.count(key, place, place + REACH) < part.number:
                continue
            if members := in_sentence_openers(text, place, part.number, key) or in_next_sentence(
                text, place, part.number, key
            ):
                return members
            if members := in_quotations(text, place, place + FAR, part.number, key):
                return members
        if part.number + len(key) < 4 or outline.words.count(key) < part.number:
            continue
        for rows in (outline.headings, outline.openers):
            if len(rows) >= part.number and (members := in_outline(rows, part.number, key)):
                return members
        captions = [row for row in outline.captions if row[1][0].startswith(key) or row[1][0].endswith(key)]
        if len(captions) == part.number and (members := in_outline(captions, part.number, key)):
            return members
    return None


def _places(text: str, name: str) -> list[int]:
    """Where the first occurrences of `name` end."""
    found: list[int] = []
    place = text.find(name)
    while place >= 0 and len(found) < MOST_PLACES:
        found.append(place + len(name))
        place = text.find(name, place + len(name))
    return found


def _beside(
    text: str, hit: Hit, bounds: tuple[int, int], part: Part, key: str, compound: bool
) -> Members | None:
    """An enumeration in the sentence of the label. Two members prove little: they must touch the label."""
    low, high = bounds
    near = _before_quote(text, hit.start)
    members = in_list(text, low, near, part.number, key, "、，；" if part.number > 2 else "、")
    if members is not None and (part.number > 2 or members.evidence[-1][1] == near):
        return members
    if part.number > 2:
        return in_list(text, hit.end, high, part.number, key)
    members = in_list(text, hit.end, high, part.number, key, "、")
    touches = members is not None and _GAP.fullmatch(text, hit.end, members.evidence[0][0])
    return members if compound or touches else None


def _name(part: Part, label: str) -> str:
    """The part as it stands in the label: 五库 in 一网三端五库."""
    place = label.find(part.stem)
    start = place
    while start > 0 and label[start - 1] not in "一二三四五六七八九十两双":
        start -= 1
    return label[max(0, start - 1) : place + len(part.stem)]


def _joined(pieces: Sequence[Members]) -> Members | None:
    names = tuple(name for piece in pieces for name in piece.names)
    if len(set(names)) < len(names):
        return None
    spans = dict.fromkeys(span for piece in pieces for span in piece.evidence)
    return Members(names, tuple(sorted(spans)), any(piece.sure for piece in pieces))


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


def _established(text: str, meanings: Sequence[Term]) -> tuple[str, ...]:
    """The members of the one meaning that a label can have here; empty if there are several."""
    rows = {row.members for row in meanings}
    if len(rows) < 2:
        return next(iter(rows), ())
    told = [members for members in rows if all(member in text for member in members)]
    return told[0] if len(told) == 1 else ()
