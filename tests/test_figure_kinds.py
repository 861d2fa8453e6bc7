"""What each figure shows: as many marks as there are data, where the data are; what cannot be drawn is refused."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import figure_inputs as inputs
import numpy as np
import pytest
from generated_reports import homogeneous, matrix_of
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from reportlens.analysis import Adoption, clustering
from reportlens.analysis.ordination import principal_coordinates
from reportlens.analysis.vectors import tf_idf
from reportlens.errors import AnalysisError
from reportlens.present.canvas import NARROW, inches
from reportlens.present.figures import (
    plot_adoption,
    plot_dendrogram,
    plot_heat_map,
    plot_map,
    plot_network,
)
from reportlens.present.figures.clusters import MARKERS
from reportlens.present.figures.heat_map import _shades
from reportlens.present.style import style


def points(figure: Figure) -> list[tuple[object, float, float]]:
    """(marker, x, y) of everything that is marked in the axes; the keys of legends are empty lines."""
    return [
        (line.get_marker(), float(x), float(y))
        for line in figure.axes[0].get_lines()
        if line.get_marker() != "None"
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)  # type: ignore[arg-type]
    ]


def note(figure: Figure) -> str:
    return "".join(text.get_text() for text in figure.texts).replace("\n", "")


def row_names(figure: Figure) -> list[str]:
    return [label.get_text() for label in figure.axes[0].get_yticklabels()]


# Heat map


def test_cells_are_the_counts_of_the_commonest_terms() -> None:
    counts = np.array([[9, 0, 3, 1], [9, 4, 0, 1], [0, 5, 3, 0], [1, 5, 3, 0]])
    matrix = matrix_of(counts, np.array([100, 200, 400, 50]))
    of = dict(zip(matrix.reports, ("甲", "甲", "乙", "丙"), strict=True))
    figure = plot_heat_map(matrix, of, order="name", top=3)
    assert row_names(figure) == ["t000", "t001", "t002"]
    names = [text.get_text() for text in figure.axes[0].texts[:3]]
    assert [name.replace("\n", "") for name in names] == ["丙", "乙", "甲"]
    assert [text.get_text() for text in figure.axes[0].texts[3:]] == ["1", "18", "5", "5", "4", "3", "3", "3"]
    rates = np.asarray(figure.axes[0].collections[0].get_array())
    assert rates.ravel() == pytest.approx([200, 0, 600, 1000, 125, 400 / 3, 600, 75, 100])
    assert "全部 3 个地方" in note(figure)
    alone = plot_heat_map(matrix, {matrix.reports[0]: "甲"})
    assert row_names(alone) == ["t000", "t002", "t003"]


def test_what_is_left_out_of_the_heat_map_is_told() -> None:
    matrix = inputs.planted()
    for width, fit in ((7.2, 24), (NARROW, 14)):
        figure = plot_heat_map(matrix, {r: f"g{k:02}" for k, r in enumerate(matrix.reports)}, width=width)
        assert figure.axes[0].collections[0].get_array().size == 25 * fit
        assert f"60 个地方中词数最多的 {fit} 个" in note(figure)
    most = sorted(matrix.sizes.tolist())[-24]
    figure = plot_heat_map(matrix, {r: f"g{k:02}" for k, r in enumerate(matrix.reports)}, order="name")
    shown = [text.get_text() for text in figure.axes[0].texts if text.get_text().startswith("g")]
    assert all(matrix.sizes[int(name[1:])] >= most for name in shown)
    assert shown == sorted(shown)


def test_groups_that_are_alike_stand_side_by_side() -> None:
    counts = np.array([[9, 9, 1, 1], [1, 1, 9, 8], [8, 9, 1, 1], [1, 1, 8, 9], [9, 8, 1, 2]])
    matrix = matrix_of(counts, np.full(5, 100))
    figure = plot_heat_map(matrix, dict(zip(matrix.reports, "甲乙丙丁戊", strict=True)))
    order = "".join(text.get_text() for text in figure.axes[0].texts[:5])
    assert {frozenset(order[:2]), frozenset(order[-2:])} & {frozenset("乙丁")}


def test_shades_darken_evenly_so_that_they_read_in_grey() -> None:
    rgb = _shades(None)(np.linspace(0, 1, 256))[:, :3]
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    y = linear @ (0.2126, 0.7152, 0.0722)
    lightness = 116 * np.cbrt(y) - 16
    steps = -np.diff(lightness[::5])
    assert steps.min() > 0
    assert steps.max() / steps.min() < 1.6


# Clusters


def test_every_report_is_a_point_at_its_place_with_the_mark_of_its_cluster() -> None:
    result = inputs.clusters()
    figure = plot_map(result, {})
    drawn = points(figure)
    assert len(drawn) == 60
    cluster = dict(zip(result.table["report_id"], result.table["cluster"], strict=True))
    wanted = {
        (MARKERS[cluster[report] - 1], round(x, 9), round(y, 9))
        for report, (x, y) in zip(result.linkage_reports, result.points.tolist(), strict=True)
    }
    assert {(m, round(x, 9), round(y, 9)) for m, x, y in drawn} == wanted
    axes = figure.axes[0]
    box = axes.get_position()
    scales = [
        np.ptp(limits) / size
        for limits, size in (
            (axes.get_xlim(), box.width * figure.get_figwidth()),
            (axes.get_ylim(), box.height * figure.get_figheight()),
        )
    ]
    assert scales[0] == pytest.approx(scales[1])
    assert f"{100 * result.shares[0]:.0f} %" in axes.get_xlabel()


def test_labels_without_room_are_left_out_and_counted() -> None:
    result = inputs.clusters()
    crowded = replace(result, points=result.points * 1e-3 + (np.arange(60) == 0)[:, None])
    figure = plot_map(crowded, {})
    written = [text for text in figure.axes[0].texts if text.get_text()]
    assert 0 < len(written) < 60
    assert f"有 {60 - len(written)} 篇因位置不够没有写名称" in note(figure)


def test_a_tree_has_a_row_a_report_and_joins_what_was_joined() -> None:
    result = inputs.clusters("agglomerative")
    assert result.linkage is not None
    named = {report: f"报告{k}" for k, report in enumerate(result.linkage_reports)}
    figure = plot_dendrogram(result, named)
    assert sorted(row_names(figure)) == sorted(named.values())
    assert len(points(figure)) == 60
    lines = [line for line in figure.axes[0].get_lines() if line.get_marker() == "None"]
    assert len(lines) == 3 * 59
    heights = sorted(line.get_xdata()[0] for line in lines if line.get_xdata()[0] == line.get_xdata()[1])  # type: ignore[index]
    assert heights == pytest.approx(sorted(result.linkage[:, 2]))
    # The reports of a cluster that was cut from this tree stand together.
    cluster = dict(zip(result.table["report_id"], result.table["cluster"], strict=True))
    report_of = {name: report for report, name in named.items()}
    order = [cluster[report_of[name]] for name in row_names(figure)]
    assert sum(a != b for a, b in pairwise(order)) == 2


def test_of_many_reports_the_lowest_branches_are_one_row() -> None:
    result = clustering(homogeneous(2, reports=90, terms=40), clusters=2)
    figure = plot_dendrogram(result, {}, lang="en")
    assert len(row_names(figure)) == 60
    together = sum(int(name.split("+")[1]) - 1 for name in row_names(figure) if "+" in name)
    assert together == 30
    assert "Of 90 reports only the 60 topmost branches are drawn" in note(figure)


def test_reports_in_no_cluster_are_told() -> None:
    matrix = inputs.planted()
    counts = matrix.counts.toarray()
    counts[:2] = 0
    result = clustering(matrix_of(counts, matrix.sizes), clusters=3)
    for figure in (plot_map(result, {}), plot_dendrogram(result, {})):
        assert len(points(figure)) == 58
        assert "另有 2 篇没有与别篇共有的词语" in note(figure)


def test_the_map_is_that_of_the_decomposition() -> None:
    vectors = tf_idf(inputs.planted().counts)
    found, shares = principal_coordinates(vectors)
    dense = vectors.toarray() - vectors.toarray().mean(axis=0)
    values = np.linalg.svd(dense, compute_uv=False)
    assert shares == pytest.approx(values[:2] ** 2 / (values**2).sum())
    assert np.linalg.norm(found, axis=0) == pytest.approx(values[:2])
    assert found.sum(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert found[abs(found).argmax(axis=0), [0, 1]].min() > 0


def test_large_maps_are_the_same_without_the_whole_decomposition(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = tf_idf(inputs.planted().counts)
    exact = principal_coordinates(vectors)
    monkeypatch.setattr("reportlens.analysis.ordination._EXACT_CELLS", 0)
    found = principal_coordinates(vectors)
    assert found[0] == pytest.approx(exact[0], abs=1e-8)
    assert found[1] == pytest.approx(exact[1])
    monkeypatch.undo()
    flat, shares = principal_coordinates(tf_idf(matrix_of(np.eye(4)[:, :1] + 1, np.full(4, 9)).counts))
    assert flat.shape == (4, 2)
    assert shares.tolist() == [0, 0]


# Adoption


def test_steps_are_the_shares_of_places_by_the_end_of_each_year() -> None:
    figure = plot_adoption([inputs.adoption("试用词", [2020, 2020, 2022], places=10)])
    lines = figure.axes[0].get_lines()
    assert [list(lines[0].get_xdata()), list(lines[0].get_ydata())] == [  # type: ignore[arg-type]
        [2019.5, 2020.5, 2020.5, 2021.5, 2021.5, 2022.5],
        [0.2, 0.2, 0.2, 0.2, 0.3, 0.3],
    ]
    assert points(figure) == [("o", 2020, 0.2), ("o", 2021, 0.2), ("o", 2022, 0.3)]
    assert "试用词 3/10" in [text.get_text() for text in figure.axes[0].texts]


def test_only_lines_that_would_hide_each_other_are_moved() -> None:
    def lifted(*adoptions: Adoption) -> list[float]:
        figure = plot_adoption(list(adoptions))
        steps = [
            line
            for line in figure.axes[0].get_lines()
            if line.get_marker() == "None" and len(line.get_xdata()) > 2
        ]  # type: ignore[arg-type]
        at = figure.axes[0].transData.transform((2020, 0.1))
        return [float(line.get_transform().transform((2020, 0.1))[1] - at[1]) for line in steps]

    one, other = inputs.adoption("甲词", [2020, 2021]), inputs.adoption("乙词", [2020, 2020, 2020, 2021])
    assert lifted(one, other) == pytest.approx([0, 0])
    assert len(set(lifted(one, replace(one, term="丙词"), other))) == 3


# Network


def test_a_network_draws_the_strongest_edges_of_the_strongest_terms() -> None:
    result = inputs.network(24)
    figure = plot_network(result, top=12, edges="count")
    strongest = set(result.nodes.sort_values(["strength", "term"], ascending=[False, True])["term"].head(12))
    inside = result.edges[result.edges["first"].isin(strongest) & result.edges["second"].isin(strongest)]
    wanted = set()
    for term in strongest:
        mine = inside[(inside["first"] == term) | (inside["second"] == term)]
        order = mine.sort_values(["count", "count", "first", "second"], ascending=[False, False, True, True])
        wanted |= set(order.index[:3])
    lines = [line for line in figure.axes[0].get_lines() if line.get_marker() == "None"]
    assert len(lines) == len(wanted)
    linked = set(inside.loc[sorted(wanted), "first"]) | set(inside.loc[sorted(wanted), "second"])
    assert len(points(figure)) == len(figure.axes[0].texts) == len(linked)
    # Every edge ends in two nodes.
    at = {(round(x, 9), round(y, 9)) for _, x, y in points(figure)}
    ends = {(round(float(x), 9), round(float(y), 9)) for line in lines for x, y in line.get_xydata()}  # type: ignore[attr-defined]
    assert ends <= at


# What cannot be drawn


def no_tree() -> Figure:
    return plot_dendrogram(replace(inputs.clusters(), linkage=None), {})


def one_place() -> Figure:
    result = inputs.clusters()
    return plot_map(replace(result, points=np.zeros_like(result.points)), {})


def no_edges() -> Figure:
    result = inputs.network()
    return plot_network(replace(result, edges=result.edges.head(0)))


def no_uses() -> Figure:
    one = inputs.adoption("甲词", [2020])
    return plot_adoption([one, Adoption(one.table.head(0), "乙词", 5)])


REFUSED: list[tuple[Callable[[], Figure], str]] = [
    (lambda: plot_heat_map(inputs.planted(), {}), "no report with words has a group"),
    (lambda: plot_heat_map(inputs.planted(), {"r999": "甲"}), "no report 'r999'"),
    (lambda: plot_heat_map(matrix_of(np.eye(3), np.full(3, 9)), {"r000": "甲", "r001": "乙"}), "two groups"),
    (lambda: plot_heat_map(inputs.planted(), {"r000": "甲"}, order="size"), "unknown order 'size'"),
    (lambda: plot_heat_map(inputs.planted(), {"r000": "甲"}, top=0), "at least one term"),
    (no_tree, "no tree is made of 60 reports"),
    (lambda: plot_map(replace(inputs.clusters(), clusters=11), {}), "11 clusters cannot be told apart"),
    (lambda: plot_dendrogram(replace(inputs.clusters(), clusters=11), {}), "11 clusters"),
    (one_place, "the reports do not differ"),
    (lambda: plot_adoption([]), "name at least one term"),
    (lambda: plot_adoption([inputs.adoption(f"词{k}", [2020]) for k in range(7)]), "7 terms cannot be told"),
    (lambda: plot_adoption([inputs.adoption("甲词", [2020])] * 2), "named twice"),
    (no_uses, "no place is known to use '乙词'"),
    (lambda: plot_network(inputs.network(), top=41), "2 to 40 terms, not 41"),
    (lambda: plot_network(inputs.network(), edges="mi"), "unknown weight 'mi'"),
    (no_edges, "no two of the strongest terms stand together"),
]


@pytest.mark.parametrize(("plot", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_cannot_be_drawn_is_refused(plot: Callable[[], Figure], reason: str) -> None:
    with pytest.raises(AnalysisError, match=reason):
        plot()


def test_one_of_everything_is_drawn() -> None:
    one = matrix_of(np.array([[3]]), np.array([50]))
    assert len(row_names(plot_heat_map(one, {"r000": "甲"}))) == 1
    assert len(points(plot_adoption([inputs.adoption("甲词", [2020])]))) == 1
    assert len(points(plot_network(inputs.network(8), top=2))) == 2


def test_widths_are_those_of_the_renderer() -> None:
    figure = Figure(figsize=(9, 2), dpi=300)
    with style():
        for text in ("四强党支部", "reports (n = 3)", "WWW"):
            drawn = figure.text(0, 0, text, fontsize=9)
            figure.draw_without_rendering()
            width = drawn.get_window_extent().width / 300
            assert inches(text, 9) == pytest.approx(width, rel=0.02)
    assert to_rgb(figure.get_facecolor()) == (1, 1, 1)
