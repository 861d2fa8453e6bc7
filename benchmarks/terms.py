#!/usr/bin/env python3
"""Speed of all work on terms (lexicon, rules, settling, hits, expansions) on one core.

usage: python benchmarks/terms.py [FOLDER ...] [--rounds N]

The texts are those of the folders, or the sample and, where ../shared holds them, the seeds and the reports
of provinces. MB are UTF-8 bytes of clean text, seconds those of the process; of each text its quickest
round counts, so that other work on the machine tells less. Beside it, in the same rounds, stand plain
`rjieba` and the search for every surface of the lexicon with `str.find`: the ratios say more than the
numbers.

Measured on two busy cores, with `rjieba` at 20 to 25 MB/s: provinces 7.1 to 7.6 MB/s, 3.3 times as long as
`rjieba` and 9 times as quick as `str.find`; sample 5.2 to 5.9, 4.0 and 8; seeds, with a term in every fourteen
characters, 3.8 to 4.6, 5.2 to 5.7 and 5. The rounds repeat the texts, so what is remembered by surface is warm and
the garbage collector tells less: one pass over texts not seen before is slower.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlens.annotate.expansions import find_expansions
from reportlens.annotate.rules import find_rule_spans, settle
from reportlens.annotate.segmenters import segmenter
from reportlens.annotate.terms import find_spans, hits
from reportlens.lexicon import default_lexicon
from reportlens.normalise import NormalisedText, normalise

ROOT = Path(__file__).parents[1]
FOLDERS = (
    ROOT / "corpus/sample",
    ROOT.parent / "shared/seeds",
    ROOT.parent / "shared/corpora/provincial-2026",
)


def terms(text: NormalisedText) -> int:
    lexicon = default_lexicon()
    listed = find_spans(text.text, lexicon)
    spans = settle(text.text, [*listed, *find_rule_spans(text.text, listed, lexicon)])
    found = hits(text, spans)
    return len(found) + len(find_expansions(text.text, found, lexicon))


def search(text: str, surfaces: Sequence[str]) -> int:
    found = 0
    for surface in surfaces:
        place = text.find(surface)
        while place >= 0:
            found += 1
            place = text.find(surface, place + 1)
    return found


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def quickest(texts: Sequence[NormalisedText], rounds: int) -> tuple[float, float, float]:
    """Seconds for the work on terms, plain segmentation and the search for each surface, over all texts."""
    cut = segmenter()
    surfaces = [surface for term in default_lexicon().terms for surface in term.surfaces]
    best = [[float("inf")] * 3 for _ in texts]
    for turn in range(rounds):
        for index, text in enumerate(texts):
            runs = [lambda t=text: terms(t), lambda t=text: cut(t.text)]
            if turn < 2:  # slow, and the same each time
                runs.append(lambda t=text: search(t.text, surfaces))
            for kind, run in enumerate(runs):
                best[index][kind] = min(best[index][kind], seconds(run))
    work, plain, brute = map(sum, zip(*best, strict=True))
    return work, plain, brute


def main() -> None:
    parser = argparse.ArgumentParser(description="measure the work on terms")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    for folder in arguments.folders or [folder for folder in FOLDERS if folder.is_dir()]:
        raw = [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
        texts = [normalise(text) for text in raw]
        megabytes = sum(len(text.text.encode()) for text in texts) / 1e6
        found = sum(map(terms, texts))
        work, plain, brute = quickest(texts, arguments.rounds)
        print(f"{folder.name}: {len(texts)} texts, {megabytes:.2f} MB, {found} terms and expansions")
        print(
            f"  terms {megabytes / work:.1f} MB/s, rjieba {megabytes / plain:.1f}, str.find {megabytes / brute:.2f}"
        )
        print(f"  {work / plain:.1f} times as long as rjieba, {brute / work:.0f} times as quick as str.find")


if __name__ == "__main__":
    main()
