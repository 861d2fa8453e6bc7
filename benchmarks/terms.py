#!/usr/bin/env python3
"""Speed of all work on terms (lexicon, rules, settling, hits, expansions) on one core.

usage: python benchmarks/terms.py [FOLDER ...] [--rounds N]

The texts are those of the folders, or the sample and, where ../shared holds them, the seeds: dense reports
on Party building, with a term in every fifteen characters. MB are UTF-8 bytes of clean text, seconds those
of the process. Beside it, in the same rounds, stands plain `rjieba`: the ratio says more than the numbers.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from reportlens.annotate.expansions import find_expansions
from reportlens.annotate.rules import find_rule_spans, settle
from reportlens.annotate.segmenters import segmenter
from reportlens.annotate.terms import find_spans, hits
from reportlens.lexicon import default_lexicon
from reportlens.normalise import NormalisedText, normalise

ROOT = Path(__file__).parents[1]


def terms(text: NormalisedText) -> int:
    lexicon = default_lexicon()
    listed = find_spans(text.text, lexicon)
    spans = settle(text.text, [*listed, *find_rule_spans(text.text, listed, lexicon)])
    found = hits(text, spans)
    return len(found) + len(find_expansions(text.text, found, lexicon))


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="measure the work on terms")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    folders = arguments.folders or [ROOT / "corpus/sample", ROOT.parent / "shared/seeds"]
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    texts = [normalise(path.read_bytes().decode("utf-8", "replace")) for path in paths]
    megabytes = sum(len(text.text.encode()) for text in texts) / 1e6
    cut = segmenter()
    found = sum(map(terms, texts))
    best = plain = float("inf")
    for _ in range(arguments.rounds):
        best = min(best, seconds(lambda: [terms(text) for text in texts]))
        plain = min(plain, seconds(lambda: [cut(text.text) for text in texts]))
    print(f"{len(texts)} texts, {megabytes:.2f} MB, {found} terms and expansions")
    print(f"terms:  {megabytes / best:6.1f} MB/s")
    print(f"rjieba: {megabytes / plain:6.1f} MB/s")
    print(f"the work on terms takes {best / plain:.1f} times as long as plain segmentation")


if __name__ == "__main__":
    main()
