"""The ledger of quantities: what reports count, comparable figures side by side, nothing summed."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

# Where a subject only says whose it is: 全县机关党员 and 全市机关党员 are the same kind of thing.
_WHOSE = re.compile(
    r"^(?:全[省市县区州旗]|[省市县区州旗]直(?:属)?|本[省市县区]|我[省市县区]|各级|累计|共|先后)+"
)

_TELLING = 4


@dataclass(frozen=True)
class Ledger:
    """Columns of `table`: subject_key, unit, then report_id, place, year, subject, verb, value, upper,
    qualifier, yuan, period, surface, sentence, start, end, raw_start, raw_end, note.

    Rows of one subject_key and unit stand together, by place and year. `value` is a bound where the
    qualifier is `approx-more` or `approx-less`, so rows must not be added up without a look at it.
    """

    table: pd.DataFrame

    def side_by_side(self, by: str) -> pd.DataFrame:
        """One row a subject and unit, one column a `by` (place or year): the figures as they stand.

        Several figures in one cell are parted by `；`. Subjects that stand in more groups come first.
        """
        if by not in ("place", "year"):
            raise AnalysisError(f"unknown grouping '{by}'. Use place or year.")
        rows = self.table[self.table[by].notna()]
        if rows.empty:
            raise AnalysisError(f"no report with quantities has a {by}. State it in a manifest.csv.")
        wide = (
            rows.assign(**{by: rows[by].astype(str)})
            .groupby(["subject_key", "unit", by], sort=True)["surface"]
            .agg("；".join)
            .unstack(by)
            .reset_index()
        )
        groups = [name for name in wide.columns if name not in ("subject_key", "unit")]
        wide.insert(2, "groups", wide[groups].notna().sum(axis=1))
        wide.columns.name = None
        return wide.sort_values(
            ["groups", "subject_key", "unit"], ascending=[False, True, True], ignore_index=True
        )

    def comparable(self, least: int = 2) -> list[pd.DataFrame]:
        """The rows of each item that `least` places or more give a figure for, the most places first.

        An item is a subject, what was done (the verb) and a unit; figures of a period (每季度一次) are none,
        nor is a subject of fewer than four characters without a verb, which may be anything (党员, 支部).
        """
        rows = self.table[
            self.table["place"].notna() & self.table["period"].isna() & self.table["unit"].fillna("").ne("")
        ]
        length = rows["subject_key"].astype(str).str.len()
        said = length.ge(_TELLING) | (rows["verb"].fillna("").ne("") & length.ge(2))
        rows = rows[said].assign(verb=rows["verb"].fillna(""))
        parts = [
            (-part["place"].nunique(), key, part)
            for key, part in rows.groupby(["subject_key", "verb", "unit"], sort=True)
        ]
        parts.sort(key=lambda entry: entry[:2])
        return [part for places, _, part in parts if -places >= least]


def ledger(corpus: "Corpus", *, subject: str | None = None, unit: str | None = None) -> Ledger:
    """All quantities of a corpus; `subject` keeps those whose subject contains it, `unit` those of one unit."""
    rows = corpus.query(
        "SELECT q.report_id::VARCHAR AS report_id, r.place, r.year, q.subject, q.verb, q.value, q.upper,"
        " q.qualifier, q.unit, q.yuan, q.period, q.surface,"
        ' substring(t.text, q.sentence_start + 1, q.sentence_end - q.sentence_start) AS sentence, q.start, q."end",'
        " q.raw_start, q.raw_end, q.note"
        " FROM quantities q JOIN reports r ON r.report_id = q.report_id JOIN texts t ON t.report_id = q.report_id"
        " WHERE ($1 IS NULL OR contains(q.subject, $1)) AND ($2 IS NULL OR q.unit = $2)"
        " ORDER BY q.report_id::VARCHAR, q.start",
        [subject, unit],
    )
    rows.insert(0, "subject_key", [_WHOSE.sub("", s) or s for s in rows["subject"].fillna("")])
    rows.insert(1, "unit", rows.pop("unit"))
    order = ["subject_key", "unit", "place", "year", "report_id", "start"]
    return Ledger(rows.sort_values(order, ignore_index=True))
