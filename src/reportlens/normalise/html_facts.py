"""What a page states about itself in its head: title, date, source, author."""

import re

from reportlens.normalise.html_lines import Line, Page
from reportlens.normalise.html_main import is_heading
from reportlens.report import Facts

# Names of <meta>, best first: those prescribed for Chinese government sites, then the common ones.
TITLE = ("articletitle", "og:title", "dc.title", "dcterms.title", "twitter:title")
DATE = (
    "pubdate", "article:published_time", "publishdate", "publish_date", "publishtime", "og:release_date",
    "datepublished", "dc.date", "dcterms.issued", "dcterms.created", "weibo:article:create_at", "date",
)  # fmt: skip
SOURCE = ("contentsource", "source", "mediaid")
SITE = ("sitename", "og:site_name", "application-name")
AUTHOR = ("articleauthor", "author", "article:author", "dc.creator", "byl")
EDITOR = ("contenteditor", "editor")
ISO = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?)?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
NO_AUTHOR = re.compile(
    r"admin\w*|webmaster|editor|author|root|user\w*|管理员|作者|佚名|匿名|无|https?:.*|[\w.-]+@.*|\d+", re.I
)
SITE_MARK = re.compile(r"\s*(?:[_|–—]|-+|\s-|--)\s*")
# A title stands among the first lines.
TOP = 8
LONGEST = 300


def page_facts(page: Page, lines: list[Line]) -> Facts:
    """Only what the page says in so many words; nothing is guessed from addresses."""
    site = _first(page, SITE)
    source = _first(page, SOURCE)
    author = _first(page, AUTHOR)
    if author and (NO_AUTHOR.fullmatch(author) or author in (site, source)):
        author = None
    return Facts(
        title=_title(page, lines),
        date=iso_date(_first(page, DATE) or ""),
        source=source or site,
        author=author,
        editor=_first(page, EDITOR),
    )


def iso_date(text: str) -> str | None:
    """The date at the beginning of `text` in ISO 8601, as precise as stated.

    >>> iso_date("2021-10-22 17:20"), iso_date("20211022"), iso_date("2021年3月"), iso_date("yesterday")
    ('2021-10-22T17:20', '2021-10-22', '2021-03', None)
    """
    match = ISO.match(text.strip()) or COMPACT.match(text.strip())
    if match is None:
        return None
    numbers = [int(group) for group in match.groups() if group is not None]
    limits = ((1000, 2999), (1, 12), (1, 31), (0, 23), (0, 59), (0, 59))
    if any(not low <= number <= high for number, (low, high) in zip(numbers, limits, strict=False)):
        return None
    date = "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:3])])
    return date + ("T" + ":".join(f"{number:02}" for number in numbers[3:]) if numbers[3:] else "")


def _first(page: Page, names: tuple[str, ...]) -> str | None:
    return next((page.meta[name][:LONGEST] for name in names if page.meta.get(name)), None)


def _title(page: Page, lines: list[Line]) -> str | None:
    """The stated title; else the line that the <title> begins with; else the <title> without the site."""
    if stated := _first(page, TITLE):
        return _without_site(page, stated)
    top = lines[:TOP]
    begins = [line for line in top if is_heading(line, page.title)]
    marked = [line for line in top if line.heading == 1]
    for line in marked + begins:
        return shown(line)
    return _without_site(page, page.title[:LONGEST])


def _without_site(page: Page, title: str) -> str | None:
    """`title` up to the last mark before the name of a site: 关于…的报告_某某网."""
    site = _first(page, SITE)
    parts = SITE_MARK.split(title)
    if len(parts) > 1 and (parts[-1] == site or re.search(r"(?:网|网站|政府|门户|频道|網|網站)$", parts[-1])):
        title = title[: title.rindex(parts[-1])].rstrip(" _|–—-")
    return title.strip() or None


def shown(line: Line) -> str:
    return " ".join("".join(piece.text for piece in line.pieces).split())
