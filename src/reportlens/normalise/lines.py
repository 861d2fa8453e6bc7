"""Joining lines that were broken in the middle of a sentence."""

import re
from collections.abc import Collection, Iterator, Sequence

from reportlens.normalise.alignment import AlignedText, Edit

_FINAL = frozenset("。！？：；…”’）》】」』!?:;.)")
_CLOSERS = "”’）》】」』)"
_NEVER_FIRST = frozenset("，。；、！？：）》”’】」』,;)%")
_HEADING = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节部分篇条款]|[一二三四五六七八九十]{1,3}[、.．是要]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[—―─]{1,3}|[①-⑳㈠-㈩■□●◆▲★○◇·]|第[一二三四五六七八九十]，"
    r"|附件|附表|附录|注释|名词解释|各位|同志们"
)
_BULLET = re.compile(r"[■□●◆▲★○◇·•]|[—―─]{1,3}|附件|附表|附录|注释|名词解释")
_SESSION_HALF = re.compile(
    r"[—―─–-]{0,3}\s*[（(]?[\d〇○零一二三四五六七八九十]{4}\s?年[^，。]{2,14}日在[^，。]{2,40}[^，。上中）)]"
)
_SESSION_REST = re.compile(r"(?:[^，。]{0,40}[会议])?上(?:的(?:报告|讲话))?[）)]?(?: .{2,30})?")
_FRAGMENT = re.compile(r"[\dA-Za-z.%+/]{1,6}")
_CUT_NUMBER = re.compile(r"\d\.\d")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
_HEAD_LINES = 40
_QUOTED = 40  # characters of a quotation that may stand on the next line
_FRAGMENT_LENGTH = 12  # characters of a line that is a part of a sentence
_COMMA_LINE = 20  # characters; a shorter line that ends in a comma may be verse
_WRAPPED_LINES = 4  # fewer lines of one width prove nothing
_NARROWEST, _WIDEST = 24, 160  # display cells, two a Chinese character
_SHORT_OF = 8  # cells by which a full line may be short: marks that may not begin a line hang over
_WRAPPED_SHARE = 0.6
_INDENTATION = re.compile(r"(?:\A|[\r\n])([ \t\u3000\xa0]{1,20})\Z")
_INDENTED_WITHIN = 24  # characters before a line that are looked at
_INDENTED_BY = 4  # cells
_PARAGRAPHS = 3  # fewer indented lines are no habit
_INSIDE_SHARE = 0.8


def indented_lines(text: AlignedText, raw: str) -> frozenset[int]:
    """The numbers of the lines of `text` before which `raw` has an indentation of two characters.

    None on a page of whole paragraphs, where nobody needs them.
    """
    lines = text.text.split("\n")
    if _widest([len(line) for line in lines]) > _WIDEST:
        return frozenset()
    found = []
    position = 0
    for number, line in enumerate(lines):
        if line:
            start = int(text.start[position])
            indentation = _INDENTATION.search(raw[max(0, start - _INDENTED_WITHIN) : start])
            if indentation and sum(map(_cells_of_blank, indentation[1])) >= _INDENTED_BY:
                found.append(number)
        position += len(line) + 1
    return frozenset(found)


def _cells_of_blank(blank: str) -> int:
    return {"\u3000": 2, "\t": 4}.get(blank, 1)


def join_broken_lines(text: str, indented: Collection[int] = ()) -> list[Edit]:
    """Edits that delete the line breaks of `text` which stand in the middle of a sentence.

    `indented` numbers the lines that begin with an indentation. Where paragraphs do, a line without
    one goes on with the full line above it, even behind a full stop, and a line with one never does.
    On a page whose lines are nearly all cut at the same width, a full line that does not end a sentence
    goes on in the next one. On other pages only breaks that cannot be meant are healed: before a
    mark that begins no line, after a comma, inside quotation marks or a title. Headings, lists
    and the lines of a page that is a paragraph a line stay. Linear in the length of the text.
    """
    lines = text.split("\n")
    if len(lines) < 2:
        return []
    breaks = _breaks_in_paragraphs(lines, indented)
    if not breaks:
        breaks = _wrapped_breaks(lines)
        breaks.update(_impossible_breaks(lines))
    edits: list[Edit] = []
    position = 0
    for number, line in enumerate(lines[:-1]):
        position += len(line)
        if number in breaks:
            edits.append(Edit(position, position + 1, "", "line", "line broken in mid-sentence"))
        position += 1
    return edits


def _breaks_in_paragraphs(lines: Sequence[str], indented: Collection[int]) -> set[int]:
    """The breaks inside the paragraphs of a page that indents each; none if it is a page of another kind.

    There nearly every line without an indentation stands below one that reaches the width of the page.
    """
    if len(indented) < _PARAGRAPHS:
        return set()
    others = [k for k in range(min(indented) + 1, len(lines)) if k not in indented and lines[k]]
    inside: set[int] = set()
    for widths in _widths(lines):
        for number in indented:
            widths[number] += _INDENTED_BY
        limit = _widest(widths)
        if _NARROWEST <= limit <= _WIDEST:
            inside.update(k - 1 for k in others if widths[k - 1] >= limit - _SHORT_OF)
    inside -= {k - 1 for k in others if _BULLET.match(lines[k])}
    return inside if len(inside) >= max(_WRAPPED_LINES, _INSIDE_SHARE * len(others)) else set()


