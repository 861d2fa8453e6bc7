"""Where a text spells out the members of an abbreviation: lists, headings, openers, definitions."""

import re
from functools import cached_property
from typing import NamedTuple

from reportlens.annotate.rules.numerals import NUMERALS, VALUES
from reportlens.annotate.rules.tables import any_of

# How far from a label a list may stand, in characters, within its sentence.
WINDOW = 160
LONGEST_MEMBER, LONGEST_OPENER = 30, 24
_SENTENCE_END = re.compile("[。！？\n]")
_QUOTES = "“”‘’"
_HEADING = re.compile(r"^[ 　]*(?:第?[一二三四五六七八九十]{1,3}[、，．.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[．.、])[ 　]*(.{2,60})$", re.M)
_LEADING = re.compile(f"^(?:{any_of('member_verbs.txt')})+")
_PIECE = re.compile("[^、，；。：\n]+")
_TRAILING = re.compile("(?:的|等|为|“|”).*$")
_NUMBERED = re.compile(rf"(\d+|[NXM]|[{NUMERALS}])")


class Members(NamedTuple):
    """Members as they stand in the text, and the spans that prove them."""

    names: tuple[str, ...]
    evidence: tuple[tuple[int, int], ...]


class Outline:
    """The headings and paragraph openers of a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def headings(self) -> list[tuple[int, list[str]]]:
        """The numbered headings: place, and their clauses."""
        return [(m.start(1), re.split("[，：]", m[1].strip())) for m in _HEADING.finditer(self.text)]

    @cached_property
    def openers(self) -> list[tuple[int, str]]:
        """The first sentence of each paragraph, if it is short."""
        found = []
        place = 0
        for line in self.text.split("\n"):
            end = line.find("。", 0, LONGEST_OPENER + 1)
            if end > 1:
                found.append((place, line[:end]))
            place += len(line) + 1
        return found


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around `text[start:end]`, no further than `WINDOW` characters on either side."""
    low = max(0, start - WINDOW)
    for match in _SENTENCE_END.finditer(text, low, start):
        low = match.end()
    match_end = _SENTENCE_END.search(text, end, end + WINDOW)
    return low, match_end.start() if match_end else min(len(text), end + WINDOW)


def keys(stem: str) -> list[str]:
    """What members may have in common with the stem of an abbreviation, the most telling first."""
    found = [stem] + [stem[:size] for size in range(len(stem) - 1, 0, -1)]
    return list(dict.fromkeys(found + ([stem[-2:]] if len(stem) > 2 else [])))


def in_list(text: str, low: int, high: int, count: int, key: str) -> Members | None:
    """An enumeration of exactly `count` members with `key` in each, in `text[low:high]`."""
    if text.count(key, low, high) < count:
        return None
    run: list[tuple[int, str]] = []
    runs = [run]
    last = low
    for piece in _PIECE.finditer(text, low, high):
        mark = text[last : piece.start()]
        last = piece.end()
        if key not in piece[0] or (run and mark not in ("、", "，", "；")):
            run = []
            runs.append(run)
        if key in piece[0]:
            run.append((piece.start(), piece[0]))
    found = [run for run in runs if len(run) == count]
    return _trimmed(text, found[0], key) if len(found) == 1 else None


def _trimmed(text: str, run: list[tuple[int, str]], key: str) -> Members | None:
    """The members of a run without what stands before the first and after the last."""
    names = [name.strip(_QUOTES) for _, name in run]
    names[0] = _without_lead(names[0], names[1:], key)
    names[-1] = _without_rest(names[-1], names[:-1], key)
    if not all(names) or any(len(name) > LONGEST_MEMBER for name in names) or len(set(names)) < len(names):
        return None
    return Members(tuple(names), ((run[0][0], run[-1][0] + len(run[-1][1])),))


def _without_lead(first: str, others: list[str], key: str) -> str:
    first = re.split("[“‘]", first)[-1]
    sizes = {len(other) for other in others[:-1] or others}
    if len(sizes) == 1 and len(first) > (size := sizes.pop()) and key in first[-size:]:
        return first[-size:]
    if others and all(other.startswith(key) for other in others):
        return first[first.rfind(key) :]
    return _LEADING.sub("", first)


