#!/usr/bin/env python3
"""Speed of all fact extraction together (places, organisations, dates, quantities) on one core.

usage: python benchmarks/facts.py [FOLDER]

The texts are those of FOLDER, or the provincial reports where ../shared holds them, or the sample.
Beside it, in the same run, stands a bare `re.findall` for numbers.
"""

import re
import sys
import time
from pathlib import Path

from reportlens.annotate.dates import find_dates, report_year
from reportlens.annotate.organisations import find_organisations
from reportlens.annotate.places import Gazetteer, find_places, report_place
from reportlens.annotate.quantities import find_quantities
from reportlens.normalise import NormalisedText, normalise

ROOT = Path(__file__).parents[1]


def facts(text: NormalisedText, gazetteer: Gazetteer) -> int:
    place, _ = report_place(text.text, text.facts, gazetteer)
    dates = find_dates(text.text, text.facts.date)
    places = find_places(text.text, place, report_year(text.text, text.facts.date), gazetteer)
    organisations = find_organisations(text.text, places, place)
    return len(dates) + len(places) + len(organisations) + len(find_quantities(text.text, dates))


def main() -> None:
    folder = ROOT.parent / "shared/corpora/provincial-2026"
    folder = (
        Path(sys.argv[1]) if len(sys.argv) > 1 else folder if folder.is_dir() else ROOT / "corpus/originals"
    )
    texts = [normalise(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]
    megabytes = sum(len(t.text.encode()) for t in texts) / 1e6
    gazetteer = Gazetteer.load()
    facts(texts[0], gazetteer)
    best = plain = 1e9
    found = numbers = 0
    for _ in range(3):
        start = time.process_time()
        found = sum(facts(text, gazetteer) for text in texts)
        best = min(best, time.process_time() - start)
        start = time.process_time()
        numbers = sum(len(re.findall(r"\d+(?:\.\d+)?", text.text)) for text in texts)
        plain = min(plain, time.process_time() - start)
    print(f"{len(texts)} texts, {megabytes:.2f} MB")
    print(f"all facts:  {megabytes / best:7.1f} MB/s  ({found} found)")
    print(f"re.findall: {megabytes / plain:7.1f} MB/s  ({numbers} numbers)")
    print(f"ratio:      {plain / best:7.4f}")


if __name__ == "__main__":
    main()
