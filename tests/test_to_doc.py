"""The door to spaCy: the same text, the same offsets."""

from pathlib import Path

from reportlens import Report
from reportlens.annotate import annotate


def test_a_doc_has_our_text_tokens_and_terms(sample: Path) -> None:
    raw = (sample / "02_tangling_county.txt").read_bytes().decode()
    marked = annotate(Report("tangling", "02_tangling_county.txt", "", raw))
    doc = marked.to_doc()
    assert doc.text == marked.text
    assert [token.text for token in doc] == marked.words()
    assert len(doc.spans["terms"]) == len(marked.terms)
    whole = [s for s, h in zip(doc.spans["terms"], marked.terms, strict=True) if s.text == h.surface]
    assert len(whole) > 0.8 * len(marked.terms)
    assert {span.label_ for span in doc.spans["entities"]} <= {"PLACE", "ORG", "DATE"}
