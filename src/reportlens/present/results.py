"""Results that the page and the brief share, each computed when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from reportlens.analysis import Formula, Keyness, Practices, TermMatrix, compare, formula, practices
from reportlens.analysis.ledger import Ledger, ledger
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

TARGET, REFERENCE = "county", "city"


class Results:
    """The analyses of one corpus by name. One that the reports do not allow raises `AnalysisError`."""

    def __init__(self, corpus: "Corpus") -> None:
        self.corpus = corpus

    @cached_property
    def keyness(self) -> Keyness | None:
        """Counties against cities; None where there is not at least one report with words of each."""
        if not {TARGET, REFERENCE} <= set(self.corpus.groups("level").astype(str)):
            return None
        try:
            return compare(self.corpus, by="level", target=TARGET, reference=REFERENCE)
        except AnalysisError:
            return None

    @cached_property
    def formula(self) -> Formula:
        return formula(self.corpus)

    @cached_property
    def practices(self) -> Practices:
        return practices(self.corpus, shared=self.formula if len(self.corpus.sizes()) > 1 else None)

    @cached_property
    def ledger(self) -> Ledger:
        return ledger(self.corpus)

    @cached_property
    def matrix(self) -> TermMatrix:
        return TermMatrix.of(self.corpus)
