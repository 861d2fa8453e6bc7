"""Damage clean text as web pages do: glosses put in between bytes, then decoded with losses.

A second writing of what `reportlens.normalise.damage.forward` describes, on purpose: the repair is
not measured with its own ruler.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import opencc
from pypinyin import Style, pinyin

from reportlens.normalise.alignment import Edit

GLOSS = re.compile(r"\([a-züêāáǎàēéěèōóǒòīíǐìūúǔùǖǘǚǜńňǹḿ]{1,6}\)")
_PLAIN = re.compile(r"[^\w]+")
_FIGURE = re.compile(rb"[0-9A-Za-z]")
_FIGURE_FOLLOWS = re.compile(rb"[0-9A-Za-z.%]")
_FULL = "，；：（）"
_HALF = ",;:()"


@dataclass(frozen=True, slots=True)
class Spot:
    """Damaged characters `text[start:end]` of a page, and the original ones they stand for.

    `kind` is `gloss` (an astray reading), `sign` (a full-width sign replaced astray), `figure` (a
    figure or letter was swallowed, or may have been, by what follows: nobody can know which) or
    `end` (another ASCII character was swallowed).
    """

    start: int
    end: int
    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class Decoder:
    """How bytes that are no character are shown.

    `swallows`: a dead lead byte takes the ASCII character behind it along (blanks excepted). `pair`:
    two high bytes without a character give one `mark`, a mark for the first (`lead`), or `private`.
    """

    mark: str = "?"
    swallows: bool = True
    pair: str = "mark"


@dataclass(frozen=True, slots=True)
class Page:
    """A damaged page, the original, and where they differ in more than glosses that belong there."""

    text: str
    original: str
    spots: tuple[Spot, ...]
    habits: Decoder


_simplify = opencc.OpenCC("t2s").convert


@cache
def readings(character: str) -> tuple[str, ...]:
    if not _is_han(character):
        return ()
    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def fits(text: str) -> bool:
    """Whether all of `text` has a code in GBK."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def glossed(character: str) -> bytes:
    """A character of GBK and its first reading, as the web step writes it; nothing if it cannot."""
    found = readings(character)
    if not found or not fits(found[0]) or not character.encode("gbk")[0] > 0x80:
        return b""
    return f"{character}({found[0]})".encode("gbk")


def annotated_characters(original: str, rng: random.Random, plain: int, astray: int) -> list[str]:
    """A page's characters to annotate: `plain` that it contains, `astray` that only its bytes do."""
    inside: Counter[str] = Counter(c for c in original if _is_han(c))
    between: Counter[str] = Counter()
    for line in original.split("\n"):
        for run in re.findall(r"[\x80-\uffff]+", line):
            data = run.encode("gbk")
            for i in range(1, len(data) - 1):
                if data[i] > 0x80 and data[i + 1] >= 0x40:
                    shifted = data[i : i + 2].decode("gbk", "ignore")
                    if len(shifted) == 1 and shifted > "\x7f" and _is_han(shifted) and shifted not in inside:
                        between[shifted] += 1
    chosen = [c for c in rng.sample(sorted(inside), min(plain, len(inside))) if glossed(c)]
    chosen += [c for c in rng.sample(sorted(between), min(astray, len(between))) if glossed(c)]
    rng.shuffle(chosen)
    return chosen


def _replace(data: bytes, origin: list[int], old: bytes, new: bytes, keep: int) -> tuple[bytes, list[int]]:
    """bytes.replace that keeps book: the first `keep` bytes of `new` stem from where `old` does."""
    if old not in data:
        return data, origin
    pieces: list[bytes] = []
    origins: list[int] = []
    position = 0
    while (at := data.find(old, position)) >= 0:
        pieces += data[position:at], new
        origins += origin[position:at]
        origins += origin[at : at + keep] + [-1] * (len(new) - keep)
        position = at + len(old)
    pieces.append(data[position:])
    origins += origin[position:]
    return b"".join(pieces), origins


