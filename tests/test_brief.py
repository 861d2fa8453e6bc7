"""The brief: an official document whose every sentence is counted or quoted, and an audit that proves it."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import RGBColor

from reportlens.corpus import Corpus
from reportlens.errors import ReportLensError
from reportlens.present.brief import audit, compose, docx_bytes
from reportlens.present.brief.blocks import Brief, Heading, Quote, Statement, Table
from reportlens.present.results import Results

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def brief(sample_corpus: Corpus) -> Brief:
    return compose(Results(sample_corpus))


@pytest.fixture(scope="module")
def path(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.docx"
    path.write_bytes(docx_bytes(brief))
    return path


def changed(path: Path, change: Callable[[Document], None]) -> Path:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    change(document)
    target = path.with_name("changed.docx")
    document.save(str(target))
    return target


def edit_run(document: Document, holding: str, old: str, new: str) -> None:
    """Replace `old` by `new` in the first paragraph with `holding`."""
    paragraph = next(p for p in document.paragraphs if re.search(holding, p.text))
    run = next(r for r in paragraph.runs if old in r.text)
    run.text = run.text.replace(old, new, 1)


def test_every_quote_stands_word_for_word_in_its_report(brief: Brief, sample_corpus: Corpus) -> None:
    notes = {note.number: note for note in brief.notes}
    quotes = [block for block in brief.blocks if isinstance(block, Quote)]
    assert len(quotes) > 20
    for quote in quotes:
        note = notes[quote.note]
        assert quote.text in sample_corpus.text(note.report_id)
        assert quote.label == note.label
        assert 0 <= note.raw_start < note.raw_end <= len(sample_corpus.raw(note.report_id))


def test_no_place_is_quoted_twice_for_a_theme(brief: Brief) -> None:
    seen: set[str] = set()
    for block in brief.blocks:
        if isinstance(block, Heading):
            seen = set()
        elif isinstance(block, Quote):
            assert block.label not in seen
            seen.add(block.label)


def test_the_audit_proves_an_untouched_brief(sample_corpus: Corpus, path: Path, brief: Brief) -> None:
    found = audit(sample_corpus, path)
    assert found.findings == ()
    assert found.quotes == sum(isinstance(block, Quote) for block in brief.blocks)
    assert found.rows == sum(len(b.rows) for b in brief.blocks if isinstance(b, Table)) + len(brief.notes)
    assert found.numbers > 100


def test_the_audit_finds_a_number_changed_by_hand(sample_corpus: Corpus, path: Path, brief: Brief) -> None:
    statement = next(b.text for b in brief.blocks if isinstance(b, Statement) and "篇报告写成" in b.text)
    number = re.search(r"\d+", statement)
    assert number is not None
    wrong = str(int(number[0]) + 1)
    target = changed(path, lambda d: edit_run(d, "篇报告写成", number[0], wrong))
    (finding,) = audit(sample_corpus, target).findings
    assert finding.reason == f"{wrong} should be {number[0]}"


def test_the_audit_finds_a_quote_changed_by_hand(sample_corpus: Corpus, path: Path, brief: Brief) -> None:
    quote = next(b for b in brief.blocks if isinstance(b, Quote) and re.search(r"\d{2}", b.text))
    number = re.search(r"\d{2}", quote.text)
    assert number is not None
    wrong = str(99 - int(number[0])).zfill(2)

    def change(document: Document) -> None:
        run = next(r for p in document.paragraphs for r in p.runs if r.text == quote.text)
        run.text = run.text.replace(number[0], wrong, 1)

    (finding,) = audit(sample_corpus, changed(path, change)).findings
    assert "is not so in report" in finding.reason
    assert finding.text.startswith(quote.label)


def test_the_audit_finds_what_was_put_in_and_lets_what_was_taken_out_go(
    sample_corpus: Corpus, path: Path
) -> None:
    added = changed(path, lambda d: d.add_paragraph("各地群众普遍反映良好。"))
    (finding,) = audit(sample_corpus, added).findings
    assert finding.reason == "is in no source and is not made of counted numbers"

    def take_out(document: Document) -> None:
        quoted = next(
            p
            for p in document.paragraphs
            if "〔" in "".join(t.text or "" for t in p._p.iter(docx.oxml.ns.qn("w:t")))
        )
        quoted._p.getparent().remove(quoted._p)

    assert audit(sample_corpus, changed(path, take_out)).findings == ()


def test_the_audit_finds_a_cell_changed_by_hand(sample_corpus: Corpus, path: Path) -> None:
    def change(document: Document) -> None:
        cell = document.tables[0].rows[1].cells[4]
        cell.paragraphs[0].runs[0].text = "9999名"

    (finding,) = audit(sample_corpus, changed(path, change)).findings
    assert finding.where == "table 1, row 2"
    assert "'9999名' should be" in finding.reason


def test_a_quote_given_to_another_place_is_found(sample_corpus: Corpus, path: Path, brief: Brief) -> None:
    first, second = [b for b in brief.blocks if isinstance(b, Quote)][:2]
    target = changed(path, lambda d: edit_run(d, re.escape(first.text), first.label, second.label))
    (finding,) = audit(sample_corpus, target).findings
    assert "not who it is quoted for" in finding.reason


def test_the_same_corpus_gives_the_same_bytes(brief: Brief, sample_corpus: Corpus) -> None:
    assert docx_bytes(compose(Results(sample_corpus))) == docx_bytes(brief)


def test_the_form_is_that_of_an_official_document(path: Path) -> None:
    document = docx.Document(str(path))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "一、总体情况"
    assert any(re.match(r"（[一二三四五六七八九十]+）", text) for text in headings)
    assert "PAGE" in section.footer._element.xml
    assert 'w:anchor="note_1"' in document.element.xml
    assert 'w:name="note_1"' in document.element.xml


def test_a_theme_alone_and_in_english(sample_corpus: Corpus, tmp_path: Path) -> None:
    one = compose(Results(sample_corpus), theme="服务群众", lang="en")
    assert "服务群众" in next(b.text for b in one.blocks if isinstance(b, Heading))
    statements = " ".join(b.text for b in one.blocks if isinstance(b, Statement))
    assert "reports of" in statements
    path = tmp_path / "one.docx"
    path.write_bytes(docx_bytes(one))
    assert audit(sample_corpus, path).findings == ()
    with pytest.raises(ReportLensError, match="unknown theme '群众'"):
        compose(Results(sample_corpus), theme="群众")


def test_what_is_no_brief_is_told_in_one_line(sample_corpus: Corpus, tmp_path: Path) -> None:
    plain = tmp_path / "plain.docx"
    docx.Document().save(str(plain))
    with pytest.raises(ReportLensError, match="no brief of ours"):
        audit(sample_corpus, plain)
    text = tmp_path / "text.docx"
    text.write_text("不是文档", "utf-8")
    with pytest.raises(ReportLensError, match="no Word document"):
        audit(sample_corpus, text)
    with pytest.raises(ReportLensError, match="cannot be read"):
        audit(sample_corpus, tmp_path / "none.docx")


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script>{{ 7*7 }}=HYPERLINK("x")\u202e\ufffe\x0b'
    said = [
        "建成讲堂12个，整顿软弱涣散支部3个。",
        "选派帮带导师46名，走访入户900余次。",
        "化解纠纷71起，办结诉求1300件。",
    ]
    for k, sentence in enumerate(said):
        text = f"{bad}总结{k}\n一、组织建设\n县里{bad if k == 1 else ''}{sentence}\n"
        (tmp_path / f"{k}.txt").write_text(text, "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        made = compose(Results(corpus))
        path = tmp_path / "brief.docx"
        path.write_bytes(docx_bytes(made))
        found = audit(corpus, path)
        assert found.findings == ()
        assert found.quotes
        text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
        assert "\u202e" not in text


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def put_in(element: Any, xml: str) -> None:
    element.append(parse_xml(xml))


def quoted(document: Document) -> list[Any]:
    return [p for p in document.paragraphs if "〔" in "".join(t.text or "" for t in p._p.iter(qn("w:t")))]


def footnote(document: Document) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>注95</w:t></w:r></w:p></w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), document.part.package)
    document.part.relate_to(part, f"{RELATIONS}/footnotes")


def cell(document: Document, table: int, row: int, column: int) -> Any:
    return document.tables[table].rows[row].cells[column]


def take_out_row(document: Document, table: int, holding: str) -> None:
    row = next(r._tr for r in document.tables[table].rows if r.cells[0].text == holding)
    row.getparent().remove(row)


def tamper(document: Document) -> None:
    """Everything at once that somebody may do to a draft, each in another place."""
    quotes = quoted(document)
    statement = next(p for p in document.paragraphs if "字，涉及" in p.text)
    put_in(quotes[0]._p, f'<w:ins {W} w:id="901" w:author="x"><w:r><w:t>甲</w:t></w:r></w:ins>')
    quotes[1].runs[1].font.hidden = True
    quotes[2].runs[1].font.color.rgb = RGBColor(255, 255, 255)
    style = document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    quotes[3].runs[1].style = style
    put_in(statement._p, f"<m:oMath {M}><m:r><m:t>乙95</m:t></m:r></m:oMath>")
    years = next(p for p in document.paragraphs if p.text.startswith("报告的时间"))
    put_in(years._p, f'<w:r {W}><w:sym w:font="Symbol" w:char="F031"/></w:r>')
    document.element.body.insert(
        3,
        parse_xml(
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>丙满意。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    box = "<w:txbxContent><w:p><w:r><w:t>丁95</w:t></w:r></w:p></w:txbxContent>"
    put_in(quotes[5]._p, f"<w:r {W}><w:pict>{box}</w:pict></w:r>")
    section = document.sections[0]
    section.header.paragraphs[0].text = "戊95"
    section.footer.paragraphs[0].add_run("己95人")
    footnote(document)
    put_in(
        cell(document, 0, 1, 4).paragraphs[0]._p,
        f'<w:ins {W} w:id="902" w:author="x"><w:r><w:t>庚</w:t></w:r></w:ins>',
    )
    cell(document, 0, 2, 4).add_table(1, 1).rows[0].cells[0].text = "辛"
    last = re.findall(r"\d+", cell(document, 0, 5, 5).text)[0]
    take_out_row(document, -1, last)
    cell(document, -1, 1, 4).paragraphs[0].runs[0].text = "1—2"
    document.add_table(1, 2).rows[0].cells[0].text = "壬"


@pytest.fixture(scope="module")
def tampered(sample_corpus: Corpus, path: Path) -> list[str]:
    target = changed(path, tamper)
    return [f"{f.where}: {f.text}: {f.reason}" for f in audit(sample_corpus, target).findings]


@pytest.mark.parametrize(
    "expected",
    [
        "甲",  # a tracked insertion in a quote
        "hidden text",
        "written in white",
        "乙95",  # a formula
        "\ufffd",  # a character given by its number in a symbol font
        "丙满意",  # a content control
        "丁95",  # a text box
        "picture or an object",
        "header: 戊95",
        "己95人",  # behind the page number
        "footnotes: 注95",
        "table 1, row 2: .*庚",  # a tracked insertion in a cell
        "table 1, row 3: .*辛",  # a table in a cell
        "table 1, row 6: .*no note",  # the annex row of a figure is gone
        "row 2: .*'1—2' should be",
        "壬.*head of a table that is none",
    ],
)
def test_the_audit_finds(tampered: list[str], expected: str) -> None:
    assert [line for line in tampered if re.search(expected, line, re.DOTALL)], tampered


def test_the_audit_finds_text_hidden_by_its_style_as_well_as_by_itself(tampered: list[str]) -> None:
    assert sum(line.endswith("is hidden text") for line in tampered) == 2


def test_a_quote_and_a_count_belong_under_their_theme(sample_corpus: Corpus, path: Path) -> None:
    def change(document: Document) -> None:
        first, second = [p for p in document.paragraphs if p.text.startswith("（")][1:3]
        first.runs[0].text, second.runs[0].text = second.text, first.text
        captions = [p for p in document.paragraphs if p.text in {"各地数字对照", "简称及其含义"}]
        captions[0].runs[0].text = captions[1].text

    reasons = [finding.reason for finding in audit(sample_corpus, changed(path, change)).findings]
    assert sum("and belongs under" in reason for reason in reasons) > 2
    assert sum("caption of another table" in reason for reason in reasons) == 1
    assert len(reasons) == 1 + sum("and belongs under" in reason for reason in reasons)


def test_what_is_taken_out_moved_between_runs_or_struck_with_tracking_is_no_finding(
    sample_corpus: Corpus, path: Path
) -> None:
    def change(document: Document) -> None:
        quotes = quoted(document)
        quotes[0].runs[0].text += quotes[0].runs[1].text
        quotes[0].runs[1].text = ""
        for node in quotes[1]._p.iter(qn("w:t")):
            node.tag = qn("w:delText")
        for table in document.tables[:-1]:
            table._tbl.remove(table.rows[1]._tr)

    assert audit(sample_corpus, changed(path, change)).findings == ()


OWN = ["建成讲堂12个，整顿软弱涣散支部3个。", "按期换届选举支部9个，新设功能党支部46个。"]


def test_reports_without_a_place_are_no_places(tmp_path: Path) -> None:
    for k, sentence in enumerate(OWN):
        text = f"总结{k}\n一、组织建设\n机关工委年内先后{sentence}\n"
        (tmp_path / f"{k}.txt").write_text(text, "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        for lang, of_reports in (("zh", r"\d篇报告的\d句话"), ("en", r"\d sentences of \d reports tell")):
            blocks = compose(Results(corpus), lang=lang).blocks
            said = [b.text for b in blocks if isinstance(b, Statement)]
            assert any(re.match(of_reports, text) for text in said)
            assert "0个地方" not in said[0]
            assert "0 places" not in said[0]


def test_a_file_name_of_hidden_characters_is_shown_and_proved(tmp_path: Path) -> None:
    for name, sentence in zip(["x\u202ey.txt", "a\x01b.txt"], OWN, strict=True):
        text = f"总结{len(sentence)}\n一、组织建设\n机关工委年内先后{sentence}\n"
        (tmp_path / name).write_text(text, "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        path = tmp_path / "brief.docx"
        path.write_bytes(docx_bytes(compose(Results(corpus))))
        found = audit(corpus, path)
        assert found.findings == ()
        assert found.quotes == 2
        ids = {row.cells[3].text for row in docx.Document(str(path)).tables[-1].rows[1:]}
        assert any("〈U+202E〉" in text for text in ids)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml"])
def test_a_damaged_document_is_told_in_one_line(
    sample_corpus: Corpus, path: Path, tmp_path: Path, part: str
) -> None:
    target = tmp_path / "damaged.docx"
    with zipfile.ZipFile(path) as made, zipfile.ZipFile(target, "w") as archive:
        for name in made.namelist():
            archive.writestr(name, b"<a" if name == part else made.read(name))
    with pytest.raises(ReportLensError, match="no Word document"):
        audit(sample_corpus, target)


def test_a_brief_saved_by_libreoffice_is_still_ours(
    sample_corpus: Corpus, path: Path, tmp_path: Path
) -> None:
    """LibreOffice names the relation to the properties in another letter case."""
    target = tmp_path / "saved.docx"
    with zipfile.ZipFile(path) as made, zipfile.ZipFile(target, "w") as archive:
        for name in made.namelist():
            data = made.read(name)
            if name == "_rels/.rels":
                old = b"package/2006/relationships/metadata/core-properties"
                assert old in data
                data = data.replace(old, b"officedocument/2006/relationships/metadata/core-properties")
            archive.writestr(name, data)
    assert audit(sample_corpus, target).findings == ()
