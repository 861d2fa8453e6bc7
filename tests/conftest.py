"""What several tests need: the folder of shared texts, the sample, and corpora built from it."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from reportlens.corpus import Corpus

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "sample"
ORIGINALS = ROOT / "corpus" / "originals"
REPORT_FORMS = {".txt", ".html", ".docx", ".pdf"}
# Four counties and four cities, one of them in traditional script: enough to try a command on.
FEW = (
    *("01_zhipi_county", "02_tangling_county", "14_shanmei_county", "16_huangba_county"),
    *("09_zhecheng_city", "11_cendu_city", "12_huanping_city", "21_suiyuan_city"),
)

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
def sample_files() -> list[Path]:
    """The 36 reports as they lie in the sample, in the order of their ids."""
    return sorted((p for p in SAMPLE.iterdir() if p.suffix in REPORT_FORMS), key=lambda p: p.stem)


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    """What was planted in the sample: see corpus/sample/README.md."""
    found: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def clean_texts(truth: dict[str, Any]) -> dict[str, str]:
    """The text of every report of the sample as it was written, by report id."""
    found = {}
    for row in truth["reports"]:
        name = PurePath(row["file"]).stem + ".txt"
        path = ORIGINALS / name if (ORIGINALS / name).exists() else SAMPLE / name
        found[path.stem] = path.read_text("utf-8").rstrip("\n")
    return found


@pytest.fixture(scope="session")
def few_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with eight reports of the sample."""
    folder = tmp_path_factory.mktemp("few")
    with (SAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *(row for row in rows if PurePath(row[0]).stem in FEW)])
    for name in ("places.csv", *(f"{stem}.txt" for stem in FEW)):
        (folder / name).write_bytes((SAMPLE / name).read_bytes())
    return folder


@pytest.fixture(scope="session")
def sample_corpus() -> Iterator[Corpus]:
    with Corpus.opened(SAMPLE) as corpus:
        yield corpus


@pytest.fixture(scope="session")
def few_corpus(few_reports: Path) -> Iterator[Corpus]:
    with Corpus.opened(few_reports) as corpus:
        yield corpus


@pytest.fixture(scope="session")
def seed_corpus(shared: Path) -> Iterator[Corpus]:
    with Corpus.opened(shared / "seeds") as corpus:
        yield corpus
