"""manifest.csv: what is known about reports from outside their texts."""

import csv
import io
from pathlib import Path

from reportlens.errors import ManifestError, SourceError
from reportlens.reading.decode import decode_table
from reportlens.reading.tables import LEVEL_NAMES, iso_date
from reportlens.report import LEVELS, Facts, Place

MANIFEST = "manifest.csv"
# The columns, each with the names it goes by.
COLUMNS = {
    "file": ("file", "path", "文件", "文件名"),
    "title": ("title", "标题", "题目"),
    "place": ("place", "地区", "地方", "地点"),
    "level": ("level", "级别", "层级"),
    "date": ("date", "日期", "时间"),
    "source": ("source", "来源"),
    "author": ("author", "作者"),
}
Problems = list[tuple[str, str, str, bool]]


def is_manifest(path: Path) -> bool:
    """Whether a CSV file given as a source is a manifest: it has a column of files and none of texts."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        first = decode_table(path.read_bytes(), str(path)).splitlines()[0]
    except (OSError, SourceError, IndexError):
        return False
    header = {name.strip().strip('"\ufeff') for name in first.split(",")}
    return bool(header & set(COLUMNS["file"])) and not header & {"text", "正文", "内容", "content"}


def read_manifest(path: Path) -> tuple[dict[str, Facts], Problems]:
    """Facts by file (relative to the manifest, with /), and rows that cannot be used.

    A row that names a missing file, an unknown level or a date that is none gives a problem; what
    else it says is kept. Raises `ManifestError` where the whole file is unusable.
    """
    try:
        text = decode_table(path.read_bytes(), str(path))
    except OSError as error:
        raise ManifestError(f"{path}: cannot be opened ({error.strerror}).") from error
    except SourceError as error:
        raise ManifestError(str(error)) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    header = rows.fieldnames or []
    columns = {
        name: next((c for c in header if c and c.strip() in known), None) for name, known in COLUMNS.items()
    }
    if columns["file"] is None:
        raise ManifestError(
            f"{path} line 1: no column 'file' (found: {', '.join(header) or 'nothing'}). "
            f"Name the columns {', '.join(COLUMNS)}; only the first is needed."
        )
    stated: dict[str, Facts] = {}
    problems: Problems = []
    try:
        for row in rows:
            value = {name: (row.get(column or "") or "").strip() or None for name, column in columns.items()}
            if value["file"] is None:
                continue
            file = Path(value["file"]).as_posix()
            facts, wrong = _facts(value)
            refused = _refused(path.parent, file)
            if refused is None and file in stated:
                refused = f"'{file}' is named twice; the first row counts. Remove one of them"
            if refused is None:
                stated[file] = facts
            else:
                wrong = [refused]
            problems += [(str(path), "manifest", f"line {rows.line_num}: {what}.", True) for what in wrong]
    except csv.Error as error:
        raise ManifestError(f"{path} line {rows.line_num}: not readable as CSV ({error}).") from error
    return stated, problems


def _refused(folder: Path, file: str) -> str | None:
    """Why the row of `file` cannot be used, or None."""
    try:
        if (folder / file).resolve().relative_to(folder.resolve()) and (folder / file).is_file():
            return None
    except ValueError:
        return f"'{file}' lies outside the folder of the manifest. Move it there, or remove the row"
    except OSError as error:
        return f"'{file[:40]}' cannot be looked up ({error.strerror}). Correct the name, or remove the row"
    return f"there is no file '{file}'. Correct the name, or remove the row"


def _facts(value: dict[str, str | None]) -> tuple[Facts, list[str]]:
    wrong = []
    level = value["level"]
    if level is not None:
        level = LEVEL_NAMES.get(level.casefold())
        if level is None:
            wrong.append(
                f"unknown level '{value['level']}'. Use one of {', '.join(LEVELS)}, or leave it empty"
            )
    date = value["date"]
    if date is not None:
        date = iso_date(date)
        if date is None:
            wrong.append(f"'{value['date']}' is no date. Write 2023-03-14, 2023-03 or 2023")
    # The name as it stands: what province and city it lies in is for the gazetteer to tell.
    place = Place(value["place"], level or "other") if value["place"] else None
    return Facts(value["title"], None, date, value["source"], value["author"], None, place, level), wrong
