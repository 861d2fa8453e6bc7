#!/usr/bin/env python3
"""How quickly texts become tokens: `tokenise` beside plain `rjieba`, in one run.

    python benchmarks/segmentation.py [TEXTS ...] [--rounds 5]

MB are UTF-8 bytes of clean text; the terms are found beforehand. Of several rounds the best counts, for
the others tell about the rest of the machine. The ratio says more than the numbers.
"""

import argparse
import pathlib
import time
from collections.abc import Callable

from reportlens.annotate.segmenters import segmenter, word_segmenter
from reportlens.annotate.terms import find_spans, hits
from reportlens.annotate.tokens import tokenise
from reportlens.lexicon import default_lexicon
from reportlens.normalise import normalise

ROOT = pathlib.Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description="measure the segmentation")
    parser.add_argument(
        "texts", nargs="*", type=pathlib.Path, help="text files (default: provincial reports)"
    )
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    paths = arguments.texts or sorted((ROOT.parent / "shared/corpora/provincial-2026").glob("*.txt"))
    paths = paths or sorted((ROOT / "corpus/originals").glob("*.txt"))
    clean = [normalise(path.read_text("utf-8")) for path in paths]
    found = [hits(text, find_spans(text.text, default_lexicon())) for text in clean]
    size = sum(len(text.text.encode()) for text in clean) / 1e6
    tokens = sum(len(tokenise(text.text, terms)) for text, terms in zip(clean, found, strict=True))
    print(f"{len(paths)} texts, {size:.2f} MB, {tokens:,} tokens, {sum(map(len, found)):,} terms")

    def rate(name: str, run: Callable[[], object], rounds: int) -> float:
        best = float("inf")
        run()
        for _ in range(rounds):
            begin = time.perf_counter()
            run()
            best = min(best, time.perf_counter() - begin)
        print(f"{name:32} {size / best:6.1f} MB/s")
        return size / best

    plain, ours = segmenter(), word_segmenter()
    pairs = list(zip(clean, found, strict=True))
    base = rate("rjieba alone", lambda: [plain(t.text) for t in clean], arguments.rounds)
    rate("rjieba with our words", lambda: [ours(t.text) for t in clean], arguments.rounds)
    whole = rate("tokenise", lambda: [tokenise(t.text, h) for t, h in pairs], arguments.rounds)
    print(f"tokenise takes {base / whole:.2f} times as long as the segmenter alone")


if __name__ == "__main__":
    main()
