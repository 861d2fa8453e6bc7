"""A corpus: select, group, count."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlens.corpus.folder import HEAD, read_head
from reportlens.corpus.tables import SCHEMAS
from reportlens.errors import AnalysisError, CorpusError

if TYPE_CHECKING:
    import pandas as pd

    from reportlens.lexicon import Lexicon
    from reportlens.reading.sources import Problem

GROUPINGS = ("level", "province", "city", "county", "place", "year")
COUNTINGS = ("longest", "inclusive", "exclusive")
# Which hits each way of counting takes: outermost ones; all; the leftmost-longest, none of which share
# a character. Every exclusive hit is an outermost one, and every outermost one is among all.
_COUNTED = {"longest": "NOT nested", "inclusive": "TRUE", "exclusive": "exclusive"}


# One concept has one category in a corpus: that of the lexicon, else the one it is found in most often.
_ONE_CATEGORY = """
    CREATE TEMP TABLE categories AS
    SELECT term, first(category ORDER BY listed DESC, n DESC, category) AS category
    FROM (SELECT term::VARCHAR AS term, category::VARCHAR AS category, max(source = 'lexicon') AS listed,
          count(*) AS n FROM found_terms GROUP BY 1, 2)
    GROUP BY term;
    CREATE VIEW terms AS SELECT t.* REPLACE (c.category AS category)
    FROM found_terms t JOIN categories c ON c.term = t.term::VARCHAR
"""


class Corpus:
    """The tables of a corpus folder, read through DuckDB. Use it as a context manager or `close` it.

    All results are ordered by report id and place in the text, whatever order the files were read in.
    """

    def __init__(self, folder: str | Path, problems: Sequence["Problem"] = ()) -> None:
        import duckdb

        self.folder = Path(folder)
        self.problems_met = tuple(problems)
        # Terms and words that `counts`, and so every comparison, leaves out.
        self.stop: frozenset[str] = frozenset()
        head = read_head(self.folder)
        if not head.shards:
            raise CorpusError(f"{self.folder}: nothing has been built in it yet. Run reportlens build again.")
        self._duckdb = duckdb.connect()
        for name in SCHEMAS:
            files = [str(self.folder / "shards" / shard / f"{name}.parquet") for shard in sorted(head.shards)]
            if name == "problems" and (self.folder / "problems.parquet").is_file():
                files.append(str(self.folder / "problems.parquet"))
            try:
                self._duckdb.read_parquet(files, union_by_name=True).create_view(
                    "found_terms" if name == "terms" else name
                )
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                raise CorpusError(
                    f"{self.folder}: a table is damaged ({reason}). Build the corpus again."
                ) from error
        self._duckdb.execute(_ONE_CATEGORY)

    @classmethod
    @contextmanager
    def opened(
        cls, path: str | Path, *, lexicon: "Lexicon | None" = None, progress: bool = False
    ) -> "Iterator[Corpus]":
        """The corpus at `path`; for a file, a folder of files or a manifest one is built on the way."""
        path = Path(path)
        if not path.exists():
            raise CorpusError(f"{path}: there is no such corpus or folder. Check the path.")
        if (path / HEAD).is_file():
            with cls(path) as corpus:
                yield corpus
            return
        from reportlens.corpus.building import build
        from reportlens.reading.sources import find_sources

        with tempfile.TemporaryDirectory(prefix="reportlens-") as folder:
            built = build(find_sources([path]), Path(folder), lexicon=lexicon, progress=progress)
            with cls(folder, built.problems) as corpus:
                yield corpus

    def __enter__(self) -> "Corpus":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._duckdb.close()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> "pd.DataFrame":
        """Any DuckDB query over the views reports, texts, tokens, terms, quantities, entities, …"""
        return self._duckdb.execute(sql, list(parameters)).df()

    def reports(self) -> "pd.DataFrame":
        """One row a report; columns as in CONTRACT, `reports`."""
        return self.query("SELECT * EXCLUDE (key) FROM reports ORDER BY report_id")

    def problems(self) -> "pd.DataFrame":
        """Everything that could not be used: path, stage, reason, lost."""
        return self.query(
            "SELECT DISTINCT path, stage, reason, lost FROM problems ORDER BY path, stage, reason"
        )

    def hits(self, counting: str = "inclusive") -> "pd.DataFrame":
        """One row an occurrence of a term: report_id, term, category, surface, start, end, …"""
        return self.query(
            f'SELECT * FROM terms WHERE {_where(counting)} ORDER BY report_id::VARCHAR, start, "end" DESC'
        )

    def counts(self, unit: str = "terms", counting: str = "longest") -> "pd.DataFrame":
        """How often each term or word stands in each report: report_id, term, category, count.

        `unit` is terms or words (then the category is empty), `counting` one of `COUNTINGS` and
        meaningful for terms. Words are the tokens that are no punctuation. What is in `stop` is left out.
        """
        if unit == "terms":
            source = f"SELECT report_id, term::VARCHAR AS term, category FROM terms WHERE {_where(counting)}"
        elif unit == "words":
            source = "SELECT report_id, word::VARCHAR AS term, '' AS category FROM tokens WHERE counted"
        else:
            raise AnalysisError(f"unknown unit '{unit}'. Use terms or words.")
        return self.query(
            "SELECT report_id::VARCHAR AS report_id, term, category, count(*)::BIGINT AS count"
            f" FROM ({source}) WHERE NOT list_contains(?::VARCHAR[], term)"
            " GROUP BY ALL ORDER BY report_id, term, category",
            [sorted(self.stop)],
        )

    def themes(self) -> dict[str, str]:
        """The theme of each term as the lexicon of the build states it, empty where it states none."""
        if "theme" not in self._duckdb.table("terms").columns:
            raise CorpusError(
                f"{self.folder}: was built before themes were kept with the terms. Build it again: "
                f"reportlens build SOURCE --to {self.folder}"
            )
        rows = self.query("SELECT term::VARCHAR AS term, max(theme::VARCHAR) AS theme FROM terms GROUP BY 1")
        return dict(zip(rows["term"], rows["theme"], strict=True))

    def groups(self, by: str) -> "pd.Series[str]":
        """The group of each report (index: report_id); reports without one are left out."""
        if by not in GROUPINGS:
            raise AnalysisError(f"unknown grouping '{by}'. Use one of {', '.join(GROUPINGS)}.")
        rows = self.query(
            f'SELECT report_id, "{by}"::VARCHAR AS "group" FROM reports WHERE "{by}" IS NOT NULL ORDER BY report_id'
        )
        return rows.set_index("report_id")["group"]

    def sizes(self) -> "pd.Series[int]":
        """The number of tokens, punctuation left out, of each report (index: report_id)."""
        rows = self.query("SELECT report_id, n_tokens FROM reports ORDER BY report_id")
        return rows.set_index("report_id")["n_tokens"]

    def text(self, report_id: str) -> str:
        """The clean text of one report."""
        return str(self._text(report_id, "text"))

    def raw(self, report_id: str) -> str:
        """The decoded source of one report: what raw offsets point into."""
        return str(self._text(report_id, "raw"))

    def _text(self, report_id: str, column: str) -> Any:
        found = self._duckdb.execute(
            f"SELECT {column} FROM texts WHERE report_id = ?", [report_id]
        ).fetchone()
        if found is None:
            raise AnalysisError(f"there is no report '{report_id}' in {self.folder}.")
        return found[0]


def _where(counting: str) -> str:
    if counting not in _COUNTED:
        raise AnalysisError(f"unknown counting '{counting}'. Use one of {', '.join(COUNTINGS)}.")
    return _COUNTED[counting]
