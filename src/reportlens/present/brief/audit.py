"""Proof of a brief: every number counted again, every sentence looked up in its source again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from reportlens.errors import ReportLensError
from reportlens.present.brief.blocks import Brief, Heading, Quote, Statement, Table
from reportlens.present.brief.compose import compose
from reportlens.present.brief.document import ANNEX_HEAD, annex_rows, settings
from reportlens.present.brief.docx_text import DocxText, Row, docx_text
from reportlens.present.brief.wording import TEXTS
from reportlens.present.results import Results
from reportlens.present.visible import cut, one_line, visible

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NOTE = re.compile(r"〔(\d+)〕")
_QUOTED = re.compile(r"(?P<text>.+)〔(?P<note>\d+)〕", re.DOTALL)
_SHOWN = 60


@dataclass(frozen=True)
class Finding:
    """What an audit objects to: where in the document, the text there, and what is wrong with it."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True)
class Audit:
    """The result of an audit: how many sentences, rows and numbers were proved, and what was not.

    `foreign` says that not one source in the annex is in the corpus: the brief is of another one.
    """

    sentences: int
    quotes: int
    rows: int
    numbers: int
    findings: tuple[Finding, ...]
    foreign: bool = False


def audit(corpus: "Corpus", path: str | Path) -> Audit:
    """Prove the brief at `path` by the corpus it was made of.

    What was taken out of the draft is nobody's fault; what was put in or changed is found: a sentence that
    is in no source and not made of our numbers, a number that is not the corpus's, a source that does not
    say what it is quoted for. Raises `ReportLensError` for a file that is no brief of ours.
    """
    read = docx_text(Path(path))
    made_with = settings(read.comments)
    if made_with is None:
        raise ReportLensError(
            f"{path}: is no brief of ours (its properties do not say so). Give one made by `reportlens brief`."
        )
    lang, theme = made_with
    return _Auditor(corpus, compose(Results(corpus), theme=theme, lang=lang)).audit(read)


