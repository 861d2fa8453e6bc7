"""Counts to findings: pure functions from a corpus or a matrix to result objects."""

from reportlens.analysis.concordance import Concordance, concordance
from reportlens.analysis.discovery import Discovery, discover
from reportlens.analysis.frequency import frequencies
from reportlens.analysis.keyness import Keyness, compare, keyness
from reportlens.analysis.matrix import TermMatrix

__all__ = [
    "Concordance",
    "Discovery",
    "Keyness",
    "TermMatrix",
    "compare",
    "concordance",
    "discover",
    "frequencies",
    "keyness",
]
