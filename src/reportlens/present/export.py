"""Tables in the forms that the command line offers: table, csv, json, parquet, xlsx."""

import csv
import io
import json
import math
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlens.errors import ReportLensError
from reportlens.present.visible import cut, cut_columns, one_line

if TYPE_CHECKING:
    import pandas as pd

FORMS = ("table", "csv", "json", "parquet", "xlsx")
# What a cell of the terminal may take: 24 Chinese characters, the context of a concordance.
CELL_COLUMNS = 48
# Spreadsheets run a cell that starts so, the full-width forms in some of their Asian editions too.
_FORMULA = re.compile(r"[\t\r\n]|[\s\u200b\ufeff]*[=+\-@＝＋－＠]")
_XML_FORBIDS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XLSX_CELL = 32_767
_XLSX_ROWS = 1_048_575
_LINKS = 10_000
_PROBABILITIES = frozenset({"p_value", "q_value"})


def write_table(table: "pd.DataFrame", form: str, target: Path | None) -> str | bytes | None:
    """Write `table` to `target`, or return it where `target` is None (bytes for parquet and xlsx).

    Files appear whole or not at all. Raises `ReportLensError` for an unknown form or a place that
    cannot be written to.
    """
    if target is None:
        return _rendered(table, form)
    write_whole(target, table_bytes(table, form))
    return None


def _rendered(table: "pd.DataFrame", form: str) -> str | bytes:
    if form == "table":
        return _terminal(table)
    if form == "csv":
        return _csv(table)
    if form == "json":
        return _json(table)
    if form == "parquet":
        return _parquet(table)
    if form == "xlsx":
        return workbook({"table": table})
    raise ReportLensError(f"unknown form '{form}'. Use one of {', '.join(FORMS)}.")


def table_bytes(table: "pd.DataFrame", form: str) -> bytes:
    """The content of a file of `table` in `form`."""
    content = _rendered(table, form)
    if isinstance(content, bytes):
        return content
    # Excel takes a CSV for the code page of the machine unless a byte order mark says UTF-8.
    return (content + "\n").encode("utf-8-sig" if form == "csv" else "utf-8", "backslashreplace")


def write_whole(target: Path, content: bytes) -> None:
    """Replace `target` in one step; raises `ReportLensError` where that cannot be done."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    if target.exists() and not target.is_file() and not target.is_dir():
        # A device or a pipe is written to, never replaced.
        target.write_bytes(content)
        return
    try:
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportLensError(
            f"{target}: cannot be written ({reason}). Check the folder and its rights."
        ) from error


def _terminal(table: "pd.DataFrame") -> str:
    from tabulate import tabulate

    columns = {str(name): _cells(str(name), plain_values(table[name])) for name in table.columns}
    # The context before a hit is read towards the hit.
    right = {name for name in columns if name == "left" or _is_number(table[name])}
    lines: str = tabulate(
        columns,
        headers="keys",
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if name in right else "left" for name in columns] if len(table) else None,
    )
    return lines


def _is_number(column: "pd.Series[Any]") -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(column) and not is_bool_dtype(column))


def _cells(name: str, values: Sequence[Any]) -> list[str]:
    """The cells of one column as strings; all numbers of a column have the same decimals."""
    floats = [v for v in values if isinstance(v, float)]
    decimals = 4 if name in _PROBABILITIES else 0 if all(v == int(v) for v in floats) else 2
    cells = []
    for value in values:
        if value is None:
            cells.append("")
        elif isinstance(value, float):
            tiny = 10**-decimals
            cells.append(
                f"<{tiny}" if name in _PROBABILITIES and 0 <= value < tiny else f"{value:.{decimals}f}"
            )
        elif isinstance(value, str):
            cells.append(cut_columns(one_line(value), CELL_COLUMNS, from_left=name in {"left", "path"}))
        else:
            cells.append(cut_columns(one_line(_flat(value)), CELL_COLUMNS))
    return cells


def plain_values(column: "pd.Series[Any]") -> list[Any]:
    """The values of a column as Python's own types; None where there is none or it is no finite number."""
    return [_plain(value) for value in column.tolist()]


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    # pandas has several marks for "no value", none of which is equal to itself.
    if value is None or str(value) in {"nan", "<NA>", "NaT"}:
        return None
    return str(value)


