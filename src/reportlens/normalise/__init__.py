"""Raw text to clean text, without losing the way back."""

from reportlens.normalise.alignment import AlignedText, Edit
from reportlens.normalise.pipeline import normalise, normalise_report
from reportlens.normalise.text import NormalisedText, Repair, Stage

__all__ = ["AlignedText", "Edit", "NormalisedText", "Repair", "Stage", "normalise", "normalise_report"]
