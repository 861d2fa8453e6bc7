"""Word documents: paragraphs, headings with their automatic numbers, tables, text boxes, notes.

The parts are read directly, because python-docx gives neither inserted text (w:ins) nor content
controls, text boxes and automatic numbers, and loads every picture.
"""

import posixpath
from collections.abc import Iterator

from lxml import etree

from reportlens.errors import SourceError
from reportlens.reading.extract import Extract
from reportlens.reading.numbering import Element, Numbering, attribute, child
from reportlens.reading.package import Package, open_package
from reportlens.reading.properties import facts
from reportlens.report import Facts

# Deleted and moved-away text, field codes, readings; properties; marks: nothing that Word shows as text.
UNSEEN = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "rt"))
PROPERTIES = frozenset(("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr"))
MARKS = frozenset(("footnoteReference", "endnoteReference", "annotationRef", "commentReference"))
SKIPPED = UNSEEN | PROPERTIES | MARKS
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
# Nested tables and text boxes are as deep in real documents as in a letter: three or four.
MAX_DEPTH = 100


def read(data: bytes, path: str) -> list[Extract]:
    """The text of a Word document, a paragraph a line, and what its properties state.

    Headers and footers are not read, nor is the table of contents, which repeats the headings. The
    cells of a table row stand in one line, separated by tabs, unless one has several paragraphs.
    """
    package = open_package(data, path)
    main = _main_part(package)
    document = package.xml(main)
    if document is None:
        raise SourceError(path, "the package holds no Word text (word/document.xml). Save it again as .docx.")
    folder = posixpath.dirname(main)
    text = DocumentText(package, folder)
    lines = list(text.lines(document, 0))
    for notes in ("footnotes", "endnotes"):
        root = package.xml(f"{folder}/{notes}.xml")
        if root is not None:
            for note in root.iterchildren():
                if attribute(note, "type") in ("", "normal"):
                    lines += text.lines(note, 0)
    raw = "\n".join(line for line in lines if line.strip())
    if not raw:
        raise SourceError(
            path,
            "the document holds no text, only pictures perhaps. Run text recognition (OCR) over it first.",
        )
    return [Extract(raw, stated=_properties(package), encoding="docx")]


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    if relations is not None:
        for relation in relations.iterchildren():
            if attribute(relation, "Type").endswith("/officeDocument"):
                return posixpath.normpath(attribute(relation, "Target").lstrip("/"))
    return "word/document.xml"


def _properties(package: Package) -> Facts:
    try:
        core = package.xml("docProps/core.xml")
    except SourceError:
        return Facts()
    if core is None:
        return Facts()
    # The date of creation is that of a template or a copy as often as that of the report: no fact.
    title, author = (
        (e.text if (e := child(core, name)) is not None else None) for name in ("title", "creator")
    )
    return facts(title, author)


def local(element: Element) -> str:
    """The tag without its namespace; "" for comments and the like."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


class DocumentText:
    """Walks the XML of one document; counts its automatic numbers on the way."""

    def __init__(self, package: Package, folder: str) -> None:
        styles = package.xml(f"{folder}/styles.xml")
        self.path = package.path
        self.numbering = Numbering.of(package.xml(f"{folder}/numbering.xml"), styles)
        self.contents_styles = {
            attribute(style, "styleId")
            for style in (styles if styles is not None else ())
            if attribute(child(style, "name")).casefold().startswith("toc ")
        }

    def lines(self, element: Element, depth: int) -> Iterator[str]:
        """The lines of all paragraphs and tables below `element`, in document order."""
        if depth > MAX_DEPTH:
            raise SourceError(
                self.path, "the document is nested too deeply to be a report. Save its text as .txt."
            )
        for node in element.iterchildren():
            name = local(node)
            if name == "p":
                yield from self.paragraph(node, depth)
            elif name == "tbl":
                yield from self.table(node, depth)
            elif name == "AlternateContent":
                yield from self.lines(chosen(node), depth + 1)
            elif name and name not in SKIPPED:
                yield from self.lines(node, depth + 1)

    def paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        if attribute(child(paragraph, "pPr", "pStyle")) in self.contents_styles:
            return
        pieces: list[str] = []
        boxes: list[Element] = []
        self.collect(paragraph, pieces, boxes, depth)
        text = "".join(pieces).strip("\n")
        if text.strip():
            yield self.numbering.prefix(paragraph) + text
        for box in boxes:
            yield from self.lines(box, depth + 1)

    def collect(self, element: Element, pieces: list[str], boxes: list[Element], depth: int) -> None:
        """The text of a paragraph, and the text boxes that are anchored in it."""
        if depth > MAX_DEPTH:
            raise SourceError(
                self.path, "the document is nested too deeply to be a report. Save its text as .txt."
            )
        for node in element.iterchildren():
            name = local(node)
            if name == "t":
                pieces.append("".join(str(text) for text in node.itertext()))
            elif name in BREAKS:
                pieces.append(BREAKS[name])
            elif name == "txbxContent":
                boxes.append(node)
            elif name == "AlternateContent":
                self.collect(chosen(node), pieces, boxes, depth + 1)
            elif name and name not in SKIPPED and not (name == "r" and hidden(node)):
                self.collect(node, pieces, boxes, depth + 1)

    def table(self, table: Element, depth: int) -> Iterator[str]:
        for row in wrapped(table, "tr"):
            cells = [list(self.lines(cell, depth + 1)) for cell in wrapped(row, "tc")]
            if all(len(cell) <= 1 and "\n" not in "".join(cell) for cell in cells):
                yield "\t".join("".join(cell) for cell in cells).rstrip("\t")
            else:
                for cell in cells:
                    yield from cell


def wrapped(element: Element, name: str, depth: int = 0) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those that content controls wrap."""
    for node in element.iterchildren():
        found = local(node)
        if found == name:
            yield node
        elif found and found not in SKIPPED and found != "tc" and depth < MAX_DEPTH:
            yield from wrapped(node, name, depth + 1)


def chosen(alternatives: Element) -> Element:
    """The alternative that holds text: the first choice that does, else the fallback, never both."""
    branches = [node for node in alternatives.iterchildren() if local(node) in ("Choice", "Fallback")]
    for branch in branches:
        if next(branch.iterdescendants("{*}t"), None) is not None:
            return branch
    return branches[0] if branches else alternatives


def hidden(run: Element) -> bool:
    mark = child(run, "rPr", "vanish")
    return mark is not None and attribute(mark) not in ("0", "false", "off")
