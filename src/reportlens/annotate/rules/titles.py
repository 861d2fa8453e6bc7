"""Titles of regulations and documents: 《…》, nested ones too."""

import re
import weakref
from collections.abc import Sequence

from reportlens.annotate.rules.reading import Reading
from reportlens.annotate.rules.tables import any_of, by_last
from reportlens.annotate.terms import Span
from reportlens.lexicon import Lexicon

# A title is a line at most, and no longer than this; it has at least two characters.
LONGEST, SHORTEST = 90, 2
_CLOSING = {"》": "《", "〉": "〈"}
_NOTE = re.compile(r"[（(][^（）()]*[)）]$")
_ABOUT = ("关于", "中共", "中国共产党", "中华人民共和国")
# A work of art, a book or a newspaper is no document of the work line.
_WORK = re.compile(
    "(?:电影|影片|电视剧|剧|纪录片|专题片|微视频|歌曲|合唱|小说|图书|专著|杂志|报|刊|节目|栏目|画|舞蹈)$"
)
_USE = re.compile(any_of("document_verbs.txt") + r"了?(?:[^，。；：“”]{0,6})$")


def find_titles(reading: Reading) -> list[Span]:
    """The titles of documents, their marks included.

    The canonical form of a title that the lexicon knows, or of the shortened form of a longer title in
    the same text, is the full title.
    """
    text = reading.text
    places: list[tuple[int, int]] = []
    for start, end in _pairs(text, reading.cues.places["title"]):
        # In an enumeration of titles one document makes documents of those that follow.
        listed = bool(places) and text[places[-1][1] : start] in ("", "、", "和", "及", "与")
        if listed or _is_document(text, start, end):
            places.append((start, end))
    if not places:
        return []
    full = _full_titles(reading.lexicon)
    titles = [(start, end, _core(title := text[start:end]), _marked(title)) for start, end in places]
    here = {core: marked for _, _, core, marked in titles}
    return [
        Span(start, end, full.get(core) or _longer(core, here) or marked, "regulation", "pattern")
        for start, end, core, marked in titles
    ]


def _pairs(text: str, marks: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of the title marks at these places that close each other on one line, from the inside out."""
    found = []
    opened: list[tuple[str, int]] = []
    for place in marks:
        mark = text[place]
        if mark not in _CLOSING:
            opened.append((mark, place))
        elif opened and opened[-1][0] == _CLOSING[mark]:
            start = opened.pop()[1]
            if SHORTEST + 2 <= place + 1 - start <= LONGEST and "\n" not in text[start:place]:
                found.append((start, place + 1))
        else:
            opened.clear()
    return sorted(found)


def _is_document(text: str, start: int, end: int) -> bool:
    inner = _without_note(text[start + 1 : end - 1])
    if "〈" in inner or inner.startswith(_ABOUT):
        return True
    if inner.endswith(by_last("document_heads.txt").get(inner[-1:], ())):
        return True
    before = text[max(0, start - 12) : start]
    return not _WORK.search(before) and _USE.search(before) is not None


def _without_note(inner: str) -> str:
    """A title without what stands in brackets at its end: （试行）."""
    return _NOTE.sub("", inner) if inner.endswith(("）", ")")) else inner


def _core(title: str) -> str:
    """What short and full forms of a title share."""
    inner = _without_note(title[1:-1])
    for start in ("中国共产党", "中共中央", "关于"):
        inner = inner.removeprefix(start)
    return inner


def _marked(title: str) -> str:
    return f"《{title[1:-1]}》"


def _longer(core: str, here: dict[str, str]) -> str | None:
    """The one longer title of the text that ends in `core`."""
    if len(core) < 6:
        return None
    longer = [other for other in here if other != core and other.endswith(core)]
    return here[longer[0]] if len(longer) == 1 else None


_known: "weakref.WeakKeyDictionary[Lexicon, dict[str, str]]" = weakref.WeakKeyDictionary()


def _full_titles(lexicon: Lexicon) -> dict[str, str]:
    """The core of every title in the lexicon, and the full title."""
    if lexicon not in _known:
        titles: dict[str, str] = {}
        for term in lexicon.terms:
            if term.category == "regulation":
                for surface in term.surfaces:
                    titles.setdefault(
                        _core(surface if surface[:1] == "《" else f"《{surface}》"), term.canonical
                    )
        _known[lexicon] = titles
    return _known[lexicon]
