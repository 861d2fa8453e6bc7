"""The sheet that figures are drawn on: its layout in inches, and its way to a file.

Only matplotlib's figure objects are used, never pyplot: no window, no state shared with the caller.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlens.errors import ReportLensError
from reportlens.present.export import write_whole
from reportlens.present.fonts import MUTED, drawable, style
from reportlens.present.visible import cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
WIDTH = 7.2  # inches: the text width of a page
NARROW = 4.2  # for a phone
SIZE, SMALL = 9.0, 7.5  # points
_ROW = 0.235
_EDGE = 0.1
_LABEL, _LABEL_NARROW = 16, 10  # characters of a term


def canvas(
    labels: Sequence[str], width: float, *, title: str, note: str, head: float, right: float
) -> "tuple[Figure, Axes]":
    """A figure of one row a label, laid out in inches.

    Above the rows stand the title and `head` inches for a legend, below them the note; `right` is kept
    free beside them.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    longest = _LABEL if width >= WIDTH else _LABEL_NARROW
    shown = [drawable(cut(label, longest)) for label in labels]
    lines = _wrapped(note, width) if note else []
    left = 0.24 + max(inches(label, SIZE) for label in shown)
    above = (0.36 if title else 0.06) + head
    below = 0.36 + 0.16 * len(lines)
    height = above + len(shown) * _ROW + below
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (left / width, below / height, (width - left - right) / width, len(shown) * _ROW / height)
    )
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks(range(len(shown)), shown)
    axes.tick_params(axis="y", pad=7)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.grid(axis="x")
    figure.text(_EDGE / width, 1 - 0.1 / height, drawable(title), va="top", fontsize=11.5)
    figure.text(
        _EDGE / width,
        0.05 / height,
        "\n".join(lines),
        va="bottom",
        fontsize=SMALL,
        color=MUTED,
        linespacing=1.3,
    )
    return figure, axes


def inches(text: str, size: float) -> float:
    """About the width of `text` at `size` points: a Chinese character is as wide as it is high."""
    from wcwidth import wcswidth

    return max(0, wcswidth(text)) * size * 0.52 / 72


def legend(figure: "Figure", axes: "Axes", handles: Sequence[Any], down: float) -> None:
    """A row of keys at the left edge, `down` inches below the top."""
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.02 / figure.get_figwidth(), 1 - down / figure.get_figheight()),
        bbox_transform=figure.transFigure,
        ncols=len(handles),
        frameon=False,
        fontsize=SMALL,
        borderpad=0.2,
        handletextpad=0.1,
        columnspacing=1.2,
    )


def _wrapped(note: str, width: float) -> list[str]:
    """The lines of a note that fit a figure of `width` inches, measured by East Asian widths."""
    from wcwidth import wcwidth

    columns = int((width - 2 * _EDGE) * 72 / SMALL * 2 * 0.97)
    lines: list[str] = []
    for paragraph in note.split("\n"):
        line, used, last_blank = "", 0, -1
        for character in drawable(paragraph):
            if used + wcwidth(character) > columns:
                # English breaks at a blank, Chinese anywhere but before a stop.
                at = last_blank if last_blank > 0 and line[last_blank + 1 :].isascii() else len(line)
                at -= at == len(line) and character in "，。；、：）"
                lines.append(line[:at].rstrip())
                line = line[at:].lstrip()
                used, last_blank = sum(map(wcwidth, line)), -1
            if character == " ":
                last_blank = len(line)
            line += character
            used += wcwidth(character)
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
    with style():
        figure.savefig(out, format=form, dpi=200, metadata=undated[form])
    return out.getvalue()


def save(figure: "Figure", path_stem: str | Path, formats: Sequence[str] = FORMATS) -> tuple[Path, ...]:
    """Write `<path_stem>.png` and so on, each whole or not at all; the paths written."""
    stem = Path(path_stem)
    paths = tuple(stem.with_name(f"{stem.name}.{form}") for form in formats)
    for path, form in zip(paths, formats, strict=True):
        write_whole(path, rendered(figure, form))
    return paths
