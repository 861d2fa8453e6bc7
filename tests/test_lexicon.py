"""Matching on characters: complete, nested, and over quotation marks."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.errors import LexiconError
from reportlens.lexicon import CATEGORIES, Lexicon, Term, default_lexicon, load_terms

SMALL = Lexicon(
    [
        Term("四强", "numeral-abbreviation"),
        Term("四强党支部", "organisation-form"),
        Term("党支部", "organisation-form", variants=("支部",)),
        Term("党组", "organisation-form", not_next=("织",)),
        Term("党组织", "organisation-form"),
        Term("6+X", "numeral-abbreviation"),
        Term("《党章》", "regulation"),
    ]
)


def found(text: str) -> list[str]:
    return [text[m.start : m.end] for m in SMALL.find(text)]


def test_nested_and_quoted_terms_are_all_found() -> None:
    assert found("建设“四强”党支部，") == ["“四强”党支部", "四强", "党支部", "支部"]
    assert found("建设四强党支部") == ["四强党支部", "四强", "党支部", "支部"]


def test_a_hit_never_runs_over_the_edge_of_a_quotation() -> None:
    assert found("抓好“四强”“党支部”") == ["四强", "党支部", "支部"]
    assert found("落实“党章四强”党支部") == ["四强", "党支部", "支部"]


def test_a_longer_word_is_not_the_shorter_term() -> None:
    assert found("党组织和党组") == ["党组织", "党组"]


def test_punctuation_in_a_term_is_kept() -> None:
    assert found("“6+X”与《党章》") == ["6+X", "《党章》"]


def test_variants_lead_to_the_canonical_form() -> None:
    assert {m.term.canonical for m in SMALL.find("支部")} == {"党支部"}
    assert SMALL["支部"].canonical == "党支部"
    assert "六+X" not in SMALL


@given(st.text(alphabet="四强党支部组织6+X《章》“”", max_size=60))
def test_the_automaton_agrees_with_looking_for_every_surface(text: str) -> None:
    plain = text.replace("“", "").replace("”", "")
    brute = {
        (at, surface)
        for term in SMALL.terms
        for surface in term.surfaces
        for at in range(len(plain))
        if plain.startswith(surface, at) and not plain.startswith(term.not_next or ("\0",), at + len(surface))
    }
    quick = {
        (
            len(text[: m.start].replace("“", "").replace("”", "")),
            text[m.start : m.end].replace("“", "").replace("”", ""),
        )
        for m in SMALL.find(text)
    }
    assert quick <= brute
    if plain == text:
        assert quick == brute


def test_our_lexicon_has_every_category_and_loads_without_complaint() -> None:
    lexicon = default_lexicon()
    assert {term.category for term in lexicon.terms} == set(CATEGORIES)
    assert len(lexicon) >= 200
    assert lexicon["三会一课"].category == "numeral-abbreviation"
    assert len(lexicon["四强"].members) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,category\n三会一课,regulation\n", "line 1: no column 'canonical'"),
        ("canonical,category\n三会一课,law\n", "line 2: unknown category 'law'"),
        ("canonical,category\n课,regulation\n", "line 2: '课' is shorter"),
        ("canonical,category,theme\n三会一课,regulation,天气\n", "line 2: unknown theme '天气'"),
        ("canonical,category,since\n三会一课,regulation,long ago\n", "line 2: 'long ago' is no year"),
        ("canonical,category\n" + "长" * 500 + ",regulation\n", "line 2: .* has 500 characters"),
    ],
)
def test_a_row_that_is_not_usable_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=message):
        load_terms([path])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_own_lexicons_may_have_any_encoding_and_empty_rows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(
        "canonical,category\n板凳夜话,campaign-brand\n,\n三亮[三]比+,slogan-principle\n".encode(encoding)
    )
    lexicon = Lexicon(load_terms([path]))
    assert [term.canonical for term in lexicon.terms] == ["板凳夜话", "三亮[三]比+"]
    assert [m.term.canonical for m in lexicon.find("“板凳夜话”与三亮[三]比+")] == [
        "板凳夜话",
        "三亮[三]比+",
    ]


def test_the_common_terms_of_the_genre_are_in_the_lexicon() -> None:
    """Common terms of the genre that must be found: each with its category and canonical form."""
    lexicon = default_lexicon()
    table = Path(__file__).parent / "cases" / "common_terms.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = [(row["term"], row["category"], row["canonical"]) for row in csv.DictReader(file)]
    assert len(rows) >= 100
    # Meetings are found by a rule, whatever their number.
    listed = [row for row in rows if row[1] != "doctrine-meeting" or row[0] in lexicon]
    known = [
        (term, lexicon[term].category, lexicon[term].canonical) for term, _, _ in listed if term in lexicon
    ]
    assert known == listed
