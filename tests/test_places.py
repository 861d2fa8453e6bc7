"""Places: labelled contexts, the gold texts, the places of real reports, and what holds for any text."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlens.annotate.places import Gazetteer, find_places, place_from_name, report_place
from reportlens.annotate.places.divisions import former_divisions, present_divisions, stem
from reportlens.errors import ManifestError
from reportlens.normalise import normalise
from reportlens.report import Facts, Place

ROOT = Path(__file__).parents[1]
CASES = [json.loads(line) for line in (ROOT / "tests/cases/places.jsonl").read_text("utf-8").splitlines()]
# Floors only go up.
CASES_RIGHT, GOLD_F1, GOLD_NAMES = 0.99, 0.95, 0.95
NOT_SCORED = ("facility", "river", "country")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def places_of(case: dict[str, Any], gazetteer: Gazetteer) -> list[list[str | None]]:
    home = place_from_name(case["home"], None, gazetteer) if "home" in case else None
    return [[e.surface, e.value] for e in find_places(case["text"], home, case.get("year"), gazetteer)]


def test_cases(gazetteer: Gazetteer) -> None:
    wrong = [c["text"] for c in CASES if places_of(c, gazetteer) != c["places"]]
    assert len(CASES) >= 80
    assert 1 - len(wrong) / len(CASES) >= CASES_RIGHT, wrong


def test_gold(shared: Path, gazetteer: Gazetteer) -> None:
    rows = [json.loads(line) for line in (shared / "gold/places.jsonl").read_text("utf-8").splitlines()]
    right = named = found = wanted = 0
    for path in sorted((shared / "gold/clean").glob("*.txt")):
        text = path.read_text("utf-8")
        mine = [row for row in rows if row["seed"] == path.stem]
        neutral = {(r["start"], r["end"]) for r in mine if r["type"] in NOT_SCORED}
        gold = {(r["start"], r["end"]): r["normalised"] for r in mine if r["type"] not in NOT_SCORED}
        home, _ = report_place(text, Facts(), gazetteer)
        got = {(e.start, e.end): e.value for e in find_places(text, home, None, gazetteer)}
        got = {span: value for span, value in got.items() if span not in neutral}
        right += len(got.keys() & gold.keys())
        named += sum(got.get(span) == value for span, value in gold.items())
        found, wanted = found + len(got), wanted + len(gold)
    assert 2 * right / (found + wanted) >= GOLD_F1
    assert 2 * named / (found + wanted) >= GOLD_NAMES


def test_place_of_provincial_reports(shared: Path, gazetteer: Gazetteer) -> None:
    folder = shared / "corpora/provincial-2026"
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    wrong = []
    for row in rows:
        normalised = normalise((folder / row["file"]).read_text("utf-8"))
        place, evidence = report_place(normalised.text, normalised.facts, gazetteer)
        if place is None or (place.name, place.level) != (row["place"], row["level"]):
            wrong.append((row["place"], place, evidence))
    assert len(rows) == 31
    assert not wrong


SEEDS = {
    "000": ("贵州省铜仁市", "city"),
    "001": ("陕西省宝鸡市", "city"),
    "002": ("陕西省延安市", "city"),
    "003": None,
    "004": ("甘肃省天水市武山县", "county"),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_place_of_seeds(seed: str, shared: Path, gazetteer: Gazetteer) -> None:
    path = next((shared / "seeds").glob(f"{seed}_*.txt"))
    normalised = normalise(path.read_text("utf-8"))
    place, _ = report_place(normalised.text, normalised.facts, gazetteer)
    assert (place and (place.name, place.level)) == SEEDS[seed]


def test_place_of_the_sample_reports(truth: dict[str, Any], clean_texts: dict[str, str]) -> None:
    """Said by the text and the name of the source: the manifest of the sample gives no place."""
    gazetteer = Gazetteer.load([ROOT / "corpus/sample/places.csv"])
    for row in truth["reports"]:
        normalised = normalise(clean_texts[Path(row["file"]).stem])
        facts = Facts(source=row["source"]).over(normalised.facts)
        place, evidence = report_place(normalised.text, facts, gazetteer)
        assert place is not None, evidence
        assert (place.name, place.level) == (row["place"], row["level"])


@pytest.mark.parametrize(
    ("text", "facts", "name"),
    [
        ("朝阳区机关党建综述\n朝阳区委高度重视，区直机关工委印发通知。", Facts(), None),
        ("朝阳区机关党建综述\n北京市朝阳区委高度重视，区直机关工委印发通知。", Facts(), "北京市朝阳区"),
        (
            "长沙县机关党建综述\n长沙县委重视，县直机关工委落实。在长沙开会，长沙发展。",
            Facts(),
            "湖南省长沙市长沙县",
        ),
        (
            "机关党建工作汇报\n——在天水市机关党建座谈会上的交流发言\n武山县直机关有97个支部，县委一线督办，全县照单整改。",
            Facts(),
            "甘肃省天水市武山县",
        ),
        (
            "在铜仁市机关党建推进会上的讲话\n市委高度重视，市直机关工委印发通知，全市推开。",
            Facts(),
            "贵州省铜仁市",
        ),
        (
            "把支部建在一线\n县委重视，县直机关工委落实。",
            Facts(source="武山县融媒体中心"),
            "甘肃省天水市武山县",
        ),
        (
            "把支部建在一线\n县委重视，县直机关工委落实。",
            Facts(source="http://www.wushan.gov.cn/武山县"),
            None,
        ),
        ("襄樊市机关党建综述\n市委重视，市直机关工委落实。", Facts(date="2008-05"), "湖北省襄樊市"),
        ("晋城市城区机关党建综述\n城区区委重视，区直机关工委落实。", Facts(), "山西省晋城市城区"),
        ("传承延安精神\n延安时期，延安整风。延安精神永放光芒，到延安去。", Facts(), None),
        ("论党的建设\n北京冬奥会之后，全党都要学习。", Facts(), None),
        ("政府工作报告\n现在，我代表国务院，向大会报告政府工作。", Facts(), "中国"),
        ("", Facts(), None),
        (
            "铜仁市、毕节市机关党建联建\n铜仁市委和毕节市委重视，两市市直机关工委落实。",
            Facts(),
            None,
        ),
        (
            "襄城县机关党建综述\n襄城县委重视，县直机关工委落实。襄城区代表团考察。",
            Facts(),
            "河南省许昌市襄城县",
        ),
        (
            "襄城区机关党建综述\n襄城区委重视，区直机关工委落实。襄城县代表团考察。",
            Facts(),
            "湖北省襄阳市襄城区",
        ),
        ("市中区机关党建综述\n枣庄市市中区委重视，区直机关工委落实。", Facts(), "山东省枣庄市市中区"),
        (
            "海南州机关党建综述\n海南州委重视，州直机关工委落实。青海省委肯定。",
            Facts(),
            "青海省海南藏族自治州",
        ),
        ("日本长野县农协考察报告\n长野县的农协由县厅主管，全县有农协20个。", Facts(), None),
        ("某市机关党建综述\n市委重视，市直机关工委落实。邀请西安、成都、武汉的同志交流。", Facts(), None),
    ],
)
def test_report_place(text: str, facts: Facts, name: str | None, gazetteer: Gazetteer) -> None:
    place, evidence = report_place(text, facts, gazetteer)
    assert (place and place.name) == name
    assert evidence
    assert "\n" not in evidence


def test_a_report_that_names_many_places_is_about_none(gazetteer: Gazetteer) -> None:
    cities = [d.name for d in present_divisions() if d.level == "city"][:40]
    text = "各地经验汇编\n" + "、".join(cities) + "等地学习。市委高度重视，全市推开。"
    place, _ = report_place(text, Facts(), gazetteer)
    assert place is None
    assert len(find_places(text, None, None, gazetteer)) == len(cities)


@pytest.mark.parametrize(
    ("name", "level", "place"),
    [
        ("贵州省铜仁市", None, Place("贵州省铜仁市", "city", "贵州省", "铜仁市", None, "520600")),
        ("铜仁", None, Place("贵州省铜仁市", "city", "贵州省", "铜仁市", None, "520600")),
        ("甘肃武山", None, Place("甘肃省天水市武山县", "county", "甘肃省", "天水市", "武山县", "620524")),
        ("北京市朝阳区", None, Place("北京市朝阳区", "county", "北京市", None, "朝阳区", "110105")),
        ("朝阳区", None, Place("朝阳区", "county", None, None, "朝阳区")),
        ("吉林", "city", Place("吉林省吉林市", "city", "吉林省", "吉林市", None, "220200")),
        ("霁川省汀岚市禾峪县", None, Place("霁川省汀岚市禾峪县", "county", "霁川省", "汀岚市", "禾峪县")),
        ("全国", None, Place("全国", "central")),
        ("某研究会", None, Place("某研究会", "other")),
    ],
)
def test_place_from_name(name: str, level: str | None, place: Place, gazetteer: Gazetteer) -> None:
    assert place_from_name(name, level, gazetteer) == place


def test_every_present_division_is_found_by_its_full_name(gazetteer: Gazetteer) -> None:
    for division in present_divisions():
        assert place_from_name(division.full, None, gazetteer) == division.place()


def test_codes_have_six_digits() -> None:
    for division in (*present_divisions(), *former_divisions()):
        assert division.adcode is not None
        assert len(division.adcode) == 6
        assert division.adcode.isdigit()


def test_stems_are_no_single_characters() -> None:
    assert all(len(short) > 1 for d in present_divisions() if (short := stem(d.name)) is not None)


def test_extra_places_win(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("name,level\n测试省铜仁市,city\n测试省铜仁市云谷县,\n", "utf-8")
    gazetteer = Gazetteer.load([path])
    found = find_places("铜仁市和云谷县都来了。", None, None, gazetteer)
    assert [e.value for e in found] == ["测试省铜仁市", "测试省铜仁市云谷县"]
    assert Gazetteer.load([path]) is gazetteer


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("place\n铜仁市\n", "line 1: no column 'name'"),
        ("name,level\n贵州省铜仁市,town\n", "line 2: unknown level 'town'"),
        ("name,adcode\n贵州省铜仁市,52\n", "line 2: adcode '52'"),
        ("name,level\n,city\n", "line 2: the name is empty"),
        ("name\n某某\n", "line 2: '某某' cannot be taken apart"),
    ],
)
def test_bad_places_are_named_with_file_and_row(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ManifestError, match=message) as caught:
        Gazetteer.load([path])
    assert str(path) in str(caught.value)


def test_a_missing_file_of_places(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be read"):
        Gazetteer.load([tmp_path / "none.csv"])


def test_a_province_tells_which_of_several_districts_is_meant(gazetteer: Gazetteer) -> None:
    found = find_places("吉林、辽宁两省的朝阳区和双塔区。", None, None, gazetteer)
    assert [e.value for e in found] == ["吉林省", "辽宁省", "吉林省长春市朝阳区", "辽宁省朝阳市双塔区"]


def test_ambiguity_and_former_names_are_marked(gazetteer: Gazetteer) -> None:
    (former,) = find_places("襄樊市的经验。", None, None, gazetteer)
    assert former.value == "湖北省襄樊市"
    assert former.note == "former name, in use until 2009"
    (twice,) = find_places("普陀区的经验。", None, None, gazetteer)
    assert twice.value is None
    assert twice.note == "ambiguous: 上海市普陀区; 浙江省舟山市普陀区"


NAMES = [
    "朝阳区",
    "延安",
    "市直机关",
    "陕",
    "甘",
    "宁",
    "洛门镇",
    "和",
    "、",
    "省",
    "市",
    "委",
    "来",
    "吉林",
    "贵州省铜仁市",
    "\n",
    "村",
]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(NAMES), max_size=25).map("".join)))
def test_any_text_gives_spans_in_order(text: str) -> None:
    gazetteer = Gazetteer.load()
    home, evidence = report_place(text, Facts(), gazetteer)
    assert evidence
    end = 0
    for entity in find_places(text, home, 2015, gazetteer):
        assert text[entity.start : entity.end] == entity.surface
        assert end <= entity.start < entity.end <= len(text)
        assert entity.label == "PLACE"
        end = entity.end


def test_a_place_of_ones_own_hides_an_official_one_of_that_name(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    rows = "name,province,city,county,level\n湖东省东湖市白沙县,湖东省,东湖市,白沙县,county\n"
    path.write_bytes(rows.encode("gb18030"))  # as a spreadsheet saves it
    text = "白沙县机关党建工作\n白沙县县直机关工委组织全县党员走访群众120户，白沙县办结诉求86件。\n"
    place, evidence = report_place(text, Facts(), Gazetteer.load([path]))
    assert place is not None, evidence
    assert place.name == "湖东省东湖市白沙县"
