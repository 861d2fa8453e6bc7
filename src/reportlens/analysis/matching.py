"""Search by token patterns (spaCy's Matcher), each match with its place in the source."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from reportlens.analysis.concordance import converted, in_context
from reportlens.analysis.sentences import sentences
from reportlens.errors import AnalysisError
from reportlens.lexicon.term import CATEGORIES

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from reportlens.corpus import Corpus

_ENTITIES = ("PLACE", "ORG", "DATE")
# How many tokens * may stand for: a clause, and no search that never ends.
_GAP = 8
_NUMBER = r"^(?:[0-9０-９]|[一二三四五六七八九十百千万亿两]+(?![\u4e00-\u9fff])|[一二三四五六七八九十两]+[百千万亿余多])"
_BATCH = 200


@dataclass(frozen=True)
class Matches:
    """Columns of `table`: as `Concordance`. `pattern` is the pattern in spaCy's form."""

    table: pd.DataFrame
    pattern: tuple[dict[str, Any], ...]


def match(corpus: "Corpus", pattern: str, *, width: int = 24) -> Matches:
    """Every stretch of tokens of one sentence that fits `pattern`, the longest of those that overlap.

    A pattern is a row of tokens with blanks between them:

    * `建立` that token, `建立|健全` either; `?` any one token, `*` up to 8; `#` a figure;
    * `<term>` a token of any term, `<campaign-brand>` of a term of this category, `<PLACE>`, `<ORG>`,
      `<DATE>` of such an entity; a `+` after it takes all tokens of the term or name.

    Or it is a JSON list in spaCy's form. TAG is the category of the outermost term that a token stands in,
    LEMMA the canonical form of the term that it is (or else stands in), ENT_TYPE the label of an entity.

    Raises `AnalysisError` for a pattern that cannot be read.
    """
    rows = parsed(pattern)
    from spacy.vocab import Vocab

    vocab = Vocab()
    matcher = _matcher(vocab, rows)
    found = [place for doc, places in _docs(corpus, vocab) for place in _matches(matcher, doc, places)]
    table = pd.DataFrame(found, columns=["report_id", "start", "end"])
    return Matches(in_context(corpus, table, width), tuple(rows))


def parsed(pattern: str) -> list[dict[str, Any]]:
    """`pattern` in spaCy's form.

    >>> parsed("建立|健全 * <institution-mechanism>+")
    [{'TEXT': {'IN': ['建立', '健全']}}, {'OP': '{0,8}'}, {'TAG': 'institution-mechanism', 'OP': '+'}]
    """
    if pattern.lstrip().startswith("["):
        try:
            rows = json.loads(pattern)
        except ValueError as error:
            raise AnalysisError(f"the pattern is no JSON list ({error}).") from error
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
            raise AnalysisError("a pattern in JSON is a list with one object a token.")
        return rows
    rows = [_token(word) for word in pattern.split()]
    if not rows:
        raise AnalysisError("the pattern is empty. Give at least one token.")
    if all(row.get("OP") == f"{{0,{_GAP}}}" for row in rows):
        raise AnalysisError("a pattern of * alone fits everything. Name at least one token.")
    return rows


def _token(word: str) -> dict[str, Any]:
    if word == "*":
        return {"OP": f"{{0,{_GAP}}}"}
    if word == "?":
        return {}
    if word == "#":
        return {"TEXT": {"REGEX": _NUMBER}}
    if named := re.fullmatch(r"<([\w-]+)>(\+?)", word):
        name = named[1]
        more = {"OP": "+"} if named[2] else {}
        if name == "term":
            return {"TAG": {"IN": list(CATEGORIES)}, **more}
        if name in CATEGORIES:
            return {"TAG": name, **more}
        if name in _ENTITIES:
            return {"ENT_TYPE": name, **more}
        raise AnalysisError(
            f"unknown class '<{name}>'. Use <term>, <{'>, <'.join(_ENTITIES)}>, <{'>, <'.join(CATEGORIES)}>."
        )
    if word.startswith("<"):
        raise AnalysisError(f"'{word}' is no class of tokens. Write it as <term> or <campaign-brand>+.")
    words = [converted(part) for part in word.split("|") if part]
    if not words:
        raise AnalysisError(f"'{word}' names no token.")
    return {"TEXT": words[0]} if len(words) == 1 else {"TEXT": {"IN": words}}


