"""Annotations as Arrow tables: the columns of a corpus.

`start` and `end` count characters (code points) of the clean text, `raw_start` and `raw_end` those of the
decoded source: `texts.text` and `texts.raw`. None of them counts bytes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from reportlens.annotate import Annotation
from reportlens.lexicon import Lexicon
from reportlens.reading.sources import Problem

_WORD = pa.dictionary(pa.int32(), pa.string())
SCHEMAS: dict[str, pa.Schema] = {
    "reports": pa.schema(
        [
            ("report_id", pa.string()),
            ("path", pa.string()),
            ("sha256", pa.string()),
            ("key", pa.string()),
            ("title", pa.string()),
            ("subtitle", pa.string()),
            ("place", pa.string()),
            ("province", pa.string()),
            ("city", pa.string()),
            ("county", pa.string()),
            ("level", pa.string()),
            ("adcode", pa.string()),
            ("date", pa.string()),
            ("year", pa.int32()),
            ("source", pa.string()),
            ("author", pa.string()),
            ("editor", pa.string()),
            ("script", pa.string()),
            ("encoding", pa.string()),
            ("n_chars", pa.int32()),
            ("n_tokens", pa.int32()),
            ("n_repairs", pa.int32()),
        ]
    ),
    "texts": pa.schema(
        [
            ("report_id", pa.string()),
            ("text", pa.string()),
            ("raw", pa.string()),
            ("raw_starts", pa.list_(pa.int32())),
            ("raw_ends", pa.list_(pa.int32())),
        ]
    ),
    "tokens": pa.schema(
        [
            ("report_id", _WORD),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("word", _WORD),
            ("counted", pa.bool_()),
        ]
    ),
    "terms": pa.schema(
        [
            ("report_id", _WORD),
            ("term", _WORD),
            ("category", _WORD),
            ("theme", _WORD),
            ("surface", _WORD),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("raw_start", pa.int32()),
            ("raw_end", pa.int32()),
            ("nested", pa.bool_()),
            ("exclusive", pa.bool_()),
            ("source", _WORD),
        ]
    ),
    "quantities": pa.schema(
        [
            ("report_id", _WORD),
            ("subject", pa.string()),
            ("verb", pa.string()),
            ("value", pa.float64()),
            ("upper", pa.float64()),
            ("qualifier", pa.string()),
            ("unit", pa.string()),
            ("yuan", pa.float64()),
            ("period", pa.string()),
            ("surface", pa.string()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("raw_start", pa.int32()),
            ("raw_end", pa.int32()),
            ("sentence_start", pa.int32()),
            ("sentence_end", pa.int32()),
            ("note", pa.string()),
        ]
    ),
    "entities": pa.schema(
        [
            ("report_id", _WORD),
            ("label", _WORD),
            ("surface", pa.string()),
            ("value", pa.string()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("raw_start", pa.int32()),
            ("raw_end", pa.int32()),
            ("note", pa.string()),
        ]
    ),
    "expansions": pa.schema(
        [
            ("report_id", _WORD),
            ("abbreviation", pa.string()),
            ("members", pa.list_(pa.string())),
            ("status", pa.string()),
            ("evidence", pa.list_(pa.list_(pa.int32(), 2))),
        ]
    ),
    "repairs": pa.schema(
        [
            ("report_id", _WORD),
            ("kind", _WORD),
            ("raw_start", pa.int32()),
            ("raw_end", pa.int32()),
            ("before", pa.string()),
            ("after", pa.string()),
            ("reason", _WORD),
        ]
    ),
    "problems": pa.schema(
        [
            ("path", pa.string()),
            ("stage", pa.string()),
            ("reason", pa.string()),
            ("lost", pa.bool_()),
            ("key", pa.string()),
        ]
    ),
}


def to_tables(
    annotations: Sequence[tuple[Annotation, str]],
    problems: Iterable[tuple[Problem, str]],
    lexicon: Lexicon,
) -> dict[str, pa.Table]:
    """One table for each name in `SCHEMAS`; each report and each problem comes with the key of its source.

    The theme of a term is the one that `lexicon` states, empty for a term without one.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS if name != "tokens"}
    tokens = []
    for annotation, key in annotations:
        report_id = annotation.report.report_id
        table = _tokens(annotation)
        tokens.append(table)
        rows["reports"].append(_report(annotation, key, int(pa.compute.sum(table["counted"]).as_py() or 0)))
        aligned = annotation.normalised.aligned
        rows["texts"].append(
            {
                "report_id": report_id,
                "text": annotation.text,
                "raw": annotation.report.raw,
                "raw_starts": aligned.start,
                "raw_ends": aligned.end,
            }
        )
        rows["terms"] += [
            {"report_id": report_id, "term": hit.canonical, "theme": _theme(hit.canonical, lexicon)}
            | hit._asdict()
            for hit in annotation.terms
        ]
        for quantity in annotation.quantities:
            raw_start, raw_end = annotation.normalised.raw_span(quantity.start, quantity.end)
            rows["quantities"].append(
                quantity._asdict()
                | {"report_id": report_id, "raw_start": raw_start, "raw_end": raw_end}
                | dict(zip(("sentence_start", "sentence_end"), quantity.sentence, strict=True))
            )
        for entity in annotation.entities:
            raw_start, raw_end = annotation.normalised.raw_span(entity.start, entity.end)
            rows["entities"].append(
                entity._asdict() | {"report_id": report_id, "raw_start": raw_start, "raw_end": raw_end}
            )
        rows["expansions"] += [e._asdict() | {"report_id": report_id} for e in annotation.expansions]
        rows["repairs"] += [r._asdict() | {"report_id": report_id} for r in annotation.normalised.repairs]
    rows["problems"] = [problem._asdict() | {"key": key} for problem, key in problems]
    tables = {name: pa.Table.from_pylist(found, SCHEMAS[name]) for name, found in rows.items()}
    tables["tokens"] = pa.concat_tables(tokens) if tokens else SCHEMAS["tokens"].empty_table()
    return tables


