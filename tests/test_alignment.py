"""Alignment: composed edits always lead back into the raw text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.normalise import alignment
from reportlens.normalise.alignment import AlignedText, Edit, changed_runs

texts = st.text(alphabet="党建三会一課(huì)，, \n0aé", max_size=40)


@st.composite
def text_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edits.append(Edit(start, end, draw(st.text(alphabet="甲乙丙", max_size=4)), "test", "any"))
    return text, edits


@given(text_with_edits())
def test_applied_edits_give_the_text_that_slicing_gives(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    expected, position = "", 0
    for edit in edits:
        expected += text[position : edit.start] + edit.replacement
        position = edit.end
    assert AlignedText.of(text).apply(edits).text == expected + text[position:]


@given(text_with_edits(), st.data())
def test_alignment_is_monotone_and_in_range_after_two_rounds(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = case
    once = AlignedText.of(text).apply(edits)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(once.text)), max_size=6, unique=True)))
    again = [Edit(a, b, "丁", "test", "any") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    twice = once.apply(again)
    assert len(twice.start) == len(twice.end) == len(twice.text)
    assert (twice.start[1:] >= twice.start[:-1]).all()
    assert (twice.end[1:] >= twice.end[:-1]).all()
    assert (twice.start < twice.end).all()
    assert len(twice.text) == 0 or (twice.start[0] >= 0 and twice.end[-1] <= len(text))


@given(text_with_edits())
def test_characters_that_no_edit_touched_stand_for_themselves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = AlignedText.of(text).apply(edits)
    for k, character in enumerate(after.text):
        if character not in "甲乙丙":
            assert text[after.start[k] : after.end[k]] == character


def test_a_reading_belongs_to_its_character() -> None:
    aligned = AlignedText.of("三會(huì)一課").apply([Edit(1, 7, "會", "gloss", "reading")])
    assert aligned.text == "三會一課"
    assert aligned.span(0, 2) == (0, 7)
    assert aligned.span(1, 1) == (1, 1)
    assert list(aligned.spans([0, 1, 4], [2, 2, 4])) == [(0, 7), (1, 7), (9, 9)]


def test_origins_of_a_repair_are_carried_through() -> None:
    edit = Edit(1, 4, "甲乙", "mojibake", "proof", ((1, 3), (2, 4)))
    aligned = AlignedText.of("打?qū)實").apply([edit])
    assert aligned.text == "打甲乙)實"
    assert aligned.span(1, 2) == (1, 3)
    assert aligned.span(2, 3) == (2, 4)


@pytest.mark.parametrize(
    "edits",
    [[Edit(0, 3, "x", "t", ""), Edit(2, 4, "y", "t", "")], [Edit(2, 2, "从无到有", "t", "")]],
)
def test_edits_that_overlap_or_have_no_origin_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"overlap|nowhere"):
        AlignedText.of("一二三四五").apply(edits)


@given(texts, st.randoms())
def test_changed_runs_rebuild_the_new_text(text: str, random: object) -> None:
    after = "".join("新" if ord(c) % 3 == 0 else c for c in text)
    edits = changed_runs(text, after, "test", "any")
    assert AlignedText.of(text).apply(edits).text == after
    assert all(text[e.start : e.end] != e.replacement for e in edits)
    assert all(a.end < b.start for a, b in pairwise(edits))


@given(text_with_edits(), st.integers(1, 9), st.integers(1, 3))
def test_the_size_of_the_blocks_changes_nothing(case: tuple[str, list[Edit]], block: int, batch: int) -> None:
    text, edits = case
    edits = [e for e in edits if e.end > e.start or not e.replacement]
    whole = AlignedText.of(text).apply(edits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_BLOCK", block)
        patch.setattr(alignment, "_BATCH", batch)
        parts = AlignedText.of(text).apply(edits)
    assert parts.text == whole.text
    assert parts.start.tolist() == whole.start.tolist()
    assert parts.end.tolist() == whole.end.tolist()
