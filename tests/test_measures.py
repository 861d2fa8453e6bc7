"""Published numbers, to their printed digits."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control

from reportlens.analysis.association import (
    chi_squared,
    g2_association,
    log_dice,
    mutual_information,
    t_score,
)
from reportlens.analysis.dispersion import (
    deviation_of_proportions,
    juilland_d,
    kl_divergence,
    rosengren_s,
)
from reportlens.analysis.measures import (
    bayes_factor,
    false_discovery_rate,
    g2_p_value,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    percent_difference,
    weighted_log_odds,
)

# UCREL significance and effect size sheet: N1 = 10,000, N2 = 100,000. Two cells, four cells, %DIFF, BIC,
# log ratio.
UCREL = [
    (1500, 15000, 0, 0, 0, -11.608236, 0),
    (340, 2500, 26.175758, 26.933550, 36, 14.567522, 0.443607),
    (200, 2500, 9.827928, 10.060595, -20, -1.780307, -0.321928),
    (7, 0, 33.570534, 33.574989, math.nan, 21.962298, 7.129283),
    (654, 654, 1447.839708, 1480.246659, 900, 1436.231472, 3.321928),
    (89, 536, 17.377404, 17.492090, 66.0448, 5.769168, 0.731572),
]


@pytest.mark.parametrize(("a", "b", "two", "four", "percent", "bic", "ratio"), UCREL)
def test_ucrel_sheet(
    a: int, b: int, two: float, four: float, percent: float, bic: float, ratio: float
) -> None:
    assert log_likelihood(a, b, 10_000, 100_000) == pytest.approx(two, abs=1e-6)
    assert log_likelihood(a, b, 10_000, 100_000, cells=4) == pytest.approx(four, abs=1e-6)
    assert percent_difference(a, b, 10_000, 100_000) == pytest.approx(percent, abs=5e-5, nan_ok=True)
    assert bayes_factor(two, 10_000, 100_000) == pytest.approx(bic, abs=1e-6)
    assert log_ratio(a, b, 10_000, 100_000) == pytest.approx(ratio, abs=1e-6)


def test_quanteda_and_dunning() -> None:
    assert log_likelihood(10, 5, 100, 200, cells=4) == pytest.approx(7.329812, abs=1e-6)
    assert log_likelihood(10, 5, 100, 200) == pytest.approx(6.931472, abs=1e-6)
    assert log_ratio(10, 5, 100, 200) == pytest.approx(2.0)
    # Tables (n11, n12, n21, n22) and margins from Dunning (1993), as rows against the rest.
    assert log_likelihood(10, 3, 10, 31767, cells=4) == pytest.approx(167.23, abs=0.005)
    assert log_likelihood(110, 2442, 221, 31556, cells=4) == pytest.approx(270.72, abs=0.005)
    assert log_likelihood(8, 5, 32, 31745, cells=4) == pytest.approx(95.29, abs=0.005)


# Gries's five parts, and what is printed for five of their words.
PARTS = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]
GRIES: dict[str, dict[str, float]] = {
    "a": {"D": 0.7852, "S": 0.9498, "DP": 0.18, "DPnorm": 0.2195, "KL": 0.137},
    "b": {"D": 0.968, "S": 0.999, "DP": 0.02, "DPnorm": 0.024, "KL": 0.003},
    "i": {"D": 0, "S": 0.18, "DP": 0.82, "DPnorm": 1, "KL": 2.474},
    "q": {"S": 0.2, "DP": 0.8, "DPnorm": 0.976, "KL": 2.322},
    "x": {"S": 0.22, "DP": 0.78, "DPnorm": 0.951, "KL": 2.184},
}


def digits(number: float) -> float:
    """Half of the last digit that is printed."""
    return 0.51 * 10 ** -max(2, len(str(number).partition(".")[2]))


@pytest.mark.parametrize("word", GRIES)
def test_gries_parts(word: str) -> None:
    parts = [part.split() for part in PARTS]
    sizes = [len(part) for part in parts]
    counts = [part.count(word) for part in parts]
    found = {
        "D": juilland_d(counts, sizes),
        "S": rosengren_s(counts, sizes),
        "DP": deviation_of_proportions(counts, sizes, normalised=False),
        "DPnorm": deviation_of_proportions(counts, sizes),
        "KL": kl_divergence(counts, sizes),
    }
    for name, printed in GRIES[word].items():
        assert found[name] == pytest.approx(printed, abs=digits(printed)), (word, name)


def test_the_numbers_here_are_those_that_are_handed_down(shared: Path) -> None:
    oracle = json.loads((shared / "oracles.json").read_text("utf-8"))
    assert oracle["gries"]["parts"] == PARTS
    for word, printed in GRIES.items():
        assert {k: v for k, v in oracle["gries"][word].items() if k in printed} == printed
    rows = [row[:2] for row in oracle["ucrel_sigeff"]["rows"].values()]
    assert rows == [list(row[:2]) for row in UCREL]


def test_weighted_log_odds_of_monroe_and_others() -> None:
    y1, y2 = [1, 5, 1, 9], [100, 510, 100, 199]
    delta, z = weighted_log_odds(y1, y2, sum(y1), sum(y2), 0.01)
    assert delta == pytest.approx([-0.60953205, -1.03457665, -0.60953205, 1.52010051], abs=1e-8)
    assert z == pytest.approx([-0.60950219, -2.30440513, -0.60950219, 4.46292517], abs=1e-8)
    _, z4 = weighted_log_odds(y1, y2, sum(y1), sum(y2), 0.01, variance=4)
    assert z4 == pytest.approx([-0.58984491, -1.90568407, -0.58984491, 2.98306431], abs=1e-8)
    with pytest.raises(ValueError, match="2 or 4 terms"):
        weighted_log_odds(y1, y2, 16, 909, variance=3)


def test_association() -> None:
    total = 14_307_668
    assert mutual_information(20, 42, 20, total) == pytest.approx(18.38, abs=0.005)
    assert t_score(20, 42, 20, total) == pytest.approx(4.4721, abs=5e-5)
    assert log_dice(20, 42, 20) == pytest.approx(13.3677, abs=5e-5)
    assert mutual_information(20, 15019, 15629, total) == pytest.approx(0.29, abs=0.005)
    assert log_dice(20, 15019, 15629) == pytest.approx(4.4184, abs=5e-5)
    assert t_score(8, 15828, 4675, total) == pytest.approx(0.9999, abs=5e-5)
    assert chi_squared(8, 15828, 4675, total) == pytest.approx(1.55, abs=0.005)
    assert mutual_information(8, 1105, 44, 15_000_000) == pytest.approx(11.3, abs=0.05)
    assert g2_association(110, 2552, 221, 31777) == pytest.approx(270.721877, abs=1e-6)
    assert g2_association(8, 13, 32, 31777) == pytest.approx(95.285759, abs=1e-6)
    assert g2_association(10, 10, 13, 31777) == pytest.approx(167.23, abs=0.005)


def test_what_never_stands_together() -> None:
    assert mutual_information(0, 5, 5, 100) == t_score(0, 5, 5, 100) == log_dice(0, 5, 5) == -math.inf
    assert log_dice(7, 7, 7) == 14


@given(st.integers(1, 200), st.integers(0, 300), st.integers(0, 300), st.integers(1000, 10**6))
def test_association_is_symmetric(both: int, first: int, second: int, total: int) -> None:
    one, other = both + first, both + second
    for measure in (mutual_information, t_score, g2_association, chi_squared):
        assert measure(both, one, other, total) == pytest.approx(measure(both, other, one, total), rel=1e-9)
    assert log_dice(both, one, other) <= 14 + 1e-12
    # Four cells against two samples: rows against the rest.
    assert g2_association(both, one, other, total) == pytest.approx(
        log_likelihood(both, second, one, total - one, cells=4), rel=1e-6, abs=1e-6
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_false_discovery_rate_is_that_of_scipy(p: list[float]) -> None:
    assert false_discovery_rate(p) == pytest.approx(false_discovery_control(p), rel=1e-9, abs=1e-12)


parts = st.lists(st.tuples(st.integers(0, 40), st.integers(41, 500)), min_size=2, max_size=8).filter(
    lambda rows: sum(v for v, _ in rows) > 0
)


@given(parts, st.integers(2, 9))
def test_dispersion_does_not_depend_on_order_or_scale(rows: list[tuple[int, int]], times: int) -> None:
    v, sizes = zip(*rows, strict=True)
    for measure in (deviation_of_proportions, juilland_d, rosengren_s, kl_divergence):
        value = measure(v, sizes)
        assert measure(v[::-1], sizes[::-1]) == pytest.approx(value, abs=1e-9)
        assert measure([x * times for x in v], [x * times for x in sizes]) == pytest.approx(value, abs=1e-9)
        sparse = csr_array(np.array(v).reshape(-1, 1))
        assert measure(sparse, sizes)[0] == pytest.approx(value, abs=1e-12)
    assert 0 <= deviation_of_proportions(v, sizes) <= 1
    assert 0 <= rosengren_s(v, sizes) <= 1 + 1e-12


@given(st.lists(st.integers(1, 30), min_size=2, max_size=8), st.integers(1, 9))
def test_even_spread_is_even_by_every_measure(counts: list[int], times: int) -> None:
    sizes = [count * times for count in counts]
    assert deviation_of_proportions(counts, sizes) == pytest.approx(0, abs=1e-9)
    assert juilland_d(counts, sizes) == pytest.approx(1, abs=1e-6)
    assert rosengren_s(counts, sizes) == pytest.approx(1)
    assert kl_divergence(counts, sizes) == pytest.approx(0, abs=1e-9)


counts = st.integers(0, 5000)
sizes = st.integers(5001, 10**7)


@given(counts, counts, sizes, sizes)
def test_swapping_target_and_reference_negates_the_ratio_and_keeps_g2(
    a: int, b: int, n1: int, n2: int
) -> None:
    assert log_likelihood(a, b, n1, n2) == pytest.approx(log_likelihood(b, a, n2, n1), rel=1e-9, abs=1e-7)
    assert log_ratio(a, b, n1, n2) == pytest.approx(-log_ratio(b, a, n2, n1), abs=1e-9)
    low, high = log_ratio_interval(a, b, n1, n2)
    swapped_low, swapped_high = log_ratio_interval(b, a, n2, n1)
    assert (low, high) == (pytest.approx(-swapped_high, abs=1e-9), pytest.approx(-swapped_low, abs=1e-9))
    assert low <= log_ratio(a, b, n1, n2) <= high


@given(st.integers(1, 500), st.integers(1, 50), sizes)
def test_equal_relative_frequency_is_no_difference(a: int, times: int, n1: int) -> None:
    assert log_likelihood(a, a * times, n1, n1 * times) == pytest.approx(0, abs=1e-6)
    assert log_ratio(a, a * times, n1, n1 * times) == pytest.approx(0, abs=1e-9)


def test_p_values() -> None:
    assert g2_p_value([3.841459, 6.634897, 0.0]) == pytest.approx([0.05, 0.01, 1.0], abs=1e-6)


def test_dispersion_is_empty_where_there_is_nothing_to_spread() -> None:
    for measure in (deviation_of_proportions, juilland_d, rosengren_s, kl_divergence):
        assert math.isnan(measure([3], [10]))
        assert np.isnan(measure([0, 0], [10, 10]))


def test_log_odds_of_an_item_that_is_everything() -> None:
    delta, z = weighted_log_odds([10.0], [20.0], 10, 20, [15.0], prior_total=15.0)
    assert (delta.tolist(), z.tolist()) == ([0.0], [0.0])
    # Rounding leaves a little of nothing, nested hits less than nothing.
    for b in (20 + 1e-13, 25.0):
        assert np.isfinite(weighted_log_odds([10.0], [b], 10, 20, [15.0], prior_total=15.0)).all()
    delta, z = weighted_log_odds([10.0], [5.0], 10, 20, [15.0], prior_total=15.0)
    assert (delta.tolist(), z.tolist()) == ([np.inf], [np.inf])
    assert weighted_log_odds([10.0], [5.0], 10, 20, [15.0], prior_total=15.0, variance=4)[1].tolist() == [0.0]


def test_what_is_spread_as_the_parts_are_deviates_by_nothing() -> None:
    for parts in range(2, 30):
        for normalised in (True, False):
            dp = deviation_of_proportions(np.full(parts, 3), np.full(parts, 9), normalised=normalised)
            assert dp.item() == 0
