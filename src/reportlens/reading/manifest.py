"""manifest.csv: what is known about reports from outside their texts."""

import re
from pathlib import Path

from reportlens.errors import ManifestError, SourceError
from reportlens.reading.csv_rows import numbered_rows, other_separator, surplus
from reportlens.reading.decode import decode_table
from reportlens.reading.tables import LEVEL_NAMES, TRADITIONAL, iso_date
from reportlens.report import LEVELS, Facts, Place

MANIFEST = "manifest.csv"
# The columns, each with the names it goes by.
COLUMNS = {
    "file": ("file", "文件", "文件名", "path"),
    "title": ("title", "标题", "题目"),
    "place": ("place", "地区", "地方", "地点"),
    "level": ("level", "级别", "层级"),
    "date": ("date", "日期", "时间"),
    "source": ("source", "来源"),
    "author": ("author", "作者"),
}
_SEPARATOR = re.compile("[,，;；\t]")
Problems = list[tuple[str, str, str, bool]]


def is_manifest(path: Path) -> bool:
    """Whether a CSV file given as a source is a manifest: it has a column of files and none of texts."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        first = decode_table(path.read_bytes(), str(path)).splitlines()[0]
    except (OSError, SourceError, IndexError):
        return False
    # Also with other separators: what it is decides which message helps.
    header = {_plain(name.strip().strip('"')) for name in _SEPARATOR.split(first)}
    return bool(header & set(COLUMNS["file"])) and not header & {"text", "正文", "内容", "content"}


def _plain(header: str) -> str:
    return header.strip().strip("\ufeff").casefold().translate(TRADITIONAL)


def read_manifest(path: Path) -> tuple[dict[str, Facts], Problems]:
    """Facts by file (relative to the manifest, with /), and rows that cannot be used.

    A row that names a missing file, an unknown level or a date that is none gives a problem; what
    else it says is kept. Raises `ManifestError` where the whole file is unusable.
    """
    try:
        text = decode_table(path.read_bytes(), str(path))
    except OSError as error:
        raise ManifestError(
            f"{path}: cannot be opened ({error.strerror}). Check the path and its rights."
        ) from error
    except SourceError as error:
        raise ManifestError(str(error)) from error
    rows = numbered_rows(text)
    header = rows[0][1] if rows and not isinstance(rows[0][1], str) else []
    names = [_plain(cell) for cell in header]
    columns = {
        name: next((k for k, c in enumerate(names) if c in known), None) for name, known in COLUMNS.items()
    }
    if columns["file"] is None:
        raise ManifestError(
            f"{path} line 1: no column 'file' (found: {', '.join(header) or 'nothing'}). "
            f"{other_separator(header)}Name the columns {', '.join(COLUMNS)}; only the first is needed."
        )
    stated: dict[str, Facts] = {}
    problems: Problems = []
    unused = [cell.strip() for k, cell in enumerate(header) if cell.strip() and k not in columns.values()]
    if unused:
        known = ", ".join("/".join(known[:2]) for known in COLUMNS.values())
        problems.append(
            (
                str(path),
                "manifest",
                f"the columns {', '.join(unused)} are not used. Known are {known}.",
                False,
            )
        )
    for line, cells in rows[1:]:
        if isinstance(cells, str):
            problems.append((str(path), "manifest", cells, True))
            continue
        value = {
            name: (cells[k].strip() or None) if k is not None and k < len(cells) else None
            for name, k in columns.items()
        }
        if value["file"] is None:
            continue
        file = Path(value["file"]).as_posix()
        facts, wrong = _facts(value)
        refused = surplus(cells, header) or _refused(path.parent, file)
        if not refused and file in stated:
            refused = f"'{file}' is named twice; the first row counts. Remove one of them"
        if refused:
            wrong = [refused]
        else:
            stated[file] = facts
        problems += [(str(path), "manifest", f"line {line}: {what}.", True) for what in wrong]
    if not stated and not any(lost for *_, lost in problems):
        problems.append(
            (
                str(path),
                "manifest",
                "it names no file. Write one a row in the column 'file', or remove it.",
                False,
            )
        )
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
