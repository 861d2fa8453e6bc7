"""Lexicon files: one CSV a category, or a user's own CSV with a column `category`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportlens.errors import LexiconError, SourceError
from reportlens.lexicon.lexicon import QUOTES, Lexicon
from reportlens.lexicon.term import CATEGORIES, CATEGORY_NAMES, THEMES, Term
from reportlens.normalise.script import to_simplified
from reportlens.normalise.width import unify_width
from reportlens.reading.csv_rows import numbered_rows, other_separator, surplus
from reportlens.reading.decode import decode_table

COLUMNS = (
    *("canonical", "category", "variants", "members", "not_next"),
    *("since", "until", "source", "theme"),
)
LONGEST_SURFACE = 200
# The category of a term that states none.
DEFAULT = "work-line"
MOST_TOLD = 20
_CATEGORIES = (
    " Use one of "
    + ", ".join(f"{name} ({chinese})" for name, chinese in CATEGORY_NAMES.items())
    + f"; or none, for {DEFAULT}."
)
_NOT_HAN = re.compile("[^\u4e00-\u9fff|]")


def lexicon_folder() -> Path:
    """Where the lexicon that comes with the package lies (inside it, or beside `src` in a checkout)."""
    inside = Path(__file__).parents[1] / "lexicons"
    beside = Path(__file__).parents[3] / "lexicons"
    return inside if inside.is_dir() else beside


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    return Lexicon(load_terms(sorted(lexicon_folder().glob("*.csv"))))


class LexiconFile(NamedTuple):
    """The terms of one file, and remarks: what its author should know though nothing is wrong."""

    terms: list[Term]
    remarks: list[str]


def load_terms(paths: Iterable[Path]) -> list[Term]:
    """The terms of CSV files in the order given; see `read_lexicon`."""
    return [term for path in paths for term in read_lexicon(path).terms]


def read_lexicon(path: Path) -> LexiconFile:
    """The terms of one CSV file, converted as the texts are: simplified, marks full width.

    A file without a column `category` takes it from its name (`regulation.csv`). Raises `LexiconError`
    with a line for each row that is not usable (the first 20, and how many more there are), and where
    there is no term at all.
    """
    shown = path.name if path.parent == lexicon_folder() else str(path)
    text = _text(path)
    simplified = to_simplified(text)
    rows = numbered_rows(simplified)
    header = [name.strip() for name in rows[0][1]] if rows and not isinstance(rows[0][1], str) else []
    if "canonical" not in header:
        raise LexiconError(
            f"{shown} line 1: no column 'canonical' (found: {', '.join(header) or 'nothing'}). "
            f"{other_separator(header)}Name the columns {', '.join(COLUMNS)}; only the first is needed."
        )
    at = header.index("canonical")
    places = [(name, header.index(name)) for name in COLUMNS if name in header]
    width = len(header)
    named = path.stem if path.stem in CATEGORIES else ""
    terms: list[Term] = []
    wrong: list[str] = []
    plain = 0
    for line, cells in rows[1:]:
        where = f"{shown} line {line}"
        if isinstance(cells, str):
            wrong.append(f"{shown}: {cells}")
        elif len(cells) > width and surplus(cells, header):
            wrong.append(f"{where}: {surplus(cells, header)}.")
        else:
            row = {name: cells[k].strip() for name, k in places if k < len(cells)}
            try:
                term = _term(where, named, row)
            except LexiconError as error:
                wrong.append(str(error))
                continue
            if term is not None:
                terms.append(term)
                plain += not (named or row.get("category"))
    if wrong:
        more = (
            [f"… and {len(wrong) - MOST_TOLD} more faulty rows in {shown}."] if len(wrong) > MOST_TOLD else []
        )
        raise LexiconError("\n".join([*_once(wrong[:MOST_TOLD]), *more]))
    if not terms:
        raise LexiconError(f"{shown}: there is no term in it. Write one a row in the column 'canonical'.")
    remarks = []
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        remarks.append(
            f"{shown}: not used: the columns {', '.join(unknown)}. Known are {', '.join(COLUMNS)}."
        )
    if plain:
        remarks.append(
            f"{shown}: no category is given for {plain} of {len(terms)} terms: they count as {DEFAULT}."
        )
    if simplified != text:
        remarks += _written(shown, at, numbered_rows(text), rows)
    return LexiconFile(terms, remarks)


def _once(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with the list of all categories behind the first that needs it only."""
    told = False
    for line in lines:
        yield line.removesuffix(_CATEGORIES) if told else line
        told |= line.endswith(_CATEGORIES)


