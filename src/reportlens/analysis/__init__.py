"""Counts to findings: pure functions from a corpus or a matrix to result objects."""

from typing import TYPE_CHECKING

from reportlens.analysis.clustering import Clustering, cluster, clustering
from reportlens.analysis.collocation import Collocation, collocates
from reportlens.analysis.commonness import term_commonness
from reportlens.analysis.concordance import Concordance, concordance
from reportlens.analysis.diachrony import Adoption, adoption, anachronisms, first_use, term_bursts
from reportlens.analysis.discovery import Discovery, discover
from reportlens.analysis.dispersion import dispersions
from reportlens.analysis.formula import Formula, formula
from reportlens.analysis.frequency import frequencies
from reportlens.analysis.groups import GroupKeyness, compare_groups, group_keyness
from reportlens.analysis.keyness import Keyness, compare, keyness
from reportlens.analysis.matching import Matches, match
from reportlens.analysis.matrix import UNITS, TermMatrix
from reportlens.analysis.network import Network, term_network
from reportlens.analysis.permutation import PermutationTest, permutation_test
from reportlens.analysis.practices import Practices, practices
from reportlens.analysis.profile import Profile, Profiles, profile
from reportlens.analysis.similarity import Similarity, report_similarity
from reportlens.analysis.topics import Topics, topics

if TYPE_CHECKING:
    from reportlens.analysis.vectorizer import TermVectorizer

__all__ = [
    "UNITS",
    "Adoption",
    "Clustering",
    "Collocation",
    "Concordance",
    "Discovery",
    "Formula",
    "GroupKeyness",
    "Keyness",
    "Matches",
    "Network",
    "PermutationTest",
    "Practices",
    "Profile",
    "Profiles",
    "Similarity",
    "TermMatrix",
    "TermVectorizer",
    "Topics",
    "adoption",
    "anachronisms",
    "cluster",
    "clustering",
    "collocates",
    "compare",
    "compare_groups",
    "concordance",
    "discover",
    "dispersions",
    "first_use",
    "formula",
    "frequencies",
    "group_keyness",
    "keyness",
    "match",
    "permutation_test",
    "practices",
    "profile",
    "report_similarity",
    "term_bursts",
    "term_commonness",
    "term_network",
    "topics",
]


def __getattr__(name: str) -> object:
    # An estimator needs scikit-learn, which takes seconds to load: only who uses it pays.
    if name == "TermVectorizer":
        from reportlens.analysis.vectorizer import TermVectorizer

        return TermVectorizer
    raise AttributeError(f"module 'reportlens.analysis' has no attribute {name!r}")
