"""Clusters and topics: planted ones are found, chance is called chance, and no order changes a bit."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from generated_reports import homogeneous, matrix_of, planted_clusters, shuffled
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score

from reportlens.analysis import TermMatrix, cluster, clustering
from reportlens.analysis.cluster_labels import label
from reportlens.analysis.cluster_stability import chance_p, silhouettes
from reportlens.analysis.commonness import formula_weights
from reportlens.analysis.topics import topics
from reportlens.analysis.vectors import latent, tf_idf
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError

# Dissimilarities of twelve countries, row by row below the diagonal (Rousseeuw 1987, table 1).
COUNTRIES = "BEL BRA CHI CUB EGY FRA IND ISR USA USS YUG ZAI".split()
LOWER = [
    5.58, 7.00, 6.50, 7.08, 7.00, 3.83, 4.83, 5.08, 8.17, 5.83, 2.17, 5.75, 6.67, 6.92, 4.92, 6.42, 5.00, 5.58,
    6.00, 4.67, 6.42, 3.42, 5.50, 6.42, 6.42, 5.00, 3.92, 6.17, 2.50, 4.92, 6.25, 7.33, 4.50, 2.25, 6.33, 2.75,
    6.08, 6.67, 4.25, 2.67, 6.00, 6.17, 6.17, 6.92, 6.17, 5.25, 6.83, 4.50, 3.75, 5.75, 5.42, 6.08, 5.83, 6.67,
    3.67, 4.75, 3.00, 6.08, 6.67, 5.00, 5.58, 4.83, 6.17, 5.67, 6.50, 6.92,
]  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "mean"),
    [
        (["BEL BRA EGY FRA ISR USA ZAI", "CHI CUB IND USS YUG"], 0.28),
        (["BEL EGY FRA ISR USA", "BRA IND ZAI", "CHI CUB USS YUG"], 0.33),
    ],
)
def test_silhouettes_of_rousseeuw(groups: list[str], mean: float) -> None:
    distances = np.zeros((12, 12))
    distances[np.tril_indices(12, -1)] = LOWER
    distances += distances.T
    labels = np.array([next(k for k, g in enumerate(groups) if name in g) for name in COUNTRIES])
    assert silhouettes(distances, labels, metric="precomputed").mean() == pytest.approx(mean, abs=0.005)


def test_planted_clusters_are_found() -> None:
    for seed, method in enumerate(("kmeans", "agglomerative", "kmeans")):
        m, group, own = planted_clusters(seed)
        result = clustering(m, method=method, seed=seed)
        assert adjusted_rand_score(group, result.table["cluster"]) >= 0.9
        assert result.clusters == 3
        assert result.stability >= 0.9
        assert result.reordering >= 0.9
        assert result.silhouette_p <= 0.05
        assert result.silhouette > result.silhouette_chance
        # Every label is made of terms of the planted group that the cluster is.
        for number, name in result.table.groupby("cluster")["label"].first().items():
            members = group[(result.table["cluster"] == number).to_numpy()]
            assert set(name.split("、")) <= own[np.bincount(members).argmax()]


def test_no_clusters_are_found_where_there_are_none() -> None:
    results = [clustering(homogeneous(seed), seed=seed) for seed in range(4)]
    assert sum(result.silhouette_p > 0.05 for result in results) >= 3
    assert sum("dealt out by chance" in "".join(result.warnings) for result in results) >= 3


def test_the_result_is_the_same_to_the_bit_for_any_order() -> None:
    m, _, _ = planted_clusters(4)
    state = np.random.get_state()[1].tolist()
    one, other = clustering(m, seed=2), clustering(shuffled(m, 8), seed=2)
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    pd.testing.assert_frame_equal(one.terms, other.terms, check_exact=True)
    pd.testing.assert_frame_equal(one.selection, other.selection, check_exact=True)
    assert one.linkage is not None
    assert other.linkage is not None
    assert one.linkage.tobytes() == other.linkage.tobytes()
    weights = np.linspace(0, 1, len(m.terms))
    mixed = shuffled(m, 8)
    by_term = dict(zip(m.terms, weights, strict=True))
    pd.testing.assert_frame_equal(
        clustering(m, clusters=3, weights=weights).table,
        clustering(mixed, clusters=3, weights=np.array([by_term[t] for t in mixed.terms])).table,
        check_exact=True,
    )
    assert np.random.get_state()[1].tolist() == state


def test_tf_idf_is_that_of_scikit_learn() -> None:
    m = homogeneous(1, reports=12, terms=30)
    for sublinear in (True, False):
        theirs = TfidfTransformer(sublinear_tf=sublinear).fit_transform(m.counts).toarray()
        assert tf_idf(m.counts, sublinear=sublinear).toarray() == pytest.approx(theirs)
    points, kept = latent(tf_idf(m.counts), seed=0)
    assert np.linalg.norm(points, axis=1) == pytest.approx(1)
    assert 0 < kept < 1


def test_the_sample_has_the_columns_of_the_contract(sample_corpus: Corpus) -> None:
    result = cluster(sample_corpus, clusters=4)
    assert list(result.table.columns) == ["report_id", "cluster", "label", "silhouette", "stability"]
    assert sorted(result.table["cluster"].unique()) == [1, 2, 3, 4]
    assert not result.table.isna().to_numpy().any()
    assert result.table["label"].str.len().max() < 40
    assert not result.table["label"].str.contains("[。，]").any()
    assert result.linkage is not None
    assert result.linkage.shape == (35, 4)
    assert not any("only 36 reports" in warning for warning in result.warnings)


def test_few_reports_make_no_types_of_reports(few_corpus: Corpus) -> None:
    result = cluster(few_corpus, clusters=2)
    assert len(result.table) == 8
    assert any("only 8 reports" in warning for warning in result.warnings)


def test_what_was_left_out_names_no_cluster(sample_corpus: Corpus) -> None:
    result = cluster(sample_corpus, clusters=4, formula="remove")
    everywhere = {"三会一课", "党支部"}
    assert not everywhere & set("、".join(result.table["label"]).split("、"))


@pytest.mark.parametrize(("formula", "most"), [("weigh", 0.3), ("remove", 0)])
def test_formula_can_be_taken_out(sample_corpus: Corpus, formula: str, most: float) -> None:
    cluster(sample_corpus, formula=formula)
    matrix = TermMatrix.of(sample_corpus)
    weights = formula_weights(matrix, {r: r for r in matrix.reports}, formula)
    assert weights is not None
    assert weights[matrix.terms.index("三会一课")] <= most
    assert weights[matrix.terms.index("板凳夜话")] > 0.3
    with pytest.raises(AnalysisError, match="unknown way to treat formula"):
        cluster(sample_corpus, formula="ignore")


def test_a_report_without_terms_has_no_cluster_and_a_reason() -> None:
    m, _, _ = planted_clusters(1)
    counts = m.counts.toarray()
    counts[7] = 0
    result = clustering(matrix_of(counts, m.sizes), clusters=3)
    row = result.table.iloc[7]
    assert (row.cluster, row.label) == (0, "no term that another report has")
    assert np.isnan(row.silhouette)
    assert result.table.drop(index=7).notna().to_numpy().all()
    assert "1 reports have no term" in result.warnings[0]


def test_what_cannot_be_clustered_is_refused() -> None:
    same = matrix_of(np.full((6, 3), 2), np.full(6, 100))
    for m, how, reason in (
        (homogeneous(1, reports=3), {}, "at least 4 reports"),
        (same, {}, "all reports use the same terms alike"),
        (homogeneous(1, reports=6), {"clusters": 6}, "6 clusters cannot be made of 6 reports"),
        (homogeneous(1, reports=6), {"method": "magic"}, "unknown method"),
        (matrix_of(np.zeros((6, 3)), np.full(6, 100)), {}, "there are 0"),
    ):
        with pytest.raises(AnalysisError, match=reason):
            clustering(m, **how)  # type: ignore[arg-type]


def test_five_reports_are_told_to_be_five(seed_corpus: Corpus) -> None:
    result = cluster(seed_corpus)
    assert len(result.table) == 5
    assert any("only 5 reports" in warning for warning in result.warnings)


def test_labels_are_terms() -> None:
    assert (
        label(["一、坚持和加强党的全面领导，", "四强党支部", "12", "“两优一先”"], 1)
        == "四强党支部、“两优一先”"
    )
    assert label(["12"], 4) == "cluster 4"


def test_planted_topics_are_found_and_stable() -> None:
    m, _, own = planted_clusters(3)
    result = topics(m, 4, seed=1)
    found = [set(result.terms.loc[result.terms["topic"] == k, "term"]) for k in range(1, 5)]
    for terms in own:
        assert max(len(terms & topic) for topic in found) >= 9
    other = topics(shuffled(m, 3), 4, seed=1)
    pd.testing.assert_frame_equal(result.table, other.table, check_exact=True)
    pd.testing.assert_frame_equal(result.reports, other.reports, check_exact=True)
    assert result.reports.groupby("report_id")["share"].sum().to_numpy() == pytest.approx(1)
    with pytest.raises(AnalysisError, match="40 topics cannot be told from 60 reports"):
        topics(m, 40)
    with pytest.raises(AnalysisError, match="at least 6 reports"):
        topics(homogeneous(1, reports=5), 2)


def test_stability_that_cannot_be_measured_is_empty_and_told() -> None:
    # With a fifth of ten reports left out there are no nine to make nine clusters of.
    result = clustering(homogeneous(1, reports=10, terms=30), clusters=9)
    assert np.isnan(result.stability)
    assert result.table["stability"].isna().all()
    assert result.selection["stability"].isna().all()
    assert any("the stability of 9 clusters is not known" in warning for warning in result.warnings)
    assert not any("not stable" in warning for warning in result.warnings)


def test_no_report_is_left_out_of_all_resamples_for_want_of_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlens.analysis.cluster_stability.SAMPLE", 12)
    m, _, _ = planted_clusters(2)
    # Five resamples of 12 of 60 reports hold each of them once.
    result = clustering(m, clusters=3, resamples=5)
    assert result.table["stability"].notna().all()
    few = clustering(m, clusters=3, resamples=3)
    assert few.table["stability"].isna().sum() == 24
    assert any("24 reports were in none of the resamples" in warning for warning in few.warnings)
    assert np.isfinite(few.stability)


def test_as_many_clusters_as_there_are_different_reports_stand_out() -> None:
    generator = np.random.default_rng(0)
    kinds = generator.poisson(4, (4, 20)) * generator.integers(0, 2, (4, 20))
    result = clustering(matrix_of(np.repeat(kinds, 5, axis=0), np.full(20, 200)), clusters=4)
    assert result.silhouette == pytest.approx(1)
    assert result.silhouette_p == 0.05
    assert not any("by chance" in warning for warning in result.warnings)


def test_more_clusters_than_chance_is_tried_on_have_no_p(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlens.analysis.cluster_stability.CHANCE_REPORTS", 10)
    m, _, _ = planted_clusters(2)
    result = clustering(m, clusters=12)
    assert np.isnan(result.silhouette_p)
    assert np.isnan(result.silhouette_chance)
    assert np.isfinite(result.silhouette)
    assert any("cannot be compared with chance" in warning for warning in result.warnings)
    assert not any("dealt out by chance" in warning for warning in result.warnings)


def test_formula_that_is_everything_is_not_a_want_of_reports(sample_corpus: Corpus) -> None:
    m = matrix_of(np.random.default_rng(0).integers(1, 9, (8, 5)), np.full(8, 100))
    with pytest.raises(AnalysisError, match="only 0 of 8 reports share any") as told:
        clustering(m, weights=np.zeros(5))
    assert "Add reports" not in str(told.value)


def test_what_has_no_theme_names_no_cluster(sample_corpus: Corpus) -> None:
    assert "none" in TermMatrix.of(sample_corpus, unit="themes").terms
    for clusters in (2, 4, 6):
        labels = cluster(sample_corpus, unit="themes", clusters=clusters).table["label"]
        assert not labels.str.contains("none").any()


@pytest.mark.parametrize("seed", [-1, 2**31 + 1, 1.5, "7", True])
def test_what_is_no_seed_is_refused(seed: object) -> None:
    with pytest.raises(AnalysisError, match="seed must be a whole number from 0 to 2147483648"):
        clustering(homogeneous(1), seed=seed)  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="seed must be"):
        topics(homogeneous(1), 2, seed=seed)  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="at least one resample"):
        clustering(homogeneous(1), resamples=0)


def test_the_p_of_chance_treats_the_real_reports_as_one_of_the_deals() -> None:
    generator = np.random.default_rng(3)
    for _ in range(50):
        # Columns that differ by chance alone: whichever is taken for the real one, one in twenty is first.
        means = generator.normal(size=(5, 20)) * np.array([[1], [2], [3], [1], [0.5]])
        p = [chance_p(np.roll(means, -column, axis=1)) for column in range(20)]
        assert sorted(p) == pytest.approx(np.arange(1, 21) / 20)
    unknown = np.full((1, 20), np.nan)
    assert chance_p(np.vstack((means, unknown))) == chance_p(means)
    assert np.isnan(chance_p(unknown))


def test_what_has_no_theme_names_no_topic() -> None:
    m, _, _ = planted_clusters(3)
    heaviest = topics(m, 3).terms["term"].iloc[0]
    named = replace(m, terms=tuple("none" if term == heaviest else term for term in m.terms))
    assert topics(named, 3).table["label"].str.contains("none").any()
    assert not topics(replace(named, unit="themes"), 3).table["label"].str.contains("none").any()


def test_every_library_takes_one_thread_from_the_first_call_on() -> None:
    """In a fresh interpreter: a library loaded within the limit would not know of it."""
    code = (
        "from reportlens.analysis.vectors import one_thread\n"
        "from threadpoolctl import threadpool_info\n"
        "with one_thread():\n"
        "    from sklearn.cluster import KMeans\n"
        "    KMeans(2, n_init=1).fit([[0.0], [1.0], [5.0]])\n"
        "    pools = threadpool_info()\n"
        "assert any(pool['user_api'] == 'openmp' for pool in pools), pools\n"
        "assert {pool['num_threads'] for pool in pools} == {1}, pools\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
