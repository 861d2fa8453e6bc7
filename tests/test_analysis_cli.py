"""`compare` and `cluster` on the command line."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportlens import cli
from reportlens.analysis import UNITS
from reportlens.cli.options import UNITS as OFFERED_UNITS


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def sample(few_reports: Path) -> Path:
    """Eight reports: the commands are tried one by one, each on a corpus that it builds."""
    return few_reports


def test_compare_shows_the_report_level_test_first(sample: Path) -> None:
    result = run("compare", sample, "--target", "county", "--reference", "city", "--format", "csv")
    assert result.exit_code == 0
    columns = next(csv.reader(io.StringIO(result.stdout)))
    assert columns.index("p_permutation") < columns.index("p_value")
    assert "no permutation p can be below 0.029" in result.stderr
    without = run(
        "compare", sample, "--target", "county", "--reference", "city", "--permutations", 0, "--format", "csv"
    )
    assert "p_permutation" not in without.stdout.splitlines()[0]


def test_compare_all_groups_and_within_strata(sample: Path) -> None:
    result = run("compare", sample, "--by", "province", "--format", "json")
    assert {"highest", "霁川省_count", "澜岭省_per_10k"} <= set(json.loads(result.stdout)[0])
    within = run("compare", sample, "--target", "county", "--reference", "city", "--strata", "year")
    assert "no difference can be significant" in within.stderr
    assert run("compare", sample, "--target", "county").exit_code == 2
    assert run("compare", sample, "--by", "county", "--target", "x", "--reference", "y").exit_code == 2


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit(sample: Path, unit: str) -> None:
    result = run(
        "compare", sample, "--target", "county", "--reference", "city", "--unit", unit, "--permutations", 9
    )
    assert result.exit_code == 0
    assert OFFERED_UNITS == UNITS


def test_cluster_gives_the_columns_of_the_contract_and_the_same_every_time(sample: Path) -> None:
    how = ("--clusters", 2, "--format", "csv", "--seed", 4)
    result = run("cluster", sample, *how)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "report_id,cluster,label,silhouette,stability"
    assert run("cluster", sample, *how).stdout == result.stdout
    assert "2 clusters, mean silhouette" in result.stderr
    assert run("cluster", sample, "--method", "agglomerative", "--formula", "weigh", *how).exit_code == 0


def test_files_in_another_order_and_place_give_the_same_clusters(sample: Path, tmp_path: Path) -> None:
    for name in sorted((p.name for p in sample.iterdir()), reverse=True):
        (tmp_path / name).write_bytes((sample / name).read_bytes())
    one, other = (run("cluster", folder, "--format", "csv").stdout for folder in (sample, tmp_path))
    assert one == other


@pytest.mark.parametrize("arguments", [("--clusters", 1), ("--clusters", 8), ("--method", "magic")])
def test_wrong_usage_of_cluster(sample: Path, arguments: tuple[object, ...]) -> None:
    result = run("cluster", sample, *arguments)
    assert result.exit_code == 2
    assert result.stderr.strip()


def test_one_report_is_no_cluster(sample: Path) -> None:
    result = run("cluster", sample / "01_zhipi_county.txt")
    assert result.exit_code == 2
    assert result.stderr == (
        "reportlens: clustering needs at least 4 reports that share terms; there are 0. Add reports.\n"
    )


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Six reports with a term of their own, and the lexicon that gives it a theme."""
    folder = tmp_path_factory.mktemp("own")
    rows = ["file,level"]
    for k in range(6):
        level = ("county", "city")[k % 2]
        more = "开展槐荫夜议。" * (1 + k if level == "county" else 0)
        (folder / f"r{k}.txt").write_text(f"各村认真商量。{more}党支部落实三会一课，说说家常{k}。\n", "utf-8")
        rows.append(f"r{k}.txt,{level}")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    lexicon = tmp_path_factory.mktemp("lexicon") / "own.csv"
    lexicon.write_text(
        "canonical,category,theme\n槐荫夜议,campaign-brand,服务群众\n三会一课,institution-mechanism,信息化\n",
        "utf-8",
    )
    return folder, lexicon


