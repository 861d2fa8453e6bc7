"""Tables as rows for a template, and names as they are shown."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from reportlens.present.export import plain_values

if TYPE_CHECKING:
    import pandas as pd


def short_places(reports: "pd.DataFrame") -> dict[str, str]:
    """Each place of the reports by the last part of its name (芷陂县), where that is the name of no other."""
    last = {}
    for row in records(reports[["place", "city", "county"]]):
        if row["place"]:
            last[row["place"]] = row["county"] or row["city"] or row["place"]
    often = Counter(last.values())
    return {place: short if often[short] == 1 else place for place, short in last.items()}


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows as Python's own values, None where there is none."""
    columns = {str(name): plain_values(table[name]) for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
