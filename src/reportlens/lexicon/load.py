"""Lexicon files: one CSV a category, or a user's own CSV with a column `category`."""

import csv
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from reportlens.errors import LexiconError, SourceError
from reportlens.lexicon.lexicon import QUOTES, Lexicon
from reportlens.lexicon.term import CATEGORIES, THEMES, Term
from reportlens.normalise.script import to_simplified
from reportlens.normalise.width import unify_width
from reportlens.reading.decode import decode_table

LIST_COLUMNS = ("variants", "members", "not_next")
COLUMNS = ("canonical", "category", *LIST_COLUMNS, "since", "until", "source", "theme")
LONGEST_SURFACE = 200
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


def load_terms(paths: Iterable[Path]) -> list[Term]:
    """The terms of CSV files in the order given, converted as the texts are: simplified, marks full width.

    A file without a column `category` takes it from its name (`regulation.csv`). Raises
    `LexiconError` naming file and line for a row that is not usable.
    """
    return [term for path in paths for term in _read(path)]


def load_stop_list(paths: Iterable[Path]) -> frozenset[str]:
    """Terms or words that are not to be counted: one a line, lines that begin with # are comments."""
    found: set[str] = set()
    for path in paths:
        lines = (line.strip() for line in _text(path).splitlines())
        found |= {unify_width(line) for line in lines if line and not line.startswith("#")}
    return frozenset(found)


def _text(path: Path) -> str:
    """The simplified text of a file that a user wrote."""
    try:
        return to_simplified(decode_table(path.read_bytes(), str(path)))
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}).") from error
    except SourceError as error:
        raise LexiconError(str(error)) from error


def _read(path: Path) -> Iterable[Term]:
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    header = rows.fieldnames or []
    if "canonical" not in header:
        raise LexiconError(
            f"{path} line 1: no column 'canonical' (found: {', '.join(header) or 'nothing'}). "
            f"Name the columns {', '.join(COLUMNS)}; only the first is needed."
        )
    try:
        for row in rows:
            term = _term(path, rows.line_num, row)
            if term is not None:
                yield term
    except csv.Error as error:
        raise LexiconError(f"{path} line {rows.line_num}: not readable as CSV ({error}).") from error


def _term(path: Path, line: int, row: dict[str, str | None]) -> Term | None:
    value = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in ("canonical", "variants"):
        if _NOT_HAN.search(value[name]):
            value[name] = unify_width(value[name])
    where = f"{path.name} line {line}"
    lists = {
        name: tuple(part.strip() for part in value[name].split("|") if part.strip()) for name in LIST_COLUMNS
    }
    if not any(value.values()):
        return None
    category = value["category"] or (path.stem if path.stem in CATEGORIES else "work-line")
    if category not in CATEGORIES:
        raise LexiconError(f"{where}: unknown category '{category}'. Use one of {', '.join(CATEGORIES)}.")
    if value["theme"] and value["theme"] not in THEMES:
        raise LexiconError(
            f"{where}: unknown theme '{value['theme']}'. Use one of {'、'.join(THEMES)}, or none."
        )
    for surface in (value["canonical"], *lists["variants"]):
        if len(surface.translate(QUOTES)) < 2:
            raise LexiconError(f"{where}: '{surface}' is shorter than two characters. Remove it.")
        if len(surface) > LONGEST_SURFACE:
            raise LexiconError(
                f"{where}: '{surface[:20]}…' has {len(surface)} characters; the longest term may have "
                f"{LONGEST_SURFACE}. Shorten it."
            )
    return Term(
        value["canonical"],
        category,
        lists["variants"],
        lists["members"],
        _year(where, value["since"]),
        _year(where, value["until"]),
        value["source"],
        value["theme"],
        lists["not_next"],
        where,
    )


def _year(where: str, value: str) -> int | None:
    if not value:
        return None
    if not (value.isdigit() and len(value) == 4):
        raise LexiconError(f"{where}: '{value}' is no year. Write four digits, or leave it empty.")
    return int(value)
