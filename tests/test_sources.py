"""Which files are read, and what a manifest says about them."""

from pathlib import Path

import pytest

from reportlens.errors import ManifestError, SourceError
from reportlens.reading.manifest import read_manifest
from reportlens.reading.sources import find_sources, read_reports

TEXT = "芷陂县直机关各党支部严格落实三会一课制度。\n"


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_a_folder_is_walked_in_order_and_ids_are_paths(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_DOT_txt=TEXT,
        a_DOT_txt=TEXT,
        sub__a_DOT_txt=TEXT,
        README_DOT_md="read me",
        _DOT_hidden_DOT_txt=TEXT,
    )
    found = find_sources([tmp_path])
    assert [s.report_id for s in found.sources] == ["a", "b", "sub/a"]
    assert found.problems == ()


def test_two_files_of_one_name_keep_different_ids(tmp_path: Path) -> None:
    write(tmp_path, one__a_DOT_txt=TEXT, two__a_DOT_txt=TEXT)
    found = find_sources([tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.txt"])
    assert len({s.report_id for s in found.sources}) == 2
    assert len(found.sources) == 2


def test_other_files_are_left_out_aloud_and_unreadable_forms_named(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, photo_DOT_jpg=b"\xff\xd8", old_DOT_doc=b"\xd0\xcf\x11\xe0")
    found = find_sources([tmp_path])
    assert [Path(p.path).name for p in found.problems] == ["photo.jpg"]
    assert not found.problems[0].lost
    with pytest.raises(SourceError, match=r"old\.doc"):
        read_reports(next(s for s in found.sources if s.path.endswith(".doc")))


def test_what_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        find_sources([tmp_path / "nothing"])


def test_a_text_without_chinese_is_a_problem_and_no_report(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt="only English here\n")
    reports, problems = read_reports(find_sources([tmp_path]).sources[0])
    assert reports == []
    assert "not one Chinese character" in problems[0].reason


MANIFEST = """file,title,place,level,date,source,author
a.txt,把支部建在一线,澜岭省柘澄市芷陂县,county,2021-12-03,柘澄日报,
b.txt,,澜岭省柘澄市,市,2022年3月,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_manifest_states_facts(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT, manifest_DOT_csv=MANIFEST.encode(encoding))
    stated, problems = read_manifest(tmp_path / "manifest.csv")
    assert problems == []
    assert stated["a.txt"].title == "把支部建在一线"
    assert stated["a.txt"].place is not None
    assert (stated["a.txt"].place.name, stated["a.txt"].level) == ("澜岭省柘澄市芷陂县", "county")
    assert stated["b.txt"].date == "2022-03"
    assert stated["b.txt"].level == "city"


def test_wrong_rows_are_named_with_their_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    rows = "file,level,date\na.txt,village,2021\nmissing.txt,county,2021\nb.txt,city,yesterday\n"
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT, manifest_DOT_csv=rows)
    found = find_sources([tmp_path])
    reasons = [p.reason for p in found.problems]
    assert len(reasons) == 3
    assert reasons[0].startswith("line 2: unknown level 'village'")
    assert reasons[1].startswith("line 3: there is no file 'missing.txt'")
    assert reasons[2].startswith("line 4: 'yesterday' is no date")
    assert [s.stated.date for s in found.sources] == ["2021", None]


def test_a_manifest_can_be_the_source(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, b_DOT_txt=TEXT, list_DOT_csv="文件,标题\nb.txt,下得去\n")
    found = find_sources([tmp_path / "list.csv"])
    assert [(s.report_id, s.stated.title) for s in found.sources] == [("b", "下得去")]


def test_a_manifest_without_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, manifest_DOT_csv="name,title\na,b\n")
    with pytest.raises(ManifestError, match="line 1: no column 'file'"):
        read_manifest(tmp_path / "manifest.csv")


def test_manifest_rows_outside_the_folder_or_twice_are_named(tmp_path: Path) -> None:
    rows = f"file,level\na.txt,县\n../b.txt,市\n{tmp_path / 'c.txt'},市\na.txt,市\n{'长' * 120}.txt,市\n"
    write(tmp_path / "m", a_DOT_txt=TEXT, manifest_DOT_csv=rows)
    write(tmp_path, b_DOT_txt=TEXT, c_DOT_txt=TEXT)
    found = find_sources([tmp_path / "m" / "manifest.csv"])
    assert [(s.report_id, s.stated.level) for s in found.sources] == [("a", "county")]
    reasons = [p.reason for p in found.problems]
    assert ["outside" in reasons[0], "outside" in reasons[1], "named twice" in reasons[2]] == [True] * 3
    assert len(reasons) == 4


def test_dates_that_cannot_be_are_named(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, manifest_DOT_csv="file,date\na.txt,2021-02-30\n")
    assert "'2021-02-30' is no date" in find_sources([tmp_path]).problems[0].reason


def test_a_short_manifest_in_gbk_is_read(tmp_path: Path) -> None:
    write(tmp_path, a_DOT_txt=TEXT, manifest_DOT_csv="file,place,level\na.txt,芷陂县,county\n".encode("gbk"))
    found = find_sources([tmp_path])
    assert found.problems == ()
    assert found.sources[0].stated.place is not None
    assert found.sources[0].stated.place.name == "芷陂县"


def test_a_line_that_cannot_be_read_is_a_problem_and_the_others_are_reports(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"text": "青溪县机关党建"}\n{"text": \n{"text": "白石县机关党建"}\n', "utf-8")
    [source] = find_sources([file]).sources
    reports, problems = read_reports(source)
    assert [report.report_id for report in reports] == ["texts#line1", "texts#line3"]
    [problem] = problems
    assert problem.path == f"{file}#line2"
    assert problem.reason.startswith("line 2 is no JSON")
    assert problem.lost
