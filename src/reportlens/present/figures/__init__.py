"""Figures from result objects, each fit to stand alone in a paper."""

from reportlens.present.canvas import save
from reportlens.present.figures.adoption import plot_adoption
from reportlens.present.figures.dendrogram import plot_dendrogram
from reportlens.present.figures.frequencies import plot_frequencies
from reportlens.present.figures.heat_map import plot_heat_map
from reportlens.present.figures.keyness import (
    BOOTSTRAP_REPORTS,
    MIN_COUNT,
    MIN_REPORTS,
    SIGNIFICANT,
    enough_evidence,
    interval_columns,
    is_key,
    plot_keyness,
)
from reportlens.present.figures.network import plot_network
from reportlens.present.figures.report_map import plot_map
from reportlens.present.style import without_style

__all__ = [
    "BOOTSTRAP_REPORTS",
    "MIN_COUNT",
    "MIN_REPORTS",
    "SIGNIFICANT",
    "enough_evidence",
    "interval_columns",
    "is_key",
    "plot_adoption",
    "plot_dendrogram",
    "plot_frequencies",
    "plot_heat_map",
    "plot_keyness",
    "plot_map",
    "plot_network",
    "save",
    "without_style",
]
