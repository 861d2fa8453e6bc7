"""What we look for: terms and the lexicons that hold them."""

from reportlens.lexicon.check import complaints
from reportlens.lexicon.lexicon import Lexicon, Match, Span
from reportlens.lexicon.load import default_lexicon, load_stop_list, load_terms, read_lexicon
from reportlens.lexicon.term import CATEGORIES, CATEGORY_NAMES, THEMES, Term

__all__ = [
    "CATEGORIES",
    "CATEGORY_NAMES",
    "THEMES",
    "Lexicon",
    "Match",
    "Span",
    "Term",
    "complaints",
    "default_lexicon",
    "load_stop_list",
    "load_terms",
    "read_lexicon",
]