def _decode(data: bytes, habits: Decoder) -> list[tuple[str, int, int]]:
    """Characters with the bytes they were made of."""
    shown = []
    i = 0
    while i < len(data):
        size = 1 if data[i] <= 0x80 else 2
        piece = data[i : i + size]
        try:
            character = piece.decode("gbk")
        except UnicodeDecodeError:
            character = habits.mark
            if len(piece) == 2 and piece[1] < 0x80:
                size = 2 if habits.swallows and piece[1] > 0x20 else 1
            elif len(piece) == 2 and habits.pair == "private":
                character = piece.decode("gb18030")
            elif habits.pair == "lead":
                size = 1
        shown.append((character, i, min(i + size, len(data))))
        i += size
    return shown


def damage(original: str, annotated: Sequence[str], habits: Decoder, *, lose_signs: bool = False) -> Page:
    """`original` with `annotated` characters annotated byte by byte, decoded with losses.

    `lose_signs`: ？ becomes ?, wherever its bytes stand.
    """
    data = original.encode("gbk")
    origin = list(range(len(data)))
    if lose_signs:
        data, origin = _replace(data, origin, b"\xa3\xbf", b"?", 0)
    for character in annotated:
        data, origin = _replace(data, origin, character.encode("gbk"), glossed(character), 2)
    begins: dict[int, int] = {}
    position = 0
    for index, character in enumerate(original):
        begins[position] = index
        position += len(character.encode("gbk"))
    begins[position] = len(original)
    shown = _decode(data, habits)
    sound = _sound(data, origin, begins, shown)
    spots = []
    i = 0
    while i < len(shown):
        if sound[i]:
            i += 1
            continue
        j = i
        while j < len(shown) and not sound[j]:
            j += 1
        spots.append(_spot(original, data, origin, begins, shown, i, j))
        i = j
    text = "".join(c for c, _, _ in shown)
    return Page(text, original, tuple(s for s in spots if s is not None), habits)


def shown(original: str, readings_of: Mapping[str, str], habits: Decoder) -> str:
    """What a page shows of `original` if these characters are annotated with these readings."""
    data = original.encode("gbk")
    for character, reading in readings_of.items():
        data = data.replace(character.encode("gbk"), f"{character}({reading})".encode("gbk"))
    return "".join(c for c, _, _ in _decode(data, habits))


def _sound(
    data: bytes, origin: list[int], begins: dict[int, int], shown: Sequence[tuple[str, int, int]]
) -> list[bool]:
    """Which shown characters are as in the original, or of a gloss behind one that is."""
    sound: list[bool] = []
    may_be_glossed = False
    for character, a, b in shown:
        first = origin[a]
        if first >= 0:
            as_it_was = character.encode("gbk", "ignore") == data[a:b] and origin[b - 1] == first + b - a - 1
            sound.append(as_it_was and first in begins and first + b - a in begins)
            may_be_glossed = sound[-1] and b - a == 2
        else:
            sound.append(may_be_glossed)
    return sound


def _spot(
    original: str,
    data: bytes,
    origin: list[int],
    begins: dict[int, int],
    shown: Sequence[tuple[str, int, int]],
    i: int,
    j: int,
) -> Spot | None:
    before = [o for o in origin[: shown[i][1]] if o >= 0]
    after = [o for o in origin[shown[j - 1][2] :] if o >= 0]
    start = max(before, default=-1) + 1
    end = after[0] if after else len(original.encode("gbk"))
    while start not in begins:
        start -= 1
    while end not in begins:
        end += 1
    piece = original[begins[start] : begins[end]]
    text = "".join(c for c, _, _ in shown[i:j])
    last = shown[j - 1]
    kind = "gloss" if GLOSS.search("(" + text.replace("?", "(")) else "sign"
    # Two bytes of which the second is ASCII, and that are no character: it was swallowed.
    eaten = [
        b
        for _, a, b in shown[i:j]
        if b - a == 2
        and data[b - 1] < 0x80
        and origin[b - 1] in begins
        and len(data[a:b].decode("gbk", "replace")) == 2
    ]
    if any(_FIGURE.match(data, b - 1) or _FIGURE_FOLLOWS.match(data, b) for b in eaten):
        kind = "figure"
    elif eaten and last[2] - last[1] == 2:
        kind = "end"
    return Spot(
        len("".join(c for c, _, _ in shown[:i])), len("".join(c for c, _, _ in shown[:j])), piece, kind
    )


