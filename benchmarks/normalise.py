#!/usr/bin/env python3
"""Speed of normalisation on one core, beside OpenCC alone on the same texts in the same run.

usage: python benchmarks/normalise.py [MEGABYTES]

Clean texts are the provincial reports where ../shared holds them, otherwise the sample, repeated up
to the size asked for. Noisy text is the traditional one with readings behind every character of a
page's set, half-width punctuation and tags.
"""

import re
import sys
import time
from pathlib import Path

import opencc
from pypinyin import lazy_pinyin

from reportlens.normalise import normalise

ROOT = Path(__file__).parents[1]
GLOSSED = "會實學強黨導產質優創風議進義"


def clean_text(size: int) -> str:
    paths = sorted((ROOT.parent / "shared/corpora/provincial-2026").glob("*.txt"))
    paths = paths or sorted((ROOT / "corpus/originals").glob("*.txt"))
    text = "\n".join(path.read_text("utf-8") for path in paths)
    return (text * (size // len(text.encode()) + 1))[: size // 3]


def noisy(traditional: str) -> str:
    readings = {c: f"{c}({lazy_pinyin(c)[0]})" for c in GLOSSED}
    text = re.sub(f"[{GLOSSED}]", lambda m: readings[m[0]], traditional)
    return text.translate(str.maketrans("，；：", ",;:")).replace("\n", "</p>\n\u3000\u3000")


def megabytes_per_second(work: object, text: str) -> float:
    assert callable(work)
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return len(text.encode()) / 1e6 / best


def main() -> None:
    size = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 4_000_000
    simplified = clean_text(size)
    traditional = opencc.OpenCC("s2t").convert(simplified)
    t2s = opencc.OpenCC("t2s").convert
    normalise(noisy(traditional[:2000]))
    print(f"{'text':12} {'MB':>6} {'normalise MB/s':>15} {'OpenCC MB/s':>12} {'ratio':>7}")
    for name, text in (
        ("simplified", simplified),
        ("traditional", traditional),
        ("noisy", noisy(traditional)),
    ):
        ours, alone = megabytes_per_second(normalise, text), megabytes_per_second(t2s, text)
        print(f"{name:12} {len(text.encode()) / 1e6:6.1f} {ours:15.1f} {alone:12.1f} {ours / alone:7.3f}")
    longer = [noisy(opencc.OpenCC("s2t").convert(clean_text(n))) for n in (5_000_000, 10_000_000)]
    times = []
    for text in longer:
        start = time.process_time()
        normalise(text)
        times.append(time.process_time() - start)
    sizes = [len(text.encode()) / 1e6 for text in longer]
    print(f"{sizes[1]:.0f} MB take {times[1] / times[0]:.2f} times as long as {sizes[0]:.0f} MB")


if __name__ == "__main__":
    main()
