"""What is wrong with a lexicon: collisions, and members that do not match the numeral."""

import re
from collections.abc import Container, Iterator, Sequence

from reportlens.lexicon.term import Term

_DIGITS = {c: k for k, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "双": 2, "百": 100}
_MARKS = re.compile("[、，]")
# Categories whose terms are said in several parts that are terms too: 刀刃向内、自我革命.
_JOIN = frozenset({"slogan-principle", "doctrine-meeting", "regulation"})
_SEMICOLON = re.compile("[;；]")
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


def complaints(terms: Sequence[Term], known: Container[str] = ()) -> Iterator[str]:
    """One line for each row that should be changed: file, line, what is wrong, what to do.

    `known` are surfaces of terms in other lexicons: a row that lists several of these is no term.
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
        yield from _doubled(term)
        yield from _several(term, owners, known)
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


def _doubled(term: Term) -> Iterator[str]:
    """Variants that add nothing. Both scripts and both widths are one surface, as they are in the texts."""
    if term.canonical in term.variants:
        yield (
            f"{term.where}: a variant is '{term.canonical}' itself, which is found in traditional and in "
            "simplified script, in full and in half width, without being listed. Remove it."
        )
    if len(set(term.variants)) < len(term.variants):
        yield f"{term.where}: '{term.canonical}' lists a variant twice (traditional script makes no other). Remove one."


def _several(term: Term, owners: Container[str], known: Container[str]) -> Iterator[str]:
    """Cells that hold several things which the file parts otherwise than by | or by rows."""
    for cell in (*term.surfaces, *term.members):
        if _SEMICOLON.search(cell):
            yield f"{term.where}: '{cell}' holds a semicolon. Part variants and members by |, and give each term a row."
    parts = _MARKS.split(term.canonical)
    joined = len(parts) > 1 and all(part in owners or part in known for part in parts)
    if joined and term.category not in _JOIN and term.canonical not in known:
        yield f"{term.where}: '{term.canonical}' lists {len(parts)} terms. Give each a row of its own."
    if len(term.members) == 1 and _MARKS.search(term.members[0]):
        yield f"{term.where}: the members of '{term.canonical}' are one, '{term.members[0]}'. Part them by |."


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
