"""The notebooks run from a clean kernel, show what they promise, and are kept without output."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = ("first_look", "county_and_city", "own_lexicon_and_discovery")
FIGURES = {"first_look": 0, "county_and_city": 6, "own_lexicon_and_discovery": 0}
# matplotlib says so once on a machine where it has never drawn.
HARMLESS = "building the font cache"

_executed: dict[str, NotebookNode] = {}


def read(name: str) -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


@pytest.fixture
def executed(request: pytest.FixtureRequest) -> NotebookNode:
    """The notebook named by the parameter, run from a clean kernel in its own folder, once."""
    name = request.param
    if name not in _executed:
        notebook = read(name)
        resources = {"metadata": {"path": str(FOLDER)}}
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
        _executed[name] = notebook
    return _executed[name]


each = pytest.mark.parametrize("executed", NAMES, indirect=True)
kernel = pytest.mark.filterwarnings("default")


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook: NotebookNode) -> str:
    return "".join(output.text for output in outputs(notebook) if output.get("name") == "stdout")


def number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in the output:\n{text}"
    return float(found[1].rstrip("%"))


def test_there_are_these_notebooks() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)


@kernel
@each
def test_a_notebook_warns_of_nothing(executed: NotebookNode) -> None:
    told = [output.text for output in outputs(executed) if output.get("name") == "stderr"]
    assert [text for text in told if HARMLESS not in text] == []


@kernel
@pytest.mark.parametrize(("executed", "name"), [(name, name) for name in NAMES], indirect=["executed"])
def test_every_figure_is_an_image(executed: NotebookNode, name: str) -> None:
    images = [
        output.data["image/png"] for output in outputs(executed) if "image/png" in output.get("data", {})
    ]
    assert len(images) == FIGURES[name]
    assert len(set(images)) == len(images)
    # A figure that is only named is none.
    assert "<Figure" not in json.dumps(executed)


@kernel
@each
def test_outputs_are_short(executed: NotebookNode) -> None:
    for output in outputs(executed):
        assert len(output.get("text", "").splitlines()) <= 15
        table = output.get("data", {}).get("text/html", "")
        assert table.count("<tr") <= 14, table[:300]


@kernel
@pytest.mark.parametrize("executed", ["first_look"], indirect=True)
def test_first_look_proves_what_it_shows(executed: NotebookNode) -> None:
    text = printed(executed)
    assert "读了 36 篇报告，0 个问题" in text
    assert "净文： 机关党支部要严格落实“三会一课”，把支部建在一线。" in text
    assert "字节一致： True" in text
    assert "文件未变： True" in text
    assert "与 inclusive 的次数相同： True" in text
    assert number(r"引文 (\d+) 句", text) > 10
    assert "查无依据：0 处" in text
    # The draft with one figure changed is found out: 37 reports for 36.
    assert re.search(r"｜37 should be 36｜", text)


@kernel
@pytest.mark.parametrize("executed", ["county_and_city"], indirect=True)
def test_the_statistics_behave_as_the_prose_says(executed: NotebookNode) -> None:
    text = printed(executed)
    # Where there is no difference, G² finds many and the permutation test keeps its promise.
    assert number(r"G² 却说有差别的词：([\d.]+%)", text) > 7.5
    assert number(r"置换检验说有差别的词：([\d.]+%)", text) <= 6
    by_hand = number(r"相差不小于此的有 \d+ 次，p = ([\d.]+)", text)
    assert by_hand == pytest.approx(number(r"程序给出的 p_permutation：([\d.]+)", text), abs=0.005)
    ratio, ours = re.search(r"log2\(.+\) = (-?[\d.]+)，表中是 (-?[\d.]+)", text).groups()  # type: ignore[union-attr]
    assert float(ratio) == pytest.approx(float(ours), abs=0.01)
    # What the sample was written to show is found in every stratum, and six reports show nothing.
    everywhere = re.search(r"怎样比都站得住： (.+)", text)
    assert everywhere
    assert {"乡村振兴", "模范机关", "机关纪委"} <= set(everywhere[1].split("、"))
    assert "p 不会小于 0.1，任何差异都不可能达到 0.05 的显著水平" in text
    assert "只有 6 篇报告：聚类只说明其中哪些相近" in text
    assert number(r"稳定性 ([\d.]+)", text) >= 0.6
    assert "“板凳夜话”：36 个地方中有 13 个用过" in text


@kernel
@pytest.mark.parametrize("executed", ["own_lexicon_and_discovery"], indirect=True)
def test_a_lexicon_of_ones_own_changes_counts_as_the_prose_says(executed: NotebookNode) -> None:
    text = printed(executed)
    assert "审核“板凳夜话”" in text
    assert "'驻村第一书记' is already listed under '第一书记'" in text
    assert "'四查' stands for 4 members, but 3 are given" in text
    assert "4 个术语，0 条意见" in text
    outermost = re.search(r"数最外层：(\d+) → (\d+)", text)
    assert outermost
    assert int(outermost[2]) < int(outermost[1])
    every = re.search(r"全数：(\d+) → (\d+)", text)
    assert every
    assert every[1] == every[2]
    before, after = re.findall(r"停用[前后]： (.+)", text)
    assert "党支部" in before.split("、")
    assert "党支部" not in after.split("、")
    assert "写明出处： 没有意见" in text
    assert "词表有一种意思，丙县： 亮身份、亮承诺、亮实绩（lexicon）" in text
    assert "词表有两种意思，丙县： 没有讲明" in text
    assert "there is no file 'c.txt'" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_written_for_both_readers(name: str) -> None:
    prose = [cell.source for cell in read(name).cells if cell.cell_type == "markdown"]
    assert prose[0].startswith("# ")
    assert "**Summary.**" in prose[0]
    sections = [part for part in re.split(r"(?m)^(?=## )", "\n".join(prose)) if part.startswith("## ")]
    assert len(sections) >= 9
    assert len(re.findall(r"[\u4e00-\u9fff]", "".join(prose))) >= 1_000
    for number_of, section in enumerate(sections, start=1):
        heading, _, body = section.partition("\n")
        assert re.match(rf"## {number_of}\. [\u4e00-\u9fff]", heading), heading
        assert re.match(r"\s*\*English: [^*]+\*\n", body), heading
    assert "不能由此得出什么" in sections[-1]
    assert sections[-1].count("\n* ") >= 4


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_clean(name: str) -> None:
    for cell in read(name).cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert len(cell.source.splitlines()) <= 26, cell.source
