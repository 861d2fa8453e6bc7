"""Every kind of figure, in both languages and widths, with names that mean harm: all text is legible."""

import warnings
from collections.abc import Callable
from itertools import combinations

import figure_inputs as inputs
import matplotlib
import matplotlib.style
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from reportlens.present.canvas import FORMATS, NARROW, WIDTH, rendered
from reportlens.present.figures import (
    plot_adoption,
    plot_dendrogram,
    plot_heat_map,
    plot_map,
    plot_network,
    without_style,
)
from reportlens.present.fonts import family
from reportlens.present.style import HOUSE
from reportlens.present.wording import LANGUAGES

Plot = Callable[..., Figure]


def heat_map(**how: object) -> Figure:
    matrix = inputs.planted()
    return plot_heat_map(matrix, inputs.groups(matrix, 30), **how)  # type: ignore[arg-type]


def few_columns(**how: object) -> Figure:
    matrix = inputs.planted()
    return plot_heat_map(
        matrix, {r: "东市" if k % 2 else "西市" for k, r in enumerate(matrix.reports)}, **how
    )  # type: ignore[arg-type]


def dendrogram(**how: object) -> Figure:
    result = inputs.clusters()
    named = dict(zip(result.linkage_reports, inputs.names(60), strict=True))
    return plot_dendrogram(result, named, **how)  # type: ignore[arg-type]


def report_map(**how: object) -> Figure:
    result = inputs.clusters()
    named = dict(zip(result.linkage_reports, inputs.names(60), strict=True))
    return plot_map(result, named, **how)  # type: ignore[arg-type]


def adoption(**how: object) -> Figure:
    curves = [inputs.adoption(term, [2019, 2021, 2021, 2023]) for term in inputs.names(5)]
    return plot_adoption([*curves, inputs.adoption("共享单元", [2019, 2020])], **how)  # type: ignore[arg-type]


def network(**how: object) -> Figure:
    return plot_network(inputs.network(), **how)  # type: ignore[arg-type]


PLOTS = [heat_map, few_columns, dendrogram, report_map, adoption, network]
each_plot = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)


def shown_texts(figure: Figure) -> list[Text]:
    """The texts of a figure that are drawn: not those of ticks outside the axes."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    figure.draw(renderer)
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    hidden = set()
    for axes in figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                off = not min(low, high) <= tick.get_loc() <= max(low, high)
                if off or not axes.axison:
                    hidden |= {tick.label1, tick.label2}
    return [text for text in found if text not in hidden]


@each_plot
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize("title", [True, False])
def test_no_text_is_cut_or_lies_over_another(plot: Plot, lang: str, width: float, title: bool) -> None:
    # A glyph that the font lacks is a warning, and warnings are errors.
    figure = plot(lang=lang, width=width, title=title)
    assert figure.get_figwidth() == width
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown_texts(figure)]
    assert len(boxes) > 8
    for text, box in boxes:
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= figure.bbox.x1 + 1, text
        assert box.y1 <= figure.bbox.y1 + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        up = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or up <= 2, (one, other, across, up)


@each_plot
def test_the_same_result_gives_the_same_bytes_whatever_the_caller_has_set(plot: Plot) -> None:
    figure = plot()
    before = {form: rendered(figure, form) for form in FORMATS}
    theirs = {"font.family": ["serif"], "axes.grid": True, "lines.linewidth": 9, "savefig.bbox": "tight"}
    with matplotlib.style.context("dark_background"), matplotlib.rc_context(theirs):  # type: ignore[arg-type]
        settings = matplotlib.rcParams.copy()
        figure = plot()
        assert {form: rendered(figure, form) for form in FORMATS} == before
        assert matplotlib.rcParams.copy() == settings


@each_plot
def test_without_style_the_caller_s_own_is_drawn_and_kept(plot: Plot) -> None:
    with matplotlib.style.context("dark_background"), without_style():
        figure = plot()
        inside = rendered(figure, "png")
    assert rendered(figure, "png") == inside
    assert inside != rendered(plot(), "png")
    assert to_rgb(figure.get_facecolor()) == (0, 0, 0)
    families = {tuple(text.get_fontfamily()) for text in shown_texts(figure)}
    assert families == {(*matplotlib.rcParamsDefault["font.family"], family())}
    colours = {text.get_color() for text in figure.texts}
    assert {to_rgb(colour) for colour in colours} == {(1, 1, 1)}


def test_without_the_chinese_font_the_caller_s_fonts_are_left_as_they_are() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with without_style(chinese_font=False):
            figure = few_columns()
        assert figure.texts[0].get_fontfamily() == matplotlib.rcParams["font.family"]


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_of_texts_have_contrast_enough() -> None:
    for colour in (*HOUSE.groups, HOUSE.target, HOUSE.reference, HOUSE.ink, HOUSE.muted):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5
