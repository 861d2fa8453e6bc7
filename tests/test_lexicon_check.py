"""A lexicon that says two things at once is refused, with file and line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reportlens.cli import main
from reportlens.lexicon import complaints, default_lexicon, load_terms
from reportlens.lexicon.check import member_count
from reportlens.lexicon.term import Term

HEADER = "canonical,category,variants,members,since,until,source\n"


def check(tmp_path: Path, rows: str) -> list[str]:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + rows, "utf-8")
    return list(complaints(load_terms([path])))


def test_our_own_lexicon_is_without_complaint_and_large() -> None:
    terms = default_lexicon().terms
    assert list(complaints(terms)) == []
    assert len(terms) >= 1500


def test_a_variant_of_two_terms_is_named_with_both_places(tmp_path: Path) -> None:
    rows = "全面从严治党,slogan-principle,从严治党,,,,\n从严治党,slogan-principle,,,,,\n"
    [line] = check(tmp_path, rows)
    assert line.startswith(
        f"{tmp_path / 'own.csv'} line 3: '从严治党' is already listed under '全面从严治党' ({tmp_path / 'own.csv'} line 2)"
    )


@pytest.mark.parametrize(
    ("members", "fits"), [("甲|乙|丙|丁", True), ("甲|乙|丙", False), ("甲|乙|丙|丁|戊", False), ("", True)]
)
def test_members_must_match_the_numeral(tmp_path: Path, members: str, fits: bool) -> None:
    found = check(tmp_path, f"四强,numeral-abbreviation,,{members},,,\n")
    assert (found == []) is fits
    assert fits or "stands for 4 members" in found[0]


def test_one_label_with_two_meanings_is_no_collision_if_each_says_whose(tmp_path: Path) -> None:
    rows = "两新,numeral-abbreviation,,新组织|新社会组织,,,2012\n两新,numeral-abbreviation,,设备更新|以旧换新,,,2024\n"
    assert check(tmp_path, rows) == []
    assert len(check(tmp_path, rows.replace("2012", "").replace("2024", ""))) == 1


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ("打虎拍蝇,campaign-brand,打虎、拍蝇、猎狐", False),
        ("打虎拍蝇,campaign-brand,打虎、拍蝇", True),
        ("三清,numeral-abbreviation,清底数、清问题、清责任", True),
        ("模范机关,campaign-brand,讲政治、守纪律的模范机关", True),
        ("政治功能和组织功能,work-line,政治功能、组织功能", True),
        ("街巷吹哨,institution-mechanism,街道吹哨、部门报到|街道吹哨部门报到", True),
        ("同向、同步,slogan-principle,同向、同步、同责", True),
    ],
)
def test_a_variant_that_lists_more_than_its_term_names_is_told(tmp_path: Path, row: str, fits: bool) -> None:
    found = check(tmp_path, f"{row},,,,\n")
    assert (found == []) is fits
    assert fits or "lists several things" in found[0]


def test_years_the_wrong_way_round_and_doubled_variants(tmp_path: Path) -> None:
    found = check(tmp_path, "甲制度,institution-mechanism,乙制度|乙制度,,2020,2010,\n")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("label", "count"),
    [
        ("三会一课", 4),
        ("四抓两整治", 6),
        ("一网一端五平台", 7),
        ("12235", 12235),
        ("双基", 2),
        ("十四个坚持", 14),
        ("机关", None),
    ],
)
def test_member_count(label: str, count: int | None) -> None:
    assert member_count(label) == count


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(main, ["lexicon", "check"]).exit_code == 0
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "四强,numeral-abbreviation,,甲|乙,,,\n", "utf-8")
    bad = run(main, ["lexicon", "check", str(path)])
    assert bad.exit_code == 1
    assert "own.csv line 2" in bad.stdout
    assert "政治功能强" in run(main, ["lexicon", "show", "四强", "--format", "csv"]).stdout
    assert run(main, ["lexicon", "show", "nothing like it"]).exit_code == 2


def test_two_hundred_thousand_rows_load(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = "".join(f"术语{k:06d}号,work-line,,,,,\n" for k in range(200_000))
    path.write_text(HEADER + rows, "utf-8")
    terms = load_terms([path])
    assert len(terms) == 200_000
    assert next(complaints(terms), None) is None


def test_parts_of_a_label_may_count_the_same_members() -> None:
    each = ("县级领导包乡联村", "单位包村联组", "干部包户联人")
    fits = Term("三包三联", "numeral-abbreviation", members=each, where="own.csv line 2")
    assert list(complaints([fits])) == []
    other = Term("三包三联", "numeral-abbreviation", members=("包乡", "包村", "联户"), where="own.csv line 2")
    assert "stands for 6 members, but 3 are given" in next(complaints([other]))
