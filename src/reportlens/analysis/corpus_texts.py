"""The texts of a corpus in chunks of bounded size, and what is known in them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportlens.analysis.ngrams import Chunk

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

# Characters of a chunk; one takes some 0.3 GB while it is looked at.
CHUNK = 4_000_000


class Texts:
    """The texts of a corpus in chunks, with the places they report on and what is known in them."""

    def __init__(self, corpus: "Corpus") -> None:
        self.corpus = corpus
        rows = corpus.query(
            "SELECT report_id::VARCHAR AS report_id, coalesce(place, '') AS place, n_chars FROM reports"
            " ORDER BY report_id::VARCHAR"
        )
        self.ids: list[str] = rows["report_id"].tolist()
        self.place: list[str] = rows["place"].tolist()
        self.sizes: list[int] = rows["n_chars"].tolist()
        self.characters = int(rows["n_chars"].sum())
        self.several = len(set(self.place) - {""}) > 1
        self._only: Chunk | None = None

    def chunks(self) -> Iterator[Chunk]:
        """The chunks, read anew each time unless there is one only."""
        if self._only is not None:
            yield self._only
            return
        first = 0
        while first < len(self.ids):
            last, size = first, 0
            while last < len(self.ids) and (last == first or size + self.sizes[last] < CHUNK):
                size += self.sizes[last]
                last += 1
            rows = self.corpus.query(
                "SELECT text FROM texts WHERE report_id BETWEEN ? AND ? ORDER BY report_id::VARCHAR",
                [self.ids[first], self.ids[last - 1]],
            )
            chunk = Chunk.of(rows["text"].tolist(), first)
            if last - first == len(self.ids):
                self._only = chunk
            yield chunk
            first = last

    def rows(self, chunk: Chunk, table: str, columns: str, where: str = "TRUE") -> pd.DataFrame:
        """Rows of a table of the corpus that belong to the chunk; start and end are places in it."""
        ids = self.ids[chunk.first : chunk.first + len(chunk.starts)]
        rows = self.corpus.query(
            f'SELECT report_id::VARCHAR AS report_id, start::BIGINT AS start, "end"::BIGINT AS "end"{columns}'
            f" FROM {table} WHERE report_id::VARCHAR BETWEEN ? AND ? AND {where}",
            [ids[0], ids[-1]],
        )
        offset = rows["report_id"].map(dict(zip(ids, chunk.starts.tolist(), strict=True))).astype("int64")
        return rows.assign(start=rows["start"] + offset, end=rows["end"] + offset)

    def locate(self, chunk: Chunk, place: int) -> tuple[int, int]:
        """The number of the report that a place of the chunk lies in, and where in its text that is."""
        number = int(np.searchsorted(chunk.starts, place, side="right")) - 1
        return chunk.first + number, place - int(chunk.starts[number])


class Cover:
    """Which characters lie in spans, and in which."""

    def __init__(self, spans: NDArray[np.int64], size: int) -> None:
        self._number = np.zeros(size + 1, dtype=np.int32)
        # Longer spans last, so that they are what counts where two lie over one another.
        for k, (start, end) in enumerate(
            spans[np.argsort(spans[:, 1] - spans[:, 0], kind="stable")].tolist(), 1
        ):
            self._number[start:end] = k
        self._sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(self._number > 0)))

    def inside(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which stretches lie in one span."""
        first = self._number[starts]
        return np.asarray((first > 0) & (first == self._number[ends - 1]))

    def touched(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which stretches share a character with a span."""
        return np.asarray(np.not_equal(self._sums[ends], self._sums[starts]))
