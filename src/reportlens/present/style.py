"""The style of the figures, and how to switch it off.

    with matplotlib.style.context("ggplot"), without_style():
        figure = plot_keyness(result)

draws in colours, lines and fonts of the caller's choice. Sizes and layout stay: they are measured so that
nothing overlaps.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from reportlens.present.fonts import family

GROUPS = 6
# The settings of matplotlib that a figure depends on.
_DRAWING = frozenset(
    "agg axes figure font grid hatch image legend lines markers mathtext patch path pdf polaraxes savefig "
    "scatter svg text xtick ytick".split()
)


@dataclass(frozen=True)
class Palette:
    """The colours of a figure: two sides, up to `GROUPS` groups, text, lines, paper; the map of a scale."""

    target: str
    reference: str
    groups: tuple[str, ...]
    ink: str
    muted: str
    rule: str
    paper: str
    scale: str | None


# Blue and vermilion stay apart in all common kinds of colour blindness (Okabe & Ito); the vermilion is
# darkened until text in it has a contrast of 4.5 on white. A scale of None is the one of the heat map.
HOUSE = Palette(
    target="#0067a5",
    reference="#b84a00",
    groups=("#0067a5", "#b84a00", "#007a5a", "#a3437f", "#6b6b6b", "#8a6a00"),
    ink="#1f1f1f",
    muted="#5c5c5c",
    rule="#d9d9d9",
    paper="white",
    scale=None,
)

# None: the house style. Otherwise the caller's own, and whether the Chinese font stands in for his.
_own_with_font: ContextVar[bool | None] = ContextVar("own_with_font", default=None)


@contextmanager
def without_style(*, chinese_font: bool = True) -> Iterator[None]:
    """Figures drawn inside this follow matplotlib's settings as they are (a style sheet, a matplotlibrc).

    `chinese_font` adds the Chinese font of this package after the caller's own, for the characters that
    his lack; without it he must name one himself. A figure keeps the style it was drawn in.
    """
    token = _own_with_font.set(chinese_font)
    try:
        yield
    finally:
        _own_with_font.reset(token)


@contextmanager
def style() -> Iterator[None]:
    """Draw figures inside this. Global settings are not changed.

    The house style starts from matplotlib's defaults, so that what the caller has set changes nothing.
    """
    import matplotlib

    # A term with two dollar signs in it is no formula, in no style.
    settings: dict[str, Any] = {"text.parse_math": False, "text.usetex": False}
    own = _own_with_font.get()
    if own is None:
        settings = _defaults() | _house() | settings
    elif own:
        theirs = [name for name in matplotlib.rcParams["font.family"] if name != family()]
        settings["font.family"] = [*theirs, family()]
    with matplotlib.rc_context(settings):  # type: ignore[arg-type]
        yield


@contextmanager
def file_settings() -> Iterator[None]:
    """Write files inside this: the same figure gives the same bytes, whatever the caller has set."""
    import matplotlib

    settings = {
        # Shapes, not characters: the reader's machine needs no Chinese font.
        "svg.fonttype": "path",
        "svg.hashsalt": "reportlens",
        "pdf.fonttype": 42,
        "text.parse_math": False,
        "text.usetex": False,
    }
    with matplotlib.rc_context(_defaults() | settings):  # type: ignore[arg-type]
        yield


def palette() -> Palette:
    """The colours of the style in force; call it inside `style()`."""
    if _own_with_font.get() is None:
        return HOUSE
    import matplotlib
    from matplotlib.colors import to_hex

    params = matplotlib.rcParams
    named = params["axes.prop_cycle"].by_key().get("color", HOUSE.groups)
    groups = tuple(to_hex(colour) for colour in islice(cycle(named), GROUPS))
    ink = to_hex(params["text.color"])
    return Palette(
        target=groups[0],
        reference=groups[1],
        groups=groups,
        ink=ink,
        muted=ink,
        rule=to_hex(params["grid.color"]),
        paper=to_hex(params["axes.facecolor"]),
        scale=params["image.cmap"],
    )


def _defaults() -> dict[str, Any]:
    """Matplotlib's own settings for drawing; not the ones of windows and backends."""
    import matplotlib

    return {key: value for key, value in matplotlib.rcParamsDefault.items() if key.split(".")[0] in _DRAWING}


def _house() -> dict[str, Any]:
    return {
        "font.family": [family()],
        "font.size": 9.0,
        "axes.unicode_minus": False,
        "axes.edgecolor": HOUSE.muted,
        "axes.labelcolor": HOUSE.ink,
        "axes.linewidth": 0.8,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.axisbelow": True,
        "text.color": HOUSE.ink,
        "xtick.color": HOUSE.muted,
        "ytick.color": HOUSE.ink,
        "ytick.major.size": 0,
        "grid.color": HOUSE.rule,
        "grid.linewidth": 0.6,
        "figure.facecolor": HOUSE.paper,
    }
