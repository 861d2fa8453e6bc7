#!/usr/bin/env python3
"""How well, and how fast, damaged pages are repaired.

Run from the project's root: python benchmarks/damage.py [--reports ../shared/corpora] [--spots 2000]
Sentences of clean reports are damaged by tests/damage_simulator.py and repaired. Spots of which a
figure was swallowed, or may have been by what follows, are counted apart: the only right answer to them
is `suspect`. An exact repair gives the original in the clean text, which is simplified.
"""

import argparse
import itertools
import pathlib
import random
import re
import sys
import time
from collections import Counter

import opencc

ROOT = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import damage_simulator  # noqa: E402 - lies among the tests

from reportlens.normalise.damage import repair_damage  # noqa: E402 - after the path is set

SENTENCE = re.compile(r"[^。！？\n]{6,}[。！？]")
KINDS = {
    "provincial reports": "provincial-2026/*.txt",
    "State Council (in the statistics)": "state-council/*.txt",
}
DECODERS = {
    damage_simulator.Decoder(): "a mark for two dead bytes",
    damage_simulator.Decoder(pair="private"): "private use for two dead bytes",
    damage_simulator.Decoder("\ufffd", swallows=False): "nothing swallowed, a mark for two dead bytes",
    damage_simulator.Decoder(
        "\ufffd", swallows=False, pair="lead"
    ): "nothing swallowed, the second read anew",
}


def sentences(path: pathlib.Path) -> list[str]:
    text = damage_simulator.GLOSS.sub("", path.read_text("utf-8"))
    return SENTENCE.findall(opencc.OpenCC("t2s").convert(text))


def measure(
    name: str,
    reports: list[list[str]],
    habits: damage_simulator.Decoder,
    wanted: int,
    seed: int,
    verbose: bool,
) -> None:
    rng = random.Random(seed)
    to_traditional = opencc.OpenCC("s2t").convert
    reports = reports.copy()
    rng.shuffle(reports)
    outcomes: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    strays = best = 0
    seconds = 0.0
    for lines in itertools.cycle(reports):
        for page in damage_simulator.pages(lines, to_traditional, rng, habits):
            begin = time.process_time()
            edits = repair_damage(page.text)
            seconds += time.process_time() - begin
            scores, stray = damage_simulator.score(page, edits)
            strays += len(stray)
            for s in scores:
                (figures if s.spot.kind == "figure" else outcomes)[s.outcome] += 1
                # The first of a suspect's alternatives is the best guess.
                guess = re.search(r": (\S+) \d\.\d\d", s.reason)
                best += s.spot.kind != "figure" and (
                    s.outcome in ("exact", "punctuation") or bool(guess and guess[1] == s.spot.original)
                )
                if verbose and (
                    s.outcome in ("wrong", "missed") or (s.outcome == "suspect") == (s.spot.kind != "figure")
                ):
                    print(s)
            if verbose:
                print(*stray, sep="\n", end="")
        if sum(outcomes.values()) >= wanted:
            break
    total = sum(outcomes.values())
    shares = "  ".join(f"{k} {n / total:.2%}" for k, n in sorted(outcomes.items()))
    everything = total + sum(figures.values())
    print(f"{name}: {total} spots: {shares}; best guess {best / total:.2%}; changed elsewhere {strays};")
    print(f"    figure swallowed: {dict(figures)}; {1000 * seconds / everything:.2f} ms a spot")


def speed(lines: list[str]) -> None:
    to_traditional = opencc.OpenCC("s2t").convert
    for name, text in (("simplified", "\n".join(lines)), ("traditional", to_traditional("\n".join(lines)))):
        text *= max(1, 3_000_000 // len(text))
        begin = time.process_time()
        edits = repair_damage(text)
        seconds = time.process_time() - begin
        print(f"clean, {name}: {len(text.encode()) / 1e6 / seconds:.0f} MB/s, {len(edits)} edits")


def main() -> None:
    parser = argparse.ArgumentParser(description="measure the repair of damage")
    parser.add_argument("--reports", type=pathlib.Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--spots", type=int, default=1000, help="spots for each kind of text")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="show what went wrong")
    arguments = parser.parse_args()
    kinds = {"sample reports": sorted((ROOT / "corpus/originals").glob("*.txt"))}
    kinds |= {name: sorted(arguments.reports.glob(pattern)) for name, pattern in KINDS.items()}
    for name, paths in kinds.items():
        if not paths:
            print(f"{name}: not here")
            continue
        reports = [sentences(p) for p in paths]
        for habits, description in DECODERS.items():
            measure(
                f"{name}, {description}", reports, habits, arguments.spots, arguments.seed, arguments.verbose
            )
    speed([s for paths in kinds.values() for p in paths for s in sentences(p)])


if __name__ == "__main__":
    main()
