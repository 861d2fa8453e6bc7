"""The Chinese font of all figures, and the style they are drawn in.

The font comes with a package that this one depends on, so a machine without fonts shows no boxes.
"""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from reportlens.errors import ReportLensError
from reportlens.present.visible import is_hidden

_PACKAGE = "mplfonts"
_FILE = "NotoSansCJKsc-Regular.otf"

# Blue and vermilion stay apart in all common kinds of colour blindness (Okabe & Ito); the vermilion is
# darkened until text in it has a contrast of 4.5 on white.
TARGET = "#0067a5"
REFERENCE = "#b84a00"
GROUP_COLOURS = ("#0067a5", "#b84a00", "#007a5a", "#a3437f", "#6b6b6b", "#8a6a00")
INK = "#1f1f1f"
MUTED = "#5c5c5c"
RULE = "#d9d9d9"


def font_file() -> Path:
    """The font on disk; raises `ReportLensError` where it is missing."""
    # Importing the package would change matplotlib's settings for everybody: only look where it lies.
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "fonts" / _FILE
        if path.is_file():
            return path
    raise ReportLensError(
        f"the Chinese font {_FILE} of the package {_PACKAGE} is missing, so figures would show boxes. "
        f"Install it: pip install --force-reinstall {_PACKAGE}"
    )


@lru_cache(maxsize=1)
def _registered() -> tuple[str, frozenset[int]]:
    """The family of the font, known to matplotlib from now on, and the code points it can draw."""
    from matplotlib.font_manager import fontManager, get_font

    path = font_file()
    font = get_font(path)
    fontManager.addfont(path)
    return font.family_name, frozenset(font.get_charmap())


@contextmanager
def style() -> Iterator[None]:
    """Draw and save figures inside this: font, sizes, colours. Global settings are not changed."""
    import matplotlib

    family, _ = _registered()
    settings = {
        "font.family": [family],
        "font.size": 9.0,
        "axes.unicode_minus": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.8,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.axisbelow": True,
        "text.color": INK,
        # A term with two dollar signs in it is no formula.
        "text.parse_math": False,
        "xtick.color": MUTED,
        "ytick.color": INK,
        "ytick.major.size": 0,
        "grid.color": RULE,
        "grid.linewidth": 0.6,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        # Shapes, not characters: the reader's machine needs no Chinese font.
        "svg.fonttype": "path",
        "svg.hashsalt": "reportlens",
        "pdf.fonttype": 42,
    }
    with matplotlib.rc_context(settings):  # type: ignore[arg-type]
        yield


def drawable(text: str) -> str:
    """`text` on one line, with 〓 for every character that the font does not have."""
    _, known = _registered()
    line = " ".join(text.split())
    return "".join(c if ord(c) in known and not is_hidden(c) else "〓" for c in line)


def subset(text: str) -> bytes:
    """A WOFF font with the characters of `text` alone, for a page that must be legible anywhere.

    The same characters give the same bytes. Characters that the font lacks are left to the reader's own.
    """
    import io

    from fontTools import subset as fonttools_subset

    options = fonttools_subset.Options(
        flavor="woff",
        layout_features=[],
        hinting=False,
        desubroutinize=True,
        recalc_timestamp=False,
        name_IDs=[],
        glyph_names=False,
    )
    written = io.BytesIO()
    with fonttools_subset.load_font(str(font_file()), options, dontLoadGlyphNames=True) as font:
        subsetter = fonttools_subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(set(text))))
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(written, reorderTables=False)
    return written.getvalue()
