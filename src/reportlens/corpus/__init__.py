"""Annotations of many reports: shards of Parquet tables, and DuckDB over them."""

from reportlens.corpus.building import Built, build
from reportlens.corpus.corpus import COUNTINGS, GROUPINGS, Corpus

__all__ = ["COUNTINGS", "GROUPINGS", "Built", "Corpus", "build"]
