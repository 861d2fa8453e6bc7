"""Hits: nesting, the three ways of counting, and the way back to the raw text."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reportlens.annotate.terms import Span, find_spans, hits
from reportlens.lexicon import default_lexicon
from reportlens.normalise import normalise
from reportlens.reading.decode import decode


def test_nesting_of_three_levels() -> None:
    found = hits(normalise("建设“四强”党支部。"), find_spans("建设“四强”党支部。", default_lexicon()))
    by_surface = {h.surface: (h.nested, h.exclusive) for h in found}
    assert by_surface["“四强”党支部"] == (False, True)
    assert by_surface["四强"] == (True, False)
    assert by_surface["党支部"] == (True, False)


def test_overlapping_hits_are_both_outermost_but_only_the_first_is_exclusive() -> None:
    text = normalise("党组织生活会议")
    found = hits(text, [Span(0, 5, "a", "x"), Span(1, 6, "b", "x"), Span(3, 4, "c", "x")])
    assert [(h.canonical, h.nested, h.exclusive) for h in found] == [
        ("a", False, True),
        ("b", False, False),
        ("c", True, False),
    ]


spans = st.lists(
    st.tuples(st.integers(0, 29), st.integers(1, 8)).map(
        lambda p: Span(p[0], min(30, p[0] + p[1]), "t", "c")
    ),
    max_size=25,
)


@given(spans)
def test_exclusive_hits_are_outermost_and_apart(given_spans: list[Span]) -> None:
    found = hits(normalise("党" * 30), given_spans)
    assert len(found) == len({(s.start, s.end) for s in given_spans})
    exclusive = [h for h in found if h.exclusive]
    assert all(not h.nested for h in exclusive)
    assert all(a.end <= b.start for a, b in pairwise(exclusive))
    for hit in found:
        inside = any(
            (o.start, o.end) != (hit.start, hit.end) and o.start <= hit.start and hit.end <= o.end
            for o in found
        )
        assert hit.nested == inside


pieces = st.lists(
    st.sampled_from(
        [
            "三會(huì)一課",
            "“四強(qiáng)”黨支部",
            "三会一课",
            "6+X",
            "《中國共產黨章程》",
            "堅持",
            "黨組(擴(kuò)大)會(huì)議",
            "，",
            "\n",
            "第一議題",
            "隻能",
        ]
    ),
    max_size=20,
)


@given(pieces)
def test_the_raw_slice_of_a_hit_normalised_again_is_its_surface(given_pieces: list[str]) -> None:
    raw = "".join(given_pieces)
    clean = normalise(raw)
    for hit in hits(clean, find_spans(clean.text, default_lexicon())):
        assert normalise(raw[hit.raw_start : hit.raw_end]).text == hit.surface


def test_the_same_on_real_reports(shared: Path, sample: Path) -> None:
    checked = 0
    for path in [*sorted((shared / "seeds").glob("*.txt")), *sorted(sample.glob("*.txt"))]:
        raw = decode(path.read_bytes(), path.name)[0]
        clean = normalise(raw)
        damaged = [(r.raw_start, r.raw_end) for r in clean.repairs if r.kind == "mojibake"]
        for hit in hits(clean, find_spans(clean.text, default_lexicon())):
            if any(a < hit.raw_end and hit.raw_start < b for a, b in damaged):
                continue
            again = normalise(raw[hit.raw_start : hit.raw_end]).text
            assert again == hit.surface, (path.name, raw[hit.raw_start : hit.raw_end])
            checked += 1
    assert checked > 500
