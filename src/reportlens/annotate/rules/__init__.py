"""Terms of open classes, found by their form, and which of all spans stay."""

from reportlens.annotate.rules.find import find_rule_spans
from reportlens.annotate.rules.settle import settle

__all__ = ["find_rule_spans", "settle"]
