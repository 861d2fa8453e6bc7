"""Files of every form are made here and read; what cannot be read says in one line why."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st

from reportlens.errors import SourceError
from reportlens.reading import package, pdf
from reportlens.reading.extract import extract
from reportlens.reading.numbering import chinese, numeral
from reportlens.reading.properties import author_of, title_of
from reportlens.reading.tables import column_of, iso_date

TEXT = "甲乙县持续推进党支部标准化建设，全面落实“三会一课”制度。"


def refused(data: bytes, path: str) -> str:
    with pytest.raises(SourceError) as caught:
        extract(data, path)
    assert caught.value.path == path
    reason = caught.value.reason
    assert "\n" not in reason
    assert len(reason) < 400
    return reason


# --- Word ---------------------------------------------------------------------------------------


def word(fill: Callable[[docx.document.Document], object], **properties: object) -> bytes:
    document = docx.Document()
    fill(document)
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rezipped(data: bytes, **parts: bytes) -> bytes:
    """The package with some parts replaced; / is written as __ in their names."""
    replaced = {name.replace("__", "/").replace("_xml", ".xml"): value for name, value in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *replaced}:
            new.writestr(name, replaced[name] if name in replaced else old.read(name))
    return stream.getvalue()


def body(xml: str) -> bytes:
    """A document whose body is `xml`."""
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    wps = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    document = f"<w:document {nsdecls('w')} {mc} {wps}><w:body>{xml}</w:body></w:document>"
    return rezipped(word(lambda d: None), word__document_xml=document.encode())


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_paragraphs_headings_and_tables_in_order() -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_heading("甲乙县工作报告", 0)
        document.add_paragraph(TEXT)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("指标", "数值", "党支部", "128"), strict=True):
            cell.text = text
        table.rows[1].cells[1].add_paragraph("个")
        document.add_paragraph("结尾。")
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"

    [found] = extract(word(fill), "a.docx")
    assert found.raw == f"甲乙县工作报告\n{TEXT}\n指标\t数值\n党支部\n128\n个\n结尾。"
    assert found.encoding == "docx"
    assert found.part == ""


def test_word_properties_are_facts_unless_a_template_wrote_them() -> None:
    plain = extract(word(lambda d: d.add_paragraph(TEXT)), "a.docx")[0].stated
    assert (plain.title, plain.author, plain.date) == (None, None, None)
    created = datetime(2022, 1, 5, 8, 30)
    stated = extract(
        word(lambda d: d.add_paragraph(TEXT), title="关于党建工作的报告", author="李四", created=created),
        "a.docx",
    )[0].stated
    assert (stated.title, stated.author, stated.date) == ("关于党建工作的报告", "李四", None)


@pytest.mark.parametrize(
    "name", ["python-docx", "Administrator", "微软用户", "User", "Windows 用户", "WPS_1528193", "", "·"]
)
def test_no_author(name: str) -> None:
    assert author_of(name) is None


@pytest.mark.parametrize(
    "name", ["Microsoft Word - 文档1", "文档1", "Document2", "报告.doc", "无标题", "  ", None]
)
def test_no_title(name: str | None) -> None:
    assert title_of(name) is None


LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "%1.%4"),
)


def numbered(document: docx.document.Document, depths: Sequence[int | None]) -> None:
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'{"<w:isLgl/>" if n == 3 else ""}<w:lvlText w:val="{pattern}"/></w:lvl>'
        for n, (style, pattern) in enumerate(LEVELS)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth in depths:
        properties = document.add_paragraph("文").paragraph_format.element.get_or_add_pPr()
        if depth is not None:
            number = properties.get_or_add_numPr()
            number.get_or_add_ilvl().set(qn("w:val"), str(depth))
            number.get_or_add_numId().set(qn("w:val"), "90")


def test_word_automatic_numbers() -> None:
    [found] = extract(word(lambda d: numbered(d, [0, 1, 1, None, 2, 2, 0, 1, 3])), "a.docx")
    assert found.raw.split("\n") == [
        *("一、文", "（一）文", "（二）文", "文", "1. 文", "2. 文", "二、文", "（一）文", "2.1 文")
    ]


def test_word_list_styles_of_the_template_are_numbered() -> None:
    def fill(document: docx.document.Document) -> None:
        for style in ("List Number", "List Number", "List Bullet"):
            document.add_paragraph("文", style=style)

    assert extract(word(fill), "a.docx")[0].raw == "1. 文\n2. 文\n文"


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (120, "japaneseCounting", "一百二十"),
        (1005, "chineseCounting", "一千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (20, "ideographDigital", "二〇"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (3, "ideographTraditional", "丙"),
        (28, "upperLetter", "BB"),
        (9, "lowerRoman", "ix"),
        (7, "unheardOf", "7"),
    ],
)
def test_numerals(number: int, style: str, shown: str) -> None:
    assert numeral(number, style) == shown


@given(st.integers(1, 9999))
def test_chinese_numerals_are_distinct_and_well_formed(number: int) -> None:
    text = chinese(number)
    assert "零零" not in text
    assert not text.endswith("零")
    assert not text.startswith("零")


def test_word_text_that_libraries_lose_is_kept() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    xml = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:ruby><w:rt><w:r><w:t>wǎng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>網</w:t></w:r></w:rubyBase></w:ruby>"
        "<w:r><w:mc/><w:br/><w:t>次行</w:t></w:r>"
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    )
    assert extract(body(xml), "a.docx")[0].raw == "正文插入链接标签網\n次行\n框中文字\n控件"


def test_word_contents_are_left_out_and_notes_come_last() -> None:
    data = word(lambda d: d.add_paragraph(TEXT))
    notes = f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator'>{p('——')}</w:footnote>"
    notes += f"<w:footnote w:id='2'>{p('脚注')}</w:footnote></w:footnotes>"
    assert extract(rezipped(data, word__footnotes_xml=notes.encode()), "a.docx")[0].raw == f"{TEXT}\n脚注"
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml")
    toc = b'<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style></w:styles>'
    contents = "<w:p><w:pPr><w:pStyle w:val='T1'/></w:pPr><w:r><w:t>目录行</w:t></w:r></w:p>"
    with_contents = rezipped(body(contents + p(TEXT)), word__styles_xml=styles.replace(b"</w:styles>", toc))
    assert extract(with_contents, "a.docx")[0].raw == TEXT


def test_word_without_text_or_damaged() -> None:
    assert "no text" in refused(word(lambda d: None), "a.docx")
    data = word(lambda d: d.add_paragraph(TEXT))
    assert "damaged" in refused(data[: len(data) // 2], "a.docx")
    assert "damaged" in refused(rezipped(data, word__document_xml=b"<w:document>"), "a.docx")
    assert "no Word text" in refused(without_document(data), "a.docx")


def without_document(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
    return stream.getvalue()


def test_nesting_without_end_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 120 + p(TEXT) + "</w:sdtContent></w:sdt>" * 120
    assert "nested" in refused(body(deep), "a.docx")


# --- attacks on packages --------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_billion_laughs_are_refused(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}]><w:document {nsdecls("w")}><w:body>'
    xml += "<w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    data = rezipped(word(lambda d: None), word__document_xml=xml.encode(encoding))
    assert "entities" in refused(data, "a.docx")


def test_a_hidden_document_type_is_refused() -> None:
    xml = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE d+AD4-<d/>'
    assert "damaged" in refused(rezipped(word(lambda d: None), word__document_xml=xml.encode()), "a.docx")


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    xml = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document {nsdecls("w")}><w:body>'
    xml += "<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    assert "entities" in refused(rezipped(word(lambda d: None), word__document_xml=xml.encode()), "a.docx")


def test_the_parser_itself_expands_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    monkeypatch.setattr(package.Package, "check_xml", lambda *_: None)
    xml = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "哈">]>'
    xml += f"<w:document {nsdecls('w')}><w:body>{p('文&x;&y;')}</w:body></w:document>"
    raw = extract(rezipped(word(lambda d: None), word__document_xml=xml.encode()), "a.docx")[0].raw
    assert "秘密" not in raw
    assert "哈" not in raw


@pytest.mark.timeout(60)
def test_a_bomb_is_refused_by_its_directory() -> None:
    data = rezipped(word(lambda d: d.add_paragraph(TEXT)), word__media=b"\0" * (40 << 20))
    assert "times its size" in refused(data, "a.docx")


def test_too_many_entries_and_too_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    data = word(lambda d: d.add_paragraph(TEXT))
    monkeypatch.setattr(package, "MAX_ENTRIES", 3)
    assert "entries" in refused(data, "a.docx")
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_TOTAL", 1000)
    assert "unpacked" in refused(data, "a.docx")


def test_a_lying_directory_gains_nothing() -> None:
    """The directory says ten bytes; unpacking stops there and the damage is named."""
    data = bytearray(rezipped(word(lambda d: None), word__document_xml=b"<a>" + b" " * (30 << 20) + b"</a>"))
    at = -1
    while (at := data.find(b"word/document.xml", at + 1)) >= 0:
        for signature, back, place in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
            header = at - back
            if header >= 0 and data[header : header + 4] == signature:
                struct.pack_into("<L", data, header + place, 10)
    assert "damaged" in refused(bytes(data), "a.docx")


def test_a_password_on_the_package() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    assert "password" in refused(ole + "EncryptedPackage".encode("utf-16-le"), "a.docx")


# --- form by content ------------------------------------------------------------------------------


def test_a_form_that_is_not_what_the_name_says() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le")
    assert "old Word document (.doc), named .docx" in refused(ole, "a.docx")
    assert "named" not in refused(ole, "a.doc")
    assert "RTF" in refused(b"{\\rtf1\\ansi}", "a.doc")
    assert extract(f"<html><p>{TEXT}</p></html>".encode(), "a.doc")[0].html
    assert extract(word(lambda d: d.add_paragraph(TEXT)), "a.txt")[0].raw == TEXT
    assert extract(make_pdf([TEXT[:13]]), "a.txt")[0].raw == TEXT[:13]
    assert "rename it to .txt" in refused(TEXT.encode(), "a.docx")
    assert "rename it to .csv" in refused(TEXT.encode(), "a.xlsx")
    assert "no PDF" in refused(TEXT.encode(), "a.pdf")
    tags = f"{TEXT}<br><html>"
    assert extract(tags.encode(), "a.txt")[0].raw == tags


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("a.doc", b"x", "save it as .docx (另存为"),
        ("a.wps", b"x", "WPS document"),
        ("a.ofd", b"x", "OFD"),
        ("a.rtf", b"x", "RTF"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "OCR"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "OCR"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "an image, named .txt"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "Unpack"),
        ("a.rar", b"Rar!\x1a\x07\x00", "Unpack"),
        ("a.7z", b"x", "Unpack"),
        ("a.xls", b"x", ".xlsx"),
        ("a.mht", b"MIME-Version: 1.0\r\n", "web archive"),
        ("a.caj", b"CAJ", "CAJ"),
        ("a.json", b"[]", ".jsonl"),
        ("a.exe", b"MZ", "files named .exe are not read"),
        ("a", b"x", "without a suffix"),
        ("a.txt", b"", "empty"),
    ],
)
def test_refused_forms(path: str, data: bytes, words: str) -> None:
    assert words in refused(data, path)


@given(st.binary(max_size=200), st.sampled_from([".txt", ".docx", ".pdf", ".xlsx", ".csv", ".jsonl", ".html", ".doc"]),
       st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>"]))  # fmt: skip
def test_bytes_of_any_kind_give_texts_or_one_line(data: bytes, suffix: str, head: bytes) -> None:
    try:
        found = extract(head + data, f"a{suffix}")
    except SourceError as error:
        found = [error.reason]
    assert found
    assert "\n" not in found[0] if isinstance(found[0], str) else found[0].raw


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charset", "codec", "found"),
    [
        ("gb2312", "gbk", "gb18030"),
        ("UTF-8", "utf-8", "utf-8"),
        ("big5", "big5", "big5hkscs"),
        ("utf-8", "gbk", "gb18030"),
    ],
)
def test_the_encoding_of_a_page(charset: str, codec: str, found: str) -> None:
    text = ("黨的建設工作全面加強，" if codec == "big5" else TEXT) * 5
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{text}'
    [read] = extract(page.encode(codec), "a.html")
    assert read.raw == page
    assert read.encoding == found
    assert read.html


def test_a_byte_order_mark_comes_before_the_declaration() -> None:
    page = f"<html><meta charset=gbk><p>{TEXT}</p>"
    assert extract(page.encode("utf-8-sig"), "a.htm")[0].raw == page
    assert extract(page.encode("utf-16"), "a.htm")[0].raw == page


# --- PDF ------------------------------------------------------------------------------------------


def make_pdf(
    lines: Sequence[str] | bytes, encoding: str = "UniGB-UTF16-H", codec: str = "utf-16-be", pages: int = 1,
    trailer: bytes = b"", image: bool = False,
) -> bytes:  # fmt: skip
    """A PDF with a font that is not embedded, as older Chinese documents have it."""
    stream = lines if isinstance(lines, bytes) else b"BT /F1 12 Tf 40 800 Td 18 TL\n" + b"".join(
        b"<" + line.encode(codec).hex().encode() + b"> Tj T*\n" for line in lines
    ) + b"ET"  # fmt: skip
    if image:
        stream += b"\nq 500 0 0 500 0 0 cm /I1 Do Q"
    packed = zlib.compress(stream)
    kids = " ".join(f"{9 + n} 0 R" for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{encoding}/DescendantFonts[5 0 R]>>".encode(),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/FontDescriptor 6 0 R/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 859/Descent -141/CapHeight 700/StemV 80>>",
        b"<</Title(untitled)/Author<feff" + "李四".encode("utf-16-be").hex().encode() + b">>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x80\nendstream",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
          b"/Resources<</Font<</F1 4 0 R>>/XObject<</I1 8 0 R>>>>>>"] * pages,
    ]  # fmt: skip
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    data += b"trailer<</Size %d/Root 1 0 R/Info 7 0 R" % size + trailer + b">>\n"
    return data + b"startxref\n%d\n%%%%EOF" % start


LINES = ["一、坚持政治引领，推动机关党建", "共建立党支部128个，发展党员1500多名"]


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("UniGB-UTF16-H", "utf-16-be"),
        ("UniGB-UCS2-H", "utf-16-be"),
        ("GBK-EUC-H", "gbk"),
        ("GB-EUC-H", "gb2312"),
    ],
)
def test_pdf_lines_and_pages(encoding: str, codec: str) -> None:
    [found] = extract(make_pdf(LINES, encoding, codec, pages=2), "a.pdf")
    assert found.raw.split() == LINES * 2
    assert found.stated.author == "李四"
    assert found.stated.title is None
    assert found.encoding == "pdf"


def test_pdf_characters_without_a_unicode_table() -> None:
    """Adobe-GB1 identifiers, which some readers return as other characters."""
    identifiers = struct.pack(">6H", 4162, 97, 2132, 1275, 4511, 4557)
    stream = b"BT /F1 12 Tf 40 800 Td <" + identifiers.hex().encode() + b"> Tj ET"
    assert extract(make_pdf(stream, "Identity-H"), "a.pdf")[0].raw.strip() == "一、坚持政治"


def test_pdf_single_characters_are_not_lost_where_the_font_is_missing() -> None:
    stream, x = b"", 40
    for run in ("2024", "年", "3", "月，党员", "1", "万名。"):
        shown = run.encode("utf-16-be").hex().encode()
        stream += b"BT /F1 12 Tf 1 0 0 1 %d 700 Tm <" % x + shown + b"> Tj ET\n"
        x += 12 * len(run)
    assert extract(make_pdf(stream), "a.pdf")[0].raw.strip() == "2024年3月，党员1万名。"


def test_pdf_scans() -> None:
    assert "OCR" in refused(make_pdf(b"", image=True), "a.pdf")
    assert "OCR" in refused(make_pdf(b""), "a.pdf")
    assert "OCR" in refused(make_pdf(["— 3 —"], image=True, pages=3), "a.pdf")
    assert extract(make_pdf(LINES, image=True), "a.pdf")


def test_pdf_fonts_that_say_nothing() -> None:
    assert "fonts" in refused(make_pdf(["\ue000\ue001\ue002\ue003\ue004文字"]), "a.pdf")


def test_pdf_encrypted_damaged_or_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>"
    locked += b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    assert "password" in refused(make_pdf(LINES, trailer=locked), "a.pdf")
    assert "damaged" in refused(b"%PDF-1.4\nxx", "a.pdf")
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert "3 pages" in refused(make_pdf(LINES, pages=3), "a.pdf")
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert "too slow" in refused(make_pdf(LINES), "a.pdf")


# --- tables ---------------------------------------------------------------------------------------


def test_csv_of_texts() -> None:
    data = '标题,正文,日期,级别,地区,备注\n甲,"一行\n二行",2021年3月5日,县级,甲乙县,x\n,,,,,\n乙,,2020,,,\n'
    first, second = extract(data.encode("utf-8-sig"), "texts.csv")
    assert (first.raw, first.part) == ("一行\n二行", "row2")
    assert (first.stated.title, first.stated.date, first.stated.level) == ("甲", "2021-03-05", "county")
    assert first.stated.place is not None
    assert (first.stated.place.name, first.stated.place.level) == ("甲乙县", "county")
    assert (second.raw, second.part, second.stated.title) == ("", "row4", "乙")


def test_csv_in_gbk_with_semicolons_and_in_tabs() -> None:
    assert extract(f"正文;来源\n{TEXT * 3};日报\n".encode("gbk"), "a.csv")[0].raw == TEXT * 3
    [found] = extract(f"text\tauthor\r\n{TEXT}\t李四\r\n".encode(), "a.tsv")
    assert (found.raw, found.stated.author) == (TEXT, "李四")


def test_csv_field_larger_than_the_limit_of_the_module() -> None:
    import csv

    before = csv.field_size_limit()
    long = "党建" * 200_000
    assert extract(f"text\n{long}\n".encode(), "a.csv")[0].raw == long
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("a,备注\n1,2\n", "the columns are: a, 备注"),
        ("text\n一,二\n", "row 2 has 2 cells"),
        ('text\n"乙\n', "begins in line 2"),
        ("text,正文\n甲,乙\n", "columns text and 正文 both"),
        ("text,title\n,甲\n", "no row with a text"),
        ("text\n", "no row with a text"),
        (",".join("abc" for _ in range(2000)), "2000 columns"),
    ],
)
def test_bad_csv(data: str, words: str) -> None:
    assert words in refused(data.encode(), "a.csv")


def test_what_a_row_states_wrongly_does_not_lose_the_row() -> None:
    [found] = extract(f"text,date,level\n{TEXT},明天,乡\n".encode(), "a.csv")
    assert found.raw == TEXT
    assert (found.stated.date, found.stated.level) == (None, None)
    assert ["no date" in w or "unknown level" in w for w in found.wrong] == [True, True]


def test_jsonl_of_texts() -> None:
    lines = [
        {"text": "甲\u2028乙", "title": "题", "n": [1]},
        {"内容": "丙", "date": 2021},
        {"text": None, "place": "甲乙县"},
    ]
    data = (
        "\n".join(json.dumps(line, ensure_ascii=False) for line in lines[:2]) + "\n\n" + json.dumps(lines[2])
    )
    first, second, third = extract(data.encode(), "a.jsonl")
    assert (first.raw, first.part, first.stated.title) == ("甲\u2028乙", "line1", "题")
    assert (second.raw, second.stated.date) == ("丙", "2021")
    assert (third.raw, third.part) == ("", "line4")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"text": ""}\n{"text": \n', "line 2 is no JSON"),
        ('{"备注": "甲"}\n{"title": "乙"}', "line 1: there is no column named text"),
        ('["甲"]', "line 1 is no JSON object"),
        ('{"text": 5}', "the text is int"),
        ("[" * 100_000, "line 1 is no JSON"),
        ('{"text": ' + "9" * 5000 + "}", "line 1"),
    ],
)
def test_bad_jsonl(data: str, words: str) -> None:
    assert words in refused(data.encode(), "a.jsonl")


@pytest.mark.parametrize(
    ("name", "data", "read", "part", "words"),
    [
        ("a.jsonl", '{"text": "甲"}\n{"text": \n{"text": "丙"}', "甲丙", "line2", "line 2 is no JSON"),
        ("a.jsonl", '{"text": "甲"}\n["乙"]\n{"text": "丙"}', "甲丙", "line2", "line 2 is no JSON object"),
        ("a.jsonl", '{"title": "乙"}\n{"text": "丙"}', "丙", "line1", "no column named text"),
        ("a.jsonl", '{"text": "甲"}\n{"text": 7}', "甲", "line2", "the text is int"),
        ("a.csv", "title,text\n一,甲\n二,乙,多\n三,丙\n", "甲丙", "row3", "row 3 has 3 cells"),
        ("a.csv", 'title,text\n一,甲\n二,"乙\n三,丙\n', "甲丙", "row3", "begins in line 3"),
        ("a.csv", 'title,text\n一,甲\n二,"乙"错\n三,"丙\n丁"\n', "甲丙\n丁", "row3", "begins in line 3"),
        ("a.csv", 'text,title\n甲,一\n"乙"乙\n己",二\n丙,三\n', "甲丙", "row3", "up to 4"),
        ("a.csv", 'text\n甲\n"乙\n丙\n', "甲", "row3", "up to 4"),
    ],
)
def test_a_row_that_cannot_be_read_takes_no_other_with_it(
    name: str, data: str, read: str, part: str, words: str
) -> None:
    found = extract(data.encode(), name)
    assert "".join(row.raw for row in found) == read
    [refused_row] = [row for row in found if row.refused]
    assert refused_row.part == part
    assert words in refused_row.refused
    assert not refused_row.raw


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_xlsx_of_texts() -> None:
    data = workbook(
        [["备注"], ["x"]],
        [[], ["正文", "日期", None], ["甲_x000D_\n乙", datetime(2021, 3, 4), None], ["=1+1", 2020]],
    )
    first, second = extract(data, "a.xlsx")
    assert (first.raw, first.part, first.stated.date) == ("甲\n乙", "row3", "2021-03-04")
    assert (second.raw, second.part, second.stated.date) == ("", "row4", "2020")
    one, two = extract(workbook([["text"], ["甲"]], [["text"], ["乙"]]), "a.xlsx")
    assert (one.part, two.part) == ("表0.row2", "表1.row2")


def test_a_row_of_a_sheet_with_a_cell_too_many_takes_no_other_with_it() -> None:
    data = workbook([["text", "标题"], ["甲", "一"], ["乙", "二", "多"], ["丙", "三"]])
    found = extract(data, "a.xlsx")
    assert [(row.raw, row.part, bool(row.refused)) for row in found] == [
        ("甲", "row2", False), ("", "row3", True), ("丙", "row4", False),
    ]  # fmt: skip


def test_bad_xlsx() -> None:
    assert "the columns are: 备注" in refused(workbook([["备注"], ["x"]]), "a.xlsx")
    data = workbook([["text"], ["甲"]])
    assert "damaged" in refused(data[:-200], "a.xlsx")
    assert "entities" in refused(
        rezipped(data, xl__sharedStrings_xml=LAUGHS.encode() + b"]><sst>&i;</sst>"), "a.xlsx"
    )
    assert "times its size" in refused(rezipped(data, xl__media=b"\0" * (40 << 20)), "a.xlsx")
    assert "damaged" in refused(rezipped(data, xl__workbook_xml=b"<work"), "a.xlsx")


@pytest.mark.parametrize(
    ("text", "date"),
    [("2021年10月22日", "2021-10-22"), ("2021-1-2 03:04:05", "2021-01-02T03:04:05"), ("20211022", "2021-10-22"),
     ("2021年度", "2021"), ("2021.13", None), ("二月", None), ("2021-02-30", None)],
)  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_headers() -> None:
    assert [column_of(h) for h in ("正文", " 標題", "CONTENT", "作者", "级别", "其它")] == [
        *("text", "title", "text", "author", "level", "其它")
    ]
