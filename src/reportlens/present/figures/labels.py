"""Labels beside points: none over another, none over a point, none outside the axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportlens.present.canvas import fitted, inches
from reportlens.present.style import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

# Where a label may stand, as (horizontally, vertically) of the point: beside it first, then above and below.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
# How far from the point, in inches; from the second on a line leads to it.
_DISTANCES = (0.065, 0.2, 0.34)
_LINE = 1.25  # the height of a line, of the size of its letters
# With more points the outermost are labelled: inside there is no room.
_MOST = 150
_STEPS = 8


class _Box(NamedTuple):
    """A rectangle in inches from the lower left corner of the axes."""

    x0: float
    y0: float
    x1: float
    y1: float

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        return min(max(x, self.x0), self.x1), min(max(y, self.y0), self.y1)


def _around(x: float, y: float, width: float, height: float) -> _Box:
    return _Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def label_points(
    figure: "Figure",
    axes: "Axes",
    points: Floats,
    texts: Sequence[str],
    *,
    size: float,
    longest: float,
    point: float = 0.1,
) -> int:
    """Write each text beside its point, in the order given; how many found no place and are left out.

    `points` are in inches from the lower left corner of the axes, of shape (texts, 2), as are `longest`,
    the most that a label may take, and `point`, the size of a mark. The axes must be laid out already.
    """
    position = axes.get_position()
    whole = _Box(
        0.0, 0.0, position.width * figure.get_figwidth(), position.height * figure.get_figheight()
    )  # fmt: skip
    taken = np.column_stack((points - point / 2, points + point / 2))
    from_middle = np.linalg.norm(points - points.mean(axis=0), axis=1).round(9)
    tried = np.sort(np.argsort(-from_middle, kind="stable")[:_MOST])
    written = 0
    for k in tried.tolist():
        x, y = points[k].tolist()
        text = fitted(texts[k], size, longest)
        extent = (inches(text, size) + 0.03, size * _LINE / 72)
        found = _place(x, y, extent, whole, taken)
        if found is not None:
            box, leader = found
            taken = np.vstack((taken, box))
            _write(axes, whole, (x, y), box, text, size, leader=leader)
            written += 1
    return len(texts) - written


def _place(
    x: float, y: float, extent: tuple[float, float], whole: _Box, taken: Floats
) -> tuple[_Box, bool] | None:
    """Where the label stands, and whether a line must lead to it; None where there is no room."""
    width, height = extent
    for distance in _DISTANCES:
        leader = distance > _DISTANCES[0]
        for across, up in _SIDES:
            # Diagonal places are as near as the others.
            part = 0.7 if across and up else 1.0
            box = _around(
                x + across * (width / 2 + part * distance), y + up * (height / 2 + part * distance), width, height
            )  # fmt: skip
            inside = whole.x0 <= box.x0 and whole.y0 <= box.y0 and box.x1 <= whole.x1 and box.y1 <= whole.y1
            if inside and not _meets(box, taken) and not (leader and _crosses(x, y, box, taken)):
                return box, leader
    return None


def _meets(box: _Box, taken: Floats) -> bool:
    x0, y0, x1, y1 = taken.T
    return bool(((box.x0 < x1) & (x0 < box.x1) & (box.y0 < y1) & (y0 < box.y1)).any())


def _crosses(x: float, y: float, box: _Box, taken: Floats) -> bool:
    """Whether a line from the point to its label crosses anything but the mark of the point itself."""
    end = box.nearest(x, y)
    steps = [k / _STEPS for k in range(3, _STEPS + 1)]
    ways = [(x + (end[0] - x) * part, y + (end[1] - y) * part) for part in steps]
    return any(_meets(_Box(a, b, a, b), taken) for a, b in ways)


def _write(
    axes: "Axes", whole: _Box, point: tuple[float, float], box: _Box, text: str, size: float, *, leader: bool
) -> None:
    colours = palette()
    if leader:
        end = box.nearest(*point)
        axes.plot(
            [point[0] / whole.x1, end[0] / whole.x1],
            [point[1] / whole.y1, end[1] / whole.y1],
            transform=axes.transAxes,
            color=colours.muted,
            lw=0.5,
            zorder=2,
        )
    axes.text(
        (box.x0 + box.x1) / 2 / whole.x1,
        (box.y0 + box.y1) / 2 / whole.y1,
        text,
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=size,
        color=colours.ink,
        zorder=5,
    )
