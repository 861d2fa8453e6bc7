"""Published numbers, to their printed digits."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.analysis.dispersion import deviation_of_proportions
from reportlens.analysis.measures import (
    g2_p_value,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
)

# UCREL significance and effect size sheet: N1 = 10,000, N2 = 100,000.
UCREL = [
    (340, 2500, 26.175758, 26.933550, 0.443607),
    (200, 2500, 9.827928, 10.060595, -0.321928),
    (7, 0, 33.570534, 33.574989, 7.129283),
    (654, 654, 1447.839708, 1480.246659, 3.321928),
    (89, 536, 17.377404, 17.492090, 0.731572),
]


@pytest.mark.parametrize(("a", "b", "two", "four", "ratio"), UCREL)
def test_ucrel_sheet(a: int, b: int, two: float, four: float, ratio: float) -> None:
    assert log_likelihood(a, b, 10_000, 100_000) == pytest.approx(two, abs=1e-6)
    assert log_likelihood(a, b, 10_000, 100_000, cells=4) == pytest.approx(four, abs=1e-6)
    assert log_ratio(a, b, 10_000, 100_000) == pytest.approx(ratio, abs=1e-6)


def test_quanteda_and_dunning() -> None:
    assert log_likelihood(10, 5, 100, 200, cells=4) == pytest.approx(7.329812, abs=1e-6)
    assert log_likelihood(10, 5, 100, 200) == pytest.approx(6.931472, abs=1e-6)
    assert log_ratio(10, 5, 100, 200) == pytest.approx(2.0)
    # Tables (n11, n12, n21, n22) and margins from Dunning (1993), as rows against the rest.
    assert log_likelihood(10, 3, 10, 31767, cells=4) == pytest.approx(167.23, abs=0.005)
    assert log_likelihood(110, 2442, 221, 31556, cells=4) == pytest.approx(270.72, abs=0.005)
    assert log_likelihood(8, 5, 32, 31745, cells=4) == pytest.approx(95.29, abs=0.005)


def test_gries_parts(shared: Path) -> None:
    oracle = json.loads((shared / "oracles.json").read_text("utf-8"))["gries"]
    parts = [part.split() for part in oracle["parts"]]
    sizes = [len(part) for part in parts]
    for word in "abiqx":
        counts = [part.count(word) for part in parts]
        printed = oracle[word]["DPnorm"]
        assert deviation_of_proportions(counts, sizes) == pytest.approx(printed, abs=6e-4), word


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
    assert math.isnan(deviation_of_proportions([3], [10]))
    assert np.isnan(deviation_of_proportions([0, 0], [10, 10]))