class _Auditor:
    def __init__(self, corpus: "Corpus", brief: Brief) -> None:
        self._corpus = corpus
        say = {key: pair[0 if brief.lang == "zh" else 1] for key, pair in TEXTS.items()}
        self._colon = say["colon"]
        # Text that holds whatever the numbers are.
        self._fixed = {say[key] for key in ("draft", "annex", "sources", "sources_line")}
        self._headings = {block.text for block in brief.blocks if isinstance(block, Heading)}
        self._counted = [block.text for block in brief.blocks if isinstance(block, Statement)]
        tables = [block for block in brief.blocks if isinstance(block, Table)]
        self._captions = {table.caption: table.head for table in tables}
        self._tables: dict[Row, Sequence[Row]] = {table.head: table.rows for table in tables}
        self._annex_head = tuple(say[key] for key in ANNEX_HEAD)
        self._tables[self._annex_head] = annex_rows(brief.notes)
        self._captions[say["sources"]] = self._annex_head
        reports = corpus.reports()
        self._digests = dict(
            zip(reports["report_id"].astype(str), reports["sha256"].astype(str), strict=True)
        )
        # The annex writes an id as it can be shown.
        self._ids = {one_line(report_id): report_id for report_id in self._digests}
        self._under = _themes(brief, self._colon)
        self._texts: dict[str, tuple[str, Sequence[int], Sequence[int]]] = {}

    def audit(self, read: DocxText) -> Audit:
        findings = [Finding(where, cut(text, _SHOWN), reason) for where, text, reason in read.unread]
        notes = self._notes(read)
        sentences = quotes = numbers = rows = paragraph_number = table_number = 0
        heading = last = ""
        for block in read.body:
            if isinstance(block, list):
                table_number += 1
                for where, row, reasons in self._table(block, last, notes):
                    shown = cut(" | ".join(row), _SHOWN)
                    findings += [Finding(f"table {table_number}, {where}", shown, r) for r in reasons]
                    if not reasons:
                        rows += 1
                        numbers += sum(len(_NUMBER.findall(cell)) for cell in row)
                continue
            paragraph_number += 1
            text = block.strip()
            if not text:
                continue
            last = text
            if text in self._headings:
                heading = text
            if text in self._headings or text in self._fixed or text in self._captions:
                continue
            quoted = _QUOTED.fullmatch(text)
            reasons = self._quote(quoted["text"], quoted["note"], notes) if quoted else self._statement(text)
            reasons = reasons or self._misplaced(text, heading)
            where = f"paragraph {paragraph_number}"
            findings += [Finding(where, cut(text, _SHOWN), reason) for reason in reasons]
            if not reasons:
                sentences += not quoted
                quotes += bool(quoted)
                numbers += 0 if quoted else len(_NUMBER.findall(text))
        return Audit(sentences, quotes, rows, numbers, tuple(findings), self._foreign(notes))

    def _notes(self, read: DocxText) -> dict[str, Row]:
        """The annex of the document by number of the note."""
        tables = [block for block in read.body if isinstance(block, list) and block]
        return {
            row[0]: row
            for table in tables
            if table[0] == self._annex_head
            for row in table[1:]
            if len(row) == len(self._annex_head)
        }

    def _foreign(self, notes: dict[str, Row]) -> bool:
        """Whether the annex names sources, and not one of them is a file of the corpus."""
        digests = [row[-1] for row in notes.values()]
        known = self._digests.values()
        return bool(digests) and not any(own.startswith(digest) for digest in digests for own in known)

    def _misplaced(self, text: str, heading: str) -> list[str]:
        """A sentence that stands under another theme than its own says what is not so."""
        own = self._under.get(text, frozenset())
        if not own or heading in own:
            return []
        return [f"stands under '{heading}', and belongs under '{min(own)}'"]

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

    def _quote(self, text: str, number: str, notes: dict[str, Row]) -> list[str]:
        note = notes.get(number)
        if note is None:
            return [f"there is no note {number} in the annex"]
        _, label, _, written_id, position, digest = note
        prefix = label + self._colon
        if not text.startswith(prefix):
            return [f"note {number} is of {label}, which is not who it is quoted for"]
        sentence = text.removeprefix(prefix)
        report_id = self._ids.get(written_id)
        if report_id is None:
            return [f"there is no report {written_id} in the corpus"]
        if not self._digests[report_id].startswith(digest):
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

    def _table(
        self, table: Sequence[Row], above: str, notes: dict[str, Row]
    ) -> Iterator[tuple[str, Row, list[str]]]:
        """Where, the row and what is wrong with it, for every row of a table; `above` is the text over it."""
        if not table:
            return
        head = table[0]
        true = self._tables.get(head)
        if true is None:
            yield "row 1", head, ["is the head of a table that is none of the brief's"]
        elif self._captions.get(above, head) != head:
            yield "row 1", head, [f"stands under '{above}', the caption of another table"]
        for number, row in enumerate(table[1:], 2):
            if true is None:
                reasons = ["is in a table that is none of the brief's"]
            else:
                reasons = _differences(row, true) + [
                    f"there is no note {note} in the annex"
                    for note in _NOTE.findall("".join(row))
                    if note not in notes
                ]
            yield f"row {number}", row, reasons


def _differences(row: Row, true: Sequence[Row]) -> list[str]:
    if row in true:
        return []
    near = max(true, key=lambda other: sum(a == b for a, b in zip(row, other, strict=False)), default=())
    wrong = [f"'{a}' should be '{b}'" for a, b in zip(row, near, strict=False) if a != b]
    alike = len(row) == len(near) and len(wrong) * 2 <= len(row)
    return ["; ".join(wrong) if alike else "is no row of the table"]


def _themes(brief: Brief, colon: str) -> dict[str, frozenset[str]]:
    """The headings of the themes that each sentence of them may stand under."""
    under: dict[str, frozenset[str]] = {}
    heading: Heading | None = None
    for block in brief.blocks:
        if isinstance(block, Heading):
            heading = block
        elif heading is not None and heading.level == 2 and isinstance(block, Statement | Quote):
            text = block.text
            if isinstance(block, Quote):
                text = f"{block.label}{colon}{text}〔{block.note}〕"
            under[text] = under.get(text, frozenset()) | {heading.text}
    return under
