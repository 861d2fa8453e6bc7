"""Which figures a corpus has enough for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportlens.present.content import COMMON, COMPARED, Content
from reportlens.present.figures import plot_frequencies, plot_keyness
from reportlens.present.findings import Findings

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plots_of(content: Content, findings: Findings, lang: str) -> "dict[str, Callable[[float, bool], Figure]]":
    """The figures that the corpus has enough for, each as a function of width and whether with title."""
    plots: dict[str, Callable[[float, bool], Figure]] = {}
    keyness, compared = content.keyness, content.compared
    if keyness is not None and compared is not None and not compared.empty:
        plots["compare"] = lambda width, title: plot_keyness(
            keyness, top=COMPARED, lang=lang, width=width, title=title
        )
    if not content.frequency.empty:
        plots["frequency"] = lambda width, title: plot_frequencies(
            content.frequency, content.groups, top=COMMON, lang=lang, width=width, title=title
        )
    return plots
