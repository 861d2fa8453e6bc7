"""Terms that are terms because the text spells an abbreviation out: its members, and counted phrases.

A counted phrase with a plain measure word (四项功能) is an abbreviation where headings name its members
or where it is itself a member of a code (12235); elsewhere it only counts something.
"""

import re
from collections import Counter
from collections.abc import Iterator

from reportlens.annotate.rules.members import in_outline
from reportlens.annotate.rules.numerals import NUMERALS, VALUES, is_code, is_numeral, parts
from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.terms import Span

# A shorter common part (强, 化) does not make a paragraph opener a term.
SHORTEST_STEM = 3
# How long the noun of a counted phrase is, at most.
LONGEST_NOUN = 6
_PHRASE = re.compile(rf"[{NUMERALS}](?<![第\d百千万{NUMERALS}].)[个项大种条]([^\W\d]{{2,{LONGEST_NOUN}}})")
_ITEM = re.compile(rf"([{NUMERALS}])[个项大种条类张份支本][^\W\d]{{2,6}}")


def find_spelled(reading: Reading) -> Iterator[Span]:
    """Members in paragraph openers, counted phrases spelled out in headings or standing in a code."""
    yield from _in_headings(reading)
    if reading.quotations:
        yield from _members_of_codes(reading)
        yield from _in_openers(reading)


def _in_headings(reading: Reading) -> Iterator[Span]:
    """四项功能 is an abbreviation where four headings name a 功能 each; otherwise it only counts."""
    headings = reading.outline.headings
    if len(headings) < 2:
        return
    ends = Counter(
        clauses[0][-size:]
        for _, clauses in headings
        for size in range(2, min(LONGEST_NOUN, len(clauses[0])) + 1)
    )
    if max(ends.values(), default=0) < 2:
        return
    for match in _PHRASE.finditer(reading.text):
        count = VALUES[match[0][0]]
        if 2 <= count <= len(headings):
            for size in range(len(match[1]), 1, -1):
                if ends[match[1][:size]] == count:
                    end = match.start(1) + size
                    surface = reading.text[match.start() : end]
                    yield Span(match.start(), end, surface, "numeral-abbreviation", "pattern")
                    break


def _members_of_codes(reading: Reading) -> Iterator[Span]:
    """The counted members of a code: 一条主线, 两个文件 … where the text has 12235."""
    codes = {q.inner for q in reading.quotations if is_code(q.inner) and "+" not in q.inner}
    if not codes:
        return
    for place, clause in reading.lists:
        if _ITEM.search(clause) is None:
            continue
        items = [_ITEM.search(item) for item in clause.split("、")]
        if "".join(str(VALUES[item[1]]) for item in items if item) not in codes:
            continue
        for item, whole in zip(items, clause.split("、"), strict=True):
            if item is not None:
                start, end = place + item.start(), place + item.end()
                yield Span(start, end, item[0], "numeral-abbreviation", "pattern")
            place += len(whole) + 1


def _in_openers(reading: Reading) -> Iterator[Span]:
    """推动组织建设有效覆盖。 opens a paragraph where the text has “三个有效覆盖”."""
    for label in {q.inner for q in reading.quotations if is_numeral(q.inner) and not is_code(q.inner)}:
        counted = parts(label)
        if len(counted) != 1 or len(counted[0].stem) < SHORTEST_STEM:
            continue
        if reading.outline.words.count(counted[0].stem) < counted[0].number:
            continue
        members = in_outline(reading.outline.openers, counted[0].number, counted[0].stem)
        for name, (_, end) in zip(members.names, members.evidence, strict=True) if members else ():
            yield Span(end - len(name), end, name, "slogan-principle", "pattern")
