"""Comparison of groups of reports, from matrix to table."""

import numpy as np
import pandas as pd
import pytest
from generated_reports import planted_keys, shuffled
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from reportlens.analysis import UNITS, TermMatrix, compare, frequencies, keyness
from reportlens.corpus import COUNTINGS, GROUPINGS, Corpus
from reportlens.errors import AnalysisError


def matrix(counts: list[list[int]], sizes: list[int]) -> TermMatrix:
    array = csr_array(np.array(counts, dtype=np.int64))
    reports = tuple(f"r{k}" for k in range(len(counts)))
    terms = tuple(f"t{k}" for k in range(array.shape[1]))
    return TermMatrix(array, reports, terms, ("",) * len(terms), np.array(sizes))


def test_a_small_table_by_hand() -> None:
    result = keyness(matrix([[10, 0], [0, 0], [3, 2], [2, 0]], [60, 40, 120, 80]), ["r0", "r1"], ["r2", "r3"])
    row = result.table.set_index("term").loc["t0"]
    assert (row.n_target, row.n_reference, row.reports_target, row.reports_reference) == (10, 5, 1, 2)
    assert row.g2 == pytest.approx(6.931472, abs=1e-6)
    assert row.log_ratio == pytest.approx(2.0)
    assert row.per_10k_target == pytest.approx(1000)
    assert result.tokens_target == 100
    assert len(result.warnings) == 2


tables = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 30), min_size=n, max_size=n), min_size=4, max_size=8)
)


@given(tables)
def test_swapped_groups(counts: list[list[int]]) -> None:
    m = matrix(counts, [sum(row) + 50 for row in counts])
    half = len(counts) // 2
    one = keyness(m, m.reports[:half], m.reports[half:]).table.set_index("term")
    two = keyness(m, m.reports[half:], m.reports[:half]).table.set_index("term").reindex(one.index)
    assert one.log_ratio.to_numpy() == pytest.approx(-two.log_ratio.to_numpy(), abs=1e-9)
    assert one.g2.to_numpy() == pytest.approx(two.g2.to_numpy(), rel=1e-9, abs=1e-7)
    assert (one.n_target == two.n_reference).all()


@given(tables, st.integers(2, 5))
def test_twice_the_text_is_twice_the_evidence_and_the_same_ratio(counts: list[list[int]], times: int) -> None:
    sizes = [sum(row) + 50 for row in counts]
    once = matrix(counts, sizes)
    more = matrix([[times * c for c in row] for row in counts], [times * n for n in sizes])
    half = len(counts) // 2
    one = keyness(once, once.reports[:half], once.reports[half:]).table.set_index("term")
    two = keyness(more, more.reports[:half], more.reports[half:]).table.set_index("term").reindex(one.index)
    both = (one.n_target > 0) & (one.n_reference > 0)
    assert two.g2.to_numpy() == pytest.approx(times * one.g2.to_numpy(), rel=1e-9, abs=1e-6)
    assert two.log_ratio[both].to_numpy() == pytest.approx(one.log_ratio[both].to_numpy(), abs=1e-9)
    assert two.dispersion.to_numpy() == pytest.approx(one.dispersion.to_numpy(), abs=1e-9)


def test_planted_key_terms_are_found() -> None:
    for seed in range(3):
        m, target, reference = planted_keys(seed)
        result = keyness(m, m.reports[::2], m.reports[1::2], permutations=1999, seed=seed)
        table = result.table.set_index("term")
        found = {side: set(table.index[table.key == side]) for side in ("target", "reference")}
        right = len(found["target"] & target) + len(found["reference"] & reference)
        assert right / (len(found["target"]) + len(found["reference"])) >= 0.9
        assert right / 20 >= 0.9
        # What one report repeats forty times is at the top by G², and no key term.
        repeated = [f"t{k:03}" for k in range(20, 25)]
        assert (table.loc[repeated, "q_value"] < 0.001).all()
        assert (table.loc[repeated, "key"] == "").all()
        assert (table.loc[repeated, "g2_without_top"] == 0).all()
        assert (table.loc[repeated, "p_permutation"] > 0.5).all()


