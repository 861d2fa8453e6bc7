"""Counts to findings: pure functions from a corpus or a matrix to result objects."""

from typing import TYPE_CHECKING

from reportlens.analysis.clustering import Clustering, cluster, clustering
from reportlens.analysis.commonness import term_commonness
from reportlens.analysis.concordance import Concordance, concordance
from reportlens.analysis.discovery import Discovery, discover
from reportlens.analysis.dispersion import dispersions
from reportlens.analysis.formula import Formula, formula
from reportlens.analysis.frequency import frequencies
from reportlens.analysis.groups import GroupKeyness, compare_groups, group_keyness
from reportlens.analysis.keyness import Keyness, compare, keyness
from reportlens.analysis.matrix import UNITS, TermMatrix
from reportlens.analysis.permutation import PermutationTest, permutation_test

if TYPE_CHECKING:
    from reportlens.analysis.vectorizer import TermVectorizer

__all__ = [
    "UNITS",
    "Clustering",
    "Concordance",
    "Discovery",
    "Formula",
    "GroupKeyness",
    "Keyness",
    "PermutationTest",
    "TermMatrix",
    "TermVectorizer",
    "cluster",
    "clustering",
    "compare",
    "compare_groups",
    "concordance",
    "discover",
    "dispersions",
    "formula",
    "frequencies",
    "group_keyness",
    "keyness",
    "permutation_test",
    "term_commonness",
]


def __getattr__(name: str) -> object:
    # An estimator needs scikit-learn, which takes seconds to load: only who uses it pays.
    if name == "TermVectorizer":
        from reportlens.analysis.vectorizer import TermVectorizer

        return TermVectorizer
    raise AttributeError(f"module 'reportlens.analysis' has no attribute {name!r}")