Rows = Sequence[tuple[int, list[str] | str]]


def _written(shown: str, at: int, written: Rows, rows: Rows) -> Iterator[str]:
    """Which terms are not looked for as they are written: the conversion changes no length and no mark."""
    changed = [
        f"{before[at].strip()} ({after[at].strip()})"
        for (_, before), (_, after) in zip(written, rows, strict=True)
        if len(before) > at and len(after) > at and before[at] != after[at]
    ]
    if changed:
        some = "、".join(changed[:5]) + ("、…" if len(changed) > 5 else "")
        yield f"{shown}: {len(changed)} of the terms are in traditional script, and are shown in simplified: {some}."


def load_stop_list(paths: Iterable[Path]) -> frozenset[str]:
    """Terms or words that are not to be counted: one a line, lines that begin with # are comments."""
    found: set[str] = set()
    for path in paths:
        lines = (line.strip() for line in to_simplified(_text(path)).splitlines())
        found |= {unify_width(line) for line in lines if line and not line.startswith("#")}
    return frozenset(found)


def _text(path: Path) -> str:
    """The text of a file that a user wrote."""
    try:
        return decode_table(path.read_bytes(), str(path))
    except OSError as error:
        raise LexiconError(
            f"{path}: cannot be read ({error.strerror}). Check the path and its rights."
        ) from error
    except SourceError as error:
        raise LexiconError(str(error)) from error


def _term(where: str, named: str, row: dict[str, str]) -> Term | None:
    """The term of a row, by the names of its columns; `named` is the category that the file is named after."""
    if not any(row.values()):
        return None
    value = row.get
    canonical, variants = (
        unify_width(text) if _NOT_HAN.search(text) else text
        for text in (value("canonical", ""), value("variants", ""))
    )
    surfaces = _several(variants)
    category = value("category") or named or DEFAULT
    if category not in CATEGORIES:
        raise LexiconError(f"{where}: unknown category '{category}'.{_CATEGORIES}")
    theme = value("theme", "")
    if theme and theme not in THEMES:
        raise LexiconError(f"{where}: unknown theme '{theme}'. Use one of {'、'.join(THEMES)}, or none.")
    for surface in (canonical, *surfaces):
        if len(surface.translate(QUOTES)) < 2:
            raise LexiconError(f"{where}: '{surface}' is shorter than two characters. Remove it.")
        if len(surface) > LONGEST_SURFACE:
            raise LexiconError(
                f"{where}: '{surface[:20]}…' has {len(surface)} characters; the longest term may have "
                f"{LONGEST_SURFACE}. Shorten it."
            )
    return Term(
        canonical,
        category,
        surfaces,
        _several(value("members", "")),
        _year(where, value("since", "")),
        _year(where, value("until", "")),
        value("source", ""),
        theme,
        _several(value("not_next", "")),
        where,
    )


def _several(cell: str) -> tuple[str, ...]:
    """The entries of a cell, parted by |."""
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()


def _year(where: str, value: str) -> int | None:
    if not value:
        return None
    if not (value.isdigit() and len(value) == 4):
        raise LexiconError(f"{where}: '{value}' is no year. Write four digits, or leave it empty.")
    return int(value)