def test_no_order_of_rows_and_columns_changes_a_bit() -> None:
    m, _, _ = planted_keys(7)
    target, reference = list(m.reports[:25]), list(m.reports[25:])
    how = {"permutations": 199, "bootstrap": 99, "seed": 3}
    one = keyness(m, target, reference, **how)  # type: ignore[arg-type]
    other = keyness(shuffled(m, 1), reference[::-1], target[::-1], **how)  # type: ignore[arg-type]
    again = keyness(shuffled(m, 2), target[::-1], reference, **how)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(one.table, again.table, check_exact=True)
    swapped = other.table.set_index("term").reindex(one.table["term"])
    assert swapped["p_permutation"].tolist() == one.table["p_permutation"].tolist()


def test_four_cells_on_demand() -> None:
    m = matrix([[10], [5]], [100, 200])
    assert keyness(m, ["r0"], ["r1"], cells=4).table["g2"].iloc[0] == pytest.approx(7.329812, abs=1e-6)


def test_what_has_no_number_is_empty_for_a_stated_reason_only() -> None:
    m = matrix([[1, 0, 2], [0, 3, 2], [4, 0, 2], [0, 0, 2]], [20, 30, 40, 50])
    table = keyness(m, ["r0", "r1"], ["r2", "r3"], permutations=99, bootstrap=99).table.set_index("term")
    empty = {(term, name) for name in table for term in table.index[table[name].isna()]}
    assert empty == {("t1", "percent_difference")}


def test_copies_and_lopsided_groups_are_told() -> None:
    m = matrix([[3, 1], [3, 1], [2, 2], [5, 0]], [50, 50, 1500, 900])
    warnings = "\n".join(keyness(m, ["r0", "r1"], ["r2", "r3"]).warnings)
    assert "'r0' and 'r1' have exactly the same counts" in warnings
    assert "24 times as many words" in warnings


def test_strata_compare_like_with_like() -> None:
    # In 2021 everybody uses the term, in 2022 nobody: the county reports are just older.
    counts = [[10], [10], [10], [0], [10], [0], [0], [0]]
    m = matrix(counts, [100] * 8)
    years = dict(zip(m.reports, ["2021"] * 3 + ["2022"] + ["2021"] + ["2022"] * 3, strict=True))
    row = keyness(m, m.reports[:4], m.reports[4:], permutations=999, strata=years).table.iloc[0]
    assert row.log_ratio == pytest.approx(1.584963, abs=1e-6)
    assert row.log_ratio_strata == pytest.approx(0)
    assert row.p_permutation == 1


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_can_be_compared(sample_corpus: Corpus, unit: str) -> None:
    result = compare(sample_corpus, by="level", target="county", reference="city", unit=unit, strata="year")
    assert result.unit == unit
    assert len(result.table)
    total = TermMatrix.of(sample_corpus, unit=unit).counts.sum()
    assert result.table[["n_target", "n_reference"]].to_numpy().sum() == total


def test_groups_that_cannot_be_compared_are_refused() -> None:
    m = matrix([[1], [2]], [10, 0])
    with pytest.raises(AnalysisError, match="has no report"):
        keyness(m, [], ["r0"])
    with pytest.raises(AnalysisError, match="in both groups"):
        keyness(m, ["r0"], ["r0"])
    with pytest.raises(AnalysisError, match="not one word"):
        keyness(m, ["r0"], ["r1"], ("county", "city"))


@pytest.mark.parametrize("counting", COUNTINGS)
def test_row_sums_equal_the_hits(sample_corpus: Corpus, counting: str) -> None:
    m = TermMatrix.of(sample_corpus, counting=counting)
    per_report = sample_corpus.hits(counting).groupby("report_id", observed=True).size()
    assert dict(zip(m.reports, np.asarray(m.counts.sum(axis=1)).ravel(), strict=True)) == {
        report: per_report.get(report, 0) for report in m.reports
    }


