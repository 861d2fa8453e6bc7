"""Segmentation: parity with jieba, and tokens that join to the text."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reportlens.annotate.terms import find_spans, hits
from reportlens.annotate.tokens import jieba_segmenter, segmenter, tokenise
from reportlens.lexicon import Lexicon, Term, default_lexicon
from reportlens.normalise import normalise


def test_the_segmenter_agrees_with_jieba_on_every_sentence(sample: Path) -> None:
    ours, reference = segmenter(), jieba_segmenter()
    paths = [*sample.glob("*.txt"), *(sample.parents[2] / "shared" / "corpora").glob("*/*.txt")]
    sentences = 0
    for path in paths:
        for sentence in re.findall(r"[^。！？\n]+[。！？]?", normalise(path.read_bytes().decode()).text):
            assert ours(sentence) == reference(sentence), sentence
            sentences += 1
    assert sentences > 300


def words(text: str) -> list[str]:
    clean = normalise(text)
    found = hits(clean, find_spans(clean.text, default_lexicon()))
    return [clean.text[a:b] for a, b in tokenise(clean.text, found).tolist()]


def test_terms_are_kept_whole_and_cut_out_of_their_neighbours() -> None:
    assert words("严格落实主题党日要求") == ["严格", "落实", "主题党日", "要求"]
    text = "开展“6+X”主题党日活动"
    found = hits(normalise(text), find_spans(text, Lexicon([Term("6+X", "numeral-abbreviation")])))
    assert "6+X" in [text[a:b] for a, b in tokenise(text, found).tolist()]


@given(st.text(alphabet="三会一课四强党支部“”，。6+X \n\x00\x01会议abc", max_size=80))
def test_tokens_join_to_the_text(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(text[a:b] for a, b in tokens.tolist()) == text
    assert all(a < b for a, b in tokens.tolist())


@given(
    st.lists(
        st.sampled_from(["三会一课", "四强", "党支部", "，", "\n", "建设", "第一议题", "6+X"]), max_size=20
    )
)
def test_tokens_join_to_the_text_with_terms_in_it(pieces: list[str]) -> None:
    clean = normalise("".join(pieces))
    found = hits(clean, find_spans(clean.text, default_lexicon()))
    tokens = tokenise(clean.text, found).tolist()
    assert "".join(clean.text[a:b] for a, b in tokens) == clean.text
    edges = {edge for token in tokens for edge in token}
    assert all(h.start in edges and h.end in edges for h in found if h.exclusive)
