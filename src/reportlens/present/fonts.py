"""The Chinese font of all figures.

The font comes with a package that this one depends on, so a machine without fonts shows no boxes.
"""

import importlib.util
from functools import lru_cache
from pathlib import Path

from reportlens.errors import ReportLensError
from reportlens.present.visible import is_hidden

_PACKAGE = "mplfonts"
_FILE = "NotoSansCJKsc-Regular.otf"


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


def family() -> str:
    """The name of the font's family; matplotlib knows it from now on."""
    return _registered()[0]


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
