"""What a file is by its first bytes, and what to do about the forms that are not read."""

import io
import re
import zipfile

SAVE_AS_DOCX = "Open it in Word or WPS and save it as .docx (另存为 Word 文档)."
SAVE_AS_XLSX = "Open it in Excel or WPS and save it as .xlsx or as .csv in UTF-8 (另存为)."
RECOGNISE = "Run text recognition (OCR) over it, check the result and save that as .txt or .docx."
UNPACK = "Unpack it and give the files or the folder."

# What each form is called, and what to do with it.
REFUSED: dict[str, tuple[str, str]] = {
    "doc": ("an old Word document (.doc)", SAVE_AS_DOCX),
    "wps": ("a WPS document", SAVE_AS_DOCX),
    "ofd": (
        "an OFD document",
        "Open it in an OFD reader or WPS and save it as .docx, or export a .pdf with text.",
    ),
    "rtf": ("an RTF document", SAVE_AS_DOCX),
    "odt": ("an OpenDocument text (.odt)", SAVE_AS_DOCX),
    "xls": ("an old Excel workbook (.xls)", SAVE_AS_XLSX),
    "et": ("a WPS table", SAVE_AS_XLSX),
    "ods": ("an OpenDocument table (.ods)", SAVE_AS_XLSX),
    "ppt": ("a presentation", "Save its text as .docx or .txt."),
    "ole": ("an old office file", SAVE_AS_DOCX),
    "encrypted": (
        "an office file that is protected by a password",
        "Open it with the password and save it without one.",
    ),
    "mht": ("a web archive (.mht)", "Open it in a browser or Word and save it as .html or .docx."),
    "caj": ("a CAJ document", "Export it as .pdf with text, or copy its text into a .txt file."),
    "epub": ("an e-book (.epub)", "Save its text as .docx or .txt."),
    "image": ("an image", RECOGNISE),
    "archive": ("an archive", UNPACK),
    "broken": (
        "a damaged package (an archive, or a file of Word or Excel)",
        "Download or export it again; unpack it if it is an archive.",
    ),
    "json": ("a JSON file", "Write it as .jsonl: one object a line, with the key text."),
    "xml": ("an XML file", "Save its text as .txt, or as .html if it is a page."),
}
SUFFIXES: dict[str, str] = {
    **{name: name for name in REFUSED},
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg"), "image"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz"), "archive"),
    **{"dot": "doc", "wpt": "wps", "pptx": "ppt", "dps": "ppt", "mhtml": "mht", "kdh": "caj", "nh": "caj"},
}
READ = ".txt .md .html .docx .pdf .csv .jsonl .xlsx"
# Suffixes that promise a signature which the bytes do not have.
NO_SIGNATURE: dict[str, str] = {
    **dict.fromkeys(
        (".docx", ".docm"),
        f"it is named .docx but is no Word document. If it is text, rename it to .txt; else: {SAVE_AS_DOCX}",
    ),
    **dict.fromkeys(
        (".xlsx", ".xlsm"),
        f"it is named .xlsx but is no workbook. If it is text, rename it to .csv; else: {SAVE_AS_XLSX}",
    ),
    ".pdf": "it is named .pdf but is no PDF, or its beginning is lost. Download or export it again.",
}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"CAJ", "caj"),
    (b"KDH ", "caj"),
    (b"HN\x00\x00", "caj"),
)
STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "ppt"),
    ("OFD.xml", "ofd"),
)
ZIP_MIMES: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/epub+zip", "epub"),
)
PAGE = re.compile(
    rb"(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
MHT = re.compile(
    rb"(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?(?:MIME-Version:|Content-Type:\s*multipart/related)", re.IGNORECASE
)


def content_form(data: bytes) -> str:
    """The form that the bytes show (`docx`, `pdf`, `html`, a key of `REFUSED`), or "" if they show none."""
    for magic, form in MAGIC:
        if data.startswith(magic):
            return form
    if data.startswith(OLE):
        return next((form for name, form in STREAMS if name.encode("utf-16-le") in data), "ole")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_form(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "image"
    head = _ascii_head(data)
    if PAGE.match(head):
        return "html"
    return "mht" if MHT.match(head[:2000]) else ""


def refusal(form: str, suffix: str) -> str:
    """One line for a form that is not read: what it is, what to do."""
    known = SUFFIXES.get(form)
    if known is None:
        return f"files named {suffix or 'without a suffix'} are not read. Save the text as one of {READ}."
    what, remedy = REFUSED[known]
    said = (
        ""
        if suffix.removeprefix(".") in ("", form) or SUFFIXES.get(suffix[1:]) == known
        else f", named {suffix}"
    )
    return f"this is {what}{said}, which is not read. {remedy}"


def _zip_form(data: bytes) -> str:
    whole = True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # The local headers still tell what a cut package was.
        whole = False
        names = [part for part, _ in ZIP_PARTS if part.encode() in data[: 1 << 20]]
    for part, form in ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            return form
    return next((form for mime, form in ZIP_MIMES if mime in data[:200]), "archive" if whole else "broken")


def _ascii_head(data: bytes) -> bytes:
    """The beginning, of UTF-16 every ASCII character as one byte."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
