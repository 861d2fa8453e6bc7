"""The syntax of a page: tags, entities, and what the names of elements mean for its text."""

import re
from html.entities import html5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/<>\"'=]*+)"
    r"(?P<rest>(?:[^<>\"'=]++|=\s*+(?:\"[^\"]{0,2000}+\"(?=[\s/>])|'[^']{0,2000}+'(?=[\s/>]))?+|[\"'])*+)>"
)
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)\s*+(?:=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+")
TELLING = re.compile(r"\b(?:class|id|role|style|hidden|href)\b", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#([0-9]{1,9})|#[xX]([0-9a-fA-F]{1,8})|([a-zA-Z][a-zA-Z0-9]{1,31}));?")
SIGN = re.compile(r"<(?=[a-zA-Z/!?])")
# Document types, processing instructions, conditional sections, end tags without a name.
OTHER = re.compile(r"<(?:!(?:[a-zA-Z][^<>\[]*+(?:\[[^\]]{0,5000}+\])?+)?|\?|/)[^<>]*+>")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\D|$)", re.IGNORECASE)

VOID = _words(
    """
    area base br col embed hr img input link meta param source track wbr keygen basefont bgsound
    """
)
RAW = frozenset(("script", "style", "iframe", "xmp", "noembed", "noframes", "textarea", "title"))
# Never text of the page: programs, controls, drawings, readings of ruby characters.
SKIPPED = _words(
    """
    noscript template object applet audio video canvas svg math map select option button datalist rt rp
    rtc head
    """
)
RUBY_PARTS = frozenset(("rt", "rp", "rtc", "rb"))
FURNITURE = frozenset(("nav", "footer", "aside", "menu"))
ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"))
NAMES = _words(
    """
    nav navbar navigation menu mainmenu topnav topbar breadcrumb breadcrumbs crumb crumbs position
    location sidebar aside foot footer copyright share sharebar bdsharebuttonbox related recommend login
    search searchbox pagination pager friendlink friendlinks links qrcode
    """
)
CONTAINERS = _words(
    """
    html body address article aside blockquote center details dialog dir div dl fieldset figure footer
    form frameset header main menu nav ol section table tbody thead tfoot tr td th ul caption
    """
)
BLOCKS = CONTAINERS | _words(
    """
    br dd dt figcaption h1 h2 h3 h4 h5 h6 hr legend li p pre summary option select optgroup head title
    isindex marquee plaintext listing xmp
    """
)
CELLS = frozenset(("td", "th"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
ROW_PARTS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "caption"))
TABLE_PARTS = ROW_PARTS | {"table"}
# What a start tag ends, if it is open.
IMPLIED: dict[str, frozenset[str]] = {
    **{name: frozenset((name,)) for name in ("p", "a", "li", "option", "button")},
    **{name: frozenset(("dt", "dd")) for name in ("dt", "dd")},
    **dict.fromkeys(CELLS, CELLS),
    **dict.fromkeys(RUBY_PARTS, RUBY_PARTS),
    "tr": frozenset(("tr",)),
    **{name: frozenset(("tbody", "thead", "tfoot", "caption")) for name in ("tbody", "thead", "tfoot")},
    "body": frozenset(("head",)),
}
RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])[^<>]*+>?", re.IGNORECASE) for name in RAW}
# How far an end tag looks for its start tag.
REACH = 256


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag, names in lower case, entities decoded; the first of a name holds.

    >>> attributes('class="a &amp; b" HIDDEN id=x')
    {'class': 'a & b', 'hidden': '', 'id': 'x'}
    """
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(tag):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), REFERENCE.sub(lambda m: decoded(m)[1] or m[0], value))
    return found


def decoded(match: re.Match[str]) -> tuple[int, str]:
    """How long the entity at `match` is, and what it stands for; ("", 0) if it stands for itself."""
    if match[3] is None:
        number = int(match[1]) if match[1] else int(match[2], 16)
        if number in WINDOWS:
            return len(match[0]), WINDOWS[number]
        if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
            return len(match[0]), "\ufffd"
        return len(match[0]), chr(number)
    if match[0].endswith(";") and match[3] + ";" in html5:
        return len(match[0]), html5[match[3] + ";"]
    for length in range(min(len(match[3]), LONGEST_BARE), 1, -1):
        if (character := html5.get(match[3][:length])) is not None:
            return 1 + length, character
    return 0, ""


# Browsers read numbers of the C1 block as Windows-1252.
WINDOWS = {
    n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
LONGEST_BARE = max(len(name) for name in html5 if not name.endswith(";"))
