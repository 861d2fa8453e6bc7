"""What several tests need: the folder of shared texts, the sample, and a corpus built from it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from reportlens.corpus import Corpus

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "sample"

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real reports beside the project. A user may not have them; on CI their absence is a failure."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing")
        pytest.skip("the shared texts are not here")
    return folder


@pytest.fixture(scope="session")
def sample() -> Path:
    return SAMPLE


@pytest.fixture(scope="session")
def sample_corpus() -> Iterator[Corpus]:
    with Corpus.opened(SAMPLE) as corpus:
        yield corpus


@pytest.fixture(scope="session")
def seed_corpus(shared: Path) -> Iterator[Corpus]:
    with Corpus.opened(shared / "seeds") as corpus:
        yield corpus
