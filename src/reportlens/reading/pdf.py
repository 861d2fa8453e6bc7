"""The text layer of a PDF.

PDFium reads it, as in a browser: it is ten times as fast as the readers written in Python, and knows
the characters of Chinese fonts that bring no Unicode table (Adobe-GB1, Identity-H), which those
return as other characters without a word. Where a font is not embedded and the machine has none like
it, PDFium in turn passes over single characters (年 between two figures); such pages are read by
pypdf as well, and the reading with more Chinese characters holds.
"""

import io
import logging
import re
import threading
import time
from dataclasses import dataclass
from typing import Any

from reportlens.errors import SourceError
from reportlens.reading.extract import Extract
from reportlens.reading.package import damaged
from reportlens.reading.properties import facts
from reportlens.report import Facts

MAX_PAGES = 3_000
MAX_CHARACTERS = 20_000_000
MAX_SECONDS = 120.0
# A page with an image and fewer letters holds a number or a stamp, not text.
LETTERS_OF_A_PAGE = 10
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\U000f0000-\U0010ffff]")
LETTER = re.compile(r"[^\W\d_]")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
OCR = "Run text recognition (OCR) over it, check the result and save that as .txt or .docx."
PASSWORD_ERROR = 4
# PDFium must be entered by one thread at a time.
PDFIUM = threading.Lock()
_quiet = logging.NullHandler()


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    embedded: bool
    scanned: bool


def read(data: bytes, path: str) -> list[Extract]:
    """The text of a PDF, its lines as they are broken there, pages separated by a line break.

    Of its properties title and author count; its date is that of the export. Raises `SourceError`
    for a scan, an encrypted or damaged file, and one that takes too long.
    """
    with PDFIUM:
        pages, stated = _pages(data, path)
    scanned = sum(page.scanned for page in pages)
    raw = "\n".join(page.text for page in pages)
    letters = len(LETTER.findall(raw))
    if scanned == len(pages) or not letters:
        raise SourceError(path, f"the PDF holds no text: it is a scan. {OCR}")
    if scanned * 2 > len(pages):
        raise SourceError(path, f"{scanned} of the {len(pages)} pages hold no text: they are scans. {OCR}")
    if len(UNREADABLE.findall(raw)) * 10 > letters:
        raise SourceError(
            path,
            f"the fonts of the PDF do not say which characters they show. Use the original, or: {OCR}",
        )
    return [Extract(raw, stated=stated, encoding="pdf")]


def _pages(data: bytes, path: str) -> tuple[list[Page], Facts]:
    import pypdfium2

    deadline = time.monotonic() + MAX_SECONDS
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR:
            raise SourceError(path, "the PDF is protected by a password. Save it without one.") from error
        raise damaged(path, str(error)) from error
    pages: list[Page] = []
    characters = 0
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise SourceError(
                path, f"the PDF has {len(document)} pages, not 1 to {MAX_PAGES}. Save the report alone."
            )
        for number in range(len(document)):
            pages.append(_page(document, number))
            characters += len(pages[-1].text)
            if time.monotonic() > deadline or characters > MAX_CHARACTERS:
                raise _too_long(path, number)
        properties = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        raise damaged(path, f"page {len(pages) + 1}: {error}") from error
    finally:
        document.close()
    if not all(page.embedded for page in pages):
        pages = _read_again(data, path, pages, deadline)
    return pages, facts(properties.get("Title"), properties.get("Author"))


def _page(document: Any, number: int) -> Page:
    import pypdfium2.raw as pdfium

    page = document[number]
    try:
        text_page = page.get_textpage()
        # U+FFFE stands for a hyphen at the end of a line, and has swallowed the break.
        text = text_page.get_text_range().replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-\n")
        text_page.close()
        fonts = (
            pdfium.FPDFTextObj_GetFont(item.raw)
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
        )
        embedded = all(pdfium.FPDFFont_GetIsEmbedded(font) for font in fonts if font)
        few = len(LETTER.findall(text)) < LETTERS_OF_A_PAGE
        scanned = few and next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]), None) is not None
    finally:
        page.close()
    return Page(text, embedded, scanned)


def _read_again(data: bytes, path: str, pages: list[Page], deadline: float) -> list[Page]:
    """`pages`, replaced by what pypdf reads where that holds more Chinese characters."""
    import pypdf

    logging.getLogger("pypdf").addHandler(_quiet)
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted:
            document.decrypt("")
        better: list[Page] = []
        for number, page in enumerate(pages):
            text = "" if page.embedded else _text_by_pypdf(document, number)
            more = len(HAN.findall(text)) > len(HAN.findall(page.text))
            better.append(Page(text, False, False) if more else page)
            if time.monotonic() > deadline:
                raise _too_long(path, number)
    except SourceError:
        raise
    except Exception:  # pypdf lets errors of every kind through; what PDFium made of the file stays
        return pages
    return better


def _text_by_pypdf(document: Any, number: int) -> str:
    try:
        return str(document.pages[number].extract_text())
    except Exception:  # nothing read is no better reading: what PDFium made of the page stays
        return ""


def _too_long(path: str, number: int) -> SourceError:
    return SourceError(
        path,
        f"reading stopped at page {number + 1}: the PDF is too large or too slow. Save the report as .txt.",
    )
