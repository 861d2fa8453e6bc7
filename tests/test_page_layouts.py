"""Whole invented pages of many layouts: no line of the body is lost and no furniture kept."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reportlens.normalise import normalise
from reportlens.normalise.script import to_simplified
from reportlens.normalise.width import unify_width


@dataclass
class Layout:
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def layouts() -> list[Layout]:
    found: list[Layout] = []
    for line in (Path(__file__).parent / "cases/page_layouts.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            found.append(Layout(line[3:]))
        elif line.startswith("@ "):
            fact, value = line[2:].split(": ", 1)
            found[-1].facts[fact] = value
        elif line and found:
            found[-1].lines.append(line)
    return found


def without_blanks(line: str) -> str:
    return "".join(unify_width(to_simplified(line)).split())


def page_of(layout: Layout) -> str:
    return "\n".join(line[1:] if line[0] in "~^" else line for line in layout.lines)


def body_of(layout: Layout) -> list[str]:
    body: list[str] = []
    for line in layout.lines:
        if line.startswith("^"):
            body[-1] += without_blanks(line[1:])
        elif not line.startswith("~"):
            body.append(without_blanks(line))
    return body


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_layout(layout: Layout) -> None:
    cleaned = normalise(page_of(layout))
    assert [without_blanks(line) for line in cleaned.text.split("\n")] == body_of(layout)
    assert {fact: getattr(cleaned.facts, fact) for fact in layout.facts} == layout.facts


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_the_clean_text_of_a_page_is_clean(layout: Layout) -> None:
    once = normalise(page_of(layout)).text
    assert normalise(once).text == once


def test_enough_layouts() -> None:
    assert len(layouts()) >= 105
