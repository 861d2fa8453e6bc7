"""What the command line says where something is wrong, doubtful, or not what was asked for."""

import json
import os
import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from wcwidth import wcswidth

from reportlens import cli
from reportlens.cli import output
from reportlens.lexicon import CATEGORY_NAMES
from reportlens.present.wording import words

TEXT = "泽川市望溪县机关党建工作\n一、主要做法\n党支部落实三会一课制度，三会一课开了4次，支部书记带头讲。\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports that differ."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").write_text(TEXT + "推行竹海夜話，办好实事。\n", "utf-8")
    return folder


def own(folder: Path, content: str, name: str = "own.csv") -> Path:
    path = folder.parent / "lex" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    return path


# Lexicons


def test_an_own_lexicon_without_a_term_is_told_and_ours_not_taken(folder: Path, tmp_path: Path) -> None:
    empty = own(folder, "canonical\n")
    for arguments in (
        ("lexicon", "show", "--only-lexicon", "--lexicon", empty),
        ("lexicon", "check", empty),
        ("build", folder, "--to", tmp_path / "c", "--lexicon", empty, "--only-lexicon"),
        ("annotate", folder, "--lexicon", empty),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr == (
            f"reportlens: {empty}: there is no term in it. Write one a row in the column 'canonical'.\n"
        )
    assert not (tmp_path / "c").exists()


def test_all_faulty_rows_are_told_with_folder_and_line(folder: Path) -> None:
    path = own(
        folder, 'canonical,category\n课,regulation\n竹海,law\n"竹海"夜,regulation\n溪畔,x\n夜话,work-line,y\n'
    )
    result = run("lexicon", "check", path)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line.removeprefix("reportlens: ").removeprefix(str(path))[:8] for line in lines] == (
        [" line 2:", " line 3:", ": the do", " line 5:", " line 6:"]
    )
    assert "begins in line 4 do not pair" in lines[2]
    assert "3 cells, but there are 2 columns" in lines[4]
    # What categories there are is said once, each with what it means.
    told = [all(f"{name} ({chinese})" in line for name, chinese in CATEGORY_NAMES.items()) for line in lines]
    assert told == [False, True, False, False, False]


def test_many_faulty_rows_are_counted(folder: Path) -> None:
    path = own(folder, "canonical,since\n" + "".join(f"夜话{k},long ago\n" for k in range(47)))
    lines = run("lexicon", "check", path).stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == f"… and 27 more faulty rows in {path}."


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("竹海夜話,竹海夜话,", "is '竹海夜话' itself"),
        ("竹海夜话,竹海夜話,", "is '竹海夜话' itself"),
        ("竹海夜话,海夜|海夜,", "lists a variant twice"),
        ("竹海夜话；溪畔议事,,", "holds a semicolon"),
        ("竹海夜话,海夜;夜海,", "holds a semicolon"),
        ("三会一课、主题党日,,", "lists 2 terms"),
        ("一心向党,,甲、乙", "Part them by |"),
        ("竹海夜话,夜话在竹海,", ""),
        ("聚人心、暖民心,,", ""),
    ],
)
def test_rows_that_hold_several_things_or_nothing_new(folder: Path, row: str, message: str) -> None:
    result = run("lexicon", "check", own(folder, f"canonical,variants,members\n{row}\n"))
    assert result.exit_code == (1 if message else 0)
    assert len(result.stdout.splitlines()) == bool(message)
    assert message in result.stdout


def test_a_slogan_may_be_said_in_parts_that_are_terms(folder: Path) -> None:
    rows = "canonical,category\n聚人心,slogan-principle\n暖民心,slogan-principle\n聚人心、暖民心,{}\n"
    assert run("lexicon", "check", own(folder, rows.format("slogan-principle"))).exit_code == 0
    assert run("lexicon", "check", own(folder, rows.format("institution-mechanism"))).exit_code == 1


