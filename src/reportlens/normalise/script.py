"""Traditional and mixed script to simplified, one character for one."""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportlens.normalise.alignment import Edit
from reportlens.normalise.ambiguous import settle

if TYPE_CHECKING:
    import opencc

# A text is of one script while the characters peculiar to the other stay below this share.
MIXED_SHARE = 0.05


def simplify(text: str) -> tuple[str, list[Edit]]:
    """`text` in simplified characters, whose length never changes (asserted), and what is in doubt.

    OpenCC's `t2s` (never `tw2sp`, which rewrites mainland wording), then the overlay of variants
    that it leaves alone, then the characters with two readings by the words around them.
    """
    after = _converted(text)
    if len(after) != len(text):
        raise AssertionError(f"script conversion changed the length from {len(text)} to {len(after)}")
    return settle(text, after, simplified=script_of(text) == "simplified")


def to_simplified(text: str) -> str:
    """`text` in simplified characters, one for one.

    >>> to_simplified("沿著著名的陜西隊伍")
    '沿着著名的陕西队伍'
    """
    return simplify(text)[0]


def _converted(text: str) -> str:
    after = str(_converter().convert(text))
    if np.any(_overlaid()[_units(after)]):
        after = after.translate(_overlay())
    return after


def script_of(text: str) -> str:
    """`simplified`, `traditional` or `mixed`, by the characters that only one script has."""
    classes = _classes()[_units(text)]
    traditional = int(np.count_nonzero(classes == 1))
    simplified = int(np.count_nonzero(classes == 2))
    if traditional <= MIXED_SHARE * (traditional + simplified):
        return "simplified"
    if simplified <= MIXED_SHARE * (traditional + simplified):
        return "traditional"
    return "mixed"


def _units(text: str) -> NDArray[np.uint16]:
    """The UTF-16 code units of `text`: enough for tables over the BMP, and quick."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)


@lru_cache(maxsize=1)
def _overlaid() -> NDArray[np.bool_]:
    mask = np.zeros(1 << 16, dtype=np.bool_)
    mask[list(_overlay())] = True
    return mask


@lru_cache(maxsize=1)
def _converter() -> "opencc.OpenCC":
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1)
def _overlay() -> dict[int, str]:
    rows = files("reportlens.normalise").joinpath("data/overlay.tsv").read_text("utf-8").splitlines()[1:]
    return {ord(row.split("\t")[0]): row.split("\t")[1] for row in rows}


@lru_cache(maxsize=1)
def _classes() -> NDArray[np.uint8]:
    """For every code point of the BMP: 1 only traditional, 2 only simplified, 0 both or neither.

    Only traditional: it has another simplified form and is not in GB 2312. Only simplified: it has
    another traditional form and is not in Big5.
    """
    import opencc

    to_traditional = opencc.OpenCC("s2t").convert
    classes = np.zeros(1 << 16, dtype=np.uint8)
    block = [chr(p) for p in range(0x4E00, 0xA000)]
    # One character a line: phrases must not form between neighbours.
    simple = _converted("\n".join(block)).split("\n")
    complex_ = to_traditional("\n".join(block)).split("\n")
    for character, simplified, traditional in zip(block, simple, complex_, strict=True):
        if simplified != character and not _in(character, "gb2312"):
            classes[ord(character)] = 1
        elif traditional != character and not _in(character, "big5"):
            classes[ord(character)] = 2
    return classes


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
