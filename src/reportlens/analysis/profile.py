"""What one place does, against its peers: practices, terms, coinages, figures, nearest places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from reportlens.analysis.formula import places_of
from reportlens.analysis.ledger import Ledger, ledger
from reportlens.analysis.matrix import TermMatrix
from reportlens.analysis.measures import log_likelihood, log_ratio
from reportlens.analysis.practices import Practices, diverse, local_coinages, practices
from reportlens.analysis.similarity import jaccard, shingle_sets
from reportlens.analysis.vectors import tf_idf
from reportlens.errors import AnalysisError
from reportlens.lexicon.term import THEMES

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

SENTENCES = 4  # a theme
TERMS = 12
NEAREST = 5
SHARED = 6
_LEAST_PEERS = 2
# G² at p = 0.05 with one degree of freedom; below it a difference is not worth a line.
_CRITICAL = 3.84
FIGURES = ["subject", "verb", "value", "upper", "qualifier", "unit", "period", "surface", "sentence"]


@dataclass(frozen=True)
class Profile:
    """A place as its reports show it. Every table leads to `report_id`, `start` and `end` in the clean text.

    * `practices`: at most 4 sentences a theme, themes in the order of `THEMES`; columns of `Practices`;
    * `terms`: what the place uses more than its peers: term, category, count, peers (count there), reports,
      log_ratio, g2 (tokens taken as independent: a lead, not a test), the largest g2 first;
    * `coinages`: terms in no lexicon that no other place uses: term, category, count, members (empty where
      the text does not spell them out), report_id, start, end (of the first one);
    * `figures`: its rows of the ledger;
    * `nearest`: the places most alike: place, cosine (of the mean TF-IDF vectors of its reports), shared
      (terms that few other places share), copied (share of runs of 8 letters in common).
    `peers` names the level it is compared with (`all` where there are too few of its level).
    """

    place: str
    level: str | None
    reports: pd.DataFrame
    practices: pd.DataFrame
    terms: pd.DataFrame
    coinages: pd.DataFrame
    figures: pd.DataFrame
    nearest: pd.DataFrame
    peers: str
    peer_places: int


def profile(corpus: "Corpus", place: str) -> Profile:
    """The profile of `place`: its full official name, or any part of it that fits one place alone.

    Raises `AnalysisError` for a name that fits none or several, saying which.
    """
    source = Profiles.of(corpus)
    return source.profile(_resolved(place, source.names))


def _resolved(place: str, names: Sequence[str]) -> str:
    wanted = place.strip()
    fitting = [name for name in names if name == wanted] or [name for name in names if name.endswith(wanted)]
    fitting = fitting or [name for name in names if wanted in name]
    if len(fitting) == 1 and wanted:
        return fitting[0]
    if not names:
        raise AnalysisError("no report has a place. State it in a manifest.csv.")
    if not fitting or not wanted:
        some = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        raise AnalysisError(f"no report is about '{place}'. There are: {some}")
    raise AnalysisError(
        f"'{place}' fits {len(fitting)} places: {', '.join(fitting[:5])}. Give more of the name."
    )


class _Place(NamedTuple):
    level: str | None
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Profiles:
    """What all profiles of a corpus need, computed once: `Profiles.of(corpus).profile(name)`.

    `names` are the places in order, `practices` the table of `practices(corpus)`.
    """

    names: tuple[str, ...]
    _places: Mapping[str, _Place]
    _reports: pd.DataFrame
    _matrix: TermMatrix
    practices: pd.DataFrame
    _by_place: Mapping[str, pd.DataFrame]
    _figures: Mapping[str, pd.DataFrame]
    _coinages: Mapping[str, pd.DataFrame]
    _cosine: NDArray[np.float64]
    _copied: NDArray[np.float64]
    _used: csr_array

    @classmethod
    def of(
        cls, corpus: "Corpus", *, said: Practices | None = None, counted: Ledger | None = None
    ) -> "Profiles":
        """Read the corpus once. Places are those of the reports that have one.

        `said` is `practices(corpus)` and `counted` is `ledger(corpus)`, where they are at hand.
        """
        reports = corpus.reports()
        matrix = TermMatrix.of(corpus).ordered()
        row = {report: k for k, report in enumerate(matrix.reports)}
        known = reports[reports["place"].notna()]
        places = {
            str(name): _Place(
                str(part["level"].iloc[0]) if part["level"].notna().any() else None,
                np.array([row[str(report)] for report in part["report_id"]], dtype=np.int64),
            )
            for name, part in known.groupby("place")
        }
        names = tuple(sorted(places))
        texts = corpus.query("SELECT report_id, text FROM texts ORDER BY report_id")
        text_of = dict(zip(texts["report_id"].astype(str), texts["text"].astype(str), strict=True))
        belongs = _belongs([places[name].rows for name in names], len(matrix.reports))
        vectors = csr_array(belongs @ tf_idf(matrix.counts))
        used = csr_array(((belongs @ matrix.counts) > 0).astype(np.int64))
        joined = ["\n".join(text_of[matrix.reports[k]] for k in places[name].rows) for name in names]
        said = said or practices(corpus)
        counted = counted or ledger(corpus)
        return cls(
            names, places, reports, matrix, said.table,
            {str(place): part for place, part in said.table.groupby("place")},
            _by_report(counted.table),
            _by_report(_coined(corpus)),
            _cosines(vectors),
            jaccard(shingle_sets(joined)) if names else np.zeros((0, 0)),
            used,
        )  # fmt: skip

    def profile(self, name: str) -> Profile:
        """The profile of one of `names`."""
        place = self._places[name]
        ids = [self._matrix.reports[k] for k in place.rows]
        others = [other for other in self.names if other != name]
        peers = [other for other in others if self._places[other].level == place.level]
        same = place.level is not None and len(peers) >= _LEAST_PEERS
        return Profile(
            name,
            place.level,
            self._reports[self._reports["report_id"].isin(ids)].reset_index(drop=True),
            self._own_practices(name),
            self._terms(place, peers if same else others),
            _of_reports(self._coinages, ids),
            _of_reports(self._figures, ids),
            self._nearest(name),
            str(place.level) if same else "all",
            len(peers if same else others),
        )

    def _own_practices(self, name: str) -> pd.DataFrame:
        mine = self._by_place.get(name)
        if mine is None:
            return self.practices.head(0)
        parts = {str(theme): part for theme, part in mine.groupby("theme")}
        best = [diverse(parts[theme], SENTENCES, a_place=SENTENCES) for theme in THEMES if theme in parts]
        return pd.concat(best, ignore_index=True)

    def _terms(self, place: _Place, others: Sequence[str]) -> pd.DataFrame:
        m = self._matrix
        elsewhere = np.concatenate([self._places[other].rows for other in others] or [np.zeros(0, np.int64)])
        columns = "term category count peers reports log_ratio g2".split()
        n1, n2 = int(m.sizes[place.rows].sum()), int(m.sizes[elsewhere].sum())
        if not n1 or not n2:
            return pd.DataFrame(columns=columns)
        a, b = m.total(place.rows), m.total(elsewhere)
        rows = pd.DataFrame(
            {
                "term": m.terms, "category": m.categories, "count": a, "peers": b,
                "reports": m.report_count(place.rows),
                "log_ratio": log_ratio(a, b, n1, n2), "g2": log_likelihood(a, b, n1, n2),
            }
        )  # fmt: skip
        kept = rows[(rows["count"] > 0) & (rows["log_ratio"] > 0) & (rows["g2"] >= _CRITICAL)]
        return kept.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True).head(TERMS)

    def _nearest(self, name: str) -> pd.DataFrame:
        k = self.names.index(name)
        order = [j for j in np.argsort(-self._cosine[k], kind="stable").tolist() if j != k][:NEAREST]
        spread = np.asarray(self._used.sum(axis=0)).ravel()
        mine = self._used[[k]].toarray().ravel() > 0
        rows = []
        for j in order:
            both = np.flatnonzero(mine & (self._used[[j]].toarray().ravel() > 0))
            rarest = sorted(both.tolist(), key=lambda t: (spread[t], self._matrix.terms[t]))[:SHARED]
            rows.append(
                (self.names[j], float(self._cosine[k, j]), [self._matrix.terms[t] for t in rarest], float(self._copied[k, j]))
            )  # fmt: skip
        return pd.DataFrame(rows, columns=["place", "cosine", "shared", "copied"])


def _by_report(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each report; under the empty name a table without rows."""
    ordered = table.sort_values(["report_id", "start"])
    return {"": table.head(0)} | {str(report): part for report, part in ordered.groupby("report_id")}


