"""The skeleton of a report: its numbered headings and the openers of its paragraphs."""

import re
from functools import cached_property

LONGEST_OPENER = 24
_NUMBER = re.compile(
    r"[ 　]*(?:第?[一二三四五六七八九十]{1,3}[、，．.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[．.、])[ 　]*(?=.{2,60}$)"
)
_CLAUSE_END = re.compile("[，：]")
Row = tuple[int, list[str]]


class Outline:
    """The headings and paragraph openers of a text: for each its place and its clauses."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def headings(self) -> list[Row]:
        """The numbered headings."""
        found = []
        place = 0
        for line in self.text.split("\n"):
            if number := _NUMBER.match(line):
                found.append((place + number.end(), _CLAUSE_END.split(line[number.end() :].rstrip())))
            place += len(line) + 1
        return found

    @cached_property
    def openers(self) -> list[Row]:
        """The first sentence of each paragraph, where it is short and without a comma."""
        found = []
        place = 0
        for line in self.text.split("\n"):
            end = line.find("。", 0, LONGEST_OPENER + 1)
            if end > 1 and "，" not in line[:end]:
                found.append((place, [line[:end]]))
            place += len(line) + 1
        return found

    @cached_property
    def words(self) -> str:
        """All headings and openers in one, to see quickly what none of them holds."""
        return "\n".join(clause for _, clauses in (*self.headings, *self.openers) for clause in clauses)
