"""The lines of a title: which of the candidates it ends at, and how far it reaches."""

import re
from collections.abc import Collection, Sequence

from reportlens.normalise.bylines import is_issuer

GENRE = (
    *("报告", "总结", "综述", "讲话", "纪实", "汇报", "要点", "计划", "方案"),
    *("经验", "意见", "做法", "发言", "体会", "材料"),
)
_PLACE_LINE = re.compile(
    r"(?![各全本我省市县区乡镇])[一-鿿]{2,10}(?<!示范)(?<!开发)(?<!功能)(?:省|市|州|盟|县|区|旗|乡|镇|街道)"
)
_ADVERBIAL = re.compile(r"(?:在|从|以)[^ ]{2,24}(?:上|中|下|里)")  # 在新征程上
_UNFINISHED = ("的", "和", "与", "及", "暨", "、", "关于", "第")
SECTION_NAME = 6  # characters; a shorter line above the title names a section of the site
_TITLE_LINES = 3
_THREE_CHARACTERS = re.compile(r"[一-鿿]{3}|[“”《》一-鿿]{5}")
# The first half of a title in two lines, though as short as the name of a section: 坚持党建引领.
_SHORT_HALF = re.compile(
    r"(?:坚持|强化|突出|聚焦|推动|推进|深化|打造|筑牢|夯实|践行|激活|建强|抓实|抓好|擦亮|锻造|凝聚|发挥)[一-鿿]{3,4}"
)
_SEPARATED = re.compile(r"[|丨>]")  # what stands so is a row of links


def title_text(lines: Sequence[str]) -> str:
    """The title as a fact; its lines parted by a blank, except in the middle of a phrase."""
    text = lines[0]
    for line in lines[1:]:
        unfinished = _breaks_off(text) or line.startswith("关于") or is_place_of(text, line)
        text += line if unfinished else " " + line
    return text


def is_place_of(line: str, title: str) -> bool:
    """Whether a line above the title names the place that the title leaves out (某某县 / 工作报告)."""
    return _PLACE_LINE.fullmatch(line) is not None and line not in title and title.endswith(GENRE)


def short_title(
    lines: Sequence[str],
    kept: Sequence[int],
    candidates: Sequence[int],
    subtitles: Sequence[int],
    limits: Collection[int],
) -> list[int]:
    """The line of three characters that is the title, if there is one.

    It stands above a subtitle, or above furniture or a byline with at most names of sections above
    it, or before everything else.
    """
    rivals = [k for k in candidates if len(lines[k]) > SECTION_NAME]
    for k in kept:
        if not _THREE_CHARACTERS.fullmatch(lines[k]) or _PLACE_LINE.fullmatch(lines[k]):
            continue
        alone = not rivals and all(c < k for c in candidates)
        if k + 1 in subtitles or (alone and k + 1 in limits) or (not candidates and k == kept[0]):
            return [k]
    return []


def anchor_of(
    lines: Sequence[str],
    candidates: Sequence[int],
    subtitles: Sequence[int],
    doubled: Sequence[int],
    furniture: Sequence[int],
) -> int:
    """The candidate that is the (last line of the) title."""
    if not subtitles:
        for k in doubled:
            if k in candidates and len(lines[k]) > SECTION_NAME:
                return k
    for limits in (subtitles[:1], furniture):
        for limit in limits:
            above = [k for k in candidates if k < limit]
            if above:
                return above[-1]
    return candidates[0]


def title_lines(
    lines: Sequence[str],
    candidates: Sequence[int],
    kept: Sequence[int],
    anchor: int,
    limits: Collection[int],
) -> list[int]:
    """The lines of the title at `anchor`: more than one only if what follows is no body.

    That is so above one of `limits` (furniture, a subtitle, a byline), and where a line breaks off.
    """
    block = [anchor]
    while len(block) < _TITLE_LINES and block[-1] + 1 in kept and _breaks_off(lines[block[-1]]):
        block.append(block[-1] + 1)
    if len(block) == 1 and anchor + 1 not in limits:
        following = [k for k in (anchor + 1, anchor + 2) if k in candidates]
        if following and following[-1] + 1 in limits and following[0] == anchor + 1:
            block += following
    if block[-1] + 1 in limits:
        while len(block) < _TITLE_LINES and block[0] - 1 in candidates:
            above = lines[block[0] - 1]
            half = len(above) > SECTION_NAME or _breaks_off(above) or _SHORT_HALF.fullmatch(above)
            if not half or _SEPARATED.search(above):
                break
            block.insert(0, block[0] - 1)
    below = block[-1] + 1
    report = below in candidates and (lines[below].startswith("关于") or lines[below].endswith(GENRE))
    if report and is_issuer(lines[block[-1]]):  # 中共某县委组织部 / 关于2023年度机关党建工作情况的报告
        block.append(below)
    return block


def _breaks_off(line: str) -> bool:
    return line.endswith(_UNFINISHED) or _stays_open(line) or _ADVERBIAL.fullmatch(line) is not None


def _stays_open(text: str) -> bool:
    """Whether a quotation or title is opened in `text` and not closed."""
    return any(text.rfind(opener) > text.rfind(closer) for opener, closer in ("“”", "《》", "（）"))
