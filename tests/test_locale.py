"""Arguments in Chinese, whatever the locale says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "柘澄市直机关工委坚持把党的建设摆在首位，各支部严格落实三会一课制度，全年开展主题党日12次。\n"
FOREIGN = {
    **{k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONUTF8"))},
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


def run(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reportlens", *arguments]
    return subprocess.run(command, cwd=folder, env=FOREIGN, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "报告").mkdir()
    (tmp_path / "报告" / "一.txt").write_text(TEXT, "utf-8")
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-8 there")
def test_paths_and_terms_in_chinese_work_in_the_c_locale(folder: Path) -> None:
    done = run(folder, "annotate", "报告", "-o", "出.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "报告/一.txt" in (folder / "出.jsonl").read_text("utf-8")
    assert "三会一课" in run(folder, "lexicon", "show", "三会一课").stdout.decode()


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_an_argument_that_is_not_utf8_is_told_in_one_line(folder: Path) -> None:
    done = run(folder, "kwic", "报告", "三会".encode("gbk"))
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert "an argument is not UTF-8" in done.stderr.decode()
