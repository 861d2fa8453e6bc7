"""What is wrong with a lexicon: collisions, and members that do not match the numeral."""

import re
from collections.abc import Iterator, Sequence

from reportlens.lexicon.term import Term

_DIGITS = {c: k for k, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "双": 2, "百": 100}
_MARKS = re.compile("[、，]")
_JOINT = re.compile("[和与及]")
_NUMERAL = re.compile("十[一二三四五六七八九]|[一二两双三四五六七八九十百]|[0-9]+")
# Labels in which a numeral counts something else than members, or is repeated in every member.
NOT_COUNTED = {
    "五位一体": 5,
    "四位一体": 4,
    "三不一体推进": 3,
    "四个铁一般": 4,
    "四个找一找": 4,
    "双一流": 2,
    "两个一百年": 2,
    "六个统一": 6,
    "三个效果相统一": 3,
    "两个一以贯之": 2,
    "五个一批": 5,
    "四水四定": 4,
    "三管三必须": 3,
    "八荣八耻": 8,
    "八个坚持八个反对": 8,
    "双百方针": 2,
}


def complaints(terms: Sequence[Term]) -> Iterator[str]:
    """One line for each row that should be changed: file, line, what is wrong, what to do.

    One label may have several meanings: rows with the same canonical form and different members are
    no collision if each says in `source` whose meaning it is.
    """
    owners: dict[str, Term] = {}
    for term in terms:
        for surface in dict.fromkeys(term.surfaces):
            other = owners.setdefault(surface, term)
            if other is term or _another_meaning(term, other):
                continue
            if other.canonical == term.canonical:
                what = f"'{surface}' stands already in {other.where}. Remove one of the two rows"
            else:
                what = (
                    f"'{surface}' is already listed under '{other.canonical}' ({other.where}). "
                    "Remove one, or make it a term of its own"
                )
            yield f"{term.where}: {what}."
        if len(set(term.surfaces)) < len(term.surfaces):
            yield f"{term.where}: '{term.canonical}' lists a variant twice. Remove one."
        for variant in filter(None, (_enumeration(v, term) for v in term.variants)):
            yield (
                f"{term.where}: the variant '{variant}' lists several things, but '{term.canonical}' names one. "
                "Make it a term of its own, or add it without 、 too if it is one name."
            )
        expected = member_count(term.canonical)
        if term.members and expected not in (None, len(term.members)) and not _all_stems_in_each(term):
            yield (
                f"{term.where}: '{term.canonical}' stands for {expected} members, but {len(term.members)} are "
                f"given ({'、'.join(term.members)}). Correct them, or leave them empty."
            )
        if term.since and term.until and term.until < term.since:
            yield f"{term.where}: '{term.canonical}' ends in {term.until} before it begins in {term.since}."


def _enumeration(variant: str, term: Term) -> str | None:
    """The variant, if it enumerates (、) what the canonical form does not: often another concept.

    Not so where the canonical form counts the members or joins them by 和, where the variant holds it
    whole, and where the same words stand without marks among the surfaces.
    """
    parts = _MARKS.split(variant)
    if len(parts) < 2 or term.category == "regulation" or _MARKS.search(term.canonical):
        return None
    plain = "".join(parts)
    if plain in term.surfaces or term.canonical in variant or plain == _JOINT.sub("", term.canonical):
        return None
    return None if member_count(term.canonical) == len(parts) else variant


def member_count(label: str) -> int | None:
    """How many members a numeral abbreviation has: the sum of its numerals; None if it has none.

    >>> member_count("三会一课"), member_count("四强"), member_count("十四五"), member_count("党支部")
    (4, 4, 19, None)
    """
    if label in NOT_COUNTED:
        return NOT_COUNTED[label]
    found = _NUMERAL.findall(label)
    return sum(_value(numeral) for numeral in found) if found else None


def _all_stems_in_each(term: Term) -> bool:
    """Whether the parts of a label count the same members: 三包三联 stands for three that 包 and 联 each."""
    values = {_value(numeral) for numeral in _NUMERAL.findall(term.canonical)}
    stems = [stem for stem in _NUMERAL.split(term.canonical) if stem]
    return values == {len(term.members)} and all(s[0] in member for s in stems for member in term.members)


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    return sum(_DIGITS[c] for c in numeral)


def _another_meaning(term: Term, other: Term) -> bool:
    return (
        term.canonical == other.canonical
        and bool(term.source and other.source)
        and (term.source, term.members) != (other.source, other.members)
    )
