"""Which reports are alike, as a tree."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from reportlens.errors import AnalysisError
from reportlens.present.canvas import ROW, SIZE, SMALL, WIDTH, canvas, settled
from reportlens.present.figures.clusters import cluster_legend, legend_height, mark, require_few
from reportlens.present.style import palette, style
from reportlens.present.wording import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from reportlens.analysis import Clustering

MOST_ROWS = 60
# From so many rows on they stand closer.
_MANY = 30
_CLOSE = 0.165


class _Row(NamedTuple):
    """A row of the tree: one report, or a branch that is not drawn further."""

    reports: tuple[int, ...]
    clusters: frozenset[int]
    height: float  # where its line begins: 0 for one report


class _Join(NamedTuple):
    """Two branches joined at `height`; (where it is, how high it is, its clusters) of each."""

    first: tuple[float, float, frozenset[int]]
    second: tuple[float, float, frozenset[int]]
    height: float


def plot_dendrogram(
    result: "Clustering",
    labels: Mapping[str, str],
    *,
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """Ward's tree of the reports, each with the mark of its cluster; `labels` names them, by report id.

    Of more than `MOST_ROWS` reports the lowest branches are drawn as one row each, and the note says so.
    Raises `AnalysisError` where there is no tree, or more clusters than can be told apart.
    """
    say = words(lang)
    if result.linkage is None:
        raise AnalysisError(
            f"nothing to draw: no tree is made of {len(result.linkage_reports)} reports. Choose fewer reports."
        )
    require_few(result.clusters)
    cluster_of = dict(zip(result.table["report_id"], result.table["cluster"].astype(int), strict=True))
    own = [cluster_of[report] for report in result.linkage_reports]
    rows, joins = _tree([[int(a), int(b), float(h)] for a, b, h, _ in result.linkage.tolist()], own)
    n = len(own)
    names = []
    for row in rows:
        name = labels.get(result.linkage_reports[row.reports[0]], result.linkage_reports[row.reports[0]])
        names.append(
            say("figure_branch", name=name[:8], n=len(row.reports)) if len(row.reports) > 1 else name
        )
    left_out = len(result.table) - n
    note = say("figure_tree_note", method=say(f"figure_{result.method}"))
    if len(rows) < n:
        note += say("figure_tree_cut", n=n, rows=len(rows))
    if left_out:
        note += say("figure_unplaced", n=left_out)
    close = len(rows) > _MANY
    with style():
        figure, axes = canvas(
            names,
            width,
            title=say("figure_tree") if title else "",
            note=note,
            head=legend_height(result),
            right=0.15,
            row=_CLOSE if close else ROW,
            size=SMALL if close else SIZE,
            foot=0.52,
        )
        colours = palette()
        top = max(join.height for join in joins)
        for join in joins:
            both = join.first[2] | join.second[2]
            stem = _colour(both)
            (y1, x1, c1), (y2, x2, c2) = join.first, join.second
            axes.plot([x1, join.height], [y1, y1], color=_colour(c1), lw=1.2, solid_capstyle="butt")
            axes.plot([x2, join.height], [y2, y2], color=_colour(c2), lw=1.2, solid_capstyle="butt")
            axes.plot([join.height] * 2, [y1, y2], color=stem, lw=1.2, solid_capstyle="projecting")
        for y, row in enumerate(rows):
            beside = [-0.012 * top - 0.03 * top * k for k in range(len(row.clusters))]
            for x, cluster in zip(beside, sorted(row.clusters), strict=True):
                axes.plot(x, y, clip_on=False, zorder=4, **mark(cluster))
        axes.set_xlim(-0.03 * top * max(len(row.clusters) for row in rows), top * 1.03)
        axes.set_xticks([t for t in axes.get_xticks() if 0 <= t <= top * 1.03])
        axes.set_xlabel(say("figure_tree_axis"), fontsize=SMALL, color=colours.muted, labelpad=3)
        cluster_legend(figure, axes, result, say, title=title)
        return settled(figure)


def _colour(clusters: frozenset[int]) -> str:
    """The colour of a branch of one cluster; a branch of several has none."""
    return str(mark(min(clusters))["mfc"]) if len(clusters) == 1 else palette().muted


def _tree(linkage: list[list[float]], own: list[int]) -> tuple[list[_Row], list[_Join]]:
    """The rows from top to bottom and the joins of a tree in SciPy's form over reports of clusters `own`.

    At each join the tighter branch stands above. The last joins are drawn, so many that there are at
    most `MOST_ROWS` rows.
    """
    n = len(own)
    reports: list[tuple[int, ...]] = [(k,) for k in range(n)]
    heights = [0.0] * n
    for a, b, height in linkage:
        pair = sorted((int(a), int(b)), key=lambda k: (heights[k], reports[k][0]))
        reports.append(reports[pair[0]] + reports[pair[1]])
        heights.append(height)
    drawn_from = max(n, 2 * n - MOST_ROWS)  # joins with a smaller number are inside a row
    rows: list[_Row] = []
    at: dict[int, tuple[float, float, frozenset[int]]] = {}
    joins: list[_Join] = []
    waiting = [len(heights) - 1]
    while waiting:
        k = waiting.pop()
        if k < drawn_from:
            clusters = frozenset(own[r] for r in reports[k])
            at[k] = (float(len(rows)), heights[k], clusters)
            rows.append(_Row(reports[k], clusters, heights[k]))
            continue
        a, b, height = linkage[k - n]
        pair = sorted((int(a), int(b)), key=lambda j: (heights[j], reports[j][0]))
        if pair[0] in at and pair[1] in at:
            first, second = at[pair[0]], at[pair[1]]
            joins.append(_Join(first, second, height))
            at[k] = ((first[0] + second[0]) / 2, height, first[2] | second[2])
        else:
            waiting += [k, pair[1], pair[0]]
    return rows, joins
