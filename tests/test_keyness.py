"""Comparison of groups of reports, from matrix to table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from reportlens.analysis import TermMatrix, compare, frequencies, keyness
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
    assert table.loc["双报到", "log_ratio"] > 1
    assert table.loc["双报到", "reports_reference"] == 0
    assert table.loc["营商环境", "log_ratio"] < -1
    assert abs(table.loc["三会一课", "log_ratio"]) < 1


def test_a_group_that_is_not_there_is_named(sample_corpus: Corpus) -> None:
    with pytest.raises(AnalysisError, match="no report has level 'village' \\(there are: city, county\\)"):
        compare(sample_corpus, by="level", target="village", reference="city")
    with pytest.raises(AnalysisError, match="unknown grouping"):
        sample_corpus.groups("colour")
    with pytest.raises(AnalysisError, match="unknown counting"):
        sample_corpus.counts(counting="most")
    with pytest.raises(AnalysisError, match="unknown unit"):
        sample_corpus.counts(unit="letters")
