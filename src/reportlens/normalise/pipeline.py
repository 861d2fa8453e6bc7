"""The steps from raw to clean text, in order."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reportlens.errors import SourceError
from reportlens.normalise.alignment import AlignedText, Edit
from reportlens.normalise.collector import collector_at_rest
from reportlens.normalise.damage import repair_damage
from reportlens.normalise.debris import strip_debris
from reportlens.normalise.furniture import cut_furniture
from reportlens.normalise.gloss import strip_glosses
from reportlens.normalise.html import NoMainText, main_text_edits
from reportlens.normalise.lines import indented_lines, join_broken_lines
from reportlens.normalise.script import script_of, simplify
from reportlens.normalise.space import close_gaps, drop_invisible, unify_space
from reportlens.normalise.text import NormalisedText, Stage
from reportlens.normalise.width import single_marks, unify_width
from reportlens.report import Facts, Report


class Step(NamedTuple):
    """A step reads the text as the steps before have left it and says what to change."""

    name: str
    edits: Callable[[str], list[Edit]]


class Rewrite(NamedTuple):
    """A step that puts one character for one: it gives the new text, which has the same length.

    With it come the edits and remarks among its changes that have a kind and reason of their own.
    """

    name: str
    kind: str
    reason: str
    text: Callable[[str], tuple[str, list[Edit]]]


STEPS: tuple[Step | Rewrite, ...] = (
    Step("damage", repair_damage),
    Step("debris", strip_debris),
    Step("invisible", drop_invisible),
    Step("glosses", strip_glosses),
    Rewrite("script", "script", "traditional or variant form", simplify),
    Step("space", unify_space),
    Rewrite(
        "width", "width", "width of letters, digits or punctuation", lambda text: (unify_width(text), [])
    ),
    Step("gaps", close_gaps),
    Step("marks", single_marks),
)


def normalise_report(report: Report) -> NormalisedText:
    """`normalise` for a report; raises `SourceError` where nothing of the text remains."""
    try:
        normalised = normalise(report.raw, html=report.html)
    except NoMainText as error:
        raise SourceError(report.path, str(error)) from error
    if not normalised.text:
        raise SourceError(
            report.path,
            "there is nothing in it but page furniture (navigation, buttons, headlines). "
            "Save the page of the report itself, or remove it from the reports.",
        )
    return normalised


@collector_at_rest()
def normalise(raw: str, *, html: bool = False) -> NormalisedText:
    """The clean text of `raw`; `html` says that `raw` is the source of a web page.

    Linear in the length of the text. Raises `NoMainText` for a page that holds nothing but
    navigation.
    """
    stages: list[Stage] = []
    facts = Facts()
    script = "simplified"
    text = AlignedText.of(raw)

    def take(name: str, edits: Sequence[Edit]) -> None:
        nonlocal text
        after = text.apply(edits)
        stages.append(Stage(name, text, after, tuple(edits)))
        text = after

    if html:
        edits, facts = main_text_edits(text.text)
        take("main text", edits)
    for step in STEPS:
        if isinstance(step, Step):
            take(step.name, step.edits(text.text))
            continue
        if step.name == "script":
            script = script_of(text.text)
        rewritten, apart = step.text(text.text)
        after = text.rewritten(rewritten)
        stages.append(Stage(step.name, text, after, tuple(apart), step.kind, step.reason))
        text = after
    edits, stated = cut_furniture(text.text)
    take("furniture", edits)
    joins = join_broken_lines(text.text, () if html else indented_lines(text, raw))
    take("lines", joins)
    if joins:
        # What now stand side by side may be half a mark each.
        after = text.rewritten(_unified_where_joined(text.text, joins))
        stages.append(Stage("width", text, after, (), "width", "width of letters, digits or punctuation"))
        text = after
        take("marks", single_marks(text.text))
    return NormalisedText(text, script, tuple(stages), stated.over(facts))


def _unified_where_joined(text: str, joins: Sequence[Edit]) -> str:
    """`text` with unified width in the lines that `joins` have made; no other line has changed."""
    pieces: list[str] = []
    position = 0
    for taken, join in enumerate(joins):
        at = join.start - taken
        if at < position:
            continue
        start = text.rfind("\n", position, at) + 1 or position
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        pieces += (text[position:start], unify_width(text[start:end]))
        position = end
    return "".join((*pieces, text[position:]))
