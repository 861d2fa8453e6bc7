"""The groups of reports that a user names as people call them."""

from typing import TYPE_CHECKING

from reportlens.errors import AnalysisError
from reportlens.reading.tables import LEVEL_NAMES

if TYPE_CHECKING:
    from reportlens.corpus import Corpus


def group_named(corpus: "Corpus", by: str, name: str) -> str:
    """The group that `name` means: itself, a level in Chinese (县), or the one place whose name it is part of.

    A name that fits none stays as it is, for the comparison to refuse. Raises `AnalysisError` for one
    that fits several.
    """
    wanted = name.strip()
    groups = sorted(set(corpus.groups(by)))
    if by == "level":
        wanted = LEVEL_NAMES.get(wanted.casefold(), wanted)
    if wanted in groups or not wanted or by in ("level", "year"):
        return wanted
    fitting = [group for group in groups if group.endswith(wanted)]
    fitting = fitting or [group for group in groups if wanted in group]
    if len(fitting) > 1:
        raise AnalysisError(
            f"'{name}' fits {len(fitting)} groups: {', '.join(fitting[:5])}. Give more of the name."
        )
    return fitting[0] if fitting else wanted
