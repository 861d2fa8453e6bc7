"""Repair of shifted-byte mojibake, as a proof."""

from reportlens.normalise.damage.repair import repair_damage

__all__ = ["repair_damage"]