def _theme(term: str, lexicon: Lexicon) -> str:
    return lexicon[term].theme if term in lexicon else ""


def _report(annotation: Annotation, key: str, n_tokens: int) -> dict[str, Any]:
    report, facts = annotation.report, annotation.facts
    place = facts.place
    return {
        "report_id": report.report_id,
        "path": report.path,
        "sha256": report.sha256,
        "key": key,
        "title": facts.title,
        "subtitle": facts.subtitle,
        "place": place and place.name,
        "province": place and place.province,
        "city": place and place.city,
        "county": place and place.county,
        "level": facts.level,
        "adcode": place and place.adcode,
        "date": facts.date,
        "year": annotation.year,
        "source": facts.source,
        "author": facts.author,
        "editor": facts.editor,
        "script": annotation.normalised.script,
        "encoding": report.encoding,
        "n_chars": len(annotation.text),
        "n_tokens": n_tokens,
        "n_repairs": len(annotation.normalised.repairs),
    }


def _tokens(annotation: Annotation) -> pa.Table:
    """The tokens that are not blank; `counted` are those with a letter, a digit or a Han character."""
    words = annotation.words()
    solid = [k for k, word in enumerate(words) if not word.isspace()]
    kept = [words[k] for k in solid]
    return pa.table(
        {
            "report_id": pa.array([annotation.report.report_id] * len(kept)).cast(_WORD),
            "start": annotation.tokens[solid, 0],
            "end": annotation.tokens[solid, 1],
            "word": pa.array(kept, pa.string()).cast(_WORD),
            "counted": pa.array([any(map(str.isalnum, word)) for word in kept], pa.bool_()),
        },
        SCHEMAS["tokens"],
    )
