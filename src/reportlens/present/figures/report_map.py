"""Where reports lie in the two directions in which they differ most."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from reportlens.errors import AnalysisError
from reportlens.present.canvas import EDGE, SMALL, TINY, WIDTH, settled, sheet
from reportlens.present.figures.clusters import cluster_legend, legend_height, mark, require_few
from reportlens.present.figures.labels import label_points
from reportlens.present.style import palette, style
from reportlens.present.wording import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from reportlens.analysis import Clustering

_LEFT = 0.32
_MARGIN = 0.35  # inches around the points, for labels


def plot_map(
    result: "Clustering",
    labels: Mapping[str, str],
    *,
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """The reports by the first two singular directions of their TF-IDF vectors (`Clustering.points`).

    Both axes have one scale, so distances can be compared. `labels` names the reports, by report id;
    labels for which there is no room are left out, and the note says how many. Raises `AnalysisError`
    for more clusters than can be told apart, and for reports that do not differ.
    """
    say = words(lang)
    require_few(result.clusters)
    points = result.points
    low, high = points.min(axis=0), points.max(axis=0)
    span = high - low
    if not span.max() > 0:
        raise AnalysisError("nothing to draw: the reports do not differ.")
    across = width - _LEFT - EDGE
    # As high as the points ask for, within what looks well.
    up = float(
        np.clip(
            (across - 2 * _MARGIN) * span[1] / max(span[0], 1e-9) + 2 * _MARGIN,
            0.5 * across,
            (0.72 if width >= WIDTH else 0.95) * across,
        )
    )
    scale = float(min((size - 2 * _MARGIN) / s for size, s in zip((across, up), span, strict=True) if s > 0))
    centre = (low + high) / 2
    places = (points - centre) * scale + np.array([across / 2, up / 2])
    cluster_of = dict(zip(result.table["report_id"], result.table["cluster"].astype(int), strict=True))
    own = [cluster_of[report] for report in result.linkage_reports]
    names = [labels.get(report, report) for report in result.linkage_reports]
    left_out = len(result.table) - len(own)
    with style():
        # The note is as long as what it says: first find out how many labels have room.
        note = say("figure_map_note") + (say("figure_unplaced", n=left_out) if left_out else "")
        missing = 0
        for _ in range(2):
            told = note + (say("figure_unlabelled", n=missing) if missing else "")
            figure, axes = sheet(
                width,
                up,
                title=say("figure_map") if title else "",
                note=told,
                head=legend_height(result) + 0.06,
                left=_LEFT,
                foot=0.36,
            )
            axes.set_xlim(*(centre[0] + np.array([-0.5, 0.5]) * across / scale))
            axes.set_ylim(*(centre[1] + np.array([-0.5, 0.5]) * up / scale))
            missing = label_points(
                figure,
                axes,
                places,
                names,
                size=SMALL,
                longest=(1.6 if width >= WIDTH else 1.1),
            )
            if not missing:
                break
        colours = palette()
        for cluster in sorted(set(own)):
            mine = points[np.array(own) == cluster]
            axes.plot(mine[:, 0], mine[:, 1], zorder=4, **mark(cluster))
        axes.axhline(0, color=colours.rule, lw=0.8, zorder=0)
        axes.axvline(0, color=colours.rule, lw=0.8, zorder=0)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(True)
        axes.spines[:].set_color(colours.rule)
        first, second = (
            say("figure_map_axis", k=k, share=f"{100 * share:.0f}")
            for k, share in enumerate(result.shares.tolist(), start=1)
        )
        axes.set_xlabel(first, fontsize=TINY, color=colours.muted, labelpad=4)
        axes.set_ylabel(second, fontsize=TINY, color=colours.muted, labelpad=4)
        cluster_legend(figure, axes, result, say, title=title)
        return settled(figure)
