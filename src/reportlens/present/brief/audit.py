"""Proof of a brief: every number counted again, every sentence looked up in its source again."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlens.errors import ReportLensError
from reportlens.present.brief.compose import Brief, Heading, Quote, Statement, Table, compose
from reportlens.present.brief.document import annex_rows, settings
from reportlens.present.brief.wording import TEXTS
from reportlens.present.visible import cut, visible

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_QUOTED = re.compile(r"(?P<text>.+)〔(?P<note>\d+)〕", re.DOTALL)
_ANNEX_COLUMNS = 6
_SHOWN = 60


@dataclass(frozen=True)
class Finding:
    """What an audit objects to: where in the document, the text there, and what is wrong with it."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True)
class Audit:
    """The result of an audit: how many sentences, rows and numbers were proved, and what was not."""

    sentences: int
    quotes: int
    rows: int
    numbers: int
    findings: tuple[Finding, ...]


def audit(corpus: "Corpus", path: str | Path) -> Audit:
    """Prove the brief at `path` by the corpus it was made of.

    What was taken out of the draft is nobody's fault; what was put in or changed is found: a sentence that
    is in no source and not made of our numbers, a number that is not the corpus's, a source that does not
    say what it is quoted for. Raises `ReportLensError` for a file that is no brief of ours.
    """
    paragraphs, tables, comments = _read(Path(path))
    made_with = settings(comments)
    if made_with is None:
        raise ReportLensError(
            f"{path}: is no brief of ours (its properties do not say so). Give one made by `reportlens brief`."
        )
    lang, theme = made_with
    return _Auditor(corpus, compose(corpus, theme=theme, lang=lang)).audit(paragraphs, tables)


