"""reportlens: analyse Chinese work reports on Party building, every number traceable to the source."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlens.annotate import Annotation
    from reportlens.corpus import Corpus
    from reportlens.errors import ReportLensError
    from reportlens.lexicon import Lexicon, Term, default_lexicon
    from reportlens.normalise import NormalisedText
    from reportlens.report import Facts, Place, Report

__version__ = "0.1.0"

# Names load on first use: `import reportlens` alone is cheap. The functions `normalise` and `annotate`
# are taken from their stages, which bear the same names.
_HOMES = {
    "Annotation": "annotate",
    "Corpus": "corpus",
    "ReportLensError": "errors",
    "Lexicon": "lexicon",
    "Term": "lexicon",
    "default_lexicon": "lexicon",
    "NormalisedText": "normalise",
    "Facts": "report",
    "Place": "report",
    "Report": "report",
}
__all__ = [
    "Annotation",
    "Corpus",
    "Facts",
    "Lexicon",
    "NormalisedText",
    "Place",
    "Report",
    "ReportLensError",
    "Term",
    "__version__",
    "default_lexicon",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"reportlens.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'reportlens' has no attribute {name!r}")
