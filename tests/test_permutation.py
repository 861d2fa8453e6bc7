"""The test in which whole reports change groups: right on average, exact where it can be, honest where not."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from generated_reports import homogeneous, matrix_of, shuffled

from reportlens.analysis import compare_groups, group_keyness, permutation_test
from reportlens.analysis.bootstrap import bootstrap_log_ratio
from reportlens.analysis.measures import g2_p_value, log_likelihood
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError


def test_the_null_hypothesis_is_rejected_as_often_as_it_says() -> None:
    m = homogeneous(1)
    generator = np.random.default_rng(2)
    permuted, naive = [], []
    for split in range(200):
        order = generator.permutation(len(m.reports))
        groups = {m.reports[k]: "ab"[place < 20] for place, k in enumerate(order)}
        permuted.append(permutation_test(m, groups, draws=399, seed=split).table["p_permutation"] < 0.05)
        one, other = order[:20], order[20:]
        g2 = log_likelihood(m.total(one), m.total(other), int(m.sizes[one].sum()), int(m.sizes[other].sum()))
        naive.append(g2_p_value(g2) < 0.05)
    assert 0.03 <= np.mean(permuted) <= 0.07
    # Words of one report are not independent: taken as if, every third term would differ.
    assert np.mean(naive) > 0.2


def test_with_few_reports_all_ways_are_looked_at() -> None:
    rates = np.array([9, 7, 8, 1, 2, 3, 4])
    m = matrix_of(rates[:, None], np.full(7, 100))
    groups = dict(zip(m.reports, "aaabbbb", strict=True))
    test = permutation_test(m, groups, draws=1000)
    total = rates.sum()
    differences = [
        abs(sum(rates[list(c)]) / 3 - (total - sum(rates[list(c)])) / 4) for c in combinations(range(7), 3)
    ]
    expected = np.mean(np.array(differences) >= differences[0] - 1e-12)
    assert (test.exact, test.draws, test.arrangements) == (True, 35, 35)
    assert test.table["p_permutation"].iloc[0] == pytest.approx(expected)
    assert test.smallest_p == pytest.approx(1 / 35)


def test_draws_come_near_the_exact_p() -> None:
    m = homogeneous(3, reports=14, terms=30)
    groups = dict(zip(m.reports, "ab" * 7, strict=True))
    exact = permutation_test(m, groups, draws=3432)
    drawn = permutation_test(m, groups, draws=3000, seed=5)
    assert exact.exact
    assert not drawn.exact
    difference = exact.table["p_permutation"] - drawn.table["p_permutation"]
    assert abs(difference).max() < 0.04


def test_too_few_reports_to_be_significant_are_told() -> None:
    m = matrix_of(np.array([[9, 1], [8, 1], [1, 1], [0, 1], [1, 2]]), np.full(5, 100))
    test = permutation_test(m, dict(zip(m.reports, "aabbb", strict=True)))
    assert test.smallest_p == 0.1
    assert "no permutation p can be below 0.1, and no difference can be significant" in test.warnings[0]
    for reports in (5, 40):
        many = homogeneous(1, reports=reports, terms=3)
        single = permutation_test(many, {report: report for report in many.reports}, draws=50)
        assert (single.table["p_permutation"] == 1).all()
        assert single.smallest_p == 1
        assert "no difference can be significant" in single.warnings[0]


def test_many_reports_can_be_divided_in_more_ways_than_a_float_holds() -> None:
    m = homogeneous(1, reports=3000, terms=2)
    test = permutation_test(m, {report: "ab"[k % 2] for k, report in enumerate(m.reports)}, draws=5)
    assert test.arrangements == float("inf")
    assert repr(test)


def test_one_report_alone_is_no_evidence() -> None:
    counts = np.zeros((20, 1), dtype=int)
    counts[3] = 50
    sizes = np.arange(500, 2500, 100)
    m = matrix_of(counts, sizes)
    groups = {report: "ab"[k % 2] for k, report in enumerate(m.reports)}
    assert permutation_test(m, groups, draws=500).table["p_permutation"].iloc[0] == 1


def test_strata_hold_what_differs_between_them() -> None:
    generator = np.random.default_rng(0)
    # Twenty reports of a year that uses all terms thrice as often; most of them are of counties.
    rate = np.repeat([9, 3], 20)
    m = matrix_of(generator.poisson(rate[:, None], (40, 60)), np.full(40, 1000))
    level = ["county"] * 15 + ["city"] * 5 + ["county"] * 5 + ["city"] * 15
    groups = dict(zip(m.reports, level, strict=True))
    years = dict(zip(m.reports, ["2021"] * 20 + ["2022"] * 20, strict=True))
    free = permutation_test(m, groups, draws=400)
    within = permutation_test(m, groups, draws=400, strata=years)
    assert (free.table["p_permutation"] < 0.05).mean() > 0.5
    assert (within.table["p_permutation"] < 0.05).mean() < 0.15
    alone = permutation_test(m, groups, draws=100, strata={r: r for r in m.reports})
    assert alone.arrangements == 1
    assert "40 reports have no counterpart" in alone.warnings[0]
    some = dict(list(years.items())[:-2])
    assert "2 reports have no stratum" in permutation_test(m, groups, draws=9, strata=some).warnings[0]


def test_the_result_depends_on_the_seed_and_on_no_order() -> None:
    m = homogeneous(4)
    groups = {report: "abc"[k % 3] for k, report in enumerate(m.reports)}
    state = np.random.get_state()[1].tolist()
    one = permutation_test(m, groups, draws=200, seed=1).table
    other = permutation_test(shuffled(m, 9), dict(reversed(groups.items())), draws=200, seed=1).table
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert np.random.get_state()[1].tolist() == state
    assert not permutation_test(m, groups, draws=200, seed=2).table.equals(one)


def test_more_than_two_groups() -> None:
    generator = np.random.default_rng(6)
    rates = np.full((45, 40), 4.0)
    rates[:15, 0], rates[15:30, 1] = 14, 14
    m = matrix_of(generator.poisson(rates), np.full(45, 1000))
    groups = {report: ("east", "west", "north")[k // 15] for k, report in enumerate(m.reports)}
    result = group_keyness(m, groups, permutations=999)
    table = result.table.set_index("term")
    assert table.index[:2].tolist() in (["t000", "t001"], ["t001", "t000"])
    assert table.loc[["t000", "t001"], "highest"].tolist() == ["east", "west"]
    assert (table.loc[["t000", "t001"], "q_permutation"] < 0.05).all()
    assert (table["q_permutation"] < 0.05).sum() <= 3
    assert table["count"].tolist() == table[[f"{g}_count" for g in result.groups]].sum(axis=1).tolist()
    # Two groups are a comparison of two.
    two = {r: g for r, g in groups.items() if g != "north"}
    pair = group_keyness(m, two).table.set_index("term").loc["t000"]
    a, b = pair["east_count"], pair["west_count"]
    assert pair["g2"] == pytest.approx(log_likelihood(a, b, 15_000, 15_000).item())


def test_what_is_no_comparison_is_refused(sample_corpus: Corpus) -> None:
    m = homogeneous(1, reports=4)
    with pytest.raises(AnalysisError, match="needs two groups; there is only 'a'"):
        group_keyness(m, dict.fromkeys(m.reports, "a"))
    with pytest.raises(AnalysisError, match="at least one draw"):
        permutation_test(m, dict(zip(m.reports, "aabb", strict=True)), draws=0)
    with pytest.raises(AnalysisError, match="no report has a stratum"):
        permutation_test(m, dict(zip(m.reports, "aabb", strict=True)), strata={})
    assert compare_groups(sample_corpus, by="province").groups == ("朔屏省", "澜岭省", "霁川省")


def test_bootstrap_holds_the_ratio_and_the_truth() -> None:
    covered = []
    for seed in range(20):
        m = homogeneous(seed, reports=60, terms=50)
        low, high = bootstrap_log_ratio(m, np.arange(30), np.arange(30, 60), draws=300, seed=seed)
        covered.append((low <= 0) & (high >= 0))
    assert 0.9 <= np.mean(covered) <= 0.98


def test_bootstrap_of_one_report_has_no_interval() -> None:
    m = homogeneous(1, reports=4, terms=3)
    low, high = bootstrap_log_ratio(m, np.array([0]), np.array([1, 2, 3]))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_few_draws_are_not_blamed_on_the_reports() -> None:
    m = homogeneous(2, reports=40, terms=6)
    groups = dict(zip(m.reports, "ab" * 20, strict=True))
    few = permutation_test(m, groups, draws=9).warnings
    assert few == (
        "with 9 draws no permutation p can be below 0.1, and no difference can be significant at 0.05. Take more draws.",
    )
    some = permutation_test(m, groups, draws=99).warnings
    assert len(some) == 1
    assert "with 99 draws no permutation p can be below 0.01, and of 6 terms" in some[0]
    assert permutation_test(m, groups, draws=999).warnings == ()
    # Here it is the reports: with all ways looked at there are six, however many draws were asked for.
    small = homogeneous(2, reports=4, terms=6)
    for draws in (3, 5, 9_999):
        told = permutation_test(small, dict(zip(small.reports, "aabb", strict=True)), draws=draws).warnings
        assert "groups of 2, 2 reports can be told apart in few ways" in told[0]


def test_the_side_that_uses_a_term_more_is_that_of_the_mean_report() -> None:
    # Most occurrences stand in one long report of b; the reports of a use the term more throughout.
    m = matrix_of(np.array([[5], [5], [5], [1], [1], [80]]), np.array([100, 100, 100, 100, 100, 2000]))
    groups = dict(zip(m.reports, "aaabbb", strict=True))
    assert m.counts[3:].sum() / m.sizes[3:].sum() < m.counts[:3].sum() / m.sizes[:3].sum()
    assert permutation_test(m, groups).table["higher"].tolist() == ["a"]
    equal = matrix_of(np.array([[2], [4], [2], [4]]), np.full(4, 100))
    assert permutation_test(equal, dict(zip(equal.reports, "aabb", strict=True))).table[
        "higher"
    ].tolist() == [""]
    three = matrix_of(np.array([[1], [2], [9], [9], [4], [1]]), np.full(6, 100))
    assert permutation_test(three, dict(zip(three.reports, "aabbcc", strict=True))).table[
        "higher"
    ].tolist() == ["b"]


def test_groups_that_use_a_term_alike_share_the_highest_place() -> None:
    m = matrix_of(np.array([[2, 3], [4, 3], [1, 3]]), np.array([100, 200, 100]))
    table = group_keyness(m, {"r000": "a", "r001": "b", "r002": "c"}).table.set_index("term")
    assert table.loc["t000", "highest"] == "a = b"
    assert table.loc["t000", "log_ratio"] == pytest.approx(1)
    assert table.loc["t001", "highest"] == "a = c"
    everywhere = matrix_of(np.array([[2], [4]]), np.array([100, 200]))
    row = group_keyness(everywhere, {"r000": "a", "r001": "b"}).table.iloc[0]
    assert (row["highest"], row["log_ratio"]) == ("a = b", 0)


@pytest.mark.parametrize("seed", [-1, 2**31 + 1, 0.5])
def test_what_is_no_seed_is_refused(seed: float) -> None:
    m = homogeneous(1, reports=6, terms=3)
    groups = dict(zip(m.reports, "ababab", strict=True))
    with pytest.raises(AnalysisError, match="seed must be a whole number"):
        permutation_test(m, groups, seed=seed)  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="seed must be a whole number"):
        bootstrap_log_ratio(m, np.arange(3), np.arange(3, 6), seed=seed)  # type: ignore[arg-type]


def test_every_way_to_divide_three_groups_in_two_strata() -> None:
    generator = np.random.default_rng(9)
    counts, sizes = generator.integers(0, 6, (7, 3)), generator.integers(40, 90, 7)
    m = matrix_of(counts, sizes)
    labels, strata = "abcabca", "xxxxyyy"
    test = permutation_test(
        m,
        dict(zip(m.reports, labels, strict=True)),
        draws=1000,
        strata=dict(zip(m.reports, strata, strict=True)),
    )
    rates = counts / sizes[:, None]
    for stratum in "xy":
        inside = np.array([s == stratum for s in strata])
        rates[inside] -= rates[inside].mean(axis=0)
    ways = {(*first, *second) for first in permutations(labels[:4]) for second in permutations(labels[4:])}

    def statistic(way: tuple[str, ...]) -> np.ndarray:
        parts = [rates[np.array([name == group for name in way])] for group in "abc"]
        return sum(part.sum(axis=0) ** 2 / len(part) for part in parts)

    observed = statistic(tuple(labels))
    expected = np.mean([statistic(way) >= observed - 1e-12 for way in ways], axis=0)
    assert test.draws == len(ways)
    assert test.table["p_permutation"].tolist() == pytest.approx(expected)


def test_strata_without_a_test_to_divide_are_refused() -> None:
    m = homogeneous(1, reports=6, terms=3)
    groups = dict(zip(m.reports, "ababab", strict=True))
    with pytest.raises(AnalysisError, match="strata divide the permutation test"):
        group_keyness(m, groups, strata=dict.fromkeys(m.reports, "2021"))
