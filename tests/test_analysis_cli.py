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
