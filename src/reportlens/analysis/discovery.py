"""Strings that behave like terms and are in no lexicon: candidates for a user's own lexicon."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportlens.analysis.coinages import category, has_numeral_pattern, numeral_rows, quoted
from reportlens.analysis.corpus_texts import Cover, Texts
from reportlens.analysis.ngrams import Chunk, Level, cohesion, frequent
from reportlens.annotate.segmenters import word_segmenter
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus
    from reportlens.lexicon import Lexicon

LEAST = 3
# In a larger corpus a string has to stand once in so many characters, or chance would fill the table.
CHARACTERS_PER_OCCURRENCE = 500_000
LONGEST = 12
# Eight of ten occurrences beside the same character are those of a longer string; five of ten inside
# something known are that, and not a term of their own.
FRAGMENT = 0.8
HALF = 0.5
LEAST_COHESION = 4.0  # bits
LEAST_ENTROPY = 1.0  # bits, on the poorer side
COLUMNS = (
    "canonical", "category", "score", "count", "reports", "places", "local", "quoted_share", "numeral", "rule", "cohesion",
    "left_entropy", "right_entropy", "report_id", "start", "end", "example",
)  # fmt: skip

AROUND = 12
# Found by rules, but no coinages.
_NOT_COINED = frozenset({"regulation", "doctrine-meeting", "work-line"})
_OPENING = np.array([ord(c) for c in "“‘"], dtype=np.uint16)
_CLOSING = np.array([ord(c) for c in "”’"], dtype=np.uint16)
_EDGE = -1
# Characters that no term begins or ends with, and words that begin a phrase, not a term.
_NOT_FIRST = frozenset(
    "的了和在与及是把被将从对等也都就还又再更最很不没有个们着过上下中里内外后前间时者所且或但则即若如因至给跟比按据经于由向到"
    "要能会可让使以为为其该本各每这那此之而并已曾仍均共达超约近逾我你他它省市县区年月日名项家件次万亿元吨"
)
_NOT_LAST = frozenset(
    "的了和在与及是把被将从对等也都就还又再更最很不没有着过或但则即若如因给跟比按据于由向到要能会可让使以为其该各每这那此之而并已"
    "曾仍均约近逾我你他它大新高多个第一二三四五六七八九十"
)
_OPENERS = tuple(
    "推进 推动 推行 加强 加快 加大 坚持 坚决 实施 实现 完善 健全 建立 建设 建成 打造 提升 提高 促进 深化 深入 强化 优化 开展 落实 "
    "全面 持续 扎实 积极 大力 着力 切实 充分 进一步 不断 努力 确保 保障 支持 鼓励 引导 推广 培育 发展 发挥 完成 做好 做到 抓好 办好 "
    "新增 增长 达到 超过 突破 累计 同比 继续 统筹 严格 认真 组织 用好 构建 巩固 拓展 扩大 加速 启动 制定 出台 成功 获批 创新 聚焦 "
    "围绕 提出 得到 取得 成为 成立 举办 开工 全省 全市 全区 全县 全国 全年 今年 去年 我省 我市 我区 一批 一个 解决 保持 稳定 有效 "
    "有序 高水平 高质量 高标准 重点 主要 十四五 十五五 国家 省级 国家级 世界 各级 各类 人民 群众 五年 力争 带动 参与 服务 管理".split()
)


@dataclass(frozen=True)
class Discovery:
    """Candidates, the most promising first. Written as CSV the table can be reviewed and loaded as a lexicon.

    Columns of `table`: canonical (the candidate), category (a guess), score, count, reports (that have
    it), places (that use it), local (one place only, where the corpus has more), quoted_share (of its
    occurrences), numeral (formed like a numeral abbreviation), rule (a rule of ours found it), cohesion (least
    pointwise mutual information over all cuts, in bits; empty for what is too rare to tell), left_entropy and right_entropy
    (of the neighbouring characters, in bits; an edge of a sentence or a quotation mark is a neighbour of
    its own each time), report_id, start and end (the first occurrence), example (what stands around it).
    """

    table: pd.DataFrame
    reports: int
    characters: int


@dataclass
class _Seen:
    """What is known of one candidate, summed over chunks."""

    count: int = 0
    quoted: int = 0
    in_row: bool = False
    by_rule: str = ""
    inside: int = 0  # occurrences that are, or lie in, a term of a lexicon or a name
    touched: int = 0  # occurrences that share a character with one
    aligned: int = 0  # occurrences that begin and end where words do
    reports: int = 0
    cohesion: float = float("nan")
    places: set[str] = field(default_factory=set)
    left: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    first: tuple[str, int, str] = ("", 0, "")

    @property
    def marked(self) -> bool:
        """Whether its form alone makes it a candidate."""
        return bool(self.quoted or self.in_row or self.by_rule)


@dataclass
class _Coined:
    """What its form alone makes a candidate, anywhere in the corpus: quoted, a row of numerals, found by a rule."""

    words: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    rules: dict[str, str] = field(default_factory=dict)

    def gather(self, texts: Texts, chunk: Chunk) -> None:
        self.rows |= {chunk.text[start:end] for start, end in numeral_rows(chunk.text)}
        found = texts.rows(chunk, "terms", ", category::VARCHAR AS category", "source <> 'lexicon'")
        for start, end, kind in (
            found[["start", "end", "category"]].sort_values("start").itertuples(index=False)
        ):
            if kind not in _NOT_COINED:
                self.rules.setdefault(_bare(chunk.text[start:end]), kind)
        self.words |= {chunk.text[start:end] for start, end in quoted(chunk.text)}
        self.words |= self.rows | set(self.rules)


def discover(
    corpus: "Corpus",
    *,
    least: int | None = None,
    longest: int = LONGEST,
    limit: int | None = None,
    lexicon: "Lexicon | None" = None,
) -> Discovery:
    """What the texts of `corpus` use like terms though no lexicon has it.

    A candidate stands at least `least` times (3, more in a corpus of over 1.5 million characters), holds together (`cohesion`) and stands free (entropy of its
    neighbours, Huang & Powers 2003); or it stands in quotation marks, is a row of numerals, or a rule
    found it: then once is enough, which is what carries small corpora. Left out are words of the
    dictionary, fragments of longer strings and of known terms, and names of places and organisations.
    Known is what the corpus was built with, and `lexicon`.

    Memory: one chunk of texts (4 million characters, some 0.3 GB) and the strings that are frequent or
    coined, not the texts; time: `longest` readings of the texts. Raises `AnalysisError` for senseless bounds.
    """
    if least is not None and least < 2:
        raise AnalysisError("a string must stand at least twice to be told from chance. Use 2 or more.")
    if not 2 <= longest <= 30:
        raise AnalysisError(f"the longest candidate may have 2 to 30 characters, not {longest}.")
    texts = Texts(corpus)
    least = least or max(LEAST, texts.characters // CHARACTERS_PER_OCCURRENCE)
    levels = frequent(texts.chunks, least, longest)
    free = _holding_together(texts, levels)
    coined = _Coined()
    for chunk in texts.chunks():
        coined.gather(texts, chunk)
    seen: dict[str, _Seen] = {}
    for chunk in texts.chunks():
        _observe(texts, chunk, free, levels, coined, seen)
    rows = [
        _row(word, one, texts)
        for word, one in seen.items()
        if _is_candidate(word, one, least) and not (lexicon and word in lexicon)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table = table.sort_values(
        ["score", "count", "canonical"], ascending=[False, False, True], ignore_index=True
    )
    return Discovery(table if limit is None else table.head(limit), len(texts.ids), texts.characters)


def _holding_together(texts: Texts, levels: Sequence[Level]) -> dict[int, Level]:
    """For every length the frequent sequences that hold together and have no function word at an edge."""
    first_bad, last_bad = _table(_NOT_FIRST), _table(_NOT_LAST)
    nothing = np.empty(0, np.int64)
    chosen = {size: Level(np.empty(0, np.uint64), nothing) for size in range(2, len(levels) + 1)}
    for chunk in texts.chunks():
        for size, level in chosen.items():
            places = chunk.places(size)
            places = places[~first_bad[chunk.codes[places]] & ~last_bad[chunk.codes[places + size - 1]]]
            hashes, index = np.unique(chunk.hashes(places, size), return_index=True)
            new = levels[size - 1].find(hashes)[1] & ~level.find(hashes)[1]
            bound = cohesion(chunk, places[index[new]], size, levels) >= LEAST_COHESION
            chosen[size] = Level(np.union1d(level.hashes, hashes[new][bound]), nothing)
    return chosen


def _table(characters: frozenset[str]) -> NDArray[np.bool_]:
    table = np.zeros(1 << 16, dtype=bool)
    table[[ord(c) for c in characters]] = True
    return table


def _observe(
    texts: Texts,
    chunk: Chunk,
    free: Mapping[int, Level],
    levels: Sequence[Level],
    coined: "_Coined",
    seen: dict[str, _Seen],
) -> None:
    """Add to `seen` what one chunk shows of the candidates."""
    size = len(chunk.text)
    listed = texts.rows(chunk, "terms", "", "source = 'lexicon'")
    names = texts.rows(chunk, "entities", "", "label IN ('PLACE', 'ORG')")
    known = Cover(pd.concat([listed, names])[["start", "end"]].to_numpy(np.int64), size)
    edges = np.zeros(size + 1, dtype=bool)
    edges[texts.rows(chunk, "tokens", "")[["start", "end"]].to_numpy(np.int64).ravel()] = True
    words, number, places = _occurrences(chunk, free, coined.words)
    if not words:
        return
    ends = places + np.array([len(word) for word in words], dtype=np.int64)[number]
    before, after = chunk.codes[places - 1], chunk.codes[ends]

    def per_word(of: NDArray[np.bool_]) -> list[int]:
        return [int(value) for value in np.bincount(number, of, len(words))]

    for word in words:
        if word not in seen:
            seen[word] = _Seen()
    here = [seen[word] for word in words]
    first = np.unique(number, return_index=True)[1]
    for one, value in zip(here, _cohesions(chunk, places[first], ends[first], levels), strict=True):
        if not one.first[0]:
            one.cohesion = value
    for word, one, at, count, marks, inside, touched, aligned in zip(
        words,
        here,
        places[first].tolist(),
        per_word(np.ones(len(number), dtype=bool)),
        per_word(np.isin(before, _OPENING) & np.isin(after, _CLOSING)),
        per_word(known.inside(places, ends)),
        per_word(known.touched(places, ends)),
        per_word(edges[places] & edges[ends]),
        strict=True,
    ):
        one.count += count
        one.quoted += marks
        one.inside += inside
        one.touched += touched
        one.aligned += aligned
        one.in_row = word in coined.rows
        one.by_rule = coined.rules.get(word, "")
        if not one.first[0]:
            report, start = texts.locate(chunk, at)
            end = min(len(word) + AROUND, texts.sizes[report] - start)
            around = chunk.text[at - min(start, AROUND) : at + end].replace("\n", " ")
            one.first = (texts.ids[report], start, around)
    reports = np.searchsorted(chunk.starts, places, side="right") - 1 + chunk.first
    for k, report, _ in _pairs(number, reports):
        here[k].reports += 1
        here[k].places.add(texts.place[report] or texts.ids[report])
    left_edge = (places == 0) | (chunk.reach[places - 1] == 0)
    for k, code, count in _pairs(number, np.where(left_edge, _EDGE, before.astype(np.int64))):
        here[k].left[code] += count
    for k, code, count in _pairs(number, np.where(chunk.reach[ends] == 0, _EDGE, after.astype(np.int64))):
        here[k].right[code] += count


def _occurrences(
    chunk: Chunk, free: Mapping[int, Level], coined: set[str]
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The words that stand in the chunk, and word number and place of every occurrence, by number."""
    from ahocorasick_rs import AhoCorasick

    words: list[str] = []
    numbers: list[NDArray[np.int64]] = []
    found: list[NDArray[np.int64]] = []
    for length, level in free.items():
        places = chunk.places(length)
        index, chosen = level.find(chunk.hashes(places, length))
        places = places[chosen]
        _, first, number = np.unique(index[chosen], return_index=True, return_inverse=True)
        numbers.append(number + len(words))
        found.append(places)
        words += [chunk.text[at : at + length] for at in places[first].tolist()]
    more = sorted(word for word in coined - set(words) if len(word) > 1)
    if more:
        matches = AhoCorasick(more).find_matches_as_indexes(chunk.text, overlapping=True)
        here, number = np.unique(np.array([m[0] for m in matches], dtype=np.int64), return_inverse=True)
        numbers.append(number + len(words))
        found.append(np.array([m[1] for m in matches], dtype=np.int64))
        words += [more[k] for k in here.tolist()]
    number, places = np.concatenate(numbers), np.concatenate(found)
    order = np.lexsort((places, number))
    return words, number[order], places[order]


