"""Megabytes a second of quantities and dates, beside a plain `re.findall` for numbers on the same texts.

usage: python benchmarks/quantities.py [FOLDER]

FOLDER holds texts (*.txt, UTF-8); without it the sample reports are used, which are dense in figures.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from reportlens.annotate.dates import find_dates
from reportlens.annotate.quantities import find_quantities
from reportlens.normalise import normalise

SAMPLE = Path(__file__).parents[1] / "corpus" / "originals"
MEGABYTES = 2.0


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The best of several rounds, in CPU time of this process."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    texts = [
        normalise(path.read_text("utf-8", errors="replace")).text for path in sorted(folder.glob("*.txt"))
    ]
    if not any(texts):
        sys.exit(f"{folder} holds no texts (*.txt)")
    size = sum(len(text.encode()) for text in texts) / 1e6
    texts *= max(1, round(MEGABYTES / size))
    size = sum(len(text.encode()) for text in texts) / 1e6
    dates = [find_dates(text, None) for text in texts]
    found = sum(len(find_quantities(text, its)) for text, its in zip(texts, dates, strict=True))
    plain = seconds(lambda: [re.findall(r"[0-9]+(?:\.[0-9]+)?", text) for text in texts])
    rows = {
        "re.findall": plain,
        "dates": seconds(lambda: [find_dates(text, None) for text in texts]),
        "quantities": seconds(
            lambda: [find_quantities(text, its) for text, its in zip(texts, dates, strict=True)]
        ),
    }
    rows["both"] = rows["dates"] + rows["quantities"]
    print(f"{size:.1f} MB, {found / size:.0f} quantities and {sum(map(len, dates)) / size:.0f} dates a MB")
    for name, took in rows.items():
        print(f"{name:12}{size / took:8.1f} MB/s{took / plain:8.1f} times the time of re.findall")


if __name__ == "__main__":
    main()
