"""Organisations: labelled sentences, the gold texts, and what holds for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlens.annotate.facts import Entity
from reportlens.annotate.organisation_heads import BODIES, HEADS, KNOWN, NATIONAL, TAIL
from reportlens.annotate.organisations import find_organisations
from reportlens.annotate.places import Gazetteer, find_places, place_from_name, report_place
from reportlens.report import Facts, Place

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases/organisations.jsonl").read_text("utf-8").splitlines()
]
# Floors only go up.
CASES_RIGHT, GOLD_F1 = 0.99, 0.98


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def found_in(text: str, home: Place | None, gazetteer: Gazetteer) -> list[Entity]:
    return find_organisations(text, find_places(text, home, None, gazetteer), home)


def test_cases(gazetteer: Gazetteer) -> None:
    wrong = []
    for case in CASES:
        home = place_from_name(case["home"], None, gazetteer) if "home" in case else None
        got = [[e.surface, e.value] for e in found_in(case["text"], home, gazetteer)]
        if got != case["organisations"]:
            wrong.append((case["text"], got))
    assert len(CASES) >= 60
    assert 1 - len(wrong) / len(CASES) >= CASES_RIGHT, wrong


def test_gold(shared: Path, gazetteer: Gazetteer) -> None:
    rows = [json.loads(line) for line in (shared / "gold/orgs.jsonl").read_text("utf-8").splitlines()]
    right = found = wanted = 0
    for path in sorted((shared / "gold/clean").glob("*.txt")):
        text = path.read_text("utf-8")
        home, _ = report_place(text, Facts(), gazetteer)
        got = {(e.start, e.end) for e in found_in(text, home, gazetteer)}
        gold = {(row["start"], row["end"]) for row in rows if row["seed"] == path.stem}
        right, found, wanted = right + len(got & gold), found + len(got), wanted + len(gold)
    assert 2 * right / (found + wanted) >= GOLD_F1


def test_what_is_not_said_is_marked(gazetteer: Gazetteer) -> None:
    (committee,) = found_in("市委召开会议。", None, gazetteer)
    assert committee.value is None
    assert committee.note


def test_the_parts_of_a_name_never_match_nothing_for_ever() -> None:
    assert TAIL.match("") is not None
    assert all(len(word) > 0 for word in (*HEADS, *BODIES, *KNOWN, *NATIONAL))


PARTS = [
    "市",
    "县",
    "省",
    "委",
    "政协",
    "办公室",
    "局",
    "处",
    "中央",
    "宝鸡市",
    "党支部",
    "和",
    "、",
    "工委",
    "成立",
    "协会",
    "《",
    "》",
    "机关",
]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=25).map("".join)))
def test_any_text_gives_spans_in_order(text: str) -> None:
    gazetteer = Gazetteer.load()
    end = 0
    for entity in found_in(text, place_from_name("陕西省宝鸡市", None, gazetteer), gazetteer):
        assert text[entity.start : entity.end] == entity.surface
        assert end <= entity.start < entity.end <= len(text)
        assert entity.label == "ORG"
        end = entity.end
