"""The clean text of a report and what was done to get it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from reportlens.normalise.alignment import AlignedText, Edit, changed_runs
from reportlens.report import Facts


class Repair(NamedTuple):
    """One change on the way from the raw to the clean text, or a remark (kind `suspect`).

    `before` is what stood there when the step came to it, `after` what it put in its place; the
    range in the raw text covers everything that `before` stems from.
    """

    kind: str
    raw_start: int
    raw_end: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Stage:
    """What one step did: the text before and after it.

    A step that puts one character for one (`kind` is then set) leaves no edits behind but those with
    a reason of their own; the others are read off the two texts.
    """

    step: str
    before: AlignedText
    after: AlignedText
    made: tuple[Edit, ...] = ()
    kind: str = ""
    reason: str = ""

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        if not self.kind:
            return self.made
        before, after = self.before.text, self.after.text
        if not self.made:
            return tuple(changed_runs(before, after, self.kind, self.reason))
        rest = list(after)
        for edit in self.made:
            rest[edit.start : edit.end] = before[edit.start : edit.end]
        others = changed_runs(before, "".join(rest), self.kind, self.reason)
        return tuple(sorted((*others, *self.made)))

    def repairs(self) -> list[Repair]:
        """The edits of this step with their place in the raw text."""
        text = self.before.text
        spans = self.before.spans([e.start for e in self.edits], [e.end for e in self.edits])
        return [
            Repair(kind, raw_start, raw_end, text[start:end], after, reason)
            for (start, end, after, kind, reason, _), (raw_start, raw_end) in zip(
                self.edits, spans, strict=True
            )
        ]


@dataclass(frozen=True)
class NormalisedText:
    """The clean simplified text, its alignment to the raw text, and the repairs.

    `text` has the title first if there is one, a paragraph a line, punctuation in full width.
    `script` is that of the raw text: simplified, traditional or mixed. `facts` are those that the
    page itself states.
    """

    aligned: AlignedText
    script: str
    stages: tuple[Stage, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @property
    def text(self) -> str:
        return self.aligned.text

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """Every change and remark, step by step, in the order of the text within a step."""
        return tuple(repair for stage in self.stages for repair in stage.repairs())

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the raw text that `text[start:end]` stems from.

        It includes the readings that stood behind a character. A part of a run of shifted bytes
        can widen to the narrowest range that the repair could tell apart.
        """
        return self.aligned.span(start, end)
