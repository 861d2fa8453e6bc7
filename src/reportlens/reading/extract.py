"""Bytes of any supported form to raw text: the form is told by suffix and by content."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from reportlens.errors import SourceError
from reportlens.reading.decode import decode
from reportlens.reading.signature import NO_SIGNATURE, content_form, refusal
from reportlens.report import Facts


@dataclass(frozen=True, slots=True)
class Extract:
    """One text of a source.

    `part` names a row of a table of texts and is used in the report id; it is empty where the file is
    one report. `html` says that `raw` is the source of a page, of which
    `reportlens.normalise.html.main_text_edits` finds the text. `wrong` is what the row states that cannot
    be, a line each with the remedy; the row is good without it. `refused` is why a row cannot be read at
    all; its `raw` is empty.
    """

    raw: str
    stated: Facts = field(default_factory=Facts)
    encoding: str = ""
    part: str = ""
    html: bool = False
    wrong: tuple[str, ...] = ()
    refused: str = ""


Reader = Callable[[bytes, str], list[Extract]]


def read_text(data: bytes, path: str) -> list[Extract]:
    text, encoding = decode(data, path)
    return [Extract(text, encoding=encoding)]


def read_html(data: bytes, path: str) -> list[Extract]:
    from reportlens.reading.page import decode_page

    text, encoding = decode_page(data, path)
    return [Extract(text, encoding=encoding, html=True)]


def read_docx(data: bytes, path: str) -> list[Extract]:
    from reportlens.reading import docx

    return docx.read(data, path)


def read_pdf(data: bytes, path: str) -> list[Extract]:
    from reportlens.reading import pdf

    return pdf.read(data, path)


def read_csv(data: bytes, path: str) -> list[Extract]:
    from reportlens.reading import tables

    return tables.read_csv(data, path)


def read_jsonl(data: bytes, path: str) -> list[Extract]:
    from reportlens.reading import tables

    return tables.read_jsonl(data, path)


def read_xlsx(data: bytes, path: str) -> list[Extract]:
    from reportlens.reading import tables

    return tables.read_xlsx(data, path)


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".shtml": read_html,
    ".docx": read_docx,
    ".docm": read_docx,
    ".pdf": read_pdf,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
}
BY_CONTENT: dict[str, Reader] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pdf": read_pdf,
    "html": read_html,
}
TEXT_SUFFIXES = frozenset(s for s, r in READERS.items() if r in (read_text, read_csv, read_jsonl))


def extract(data: bytes, path: str) -> list[Extract]:
    """The texts of the file `path`, whose bytes are `data`.

    What the content is decides before what the suffix says: a PDF that is named .txt is read as a
    PDF, an old .doc that is named .docx is refused as what it is. Raises `SourceError`.
    """
    suffix = PurePath(path).suffix.lower()
    if not data:
        raise SourceError(path, "the file is empty. Remove it, or save the text again.")
    form = content_form(data)
    if form == "html" and suffix in TEXT_SUFFIXES:
        # Tags in a text file are text with debris in it; only a whole page is a page.
        form = "html" if suffix in (".txt", ".text") else ""
    if form in BY_CONTENT:
        return BY_CONTENT[form](data, path)
    if form:
        raise SourceError(path, refusal(form, suffix))
    reader = READERS.get(suffix)
    if reader is None:
        raise SourceError(path, refusal(suffix.removeprefix("."), suffix))
    if suffix in NO_SIGNATURE:
        raise SourceError(path, NO_SIGNATURE[suffix])
    return reader(data, path)
