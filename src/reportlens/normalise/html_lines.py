"""The source of a page as lines of text, each piece with its place in the source.

This is no tree builder: of the elements only those matter that break lines, hide text or tell what
it is (a link, a heading, navigation). Every loop moves forward through the source, so that neither
depth nor damage makes it slow; nothing is executed or fetched.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from reportlens.normalise.html_syntax import (
    BLOCKS,
    CELLS,
    CONTAINERS,
    FURNITURE,
    HEADINGS,
    HIDING,
    IMPLIED,
    NAMES,
    OTHER,
    RAW,
    RAW_ENDS,
    REACH,
    REFERENCE,
    ROLES,
    ROW_PARTS,
    RUBY_PARTS,
    SIGN,
    SKIPPED,
    TABLE_PARTS,
    TAG,
    TELLING,
    VOID,
    attributes,
    decoded,
)

Span = tuple[int, int]

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SPACE = re.compile(r"\s+")
LINE_END = re.compile(r"\r\n?|\n")
# Cells with longer texts stand in lines of their own.
LONGEST_CELL = 200

SKIP, LINK, FURNISH, HIDE, PRE = 1, 2, 4, 8, 16


@dataclass(frozen=True, slots=True)
class Piece:
    """`source[start:end]`, which reads `text`: itself, or what an entity stands for."""

    start: int
    end: int
    text: str
    link: bool = False


@dataclass
class Line:
    """A line of the page: a paragraph, a heading, a cell, what stands between two breaks."""

    breaker: Span
    pieces: list[Piece] = field(default_factory=list)
    heading: int = 0
    furniture: bool = False
    cell: int = 0
    row: int = 0
    joined: bool = False

    @cached_property
    def text(self) -> str:
        """All characters without white space."""
        return SPACE.sub("", "".join(piece.text for piece in self.pieces))

    @cached_property
    def weight(self) -> int:
        """The number of Han characters."""
        return len(HAN.findall(self.text))

    @cached_property
    def linked(self) -> float:
        """The share of the characters that are links."""
        links = sum(len(SPACE.sub("", piece.text)) for piece in self.pieces if piece.link)
        return links / len(self.text) if self.text else 0.0


@dataclass(slots=True)
class Page:
    """What was read of a source: its lines, and what its head says."""

    lines: list[Line] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    hidden: int = 0


@dataclass(slots=True)
class _Element:
    name: str
    state: int
    heading: int
    cell: int
    first_line: int
    holds_table: bool = False


def read_page(source: str) -> Page:
    """The lines of `source`. Hidden text counts only on a page that hides most of its text."""
    page = _Parser(source, show_hidden=False).parse()
    if page.hidden and page.hidden > sum(line.weight for line in page.lines):
        return _Parser(source, show_hidden=True).parse()
    return page


class _Parser:
    def __init__(self, source: str, *, show_hidden: bool) -> None:
        self.source = source
        self.show_hidden = show_hidden
        self.page = Page()
        self.stack: list[_Element] = [_Element("", 0, 0, 0, 0)]
        self.open: dict[str, int] = {}
        self.line = Line((0, 0))
        self.filled = False
        self.cells = 0
        self.missing: set[str] = set()

    def parse(self) -> Page:
        text = at = 0
        while (sign := SIGN.search(self.source, at)) is not None:
            read = self._markup(sign.start(), text)
            if read is None:
                at = sign.end()
            else:
                text = at = read
        self._text(text, len(self.source))
        while len(self.stack) > 1:
            self._pop()
        self._break((len(self.source), len(self.source)))
        return self.page

    def _markup(self, at: int, text: int) -> int | None:
        """Read the text from `text` on and the markup at `at`; where to go on, or None if there is none."""
        source = self.source
        match = TAG.match(source, at)
        if match is not None:
            self._text(text, at)
            name = match["name"].lower()
            if match["close"]:
                self._end_tag(name, match.span())
                return match.end()
            return self._start_tag(name, match["rest"], match.span())
        end = None
        if source.startswith("<!--", at):
            found = self._find("-->", at + 2)
            # A comment without end is taken to be the sign that opens it.
            end = found + 3 if found >= 0 else at + 4
        elif (other := OTHER.match(source, at)) is not None:
            end = other.end()
        if end is not None:
            self._text(text, at)
        return end

    def _find(self, text: str, at: int) -> int:
        """`str.find`, which does not look again for what is not there."""
        if text in self.missing:
            return -1
        found = self.source.find(text, at)
        if found < 0:
            self.missing.add(text)
        return found

    def _start_tag(self, name: str, rest: str, span: Span) -> int:
        if name in BLOCKS:
            self._break(span)
        if name in RAW:
            return self._raw(name, span)
        if name == "meta":
            self._meta(rest)
        if name in VOID:
            return span[1]
        self._close_implied(name)
        top = self.stack[-1]
        element = _Element(
            name, top.state | self._state(name, rest), top.heading, top.cell, len(self.page.lines)
        )
        if name in HEADINGS:
            element.heading = HEADINGS[name]
        elif name in CELLS:
            self.cells += 1
            element.cell = self.cells
        elif name == "table":
            self._mark_nested()
        self.stack.append(element)
        self.open[name] = self.open.get(name, 0) + 1
        self.page.depth = max(self.page.depth, len(self.stack))
        return span[1]

    def _end_tag(self, name: str, span: Span) -> None:
        if name in BLOCKS:
            self._break(span)
        if not self.open.get(name):
            return
        for back in range(1, min(len(self.stack), REACH)):
            other = self.stack[-back].name
            if other == name:
                for _ in range(back):
                    self._pop()
                return
            # The end of a phrase does not end the block around it, nor a stray </div> the table.
            if other in CONTAINERS and (
                name not in CONTAINERS or (other in CELLS and name not in TABLE_PARTS)
            ):
                return

    def _close_implied(self, name: str) -> None:
        """End what `name` cannot stand in: a paragraph in a paragraph, a row in a row, a link in a link."""
        for back in range(1, min(len(self.stack), REACH)):
            other = self.stack[-back].name
            if other in IMPLIED.get(name, ()) or (name in BLOCKS and (other == "p" or other in RUBY_PARTS)):
                for _ in range(back):
                    self._pop()
                return
            if other in CONTAINERS and not (name in TABLE_PARTS and other in ROW_PARTS):
                return

    def _state(self, name: str, rest: str) -> int:
        state = 0
        if name in SKIPPED:
            state |= SKIP
        if name in FURNITURE:
            state |= FURNISH
        if name == "pre":
            state |= PRE
        if not TELLING.search(rest):
            return state
        told = attributes(rest)
        if name == "a" and "href" in told:
            state |= LINK
        if "hidden" in told or HIDING.search(told.get("style", "")):
            state |= HIDE
        names = f"{told.get('class', '')} {told.get('id', '')}".lower().split()
        if told.get("role", "").lower() in ROLES or not NAMES.isdisjoint(names):
            state |= FURNISH
        return 0 if name in ("html", "body") else state

    def _raw(self, name: str, span: Span) -> int:
        """Pass over an element whose content is no markup, and which is no text of the page."""
        close = RAW_ENDS[name].search(self.source, span[1]) if name not in self.missing else None
        if close is None:
            self.missing.add(name)
            # A cut program is a program up to the end; anything else is a stray tag.
            return len(self.source) if name in ("script", "style") else span[1]
        if name == "title" and not self.page.title:
            title = REFERENCE.sub(lambda m: decoded(m)[1] or m[0], self.source[span[1] : close.start()])
            self.page.title = " ".join(title.split())
        return close.end()

    def _meta(self, rest: str) -> None:
        told = attributes(rest)
        name = told.get("name") or told.get("property") or told.get("itemprop") or ""
        if name and told.get("content", "").strip():
            self.page.meta.setdefault(name.lower(), " ".join(told["content"].split()))

    def _mark_nested(self) -> None:
        """The row around a table is there for the layout."""
        for back in range(1, min(len(self.stack), REACH)):
            if self.stack[-back].name == "tr":
                self.stack[-back].holds_table = True
                return

    def _pop(self) -> None:
        element = self.stack.pop()
        self.open[element.name] -= 1
        if element.name == "tr":
            self._break(self.line.breaker)
            if not element.holds_table:
                join_cells(self.page.lines[element.first_line :], element.first_line + 1)

    def _break(self, span: Span) -> None:
        """End the line, if it holds anything, at the markup `span`."""
        if self.filled:
            self.page.lines.append(self.line)
        self.line, self.filled = Line(span), False

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        element = self.stack[-1]
        if element.state & SKIP:
            return
        if element.state & HIDE and not self.show_hidden:
            self.page.hidden += len(HAN.findall(self.source, start, end))
            return
        if element.state & PRE:
            for line_end in LINE_END.finditer(self.source, start, end):
                self._pieces(start, line_end.start(), element)
                self._break(line_end.span())
                start = line_end.end()
        self._pieces(start, end, element)

    def _pieces(self, start: int, end: int, element: _Element) -> None:
        line = self.line
        if not line.pieces:
            line.heading = element.heading
            line.furniture = bool(element.state & FURNISH)
            line.cell = element.cell
        link = bool(element.state & LINK)
        self.filled = self.filled or not self.source[start:end].isspace()
        for match in REFERENCE.finditer(self.source, start, end):
            length, text = decoded(match)
            if text:
                if start < match.start():
                    line.pieces.append(Piece(start, match.start(), self.source[start : match.start()], link))
                start = match.start() + length
                line.pieces.append(Piece(match.start(), start, text, link))
        if start < end:
            line.pieces.append(Piece(start, end, self.source[start:end], link))


def join_cells(row: list[Line], number: int) -> None:
    """Let the cells of row `number` stand in one line, if each is one short line."""
    cells = [line.cell for line in row]
    if len(set(cells)) == len(cells) and all(len(line.text) <= LONGEST_CELL for line in row):
        for line in row:
            line.row, line.joined = number, line is not row[0]
