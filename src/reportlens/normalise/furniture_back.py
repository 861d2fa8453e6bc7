"""What stands below the text and reads like prose: references, what readers say, lists of recipients."""

import re

from reportlens.normalise.furniture_page import FurniturePage

_BACK_LINES = 250  # from the end; see the tail in `furniture`
_LONGEST_HEADING = 24  # characters
_HEADS = re.compile(r"文 ?献|评论|留言|跟帖")
_COMMENT_LINES = 4  # below the heading of the comments, within which something must belong to them
_ENTRY_LINES = 3  # lines of a reference, the first included
_REFERENCES = re.compile(r"[【\[［]?(?:主要)?(?:参考文献|参 考 文 献|引用文献)[】\]］]?[：:]?")
_NUMBER = re.compile(r"(?:[\[［【〔]\d{1,3}[\]］】〕]|[①-⑳]|[（(]\d{1,3}[）)]|\d{1,3}[.．、])\s?")
# What kind of work is cited (GB/T 7714): [M] a book, [J] an article, [N] a newspaper, [EB/OL] a page.
_KIND_OF_WORK = re.compile(r"[\[［【](?:[MJNDCPRSGAZ]|EB|DB|CP)(?:[/／](?:OL|CD|MT|DK))?[\]］】]")


def cut_back(page: FurniturePage) -> None:
    """Cut the references and what readers have said, though their lines may be sentences."""
    first = max(page.body + 1, len(page.lines) - _BACK_LINES)
    for number in range(first, len(page.lines)):
        line = page.lines[number]
        if len(line) > _LONGEST_HEADING or not _HEADS.search(line):
            continue
        if _REFERENCES.fullmatch(line):
            _cut_references(page, number)
        elif _heads_comments(page, number):
            for k in range(number, len(page.lines)):
                page.cut.setdefault(k, "comments")
            return


def continues_recipients(page: FurniturePage, number: int) -> bool:
    """Whether a line is the rest of a list of recipients (抄送：…) that was broken."""
    above = page.judge(page.lines[number - 1], "tail") if number else None
    if above is None or above.reason != "copies" or page.lines[number - 1][-1] in "。；":
        return False
    return page.rules.is_list_of_recipients(page.lines[number])


def _cut_references(page: FurniturePage, heading: int) -> None:
    """Cut a list of references with its heading if every entry has a number and names a kind of work."""
    lines = page.lines
    entries: list[list[int]] = []
    for k in range(heading + 1, len(lines)):
        if _NUMBER.match(lines[k]):
            entries.append([k])
        elif not entries or page.judge(lines[k], "tail") or _complete(lines, entries[-1]):
            break
        else:
            entries[-1].append(k)
    if entries and all(_complete(lines, entry) and len(entry) <= _ENTRY_LINES for entry in entries):
        page.cut[heading] = "references"
        page.cut.update((k, "references") for entry in entries for k in entry)


def _complete(lines: list[str], entry: list[int]) -> bool:
    """Whether the lines of an entry name the kind of the work and do not go on."""
    text = "".join(lines[k] for k in entry)
    return _KIND_OF_WORK.search(text) is not None and (text[-1] in "。.）)" or text[-1].isdigit())


def _heads_comments(page: FurniturePage, number: int) -> bool:
    """Whether a line heads the comments: their buttons or a reader with a date stand below it."""
    found = page.judge(page.lines[number], "tail")
    if found is None or found.reason != "comments":
        return False
    below = page.lines[number + 1 : number + 1 + _COMMENT_LINES]
    verdicts = [page.judge(line, "tail") for line in below]
    return any(v is not None and v.reason in ("button for comments", "toolbar", "login") for v in verdicts)