def test_themes_are_those_of_the_lexicon_of_the_corpus(own: tuple[Path, Path], tmp_path: Path) -> None:
    folder, lexicon = own
    assert run("build", folder, "--to", tmp_path / "c", "--lexicon", lexicon).exit_code == 0
    how = ("--target", "county", "--reference", "city", "--unit", "themes", "--format", "json")
    rows = {row["term"]: row for row in json.loads(run("compare", tmp_path / "c", *how).stdout)}
    assert rows["服务群众"]["n_target"] == 9
    assert (rows["信息化"]["n_target"], rows["信息化"]["n_reference"]) == (3, 3)
    # Of a folder the same lexicon is not known; ours has another theme for the term.
    without = {row["term"] for row in json.loads(run("compare", folder, *how).stdout)}
    assert not {"服务群众", "信息化"} & without


def test_a_corpus_of_before_can_be_read_and_says_that_it_has_no_themes(
    own: tuple[Path, Path], tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    folder, _ = own
    run("build", folder, "--to", tmp_path / "c")
    for path in (tmp_path / "c" / "shards").glob("*/terms.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["theme"]), path)
    how = ("--target", "county", "--reference", "city", "--permutations", 0)
    assert run("compare", tmp_path / "c", *how).exit_code == 0
    assert run("terms", tmp_path / "c").exit_code == 0
    told = run("compare", tmp_path / "c", "--unit", "themes", *how)
    assert told.exit_code == 2
    assert "was built before themes were kept with the terms. Build it again" in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert run("build", folder, "--to", tmp_path / "c").exit_code == 0


def test_what_cannot_be_clustered_or_measured_is_told(own: tuple[Path, Path], sample: Path) -> None:
    folder, _ = own
    told = run("cluster", folder, "--formula", "remove", "--stop", _list(folder, "槐荫夜议"))
    assert told.exit_code == 2
    assert "Leave fewer terms out" in told.stderr
    assert "Add reports" not in told.stderr
    many = run("cluster", sample, "--clusters", 7, "--format", "csv")
    assert many.exit_code == 0
    assert "stability not known" in many.stderr
    assert "nan" not in (many.stderr + many.stdout).lower()


def _list(folder: Path, *words: str) -> Path:
    path = folder.parent / "stop.txt"
    path.write_text("\n".join(words) + "\n", "utf-8")
    return path


def test_empty_tables_have_a_reason(own: tuple[Path, Path]) -> None:
    folder, _ = own
    nothing = _list(folder, "党支部", "三会一课", "槐荫夜议", "支部")
    for arguments in (
        ("compare", folder, "--target", "county", "--reference", "city"),
        ("compare", folder),
        ("terms", folder, "--by", "level"),
    ):
        result = run(*arguments, "--stop", nothing, "--format", "csv")
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) == 1, result.stdout
        assert "not one of the" in result.stderr
        assert "has a term to count" in result.stderr


def test_few_draws_are_told_as_such(sample: Path) -> None:
    how = ("--target", "county", "--reference", "city", "--format", "csv")
    assert "with 9 draws" in run("compare", sample, *how, "--permutations", 9).stderr
    assert "groups of 4, 4 reports" in run("compare", sample, *how, "--permutations", 99).stderr


def test_info_names_a_problem_once(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.txt").write_bytes((sample / "01_zhipi_county.txt").read_bytes())
    (tmp_path / "s" / "empty.txt").write_bytes(b"")
    result = run("info", tmp_path / "s")
    assert (result.stdout + result.stderr).count("empty.txt") == 1
    assert "1 report, " in result.stdout
    assert ", 1 problem\n" in result.stdout
    run("build", tmp_path / "s", "--to", tmp_path / "c")
    assert run("info", tmp_path / "c").stdout.count("empty.txt") == 1


def test_jobs_and_the_order_of_files_change_no_bit(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportlens.corpus.building.SHARD_BYTES", 9_000)
    files = sorted(sample.glob("*.txt"))
    assert run("build", *files, "--to", tmp_path / "one", "--jobs", 1).exit_code == 0
    assert run("build", *reversed(files), "--to", tmp_path / "two", "--jobs", 2).exit_code == 0
    assert len(list((tmp_path / "two" / "shards").iterdir())) > 2
    for arguments in (
        ("compare", "--target", "county", "--reference", "city", "--counting", "inclusive"),
        ("compare", "--by", "place", "--permutations", 99),
        ("cluster", "--clusters", 3, "--counting", "exclusive"),
        ("terms", "--by", "level"),
    ):
        one, two = (
            run(arguments[0], tmp_path / c, *arguments[1:], "--format", "csv") for c in ("one", "two")
        )
        assert one.exit_code == 0
        assert one.stdout == two.stdout
