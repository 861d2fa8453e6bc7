"""Clean text to annotation: tokens, terms and facts with their places."""

from reportlens.annotate.annotation import Annotation
from reportlens.annotate.facts import Entity, Expansion, Quantity
from reportlens.annotate.pipeline import annotate
from reportlens.annotate.terms import Hit

__all__ = ["Annotation", "Entity", "Expansion", "Hit", "Quantity", "annotate"]
