"""What was found in one report."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from reportlens.annotate.facts import Entity, Expansion, Quantity
from reportlens.annotate.terms import Hit
from reportlens.annotate.tokens import Tokens
from reportlens.normalise import NormalisedText
from reportlens.report import Facts, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Annotation:
    """The clean text of one report and the spans found in it.

    All offsets are code points into `text` (half-open); `normalised.raw_span` leads from them to the
    raw text. `facts` are the report's: stated from outside first, then what the page says, then what
    the text shows. `tokens` is an int32 array of shape (n, 2). `year` is the one that the report speaks
    about, `evidence` how its place is known.
    """

    report: Report
    normalised: NormalisedText
    facts: Facts
    tokens: Tokens
    terms: tuple[Hit, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[Entity, ...] = ()
    year: int | None = None
    evidence: str = ""

    @property
    def text(self) -> str:
        return self.normalised.text

    def words(self) -> list[str]:
        """The tokens as strings; joined they give the text."""
        return [self.text[start:end] for start, end in self.tokens.tolist()]

    def to_json(self, *, tokens: bool = False) -> dict[str, Any]:
        """The object that `reportlens annotate` prints (CONTRACT of the command line)."""
        place = self.facts.place
        result: dict[str, Any] = {
            "report_id": self.report.report_id,
            "path": self.report.path,
            "sha256": self.report.sha256,
            "encoding": self.report.encoding,
            "script": self.normalised.script,
            "title": self.facts.title,
            "subtitle": self.facts.subtitle,
            "date": self.facts.date,
            "source": self.facts.source,
            "author": self.facts.author,
            "editor": self.facts.editor,
            "place": place and asdict(place),
            "level": self.facts.level,
            "year": self.year,
            "place_evidence": self.evidence or None,
            "text": self.text,
            "repairs": [repair._asdict() for repair in self.normalised.repairs],
            "terms": [
                {
                    "start": hit.start,
                    "end": hit.end,
                    "text": hit.surface,
                    "canonical": hit.canonical,
                    "category": hit.category,
                    "nested": hit.nested,
                    "raw_start": hit.raw_start,
                    "raw_end": hit.raw_end,
                    "source": hit.source,
                }
                for hit in self.terms
            ],
            "expansions": [
                {
                    "abbreviation": e.abbreviation,
                    "members": list(e.members),
                    "status": e.status,
                    "evidence": [{"start": start, "end": end} for start, end in e.evidence],
                }
                for e in self.expansions
            ],
            "quantities": [self._quantity(q) for q in self.quantities],
            "entities": [
                {"start": e.start, "end": e.end, "text": e.surface, "label": e.label, "value": e.value}
                | ({"note": e.note} if e.note else {})
                for e in self.entities
            ],
        }
        if tokens:
            result["tokens"] = self.tokens.tolist()
        return result

    def _quantity(self, quantity: Quantity) -> dict[str, Any]:
        raw_start, raw_end = self.normalised.raw_span(quantity.start, quantity.end)
        row = quantity._asdict()
        return (
            {"start": row.pop("start"), "end": row.pop("end"), "text": row.pop("surface")}
            | row
            | {
                "sentence": list(quantity.sentence),
                "raw_start": raw_start,
                "raw_end": raw_end,
            }
        )

    def to_doc(self) -> "Doc":
        """A spaCy `Doc` over our tokens, with the terms and entities in `doc.spans`.

        Blank tokens are kept, so `doc.text` is the clean text and character offsets agree. A span
        whose edges lie inside a token is widened to whole tokens.
        """
        from spacy.tokens import Doc, Span
        from spacy.vocab import Vocab

        words = self.words()
        doc = Doc(Vocab(), words=words, spaces=[False] * len(words))

        def spans(rows: list[tuple[int, int, str, str]]) -> list[Span]:
            found = []
            for start, end, label, identifier in rows:
                span = doc.char_span(start, end, label=label, alignment_mode="expand")
                if span is not None:
                    span.id_ = identifier
                    found.append(span)
            return found

        doc.spans["terms"] = spans([(h.start, h.end, h.category, h.canonical) for h in self.terms])
        doc.spans["entities"] = spans([(e.start, e.end, e.label, e.value or "") for e in self.entities])
        doc.user_data["report_id"] = self.report.report_id
        return doc
