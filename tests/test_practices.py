"""Practices, their themes, profiles of places, and what spreads."""

from pathlib import Path

import pandas as pd
import pytest

from reportlens.analysis import practices, profile
from reportlens.analysis.practices import LONGEST, MOST_FORMULA, SHORTEST, diverse
from reportlens.analysis.profile import Profiles
from reportlens.analysis.sentences import letters
from reportlens.analysis.spread import spreading_terms
from reportlens.analysis.themes import theme, word_themes
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError
from reportlens.lexicon.term import THEMES

# Sentences of our own writing, each with the heading above it and the theme a reader gives it.
LABELLED = [
    ("组织机关党员到小区认领微心愿230个，帮助独居老人修水电。", "服务群众有温度", "服务群众"),
    ("每季度邀请党校教师解读新思想，举办读书研讨14场。", "", "思想建设"),
    ("选派46名年轻干部到信访一线挂职锻炼，安排导师一对一帮带。", "", "队伍建设"),
    ("为园区42家企业代办手续，协调贷款3.1亿元，推动6个项目开工。", "融入中心促发展", "服务中心"),
    ("开发线上平台，把支部活动数据汇入智慧大屏，一键生成报表。", "", "信息化"),
    ("精简会议31%，取消各类报表23种，整治文山会海等形式主义。", "改进作风", "作风建设"),
    ("组织600名干部旁听贪污案件庭审，观看廉政短片，寄送廉洁家书。", "", "反腐败"),
    ("对违规吃喝问题通报5起，约谈提醒21人，强化执纪问责。", "严明纪律", "纪律建设"),
    ("按期完成换届的支部达到312个，整顿软弱涣散支部9个。", "夯实组织基础", "组织建设"),
    ("制定考核办法和责任清单，建立月督导、季观摩的长效机制。", "健全制度", "制度建设"),
    ("始终把政治标准摆在首位，对标对表落实重大决策部署，牢记初心使命。", "", "政治建设"),
]


@pytest.mark.parametrize(("sentence", "heading", "expected"), LABELLED)
def test_a_sentence_has_the_theme_a_reader_gives_it(sentence: str, heading: str, expected: str) -> None:
    assert theme(sentence, heading, []) == expected


def test_terms_and_heading_decide_where_words_do_not() -> None:
    assert theme("全年完成12次。", "", []) == ""
    assert theme("全年完成12次。", "", ["纪律建设"]) == "纪律建设"
    assert theme("全年完成12次。", "把学习抓在经常", []) == "思想建设"
    assert set(word_themes("党员到社区认领微心愿")) <= set(THEMES)


def test_practices_stand_in_their_reports_and_say_something_of_their_own(sample_corpus: Corpus) -> None:
    table = practices(sample_corpus).table
    assert len(table) > 100
    assert set(table["theme"]) <= set(THEMES)
    for row in table.itertuples():
        assert sample_corpus.text(row.report_id)[row.start : row.end] == row.text
        assert SHORTEST <= len(letters(row.text)) <= LONGEST
        assert row.formula_share <= MOST_FORMULA
        assert not row.text.startswith(("这", "其", "同时", "此外"))


