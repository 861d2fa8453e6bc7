"""Tables of texts (.csv, .jsonl, .xlsx): a report a row, its text in a column of its own."""

import io
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import NamedTuple

from reportlens.errors import NoTextColumn, SourceError
from reportlens.reading.csv_rows import csv_rows
from reportlens.reading.decode import decode
from reportlens.reading.extract import Extract
from reportlens.reading.package import check_package, damaged
from reportlens.report import LEVELS, Facts, Place

# What a column may be called, beside its own name.
HEADERS: dict[str, str] = {
    **dict.fromkeys(("text", "正文", "内容", "content", "全文", "文本", "body"), "text"),
    **dict.fromkeys(("title", "标题", "题目", "题名"), "title"),
    **dict.fromkeys(("place", "地区", "地方", "地名", "区域"), "place"),
    **dict.fromkeys(("level", "级别", "层级"), "level"),
    **dict.fromkeys(("date", "日期", "时间", "发布日期", "发布时间"), "date"),
    **dict.fromkeys(("source", "来源", "出处"), "source"),
    **dict.fromkeys(("author", "作者"), "author"),
}
TRADITIONAL = str.maketrans("內標題區級別層發佈來報時間處地", "内标题区级别层发布来报时间处地")
LEVEL_NAMES: dict[str, str] = {
    **{level: level for level in LEVELS},
    **dict.fromkeys(("中央", "国家", "中央级", "国家级"), "central"),
    **dict.fromkeys(("省", "省级", "自治区", "直辖市"), "province"),
    **dict.fromkeys(("市", "市级", "地级市", "州", "市州", "地市", "地市级"), "city"),
    **dict.fromkeys(("县", "县级", "区", "区县", "县区", "市辖区", "县级市", "旗", "县市区"), "county"),
    **dict.fromkeys(("其他", "其它"), "other"),
}
DATE = re.compile(
    r"(\d{4})(?:\s*(?:年|[-/.])\s*(\d{1,2})(?:\s*(?:月|[-/.])\s*(\d{1,2})\s*日?)?\s*月?)?\s*年?度?"
    r"(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000


class Row(NamedTuple):
    """Where a row stands (row2, line3), and its cells by column or else why it cannot be read."""

    part: str
    cells: Mapping[str, str]
    refused: str = ""


def read_csv(data: bytes, path: str) -> list[Extract]:
    """A table in .csv (comma, semicolon or tab), the first row names the columns."""
    text, encoding = decode(data, path)
    text = text.removeprefix("\ufeff")
    header = text.lstrip().split("\n", 1)[0]
    delimiter = "\t" if PurePath(path).suffix.lower() == ".tsv" else max(",;\t", key=header.count)
    columns, rows = _table(csv_rows(text, delimiter), path)
    if "text" not in columns:
        raise _no_text_column(columns, path)
    return _extracts(rows, encoding, path)


def read_jsonl(data: bytes, path: str) -> list[Extract]:
    """An object a line; the key `text` holds the text."""
    text, encoding = decode(data, path)
    return _extracts(_objects(text.removeprefix("\ufeff"), path), encoding, path)


def read_xlsx(data: bytes, path: str) -> list[Extract]:
    """Every sheet with a text column; of formulas the stored values, nothing is calculated."""
    check_package(data, path)
    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl remarks on styles and the like.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            tables = {
                sheet.title: _table(_sheet(sheet.iter_rows(values_only=True), path), path)
                for sheet in book.worksheets
            }
    except SourceError:
        raise
    except Exception as error:  # openpyxl lets errors of every kind through
        raise damaged(path, f"{type(error).__name__}: {error}") from error
    with_text = {name: rows for name, (columns, rows) in tables.items() if "text" in columns}
    if not with_text:
        raise _no_text_column([column for columns, _ in tables.values() for column in columns], path)
    several = len(with_text) > 1
    rows = [
        row._replace(part=f"{name}.{row.part}") if several else row
        for name, rows in with_text.items()
        for row in rows
    ]
    return _extracts(rows, "xlsx", path)


def column_of(header: str) -> str:
    """The name a column goes by: `text` for 正文, `title` for 標題; any other header is kept.

    >>> column_of(" 標題 "), column_of("Text"), column_of("备注")
    ('title', 'text', '备注')
    """
    name = header.strip().strip("\ufeff").strip()
    return HEADERS.get(name.casefold().translate(TRADITIONAL), name)


def iso_date(text: str) -> str | None:
    """`text` as an ISO date, as precise as stated; None if it is no date.

    >>> iso_date("2021年3月"), iso_date("2021/10/22"), iso_date("2021.2.30"), iso_date("2021-10-22 17:20")
    ('2021-03', '2021-10-22', None, '2021-10-22T17:20')
    """
    found = DATE.fullmatch(text) or COMPACT_DATE.fullmatch(text)
    if not found:
        return None
    year, *rest = (int(group) for group in found.groups() if group is not None)
    try:
        month, day, hour, minute, second = (*rest, *(1, 1, 0, 0, 0)[len(rest) :])
        datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    stated = "-".join([f"{year:04}", *(f"{number:02}" for number in rest[:2])])
    return stated + ("T" + ":".join(f"{number:02}" for number in rest[2:]) if len(rest) > 2 else "")


def _table(records: Iterable[list[str] | str], path: str) -> tuple[list[str], list[Row]]:
    """The columns, named by the first row that is not blank, and the rows below that are not.

    A record that is a string is the reason why it cannot be read.
    """
    columns: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(records, 1):
        part = f"row{number}"
        if isinstance(cells, str):
            if not columns:
                raise SourceError(path, cells)
            rows.append(Row(part, {}, cells))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            while not cells[-1].strip():
                cells.pop()
            columns = _columns(cells, path)
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            refused = (
                f"row {number} has {len(cells)} cells, but there are {len(columns)} columns. "
                'In .csv, put a text that holds the separator in double quotes ("…").'
            )
            rows.append(Row(part, {}, refused))
            continue
        rows.append(Row(part, dict(zip(columns, cells + [""] * len(columns), strict=False))))
    return columns, rows


def _objects(text: str, path: str) -> list[Row]:
    """The rows of a .jsonl; raises `NoTextColumn` if none of them has the key."""
    rows: list[Row] = []
    without: list[NoTextColumn] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(Row(f"line{number}", _object(line, number, path)))
        except SourceError as error:
            rows.append(Row(f"line{number}", {}, error.reason))
            if isinstance(error, NoTextColumn):
                without.append(error)
    if without and len(without) == len(rows):
        raise without[0]
    return rows


def _object(line: str, number: int, path: str) -> dict[str, str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:100]
        raise SourceError(
            path, f'line {number} is no JSON ({reason}). Each line must be one object like {{"text": "…"}}.'
        ) from error
    if not isinstance(found, dict):
        raise SourceError(path, f'line {number} is no JSON object. Each line must look like {{"text": "…"}}.')
    columns = _columns(list(found), path)
    if "text" not in columns:
        raise _no_text_column(columns, path, f"line {number}")
    if not isinstance(value := found[list(found)[columns.index("text")]], str | None):
        raise SourceError(path, f"line {number}: the text is {type(value).__name__}, not a string in quotes.")
    return {c: _cell(v) for c, v in zip(columns, found.values(), strict=True)}


def _sheet(rows: Iterable[tuple[object, ...]], path: str) -> Iterator[list[str]]:
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise SourceError(path, f"a sheet has more than {MAX_ROWS} rows. Save it in parts.")
        yield [_cell(cell) for cell in cells]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Excel writes a carriage return in a cell as _x000D_.
    return str(value).replace("_x000D_", "")


def _columns(headers: list[str], path: str) -> list[str]:
    if len(headers) > MAX_COLUMNS:
        raise SourceError(
            path, f"the table has {len(headers)} columns, more than {MAX_COLUMNS}. Is it a table of texts?"
        )
    columns = [column_of(header) for header in headers]
    for name in HEADERS.values():
        if columns.count(name) > 1:
            same = " and ".join(h.strip() for h, c in zip(headers, columns, strict=True) if c == name)
            raise SourceError(path, f"the columns {same} both give the {name}. Rename or remove one.")
    return columns


def _no_text_column(columns: list[str], path: str, where: str = "") -> NoTextColumn:
    names = ", ".join(column for column in columns[:20] if column) or "none"
    at = f"{where}: " if where else ""
    return NoTextColumn(
        path,
        f"{at}there is no column named text (or 正文, 内容, content); the columns are: {names}. "
        f"Rename the column that holds the reports to text, in the first row.",
    )


def _extracts(rows: Iterable[Row], encoding: str, path: str) -> list[Extract]:
    """One extract a row.

    A row without text or that cannot be read stays, with `raw` empty, so that it can be named.
    """
    found = []
    for part, row, refused in rows:
        facts, wrong = _facts(row)
        found.append(Extract(row.get("text", ""), facts, encoding, part, wrong=wrong, refused=refused))
    if not any(extract.raw.strip() for extract in found):
        reasons = [extract.refused for extract in found if extract.refused]
        nothing = "the table has no row with a text. Fill the column text, or remove the file."
        raise SourceError(path, reasons[0] if reasons else nothing)
    return found


def _facts(row: Mapping[str, str]) -> tuple[Facts, tuple[str, ...]]:
    """What a row states, and what it states that cannot be."""

    def stated(column: str) -> str | None:
        return " ".join(row.get(column, "").split()) or None

    wrong = []
    when, level, place = stated("date"), stated("level"), stated("place")
    date_found = iso_date(when) if when else None
    if when and date_found is None:
        wrong.append(f"'{when[:40]}' is no date. Write 2023-03-14, 2023-03 or 2023")
    known_level = LEVEL_NAMES.get(level.casefold()) if level else None
    if level and known_level is None:
        wrong.append(f"unknown level '{level[:40]}'. Use one of {', '.join(LEVELS)}, or leave it empty")
    facts = Facts(
        title=stated("title"),
        date=date_found,
        source=stated("source"),
        author=stated("author"),
        place=Place(place, known_level or "other") if place else None,
        level=known_level,
    )
    return facts, tuple(wrong)
