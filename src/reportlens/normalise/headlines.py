"""Which of the lines above the body are the title, and which are headlines of other articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlens.normalise.datelines import first_date
from reportlens.normalise.title import (
    GENRE,
    SECTION_NAME,
    anchor_of,
    is_place_of,
    short_title,
    title_lines,
    title_text,
)

_HAN_RUN = re.compile(r"[一-鿿]+")
_SUBTITLE = re.compile(r"[—―─–-]{1,3}\s*(?=[^—―─–\-\s\d]|(?:19|20)\d\d\s*年)(.{2,80})")
_SESSION = re.compile(
    r"[（(]?(?=.{0,24}日)[\d〇○零一二三四五六七八九十]{4}\s?年.{2,70}会议?上(?:的(?:报告|讲话))?[）)]?(?:\s.{2,30})?"
)
_SESSION_HALF = re.compile(
    r"[—―─–-]{0,3}\s*[（(]?[\d〇○零一二三四五六七八九十]{4}\s?年[^，。]{2,14}日在[^，。]{2,40}[^，。上）)]"
)
_SESSION_REST = re.compile(r"(?:[^，。]{0,40}[会议])?上(?:的(?:报告|讲话))?[）)]?(?: .{2,30})?")
_SPEAKER = re.compile(r"上\s+\S{2,24}[长席记任]\s+(\S{2,5})\Z")
_SENTENCE_END = tuple("。，；、,;：:")
_DATELINE = re.compile(r"[讯电][（(]")
_SITE_BEHIND = re.compile(r"\s?[-—_|丨–·]{1,2}\s?[^，。]{2,24}")
# What only a piece of news has: somebody met, decided or announced something, or a document's name.
_NEWS = re.compile(
    r"召开|审议|会见|出席|举行|主持|印发|通报|通知|公告|公示|决议|热议|解读|调研|考察|视察|慰问|开幕|闭幕|部署|强调|"
    r"致电|致信|当选|任命|揭牌|启动|签约|走进|座谈|《"
)
_WRAPPED_LINES = 12  # a page of fewer lines does not show its width
_LONGEST_WRAPPED = 60  # characters
_FULL = 4  # characters by which a full line may be short
_LONGEST_TITLE = 90
_SHORTEST_TITLE = 4
_COLUMN = re.compile(r"[【\[［][^】\]］]{2,8}[】\]］]")  # 【经验交流】, above the title of a briefing
_OF_THE_TEXT = 0.25  # see `is_foreign`
_ENOUGH_BODY = 200  # characters; fewer say too little about what a text is about


@dataclass(slots=True)
class Headlines:
    """Line numbers: the title, the subtitle, and the lines to cut with the reason."""

    title: list[int] = field(default_factory=list)
    subtitle: list[int] = field(default_factory=list)
    cut: dict[int, str] = field(default_factory=dict)


def is_subtitle(line: str) -> bool:
    """Whether a line above the body is a subtitle by its form: with —— before it, or naming a session."""
    return any(form.fullmatch(line) for form in (_SUBTITLE, _SESSION, _SESSION_HALF))


def subtitle_text(lines: Sequence[str]) -> str:
    """The subtitle as a fact: without dashes and brackets around it."""
    text = "".join(lines).lstrip("—―─–- ")
    return text[1:-1] if text[:1] in "（(" and text[-1:] in "）)" else text


def speaker_of(subtitle: str) -> str | None:
    """The name behind a subtitle (…会议上 某省省长 某某), if there is one."""
    match = _SPEAKER.search(subtitle)
    return match[1] if match else None


def looks_like_title(line: str) -> bool:
    """Whether a line above the body could be a title, by its form alone."""
    return (
        _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE
        and not _DATELINE.search(line)
        and _HAN_RUN.search(line) is not None
    )


def is_foreign(title: str, body: str) -> bool:
    """Whether `title` heads another article: it reads like a piece of news and `body` is not about it.

    Measured is the share of its Chinese characters that stand in a run of three which also occurs
    in the body. Titles of reports have .3 and more, as what they name is what the text is about;
    headlines of other articles .2 and less, though both speak the language of the field. A title
    that is a figure of speech may share nothing with its text; it does not read like news.
    """
    if len(body) < _ENOUGH_BODY or not _NEWS.search(title) or title.endswith(GENRE):
        return False
    total = shared = 0
    for run in _HAN_RUN.findall(title):
        covered = [False] * len(run)
        for k in range(len(run) - 2):
            if run[k : k + 3] in body:
                covered[k : k + 3] = [True, True, True]
        total += len(run)
        shared += sum(covered)
    return total > 0 and shared / total < _OF_THE_TEXT


def find_headlines(
    lines: Sequence[str],
    kept: Sequence[int],
    furniture: Sequence[int],
    signed: Sequence[int],
    body: str,
) -> Headlines:
    """The title among the lines `kept` above the body, given those cut as `furniture` and the bylines.

    The title is the line above a subtitle, or else one that stands twice, or the last above the line
    with time and source, or else the first of all. A line of three characters may be one where no
    longer line is. On a page with furniture a headline that has nothing to do with the body
    is cut, and so is a repeated title.
    """
    found = Headlines()
    kept = _above_running_text(lines, kept, furniture)
    titles = [k for k in kept if looks_like_title(lines[k]) and not is_subtitle(lines[k])]
    titles = [k for k in titles if not _COLUMN.fullmatch(lines[k])] or titles
    candidates = _once(lines, titles, found)
    doubled = [k for k in candidates if any(lines[c] == lines[k] for c in found.cut)]
    subtitles = _subtitles(lines, kept, found)
    limits = {*furniture, *subtitles, *signed}
    if short := short_title(lines, kept, candidates, subtitles, limits):
        candidates = sorted({*candidates, *short})
    while candidates:
        anchor = anchor_of(lines, candidates, subtitles, doubled, furniture)
        own = [k for k in candidates if k == anchor or not (furniture and is_foreign(lines[k], body))]
        block = title_lines(lines, own, kept, anchor, limits)
        title = title_text([lines[k] for k in block])
        if subtitles or not furniture or not is_foreign(title, body):
            found.title = block
            break
        for k in block:
            found.cut[k] = "headline of another article"
            if k in candidates:
                candidates.remove(k)
    if found.title:
        above = found.title[0] - 1
        if above in kept and above not in found.cut and is_place_of(lines[above], lines[above + 1]):
            found.title.insert(0, above)
        found.subtitle = _subtitle_of(lines, found.title, subtitles, kept)
        if furniture:
            _cut_above(lines, kept, found, furniture, body)
    return found


def _above_running_text(lines: Sequence[str], kept: Sequence[int], furniture: Sequence[int]) -> list[int]:
    """The lines of `kept` above the first that is part of a sentence.

    On a page with hard line ends that includes a line as long as the longest, unless it stands so
    near to furniture or a subtitle that it must be a long title.
    """
    lengths = sorted(map(len, lines))
    longest = lengths[-1 - len(lengths) // 33]
    wrapped = len(lengths) >= _WRAPPED_LINES and longest <= _LONGEST_WRAPPED
    above: list[int] = []
    for k in kept:
        line = lines[k]
        if line.endswith(_SENTENCE_END) or "。" in line:
            break
        full = wrapped and len(line) >= longest - _FULL and not is_subtitle(line)
        if full and not any(
            f in furniture or is_subtitle(lines[f]) for f in range(k + 1, min(k + 3, len(lines)))
        ):
            break
        above.append(k)
    return above


def _cut_above(
    lines: Sequence[str], kept: Sequence[int], found: Headlines, furniture: Sequence[int], body: str
) -> None:
    """On a page with furniture, what stands above the title is more of it, unless it touches the title."""
    title = found.title[0]
    for k in kept:
        if k >= title or k in found.cut or k in found.subtitle:
            continue
        if any(k < f < title for f in furniture):
            found.cut[k] = "line above the title, parted from it by furniture"
        elif len(lines[k]) <= SECTION_NAME:
            found.cut[k] = "name of a section above the title"
        elif is_foreign(lines[k], body):
            found.cut[k] = "headline of another article"


def _once(lines: Sequence[str], candidates: list[int], found: Headlines) -> list[int]:
    """The candidates without the same line again, a shorter form of it, or one with the site's name."""
    kept: list[int] = []
    for k in candidates:
        line = lines[k]
        longer = next((c for c in kept if lines[c] != line and lines[c].startswith(line)), None)
        if any(lines[c] == line for c in kept):
            found.cut[k] = "title repeated"
        elif longer is not None and _SITE_BEHIND.fullmatch(lines[longer][len(line) :]):
            found.cut[longer] = "title repeated, with the name of the site"
            kept[kept.index(longer)] = k
        elif line.endswith(GENRE) and any(c < k - 1 and lines[c].endswith(line) for c in kept):
            found.cut[k] = "title repeated in a shorter form"
        else:
            kept.append(k)
    return kept


def _subtitles(lines: Sequence[str], kept: Sequence[int], found: Headlines) -> list[int]:
    subtitles: list[int] = []
    for k in kept:
        if is_subtitle(lines[k]):
            if any(lines[k] == lines[s] for s in subtitles):
                found.cut[k] = "subtitle repeated"
            else:
                subtitles.append(k)
    return subtitles


def _subtitle_of(
    lines: Sequence[str], title: Sequence[int], subtitles: Sequence[int], kept: Sequence[int]
) -> list[int]:
    below = [k for k in subtitles if k > title[-1]]
    if not below:
        return []
    first = below[0]
    following = first + 1
    if (
        following in kept
        and _SESSION_HALF.fullmatch(lines[first])
        and not _SESSION.fullmatch(lines[first].lstrip("—―─–- "))
        and first_date(lines[first])
        and _SESSION_REST.fullmatch(lines[following])
    ):
        return [first, following]
    return [first]
