"""Labels beside points: none over another, none over a point, none outside the axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportlens.present.canvas import fitted, inches
from reportlens.present.style import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where a label may stand, as (horizontally, vertically) of the point: beside it first, then above and below.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
# How far from the point, in inches; from the second on a line leads to it.
_DISTANCES = (0.065, 0.2, 0.34)
_LEADER = 0.1
_LINE = 1.25  # the height of a line, of the size of its letters


class Box(NamedTuple):
    """A rectangle in inches."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: "Box") -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def within(self, other: "Box") -> bool:
        return other.x0 <= self.x0 and other.y0 <= self.y0 and self.x1 <= other.x1 and self.y1 <= other.y1


def around(x: float, y: float, width: float, height: float) -> Box:
    """The box of this size with its centre at (x, y)."""
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def label_points(
    axes: "Axes",
    points: Sequence[tuple[float, float]],
    texts: Sequence[str],
    *,
    size: float,
    longest: float,
    point: float = 0.1,
) -> int:
    """Write each text beside its point, in the order given; how many found no place and are left out.

    `points` are in inches from the lower left corner of the axes, as are `longest`, the most that a label
    may take, and `point`, the size of a mark. The axes must be laid out already.
    """
    figure = axes.figure
    position = axes.get_position()
    whole = Box(
        0.0, 0.0, position.width * figure.get_figwidth(), position.height * figure.get_figheight()
    )  # fmt: skip
    taken = [around(x, y, point, point) for x, y in points]
    left_out = 0
    for (x, y), text in zip(points, texts, strict=True):
        shown = fitted(text, size, longest)
        extent = (inches(shown, size) + 0.03, size * _LINE / 72)
        found = _place(x, y, extent, whole, taken)
        if found is None:
            left_out += 1
            continue
        box, distance = found
        taken.append(box)
        centre = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        _write(axes, whole, (x, y), centre, box, shown, size, leader=distance > _LEADER)
    return left_out


def _place(
    x: float, y: float, extent: tuple[float, float], whole: Box, taken: Sequence[Box]
) -> tuple[Box, float] | None:
    width, height = extent
    for distance in _DISTANCES:
        for across, up in _SIDES:
            # Diagonal places are as near as the others.
            part = 0.7 if across and up else 1.0
            box = around(
                x + across * (width / 2 + part * distance), y + up * (height / 2 + part * distance), width, height
            )  # fmt: skip
            free = box.within(whole) and not any(box.meets(other) for other in taken)
            if free and (distance <= _LEADER or _clear(x, y, box, taken)):
                return box, distance
    return None


def _clear(x: float, y: float, box: Box, taken: Sequence[Box]) -> bool:
    """Whether a line from the point to its label crosses nothing but the mark of the point itself."""
    end = (min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1))
    on_the_way = [(x + (end[0] - x) * k / 8, y + (end[1] - y) * k / 8) for k in range(3, 9)]
    return not any(
        other.x0 < at < other.x1 and other.y0 < height < other.y1
        for other in taken
        for at, height in on_the_way
    )


def _write(
    axes: "Axes",
    whole: Box,
    point: tuple[float, float],
    centre: tuple[float, float],
    box: Box,
    text: str,
    size: float,
    *,
    leader: bool,
) -> None:
    colours = palette()
    if leader:
        end = (min(max(point[0], box.x0), box.x1), min(max(point[1], box.y0), box.y1))
        axes.plot(
            [point[0] / whole.x1, end[0] / whole.x1],
            [point[1] / whole.y1, end[1] / whole.y1],
            transform=axes.transAxes,
            color=colours.muted,
            lw=0.5,
            zorder=2,
        )
    axes.text(
        centre[0] / whole.x1,
        centre[1] / whole.y1,
        text,
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=size,
        color=colours.ink,
        zorder=5,
    )
