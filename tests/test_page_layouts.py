"""Whole invented pages of many layouts: no line of the body is lost and no furniture kept."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reportlens.normalise import normalise


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
    return "".join(line.split())


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_layout(layout: Layout) -> None:
    cleaned = normalise("\n".join(line.removeprefix("~") for line in layout.lines))
    kept = [without_blanks(line) for line in cleaned.text.split("\n")]
    body = [without_blanks(line) for line in layout.lines if not line.startswith("~")]
    assert kept == body
    assert {fact: getattr(cleaned.facts, fact) for fact in layout.facts} == layout.facts


def test_enough_layouts() -> None:
    assert len(layouts()) >= 55