def test_the_three_countings_are_ordered(sample_corpus: Corpus) -> None:
    hits = sample_corpus.hits("inclusive")
    sizes = {c: len(sample_corpus.hits(c)) for c in COUNTINGS}
    assert sizes["inclusive"] == len(hits)
    assert sizes["longest"] == (~hits["nested"]).sum()
    assert sizes["exclusive"] <= sizes["longest"] < sizes["inclusive"]
    assert not (hits["exclusive"] & hits["nested"]).any()


def test_words_add_up_to_the_sizes(sample_corpus: Corpus) -> None:
    m = TermMatrix.of(sample_corpus, unit="words")
    assert (np.asarray(m.counts.sum(axis=1)).ravel() == m.sizes).all()


@pytest.mark.parametrize("by", GROUPINGS)
def test_frequencies_by_every_grouping_agree_with_the_hits(sample_corpus: Corpus, by: str) -> None:
    table = frequencies(sample_corpus, by=by)
    groups = sample_corpus.groups(by)
    hits = sample_corpus.hits("longest")
    expected = hits[hits["report_id"].astype(str).isin(groups.index)].groupby("term", observed=True).size()
    counts = [c for c in table.columns if c.endswith("_count") and not c.endswith("_report_count")]
    assert len(counts) == groups.nunique()
    assert table.set_index("term")[counts].sum(axis=1).to_dict() == expected.to_dict()


def test_counties_and_cities_of_the_sample_differ_as_planted(sample_corpus: Corpus) -> None:
    table = compare(sample_corpus, by="level", target="county", reference="city").table.set_index("term")
    assert table.loc["乡村振兴", "log_ratio"] > 1
    assert table.loc["乡村振兴", "reports_reference"] == 0
    assert table.loc["模范机关", "log_ratio"] < -1
    assert table.loc["模范机关", "reports_target"] == 0
    assert abs(table.loc["三会一课", "log_ratio"]) < 1


def test_a_group_that_is_not_there_is_named(sample_corpus: Corpus) -> None:
    with pytest.raises(AnalysisError, match="no report has level 'village' \\(there are: city, county\\)"):
        compare(sample_corpus, by="level", target="village", reference="city")
    with pytest.raises(AnalysisError, match="cannot be compared with itself"):
        compare(sample_corpus, by="level", target="city", reference="city")
    with pytest.raises(AnalysisError, match="cannot be divided by level again"):
        compare(sample_corpus, by="level", target="county", reference="city", strata="level")
    with pytest.raises(AnalysisError, match="unknown unit"):
        TermMatrix.of(sample_corpus, unit="letters")
    with pytest.raises(AnalysisError, match="unknown grouping"):
        sample_corpus.groups("colour")
    with pytest.raises(AnalysisError, match="unknown counting"):
        sample_corpus.counts(counting="most")
    with pytest.raises(AnalysisError, match="unknown unit"):
        sample_corpus.counts(unit="letters")


def test_category_sums_are_those_of_the_hits(sample_corpus: Corpus) -> None:
    hits = sample_corpus.hits("longest")
    assert hits.groupby("term", observed=True)["category"].nunique().max() == 1
    counts = sample_corpus.counts()
    assert (
        counts.groupby("category")["count"].sum().to_dict()
        == hits["category"].astype(str).value_counts().to_dict()
    )


def test_a_word_that_is_all_there_is_has_no_odds_to_differ() -> None:
    row = keyness(matrix([[30], [20], [60], [40]], [30, 20, 60, 40]), ["r0", "r1"], ["r2", "r3"]).table.iloc[
        0
    ]
    assert (row.log_odds, row.log_odds_z, row.log_ratio, row.g2) == (0, 0, 0, 0)


def test_an_empty_comparison_says_why() -> None:
    result = keyness(matrix([[0], [0]], [30, 20]), ["r0"], ["r1"], permutations=9, bootstrap=9)
    assert result.table.empty
    assert "not one of the reports compared has a term to count" in "".join(result.warnings)


