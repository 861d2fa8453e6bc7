"""The brief: an official document whose every sentence is counted or quoted, and an audit that proves it."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from reportlens.corpus import Corpus
from reportlens.errors import ReportLensError
from reportlens.present.brief import audit, compose, docx_bytes
from reportlens.present.brief.compose import Brief, Heading, Quote, Statement, Table


@pytest.fixture(scope="module")
def brief(sample_corpus: Corpus) -> Brief:
    return compose(sample_corpus)


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
    assert docx_bytes(compose(sample_corpus)) == docx_bytes(brief)


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
    one = compose(sample_corpus, theme="服务群众", lang="en")
    assert "服务群众" in next(b.text for b in one.blocks if isinstance(b, Heading))
    statements = " ".join(b.text for b in one.blocks if isinstance(b, Statement))
    assert "reports of" in statements
    path = tmp_path / "one.docx"
    path.write_bytes(docx_bytes(one))
    assert audit(sample_corpus, path).findings == ()
    with pytest.raises(ReportLensError, match="unknown theme '群众'"):
        compose(sample_corpus, theme="群众")


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
        made = compose(corpus)
        path = tmp_path / "brief.docx"
        path.write_bytes(docx_bytes(made))
        found = audit(corpus, path)
        assert found.findings == ()
        assert found.quotes
        text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
        assert "\u202e" not in text
