"""Which terms stand in sentences together."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportlens.errors import AnalysisError
from reportlens.present.canvas import LEGEND_ROW, NARROW, SMALL, WIDTH, fitted, inches, legend, settled, sheet
from reportlens.present.figures.clusters import mark
from reportlens.present.style import palette, style
from reportlens.present.wording import Words, words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reportlens.analysis import Network

Floats = NDArray[np.float64]

MOST_NODES = 40
_MOST_NARROW = 22
EDGES_OF_A_NODE = 3
_LONGEST = 1.1  # inches of a label
_LETTERS = 8.0  # points
_LINE = 0.16
_SMALLEST, _LARGEST = 0.09, 0.3  # inches across a node
_AIR = 0.045
_NAMED = 5  # communities in the legend


def plot_network(
    result: "Network",
    *,
    top: int = MOST_NODES,
    edges: str = "log_dice",
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """The `top` terms by strength, and the strongest edges of each by `edges`, log_dice or count.

    A node is as large as the number of its sentences, its colour and shape are its community's. The
    layout is Kamada and Kawai's (1989), begun on a circle by communities, then moved apart until no
    label meets another: the same network gives the same figure. Raises `AnalysisError` where there is
    no edge to draw.
    """
    say = words(lang)
    if edges not in ("log_dice", "count"):
        raise AnalysisError(f"unknown weight '{edges}' of edges. Use log_dice or count.")
    if not 2 <= top <= MOST_NODES:
        raise AnalysisError(f"a legible network has 2 to {MOST_NODES} terms, not {top}.")
    top = min(top, _MOST_NARROW) if width <= NARROW else top
    nodes, links = _strongest(result, top, edges)
    if not len(links):
        raise AnalysisError("nothing to draw: no two of the strongest terms stand together.")
    with style():
        names = [fitted(term, _LETTERS, _LONGEST) for term in nodes["term"]]
        across = _SMALLEST + (_LARGEST - _SMALLEST) * np.sqrt(nodes["count"] / nodes["count"].max()).to_numpy(
            float
        )
        boxes = np.array(
            [
                (max(inches(name, _LETTERS), a) + 0.04, a + _LINE)
                for name, a in zip(names, across, strict=True)
            ]
        )
        room = width - 0.2
        # Boxes fill a third of the sheet; a network may be higher than wide, but not by much.
        up = float(np.clip((boxes + _AIR).prod(axis=1).sum() / 0.3 / room, 0.45 * room, 1.35 * room))
        at = None
        while at is None:
            at = _apart(_layout(nodes, links, room, up), boxes, room, up)
            up *= 1.0 if at is not None else 1.15
        communities = _communities(nodes)
        note = say(
            "figure_network_note",
            n=len(nodes),
            m=len(result.nodes),
            k=EDGES_OF_A_NODE,
            weight=say(f"figure_{edges}"),
        )
        figure, axes = sheet(
            width,
            up,
            title=say("figure_network") if title else "",
            note=note,
            head=0.12 + LEGEND_ROW * min(_NAMED + (len(communities) > _NAMED), len(communities)),
            foot=0.1,
        )
        axes.set_axis_off()
        axes.set_xlim(0, room)
        axes.set_ylim(0, up)
        _draw(figure, axes, nodes, links, names, across, at, edges)
        _legend(figure, axes, nodes, communities, say, title=title)
        return settled(figure)


def _strongest(result: "Network", top: int, weight: str) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """The nodes and edges that are drawn; a node without an edge to another is left out."""
    order = result.nodes.sort_values(["strength", "term"], ascending=[False, True])
    chosen = set(order["term"].head(top))
    inside = result.edges[result.edges["first"].isin(chosen) & result.edges["second"].isin(chosen)]
    inside = inside.sort_values([weight, "count", "first", "second"], ascending=[False, False, True, True])
    kept: set[int] = set()
    for term in sorted(chosen):
        mine = inside[(inside["first"] == term) | (inside["second"] == term)]
        kept |= set(mine.index[:EDGES_OF_A_NODE])
    links = inside[inside.index.isin(kept)]
    linked = set(links["first"]) | set(links["second"])
    return order[order["term"].isin(linked)].head(top).reset_index(drop=True), links


def _layout(nodes: "pd.DataFrame", links: "pd.DataFrame", room: float, up: float) -> Floats:
    """Places in inches: terms that are linked are near, parts that are not linked at some distance."""
    import networkx as nx

    from reportlens.analysis.vectors import one_thread

    place = {term: k for k, term in enumerate(nodes["term"])}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    graph.add_edges_from(
        (place[a], place[b], {"length": 1.0}) for a, b in zip(links["first"], links["second"], strict=True)
    )
    # Parts hang together by their strongest terms, or they would fly off.
    parts = sorted(min(part) for part in nx.connected_components(graph))
    graph.add_edges_from((parts[0], other, {"length": 1.6}) for other in parts[1:])
    by_community = sorted(range(len(nodes)), key=lambda k: (nodes["community"].iloc[k], k))
    turn = 2 * np.pi / len(nodes)
    start = {k: (np.cos(turn * n), np.sin(turn * n)) for n, k in enumerate(by_community)}
    with one_thread():
        found = nx.kamada_kawai_layout(graph, pos=start, weight="length")
    points = np.array([found[k] for k in range(len(nodes))], dtype=np.float64)
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    # The longer side of the layout lies along the longer side of the sheet.
    if (span[1] > span[0]) != (up > room):
        points = points[:, ::-1]
        low, span = low[::-1], span[::-1]
    part = (points - low) / np.where(span > 1e-9, span, 1.0)
    part = np.where(span > 1e-9, part, 0.5)
    return np.asarray(part * (room - 0.8, up - 0.5) + (0.4, 0.25))


def _apart(points: Floats, boxes: Floats, room: float, up: float) -> Floats | None:
    """`points` moved until no box around one meets another, all inside the sheet; None for too small a sheet.

    A box has the node in its upper part and the label below it; its middle is what is moved.
    """
    at = points.copy()
    half = boxes / 2
    low, high = half + 0.01, np.array([room, up]) - half - 0.01
    for _ in range(800):
        gap = at[:, None, :] - at[None, :, :]
        lacking = half[:, None, :] + half[None, :, :] + _AIR - abs(gap)
        meets = (lacking > _AIR / 10).all(axis=2) & ~np.eye(len(at), dtype=bool)
        if not meets.any():
            return at
        # The shorter way out; of two in one place the first goes down and left.
        sign = np.where(
            gap == 0, np.where(np.tri(len(at), k=-1, dtype=bool)[:, :, None], 1.0, -1.0), np.sign(gap)
        )
        shortest = lacking == lacking.min(axis=2, keepdims=True)
        push = np.where(meets[:, :, None] & shortest, sign * lacking, 0.0).sum(axis=1)
        at = np.clip(at + 0.3 * push, low, high)
    return None


def _communities(nodes: "pd.DataFrame") -> dict[int, int]:
    """The number in this figure of each community, by how many of its terms are drawn."""
    sizes = nodes["community"].value_counts()
    order = sorted(sizes.index, key=lambda c: (-sizes[c], c))
    return {int(c): k for k, c in enumerate(order, start=1)}


def _kind(community: int, numbers: dict[int, int]) -> dict[str, Any]:
    """How terms of a community are drawn; those of the smallest ones are alike."""
    number = numbers[community]
    if number <= _NAMED:
        return mark(number)
    colours = palette()
    return {**mark(1), "mfc": colours.paper, "mec": colours.muted, "mew": 0.9}


def _draw(
    figure: "Figure",
    axes: "Axes",
    nodes: "pd.DataFrame",
    links: "pd.DataFrame",
    names: list[str],
    across: Floats,
    at: Floats,
    weight: str,
) -> None:
    colours = palette()
    background = figure.get_facecolor()
    numbers = _communities(nodes)
    place = {term: k for k, term in enumerate(nodes["term"])}
    centres = at + np.column_stack((np.zeros(len(at)), np.full(len(at), _LINE / 2)))
    community = nodes["community"].tolist()
    values = links[weight].to_numpy(float)
    part = (values - values.min()) / (np.ptp(values) or 1.0)
    for first, second, p in zip(links["first"], links["second"], part.tolist(), strict=True):
        a, b = place[first], place[second]
        coloured = community[a] == community[b] and numbers[community[a]] <= _NAMED
        axes.plot(
            *zip(centres[a], centres[b], strict=True),
            color=str(_kind(community[a], numbers)["mfc"]) if coloured else colours.muted,
            lw=0.5 + 2.0 * p,
            alpha=0.45 if coloured else 0.25,
            zorder=1,
            solid_capstyle="butt",
        )
    for k, name in enumerate(names):
        kind = _kind(community[k], numbers)
        axes.plot(*centres[k], zorder=3, **{**kind, "ms": across[k] * 72 * 0.92})
        axes.text(
            centres[k][0],
            centres[k][1] - across[k] / 2 - 0.01,
            name,
            ha="center",
            va="top",
            fontsize=_LETTERS,
            color=colours.ink,
            zorder=4,
            bbox={"boxstyle": "square,pad=0.02", "fc": background, "ec": "none", "alpha": 0.75},
        )


def _legend(
    figure: "Figure", axes: "Axes", nodes: "pd.DataFrame", numbers: dict[int, int], say: Words, *, title: bool
) -> None:
    room = figure.get_figwidth() - 0.5
    handles = []
    for community, number in list(numbers.items())[:_NAMED]:
        mine = nodes[nodes["community"] == community]
        name = say("figure_community", k=number, terms=" / ".join(mine["term"].head(3)), n=len(mine))
        handles += axes.plot([], [], label=fitted(name, SMALL, room), **mark(number))
    if len(numbers) > _NAMED:
        others = list(numbers)[_NAMED]
        handles += axes.plot([], [], label=say("figure_other_communities"), **_kind(others, numbers))
    legend(figure, axes, handles, 0.34 if title else 0.04, columns=1)
