"""A draft in the form of an official document, and the audit that proves it."""

from reportlens.present.brief.audit import Audit, Finding, audit
from reportlens.present.brief.blocks import Brief
from reportlens.present.brief.compose import compose
from reportlens.present.brief.document import docx_bytes

__all__ = ["Audit", "Brief", "Finding", "audit", "compose", "docx_bytes"]