def test_check_remarks_on_what_is_not_wrong(folder: Path) -> None:
    path = own(folder, "canonical,note\n竹海夜話,x\n溪畔议事,y\n")
    result = run("lexicon", "check", path)
    assert result.exit_code == 0
    assert "no category is given for 2 of 2 terms: they count as work-line" in result.stderr
    assert "竹海夜話 (竹海夜话)" in result.stderr
    assert "溪畔议事" not in result.stderr
    assert "the columns note" in result.stderr
    named = own(folder, "canonical\n竹海条例\n", "regulation.csv")
    assert "no category" not in run("lexicon", "check", named).stderr


def test_other_separators_are_named(folder: Path) -> None:
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        told = run(
            "lexicon", "check", own(folder, f"canonical{mark}category\n竹海夜话{mark}regulation\n")
        ).stderr
        assert f"parted by {name}: separate them by commas" in told
        (folder / "manifest.csv").write_text(f"file{mark}place\na.txt{mark}望溪县\n", "utf-8")
        for source in (folder, folder / "manifest.csv"):
            told = run("annotate", source).stderr
            assert f"parted by {name}: separate them by commas" in told
            assert told.count("manifest.csv") == 1


def test_a_lexicon_with_complaints_is_used_and_mentioned(folder: Path, tmp_path: Path) -> None:
    path = own(folder, "canonical,variants\n竹海夜话,竹海夜話\n")
    result = run("build", folder, "--to", tmp_path / "c", "--lexicon", path)
    assert result.exit_code == 0
    assert f"1 complaint about {path}: `reportlens lexicon check` names them" in result.stderr
    clean = own(folder, "canonical\n竹海夜话\n")
    assert "complaint" not in run("annotate", folder, "--lexicon", clean).stderr


def test_show_takes_both_scripts(folder: Path) -> None:
    result = run("lexicon", "show", "三會一課", "--format", "json")
    assert [row["canonical"] for row in json.loads(result.stdout)] == ["三会一课"]
    assert "'三會一課' is '三会一课'" in result.stderr
    assert run("lexicon", "show", "三会一课").stderr == ""
    path = own(folder, "canonical\n竹海夜話\n")
    result = run("lexicon", "show", "竹海夜話", "--lexicon", path, "--format", "json")
    assert [row["canonical"] for row in json.loads(result.stdout)] == ["竹海夜话"]


def test_names_of_categories_are_those_of_the_page() -> None:
    say = words("zh")
    assert {name: say.name("category", name) for name in CATEGORY_NAMES} == CATEGORY_NAMES


# Sources


def test_nothing_readable_names_the_sources_and_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    for command in ("annotate", "terms"):
        result = run(command, tmp_path / "e")
        assert result.exit_code == 2
        assert f"there is no report in {tmp_path / 'e'}. Put reports there, as .txt" in result.stderr
    (tmp_path / "e" / "manifest.csv").write_text("file,place\n", "utf-8")
    for source in (tmp_path / "e", tmp_path / "e" / "manifest.csv"):
        result = run("annotate", source)
        assert result.exit_code == 2
        assert "it names no file. Write one a row in the column 'file'" in result.stderr


def test_other_files_are_left_out_with_advice(folder: Path) -> None:
    (folder / "c.dat").write_bytes(b"\1\2")
    assert "1 other file left out: c.dat (read are .txt" in run("annotate", folder).stderr


def test_a_manifest_that_is_not_as_it_should_be_is_told_line_by_line(folder: Path) -> None:
    rows = "文件,標題,地方,级别,备注\na.txt,甲,乙,望溪县,县级,x\nb.txt,丙,湖州市,县,\n"
    (folder / "manifest.csv").write_text(rows, "utf-8")
    for command in ("annotate", "info"):
        result = run(command, folder)
        assert result.exit_code == 1
        assert "the columns 备注 are not used. Known are file/文件" in result.stderr
        assert "line 2: 6 cells, but there are 5 columns" in result.stderr
        assert "b.txt: the manifest says level county, but 湖州市 is of level city" in result.stderr
    row = json.loads(run("annotate", folder / "b.txt").stdout)
    assert row["title"] != "丙"
    rows = [json.loads(line) for line in run("annotate", folder).stdout.splitlines()]
    assert [(row["title"] == "丙", (row["place"] or {}).get("level")) for row in rows][1] == (True, "county")


