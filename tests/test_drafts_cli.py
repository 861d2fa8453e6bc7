"""profile, brief, audit and match as users meet them."""

import json
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from reportlens import cli


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties and two cities of an invented province."""
    folder = tmp_path_factory.mktemp("texts")
    places = ["name,province,city,county,level"]
    manifest = ["file,place,level,date"]
    said = {
        "泽川市望溪县": "创办“溪畔夜谈”，组织机关党员走访农户640户，化解邻里纠纷71起。",
        "泽川市临皋县": "推行“三清三亮”，即清底数、清问题、清责任、亮身份、亮承诺、亮业绩，整顿软弱涣散支部6个。",
        "泽川市石汀县": "选派驻村干部58名，帮助村集体增收320万元，新修机耕道12公里。",
        "泽川市": "建成“泽政通”平台，企业开办压缩到0.5个工作日，审批事项减少31%。",
        "丹浦市": "举办支部书记培训班4期，培训720人，评出五星支部33个。",
    }
    for k, (name, sentence) in enumerate(said.items()):
        county = name.partition("市")[2] or None
        level = "county" if county else "city"
        city = name.partition("市")[0] + "市"
        places.append(f"沅澜省{name},沅澜省,{city},{county or ''},{level}")
        manifest.append(f"{k}.txt,沅澜省{name},{level},{2021 + k % 3}-06-01")
        text = f"{name}机关党建工作\n一、主要做法\n{sentence}\n坚持“三会一课”制度，开展主题党日{k + 11}次。\n"
        (folder / f"{k}.txt").write_text(text, "utf-8")
    (folder / "places.csv").write_text("\n".join(places), "utf-8")
    (folder / "manifest.csv").write_text("\n".join(manifest), "utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "corpus"
    assert run("build", folder, "--to", target).exit_code == 0
    return target


def test_a_profile_is_read_on_the_terminal_in_both_languages(corpus: Path) -> None:
    result = run("profile", corpus, "望溪县")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("沅澜省泽川市望溪县\n")
    assert "溪畔夜谈" in result.stdout
    assert "主要做法" in result.stdout
    assert "Practices" in run("profile", corpus, "望溪县", "--lang", "en").stdout


def test_a_profile_comes_in_all_forms(corpus: Path, tmp_path: Path) -> None:
    rows = json.loads(run("profile", corpus, "临皋县", "--format", "json").stdout)
    assert {"practices", "coinages", "figures", "nearest"} <= {row["section"] for row in rows}
    coinage = next(row for row in rows if row["section"] == "coinages")
    assert (coinage["label"], coinage["text"]) == (
        "三清三亮",
        "清底数、清问题、清责任、亮身份、亮承诺、亮业绩",
    )
    for name in ("p.csv", "p.parquet", "p.xlsx", "p.txt"):
        assert run("profile", corpus, "临皋县", "-o", tmp_path / name).exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "p.xlsx").sheetnames == (
        ["reports", "practices", "terms", "coinages", "figures", "nearest"]
    )
    assert len(pd.read_parquet(tmp_path / "p.parquet")) == len(rows)
    assert "三清三亮" in (tmp_path / "p.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("place", "message"), [("县", "fits 3 places"), ("平原县", "no report is about"), ("", "no report")]
)
def test_a_place_that_is_not_clear_is_told(corpus: Path, place: str, message: str) -> None:
    result = run("profile", corpus, place)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_brief_is_written_and_proved_and_a_changed_one_is_not(
    corpus: Path, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "draft.docx"
    assert run("brief", corpus, "-o", path).exit_code == 0
    for source in (corpus, folder):
        proved = run("audit", source, path)
        assert proved.exit_code == 0, proved.stdout
        assert "0 not proved" in proved.stderr
    document = docx.Document(str(path))
    run_of = next(r for p in document.paragraphs for r in p.runs if "640户" in r.text)
    run_of.text = run_of.text.replace("640", "840")
    document.save(str(path))
    refused = run("audit", corpus, path)
    assert refused.exit_code == 1
    assert "'8' is '6' there" in refused.stdout
    assert "1 not proved" in refused.stderr


def test_a_brief_of_one_theme_and_bad_usage(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "theme.docx"
    assert run("brief", corpus, "--theme", "服务群众", "-o", path, "--lang", "en").exit_code == 0
    assert run("audit", corpus, path).exit_code == 0
    for arguments, message in (
        (("brief", corpus, "--theme", "群众", "-o", path), "unknown theme"),
        (("brief", corpus, "-o", tmp_path / "x.pdf"), "ends in .docx"),
        (("brief", corpus, "-o", tmp_path / "none" / "x.docx"), "cannot be written"),
        (("brief", tmp_path / "nowhere", "-o", path), "no such corpus"),
        (("audit", corpus, tmp_path / "nothing.docx"), "cannot be read"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert message in result.stderr
        assert result.stderr.count("\n") == 1


def test_match_gives_lines_of_a_concordance(corpus: Path) -> None:
    rows = json.loads(run("match", corpus, "开展 * # ?", "--format", "json").stdout)
    assert len(rows) == 5
    assert list(rows[0])[:8] == ["report_id", "left", "node", "right", "start", "end", "raw_start", "raw_end"]
    assert "nothing in the reports fits" in run("match", corpus, "不存在的词").stderr
    wrong = run("match", corpus, "<x>")
    assert wrong.exit_code == 2
    assert "unknown class" in wrong.stderr