def _cohesions(
    chunk: Chunk, starts: NDArray[np.int64], ends: NDArray[np.int64], levels: Sequence[Level]
) -> list[float]:
    """The cohesion of stretches, NaN where they are too long or hold punctuation."""
    sizes = ends - starts
    found = np.full(len(starts), np.nan)
    for size in range(2, len(levels) + 1):
        these = np.flatnonzero((sizes == size) & (chunk.reach[starts] >= size))
        found[these] = cohesion(chunk, starts[these], size, levels)
    return [float(value) for value in found]


def _pairs(number: NDArray[np.int64], value: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """How often each value stands beside each number."""
    span = int(value.max(initial=0)) + 2
    pairs, counts = np.unique(number * span + value + 1, return_counts=True)
    return list(zip((pairs // span).tolist(), (pairs % span - 1).tolist(), counts.tolist(), strict=True))


def _entropy(side: Mapping[int, int], count: int) -> float:
    shares = [n / count for code, n in side.items() if code != _EDGE and n]
    single = side.get(_EDGE, 0)
    return -sum(p * log2(p) for p in shares) + single / count * log2(count)


def _is_candidate(word: str, one: _Seen, least: int) -> bool:
    if one.inside > HALF * one.count or (len(word_segmenter()(word)) == 1 and not one.by_rule):
        return False
    if one.marked:
        return True
    sides = (one.left, one.right)
    return (
        one.count >= least
        and one.touched <= HALF * one.count
        and one.aligned > HALF * one.count
        and not word.startswith(_OPENERS)
        and not any(c.isdigit() for c in word)
        and word[0] not in "一二三四五六七八九十两"
        and all(n <= FRAGMENT * one.count for side in sides for code, n in side.items() if code != _EDGE)
        and min(_entropy(side, one.count) for side in sides) >= LEAST_ENTROPY
    )


def _row(word: str, one: _Seen, texts: Texts) -> tuple[object, ...]:
    left, right = _entropy(one.left, one.count), _entropy(one.right, one.count)
    share = one.quoted / one.count
    numeral = has_numeral_pattern(word)
    # The weights are set by hand: the form of a name first, then how it stands in the texts. Every part
    # but the last is at most 2, 1, 1 and 1.
    held = 0.0 if np.isnan(one.cohesion) else min(one.cohesion, 16.0) / 16
    score = (
        2 * (numeral and one.marked) + share + held + min(left, right, 4.0) / 4 + log2(one.count) / 8
        + 0.5 * bool(one.by_rule)
    )  # fmt: skip
    report_id, start, example = one.first
    return (
        word,
        one.by_rule or category(word, share),
        round(score, 3),
        one.count,
        one.reports,
        len(one.places),
        texts.several and len(one.places) == 1,
        round(share, 3),
        numeral,
        bool(one.by_rule),
        round(one.cohesion, 2),
        round(left, 2),
        round(right, 2),
        report_id,
        start,
        start + len(word),
        example,
    )


def _bare(surface: str) -> str:
    """A surface without the quotation marks around it."""
    return surface[1:-1] if surface[:1] in "“‘" and surface[-1:] in "”’" else surface
