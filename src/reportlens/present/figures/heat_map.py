"""Which place uses which term how often: terms × places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportlens.errors import AnalysisError
from reportlens.present.canvas import (
    NARROW,
    SIZE,
    SMALL,
    TINY,
    WIDTH,
    canvas,
    fitted,
    inches,
    settled,
)
from reportlens.present.fonts import drawable
from reportlens.present.style import palette, style
from reportlens.present.wording import Words, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

    from reportlens.analysis import TermMatrix

ORDERS = ("similarity", "name")
MOST_TERMS = 25
MOST_GROUPS = 24
_WIDEST, _NARROWEST = 0.75, 0.17  # inches of a column
_CELL = 6.5  # points of a number in a cell
_NAME = 9  # characters of a group's name
_UPRIGHT = 1.2  # line spacing of a name that is written downwards


@dataclass(frozen=True)
class _Cells:
    terms: tuple[str, ...]
    groups: tuple[str, ...]
    counts: NDArray[np.int64]  # (terms, groups)
    rates: NDArray[np.float64]  # per 10,000 words
    all_terms: int
    all_groups: int


def plot_heat_map(
    matrix: "TermMatrix",
    groups: Mapping[str, str],
    *,
    top: int = MOST_TERMS,
    order: str = "similarity",
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """Terms × groups of reports: how often per 10,000 words, with the counts where they fit.

    `groups` names the group (a place, mostly) of each report; others are left out. Shown are the `top`
    commonest terms of at least two groups, and as many groups as fit (at most `MOST_GROUPS`), those with the most
    words; the note says what is left out. Groups stand by `order`: beside those most alike, or by
    name. Raises `AnalysisError` where there is nothing to draw.
    """
    say = words(lang)
    if order not in ORDERS:
        raise AnalysisError(f"unknown order '{order}'. Use one of {', '.join(ORDERS)}.")
    if top < 1:
        raise AnalysisError(f"a heat map needs at least one term, not {top}.")
    # Beside the longest labels there is room for so many columns.
    fit = int((width - (2.5 if width > NARROW else 1.75)) / _NARROWEST)
    cells = _chosen(matrix, groups, top, max(2, min(MOST_GROUPS, fit)), order)
    with style():
        names = [fitted(name, SMALL, _NAME * SMALL / 72) for name in cells.groups]
        note = say(
            "figure_heat_note",
            n=len(cells.terms),
            m=cells.all_terms,
            groups=say(
                "figure_heat_all" if len(cells.groups) == cells.all_groups else "figure_heat_some",
                g=len(cells.groups),
                h=cells.all_groups,
            ),
            order=say(f"figure_order_{order}"),
        )
        labels_width = 0.24 + max(inches(t, SIZE) for t in _labels(cells.terms, width))
        column = min(_WIDEST, (width - labels_width - 0.15) / len(names))
        head, upright = _heads(names, column)
        numbers = max(inches(f"{n:,}", _CELL) for n in cells.counts.ravel().tolist()) + 0.03 <= column
        figure, axes = canvas(
            cells.terms,
            width,
            title=say("figure_heat") if title else "",
            note=note + (" " if lang == "en" else "") + say("figure_heat_numbers") if numbers else note,
            head=head + 0.34,
            right=width - labels_width - column * len(names),
            foot=0.16,
        )
        _draw(axes, cells, names, upright, numbers)
        _scale(figure, axes, cells, say, head)
        return settled(figure)


def _labels(terms: Sequence[str], width: float) -> list[str]:
    room = (16 if width >= WIDTH else 10) * SIZE / 72
    return [fitted(term, SIZE, room) for term in terms]


def _chosen(matrix: "TermMatrix", groups: Mapping[str, str], top: int, most: int, order: str) -> _Cells:
    from reportlens.analysis.measures import per_10k

    m = matrix.ordered()
    known = {report: str(group) for report, group in groups.items() if str(group)}
    m.rows(list(known))
    names = sorted(set(known.values()))
    owner = [known.get(report) for report in m.reports]
    rows = {name: np.flatnonzero([own == name for own in owner]) for name in names}
    words_of = {name: int(m.sizes[rows[name]].sum()) for name in names}
    with_words = [name for name in names if words_of[name] > 0]
    shown = sorted(sorted(with_words, key=lambda name: (-words_of[name], name))[:most])
    if not shown:
        raise AnalysisError(
            "nothing to draw: no report with words has a group. Name a group for each report."
        )
    counts = np.array([m.total(rows[name]) for name in shown]).reshape(len(shown), len(m.terms)).T
    # A term of one group alone compares nothing, unless there is only one group.
    spread = (counts > 0).sum(axis=1)
    used = np.flatnonzero(spread >= min(2, len(shown))).tolist()
    if not used:
        raise AnalysisError("nothing to draw: no term stands in reports of two groups. Choose other groups.")
    total = counts.sum(axis=1)
    best = sorted(used, key=lambda k: (-total[k], m.terms[k], m.categories[k]))[:top]
    counts = counts[best]
    rates = np.column_stack([per_10k(counts[:, k], words_of[name]) for k, name in enumerate(shown)])
    turn = _by_similarity(rates) if order == "similarity" else list(range(len(shown)))
    return _Cells(
        tuple(m.terms[k] for k in best),
        tuple(shown[k] for k in turn),
        counts[:, turn],
        rates[:, turn],
        len(used),
        len(names),
    )


def _by_similarity(rates: NDArray[np.float64]) -> list[int]:
    """The columns in the order of a tree (average linkage, cosine of the roots), like beside like."""
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import pdist

    if rates.shape[1] < 3:
        return list(range(rates.shape[1]))
    # A group without any of the terms has no direction: a little of everything gives it one.
    points = np.sqrt(rates.T) + 1e-6
    distances = np.clip(np.round(pdist(points, "cosine"), 12), 0.0, None)
    tree = optimal_leaf_ordering(linkage(distances, "average"), distances)
    return [int(k) for k in leaves_list(tree)]


def _heads(names: Sequence[str], column: float) -> tuple[float, list[str]]:
    """How high the names of the columns are, and how each is written: across, down or turned."""
    if all(inches(name, SMALL) + 0.06 <= column for name in names):
        return 0.2, ["across"] * len(names)
    ways = ["down" if all(ord(c) >= 0x2E80 for c in name) else "turned" for name in names]
    heights = [
        len(name) * SMALL * _UPRIGHT / 72 if way == "down" else inches(name, SMALL)
        for name, way in zip(names, ways, strict=True)
    ]
    return max(heights) + 0.08, ways


def _draw(axes: "Axes", cells: _Cells, names: Sequence[str], ways: Sequence[str], numbers: bool) -> None:
    from matplotlib.colors import PowerNorm

    colours = palette()
    axes.grid(False)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    shades = axes.pcolormesh(
        np.arange(len(names) + 1) - 0.5,
        np.arange(len(cells.terms) + 1) - 0.5,
        cells.rates,
        cmap=_shades(colours.scale),
        # Roots: a few very common terms would leave all others pale.
        norm=PowerNorm(0.5, 0.0, float(cells.rates.max())),
        edgecolors=colours.paper,
        linewidth=0.8,
    )
    down = {"down": 0, "turned": 90, "across": 0}
    for k, (name, way) in enumerate(zip(names, ways, strict=True)):
        text = "\n".join(name) if way == "down" else name
        axes.annotate(
            text,
            (k, -0.5),
            (0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            rotation=down[way],
            linespacing=1.0,
            fontsize=SMALL,
            color=colours.ink,
        )
    if not numbers:
        return
    for y, x in zip(*np.nonzero(cells.counts), strict=True):
        red, green, blue, _ = shades.cmap(shades.norm(cells.rates[y, x]))
        light = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.25
        axes.text(
            x,
            y,
            f"{cells.counts[y, x]:,}",
            ha="center",
            va="center_baseline",
            fontsize=_CELL,
            color="#1f1f1f" if light else "#ffffff",
        )


def _shades(named: str | None) -> "Colormap":
    """White to dark blue in equal steps of lightness (CIE L*), so that it reads in grey as well."""
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap

    if named is not None:
        return colormaps[named]
    part = np.linspace(0.0, 1.0, 256)
    lightness = 98 - 70 * part
    # The hue stays; the strength of the colour rises from nothing and falls where blue has none to give.
    strength = 46 * np.sin(np.pi * (0.04 + 0.66 * part)) - 46 * np.sin(np.pi * 0.04)
    a, b = strength * np.cos(np.radians(262)), strength * np.sin(np.radians(262))
    return ListedColormap(_rgb(lightness, a, b), name="reportlens_blue")


def _rgb(
    lightness: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """CIE L*a*b* (white of D65) as sRGB, of shape (n, 3)."""
    y = (lightness + 16) / 116
    f = np.column_stack((y + a / 500, y, y - b / 200))
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * (0.95047, 1.0, 1.08883)
    to_rgb = np.array(
        [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
    )  # fmt: skip
    linear = np.clip(xyz @ to_rgb.T, 0.0, 1.0)
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055))


def _scale(figure: "Figure", axes: "Axes", cells: _Cells, say: Words, head: float) -> None:
    """The key to the colours, above the names of the groups at the left edge."""
    colours = palette()
    full, width = figure.get_figheight(), figure.get_figwidth()
    foot = axes.get_position().y1 * full + head + 0.16
    text = drawable(say("figure_heat_scale"))
    start = 0.1 + inches(text, SMALL) + 0.1
    figure.text(0.1 / width, (foot + 0.05) / full, text, va="center", fontsize=SMALL, color=colours.muted)
    key = figure.add_axes((start / width, foot / full, 1.5 / width, 0.1 / full))
    shades = axes.collections[0]
    figure.colorbar(shades, cax=key, orientation="horizontal")
    highest = float(cells.rates.max())
    step = 10 ** np.floor(np.log10(highest))
    last = float(np.floor(highest / step) * step)
    ticks = sorted({0.0, last, *(t for t in (last / 10, last / 3) if t >= 1)})
    ticks = [float(f"{tick:.1g}") for tick in ticks]
    key.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    key.tick_params(labelsize=TINY, length=2, pad=1.5, colors=colours.muted)
    key.spines[:].set_visible(False)