def test_strata_without_both_groups_compare_nothing_and_say_so() -> None:
    m = matrix([[9], [8], [1], [2]], [100] * 4)
    years = dict(zip(m.reports, ["2021", "2021", "2022", "2022"], strict=True))
    result = keyness(m, m.reports[:2], m.reports[2:], permutations=99, strata=years)
    assert result.table["log_ratio_strata"].isna().all()
    assert any("no stratum has reports of both groups" in warning for warning in result.warnings)
    assert (result.table["key"] == "").all()


@given(tables)
def test_a_single_stratum_is_no_stratum(counts: list[list[int]]) -> None:
    m = matrix(counts, [sum(row) + 50 * (k + 1) for k, row in enumerate(counts)])
    half = len(counts) // 2
    table = keyness(m, m.reports[:half], m.reports[half:], strata=dict.fromkeys(m.reports, "2021")).table
    assert table["log_ratio_strata"].to_numpy() == pytest.approx(table["log_ratio"].to_numpy(), abs=1e-9)


def test_a_term_only_of_strata_with_one_group_has_no_ratio() -> None:
    m = matrix([[0, 1], [0, 2], [5, 1]], [100] * 3)
    years = {"r0": "2021", "r1": "2021", "r2": "2022"}
    table = keyness(m, ["r0", "r2"], ["r1"], strata=years).table.set_index("term")
    assert np.isnan(table.loc["t0", "log_ratio_strata"])
    assert table.loc["t1", "log_ratio_strata"] == pytest.approx(-1)


def test_a_key_term_is_on_one_side_by_frequency_and_by_the_mean_report() -> None:
    # 21 reports of the target, 20 short ones and a long one that never uses the term; every reference
    # report uses it less than the short ones, but more than the target's words on the whole.
    counts = [[6]] * 20 + [[0]] + [[3]] * 21
    m = matrix(counts, [100] * 20 + [20_000] + [100] * 21)
    row = keyness(m, m.reports[:21], m.reports[21:], permutations=999).table.iloc[0]
    assert row.q_permutation < 0.05
    assert row.g2_without_top > 3.84
    assert row.log_ratio < 0
    assert row.key == ""


def test_conventions_that_do_not_exist_are_refused() -> None:
    m = matrix([[1], [2]], [10, 20])
    with pytest.raises(AnalysisError, match="2 or 4 cells, not 3"):
        keyness(m, ["r0"], ["r1"], cells=3)
    with pytest.raises(AnalysisError, match="seed must be a whole number"):
        keyness(m, ["r0"], ["r1"], seed=-1)


@pytest.mark.parametrize("counting", COUNTINGS)
@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_and_counting_gives_numbers(sample_corpus: Corpus, unit: str, counting: str) -> None:
    table = compare(
        sample_corpus,
        by="level",
        target="county",
        reference="city",
        unit=unit,
        counting=counting,
        permutations=99,
    ).table
    assert not table.drop(columns=["percent_difference"]).isna().to_numpy().any()
    assert np.isfinite(table.drop(columns=["percent_difference"]).select_dtypes("number").to_numpy()).all()


def test_reports_without_a_stratum_are_told_with_and_without_a_test() -> None:
    m = matrix([[9], [8], [1], [2]], [100] * 4)
    for permutations in (0, 99):
        told = keyness(
            m, m.reports[:2], m.reports[2:], permutations=permutations, strata={"r0": "2021", "r2": "2021"}
        ).warnings
        assert sum("2 reports have no stratum" in warning for warning in told) == 1


def test_a_year_may_be_a_number(sample_corpus: Corpus) -> None:
    years = sorted(set(sample_corpus.groups("year")))[:2]
    one, other = (
        compare(sample_corpus, by="year", target=a, reference=b, permutations=9, bootstrap=9)  # type: ignore[arg-type]
        for a, b in (years, map(int, years))
    )
    assert one.target == other.target
    pd.testing.assert_frame_equal(one.table, other.table)
