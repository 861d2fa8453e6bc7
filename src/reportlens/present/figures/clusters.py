"""How clusters are told apart in a figure: a colour and a shape each, and a legend of their terms."""

from typing import TYPE_CHECKING, Any

from reportlens.errors import AnalysisError
from reportlens.present.canvas import LEGEND_ROW, SMALL, fitted, legend
from reportlens.present.style import palette
from reportlens.present.wording import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reportlens.analysis import Clustering

MARKERS = ("o", "s", "D", "^", "v", "P", "X", "<", ">", "*")


def mark(cluster: int) -> dict[str, Any]:
    """How the reports of `cluster` (from 1) are drawn."""
    colours = palette()
    # The fifth colour is a grey, which is for branches and edges of no one cluster.
    own = (*colours.groups[:4], *colours.groups[5:])
    marker = MARKERS[(cluster - 1) % len(MARKERS)]
    return {
        "marker": marker,
        "ms": 7.5 if marker == "*" else 5.6,
        "mfc": own[(cluster - 1) % len(own)],
        "mec": colours.paper,
        "mew": 0.5,
        "ls": "none",
    }


def require_few(clusters: int) -> None:
    """Raise `AnalysisError` for more clusters than there are shapes."""
    if clusters > len(MARKERS):
        raise AnalysisError(
            f"{clusters} clusters cannot be told apart in one figure. Ask for at most {len(MARKERS)}."
        )


def legend_height(result: "Clustering") -> float:
    """The inches that `cluster_legend` takes."""
    return 0.1 + LEGEND_ROW * result.clusters


def cluster_legend(figure: "Figure", axes: "Axes", result: "Clustering", say: Words, *, title: bool) -> None:
    """One row a cluster: its mark, its number, its terms, how many reports it has."""
    handles = []
    for cluster in range(1, result.clusters + 1):
        rows = result.table[result.table["cluster"] == cluster]
        terms = str(rows["label"].iloc[0])
        key = "figure_cluster_without_terms" if terms == f"cluster {cluster}" else "figure_cluster"
        name = say(key, k=cluster, terms=terms, reports=say("n_reports", n=len(rows)))
        room = figure.get_figwidth() - 0.5
        handles += axes.plot([], [], label=fitted(name, SMALL, room), **mark(cluster))
    legend(figure, axes, handles, 0.34 if title else 0.04, columns=1)