def _without_rest(last: str, others: list[str], key: str) -> str:
    last = re.split("[”’]", last)[0]
    if others and all(other.endswith(key) for other in others):
        return last[: last.find(key) + len(key)]
    sizes = {len(other) for other in others}
    if len(sizes) == 1 and len(last) > (size := sizes.pop()) and key in last[:size]:
        return last[:size]
    return _TRAILING.sub("", last)


def in_headings(outline: Outline, count: int, key: str) -> Members | None:
    """`count` headings that have `key` in their first clause, or all in their second."""
    for clause in (0, 1):
        rows = [
            (place, clauses[clause].strip(_QUOTES))
            for place, clauses in outline.headings
            if len(clauses) > clause and key in clauses[clause]
        ]
        if len(rows) == count:
            names = _common_lead_off([name for _, name in rows], key)
            return Members(tuple(names), tuple((p, p + len(n)) for p, n in rows))
    return None


def in_openers(outline: Outline, count: int, key: str) -> Members | None:
    """`count` paragraphs that open with a short sentence with `key` in it."""
    rows = [(place, opener) for place, opener in outline.openers if key in opener]
    if len(rows) != count:
        return None
    names = _common_lead_off([name for _, name in rows], key)
    return Members(tuple(names), tuple((p, p + len(n)) for p, n in rows))


def _common_lead_off(names: list[str], key: str) -> list[str]:
    """The names without a verb that all of them begin with."""
    leads = [match[0] if (match := _LEADING.match(name)) else "" for name in names]
    if all(lead and key not in lead and len(lead) < len(name) for lead, name in zip(leads, names, strict=True)):
        return [name[len(lead) :] for lead, name in zip(leads, names, strict=True)]
    return names


def in_sentence_openers(text: str, low: int, count: int, key: str) -> Members | None:
    """亮身份，…；亮承诺，…；亮实绩，…。 after the label: parts of sentences that begin with `key`."""
    end = text.find("\n", low)
    end = min(len(text) if end < 0 else end, low + 3 * WINDOW)
    rows = [
        (match.start(1), match[1])
        for match in re.finditer(f"(?:^|[。；：])({re.escape(key)}[^，。；：、\n]{{1,10}}|[^，。；：、\n]{{1,8}}{re.escape(key)})(?=[，：])", text[low:end])
    ]
    if len(rows) != count:
        return None
    return Members(tuple(n for _, n in rows), tuple((low + p, low + p + len(n)) for p, n in rows))


def defined(text: str, low: int, label: str, count: int) -> Members | None:
    """五库，就是甲、乙、丙、丁、戊: the part named and its members in the same sentence."""
    end = min(len(text), low + 4 * WINDOW)
    pattern = f"[“‘]?{re.escape(label)}[”’]?[，：]?(?:就是|即|是指|指的是|分别是|分别为|包括|指)[：]?([^。；\n]{{2,120}})"
    match = re.search(pattern, text[low:end])
    if match is None:
        return None
    names = match[1].split("、") if count > 1 else [match[1]]
    if len(names) != count or any(not name or len(name) > LONGEST_MEMBER or "，" in name for name in names):
        return None
    place = low + match.start(1)
    return Members(tuple(name.strip(_QUOTES) for name in names), ((place, place + len(match[1])),))


def digit_by_digit(text: str, low: int, high: int, code: str) -> Members | None:
    """The enumeration whose members hold the digits of `code` in order: 突出一条主线、落实两个文件."""
    digits = re.split(r"\+", code) if "+" in code else list(code)
    pieces = list(_PIECE.finditer(text, low, high))
    found = []
    for first in range(len(pieces) - len(digits) + 1):
        group = pieces[first : first + len(digits)]
        marks = {text[a.end() : b.start()] for a, b in zip(group, group[1:], strict=False)}
        if len(marks) == 1 and marks <= {"、", "，", "；"} and all(_holds(p[0], d) for p, d in zip(group, digits, strict=True)):
            found.append(group)
    if len(found) != 1:
        return None
    names = [piece[0].strip(_QUOTES) for piece in found[0]]
    names[0] = re.sub("^.*?[“‘]", "", names[0])
    names[0] = re.sub("^(?:即|就是|分别是|包括)", "", names[0])
    names[-1] = re.split("[”’]", names[-1])[0]
    return Members(tuple(names), ((found[0][0].start(), found[0][-1].end()),))


def _holds(piece: str, digit: str) -> bool:
    match = _NUMBERED.search(piece)
    if match is None:
        return False
    value = match[1]
    return value == digit or str(VALUES.get(value, "")) == digit
