"""What stands around a figure, and what it counts."""

from typing import NamedTuple

from reportlens.annotate.quantities.bounds import Figure
from reportlens.annotate.quantities.comparisons import topic


class Subject(NamedTuple):
    """What is counted, the verb, and the bare noun for a figure that leaves it out."""

    subject: str
    verb: str
    noun: str = ""


class Setting(NamedTuple):
    """What stands around a figure.

    `left` and `right` in its clause, as far as the figures beside it; `head` the clause up to its first
    figure; `after` the next clause; `last` the figure before in the same sentence; `to_figure`: `right`
    ends at another figure; `before` the clause before, if no figure stands in it; `nth` of `total` figures
    in the clause; `ended` what ends the sentence before, at the beginning of one.
    """

    left: str
    right: str
    head: str
    after: str
    last: tuple[Figure, Subject] | None
    to_figure: bool
    before: str = ""
    nth: int = 0
    total: int = 1
    ended: str = ""


def inherited(setting: Setting, verb: str) -> Subject | None:
    """What the clause before speaks of, or the figure before counts."""
    if setting.before and (noun := topic(setting.before)):
        return Subject(noun, verb, noun)
    return setting.last[1]._replace(verb=verb) if setting.last is not None else None