def _wrapped_breaks(lines: Sequence[str]) -> set[int]:
    """The breaks of a page with hard line ends; none if it is a page of another kind."""
    full = _full_lines(lines)
    breaks = set()
    for number in full:
        if number + 1 == len(lines) or not (following := lines[number + 1]):
            continue
        if _ends_sentence(lines[number]) and not _CUT_NUMBER.fullmatch(lines[number][-2:] + following[0]):
            continue
        if _BULLET.match(following) or (_HEADING.match(following) and lines[number][-1] not in "，、"):
            continue
        if _is_heading(lines[number]) and not full[number] and following[0] not in _NEVER_FIRST:
            continue
        breaks.add(number)
    return breaks


def _full_lines(lines: Sequence[str]) -> dict[int, bool]:
    """The lines that reach the width at which the page was cut; whether not a character more had room.

    Some programs cut after so many characters, others at a printed width, where a digit takes half
    the room of a Chinese character. That width is the greatest but for 3 % of the lines; the page
    was cut there if most lines that do not end a sentence have it.
    """
    full: dict[int, bool] = {}
    if _widest([len(line) for line in lines]) > _WIDEST:
        return full
    open_ended = [
        k for k, line in enumerate(lines) if line and line[-1] not in _FINAL and not _is_heading(line)
    ]
    for widths in _widths(lines):
        limit = _widest(widths)
        unfinished = [widths[k] for k in open_ended if widths[k] >= _NARROWEST]
        reaching = sum(limit - _SHORT_OF <= width for width in unfinished)
        enough = max(_WRAPPED_LINES, _WRAPPED_SHARE * len(unfinished))
        if not _NARROWEST <= limit <= _WIDEST or reaching < enough:
            continue
        for number, width in enumerate(widths):
            if width >= limit - _SHORT_OF:
                full[number] = full.get(number, False) or width >= limit - 1
    return full


def _widths(lines: Sequence[str]) -> tuple[list[int], list[int]]:
    """The width of each line in cells as printed, and in cells if every character took two."""
    lengths = [2 * len(line) for line in lines]
    cells = [n - len(line.encode("ascii", "ignore")) for n, line in zip(lengths, lines, strict=True)]
    return cells, lengths


def _widest(widths: Sequence[int]) -> int:
    return sorted(widths)[-1 - len(widths) // 33]


def _ends_sentence(line: str) -> bool:
    """Whether a full line ends a sentence; a quotation mark or bracket alone does not."""
    stripped = line.rstrip(_CLOSERS)
    return line[-1] in _FINAL and (line[-1] not in _CLOSERS or not stripped or stripped[-1] in _FINAL)


def _is_heading(line: str) -> bool:
    return _HEADING.match(line) is not None and not any(mark in line for mark in "。；")


def _impossible_breaks(lines: Sequence[str]) -> Iterator[int]:
    """Breaks that cannot be meant, whatever the page looks like."""
    for number in range(len(lines) - 1):
        line, following = lines[number], lines[number + 1]
        if not line or not following:
            continue
        if _begins_no_line(following):
            if line[-1] not in "。！？!?" or following[0] in "”’）》】":
                yield number
        elif line[-1] in _FINAL:
            continue
        elif line[-1] in "，、":
            if len(line) >= _COMMA_LINE and not _HEADING.match(following):
                yield number
        elif (
            number < _HEAD_LINES
            and _SESSION_HALF.fullmatch(line[:80])
            and _SESSION_REST.fullmatch(following[:80])
        ):
            yield number
        else:
            count = _stays_open(lines, number) or _set_apart(lines, number)
            yield from range(number, number + count)


def _begins_no_line(line: str) -> bool:
    return line[0] in _NEVER_FIRST or line.startswith("是：")


def _stays_open(lines: Sequence[str], number: int) -> int:
    """How many lines further a quotation or title is closed that was opened in this one; 0 if none is."""
    line = lines[number]
    for opener, closer in _PAIRS:
        opened = line.rfind(opener)
        if opened <= line.rfind(closer):
            continue
        for count, following in enumerate(lines[number + 1 : number + 3], start=1):
            closes, opens = following.find(closer), following.find(opener)
            if 0 <= closes <= _QUOTED and not 0 <= opens < closes:
                return count
            if opens >= 0 or len(following) > _FRAGMENT_LENGTH:
                break
    return 0


def _set_apart(lines: Sequence[str], number: int) -> int:
    """2 if the next line is a word of this sentence that was set in another type, as in PM / 2.5 / 浓度."""
    line, word = lines[number], lines[number + 1]
    if len(word) > _FRAGMENT_LENGTH or number + 2 >= len(lines) or not (behind := lines[number + 2]):
        return 0
    long_enough = len(line) >= _COMMA_LINE or line[-1] in "的和与及"
    if not long_enough or _HEADING.match(word) or _is_heading(line) or word[-1] in _FINAL:
        return 0
    lowered = line[-1].isascii() and line[-1].isalpha() and _FRAGMENT.fullmatch(word) is not None
    return 2 if _begins_no_line(behind) or (lowered and not _HEADING.match(behind)) else 0
