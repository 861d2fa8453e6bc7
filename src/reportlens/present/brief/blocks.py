"""What a brief is made of: headings, sentences, tables, and the notes that say where each stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 0 is the title of the brief, 1 (一、) and 2 （一） its sections."""

    text: str
    level: int


@dataclass(frozen=True)
class Statement:
    """A sentence made of counted numbers."""

    text: str


@dataclass(frozen=True)
class Quote:
    """A sentence of a report, unchanged, with whose it is and the number of its note."""

    label: str
    text: str
    note: int


@dataclass(frozen=True)
class Table:
    """A table of strings; `widths` are parts of the width of the page."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Note:
    """Where a quote or a figure stands: offsets into the decoded file."""

    number: int
    label: str
    title: str
    report_id: str
    raw_start: int
    raw_end: int
    sha256: str


Block = Heading | Statement | Quote | Table


@dataclass(frozen=True)
class Brief:
    """The blocks of a brief in order, and its notes. `theme` is empty where all themes are in it."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    theme: str
    lang: str
