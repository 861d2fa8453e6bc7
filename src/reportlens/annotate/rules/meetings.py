"""Congresses, plenary sessions, speeches and working meetings."""

import re
from collections.abc import Iterator

from reportlens.annotate.rules.mechanisms import OWNER
from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of
from reportlens.annotate.terms import Span

_DIGIT = "[一二三四五六七八九]"
_NUMBER = f"(?:{_DIGIT}?十{_DIGIT}?|{_DIGIT})"
# 党的二十届三中全会; 二十届二中、三中全会 is two meetings.
_PLENARY = re.compile(
    f"(?P<party>党的)?(?P<term>{_NUMBER}届)(?P<list>{_DIGIT}中(?:(?:全会)?[、和]{_DIGIT}中){{0,5}}全会)(?P<spirit>精神)?"
)
_SESSION = re.compile(f"({_DIGIT}中)(全会)?")
# 省委十三届六次全会, 二十届中央纪委三次全会
_LOCAL = re.compile(
    "(?:中央纪委|[省市县区州盟旗]委|[省市县区州盟旗]纪委|自治区党委)?"
    f"{_NUMBER}届(?:中央纪委|[省市县区州盟旗]纪委|[省市县区州盟旗]委)?{_NUMBER}次(?:全体会议|全会)(?:精神)?"
)
# The speeches and instructions of the general secretary, named by occasion or subject.
_SPEECH = re.compile(
    "习近平总书记(?P<on>(?:关于|对|来|在|视察|考察)[^，。；：、“”《》\n]{1,30}?)?"
    "(?P<what>(?:系列)?重要(?:讲话|论述|指示批示|指示|批示|回信|思想)|贺信精神|回信精神)"
    "(?P<more>(?:[、和及]|以及)?(?:重要)?(?:指示批示|讲话|论述|指示|批示)(?=[和、重精])|(?:[、和及]|以及)(?:重要)?(?:指示批示|讲话|论述|指示|批示)|重要指示批示|重要指示)?"
    "(?:精神)?"
)
_SPOKEN = re.compile("发表|作出|作了|强调|指出|提出|主持|出席")
# 市委政协工作会议, 全省组织工作会议: sought from the last word backwards, for last words are rare.
_CALLED_HEAD = re.compile("工作(?:会议|座谈会|推进会)(?:精神)?")
_CALLED_NAME = re.compile(
    "(?:中央|全国|自治区党委|[省市县区州盟旗]委)[^，。；：、“”《》（）\n的和与了在\\d]{2,10}$"
)
# 召开机关党建示范工作推进会; 在支部建设现场会上
_HELD_HEAD = re.compile(any_of("meeting_heads.txt"))
_HELD_NAME = re.compile(
    f"(?:{any_of('meeting_verbs.txt')}了?|(?P<at>在))(?P<name>[^，。；：、“”《》（）\n\\d了在]{{2,15}})$"
)


def find_meetings(reading: Reading) -> Iterator[Span]:
    """Meetings and what was said at them; the meeting inside 会议精神 is a term of its own."""
    text = reading.text
    yield from _sessions(text)
    if "习近平总书记" in text:
        for match in _SPEECH.finditer(text):
            if not _SPOKEN.search(match["on"] or ""):
                yield Span(match.start(), match.end(), match[0], "doctrine-meeting", "pattern")
    for head in _CALLED_HEAD.finditer(text):
        low = max(0, head.start() - 14)
        if name := _CALLED_NAME.search(text[low : head.start()]):
            yield from _with_spirit(text, low + name.start(), head.end(), "doctrine-meeting")
    for span in reading.by_category["doctrine-meeting"]:
        if text.startswith("精神", span.end) and text.endswith(
            ("会议", "大会", "全会"), span.start, span.end
        ):
            yield Span(span.start, span.end + 2, f"{span.canonical}精神", "doctrine-meeting", "pattern")
    for head in reading.cues.matches("meeting", _HELD_HEAD):
        yield from _held(reading, head.start(), head.end())


def _held(reading: Reading, place: int, end: int) -> Iterator[Span]:
    text = reading.text
    low = max(0, place - 22)
    match = _HELD_NAME.search(text[low:place])
    if match is None or (match["at"] and not text.startswith("上", end)):
        return
    start = low + match.start("name")
    start += match["name"].rfind("的") + 1
    # 党的工作会议和纪检工作会议 are two; the second is the one that ends here.
    joint = max(text.rfind(f"{kind}{mark}", start, place) for kind in ("会议", "会") for mark in "和与及")
    if joint >= 0:
        start = max(joint + text.startswith("会议", joint) + 2, start)
    owner = OWNER.match(text, start, end)
    start = owner.end() if owner else start
    if end - start >= 5 and reading.is_political(start, end):
        yield Span(start, end, text[start:end], "institution-mechanism", "pattern")


def _sessions(text: str) -> Iterator[Span]:
    """Plenary sessions and local ones, looked for around each 届."""
    place = text.find("届")
    while place >= 0:
        low, high = max(0, place - 8), place + 40
        if match := _PLENARY.search(text, low, high):
            yield from _plenary(match)
        elif match := _LOCAL.search(text, low, high):
            yield from _with_spirit(text, match.start(), match.end(), "institution-mechanism")
        place = text.find("届", max(place + 1, match.end() if match else 0))


def _plenary(match: re.Match[str]) -> Iterator[Span]:
    sessions = list(_SESSION.finditer(match.string, *match.span("list")))
    for index, session in enumerate(sessions):
        canonical = f"党的{match['term']}{session[1]}全会"
        start = match.start() if index == 0 else session.start()
        yield Span(start, session.end(), canonical, "doctrine-meeting", "pattern")
        # In 二中、三中全会精神 the last word belongs to both meetings, and to neither name.
        if match["spirit"] and len(sessions) == 1:
            yield Span(start, match.end(), f"{canonical}精神", "doctrine-meeting", "pattern")


def _with_spirit(text: str, start: int, end: int, category: str) -> Iterator[Span]:
    surface = text[start:end]
    yield Span(start, end, surface, category, "pattern")
    if surface.endswith("精神"):
        yield Span(start, end - 2, surface[:-2], category, "pattern")
