"""The sheet that figures are drawn on: its layout in inches, and its way to a file.

Only matplotlib's figure objects are used, never pyplot: no window, no state shared with the caller.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlens.errors import ReportLensError
from reportlens.present.export import write_whole
from reportlens.present.fonts import drawable
from reportlens.present.style import file_settings, palette
from reportlens.present.visible import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
WIDTH = 7.2  # inches: the text width of a page
NARROW = 4.2  # for a phone
TITLE, SIZE, SMALL, TINY = 11.5, 9.0, 7.5, 7.0  # points
ROW = 0.235
LEGEND_ROW = 0.15
EDGE = 0.1
_LABEL, _LABEL_NARROW = 16, 10  # Chinese characters of a label beside a row
_LONGEST = 200
_RESOLUTION = 720


def canvas(
    labels: Sequence[str],
    width: float,
    *,
    title: str,
    note: str,
    head: float,
    right: float,
    row: float = ROW,
    size: float = SIZE,
    foot: float = 0.36,
) -> "tuple[Figure, Axes]":
    """A figure of one row a label, laid out in inches; see `sheet`. `right` is kept free beside the rows."""
    room = (_LABEL if width >= WIDTH else _LABEL_NARROW) * size / 72
    shown = [fitted(label, size, room) for label in labels]
    left = 0.24 + max(inches(label, size) for label in shown)
    figure, axes = sheet(
        width, len(shown) * row, title=title, note=note, head=head, left=left, right=right, foot=foot
    )
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks(range(len(shown)), shown, fontsize=size)
    axes.tick_params(axis="y", pad=7)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.grid(axis="x")
    return figure, axes


def sheet(
    width: float,
    height: float,
    *,
    title: str,
    note: str,
    head: float,
    left: float = EDGE,
    right: float = EDGE,
    foot: float = 0.12,
) -> "tuple[Figure, Axes]":
    """A figure with axes that are `height` inches high.

    Above them stand the title and `head` inches for a legend, below them `foot` inches for their labels
    and the note.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    lines = _wrapped(note, width) if note else []
    above = (0.36 if title else 0.06) + head
    below = foot + 0.16 * len(lines)
    full = above + height + below
    figure = Figure(figsize=(width, full))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((left / width, below / full, (width - left - right) / width, height / full))
    figure.text(
        EDGE / width, 1 - 0.1 / full, fitted(title, TITLE, width - 2 * EDGE), va="top", fontsize=TITLE
    )
    figure.text(
        EDGE / width,
        0.05 / full,
        "\n".join(lines),
        va="bottom",
        fontsize=SMALL,
        color=palette().muted,
        linespacing=1.3,
    )
    return figure, axes


def settled(figure: "Figure") -> "Figure":
    """`figure` with its ticks made now, in the style in force, and not when it is written."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels()
    return figure


def inches(text: str, size: float) -> float:
    """The width of one line of `text` at `size` points, in the fonts of the style in force."""
    import matplotlib

    return _measured(text, size, tuple(matplotlib.rcParams["font.family"]))


@lru_cache(maxsize=4096)
def _measured(text: str, size: float, families: tuple[str, ...]) -> float:
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

    if not text:
        return 0.0
    font = FontProperties(family=list(families), size=size)
    measure: Any = RendererAgg(1, 1, _RESOLUTION)  # type: ignore[no-untyped-call]
    return float(measure.get_text_width_height_descent(text, font, False)[0]) / _RESOLUTION


def fitted(text: str, size: float, room: float) -> str:
    """As much of `text` as can be drawn on one line in `room` inches, with … where something was cut."""
    line = cut(drawable(text), _LONGEST)
    if inches(line, size) <= room + 0.02:
        return line
    fits, too_long = 1, len(line)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        fits, too_long = (
            (middle, too_long) if inches(cut(line, middle), size) <= room + 0.02 else (fits, middle)
        )
    return cut(line, fits)


def legend(figure: "Figure", axes: "Axes", handles: Sequence[Any], down: float, *, columns: int = 0) -> None:
    """Keys at the left edge, `down` inches below the top, in one row or in as many `columns` as asked."""
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.02 / figure.get_figwidth(), 1 - down / figure.get_figheight()),
        bbox_transform=figure.transFigure,
        ncols=columns or len(handles),
        frameon=False,
        fontsize=SMALL,
        borderpad=0.2,
        handletextpad=0.1,
        columnspacing=1.2,
        labelspacing=0.3,
    )


def _wrapped(note: str, width: float) -> list[str]:
    """The lines of a note that fit a figure of `width` inches."""
    # A little less than there is: letters are placed on whole pixels.
    room = 0.97 * (width - 2 * EDGE)
    lines: list[str] = []
    for paragraph in note.split("\n"):
        line, used, last_blank = "", 0.0, -1
        for character in drawable(paragraph):
            if used + inches(character, SMALL) > room:
                # English breaks at a blank, Chinese anywhere but before a stop.
                at = last_blank if last_blank > 0 and line[last_blank + 1 :].isascii() else len(line)
                at -= at == len(line) and character in "，。；、：）"
                lines.append(line[:at].rstrip())
                line = line[at:].lstrip()
                used, last_blank = sum(inches(c, SMALL) for c in line), -1
            if character == " ":
                last_blank = len(line)
            line += character
            used += inches(character, SMALL)
        lines.append(line)
    return lines


def rendered(figure: "Figure", form: str) -> bytes:
    """The figure as a file of `form`, one of `FORMATS`; the same figure gives the same bytes."""
    if form not in FORMATS:
        raise ReportLensError(f"unknown form of figure '{form}'. Use one of {', '.join(FORMATS)}.")
    undated: dict[str, dict[str, Any]] = {
        "png": {"Software": "reportlens"},
        "svg": {"Date": None, "Creator": "reportlens"},
        "pdf": {"CreationDate": None, "ModDate": None, "Creator": "reportlens", "Producer": None},
    }
    out = io.BytesIO()
    with file_settings():
        figure.savefig(out, format=form, dpi=200, metadata=undated[form])
    return out.getvalue()


def save(figure: "Figure", path_stem: str | Path, formats: Sequence[str] = FORMATS) -> tuple[Path, ...]:
    """Write `<path_stem>.png` and so on, each whole or not at all; the paths written."""
    stem = Path(path_stem)
    paths = tuple(stem.with_name(f"{stem.name}.{form}") for form in formats)
    for path, form in zip(paths, formats, strict=True):
        write_whole(path, rendered(figure, form))
    return paths
