"""The encoding of a web page: what it declares, if that is true."""

import codecs
import re

from reportlens.reading.decode import decode

DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
# Browsers read these labels as the larger set.
LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
# A page whose declaration reads as ASCII is in none of the first; every byte string is valid in the others.
UNUSABLE = (
    "utf-16",
    "utf-32",
    "utf_16",
    "utf_32",
    "utf-7",
    "iso-8859-1",
    "iso8859-1",
    "latin-1",
    "ascii",
    "cp1252",
)


def decode_page(data: bytes, path: str) -> tuple[str, str]:
    """The source of a page and its encoding: by byte order mark, by declaration, by `decode`.

    A declaration counts if the bytes are valid in it; Latin-1, which every byte string is valid in,
    does not count.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, path)
    head = data[:8192]
    declared = DECLARED.search(head) or XML_DECLARED.search(head)
    if declared:
        label = declared.group(1).decode("ascii").lower()
        try:
            codec = codecs.lookup(LARGER.get(label, label))
            if codec.name not in UNUSABLE and codec._is_text_encoding:
                return data.decode(codec.name), codec.name
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(data, path)
