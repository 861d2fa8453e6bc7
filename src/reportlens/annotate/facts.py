"""The rows of an annotation that are no terms: expansions, quantities, entities."""

from typing import NamedTuple


class Expansion(NamedTuple):
    """What a numeral abbreviation stands for.

    `status` is `expanded` where the text itself spells the members out (`evidence` gives the spans)
    and `lexicon` where only its established meaning is known.
    """

    abbreviation: str
    members: tuple[str, ...]
    status: str
    evidence: tuple[tuple[int, int], ...] = ()


class Quantity(NamedTuple):
    """A figure with its unit: `text[start:end]` is the figure (1500多名).

    `value` is a number (None where no float holds the figure, see `note`), `upper` the upper bound of a range, `qualifier` one of exact, approx-more,
    approx-less, implied. `unit` is as written (万元 stays 万元, 名, 次); `yuan` the amount in 元 for
    money. `subject` is what is counted, `verb` the action, `period` the time it holds for, as stated
    or inherited. `sentence` is the span of the sentence that proves it. `note` marks what is odd.
    """

    start: int
    end: int
    surface: str
    subject: str
    value: float | None
    upper: float | None
    qualifier: str
    unit: str
    period: str | None
    verb: str = ""
    yuan: float | None = None
    sentence: tuple[int, int] = (0, 0)
    note: str = ""


class Entity(NamedTuple):
    """A place, organisation or date: `label` is PLACE, ORG or DATE.

    `value` is the full official name of a place or organisation, or an ISO 8601 date, interval,
    duration or recurring period; None where it cannot be told. `note` marks what is odd.
    """

    start: int
    end: int
    surface: str
    label: str
    value: str | None
    note: str = ""
