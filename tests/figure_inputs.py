"""Results to draw, with names that mean harm."""

from functools import cache

import numpy as np
import pandas as pd
from generated_reports import planted_clusters

from reportlens.analysis import Adoption, Clustering, Network, TermMatrix, clustering

HOSTILE = (
    "$\\frac{1}$与$x$",
    "右\u202e左",
    "下\n行\r行",
    "🚩旗帜",
    "<b>&amp;",
    "=1+1",
    "\U000323af字",
    "W" * 200,
    "长" * 200,
    "",
    "{terms}",
)


def names(count: int) -> list[str]:
    """So many different names, the hostile ones first."""
    return [*HOSTILE, *(f"柳{k:02}县" for k in range(count))][:count]


@cache
def planted() -> TermMatrix:
    matrix, _, _ = planted_clusters(1)
    return matrix


@cache
def clusters(method: str = "kmeans") -> Clustering:
    return clustering(planted(), clusters=3, method=method)


def groups(matrix: TermMatrix, count: int) -> dict[str, str]:
    own = [name or "空" for name in names(count)]
    return {report: own[k % count] for k, report in enumerate(matrix.reports)}


def adoption(term: str, years: list[int], places: int = 20) -> Adoption:
    """One more place in each of `years`."""
    table = pd.DataFrame(
        {
            "place": [f"p{k}" for k in range(len(years))],
            "date": [f"{year}-03-01" for year in years],
            "report_id": [f"r{k}" for k in range(len(years))],
            "places": range(1, len(years) + 1),
        }
    ).assign(share=lambda t: t["places"] / places)
    return Adoption(table, term, places)


def network(count: int = 48, seed: int = 3) -> Network:
    """Terms in communities of eight, of which some are linked to the next."""
    generator = np.random.default_rng(seed)
    terms = names(count)
    rows = []
    for a in range(count):
        for b in range(a + 1, count):
            near = a // 8 == b // 8
            if (near and generator.random() < 0.5) or (b == a + 8 and a % 16 < 2):
                rows.append(
                    (terms[a], terms[b], int(generator.integers(3, 30)), 2, 1.0, 9 + generator.random())
                )
    edges = pd.DataFrame(rows, columns=["first", "second", "count", "reports", "mi", "log_dice"]).assign(
        g2=5.0
    )
    strength = [int(edges.loc[(edges["first"] == t) | (edges["second"] == t), "count"].sum()) for t in terms]
    nodes = pd.DataFrame(
        {
            "term": terms,
            "category": "",
            "count": generator.integers(3, 90, count),
            "degree": 1,
            "strength": strength,
            "betweenness": 0.0,
            "community": [k // 8 + 1 for k in range(count)],
        }
    )
    return Network(edges, nodes, 900, 0)