def _flat(value: Any) -> str:
    """A list in a cell of a table: the members of an abbreviation, the spans of its evidence."""
    if isinstance(value, list):
        inner = "–" if value and not isinstance(value[0], (list, str)) else "、"
        return inner.join(_flat(each) for each in value)
    return str(value)


def _flat_cell(value: Any) -> Any:
    return _flat(value) if isinstance(value, list) else value


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula when it opens a CSV.

    >>> harmless("=HYPERLINK(1)"), harmless("党建+")
    ("'=HYPERLINK(1)", '党建+')
    """
    return "'" + text if _FORMULA.match(text) else text


def _csv(table: "pd.DataFrame") -> str:
    out = io.StringIO()
    # The writer quotes a cell for the characters of its line end: with both a lone CR breaks no row.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(name)) for name in table.columns])
    lines = [_taken(out)]
    for row in zip(*(plain_values(table[name]) for name in table.columns), strict=True):
        cells = (_flat_cell(value) for value in row)
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
        lines.append(_taken(out))
    return "\n".join(lines)


def _taken(out: io.StringIO) -> str:
    """The one line in `out` without its end; `out` is empty then."""
    line = out.getvalue().removesuffix("\r\n")
    out.seek(0)
    out.truncate()
    return line


def _json(table: "pd.DataFrame") -> str:
    names = [str(name) for name in table.columns]
    rows = zip(*(plain_values(table[name]) for name in table.columns), strict=True)
    lines = [
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False) for row in rows
    ]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


def _parquet(table: "pd.DataFrame") -> bytes:
    out = io.BytesIO()
    table.to_parquet(out, index=False, engine="pyarrow")
    return out.getvalue()


def workbook(tables: "Mapping[str, pd.DataFrame]", pages: Mapping[str, str] | None = None) -> bytes:
    """An xlsx file with one sheet a table: head frozen and bold, numbers as numbers, no text a formula.

    A report id links to its row in the sheet `reports`, and there to its page in `pages` (report id to
    the path of a file, with an anchor), where they are given.
    The same tables give the same bytes. A sheet holds at most 1,048,575 rows; the last of a longer
    table says how many were left out.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        beside = {report: f"external:{path}" for report, path in (pages or {}).items()}
        listed = tables["reports"]["report_id"] if "report_id" in tables.get("reports", ()) else ()
        rows = {str(report): f"internal:'reports'!A{row}" for row, report in enumerate(listed, 2)}
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            if len(table):
                sheet.autofilter(0, 0, min(len(table), _XLSX_ROWS), len(table.columns) - 1)
            kept = len(table) if len(table) <= _XLSX_ROWS else _XLSX_ROWS - 1
            for k, column in enumerate(table.columns):
                values = plain_values(table[column][:kept])
                _write_column(sheet, k, str(column), values, head)
                if column == "report_id":
                    to = beside if name == "reports" else rows
                    _link(sheet, k, values, to)
            if kept < len(table):
                sheet.write_string(_XLSX_ROWS, 0, f"… {len(table) - kept} more rows")
    return out.getvalue()


def _write_column(sheet: Any, k: int, name: str, values: Sequence[Any], head: Any) -> None:
    from wcwidth import wcswidth

    sheet.write_string(0, k, _for_xml(name), head)
    widest = len(name) + 3
    for row, value in enumerate(map(_flat_cell, values), 1):
        if isinstance(value, bool):
            sheet.write_boolean(row, k, value)
            widest = max(widest, 6)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, k, value)
            widest = max(widest, len(f"{value:.6g}"))
        elif value is not None:
            text = _for_xml(value)
            sheet.write_string(row, k, text)
            # More than the widest column that is set counts as that.
            widest = max(widest, wcswidth(one_line(text[:60])))
    sheet.set_column(k, k, min(widest + 1, 60))


def _link(sheet: Any, k: int, values: Sequence[Any], targets: Mapping[str, str]) -> None:
    """Make the first cells of a column links. A sheet may have 65,530, and a reader is slow with many."""
    for row, value in enumerate(values[:_LINKS], 1):
        if value in targets:
            sheet.write_url(row, k, targets[value], string=_for_xml(str(value)))


def _for_xml(text: str) -> str:
    return cut(_XML_FORBIDS.sub("\ufffd", text), _XLSX_CELL)
