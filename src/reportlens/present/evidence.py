"""The sentences behind the counts of a page: each hit in its sentence, and the passage in the source."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.corpus import Corpus

# Sentences shown for a term, shared between the groups it is counted in, and at least so many a group.
SHOWN = 40
SHOWN_LEAST = 8
# Characters of a sentence on each side of the hit, and of the passage in the source.
REACH = 70
RAW_REACH = 240
_STOPS = re.compile("[。！？!?；;\n]")
_BATCH = 50

Key = tuple[str, str]


class Snippet(NamedTuple):
    """One hit: its sentence in the clean text, and in the source as it stands there."""

    report_id: str
    start: int
    end: int
    left: str
    node: str
    right: str
    raw_start: int
    raw_end: int
    raw_left: str
    raw_node: str
    raw_right: str


@dataclass(frozen=True)
class Block:
    """The hits of one term in one group of reports: `count` in all, those of `snippets` shown."""

    anchor: str
    group: str
    count: int
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True)
class Evidence:
    """All blocks of one term. `nested` hits lie inside longer terms, `example` is one of those."""

    anchor: str
    term: str
    category: str
    blocks: tuple[Block, ...]
    nested: int
    example: str

    def block(self, group: str) -> Block | None:
        return next((block for block in self.blocks if block.group == group), None)


def gather(
    corpus: "Corpus", terms: Iterable[Key], groups: Mapping[str, str], order: Sequence[str]
) -> dict[Key, Evidence]:
    """The evidence for each (term, category), in the groups of `groups` (report id to group), in `order`.

    Hits are counted as everywhere by default: outermost ones (`longest`), in reports that have a group.
    """
    wanted = list(dict.fromkeys(terms))
    limit = max(SHOWN_LEAST, SHOWN // len(order))
    hits = _hits(corpus, wanted, groups)
    outer = hits[~hits["nested"]]
    snippets: dict[tuple[str, str, str], list[Snippet]] = {}
    for label, snippet in _snippets(corpus, _spread(outer, limit)):
        snippets.setdefault(label, []).append(snippet)
    counts = Counter(zip(outer["term"], outer["category"], outer["group"], strict=True))
    inside = hits[hits["nested"]]
    nested = Counter(zip(inside["term"], inside["category"], strict=True))
    examples = dict(
        zip(zip(inside["term"], inside["category"], strict=True), inside["outer"].fillna(""), strict=True)
    )
    return {
        key: Evidence(
            f"e{number}",
            *key,
            tuple(
                Block(f"e{number}-{k}", name, counts[(*key, name)], tuple(snippets[(*key, name)]))
                for k, name in enumerate(order, 1)
                if counts[(*key, name)]
            ),
            nested[key],
            str(examples.get(key, "")),
        )
        for number, key in enumerate(wanted, 1)
    }


def _hits(corpus: "Corpus", wanted: Sequence[Key], groups: Mapping[str, str]) -> "pd.DataFrame":
    """The hits of the wanted terms with their group, and for a nested one the surface it lies in."""
    hits = corpus.query(
        "WITH hits AS (SELECT report_id::VARCHAR AS report_id, term::VARCHAR AS term, category::VARCHAR AS category,"
        ' surface::VARCHAR AS surface, start, "end", raw_start, raw_end, nested FROM terms'
        " WHERE list_contains($1::VARCHAR[], term::VARCHAR))"
        ' SELECT hits.*, (SELECT first(o.surface::VARCHAR ORDER BY o.start, o."end" DESC) FROM terms o'
        " WHERE hits.nested AND NOT o.nested AND o.report_id::VARCHAR = hits.report_id AND o.start <= hits.start"
        ' AND o."end" >= hits."end") AS "outer"'
        ' FROM hits ORDER BY report_id, start, "end" DESC, term, category',
        [sorted({term for term, _ in wanted})],
    )
    hits["group"] = hits["report_id"].map(groups)
    keys = set(wanted)
    kept = np.array([key in keys for key in zip(hits["term"], hits["category"], strict=True)], dtype=bool)
    return hits[hits["group"].notna() & kept].reset_index(drop=True)


def _spread(hits: "pd.DataFrame", limit: int) -> "pd.DataFrame":
    """At most `limit` hits a term and group: first one from each report, then a second …"""
    turn = hits.groupby(["term", "category", "group", "report_id"]).cumcount()
    ordered = hits.assign(turn=turn).sort_values(["turn", "report_id", "start"], kind="stable")
    return ordered.groupby(["term", "category", "group"]).head(limit).sort_index()


def _snippets(corpus: "Corpus", hits: "pd.DataFrame") -> Iterator[tuple[tuple[str, str, str], Snippet]]:
    """Each hit with its (term, category, group), in the order of the reports."""
    labels = hits[["term", "category", "group"]].to_numpy(object).tolist()
    spans = hits[["report_id", "start", "end"]].to_numpy(object).tolist()
    snippets = passages(corpus, [(report_id, start, end) for report_id, start, end in spans])
    order = sorted(range(len(spans)), key=lambda k: spans[k][0])
    for k in order:
        term, category, group = labels[k]
        yield (term, category, group), snippets[k]


def passages(
    corpus: "Corpus", spans: Sequence[tuple[str, int, int]], *, raw_reach: int = RAW_REACH
) -> list[Snippet]:
    """The sentence and the source of each (report id, start, end), in their order.

    `raw_reach` is how many characters of the source are shown on each side, within the sentence.
    """
    found: list[Snippet | None] = [None] * len(spans)
    by_report: dict[str, list[int]] = {}
    for k, (report_id, _, _) in enumerate(spans):
        by_report.setdefault(report_id, []).append(k)
    reports = sorted(by_report)
    for first in range(0, len(reports), _BATCH):
        texts = corpus.query(
            "SELECT report_id, text, raw, raw_starts, raw_ends FROM texts"
            " WHERE list_contains($1::VARCHAR[], report_id) ORDER BY report_id",
            [reports[first : first + _BATCH]],
        )
        for report_id, text, raw, raw_starts, raw_ends in texts.to_numpy(object).tolist():
            for k in by_report[report_id]:
                start, end = spans[k][1:]
                begin, finish = sentence_around(text, start, end)
                raw_start, raw_end = int(raw_starts[start]), int(raw_ends[end - 1])
                raw_begin = max(int(raw_starts[begin]), raw_start - raw_reach)
                raw_finish = min(int(raw_ends[finish - 1]), raw_end + raw_reach)
                found[k] = Snippet(
                    report_id,
                    start,
                    end,
                    ("…" if _goes_on(text, begin) else "") + text[begin:start],
                    text[start:end],
                    text[end:finish] + ("…" if _goes_on(text, finish) else ""),
                    raw_start,
                    raw_end,
                    raw[raw_begin:raw_start],
                    raw[raw_start:raw_end],
                    raw[raw_end:raw_finish],
                )
    return [snippet for snippet in found if snippet is not None]


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence with `text[start:end]` in it, its stop included, `REACH` characters a side at most.

    >>> text = "一是学。二是“三会一课”做；三是看。"
    >>> "".join(text[slice(*sentence_around(text, 7, 11))])
    '二是“三会一课”做；'
    """
    begin = max(0, start - REACH)
    stops = [stop.end() for stop in _STOPS.finditer(text, begin, start)]
    begin = stops[-1] if stops else begin
    if end > start and _STOPS.match(text[end - 1]):
        return begin, end
    stop = _STOPS.search(text, end, min(len(text), end + REACH))
    if stop is None:
        return begin, min(len(text), end + REACH)
    return begin, stop.start() if stop.group() == "\n" else stop.end()


def _goes_on(text: str, at: int) -> bool:
    """Whether a sentence goes on over `at`, so that a piece that begins or ends there is cut.

    >>> text = "一。二三"
    >>> [_goes_on(text, at) for at in range(5)]
    [False, True, False, True, False]
    """
    return 0 < at < len(text) and not _STOPS.match(text[at - 1]) and text[at] != "\n"
