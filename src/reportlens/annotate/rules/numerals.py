"""Numeral abbreviations that no lexicon lists: what they look like."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of, word_set
from reportlens.annotate.terms import Span

NUMERALS = "一二三四五六七八九十两双"
VALUES = {
    **{c: i for i, c in enumerate("一二三四五六七八九十", 1)},
    "两": 2,
    "双": 2,
    "百": 100,
    "千": 1000,
    "万": 10000,
}
MEASURES = "个项大种条类张篇步型件级位支批"
# 四扇门 may count 门, 三把关 may count 把关.
OBJECT_MEASURES = "扇盏把本堂道条张座面块根"
# 6+X, 1+3+N, 党建+: figures, letters or short words joined by plus signs.
_SUM = re.compile(r"[\dNXM](?<![\w+].)\d?(?:\+(?:\d{1,2}|[NXM])){1,5}(?![\w+%])")
# 12235, but no year
_DIGITS = re.compile(r"(?!0|(?:19|20)\d\d$)\d{3,6}")
# 三亮三比, 四抓两整治, 一网一端五平台: two counted parts or more, each of one to three characters.
_COMPOUND = re.compile(rf"[{NUMERALS}][^\W\d{NUMERALS}]{{1,2}}(?:[{NUMERALS}][^\W\d{NUMERALS}]{{1,3}})+")
# 链上五员: the numeral is not the first.
_PREFIXED = re.compile(rf"[^\W\d{NUMERALS}]{{1,4}}([二三四五六七八九十两双][^\W\d{NUMERALS}]{{1,4}})")
_COUNTED = re.compile(rf"(?:[{NUMERALS}]|二十|十[一二三四五六七八九])[^\W\d]{{1,11}}")
# Beginning with 型: patterns that begin with one given character are found most quickly.
_TYPE = re.compile(
    r"型(?<=[三四五六七八]型)(?<![第\d一二三四五六七八九十][三四五六七八]型)(?:机关|党支部|党组织|干部|班子|政协)"
)
# 一支部一策, 一课一主题: one of the second for each of the first. 一户一户 is one after the other.
_EACH = re.compile(
    r"一(?<![一二三四五六七八九十每第]一)"
    r"(党?支部|单位|部门|处室|社区|行业|企业|机关|村|人|户|企|校|县|乡|镇|局|街|课|岗|楼|站|域|事|案|链)"
    r"一(?!\1)[^\W\d一]{1,3}?(?=[，。；、！“”‘’（）\n的]|制度|机制|活动|要求|$)"
)


class Part(NamedTuple):
    """One counted part of an abbreviation: 三 and 亮 in 三亮三比."""

    number: int
    stem: str


@lru_cache(maxsize=4096)
def parts(label: str) -> tuple[Part, ...]:
    """The counted parts of a numeral abbreviation; empty where it has none that can be counted.

    >>> parts("四抓两整治")
    (Part(number=4, stem='抓'), Part(number=2, stem='整治'))
    """
    if re.fullmatch(rf"[{NUMERALS}]个一[^\W\d{NUMERALS}]{{0,2}}", label):  # 四个一: 读一本好书, 讲一堂党课
        return (Part(VALUES[label[0]], label[2:]),)
    pieces = re.findall(rf"(十[一二三四五六七八九]|[{NUMERALS}])([^{NUMERALS}]*)", label)
    if not pieces or label[:1] not in NUMERALS:
        return ()
    found = []
    for numeral, rest in pieces:
        stem = rest.strip("、，·")
        if not stem:
            return ()
        if len(stem) > 2 and stem[0] in MEASURES:
            stem = stem[1:]
        count = 10 + VALUES[numeral[1]] if len(numeral) == 2 else VALUES[numeral]
        found.append(Part(count, stem))
    return tuple(found)


def without_prefix(label: str) -> str:
    """A label from its first numeral on, where a word of two characters or so goes before: 五员 of 链上五员.

    >>> without_prefix("链上五员"), without_prefix("四强"), without_prefix("党建")
    ('五员', '四强', '党建')
    """
    match = _PREFIXED.fullmatch(label)
    return match[1] if match else label


def is_code(label: str) -> bool:
    """Whether `label` is read digit by digit: 12235, 1+3+N."""
    if "+" in label:
        return _SUM.fullmatch(label) is not None
    return label.isdecimal() and _DIGITS.fullmatch(label) is not None


@lru_cache(maxsize=4096)
def is_numeral(inner: str) -> bool:
    """Whether what stands between quotation marks is a numeral abbreviation."""
    if is_code(inner):
        return True
    if not _COUNTED.fullmatch(inner.replace("、", "")) or inner in word_set("no_numerals.txt"):
        return False
    if inner.endswith("精神") or _is_parallel(inner):
        return False
    if inner[0] == "一":
        return len(parts(inner)) > 1
    return True


def _is_parallel(inner: str) -> bool:
    """Whether the pieces begin with one numeral and are phrases: 一窗受理、一网通办、一次办结 compresses nothing."""
    pieces = inner.split("、")
    return len(pieces) > 1 and len({piece[:1] for piece in pieces}) == 1 and min(map(len, pieces)) > 3


def find_numerals(reading: Reading) -> Iterator[Span]:
    """Numeral abbreviations outside quotation marks: sums, X型机关, and compounds before a head."""
    text = reading.text
    yield from _sums(text)
    for match in _TYPE.finditer(text):
        start = match.start() - 1
        yield Span(start, match.end(), text[start : match.end()], "numeral-abbreviation", "pattern")
    for match in _EACH.finditer(text):
        yield Span(match.start(), match.end(), match[0], "numeral-abbreviation", "pattern")
    for match in _before_head().finditer(text):
        if _is_compound(match["label"]) and match["label"] not in word_set("no_numerals.txt"):
            yield Span(*match.span("label"), match["label"], "numeral-abbreviation", "pattern")


def _sums(text: str) -> Iterator[Span]:
    """Sums, looked for around each plus sign: it stands after their first or second character."""
    done = 0
    place = text.find("+")
    while place >= 0:
        starts = range(max(done, place - 2), place)
        match = next(filter(None, (_SUM.match(text, start) for start in starts)), None)
        if match is not None:
            done = match.end()
            yield Span(match.start(), done, match[0], "numeral-abbreviation", "pattern")
        place = text.find("+", max(place + 1, done))


@lru_cache(maxsize=1)
def _before_head() -> re.Pattern[str]:
    """A compound that a head follows: 双诺双评制度."""
    first = rf"[{NUMERALS}](?<![第\d{NUMERALS}].)[^\W\d{NUMERALS}]{{1,2}}"
    more = rf"[{NUMERALS}][^\W\d{NUMERALS}]{{1,2}}"
    return re.compile(f"(?P<label>{first}(?:{more}){{1,3}}?)(?={any_of('numeral_heads.txt')})")


def _is_compound(label: str) -> bool:
    found = parts(label)
    stems = [part.stem for part in found]
    plain = all(stem[0] not in "年月日天次个名期届级点万千百元时分" for stem in stems)
    return len(found) > 1 and plain and len(set(stems)) > 1 and _COMPOUND.fullmatch(label) is not None
