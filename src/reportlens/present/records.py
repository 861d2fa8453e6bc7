"""Tables as rows for a template."""

from typing import TYPE_CHECKING, Any

from reportlens.present.export import plain_values

if TYPE_CHECKING:
    import pandas as pd


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows as Python's own values, None where there is none."""
    columns = {str(name): plain_values(table[name]) for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
