"""Mechanisms by their last word: …制度, …机制, …清单, with a bounded noun phrase on the left."""

import re
from collections.abc import Iterator

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of
from reportlens.annotate.terms import Span

_NAME = "[^，。；：、！？“”‘’《》（）\\n\\d]"
_SET_UP = f"{any_of('mechanism_verbs.txt')}(?:并(?:落实|实施|执行|完善|坚持))?了?"
# A verb, a name of up to twenty characters, a head, and then the end of the phrase.
_PHRASE = re.compile(
    f"{_SET_UP}(?P<name>{_NAME}{{2,20}}?{any_of('mechanism_names.txt')})"
    f"(?=[，。；、”’）\\n和与及]|等|$)"
)
# 建立甲、乙等10项制度: every member is a mechanism; likewise 甲清单、乙清单.
_MEMBERS = re.compile(
    f"{_SET_UP}(?P<list>{_NAME}{{4,18}}(?:、{_NAME}{{4,18}}){{1,5}}?)等(?:\\d+项|[一二三四五六七八九十]+项|一系列|系列)?"
    "(?:工作)?(?:制度|机制|办法|规定|规则)"
)
_SAME_HEAD = re.compile(f"(?P<list>{_NAME}{{2,10}}(?P<head>清单|机制|制度)(?:、{_NAME}{{2,10}}(?P=head)){{1,6}})")
OWNER = re.compile("(?:[省市县区州盟旗全]?(?:政协|委(?=党|政|机))|[省市县区州盟旗全]直?机关工委|各级)")
_SUBJECT = re.compile(any_of("mechanism_subjects.txt"))
_VERB = re.compile(f".*{any_of('mechanism_verbs.txt')}了?")


def find_mechanisms(reading: Reading) -> Iterator[Span]:
    """Mechanisms of the work line that a verb of setting up or carrying out precedes."""
    text = reading.text
    for match in _PHRASE.finditer(text):
        start, end = match.span("name")
        start += _without_owner(match["name"])
        if end - start >= 6 and _is_work(reading, start, end) and not _holds_known(reading, start, end):
            yield _span(text, start, end)
    if "、" not in text:
        return
    for match in _MEMBERS.finditer(text):
        place = match.start("list")
        for member in match["list"].split("、"):
            start = place + _without_owner(member)
            if place + len(member) - start >= 4 and _is_work(reading, start, place + len(member)):
                yield _span(text, start, place + len(member))
            place += len(member) + 1
    for offset, clause in reading.lists:
        for match in _SAME_HEAD.finditer(clause):
            place = offset + match.start("list")
            for index, member in enumerate(match["list"].split("、")):
                verb = _VERB.match(member) if index == 0 else None
                cut = max(verb.end() if verb else 0, member.rfind("的") + 1)
                if len(member) - cut >= 4 and _is_work(reading, place + cut, place + len(member)):
                    yield _span(text, place + cut, place + len(member))
                place += len(member) + 1


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
