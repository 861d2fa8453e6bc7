"""Which figures a corpus has enough for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportlens.errors import AnalysisError
from reportlens.present.canvas import FORMATS, NARROW, WIDTH, rendered
from reportlens.present.content import COMMON, COMPARED, Content
from reportlens.present.figures import (
    plot_adoption,
    plot_dendrogram,
    plot_frequencies,
    plot_heat_map,
    plot_keyness,
    plot_map,
    plot_network,
)
from reportlens.present.findings import Findings
from reportlens.present.records import records, short_places
from reportlens.present.visible import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    # Of its width, and whether with its title.
    Plot = Callable[[float, bool], Figure]


def drawn(
    content: Content, findings: Findings, lang: str
) -> tuple[dict[str, bytes], dict[str, tuple[bytes, bytes]]]:
    """The files of all figures by their path, and of each figure by name an SVG for a wide and a narrow page.

    A figure that the reports do not allow is left out.
    """
    files: dict[str, bytes] = {}
    pictures: dict[str, tuple[bytes, bytes]] = {}
    for name, plot in _plots(content, findings, lang).items():
        try:
            alone, wide, narrow = plot(WIDTH, True), plot(WIDTH, False), plot(NARROW, False)
        except AnalysisError:
            continue
        files |= {f"figures/{name}.{form}": rendered(alone, form) for form in FORMATS}
        pictures[name] = (rendered(wide, "svg"), rendered(narrow, "svg"))
    return files, pictures


def _plots(content: Content, findings: Findings, lang: str) -> "dict[str, Plot]":
    plots: dict[str, Plot] = {}
    keyness, compared = content.keyness, content.compared
    if keyness is not None and compared is not None and not compared.empty:
        plots["compare"] = lambda width, title: plot_keyness(
            keyness, top=COMPARED, lang=lang, width=width, title=title
        )
    if not content.frequency.empty:
        plots["frequency"] = lambda width, title: plot_frequencies(
            content.frequency, content.groups, top=COMMON, lang=lang, width=width, title=title
        )
    names, labels = _labels(content)
    clustering, network, adoptions = findings.clustering, findings.network, findings.adoptions
    if clustering is not None:
        plots["map"] = lambda width, title: plot_map(clustering, labels, lang=lang, width=width, title=title)
        plots["dendrogram"] = lambda width, title: plot_dendrogram(
            clustering, labels, lang=lang, width=width, title=title
        )
    if len(set(names.values())) > 1:
        plots["heat_map"] = lambda width, title: plot_heat_map(
            findings.matrix, names, lang=lang, width=width, title=title
        )
    if adoptions:
        plots["adoption"] = lambda width, title: plot_adoption(adoptions, lang=lang, width=width, title=title)
    if network is not None:
        plots["network"] = lambda width, title: plot_network(network, lang=lang, width=width, title=title)
    return plots


def _labels(content: Content) -> tuple[dict[str, str], dict[str, str]]:
    """The place of each report that has one, and a label for every report: place and year, or title."""
    short = short_places(content.reports)
    names, labels = {}, {}
    for row in records(content.reports):
        report, year = row["report_id"], row["year"]
        if row["place"]:
            names[report] = short[row["place"]]
            labels[report] = f"{names[report]} {int(year)}" if year else names[report]
        else:
            labels[report] = one_line(row["title"] or report)
    return names, labels
