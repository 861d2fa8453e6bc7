"""How terms spread from place to place."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportlens.errors import AnalysisError
from reportlens.present.canvas import SMALL, WIDTH, fitted, inches, settled, sheet
from reportlens.present.style import GROUPS, palette, style
from reportlens.present.wording import Words, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reportlens.analysis import Adoption

Years = NDArray[np.int64]
Shares = NDArray[np.float64]

_MARKERS = ("o", "s", "D", "^", "v", "P")
_HEIGHT = 2.7
_LEFT = 0.52
_APART = 0.155  # inches between labels at the ends of lines
# Lines of one value would hide each other: they stand a little apart.
_SHIFT = 2.0 / 72  # inches
_NEAR = 0.01


def plot_adoption(
    adoptions: Sequence["Adoption"],
    *,
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """The share of places that use each term by the end of each year, one stepped line a term.

    The name of the term and its last count stand at the end of its line. Raises `AnalysisError` for no
    term, a term twice, or more terms than can be told apart.
    """
    say = words(lang)
    if not adoptions:
        raise AnalysisError("nothing to draw: name at least one term.")
    if len(adoptions) > GROUPS:
        raise AnalysisError(
            f"{len(adoptions)} terms cannot be told apart in one figure. Name at most {GROUPS}."
        )
    terms = [item.term for item in adoptions]
    if len(set(terms)) < len(terms):
        raise AnalysisError("a term is named twice. Name each term once.")
    if any(item.table.empty or item.places < 1 for item in adoptions):
        empty = next(item.term for item in adoptions if item.table.empty or item.places < 1)
        raise AnalysisError(f"nothing to draw: no place is known to use '{empty}'.")
    years = [item.table["date"].astype(str).str[:4].astype(int) for item in adoptions]
    first, last = min(y.min() for y in years), max(y.max() for y in years)
    span = np.arange(first, last + 1)
    reached = [np.array([int((y <= year).sum()) for year in span]) for y in years]
    undated = sum(bool(item.warnings) for item in adoptions)
    places = sorted({item.places for item in adoptions})
    with style():
        room = (1.9 if width >= WIDTH else 1.2) + 0.1
        counts = [f" {r[-1]}/{item.places}" for r, item in zip(reached, adoptions, strict=True)]
        ends = [
            fitted(term, SMALL, room - inches(count, SMALL)) + count
            for term, count in zip(terms, counts, strict=True)
        ]
        note = say("figure_adoption_note", n=places[-1])
        if undated:
            note += say("figure_adoption_undated", n=undated)
        figure, axes = sheet(
            width,
            _HEIGHT,
            title=say("figure_adoption") if title else "",
            note=note,
            head=0.26,
            left=_LEFT,
            right=0.3 + max(inches(end, SMALL) for end in ends),
            foot=0.36,
        )
        shares = [r / item.places for r, item in zip(reached, adoptions, strict=True)]
        order = sorted(range(len(terms)), key=lambda k: (shares[k][-1], terms[k]))
        lifts = _lifts(shares, order)
        _lines(axes, span, shares, lifts)
        _axes(figure, axes, span, say)
        low, high = axes.get_ylim()
        heights = [
            (float(share[-1]) - low) / (high - low) * _HEIGHT + lift
            for share, lift in zip(shares, lifts, strict=True)
        ]
        _ends(figure, axes, ends, heights, order)
        return settled(figure)


def _lifts(shares: Sequence[Shares], order: Sequence[int]) -> list[float]:
    """How many inches each line is moved up: nothing unless it meets another in some year."""
    lifts = [0.0] * len(shares)
    waiting = list(order)
    while waiting:
        meeting = [waiting.pop(0)]
        for k in meeting:
            near = [j for j in waiting if (abs(shares[j] - shares[k]) < _NEAR).any()]
            meeting += near
            waiting = [j for j in waiting if j not in near]
        for place, k in enumerate(sorted(meeting, key=order.index)):
            lifts[k] = (place - (len(meeting) - 1) / 2) * _SHIFT
    return lifts


def _lines(axes: "Axes", span: Years, shares: Sequence[Shares], lifts: Sequence[float]) -> None:
    from matplotlib.transforms import ScaledTranslation

    colours = palette()
    # A year is a step as wide as the year.
    edges = np.repeat(np.append(span - 0.5, span[-1] + 0.5), 2)[1:-1]
    for k, (share, lift) in enumerate(zip(shares, lifts, strict=True)):
        inch = axes.figure.dpi_scale_trans
        axes.plot(
            edges,
            np.repeat(share, 2),
            color=colours.groups[k],
            lw=1.6,
            zorder=3 + k,
            transform=axes.transData + ScaledTranslation(lift / 2, lift, inch),
            clip_on=False,
        )
        # Marks of lines that run together stand beside each other.
        axes.plot(
            span,
            share,
            ls="none",
            marker=_MARKERS[k],
            ms=5,
            mfc=colours.groups[k],
            mec=colours.paper,
            mew=0.6,
            zorder=10 + k,
            transform=axes.transData + ScaledTranslation(4 * lift, lift, inch),
            clip_on=False,
        )


def _axes(figure: "Figure", axes: "Axes", span: Years, say: Words) -> None:
    colours = palette()
    axes.set_xlim(span[0] - 0.6, span[-1] + 0.5)
    axes.set_ylim(-0.02, 1.02)
    axes.grid(axis="y")
    step = max(1, -(-len(span) // 8))
    shown = span[::-1][::step][::-1]
    axes.set_xticks(shown, [str(year) for year in shown.tolist()], fontsize=SMALL)
    marks = [0.0, 0.25, 0.5, 0.75, 1.0]
    axes.set_yticks(marks, [f"{100 * mark:.0f} %" for mark in marks], fontsize=SMALL)
    axes.tick_params(axis="y", colors=colours.muted)
    axes.text(
        -0.42 / (axes.get_position().width * figure.get_figwidth()),
        1.0 + 0.1 / _HEIGHT,
        say("figure_adoption_axis"),
        transform=axes.transAxes,
        va="bottom",
        fontsize=SMALL,
        color=colours.muted,
    )


def _ends(
    figure: "Figure", axes: "Axes", ends: Sequence[str], heights: Sequence[float], order: Sequence[int]
) -> None:
    """The names at the ends of the lines, which are at `heights` inches; `order` is from below."""
    colours = palette()
    across = 1 / (axes.get_position().width * figure.get_figwidth())
    for k, at in zip(order, _moved_apart([heights[k] for k in order]), strict=True):
        beside: dict[str, Any] = {"transform": axes.transAxes, "color": colours.groups[k], "clip_on": False}
        axes.plot(
            [1 + 0.03 * across, 1 + 0.14 * across], [heights[k] / _HEIGHT, at / _HEIGHT], lw=0.7, **beside
        )
        axes.text(1 + 0.18 * across, at / _HEIGHT, ends[k], va="center", fontsize=SMALL, **beside)


def _moved_apart(heights: Sequence[float]) -> list[float]:
    """Rising heights, each at least `_APART` above the one before it, as near as can be to `heights`."""
    blocks: list[list[float]] = []  # sum of the places of its first label, how many labels
    for height in heights:
        blocks.append([height, 1.0])
        while len(blocks) > 1 and _top(blocks[-2]) > blocks[-1][0] / blocks[-1][1]:
            total, n = blocks.pop()
            below = blocks[-1]
            blocks[-1] = [below[0] + total - n * below[1] * _APART, below[1] + n]
    return [total / n + k * _APART for total, n in blocks for k in range(int(n))]


def _top(block: Sequence[float]) -> float:
    return block[0] / block[1] + block[1] * _APART
