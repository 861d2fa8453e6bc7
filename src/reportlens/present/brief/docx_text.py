"""All that a Word document shows, wherever in the file it stands, and what it shows that is no text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlens.errors import ReportLensError

Row = tuple[str, ...]

# A page number between its dashes is no claim.
_PAGE_NUMBER = re.compile(r"[\s—–-]*\d*[\s—–-]*")
_OFF = ("0", "false", "off", "none")
# Parts of the file whose text is shown with the body. Comments are remarks on the draft, not part of it.
_BESIDE = ("footnotes", "endnotes", "header", "footer")
_PICTURES = ("drawing", "pict", "object")
_IMPORTED = ("altChunk", "subDoc")
_IN_RUN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\ufffd"}


@dataclass(frozen=True)
class DocxText:
    """Paragraphs (strings) and tables (lists of rows) of the body in order, what else is to be seen or is
    hidden (where, text, what is wrong with it), and the comments in the properties."""

    body: tuple[str | list[Row], ...]
    unread: tuple[tuple[str, str, str], ...]
    comments: str


def docx_text(path: Path) -> DocxText:
    """Read the document at `path`, with insertions and without deletions that are tracked.

    Raises `ReportLensError` for a file that is no Word document.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml import parse_xml
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(path.read_bytes()))
        parts = [(part.content_type, part.blob) for part in document.part.package.iter_parts()]
        beside = [(name, parse_xml(blob)) for kind, blob in parts if (name := _beside(kind))]
        comments = _comments(parts)
        body = document.element.body
    except OSError as error:
        raise ReportLensError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except (
        PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, AttributeError, EOFError, KeyError,
        NotImplementedError, RuntimeError, ValueError,
    ) as error:  # fmt: skip
        raise ReportLensError(
            f"{path}: is no Word document (.docx). Save it as .docx and try again."
        ) from error
    if body is None:
        raise ReportLensError(f"{path}: is a Word document without text.")
    hidden = _hidden_styles(document.styles.element)
    unread = list(_unread(body, "body", hidden))
    for name, element in beside:
        unread += _unread(element, name, hidden)
        unread += [
            (name, text, "stands outside the body, where a brief has nothing")
            for paragraph in element.iter(_w("p"))
            if (text := _text(paragraph).strip()) and not (name == "footer" and _PAGE_NUMBER.fullmatch(text))
        ]
    return DocxText(tuple(_blocks(body)), tuple(unread), comments)


def _comments(parts: list[tuple[str, bytes]]) -> str:
    """The comments in the properties: looked up by type, for LibreOffice names the relation to them otherwise."""
    from docx.oxml import parse_xml

    for kind, blob in parts:
        if kind.endswith(".core-properties+xml"):
            texts = [e.text for e in parse_xml(blob).iter() if _local(e) == "description"]
            return "".join(filter(None, texts))
    return ""


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _beside(content_type: str) -> str:
    return next((name for name in _BESIDE if content_type.endswith(f".{name}+xml")), "")


def _blocks(element: Any) -> Iterator[str | list[Row]]:
    """Paragraphs and tables, those in content controls and the like among them."""
    for child in element:
        if child.tag == _w("p"):
            yield _text(child)
        elif child.tag == _w("tbl"):
            yield _rows(child)
        elif child.tag != _w("moveFrom"):
            yield from _blocks(child)


def _rows(table: Any) -> list[Row]:
    """The rows that have text, each with the text of its cells."""
    rows = [tuple(map(_cell, _nearest(row, _w("tc")))) for row in _nearest(table, _w("tr"))]
    return [row for row in rows if any(row)]


def _nearest(element: Any, tag: str) -> Iterator[Any]:
    """Elements of this name below `element`, but not those inside of each other."""
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from _nearest(child, tag)


def _cell(cell: Any) -> str:
    return "\n".join(filter(None, (_text(paragraph) for paragraph in cell.iter(_w("p")))))


def _text(paragraph: Any) -> str:
    """The text with what stands in links, insertions, formulas, shapes and content controls."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name == "t":
            yield child.text or ""
        elif name in _IN_RUN and element.tag == _w("r"):
            yield _IN_RUN[name]
        elif name != "moveFrom":
            yield from _pieces(child)


def _is_on(properties: Any, name: str) -> bool:
    element = None if properties is None else properties.find(_w(name))
    return element is not None and element.get(_w("val"), "1") not in _OFF


def _is_hidden(properties: Any) -> bool:
    return _is_on(properties, "vanish") or _is_on(properties, "specVanish")


def _hidden_styles(styles: Any) -> frozenset[str]:
    """Ids of the styles whose text is not shown, by themselves or by the style they are based on."""
    based = {}
    hidden = set()
    for style in styles.iter(_w("style")):
        name = style.get(_w("styleId"))
        base = style.find(_w("basedOn"))
        based[name] = None if base is None else base.get(_w("val"))
        if _is_hidden(style.find(_w("rPr"))):
            hidden.add(name)
    for _ in based:
        hidden |= {name for name, base in based.items() if base in hidden}
    return frozenset(hidden)


def _unread(element: Any, where: str, hidden: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Text that a reader does not see, and what a reader sees that is no text."""
    for child in element.iter():
        name = _local(child)
        if child.tag == _w("r"):
            properties = child.find(_w("rPr"))
            text = _text(child)
            if text and (_is_hidden(properties) or _style(properties, "rStyle") in hidden):
                yield where, text, "is hidden text"
            elif text.strip() and _is_white(properties):
                yield where, text, "is written in white"
        elif child.tag == _w("p") and _style(child.find(_w("pPr")), "pStyle") in hidden and _text(child):
            yield where, _text(child), "is hidden text"
        elif name in _PICTURES:
            yield where, "", "holds a picture or an object, which cannot be proved"
        elif name in _IMPORTED:
            yield where, "", "takes in another file, which cannot be proved"


def _style(properties: Any, name: str) -> str:
    style = None if properties is None else properties.find(_w(name))
    return "" if style is None else style.get(_w("val"), "")


def _is_white(properties: Any) -> bool:
    color = None if properties is None else properties.find(_w("color"))
    return color is not None and color.get(_w("val"), "").upper() == "FFFFFF"
