"""The built wheel works by itself: installed in a fresh environment, with the source out of reach."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("reportlens-*.whl"))


def test_the_wheel_holds_the_lexicons_and_the_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    inside = {Path(n).name for n in names if n.startswith("reportlens/lexicons/")}
    assert {p.name for p in (ROOT / "lexicons").glob("*.csv")} <= inside
    for data in (ROOT / "src" / "reportlens").rglob("*"):
        if data.is_file() and "__pycache__" not in data.parts:
            assert data.relative_to(ROOT / "src").as_posix() in names
    assert not [n for n in names if n.startswith(("tests", "corpus", "benchmarks"))]


def test_the_wheel_runs_without_the_source(wheel: Path, tmp_path: Path, sample: Path) -> None:
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)], check=True)
    # The dependencies come from the environment that runs the tests; the package from the wheel alone.
    site = [p for p in sys.path if p.endswith("site-packages")]
    links = (
        python.parents[1]
        / "lib"
        / f"python{sys.version_info.major}.{sys.version_info.minor}"
        / "site-packages"
    )
    (links / "dependencies.pth").write_text("\n".join(site) + "\n")
    code = (
        "import reportlens, pathlib, sys\n"
        "from reportlens.lexicon import default_lexicon\n"
        "from reportlens.lexicon.load import lexicon_folder\n"
        "assert pathlib.Path(sys.argv[1]) in pathlib.Path(reportlens.__file__).parents, reportlens.__file__\n"
        "assert pathlib.Path(sys.argv[1]) in lexicon_folder().parents\n"
        "print(len(default_lexicon()))\n"
    )
    done = subprocess.run(
        [python, "-I", "-c", code, str(environment)], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 200
    command = [python, "-I", "-m", "reportlens", "report", str(sample), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("report.html")


def test_this_installation_finds_its_lexicons() -> None:
    from reportlens.lexicon.load import lexicon_folder

    assert (lexicon_folder() / "regulation.csv").is_file()
