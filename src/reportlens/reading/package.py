"""Office files are zip packages: open them without being blown up.

The limits are checked against the directory of the package first, and enforced while each entry is
unpacked, because a directory can lie.
"""

import codecs
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from reportlens.errors import SourceError

MAX_ENTRIES = 5_000
MAX_TOTAL = 512 << 20
MAX_PART = 192 << 20
# XML of real documents shrinks 5 to 60 times; a bomb a thousand times. Small entries may do as they like.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 8 << 20
# Encodings in which `<!DOCTYPE` can be seen without decoding; office programs write UTF-8 only.
PLAIN_ENCODINGS = frozenset(
    ("utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "gb2312", "gbk", "gb18030")
)
ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
DTD = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)"
    + b"|"
    + rb"|".join(
        re.escape(word.encode(codec))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for codec in ("utf-16-le", "utf-16-be")
    )
)


@dataclass(frozen=True, slots=True)
class Package:
    """A zip package whose directory was found harmless; parts are unpacked one at a time."""

    path: str
    archive: zipfile.ZipFile

    @property
    def names(self) -> list[str]:
        return self.archive.namelist()

    def part(self, name: str) -> bytes | None:
        """The bytes of the entry `name` (a leading slash is ignored), or None if there is none."""
        try:
            info = self.archive.getinfo(name.lstrip("/"))
        except KeyError:
            return None
        try:
            with self.archive.open(info) as stream:
                data = stream.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise damaged(self.path, f"{name}: {error}") from error
        if len(data) > MAX_PART:
            raise SourceError(self.path, f"{name} unpacks to more than {MAX_PART >> 20} MB. {REMEDY}")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of the XML entry `name`, or None if there is none.

        Nothing is fetched or expanded: a document type, which no office program writes, is refused.
        """
        data = self.part(name)
        if data is None:
            return None
        self.check_xml(name, data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise damaged(self.path, f"{name}: {error}") from error

    def check_xml(self, name: str, data: bytes) -> None:
        """Refuse XML with a document type, or in an encoding in which one could hide."""
        declared = ENCODING.match(data[:1024].removeprefix(codecs.BOM_UTF8).replace(b"\0", b""))
        encoding = declared.group(1).decode("ascii", "replace").lower() if declared else "utf-8"
        if encoding not in PLAIN_ENCODINGS or not looks_like_xml(data):
            raise damaged(self.path, f"{name} is no XML in UTF-8")
        if DTD.search(data):
            raise SourceError(
                self.path,
                f"{name} declares XML entities, which office programs never write and which can be used "
                "to attack a reader. If you trust the file, open it and save it again.",
            )


def looks_like_xml(data: bytes) -> bool:
    head = (
        data[:64]
        .removeprefix(codecs.BOM_UTF8)
        .removeprefix(codecs.BOM_UTF16_LE)
        .removeprefix(codecs.BOM_UTF16_BE)
    )
    return head.replace(b"\0", b"").lstrip().startswith(b"<")


REMEDY = "No report is that large; if you trust the file, save its text alone as a new file."


def damaged(path: str, detail: str) -> SourceError:
    line = " ".join(detail.split())[:200]
    return SourceError(path, f"the file is damaged ({line}). Open it in an office program and save it again.")


def open_package(data: bytes, path: str) -> Package:
    """The package in `data`. Raises `SourceError` for a damaged, encrypted or oversized one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(path, str(error)) from error
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise SourceError(path, f"the package has {len(entries)} entries, more than {MAX_ENTRIES}. {REMEDY}")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL:
        raise SourceError(
            path, f"unpacked it would take {total >> 20} MB, more than {MAX_TOTAL >> 20}. {REMEDY}"
        )
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise SourceError(path, "the package is encrypted. Save it without a password.")
        if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise SourceError(
                path,
                f"{entry.filename} unpacks to more than {MAX_RATIO} times its size, as bombs do. {REMEDY}",
            )
    return Package(path, archive)


def check_package(data: bytes, path: str) -> None:
    """Unpack every entry once, within the limits, for a reader that unpacks by itself; check all XML."""
    package = open_package(data, path)
    for name in package.names:
        part = package.part(name)
        if part and looks_like_xml(part):
            package.check_xml(name, part)