@pytest.mark.parametrize(
    ("place", "level", "told"),
    [
        ("湖州市", "市", False),
        ("义乌市", "县", False),
        ("望溪县", "县", False),
        ("望溪县", "市", True),
        ("浙江省安吉县", "市", True),
        ("泽川市", "县", False),
    ],
)
def test_only_levels_that_contradict_a_place_are_told(
    folder: Path, place: str, level: str, told: bool
) -> None:
    (folder / "manifest.csv").write_text(f"file,place,level\na.txt,{place},{level}\n", "utf-8")
    result = run("annotate", folder / "manifest.csv")
    assert result.exit_code == 0
    assert ("the manifest says level" in result.stderr) is told


def test_an_open_quotation_in_a_manifest_takes_no_other_row(folder: Path) -> None:
    rows = 'file,title\na.txt,"甲\nb.txt,乙\n'
    (folder / "manifest.csv").write_text(rows, "utf-8")
    result = run("annotate", folder)
    assert result.exit_code == 1
    assert "begins in line 2 do not pair" in result.stderr
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()][1] == "乙"


def test_files_of_the_same_bytes_are_named(folder: Path, tmp_path: Path) -> None:
    assert "same bytes" not in run("annotate", folder).stderr
    (folder / "z.txt").write_bytes((folder / "a.txt").read_bytes())
    for arguments in (("annotate", folder), ("build", folder, "--to", tmp_path / "c")):
        result = run(*arguments)
        assert result.exit_code == 0
        assert f"{folder / 'a.txt'}: has the same bytes as {folder / 'z.txt'}" in result.stderr
    assert (
        len([line for line in run("info", tmp_path / "c").stdout.splitlines() if "same bytes" in line]) == 1
    )


