"""Mechanisms by their last word: …制度, …机制, …清单, with a bounded noun phrase on the left."""

import re
from collections.abc import Iterator

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of
from reportlens.annotate.terms import Span

_NAME = "[^，。；：、！？“”‘’《》（）\\n\\d]"
_SET_UP = f"{any_of('mechanism_verbs.txt')}(?:[并和](?:落实|实施|执行|完善|健全|坚持|发展|提高|严格执行|严格落实))?了?(?:一系列)?"
# The last words of a name; the verb and the rest of the name are sought before them.
_HEAD = re.compile(f"{any_of('mechanism_names.txt')}(?=[，。；、”’）\\n和与及]|等|$)")
_BEFORE = re.compile(f"{_SET_UP}(?P<name>{_NAME}{{2,20}})$")
# 建立甲、乙等10项制度: every member is a mechanism; likewise 甲清单、乙清单.
_MEMBERS = re.compile(
    f"{_SET_UP}(?P<list>{_NAME}{{4,18}}(?:、{_NAME}{{4,18}}){{1,5}}?)等(?:\\d+项|[一二三四五六七八九十]+项|一系列|系列)?"
    "(?:工作)?(?:制度|机制|办法|规定|规则)"
)
_FORMAL_HEADS = ("制度", "机制")
_OWN_HEADS = ("制度", "机制", "制")
_JOINED = ("、", "和", "与", "及")
_SHARED_HEAD = re.compile("(?:清单|机制|制度)(?:、|$)")
_SAME_HEAD = re.compile(
    f"(?P<list>{_NAME}{{2,10}}(?P<head>清单|机制|制度)(?:、{_NAME}{{2,10}}(?P=head)){{1,6}})"
)
_JOINT = re.compile("(?<=制度|机制|任制|清单|体系)[和与及]")
OWNER = re.compile(
    "(?:[省市县区州盟旗全]?(?:政协|委(?=党|政|机))|[省市县区州盟旗全]直?机关工委|[全各][省市县区州盟旗]|各级)"
)
_SHOWN = re.compile("(?:推进|推动|公开|梳理|列出|列明|对照|围绕|晒出|用好|细化|编好|拿出)[好了出]?")
_SUBJECT = re.compile(any_of("mechanism_subjects.txt"))
_VERB = re.compile(f".*{any_of('mechanism_verbs.txt')}了?")


def find_mechanisms(reading: Reading) -> Iterator[Span]:
    """Mechanisms of the work line that a verb of setting up or carrying out precedes."""
    text = reading.text
    for head in reading.cues.matches("mechanism", _HEAD):
        low, end = max(0, head.start() - 30), head.end()
        match = _BEFORE.search(text[low : head.start()])
        if match is None:
            continue
        start = low + match.start("name")
        start += _without_owner(text[start:end])
        # 问责制度和管理制度 are two; the second is the one that ends here.
        if joint := _JOINT.search(text[start:end]):
            middle = start + joint.start()
            if middle - start >= 6 and _is_work(reading, start, middle):
                yield _span(text, start, middle)
            start += joint.end()
        if end - start >= 6 and _is_work(reading, start, end) and not _holds_known(reading, start, end):
            yield _span(text, start, end)
    yield from _members(reading)
    yield from _lexical(reading)


def _lexical(reading: Reading) -> Iterator[Span]:
    """Mechanisms and numeral abbreviations of the lexicon with the head that makes a name of them: 述责述廉制度.

    The mechanism stays the same concept; 三会一课制度 is another one than 三会一课.
    """
    text = reading.text
    named = [*reading.by_category["institution-mechanism"], *reading.by_category["numeral-abbreviation"]]
    for start, end, canonical, category, _ in named:
        if not text.startswith(_FORMAL_HEADS, end) or text.startswith("化", end + 2):
            continue
        if text[start - 1 : start] in _JOINED and not text.endswith(_OWN_HEADS, 0, start - 1):
            continue  # 上岗培训、在岗轮训、离岗集训制度: the head is that of all three
        if category == "numeral-abbreviation":
            yield _span(text, start, end + 2)
        elif not text.endswith(_FORMAL_HEADS, start, end):
            yield Span(start, end + 2, canonical, "institution-mechanism", "pattern")


def _members(reading: Reading) -> Iterator[Span]:
    """The members of enumerations that are called mechanisms, or all end in the same head."""
    text = reading.text
    for offset, clause in reading.lists:
        listed = _MEMBERS.search(clause) if "等" in clause else None
        if listed:
            place = offset + listed.start("list")
            for member in listed["list"].split("、"):
                start = place + _without_owner(member)
                if place + len(member) - start >= 4 and _is_work(reading, start, place + len(member)):
                    yield _span(text, start, place + len(member))
                place += len(member) + 1
        if "清单" not in clause and "机制" not in clause and "制度" not in clause:
            continue  # many times as quick as the pattern
        if _SHARED_HEAD.search(clause) is None:
            continue
        for match in _SAME_HEAD.finditer(clause):
            yield from _same_head(reading, offset + match.start("list"), match["list"].split("、"))


def _same_head(reading: Reading, place: int, members: list[str]) -> Iterator[Span]:
    """甲清单、乙清单: where one of them is about the work line, all are."""
    places = []
    for index, member in enumerate(members):
        verb = (_VERB.match(member) or _SHOWN.match(member)) if index == 0 else None
        cut = max(verb.end() if verb else 0, member.rfind("的") + 1)
        places.append((place + cut, place + len(member)))
        place += len(member) + 1
    if any(_is_work(reading, *span) for span in places):
        for start, end in places:
            if end - start >= 4:
                yield _span(reading.text, start, end)


def _holds_known(reading: Reading, start: int, end: int) -> bool:
    """Whether a mechanism of the lexicon ends the phrase after 和: 民主集中制和请示报告制度."""
    text = reading.text
    return any(s.end == end and text[s.start - 1] in "和与及" for s in reading.inside(start + 1, end))


def _without_owner(name: str) -> int:
    """How many characters before the name proper describe it or say whose it is."""
    start = name.rfind("的") + 1
    owner = OWNER.match(name, start)
    return owner.end() if owner else start


def _is_work(reading: Reading, start: int, end: int) -> bool:
    return _SUBJECT.search(reading.text, start, end) is not None


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end], "institution-mechanism", "pattern")
