"""Terms that spread: used later than the reports are dated on the whole, by several places."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

LEAST_PLACES = 3
# Standard errors by which the mean year of the reports with a term must exceed that of all reports.
LEAST_Z = 1.5
# 四强 and 四强党支部 stand in the same reports: of two such terms the clearer one is listed.
SAME = 0.8


def spreading_terms(corpus: "Corpus") -> pd.DataFrame:
    """Terms that more and more reports use, the clearest first: a list of what to look at, not a test.

    Columns: term, category, places, reports, mean_year, z ((mean year of the reports with the term − mean year of all) / (s / √reports · √(1 − reports / all)): the standard error
    of the mean of so many reports drawn without replacement). Counted are outermost and nested uses in
    reports with a year and a place; a term needs three places, two years and z ≥ 1.5. Of terms that stand
    in nearly the same reports (Jaccard 0.8) the clearer is listed. Empty where all reports are of one year.
    """
    uses = corpus.query(
        "SELECT t.term::VARCHAR AS term, any_value(t.category) AS category, count(DISTINCT r.place) AS places,"
        " count(DISTINCT r.report_id) AS reports FROM terms t JOIN reports r ON r.report_id = t.report_id::VARCHAR"
        " WHERE r.year IS NOT NULL AND r.place IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    means = corpus.query(
        "SELECT term, avg(year) AS mean_year, count(DISTINCT year) AS years, list(report_id ORDER BY report_id) AS ids FROM (SELECT DISTINCT t.term::VARCHAR AS term, r.report_id, r.year"
        " FROM terms t JOIN reports r ON r.report_id = t.report_id::VARCHAR"
        " WHERE r.year IS NOT NULL AND r.place IS NOT NULL) GROUP BY 1 ORDER BY 1"
    )
    years = corpus.query("SELECT year FROM reports WHERE year IS NOT NULL AND place IS NOT NULL")["year"]
    table = uses.merge(means, on="term")
    columns = ["term", "category", "places", "reports", "mean_year", "z"]
    if years.nunique() < 2 or table.empty:
        return pd.DataFrame(columns=columns)
    n, total = table["reports"].to_numpy(float), len(years)
    spread = float(years.std(ddof=1)) * np.sqrt(np.maximum(1 - n / total, 0.0) / n)
    gain = table["mean_year"].to_numpy(float) - float(years.mean())
    table["z"] = np.divide(gain, spread, out=np.zeros_like(gain), where=spread > 0)
    kept = table[(table["places"] >= LEAST_PLACES) & (table["z"] >= LEAST_Z) & (table["years"] > 1)]
    kept = kept.sort_values(["z", "term"], ascending=[False, True])
    seen: list[frozenset[str]] = []
    rows = []
    for row, ids in zip(kept.index, kept["ids"], strict=True):
        mine = frozenset(ids)
        if all(len(mine & other) < SAME * len(mine | other) for other in seen):
            rows.append(row)
            seen.append(mine)
    return kept.loc[rows, columns].reset_index(drop=True)
