"""The main text of a page, each character with its place in the source of the page."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from reportlens.normalise.alignment import Edit
from reportlens.normalise.html_facts import page_facts
from reportlens.normalise.html_lines import Line, Page, Piece, Span, read_page
from reportlens.normalise.html_main import main_lines
from reportlens.report import Facts

# White space that a browser collapses; no-break and ideographic spaces are characters.
COLLAPSED = " \t\n\r\f"
RUN = re.compile(r"[ \t\n\r\f]+|[^ \t\n\r\f]+")


class NoMainText(ValueError):
    """The page holds navigation only, or nothing."""


def main_text_edits(source: str) -> tuple[list[Edit], Facts]:
    """The edits (kind `html`) that turn the source of a page into its main text, and what it states.

    A paragraph becomes a line, so do a table row of short cells (tabs between them) and a heading.
    Raises `NoMainText`.

    >>> from reportlens.normalise.alignment import AlignedText
    >>> source = "<p>一、<b>总体</b>情况</p>\\n<p>党建&middot;引领<br>网格</p>"
    >>> edits, facts = main_text_edits(source)
    >>> AlignedText.of(source).apply(edits).text
    '一、总体情况\\n党建·引领\\n网格'
    """
    page = read_page(source)
    lines = main_lines(source, page)
    if not lines:
        raise NoMainText(
            "the page holds no main text, only navigation or nothing. Save the page of the report itself."
        )
    return _edits(source, page, lines), page_facts(page, lines)


def _edits(source: str, page: Page, lines: list[Line]) -> list[Edit]:
    kept = {id(line) for line in lines}
    dropped = [line.pieces[0].start for line in page.lines if id(line) not in kept]
    edits: list[Edit] = []
    position = 0

    def cut(end: int, separator: str, breaker: Span) -> None:
        """What stands between two kept pieces; a line break stems from the tag that breaks the line."""
        first = bisect_left(dropped, position)
        outside = first < len(dropped) and dropped[first] < end
        reason = "outside the main text" if outside else "markup"
        inside = position <= breaker[0] <= breaker[1] <= end
        origins = (breaker if inside else (position, end),) if separator else None
        edits.append(Edit(position, end, separator, "html", reason, origins))

    for number, line in enumerate(lines):
        separator = "" if not number else "\t" if line.joined and lines[number - 1].row == line.row else "\n"
        for piece in _visible(line):
            if piece.start > position or separator:
                cut(piece.start, separator, line.breaker)
            if source[piece.start : piece.end] != piece.text:
                reason = "white space" if piece.text == " " else "entity"
                edits.append(Edit(piece.start, piece.end, piece.text, "html", reason))
            position, separator = piece.end, ""
    if position < len(source):
        cut(len(source), "", (0, 0))
    return edits


def _visible(line: Line) -> list[Piece]:
    """The pieces of a line, white space collapsed, and none at its ends or at a break in wide text."""
    found: list[Piece] = []
    space: Piece | None = None
    broken = False
    for piece in line.pieces:
        for run in _runs(piece):
            if not run.text.strip(COLLAPSED):
                space = space or run
                broken = broken or "\n" in run.text or "\r" in run.text
                continue
            if space and found and not (broken and (_wide(found[-1].text[-1]) or _wide(run.text[0]))):
                found.append(Piece(space.start, space.end, " "))
            space, broken = None, False
            found.append(run)
    return found


def _runs(piece: Piece) -> Iterator[Piece]:
    """The words of a piece and the white space between them; an entity is never taken apart."""
    if len(piece.text) != piece.end - piece.start:
        yield piece
        return
    for run in RUN.finditer(piece.text):
        yield Piece(piece.start + run.start(), piece.start + run.end(), run[0])


def _wide(character: str) -> bool:
    return character > "\u2e7f" or character in "“”‘’—…·"
