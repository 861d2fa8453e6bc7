"""Which terms stand together: a network of terms that share sentences."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, triu

from reportlens.analysis.association import g2_association, log_dice, mutual_information
from reportlens.analysis.collocation import sentence_starts
from reportlens.analysis.guards import require_seed
from reportlens.analysis.notices import Notice
from reportlens.errors import AnalysisError

if TYPE_CHECKING:
    from reportlens.corpus import Corpus

# Shortest paths between all terms are only looked for up to here.
_MOST_FOR_BETWEENNESS = 1_000


@dataclass(frozen=True)
class Network:
    """Terms and the sentences they share.

    `edges`: first, second, count (sentences with both), reports, mi, log_dice, g2; only pairs that stand
    together more often than chance. `nodes`: term, category, count (sentences), degree (neighbours),
    strength (Σ count of its edges), betweenness (share of the shortest paths of the network that lead
    over it; empty above 1,000 terms, where it takes too long), community (from 1, the largest first).
    """

    edges: pd.DataFrame
    nodes: pd.DataFrame
    sentences: int
    seed: int
    warnings: tuple[Notice, ...] = ()

    def graph(self) -> Any:
        """The network as a `networkx.Graph`: nodes are terms, edges have count, log_dice and mi."""
        return _graph(self.edges, self.nodes, names=True)


def term_network(
    corpus: "Corpus", *, counting: str = "longest", min_count: int = 3, min_reports: int = 2, seed: int = 0
) -> Network:
    """Terms that share at least `min_count` sentences in at least `min_reports` reports, more than chance.

    Communities are Louvain's (Blondel et al. 2008), weighted by count and seeded. Raises `AnalysisError`
    where there is no such pair.
    """
    require_seed(seed)
    hits = corpus.hits(counting)
    starts = sentence_starts(corpus)
    first = dict(zip(starts, np.cumsum([0, *map(len, starts.values())]).tolist(), strict=False))
    total = sum(map(len, starts.values()))
    report = hits["report_id"].astype(str)
    sentence = np.array(
        [
            first[name] + max(0, int(np.searchsorted(starts[name], start, side="right")) - 1)
            for name, start in zip(report, hits["start"].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    code, terms = pd.factorize(hits["term"].astype(str), sort=True)
    category = dict(zip(hits["term"].astype(str), hits["category"].astype(str), strict=True))
    incidence = csr_array((np.ones(len(code), dtype=np.int64), (sentence, code)), shape=(total, len(terms)))
    incidence.sum_duplicates()
    incidence.data[:] = 1
    together = triu(incidence.T @ incidence, k=1).tocoo()
    one, other, count = together.row, together.col, together.data
    alone = np.asarray(incidence.sum(axis=0)).ravel()
    chance = alone[one] * alone[other] / max(total, 1)
    kept = (count >= min_count) & (count > chance)
    one, other, count = one[kept], other[kept], count[kept]
    owner = np.repeat(np.arange(len(starts)), [len(begin) for begin in starts.values()])
    reports = np.array([_reports(incidence, owner, a, b) for a, b in zip(one, other, strict=True)], dtype=int)
    wide = reports >= min_reports
    one, other, count, reports = one[wide], other[wide], count[wide], reports[wide]
    if not len(one):
        raise AnalysisError(
            f"no two terms share {min_count} sentences in {min_reports} reports. Lower the limits or add reports."
        )
    edges = pd.DataFrame(
        {
            "first": [str(terms[k]) for k in one],
            "second": [str(terms[k]) for k in other],
            "count": count,
            "reports": reports,
            "mi": mutual_information(count, alone[one], alone[other], total),
            "log_dice": log_dice(count, alone[one], alone[other]),
            "g2": g2_association(count, alone[one], alone[other], total),
        }
    ).sort_values(["count", "log_dice", "first", "second"], ascending=[False, False, True, True])
    used = np.unique(np.concatenate((one, other)))
    nodes = pd.DataFrame(
        {
            "term": [str(terms[k]) for k in used],
            "category": [category[str(terms[k])] for k in used],
            "count": alone[used],
        }
    )
    edges = edges.reset_index(drop=True)
    return Network(edges, _described(edges, nodes, seed), total, seed)


def _reports(incidence: csr_array, owner: Any, one: int, other: int) -> int:
    both = incidence[:, [one]].multiply(incidence[:, [other]]).tocoo()
    return len(np.unique(owner[both.row]))


def _graph(edges: pd.DataFrame, nodes: pd.DataFrame, *, names: bool) -> Any:
    import networkx as nx

    place = {term: k for k, term in enumerate(nodes["term"])}
    graph = nx.Graph()
    for term, k in place.items():
        graph.add_node(term if names else k)
    columns = ["first", "second", "count", "log_dice", "mi"]
    for first, second, count, dice, mi in edges[columns].to_numpy(dtype=object):
        ends = (first, second) if names else (place[first], place[second])
        graph.add_edge(*ends, count=int(count), log_dice=float(dice), mi=float(mi))
    return graph


def _described(edges: pd.DataFrame, nodes: pd.DataFrame, seed: int) -> pd.DataFrame:
    """`nodes` with degree, strength, betweenness and community.

    The graph has numbers for nodes: the order in which Python walks over a set of strings changes from
    run to run, that of numbers does not.
    """
    import networkx as nx

    graph = _graph(edges, nodes, names=False)
    communities = nx.community.louvain_communities(graph, weight="count", seed=seed)
    ordered = sorted((sorted(community) for community in communities), key=lambda c: (-len(c), c))
    number = {k: n for n, community in enumerate(ordered, start=1) for k in community}
    if len(nodes) <= _MOST_FOR_BETWEENNESS:
        between = nx.betweenness_centrality(graph)
    else:
        between = dict.fromkeys(graph, np.nan)
    strength = dict(graph.degree(weight="count"))
    described = nodes.assign(
        degree=[graph.degree(k) for k in range(len(nodes))],
        strength=[strength[k] for k in range(len(nodes))],
        betweenness=[between[k] for k in range(len(nodes))],
        community=[number[k] for k in range(len(nodes))],
    )
    return described.sort_values(["strength", "term"], ascending=[False, True], ignore_index=True)
