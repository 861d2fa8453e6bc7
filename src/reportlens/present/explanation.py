"""What was changed in a report, step by step, with reasons, for somebody who wants to check it."""

from collections.abc import Iterator

from reportlens.normalise import NormalisedText, Repair, Stage

CONTEXT = 8
# What somebody must be able to check without asking for more.
ALWAYS_SHOWN = ("mojibake", "suspect", "ambiguous", "furniture")
_SHOWN = str.maketrans(
    {"\n": "⏎", "\r": "␍", "\t": "⇥", "\u3000": "␣", "\u00a0": "␣", "\u200b": "∅", "\x00": "␀"}
)


def explain(normalised: NormalisedText, *, limit: int = 20) -> Iterator[str]:
    """Lines: for each step how many changes it made, then the first `limit` of them.

    A change is shown as `raw offset  left[before → after]right  reason`; a remark that changes nothing
    (kind `suspect`) as `left[before]right`.
    """
    yield f"script of the source: {normalised.script}"
    for name in ("title", "subtitle", "date", "source", "author", "editor"):
        value = getattr(normalised.facts, name)
        if value:
            yield f"{name}: {value}"
    for stage in normalised.stages:
        repairs = stage.repairs()
        if not repairs:
            yield f"\n{stage.step}: nothing to do"
            continue
        yield f"\n{stage.step}: {len(repairs)} change{'' if len(repairs) == 1 else 's'}"
        left_out = 0
        for number, (edit, repair) in enumerate(zip(stage.edits, repairs, strict=True)):
            if number < limit or repair.kind in ALWAYS_SHOWN:
                yield _line(stage, edit.start, edit.end, repair)
            else:
                left_out += 1
        if left_out:
            yield f"  … {left_out} more (--all)"
    yield f"\nclean text: {len(normalised.text)} characters"


def _line(stage: Stage, start: int, end: int, repair: Repair) -> str:
    text = stage.before.text
    left = text[max(0, start - CONTEXT) : start].translate(_SHOWN)
    right = text[end : end + CONTEXT].translate(_SHOWN)
    before, after = repair.before.translate(_SHOWN), repair.after.translate(_SHOWN)
    change = f"[{before}]" if before == after else f"[{before} → {after or '∅'}]"
    reason = repair.reason.removeprefix(f"{repair.kind}: ")
    return f"  {repair.raw_start:>7}  {left}{change}{right}  {repair.kind}: {reason}"