def _of_reports(tables: Mapping[str, pd.DataFrame], reports: Sequence[str]) -> pd.DataFrame:
    parts = [tables[report] for report in reports if report in tables]
    return pd.concat(parts, ignore_index=True) if parts else tables[""]


def _belongs(places: Sequence[NDArray[np.int64]], reports: int) -> csr_array:
    """Shape (places, reports): 1 / reports of the place where the report is one of them."""
    rows = np.repeat(np.arange(len(places)), [len(p) for p in places])
    columns = np.concatenate(places) if places else np.zeros(0, np.int64)
    weights = np.array([1 / len(p) for p in places for _ in p], dtype=np.float64)
    return csr_array((weights, (rows, columns)), shape=(len(places), reports))


def _cosines(vectors: csr_array) -> NDArray[np.float64]:
    inner = (vectors @ vectors.T).toarray()
    length = np.sqrt(np.maximum(np.diag(inner), 0.0))
    both = np.outer(length, length)
    return np.clip(np.asarray(inner / np.where(both > 0, both, 1.0), dtype=np.float64), 0.0, 1.0)


def _coined(corpus: "Corpus") -> pd.DataFrame:
    """Coinages of all places: term, category, count, members, report_id, start, end."""
    own = local_coinages(corpus, places_of(corpus))
    rows = corpus.query(
        "SELECT term::VARCHAR AS term, category, count(*)::BIGINT AS count,"
        " first(report_id::VARCHAR ORDER BY report_id::VARCHAR, start) AS report_id,"
        ' first(start ORDER BY report_id::VARCHAR, start) AS start, first("end" ORDER BY report_id::VARCHAR, start) AS "end"'
        " FROM terms GROUP BY 1, 2 ORDER BY report_id, start, term"
    )
    spelled = corpus.query(
        "SELECT abbreviation, first(members ORDER BY report_id::VARCHAR) AS members FROM expansions"
        " WHERE status = 'expanded' GROUP BY 1"
    )
    members = {
        str(a): [str(m) for m in ms]
        for a, ms in zip(spelled["abbreviation"], spelled["members"], strict=True)
    }
    kept = rows[rows["term"].isin(own)]
    # 亮牌创模行动 says no more than 亮牌创模, and 四联四清机制 no more than 四联四清.
    by_report = {report: set(part) for report, part in kept.groupby("report_id")["term"]}
    longer = [
        any(other != term and other in term for other in by_report[report])
        for term, report in zip(kept["term"], kept["report_id"], strict=True)
    ]
    kept = kept[~np.array(longer, dtype=bool)]
    kept = kept.reset_index(drop=True)
    kept.insert(3, "members", [members.get(term, []) for term in kept["term"]])
    return kept