def test_how_things_were_before_is_no_practice(tmp_path: Path) -> None:
    said = {"0": "过去每年只到小区认领微心愿30个，独居老人的水电没有人修。", "1": LABELLED[0][0]}
    for name, sentence in said.items():
        (tmp_path / f"{name}.txt").write_text(f"总结{name}\n一、{LABELLED[0][1]}\n{sentence}\n", "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        assert list(practices(corpus).table["text"]) == [said["1"]]


def test_of_sentences_that_repeat_each_other_the_best_is_taken() -> None:
    rows = [
        ("a", 0, "甲县", "建成红色驿站47个，服务群众1.2万人次。", 1.0),
        ("b", 0, "乙县", "建成红色驿站46个，服务群众1.3万人次。", 2.0),
        ("c", 0, "丙县", "选派干部213名驻村，每月不少于20天。", 0.5),
        ("c", 9, "丙县", "开通热线12条，办结诉求900件。", 0.4),
    ]
    table = pd.DataFrame(rows, columns=["report_id", "start", "place", "text", "score"])
    assert diverse(table, 9)["report_id"].tolist() == ["b", "c"]
    assert diverse(table.iloc[::-1], 9)["report_id"].tolist() == ["b", "c"]
    assert diverse(table, 9, a_place=2)["text"].tolist()[-1].startswith("开通")
    assert len(diverse(table, 1)) == 1


def test_a_profile_is_of_one_place_alone(sample_corpus: Corpus) -> None:
    source = Profiles.of(sample_corpus)
    for name in source.names:
        found = source.profile(name)
        ids = set(found.reports["report_id"])
        assert ids
        for table in (found.practices, found.coinages, found.figures):
            assert set(table["report_id"]) <= ids
        assert name not in set(found.nearest["place"])
        assert (found.terms["log_ratio"] > 0).all()
        assert found.nearest["cosine"].is_monotonic_decreasing
        assert found.nearest["cosine"].between(0, 1).all()
    peers = [other for other in source.names if source.profile(other).level == "city"]
    assert source.profile(peers[0]).peer_places == len(peers) - 1


def test_a_coinage_of_a_place_stands_in_no_other(sample_corpus: Corpus) -> None:
    source = Profiles.of(sample_corpus)
    places = sample_corpus.groups("place")
    for name in source.names:
        for row in source.profile(name).coinages.itertuples():
            users = sample_corpus.query(
                "SELECT DISTINCT report_id::VARCHAR AS r FROM terms WHERE term = ?", [row.term]
            )
            assert {places[r] for r in users["r"]} == {name}


def test_a_place_is_found_by_part_of_its_name(sample_corpus: Corpus) -> None:
    names = Profiles.of(sample_corpus).names
    county = next(name for name in names if name.endswith("县"))
    short = county.rpartition("市")[2]
    assert profile(sample_corpus, short).place == county
    assert profile(sample_corpus, f" {county} ").place == county
    with pytest.raises(AnalysisError, match=r"fits \d+ places"):
        profile(sample_corpus, "省")
    with pytest.raises(AnalysisError, match="no report is about '平原县'"):
        profile(sample_corpus, "平原县")
    with pytest.raises(AnalysisError, match="no report is about"):
        profile(sample_corpus, "")


def test_one_report_alone_has_practices_but_no_peers(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "夯基提质\n望溪县总结\n一、组织建设\n建成党员活动室12个，整顿软弱涣散支部3个，按期换届率达到100%。\n",
        "utf-8",
    )
    with Corpus.opened(tmp_path) as corpus:
        table = practices(corpus).table
        assert table["theme"].tolist() == ["组织建设"]
        assert table["formula_share"].tolist() == [0.0]
        assert table["heading"].tolist() == ["组织建设"]


def test_terms_that_come_late_spread_and_those_of_all_years_do_not(tmp_path: Path) -> None:
    counties = ["望溪县", "临皋县", "石汀县", "白洑县", "丹浦县", "云亭县"]
    rows = ["name,province,city,county,level"]
    lines = ["file,place,level,date"]
    for k, county in enumerate(counties):
        rows.append(f"沅澜省泽川市{county},沅澜省,泽川市,{county},county")
        late = k >= 3
        text = (
            f"{county}工作\n落实“三会一课”。"
            + ("开展“板凳夜话”活动。" if late else "召开会议。")
            + f"第{k}次走访。"
        )
        (tmp_path / f"{k}.txt").write_text(text, "utf-8")
        lines.append(f"{k}.txt,沅澜省泽川市{county},county,{2019 + k}-05-01")
    (tmp_path / "places.csv").write_text("\n".join(rows), "utf-8")
    (tmp_path / "manifest.csv").write_text("\n".join(lines), "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        assert spreading_terms(corpus)["term"].tolist() == ["板凳夜话"]
