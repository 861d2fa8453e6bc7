"""The garbage collector is as it was once a text is cleaned."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from reportlens.normalise import normalise
from reportlens.normalise.collector import collector_at_rest


@pytest.fixture(autouse=True)
def enabled() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_rests_inside_and_runs_behind() -> None:
    with collector_at_rest():
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    normalise("三會(huì)一課")
    assert not gc.isenabled()


def test_it_runs_again_behind_an_error_and_behind_many_threads() -> None:
    with pytest.raises(ValueError, match="x"), collector_at_rest():
        raise ValueError("x")
    assert gc.isenabled()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(normalise, ["三會(huì)一課，黨建引領(lǐng)。"] * 200))
    assert gc.isenabled()