def half_width(text: str) -> str:
    """Commas and brackets as many converted pages have them."""
    return text.translate(str.maketrans(_FULL, _HALF))


def pages(
    sentences: Sequence[str],
    to_traditional: Callable[[str], str],
    rng: random.Random,
    habits: Decoder,
    *,
    size: int = 4000,
    plain: int = 40,
    astray: int = 8,
) -> Iterator[Page]:
    """Damaged pages of some `size` characters each; every page is its own mixture of habits.

    The real pages have 2,500 to 5,000 characters, of which 20 to 70 different ones are annotated.
    """
    length = sum(map(len, sentences))
    count = max(1, round(length / size))
    ends = [len(sentences) * k // count for k in range(count + 1)]
    for begin, end in pairwise(ends):
        lines = [to_traditional(s) for s in sentences[begin:end]]
        lines = [line for line in lines if fits(line)]
        if rng.random() < 0.6:
            lines = [half_width(line) for line in lines]
        if rng.random() < 0.3:
            lines = [f"<P>{line}</P>" for line in lines]
        furniture = [
            f"2021-10-{rng.randint(10, 28)} 17:{rng.randint(10, 59)} 來源:機關黨建網",
            "【字號 大 中 小】",
        ]
        original = "\n".join([*furniture, *lines, "下載 打印"])
        annotated = annotated_characters(original, rng, plain, astray)
        yield damage(original, annotated, habits, lose_signs="？" not in original)


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one spot: `exact`, `punctuation` (another mark only), `wrong`, `suspect`, `missed`."""

    spot: Spot
    outcome: str
    reason: str
    restored: str
    expected: str


def score(page: Page, edits: Sequence[Edit]) -> tuple[list[Score], list[Edit]]:
    """The outcome for every spot of a page, and the edits where nothing is damaged."""
    scores = []
    for spot in page.spots:
        over = [e for e in edits if e.start < spot.end and spot.start < e.end]
        repairs = [e for e in over if e.kind == "mojibake"]
        low = min([spot.start, *(e.start for e in over)])
        high = max([spot.end, *(e.end for e in over)])
        inside = [s for s in page.spots if low < s.end and s.start < high]
        low, high = min(low, *(s.start for s in inside), low), max(high, *(s.end for s in inside), high)
        restored = _with(page.text, low, high, [(e.start, e.end, e.replacement) for e in repairs])
        expected = _with(page.text, low, high, [(s.start, s.end, s.original) for s in inside])
        if not over:
            outcome = "missed"
        elif len(repairs) < len(over):
            outcome = "suspect"
        elif _unified(restored) == _unified(expected):
            outcome = "exact"
        else:
            outcome = "punctuation" if _PLAIN.sub("", restored) == _PLAIN.sub("", expected) else "wrong"
        scores.append(Score(spot, outcome, "; ".join(e.reason for e in over), restored, expected))
    return scores, [e for e in edits if not any(e.start < s.end and s.start < e.end for s in page.spots)]


def _unified(text: str) -> str:
    """As in the clean text: simplified, and commas of one width."""
    return half_width(_simplify(text))


def _with(text: str, low: int, high: int, changes: Sequence[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    for start, end, new in sorted(changes):
        if low <= start and end <= high:
            pieces += text[low:start], new
            low = end
    return GLOSS.sub("", "".join(pieces) + text[low:high])