@pytest.mark.parametrize("zipped", [False, True])
def test_a_broken_workbook_is_not_to_be_unpacked(folder: Path, zipped: bool) -> None:
    path = folder / "c.xlsx"
    if zipped:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("report.txt", TEXT)
    else:
        path.write_bytes(b"PK\3\4" + bytes(range(200)))
    told = next(line for line in run("annotate", folder).stderr.splitlines() if "c.xlsx" in line)
    assert ("Unpack it and give the files" in told) is zipped
    assert ("Download or export it again" in told) is not zipped


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_closed_folders_are_named(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        told = run("annotate", folder)
        assert told.exit_code == 1
        assert f"{closed}: the folder cannot be opened (Permission denied). Check its rights" in told.stderr
        assert run("annotate", closed).stderr == run("info", closed).stderr
        assert "manifest.csv" not in run("info", closed).stderr
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize(
    "arguments",
    [
        ("annotate", "{folder}", "-o", "{target}.jsonl"),
        ("build", "{folder}", "--to", "{target}"),
        ("report", "{corpus}", "-o", "{target}"),
        ("terms", "{corpus}", "-o", "{target}.csv"),
    ],
)
def test_temporary_names_are_nobodys_business(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    corpus = tmp_path / "corpus"
    assert run("build", folder, "--to", corpus).exit_code == 0

    def full(self: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(self))

    for name in ("replace", "rename"):
        monkeypatch.setattr(Path, name, full)
    target = tmp_path / "target"
    result = run(*(argument.format(folder=folder, corpus=corpus, target=target) for argument in arguments))
    assert result.exit_code == 2
    assert str(target) in result.stderr
    assert "cannot be written (No space left on device)" in result.stderr
    assert str(os.getpid()) not in result.stderr


# Usage and results


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("--foo",), ("terms",), ("terms", "x", "--by", "colour"), ("lexicon", "nix")]
)
def test_wrong_usage_is_one_line_as_every_other_error(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("reportlens: ")
    assert result.stderr.count("\n") == 1
    assert "--help." in result.stderr


def test_an_unknown_suffix_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    for name in ("t.xyz", "t"):
        result = run("terms", tmp_path / "nowhere", "-o", tmp_path / name)
        assert result.exit_code == 2
        assert "the form of the table is told by no suffix of .csv" in result.stderr
    assert "no such corpus" in run("terms", tmp_path / "nowhere", "-o", tmp_path / "t.CSV").stderr
    assert (
        "no such corpus" in run("terms", tmp_path / "nowhere", "-o", tmp_path / "t", "--format", "csv").stderr
    )


def test_kwic_says_what_it_shows_and_where(folder: Path) -> None:
    result = run("kwic", folder, "三會一課", "--format", "json")
    rows = json.loads(result.stdout)
    assert [row["path"] for row in rows] == [str(folder / n) for n in ("a.txt", "a.txt", "b.txt", "b.txt")]
    assert "2 of 4 stand inside longer terms: 三会一课制度 (2)" in result.stderr
    assert "is a form of the term" not in result.stderr
    assert run("kwic", folder, "三会一课制度").stderr == ""
    lexicon = own(folder, "canonical,variants\n竹海夜谈,竹海夜话\n")
    run("build", folder, "--to", folder.parent / "c", "--lexicon", lexicon)
    assert (
        "'竹海夜話' is a form of the term '竹海夜谈'" in run("kwic", folder.parent / "c", "竹海夜話").stderr
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_way_to_characters_and_bytes_that_the_readme_tells(folder: Path, encoding: str) -> None:
    content = ("各单位" * 30 + "\r\n" + TEXT.replace("\n", "\r\n")).encode(encoding)
    (folder / "a.txt").write_bytes(content)
    report = json.loads(run("info", folder / "a.txt", "--format", "json").stdout)[0]
    row = json.loads(run("kwic", folder / "a.txt", "支部书记", "--format", "json").stdout)[0]
    with Path(row["path"]).open(encoding=report["encoding"], errors="replace", newline="") as file:
        text = file.read()
    assert text[row["raw_start"] : row["raw_end"]] == row["raw"] == "支部书记"
    first = len(text[: row["raw_start"]].encode(report["encoding"]))
    plain = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    assert content[first:].startswith("支部书记".encode(plain))


@pytest.mark.parametrize(
    ("by", "target", "reference", "message"),
    [
        ("level", "县", "市", ""),
        ("level", "County", "city", ""),
        ("place", "望溪县", "丹浦市", ""),
        ("place", "望溪", "丹浦", ""),
        ("place", "泽川市", "丹浦市", "fits 2 groups"),
        ("place", "平原县", "丹浦市", "no report has place '平原县'"),
        ("level", "省", "市", "no report has level 'province'"),
    ],
)
def test_groups_go_by_their_common_names(
    folder: Path, by: str, target: str, reference: str, message: str
) -> None:
    rows = "a.txt,沅澜省泽川市望溪县,县\nb.txt,沅澜省丹浦市,市\nc.txt,沅澜省泽川市临皋县,县\n"
    (folder / "c.txt").write_text(TEXT + "开展主题党日。\n", "utf-8")
    (folder / "manifest.csv").write_text(f"file,place,level\n{rows}", "utf-8")
    result = run(
        "compare", folder, "--by", by, "--target", target, "--reference", reference, "--permutations", 9
    )
    assert result.exit_code == (2 if message else 0), result.stderr
    assert message in result.stderr


def test_what_changes_nothing_is_told(folder: Path) -> None:
    result = run("quantities", folder, "--subject", "没有")
    assert result.exit_code == 0
    assert "not one figure of the reports is counted under '没有'" in result.stderr
    assert "not one figure" not in run("quantities", folder).stderr
    stop = folder.parent / "stop.txt"
    stop.write_text("三会一课制度\n书记\n没有这个词\n", "utf-8")
    result = run("terms", folder, "--stop", stop, "--format", "json")
    assert (
        "entries of the stop list that change nothing, as no term or word of the reports is so called"
        in result.stderr
    )
    assert result.stderr.count("没有这个词") == 1
    assert "书记" not in result.stderr
    assert {"三会一课", "三会一课制度"} & {row["term"] for row in json.loads(result.stdout)} == {"三会一课"}


def test_report_warns_of_few_reports_as_compare_does(folder: Path, tmp_path: Path) -> None:
    (folder / "manifest.csv").write_text("file,level\na.txt,县\nb.txt,市\n", "utf-8")
    (folder / "c.txt").write_text("各党支部开展主题党日。\n", "utf-8")
    groups = ("--target", "county", "--reference", "city")
    compared = run("compare", folder, *groups).stderr.splitlines()
    reported = run("report", folder, "-o", tmp_path / "out").stderr.splitlines()
    warnings = [line for line in compared if "only 1 report" in line or "left out" in line]
    assert len(warnings) == 3
    assert set(warnings) <= set(reported)


def test_an_audit_by_another_corpus_says_so_first(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text(TEXT + "整修水渠12公里，惠及农户640户，化解邻里纠纷71起。\n", "utf-8")
    (folder / "manifest.csv").write_text("file,place,level\na.txt,泽川市望溪县,县\n", "utf-8")
    draft = tmp_path / "draft.docx"
    assert run("brief", folder, "-o", draft).exit_code == 0
    said = "\n".join(p.text for p in docx.Document(str(draft)).paragraphs)
    assert "三会一课写在“三会一课制度”中时，计入三会一课制度" in said
    assert "〔1〕" in said
    own_corpus = run("audit", folder, draft)
    assert own_corpus.exit_code == 0
    assert "another corpus" not in own_corpus.stderr
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("各党支部开展主题党日。\n", "utf-8")
    result = run("audit", other, draft)
    assert result.exit_code == 1
    assert "this brief is of another corpus" in result.stderr.splitlines()[0]


def test_info_fits_a_terminal(folder: Path) -> None:
    table = run("info", folder).stdout.splitlines()
    assert "province" not in table[0]
    assert max(map(len, table)) < 200
    full = json.loads(run("info", folder, "--format", "json").stdout)[0]
    assert len(full["sha256"]) == 64
    assert "province" in full


@pytest.mark.parametrize(("width", "left_out"), [(60, True), (1000, False)])
def test_columns_that_do_not_fit_a_terminal_are_named(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    width: int,
    left_out: bool,
) -> None:
    table = pd.DataFrame({f"column_{k}": ["三会一课" * 3] for k in range(9)})
    output.give(table, None, None)
    assert "column_8" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr(output, "get_terminal_size", lambda: os.terminal_size((width, 40)))
    output.give(table, None, None)
    shown, told = capsys.readouterr()
    assert ("column_8" in shown) is not left_out
    assert ("column_8" in told) is left_out
    assert "column_1" in shown
    if left_out:
        assert all(wcswidth(line) <= 3 * 28 for line in shown.splitlines())


def test_explain_counts_and_reasons_read_well(folder: Path) -> None:
    page = "党建工作落实见效\n发布时间：2021-03-04 来源：望溪日报\n党支部落實了三会一课制度。\n"
    (folder / "a.txt").write_text(page, "utf-8")
    shown = run("explain", folder / "a.txt").stdout
    assert "script: 1 change\n" in shown
    assert "1 changes" not in shown
    assert "furniture: time and source" in shown
    assert "furniture: furniture" not in shown
