"""Quantities: who did what, how many, how often."""

from reportlens.annotate.quantities.find import find_quantities

__all__ = ["find_quantities"]
