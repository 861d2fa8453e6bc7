"""Segmentation: parity with jieba, tokens that join to the text, and what is one token."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from itertools import accumulate
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlens.annotate.segmenters import (
    Segmenter,
    jieba_segmenter,
    jieba_word_segmenter,
    own_words,
    segmenter,
    word_segmenter,
)
from reportlens.annotate.terms import find_spans, hits
from reportlens.annotate.tokens import tokenise
from reportlens.lexicon import Lexicon, Term, default_lexicon
from reportlens.normalise import normalise

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def sentences(clean_texts: dict[str, str]) -> list[str]:
    paths = (ROOT.parent / "shared" / "corpora").glob("*/*.txt")
    texts = [*clean_texts.values(), *(normalise(path.read_bytes().decode()).text for path in paths)]
    return [sentence for text in texts for sentence in re.findall(r"[^。！？\n]+[。！？]?", text)]


@pytest.mark.parametrize(
    ("ours", "reference"),
    [(segmenter, jieba_segmenter), (word_segmenter, jieba_word_segmenter)],
    ids=["dictionary", "our words"],
)
def test_the_segmenter_agrees_with_jieba_on_every_sentence(
    sentences: list[str], ours: Callable[[], Segmenter], reference: Callable[[], Segmenter]
) -> None:
    cut, expected = ours(), reference()
    for sentence in sentences:
        assert cut(sentence) == expected(sentence), sentence
    assert len(sentences) > 300


def test_our_words_change_no_segmenter_but_ours() -> None:
    word_segmenter(), jieba_word_segmenter()
    assert segmenter()("贯彻落实") == jieba_segmenter()("贯彻落实") == ["贯彻落实"]
    assert jieba.lcut("贯彻落实", HMM=False) == ["贯彻落实"]
    assert word_segmenter()("贯彻落实") == ["贯彻", "落实"]


def test_every_word_of_ours_is_one_word_and_every_phrase_is_several() -> None:
    cut, own = word_segmenter(), own_words()
    single = {w: n for w, n in own.frequencies.items() if w not in own.phrases}
    assert not [w for w, n in single.items() if (cut(w) == [w]) != (n > 0)]
    assert not [w for w, parts in own.phrases.items() if tuple(cut(w)) != parts or "".join(parts) != w]
    assert len(own.phrases) > 25_000


def test_our_words_cut_no_word_of_the_dictionary() -> None:
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    plain, ours, own = segmenter(), word_segmenter(), own_words()
    words = [w for w in (line.split(" ")[0] for line in lines) if plain(w) == [w]]
    cut = [w for w in words if ours(w) != [w] and w not in own.phrases and own.frequencies.get(w) != 0]
    assert len(words) > 300_000
    # What is left hangs on a hair: both ways of cutting are all but equally probable.
    assert len(cut) <= 5, cut


def test_our_words_take_no_characters_from_their_neighbours(sentences: list[str]) -> None:
    """Apart from phrases, we cut where the dictionary alone does not in less than one word in 5,000.

    The sample alone, full of coined words, has one in some 1,240.
    """
    plain, ours, own = segmenter(), word_segmenter(), own_words()
    words = broken = 0
    for sentence in sentences:
        edges = set(accumulate(map(len, ours(sentence))))
        end = 0
        for word in plain(sentence):
            start, end = end, end + len(word)
            words += 1
            if word not in own.phrases:
                broken += any(k in edges for k in range(start + 1, end))
    assert words > 5_000
    assert broken < words / (5_000 if words > 100_000 else 1_200)


def test_the_lists_are_in_good_order() -> None:
    data = resources.files("reportlens.annotate") / "data"
    for name in ("words.txt", "phrases.txt"):
        lines = (data / name).read_text("utf-8").splitlines()
        assert lines[0].startswith("#")
        entries = [
            e
            for line in lines
            if not line.startswith("#")
            for e in (line.split() if name == "words.txt" else [line])
        ]
        assert len(entries) == len(set(entries)), [e for e in entries if entries.count(e) > 1]


def words(text: str, *terms: Term) -> list[str]:
    clean = normalise(text)
    found = hits(clean, find_spans(clean.text, Lexicon(terms) if terms else default_lexicon()))
    return [clean.text[a:b] for a, b in tokenise(clean.text, found).tolist()]


def test_terms_are_kept_whole_and_cut_out_of_their_neighbours() -> None:
    assert words("严格落实主题党日要求") == ["严格", "落实", "主题党日", "要求"]
    text = "开展“6+X”主题党日活动"
    assert "6+X" in words(text, Term("6+X", "numeral-abbreviation"))


def test_of_overlapping_terms_the_longer_one_is_whole() -> None:
    terms = Term("机关党支部", "organisation-form"), Term("党支部标准化建设", "institution-mechanism")
    assert words("推进机关党支部标准化建设", *terms) == ["推进", "机关", "党支部标准化建设"]


def test_inside_a_long_term_the_short_ones_are_whole() -> None:
    terms = Term("“四强”党支部", "organisation-form"), Term("四强", "numeral-abbreviation")
    assert words("创建“四强”党支部", *terms, Term("党支部", "organisation-form")) == [
        "创建", "“", "四强", "”", "党支部",
    ]  # fmt: skip
    slogan = Term("思想同心目标同向工作同力", "slogan-principle")
    assert words("思想同心目标同向工作同力", slogan) == ["思想", "同心", "目标", "同向", "工作", "同力"]
    title = Term("《中国共产党支部工作条例（试行）》", "regulation")
    assert words("学习《中国共产党支部工作条例（试行）》", title)[:2] == ["学习", "《"]


@pytest.mark.parametrize(
    "expected",
    [
        # two words each, though the dictionary has them as one
        "党员 干部 不 能 ， 一 个 体系", "市 政协 和 宝鸡市 政协", "延安 市直 机关", "铜仁 市直 机关 和 县直 单位",
        "市委 、 省委 、 党中央 、 市政府", "贯彻 落实 新 时代 要求", "社会 各界 、 专题 报告 、 工作 手册",
        # one word each, though the dictionary has not
        "包抓 、 赋能 、 线上 、 公众号 、 中心组", "坚持 走深走实 、 互促互进 、 深学笃用", "抓严 抓细 抓实",
        "常态化 、 组织力 、 达标率 、 任务表", "召开 推进会 、 学习会", "干部 会 做 工作", "“ 提升年 ”",
        "工作 工程 和 党员 党性", "边 学 边 改",
        # figures and dates
        "投入 600多万 元 ， 学习 130余 次 ， 2-3 个 ， 80—120 名", "占 40% ， 提高 3.5%至4%", "2020年 5月 底 ， 5月 1日",
        "1.2万 平方米 ， 1.7亿 元 ， 3 个 多 月", "三十八 年 、 一百多 名", "第一 时间 、 第12 届 、 5G 网络",
        "5000 千瓦 ， 2000 年代 ， 24 小时",
        # names of persons
        "党组 书记 何存贵 指出", "记者 高乐 通讯员 罗立春", "， 马耀东 等 48 名 党员",
    ],
)  # fmt: skip
def test_words_in_the_style_of_peking_university(expected: str) -> None:
    text = expected.replace("记者 高乐 通讯员", "记者_高乐_通讯员").replace(" ", "").replace("_", " ")
    assert [text[a:b] for a, b in tokenise(text).tolist() if text[a:b] != " "] == expected.split()


ALPHABET = "三会一课四强党支部“”，。6+X多万元年月书记王说走深实 \n\x00\x01会议abc\U00020000\ue000"


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_tokens_join_to_the_text(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(text[a:b] for a, b in tokens.tolist()) == text
    assert all(a < b for a, b in tokens.tolist())


@given(
    st.lists(
        st.sampled_from(["三会一课", "四强", "党支部", "，", "\n", "建设", "第一议题", "6+X", "走深走实", "60多"]),
        max_size=20,
    )
)  # fmt: skip
def test_tokens_join_to_the_text_with_terms_in_it(pieces: list[str]) -> None:
    clean = normalise("".join(pieces))
    found = hits(clean, find_spans(clean.text, default_lexicon()))
    tokens = tokenise(clean.text, found).tolist()
    assert "".join(clean.text[a:b] for a, b in tokens) == clean.text
    edges = {edge for token in tokens for edge in token}
    for hit in found:
        if hit.exclusive:
            longer = [h for h in found if h.end - h.start > hit.end - hit.start]
            across = any(h.start < hit.end and hit.start < h.end for h in longer)
            assert across or {hit.start, hit.end} <= edges


def test_the_gold_is_met(shared: Path, tmp_path: Path) -> None:
    """A floor that only goes up; the score is measured by the script that comes with the gold."""
    seeds = sorted((shared / "gold" / "clean").glob("*.txt"))
    output = tmp_path / "annotated.jsonl"
    sources = [str(shared / "seeds" / seed.name) for seed in seeds]
    command = [sys.executable, "-m", "reportlens", "annotate", *sources, "--tokens", "-o", str(output)]
    subprocess.run(command, check=True, capture_output=True)
    scoring = [sys.executable, str(shared / "gold" / "score.py"), str(output), "--json"]
    done = subprocess.run(scoring, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["segmentation"]["f1"] >= 0.975
