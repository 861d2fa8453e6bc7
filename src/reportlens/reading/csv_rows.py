"""The rows of a .csv file, one by one: a row that cannot be read does not take the others with it."""

import csv
import io
import threading
from collections.abc import Iterator, Sequence
from itertools import islice

# csv.field_size_limit belongs to the whole process.
_FIELD_LIMIT = threading.Lock()


def csv_rows(text: str, delimiter: str) -> list[list[str] | str]:
    """The cells of each row of `text`, or the reason why a row cannot be read; see `numbered_rows`."""
    return [cells for _, cells in numbered_rows(text, delimiter)]


def numbered_rows(text: str, delimiter: str = ",") -> list[tuple[int, list[str] | str]]:
    """The line that each row of `text` begins in, with its cells or the reason why it cannot be read.

    Behind double quotes that do not pair, reading goes on at the next line that begins a row with as
    many cells as the first one has. In a table of one column no such line can be told.
    """
    with _FIELD_LIMIT:
        before = csv.field_size_limit(len(text) + 1)
        try:
            return list(_rows(list(io.StringIO(text, newline="")), delimiter))
        finally:
            csv.field_size_limit(before)


def other_separator(header: Sequence[str]) -> str:
    """What to do where the first row is one cell that semicolons or tabs part; empty where it is not."""
    for mark, name in (
        (";", "semicolons"),
        ("；", "full-width semicolons"),
        ("\t", "tabs"),
        ("，", "full-width commas"),
    ):
        if len(header) == 1 and mark in header[0]:
            return f"The columns are parted by {name}: separate them by commas (save as CSV, 逗号分隔). "
    return ""


def surplus(cells: Sequence[str], header: Sequence[str]) -> str:
    """What is wrong with a row that has more cells than there are columns; empty where it has not."""
    if not any(cell.strip() for cell in cells[len(header) :]):
        return ""
    return (
        f"{len(cells)} cells, but there are {len(header)} columns. Put a cell that holds a comma in double "
        'quotes ("…")'
    )


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    at = 0
    width = 0
    while at < len(lines):
        start = at
        reader = csv.reader(_from(lines, at), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                width = width or len(cells)
                yield start + 1, cells
                start = at + reader.line_num
            return
        except csv.Error:
            at = _next_row(lines, start + 1, delimiter, width)
            skipped = f" Not read are the lines up to {at}." if at > start + 1 else ""
            reason = (
                f"the double quotes of the row that begins in line {start + 1} do not pair. "
                f"Put a text in double quotes, and double each quote inside it.{skipped}"
            )
            yield start + 1, reason


def _next_row(lines: Sequence[str], at: int, delimiter: str, width: int) -> int:
    """The first line from `at` on that begins a row of `width` cells with paired quotes."""
    while at < len(lines):
        reader = csv.reader(_from(lines, at), delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            cells = []
        quotes = sum(line.count('"') for line in islice(_from(lines, at), reader.line_num))
        if len(cells) == width > 1 and quotes % 2 == 0:
            return at
        at += 1
    return at


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    return (lines[k] for k in range(at, len(lines)))
