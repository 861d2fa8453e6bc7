"""Tables in every form: right for a terminal, a spreadsheet and a program, and harmless in each."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from wcwidth import wcswidth

from reportlens.errors import ReportLensError
from reportlens.present.export import FORMS, harmless, workbook, write_table

HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    " =1",
    "＝1",
    "<script>",
    "{{ 7 * 7 }}",
    "a\u202eb",
]
TABLE = pd.DataFrame(
    {
        "term": ["三会一课", "党建+", "=1+1"],
        "count": [4, 0, 12],
        "per_10k": [15.723, 0.0, 3.5],
        "q_value": [0.00001, 0.5, float("nan")],
        "members": [["支部党员大会", "党课"], [], ["甲"]],
        "year": pd.array([2021, None, 2023], dtype="Int32"),
        "nested": [True, False, True],
    }
)


def test_table_aligns_chinese_and_rounds_alike_within_a_column() -> None:
    text = write_table(TABLE, "table", None)
    assert isinstance(text, str)
    lines = text.splitlines()
    starts = {
        wcswidth(line[: line.index(word)]) for line, word in zip(lines[2:4], ("15.72", " 0.00"), strict=True)
    }
    assert len(starts) == 1
    assert "<0.0001" in text
    assert "nan" not in text.lower()
    assert "支部党员大会、党课" in text
    assert "2021" in text
    assert "2021.0" not in text


def test_table_cuts_long_text_and_shows_no_control_characters() -> None:
    table = pd.DataFrame({"left": ["长" * 500], "title": ["题" * 50_000], "raw": ["\x1b[31m红\n\u202e行"]})
    text = write_table(table, "table", None)
    assert isinstance(text, str)
    assert max(map(wcswidth, text.splitlines())) < 130
    assert text.splitlines()[2].startswith("…长")
    assert "题…" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == 3


def test_csv_neutralises_what_a_spreadsheet_would_run_and_keeps_numbers() -> None:
    table = pd.DataFrame({"text": HOSTILE, "value": [-1.5] * len(HOSTILE)})
    text = write_table(table, "csv", None)
    assert isinstance(text, str)
    assert not text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert {value for _, value in rows} == {"-1.5"}
    assert [cell for cell, _ in rows] == [f"'{cell}" for cell in HOSTILE[:8]] + HOSTILE[8:]


@pytest.mark.parametrize("text", ["党建+", "1+1", "a=b", "", "三会一课", "x@y"])
def test_harmless_leaves_ordinary_text_alone(text: str) -> None:
    assert harmless(text) == text


def test_csv_file_has_a_byte_order_mark_and_reads_back(tmp_path: Path) -> None:
    target = tmp_path / "t.csv"
    assert write_table(TABLE, "csv", target) is None
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(target, encoding="utf-8-sig")
    assert list(back["count"]) == [4, 0, 12]
    assert list(back["per_10k"]) == [15.723, 0.0, 3.5]
    assert back["year"].isna().tolist() == [False, True, False]


def test_json_is_records_with_null_for_nothing() -> None:
    text = write_table(TABLE, "json", None)
    assert isinstance(text, str)
    rows = json.loads(text)
    assert "三会一课" in text
    assert rows[0] == {
        "term": "三会一课",
        "count": 4,
        "per_10k": 15.723,
        "q_value": 0.00001,
        "members": ["支部党员大会", "党课"],
        "year": 2021,
        "nested": True,
    }
    assert rows[1]["year"] is None
    assert rows[2]["q_value"] is None
    assert write_table(TABLE.head(0), "json", None) == "[]"


def test_parquet_reads_back(tmp_path: Path) -> None:
    target = tmp_path / "t.parquet"
    write_table(TABLE, "parquet", target)
    back = pd.read_parquet(target)
    assert list(back["term"]) == list(TABLE["term"])
    assert isinstance(write_table(TABLE, "parquet", None), bytes)


def test_xlsx_has_numbers_frozen_heads_and_no_formula(tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    table = pd.DataFrame(
        {
            "text": [*HOSTILE, "https://example.org", "x\x00\x0b\ufffe", "长" * 40_000],
            "n": range(len(HOSTILE) + 3),
        }
    )
    write_table(table, "xlsx", target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:4] == HOSTILE[:4]
    assert cells[len(HOSTILE)].hyperlink is None
    assert cells[-2].value == "x\ufffd\ufffd\ufffd"
    assert len(str(cells[-1].value)) == 32_767
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == list(range(len(table)))


def test_the_same_tables_give_the_same_workbook() -> None:
    assert workbook({"a": TABLE, "b": TABLE}) == workbook({"a": TABLE, "b": TABLE})


@pytest.mark.parametrize("form", FORMS)
def test_empty_tables_and_files_of_every_form(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"t.{form}"
    write_table(TABLE.head(0), form, target)
    assert target.stat().st_size > 0
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReportLensError, match="table, csv, json"):
        write_table(TABLE, "html", None)
    with pytest.raises(ReportLensError, match=r"cannot be written"):
        write_table(TABLE, "csv", tmp_path / "no" / "t.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReportLensError, match=r"folder: cannot be written"):
        write_table(TABLE, "csv", tmp_path / "folder")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]
