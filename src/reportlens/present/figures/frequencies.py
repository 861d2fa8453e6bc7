"""How often groups use the common terms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlens.errors import AnalysisError
from reportlens.present.canvas import WIDTH, canvas, legend, settled
from reportlens.present.fonts import drawable
from reportlens.present.style import GROUPS, palette, style
from reportlens.present.wording import words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_MARKERS = ("o", "s", "D", "^", "v", "P")


def plot_frequencies(
    table: "pd.DataFrame",
    groups: Sequence[str],
    *,
    top: int = 25,
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """A dot plot of the `top` first terms of `frequencies(…)`, one dot a group at its per_10k.

    Raises `AnalysisError` where there is no term, no such group, or more groups than can be told apart.
    """
    say = words(lang)
    if table.empty:
        raise AnalysisError("nothing to draw: there is no term in the table.")
    if not 0 < len(groups) <= GROUPS:
        raise AnalysisError(f"{len(groups)} groups cannot be told apart in one figure. Name 1 to {GROUPS}.")
    for group in groups:
        if f"{group}_per_10k" not in table.columns:
            raise AnalysisError(f"there is no group '{group}' in the table.")
    rows = table.head(top)
    values = [rows[f"{group}_per_10k"].to_numpy(float) for group in groups]
    several = len(groups) > 1
    with style():
        colours = palette()
        figure, axes = canvas(
            list(rows["term"]),
            width,
            title=say("figure_frequency") if title else "",
            note="",
            head=0.3 if several else 0.05,
            right=0.15,
        )
        # Dots of one row stand a little above each other, so that none hides another.
        shifts = [(k - (len(groups) - 1) / 2) * min(0.32, 0.7 / len(groups)) for k in range(len(groups))]
        for y in range(len(rows)):
            ends = [v[y] for v in values]
            axes.plot([min(ends) if several else 0, max(ends)], [y, y], color=colours.rule, lw=2, zorder=1)
        dots = [
            axes.plot(
                values[k],
                [y + shifts[k] for y in range(len(rows))],
                ls="none",
                marker=_MARKERS[k],
                ms=5.5,
                mew=0.6,
                mec=colours.paper,
                mfc=colours.groups[k],
                zorder=3 + k,
                clip_on=False,
                label=drawable(say.name("level", group)),
            )[0]
            for k, group in enumerate(groups)
        ]
        axes.set_xlim(left=0)
        if several:
            legend(figure, axes, dots, 0.34 if title else 0.04)
        return settled(figure)