def _matcher(vocab: "Vocab", rows: list[dict[str, Any]]) -> "Matcher":
    from spacy.errors import MatchPatternError
    from spacy.matcher import Matcher

    try:
        matcher = Matcher(vocab, validate=True)
        matcher.add("pattern", [rows], greedy="LONGEST")
    except (MatchPatternError, ValueError, re.error) as error:
        reason = " ".join(str(error).split())[:200]
        raise AnalysisError(f"the pattern cannot be read: {reason}") from error
    return matcher


def _docs(corpus: "Corpus", vocab: "Vocab") -> "Iterator[tuple[Doc, tuple[str, list[int], list[int]]]]":
    """Every sentence as a `Doc`, with the report and where its tokens start and end."""
    from spacy.tokens import Doc

    reports = corpus.query("SELECT report_id FROM texts ORDER BY report_id")["report_id"].tolist()
    for first in range(0, len(reports), _BATCH):
        batch = reports[first : first + _BATCH]
        texts = corpus.query(
            "SELECT report_id, text FROM texts WHERE list_contains(?::VARCHAR[], report_id) ORDER BY 1",
            [batch],
        )
        tokens = _by_report(corpus, "SELECT start, \"end\", word::VARCHAR AS word, ''", "tokens", batch)
        terms = _by_report(
            corpus, 'SELECT start, "end", category, term::VARCHAR AS term', "terms", batch, "NOT nested"
        )
        inner = _by_report(corpus, 'SELECT start, "end", category, term::VARCHAR AS term', "terms", batch)
        names = _by_report(corpus, "SELECT start, \"end\", label::VARCHAR AS label, ''", "entities", batch)
        for report_id, text in texts.itertuples(index=False):
            starts, ends, words, _ = tokens.get(report_id, _EMPTY)
            tags, lemmas = _marks(starts, ends, terms.get(report_id, _EMPTY))
            own = {
                (low, high): term for low, high, _, term in zip(*inner.get(report_id, _EMPTY), strict=True)
            }
            lemmas = [
                own.get(span, lemma)
                for span, lemma in zip(zip(starts, ends, strict=True), lemmas, strict=True)
            ]
            labels, _ = _marks(starts, ends, names.get(report_id, _EMPTY))
            at = 0
            for _, stop in sentences(text):
                low = at
                while at < len(starts) and starts[at] < stop:
                    at += 1
                if low < at:
                    part = slice(low, at)
                    doc = Doc(
                        vocab,
                        words=words[part],
                        spaces=[False] * (at - low),
                        # A tag for every token: without one the matcher takes the text for untagged.
                        tags=[tag or "-" for tag in tags[part]],
                        lemmas=[lemma or word for lemma, word in zip(lemmas[part], words[part], strict=True)],
                        ents=[f"I-{label}" if label else "O" for label in labels[part]],
                    )
                    yield doc, (report_id, starts[part], ends[part])


_Columns = tuple[list[int], list[int], list[str], list[str]]
_EMPTY: _Columns = ([], [], [], [])


def _by_report(
    corpus: "Corpus", select: str, table: str, batch: list[str], where: str = "TRUE"
) -> dict[str, _Columns]:
    rows = corpus.query(
        f"{select}, report_id::VARCHAR AS report_id FROM {table}"
        f' WHERE {where} AND list_contains(?::VARCHAR[], report_id::VARCHAR) ORDER BY report_id, start, "end" DESC',
        [batch],
    )
    columns = list(rows.columns[:4])
    return {
        str(report_id): (
            part[columns[0]].tolist(),
            part[columns[1]].tolist(),
            part[columns[2]].astype(str).tolist(),
            part[columns[3]].astype(str).tolist(),
        )
        for report_id, part in rows.groupby("report_id", sort=False)
    }


def _marks(starts: list[int], ends: list[int], spans: _Columns) -> tuple[list[str], list[str]]:
    """For every token the two labels of the first, longest span that it lies in, empty for none."""
    first, second = [""] * len(starts), [""] * len(starts)
    at = 0
    for low, high, one, other in zip(*spans, strict=True):
        while at < len(starts) and starts[at] < low:
            at += 1
        k = at
        while k < len(starts) and ends[k] <= high:
            first[k], second[k] = first[k] or one, second[k] or other
            k += 1
    return first, second


def _matches(
    matcher: "Matcher", doc: "Doc", places: tuple[str, list[int], list[int]]
) -> Iterator[tuple[str, int, int]]:
    report_id, starts, ends = places
    for _, low, high in sorted(matcher(doc), key=lambda match: match[1]):
        if high > low:
            yield report_id, starts[low], ends[high - 1]