def _read(path: Path) -> tuple[list[str], list[list[tuple[str, ...]]], str]:
    """Paragraphs and tables of a document, and the comments in its properties."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(path.read_bytes()))
    except OSError as error:
        raise ReportLensError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReportLensError(
            f"{path}: is no Word document (.docx). Save it as .docx and try again."
        ) from error
    tables = [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in document.tables]
    return [_text(paragraph) for paragraph in document.paragraphs], tables, document.core_properties.comments


def _text(paragraph: Any) -> str:
    """The text with what stands in links, insertions and content controls."""
    from docx.oxml.ns import qn

    return "".join(node.text or "" for node in paragraph._p.iter(qn("w:t")))


class _Auditor:
    def __init__(self, corpus: "Corpus", brief: Brief) -> None:
        self._corpus = corpus
        self._brief = brief
        say = {key: pair[0 if brief.lang == "zh" else 1] for key, pair in TEXTS.items()}
        self._colon = say["colon"]
        # Text that holds whatever the numbers are.
        self._fixed = {block.text for block in brief.blocks if isinstance(block, Heading)}
        self._fixed |= {say[key] for key in ("draft", "annex", "sources", "sources_line")}
        self._fixed |= {block.caption for block in brief.blocks if isinstance(block, Table)}
        self._counted = [block.text for block in brief.blocks if isinstance(block, Statement)]
        self._tables = {block.head: block.rows for block in brief.blocks if isinstance(block, Table)}
        self._annex = annex_rows(brief.notes)
        self._labels = {block.label for block in brief.blocks if isinstance(block, Quote)}
        self._texts: dict[str, tuple[str, Sequence[int], Sequence[int]]] = {}

    def audit(self, paragraphs: Sequence[str], tables: Sequence[list[tuple[str, ...]]]) -> Audit:
        findings: list[Finding] = []
        notes = self._notes(tables)
        sentences = quotes = numbers = rows = 0
        for number, text in enumerate(map(str.strip, paragraphs), 1):
            if not text:
                continue
            where = f"paragraph {number}"
            if text in self._fixed:
                continue
            quoted = _QUOTED.fullmatch(text)
            reasons = self._quote(quoted["text"], quoted["note"], notes) if quoted else self._statement(text)
            findings += [Finding(where, cut(text, _SHOWN), reason) for reason in reasons]
            if not reasons:
                sentences += not quoted
                quotes += bool(quoted)
                numbers += 0 if quoted else len(_NUMBER.findall(text))
        for number, table in enumerate(tables, 1):
            for k, row in enumerate(table[1:], 2):
                reasons = list(self._row(table[0], row))
                findings += [
                    Finding(f"table {number}, row {k}", cut(" | ".join(row), _SHOWN), reason)
                    for reason in reasons
                ]
                rows += not reasons
                numbers += 0 if reasons else sum(len(_NUMBER.findall(cell)) for cell in row)
        return Audit(sentences, quotes, rows, numbers, tuple(findings))

    def _notes(self, tables: Sequence[list[tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
        """The annex of the document by number of the note."""
        annex = [row for table in tables if table and len(table[0]) == _ANNEX_COLUMNS for row in table[1:]]
        return {row[0]: row for row in annex if row[5:] and re.fullmatch(r"[0-9a-f]{12}", row[5])}

    def _statement(self, text: str) -> list[str]:
        if text in self._counted:
            return []
        return [self._difference(text, self._counted) or "is in no source and is not made of counted numbers"]

    @staticmethod
    def _difference(text: str, counted: Sequence[str]) -> str:
        """What differs from the sentence that is the same but for its numbers."""
        for other in counted:
            if _NUMBER.sub("#", other) == _NUMBER.sub("#", text):
                pairs = zip(_NUMBER.findall(text), _NUMBER.findall(other), strict=True)
                wrong = [f"{ours} should be {true}" for ours, true in pairs if ours != true]
                return "; ".join(wrong)
        return ""

    def _quote(self, text: str, number: str, notes: dict[str, tuple[str, ...]]) -> list[str]:
        note = notes.get(number)
        if note is None:
            return [f"there is no note {number} in the annex"]
        _, label, _, report_id, position, digest = note
        prefix = label + self._colon
        if not text.startswith(prefix):
            return [f"note {number} is of {label}, which is not who it is quoted for"]
        sentence = text.removeprefix(prefix)
        found = self._corpus.query("SELECT sha256 FROM reports WHERE report_id = ?", [report_id])
        if found.empty:
            return [f"there is no report {report_id} in the corpus"]
        if not str(found["sha256"].iloc[0]).startswith(digest):
            return [f"the file of report {report_id} is not the one that was quoted (other digest)"]
        spans = list(self._raw_spans(report_id, sentence))
        if not spans:
            return [self._nearest(report_id, sentence)]
        if position not in spans:
            return [f"stands at {spans[0]} of report {report_id}, not at {position}"]
        return []

    def _raw_spans(self, report_id: str, sentence: str) -> Iterator[str]:
        """Where `sentence` stands in the decoded file, as the annex writes it."""
        text, starts, ends = self._source(report_id)
        at = text.find(sentence)
        while at >= 0 and sentence:
            yield f"{starts[at]}—{ends[at + len(sentence) - 1]}"
            at = text.find(sentence, at + 1)

    def _source(self, report_id: str) -> tuple[str, Sequence[int], Sequence[int]]:
        if report_id not in self._texts:
            row = self._corpus.query(
                "SELECT text, raw_starts, raw_ends FROM texts WHERE report_id = ?", [report_id]
            )
            text, starts, ends = str(row["text"].iloc[0]), row["raw_starts"].iloc[0], row["raw_ends"].iloc[0]
            shown, places = [], []
            for k, character in enumerate(text):
                written = visible(character)
                shown.append(written)
                places += [k] * len(written)
            self._texts[report_id] = ("".join(shown), [starts[k] for k in places], [ends[k] for k in places])
        return self._texts[report_id]

    def _nearest(self, report_id: str, sentence: str) -> str:
        """How `sentence` differs from the passage of the report that is most like it."""
        text = self._source(report_id)[0]
        match = SequenceMatcher(None, text, sentence, autojunk=False).find_longest_match()
        if match.size < 6:
            return f"is not in report {report_id}"
        begin = max(0, match.a - match.b)
        passage = text[begin : begin + len(sentence) + 4]
        changes = [
            f"'{sentence[b1:b2]}' is '{passage[a1:a2]}' there"
            for tag, a1, a2, b1, b2 in SequenceMatcher(None, passage, sentence, autojunk=False).get_opcodes()
            if tag != "equal" and not (tag == "delete" and a2 == len(passage))
        ]
        return f"is not so in report {report_id}: " + "; ".join(changes[:3])

    def _row(self, head: tuple[str, ...], row: tuple[str, ...]) -> Iterator[str]:
        true = self._annex if _is_annex(head) else self._tables.get(head, ())
        if row in true:
            return
        if not true:
            yield "is in a table that is none of the brief's"
            return
        near = max(true, key=lambda other: sum(a == b for a, b in zip(row, other, strict=False)))
        wrong = [f"'{a}' should be '{b}'" for a, b in zip(row, near, strict=False) if a != b]
        yield "; ".join(wrong) if len(wrong) * 2 <= len(row) else "is no row of the table"


def _is_annex(head: tuple[str, ...]) -> bool:
    keys = ("number", "place", "report", "report_id", "position", "digest")
    return any(head == tuple(TEXTS[key][lang] for key in keys) for lang in (0, 1))
