"""A brief as a Word document in the form of an official document (GB/T 9704-2012)."""

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import reportlens
from reportlens.present.brief.blocks import Brief, Heading, Note, Quote, Statement, Table
from reportlens.present.brief.wording import TEXTS
from reportlens.present.visible import one_line

if TYPE_CHECKING:
    from docx.document import Document

# The standard's faces; who has none of them sees what the word processor puts in their place.
_TITLE, _BODY, _BLACK, _REGULAR, _LATIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "Times New Roman"
# Points: 2号, 3号, 4号 and what tables and notes take.
_SIZE_TITLE, _SIZE_BODY, _SIZE_PAGE, _SIZE_TABLE, _SIZE_ANNEX = 22, 16, 14, 10.5, 8.5
_LINE = 28.95  # points: 22 lines a page
_MARK = "reportlens brief"
# Keys of the head of the annex, in the order of `annex_rows`.
ANNEX_HEAD = ("number", "place", "report", "report_id", "position", "digest")
# The same brief, the same bytes.
_WHEN = datetime(2000, 1, 1)


def docx_bytes(brief: Brief) -> bytes:
    """The file of a brief. A4, the margins and type sizes of the standard, page numbers outside."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    normal = document.styles["Normal"]
    _face(normal, _BODY)
    normal.font.size = Pt(_SIZE_BODY)
    normal.paragraph_format.line_spacing = Pt(_LINE)
    normal.paragraph_format.space_after = Pt(0)
    for number, face in ((1, _BLACK), (2, _REGULAR)):
        _heading_style(document.styles[f"Heading {number}"], face)
    _page_numbers(document)
    for block in brief.blocks:
        _add(document, block, brief.lang)
    _annex(document, brief)
    properties = document.core_properties
    properties.title = brief.blocks[0].text if isinstance(brief.blocks[0], Heading) else ""
    properties.author, properties.last_modified_by = "reportlens", "reportlens"
    properties.created = properties.modified = _WHEN
    properties.comments = f"{_MARK} {reportlens.__version__}; lang={brief.lang}; theme={brief.theme}"
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def settings(comments: str) -> tuple[str, str] | None:
    """Language and theme that a brief was made with, from its properties; None where it is none of ours.

    >>> settings("reportlens brief 0.1.0; lang=zh; theme=服务群众")
    ('zh', '服务群众')
    """
    if not comments.startswith(_MARK):
        return None
    parts = dict(part.strip().partition("=")[::2] for part in comments.split(";")[1:])
    return parts.get("lang", "zh"), parts.get("theme", "")


def _undated(data: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _face(style: Any, name: str) -> None:
    """Letters of Latin script in one font, Chinese characters in `name`."""
    from docx.oxml.ns import qn

    style.font.name = _LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _heading_style(style: Any, face: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    _face(style, face)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme_font in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme_font}"), None)
    style.font.size, style.font.bold, style.font.italic = Pt(_SIZE_BODY), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(_LINE)
    form.first_line_indent = Pt(2 * _SIZE_BODY)
    form.keep_with_next = True


def _run(paragraph: Any, text: str, *, size: float | None = None, face: str = "", bold: bool = False) -> Any:
    from docx.shared import Pt

    run = paragraph.add_run(text)
    if size:
        run.font.size = Pt(size)
    if face:
        _face(run, face)
    if bold:
        run.bold = True
    return run


def _add(document: "Document", block: Heading | Statement | Quote | Table, lang: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Heading) and block.level == 0:
        for text, size, face in (
            (block.text, _SIZE_TITLE, _TITLE),
            (_say("draft", lang), _SIZE_BODY, _REGULAR),
        ):
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(1.5 * size)
            _run(paragraph, text, size=size, face=face)
        document.add_paragraph()
    elif isinstance(block, Heading):
        document.add_heading(block.text, block.level)
    else:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZE_BODY)
        if isinstance(block, Statement):
            _run(paragraph, block.text)
            return
        _run(paragraph, block.label + _say("colon", lang), face=_REGULAR)
        _run(paragraph, block.text)
        _link(paragraph, f"〔{block.note}〕", _bookmark(block.note))


def _say(key: str, lang: str) -> str:
    return TEXTS[key][0 if lang == "zh" else 1]


def _bookmark(number: int) -> str:
    return f"note_{number}"


def _link(paragraph: Any, text: str, bookmark: str) -> None:
    """`text` as a link to a bookmark of the same document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    run = _run(paragraph, text, size=_SIZE_TABLE)
    link.append(run._r)
    paragraph._p.append(link)


def _table(document: "Document", block: Table, bookmarks: tuple[str, ...] = ()) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    caption = document.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    _run(caption, block.caption, size=_SIZE_PAGE, face=_BLACK)
    size = _SIZE_ANNEX if bookmarks else _SIZE_TABLE
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(156 * width / sum(block.widths))
    for number, row in enumerate((block.head, *block.rows)):
        cells = table.add_row().cells
        for cell, text, width in zip(cells, row, block.widths, strict=True):
            cell.width = Mm(156 * width / sum(block.widths))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(1.5 * size)
            if number == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, text, size=size, face=_BLACK if number == 0 else "")
        if number and bookmarks:
            _mark(cells[0].paragraphs[0], bookmarks[number - 1], number)
        properties = table.rows[-1]._tr.get_or_add_trPr()
        # A row is not torn in two, and the head stands again on every page.
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            head = OxmlElement("w:tblHeader")
            head.set(qn("w:val"), "true")
            properties.append(head)
    document.add_paragraph()


def _mark(paragraph: Any, name: str, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(0, start)
    paragraph._p.append(end)


def annex_rows(notes: tuple[Note, ...]) -> tuple[tuple[str, ...], ...]:
    """The rows of the annex as they are printed: number, place, report, report id, position, digest."""
    return tuple(
        (str(n.number), n.label, n.title, one_line(n.report_id), f"{n.raw_start}—{n.raw_end}", n.sha256[:12])
        for n in notes
    )


def _annex(document: "Document", brief: Brief) -> None:
    if not brief.notes:
        return
    annex = document.add_paragraph()
    annex.paragraph_format.page_break_before = True
    _run(annex, _say("annex", brief.lang), face=_BLACK)
    head = tuple(_say(key, brief.lang) for key in ANNEX_HEAD)
    rows = annex_rows(brief.notes)
    bookmarks = tuple(_bookmark(note.number) for note in brief.notes)
    _table(document, Table(_say("sources", brief.lang), head, rows, (7, 19, 28, 18, 13, 15)), bookmarks)
    _add(document, Statement(_say("sources_line", brief.lang)), brief.lang)


def _page_numbers(document: "Document") -> None:
    """— 1 — at the outer foot of the page: right on odd pages, left on even ones."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        _run(paragraph, "— ", size=_SIZE_PAGE, face="宋体")
        _field(_run(paragraph, "", size=_SIZE_PAGE, face="宋体"), "PAGE")
        _run(paragraph, " —", size=_SIZE_PAGE, face="宋体")


def _field(run: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)
