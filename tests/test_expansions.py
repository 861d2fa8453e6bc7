"""What abbreviations stand for: labelled texts, and what must always hold."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reportlens.annotate.expansions import find_expansions
from reportlens.annotate.facts import Expansion
from reportlens.annotate.rules import find_rule_spans, settle
from reportlens.annotate.rules.numerals import Part, is_code, parts, without_prefix
from reportlens.annotate.terms import find_spans, hits
from reportlens.lexicon import Lexicon, Term, default_lexicon
from reportlens.normalise import normalise

CASES = Path(__file__).parent / "cases" / "expansions.jsonl"
# The share of texts with exactly the expected rows; goes up only.
FLOOR = 1.0


def expansions(text: str, lexicon: Lexicon | None = None) -> list[Expansion]:
    lexicon = lexicon or default_lexicon()
    clean = normalise(text)
    listed = find_spans(clean.text, lexicon)
    found = hits(clean, settle(clean.text, [*listed, *find_rule_spans(clean.text, listed, lexicon)]))
    return find_expansions(clean.text, found, lexicon)


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def test_labelled_texts() -> None:
    cases = rows()
    assert len(cases) >= 40
    misses = []
    for case in cases:
        found = expansions(case["text"])
        expanded = {e.abbreviation: list(e.members) for e in found if e.status == "expanded"}
        known = [e.abbreviation for e in found if e.status == "lexicon"]
        if expanded != case["expanded"] or known != case["lexicon"]:
            misses.append((case["text"], expanded, known))
    assert 1 - len(misses) / len(cases) >= FLOOR, misses


def test_parts_of_abbreviations() -> None:
    assert parts("三亮三比") == (Part(3, "亮"), Part(3, "比"))
    assert parts("一网三端五库") == (Part(1, "网"), Part(3, "端"), Part(5, "库"))
    assert parts("三个有效覆盖") == (Part(3, "有效覆盖"),)
    assert parts("双基") == (Part(2, "基"),)
    assert parts("党建") == ()
    assert parts("三、四强") == ()
    assert [label for label in ("12235", "1+3+N", "2035", "012", "三亮") if is_code(label)] == [
        "12235",
        "1+3+N",
    ]


def test_the_evidence_is_where_the_members_stand() -> None:
    text = "强化组织建设、队伍建设“双建”工作。"
    (found,) = expansions(text)
    (start, end) = found.evidence[0]
    assert all(member in text[start:end] for member in found.members)


def test_one_established_meaning_is_given_and_of_several_the_one_that_the_text_tells() -> None:
    one = Lexicon([Term("三清", "numeral-abbreviation", members=("清底数", "清问题", "清责任"))])
    assert expansions("实施“三清”工程。", one) == [
        Expansion("三清", ("清底数", "清问题", "清责任"), "lexicon")
    ]
    two = Lexicon([*one.terms, Term("三清", "numeral-abbreviation", members=("政务清", "干部清", "社会清"))])
    assert expansions("实施“三清”工程。", two) == []
    told = expansions("实施“三清”工程。从政务清做起，干部清是关键，最后达到社会清。", two)
    assert [row.members for row in told] == [("政务清", "干部清", "社会清")]


def test_the_samples_own_abbreviations(clean_texts: dict[str, str], truth: dict[str, Any]) -> None:
    """Coinages that a sample report spells out, and no others; how many of them: see test_sample."""
    found = {
        row.abbreviation: len(row.members)
        for text in clean_texts.values()
        for row in expansions(text)
        if row.status == "expanded"
    }
    planted = {p["abbreviation"]: len(p["members"]) for row in truth["reports"] for p in row["expansions"]}
    in_passing = {"双化": 2, "三必须": 3}
    assert found.items() <= (planted | in_passing).items()
    assert len(found) >= 20


PIECES = st.lists(
    st.sampled_from(
        [
            *"一二三四五双强化有比亮、，。：；“”\n即",
            "“三亮”",
            "“四强”",
            "“12235”",
            "“1+3+N”",
            "一、突出",
            "亮身份",
            "政治功能强",
            "就是",
            "分别是",
            "一条主线",
            "两个文件",
        ]
    ),
    max_size=50,
)


@given(PIECES)
def test_never_crashes_and_counts_as_many_members_as_the_numerals_say(pieces: list[str]) -> None:
    for row in expansions("".join(pieces)):
        if row.status == "expanded" and not is_code(row.abbreviation):
            counted = parts(without_prefix(row.abbreviation))
            number = len(row.members)
            # As many as all parts count; or as each counts, with all stems; or one for each part of several.
            assert (
                number == sum(part.number for part in counted)
                or all(number == p.number and all(p.stem in m for m in row.members) for p in counted)
                or number == len(counted) > 1
            )
        assert len(set(row.members)) == len(row.members)
        assert all(row.members)
