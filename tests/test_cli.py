"""The command line as users and programs meet it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportlens import cli
from reportlens.cli.options import COUNTINGS as CLI_COUNTINGS
from reportlens.cli.options import GROUPINGS as CLI_GROUPINGS
from reportlens.corpus import COUNTINGS, GROUPINGS

ROOT = Path(__file__).parents[1]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def sample(few_reports: Path) -> Path:
    """Eight reports: the commands are tried one by one, each on a corpus that it builds."""
    return few_reports


def test_annotate_gives_the_keys_that_others_rely_on(sample: Path) -> None:
    result = run("annotate", sample, "--tokens")
    assert result.exit_code == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 8
    for row in rows:
        assert {
            "report_id", "path", "sha256", "script", "title", "date", "source", "author", "place", "text",
            "repairs", "terms", "expansions", "quantities", "entities", "tokens",
        } <= set(row)  # fmt: skip
        assert set(row["place"]) >= {"name", "province", "city", "county", "level", "adcode"}
        raw = Path(row["path"]).read_bytes().decode()
        assert all(row["text"][t["start"] : t["end"]] == t["text"] for t in row["terms"])
        assert all(0 <= t["raw_start"] < t["raw_end"] <= len(raw) for t in row["terms"])
        assert "".join(row["text"][a:b] for a, b in row["tokens"]) == row["text"]
    assert {row["script"] for row in rows} == {"simplified", "traditional"}


def test_annotate_to_a_file_writes_it_whole_or_not_at_all(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run("annotate", sample / "01_zhipi_county.txt", "-o", target).exit_code == 0
    assert len(target.read_text("utf-8").splitlines()) == 1
    (tmp_path / "empty.txt").write_bytes(b"")
    other = tmp_path / "other.jsonl"
    assert run("annotate", tmp_path / "empty.txt", "-o", other).exit_code == 2
    assert not other.exists()
    assert not list(tmp_path.glob(".*"))


def test_build_info_terms_compare_and_kwic(sample: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    assert run("build", sample, "--to", corpus).exit_code == 0
    assert "8 unchanged" in run("build", sample, "--to", corpus).stdout
    assert "8 reports" in run("info", corpus).stdout
    rows = json.loads(run("terms", corpus, "--by", "level", "--format", "json").stdout)
    lesson = next(r for r in rows if r["term"] == "三会一课")
    assert lesson["county_report_count"] == lesson["city_report_count"] == 4
    rows = json.loads(
        run(
            "compare",
            corpus,
            "--by",
            "level",
            "--target",
            "county",
            "--reference",
            "city",
            "--format",
            "json",
        ).stdout
    )
    assert list(rows[0])[:5] == ["term", "category", "n_target", "n_reference", "per_10k_target"]
    rows = json.loads(run("kwic", corpus, "三会一课", "--format", "json").stdout)
    assert {r["report_id"] for r in rows} == {p.stem for p in sample.glob("*.txt")}
    assert any("(huì)" in r["raw"] or "會" in r["raw"] for r in rows)


def test_words_can_be_compared_too(sample: Path) -> None:
    result = run(
        "compare", sample, "--target", "county", "--reference", "city", "--unit", "words", "--format", "csv"
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("term,category,n_target")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("binary.txt", bytes(range(1, 256)) * 30, "not a text"),
        ("english.txt", b"nothing but English\n", "not one Chinese character"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc"),
    ],
)
def test_one_bad_file_is_one_line_and_the_rest_is_complete(
    sample: Path, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / "good.txt").write_bytes((sample / "01_zhipi_county.txt").read_bytes())
    (tmp_path / name).write_bytes(content)
    result = run("annotate", tmp_path)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    lines = [line for line in result.stderr.splitlines() if name in line]
    assert len(lines) == 1
    assert reason in lines[0]
    assert run("annotate", tmp_path / name).exit_code == 2
    assert run("build", tmp_path, "--to", tmp_path.parent / f"{name}.corpus").exit_code == 1
    assert run("info", tmp_path).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("annotate", "no-such-file.txt"),
        ("info", "no-such-folder"),
        ("terms", "{empty}"),
        ("annotate", "{empty}"),
        ("build", "{empty}", "--to", "{empty}/c"),
        ("compare", "{sample}", "--target", "village", "--reference", "city"),
        ("compare", "{sample}", "--target", "county"),
        ("kwic", "{sample}", " "),
        ("terms", "{sample}", "--by", "colour"),
        ("terms", "{sample}", "--by", "level", "--format", "xlsx"),
        ("annotate", "{sample}", "--lexicon", "no-such-lexicon.csv"),
        ("annotate", "{sample}", "-o", "{empty}/no/such/folder/x.jsonl"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_2_and_one_clear_line(
    sample: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run(*(a.format(sample=sample, empty=tmp_path) for a in arguments))
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.strip()


def test_a_manifest_with_wrong_rows_is_told_and_the_rest_is_done(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((sample / "01_zhipi_county.txt").read_bytes())
    (tmp_path / "manifest.csv").write_text("file,level\na.txt,village\nb.txt,city\n", "utf-8")
    result = run("annotate", tmp_path)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "unknown level 'village'" in result.stderr
    assert "no file 'b.txt'" in result.stderr


def test_a_term_of_ones_own_is_counted(sample: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("canonical,category\n板凳夜话,campaign-brand\n", "utf-8")
    row = json.loads(run("annotate", sample / "01_zhipi_county.txt", "--lexicon", own).stdout)
    assert any(t["canonical"] == "板凳夜话" and t["source"] == "lexicon" for t in row["terms"])


def test_every_command_is_documented_and_in_both_readmes() -> None:
    for name, command in cli.main.commands.items():
        assert command.help, name
        for readme in ("README.md", "README.zh.md"):
            assert f"reportlens {name}" in (ROOT / readme).read_text("utf-8"), (name, readme)
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or getattr(parameter, "help", None) or parameter.name in (
                "unit", "counting", "target", "reference",
            ), (name, parameter.name)  # fmt: skip


def test_choices_of_the_command_line_are_those_of_the_library() -> None:
    assert CLI_GROUPINGS == GROUPINGS
    assert CLI_COUNTINGS == COUNTINGS


def imported_by(*arguments: str) -> set[str]:
    code = (
        f"import sys; sys.argv = ['reportlens', *{arguments!r}]\n"
        "from reportlens.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('|'.join(sorted({m.split('.')[0] for m in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split("|"))


def test_help_and_annotate_do_not_pay_for_what_they_do_not_use(sample: Path) -> None:
    assert not {"numpy", "pandas", "duckdb", "pyarrow", "opencc", "spacy", "sklearn"} & imported_by("--help")
    used = imported_by("annotate", str(sample / "01_zhipi_county.txt"))
    assert "opencc" in used
    assert not {"sklearn", "spacy", "matplotlib", "pandas", "duckdb", "pyarrow", "scipy"} & used


def test_own_terms_instead_of_ours_and_a_stop_list(sample: Path, tmp_path: Path) -> None:
    own, stop = tmp_path / "own.csv", tmp_path / "stop.txt"
    own.write_text("canonical,category\n板凳夜话,campaign-brand\n", "utf-8")
    stop.write_text("# not counted\n三會一課\n营商环境\n", "utf-8")
    text = sample / "01_zhipi_county.txt"
    listed = json.loads(run("annotate", text, "--lexicon", own, "--only-lexicon").stdout)["terms"]
    assert {t["canonical"] for t in listed if t["source"] == "lexicon"} == {"板凳夜话"}
    assert run("annotate", text, "--only-lexicon").exit_code == 2
    stopped = json.loads(run("annotate", text, "--stop", stop).stdout)["terms"]
    assert stopped
    assert not {"三会一课", "营商环境"} & {t["canonical"] for t in stopped}
    groups = ("--target", "county", "--reference", "city", "--format", "json")
    for unit in ("terms", "words"):
        every = {r["term"] for r in json.loads(run("compare", sample, *groups, "--unit", unit).stdout)}
        fewer = {
            r["term"]
            for r in json.loads(run("compare", sample, *groups, "--unit", unit, "--stop", stop).stdout)
        }
        assert every - fewer == {"三会一课", "营商环境"} & every
        assert len(fewer) < len(every)
    corpus = tmp_path / "c"
    assert run("build", sample, "--to", corpus, "--stop", stop).exit_code == 0
    assert run("report", corpus, "-o", tmp_path / "out", "--lexicon", own).exit_code == 2


def test_reports_without_a_group_are_named(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((sample / "01_zhipi_county.txt").read_bytes())
    (tmp_path / "b.txt").write_text("机关党组织的职能定位\n党的工作要贯穿全过程。\n", "utf-8")
    (tmp_path / "manifest.csv").write_text("file,place,level\na.txt,澜岭省柘澄市芷陂县,县级\n", "utf-8")
    result = run("terms", tmp_path, "--by", "level")
    assert result.exit_code == 0
    assert "1 of the reports has no level and is left out: b" in result.stderr


def test_explain_over_a_table_of_texts_keeps_every_report(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("text\n堅持三會(huì)一課。\n推進“四強”黨支部建設。\n", "utf-8")
    rows = json.loads(run("explain", table, "--format", "json").stdout)
    assert {r["report_id"] for r in rows} == {"t#row2", "t#row3"}


def test_output_is_utf_8_in_a_pipe_whatever_the_console_speaks(sample: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    command = [
        sys.executable,
        "-m",
        "reportlens",
        "compare",
        str(sample),
        "--target",
        "county",
        "--reference",
        "city",
    ]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "清廉机关" in done.stdout.decode("utf-8")
