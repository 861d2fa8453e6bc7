"""Strings made to hurt: the work of every stage grows with the text, and no pattern backtracks without end.

Nothing here looks at a clock: the steps are counted. What runs inside a regular expression has no steps
to count; an expression that backtracks badly needs hours on such a text, and the limit on the test ends it.
benchmarks/adversarial.py shows the seconds.
"""

import sys
from pathlib import Path
from types import FrameType

import pytest
from adversarial import ADVERSARIES, STAGES, Adversary

import reportlens

OURS = str(Path(reportlens.__file__).parent)


def steps(adversary: Adversary, size: int) -> int:
    """Lines of ours that run while the stage works on so many characters.

    Those of libraries do not count: an import or a pattern that is compiled is no work on the text.
    """
    text = adversary.text(size)
    count = 0

    def line(frame: FrameType, event: str, value: object) -> object:
        nonlocal count
        count += event == "line"
        return line if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(line)
    try:
        STAGES[adversary.stage](text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("adversary", ADVERSARIES, ids=lambda a: f"{a.stage} {a.unit[:8]!r}")
def test_work_grows_with_the_length_of_the_text(adversary: Adversary) -> None:
    steps(adversary, 1)  # lexicons and tables are loaded once
    short, double, fourfold = (steps(adversary, size) for size in (5_000, 10_000, 20_000))
    # The second half of the text costs twice what the second quarter costs; quadratic work would be 4.
    assert fourfold - double < 3 * (double - short) + 1_000


@pytest.mark.timeout(120)
@pytest.mark.parametrize("adversary", ADVERSARIES, ids=lambda a: f"{a.stage} {a.unit[:8]!r}")
def test_no_pattern_backtracks_without_end(adversary: Adversary) -> None:
    STAGES[adversary.stage](adversary.text(100_000))
