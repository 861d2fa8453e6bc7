"""How evenly an item is spread over parts (reports, sections …). Every function names its convention.

`counts` has shape (parts,) for one item or (parts, items), dense or sparse; `sizes` is the size of each
part. v are the counts, f = Σv, s the shares of the parts in the whole, p = v / size of the part. Every
measure is NaN for an item that stands nowhere and where there are fewer than two parts: nothing can
be spread there.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, issparse

from reportlens.analysis.matrix import TermMatrix

Floats = NDArray[np.float64]
Counts: TypeAlias = ArrayLike | csr_array


@dataclass(frozen=True)
class _Cells:
    """The cells with a count above zero: their `v`, share of the item `v/f`, part share `s`, size."""

    item: NDArray[np.int64]
    v: Floats
    f: Floats
    s: Floats
    size: Floats
    shares: Floats

    def add(self, values: Floats) -> Floats:
        """Σ over the parts, one number an item; in the order of the parts, so the same to the bit."""
        return np.bincount(self.item, weights=values, minlength=len(self.f)).astype(float)


def _cells(counts: Counts, sizes: ArrayLike) -> tuple[_Cells, tuple[int, ...]]:
    size = np.asarray(sizes, dtype=float)
    if issparse(counts):
        rows = csr_array(counts)
        shape: tuple[int, ...] = (rows.shape[1],)
    else:
        dense = np.asarray(counts, dtype=float)
        shape = dense.shape[1:]
        rows = csr_array(dense.reshape(len(dense), -1))
    part = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    item = rows.indices.astype(np.int64)
    v = rows.data.astype(float)
    # A part without size has no count either and takes no share.
    share = size / size.sum() if size.sum() else size
    f = np.bincount(item, weights=v, minlength=rows.shape[1]).astype(float)
    return _Cells(item, v, f, share[part], size[part], share), shape


def _result(values: Floats, cells: _Cells, shape: tuple[int, ...]) -> Floats:
    spreadable = (cells.f > 0) & (len(cells.shares) > 1)
    return np.where(spreadable, values, np.nan).reshape(shape)


def deviation_of_proportions(counts: Counts, sizes: ArrayLike, *, normalised: bool = True) -> Floats:
    """Gries's DP = ½ Σ |v/f − s| (2008), or DPnorm = DP / (1 − min s) (Lijffijt & Gries 2012).

    DPnorm is 0 where the item is spread as the parts are, 1 where it stands in the smallest part alone.

    >>> deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(4).item()
    0.2195
    """
    cells, shape = _cells(counts, sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = cells.v / cells.f[cells.item]
        # The parts without the item add up to 1 less the shares of the others.
        dp = np.maximum(0.5 * (1 + cells.add(np.abs(share - cells.s) - cells.s)), 0.0)
        if normalised:
            dp = np.minimum(dp / (1 - cells.shares.min()), 1.0)
        # Sums leave a little where there is nothing.
        dp = np.where(dp < 1e-12, 0.0, dp)
    return _result(dp, cells, shape)


def juilland_d(counts: Counts, sizes: ArrayLike) -> Floats:
    """Juilland's D = 1 − (sd(p) / mean(p)) / √(n − 1), population sd: 1 even, 0 in one part only.

    >>> juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(4).item()
    0.7852
    """
    cells, shape = _cells(counts, sizes)
    n = len(cells.shares)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = cells.v / cells.size
        mean = cells.add(p) / n
        empty = n - np.bincount(cells.item, minlength=len(cells.f))
        variance = (cells.add((p - mean[cells.item]) ** 2) + empty * mean**2) / n
        d = np.clip(1 - np.sqrt(variance) / mean / np.sqrt(n - 1), 0.0, 1.0)
    return _result(d, cells, shape)


def rosengren_s(counts: Counts, sizes: ArrayLike) -> Floats:
    """Rosengren's S = (Σ √(s v))² / f, for parts of any size: 1 even, min s in the smallest part alone.

    >>> rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(4).item()
    0.9498
    """
    cells, shape = _cells(counts, sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        s = cells.add(np.sqrt(cells.s * cells.v)) ** 2 / cells.f
    return _result(s, cells, shape)


def kl_divergence(counts: Counts, sizes: ArrayLike) -> Floats:
    """Σ (v/f) log2((v/f) / s) in bits (Gries 2021): 0 even, the larger the less so.

    >>> kl_divergence([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]).round(3).item()
    0.137
    """
    cells, shape = _cells(counts, sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = cells.v / cells.f[cells.item]
        kl = cells.add(share * np.log2(share / cells.s))
    return _result(np.maximum(kl, 0.0), cells, shape)


def dispersions(matrix: TermMatrix) -> pd.DataFrame:
    """One row a term: term, category, count, reports, dp, dp_norm, juilland_d, rosengren_s, kl.

    The parts are the reports. Terms that stand in no report are left out.
    """
    m = matrix.ordered()
    rows = np.arange(len(m.reports))
    count = m.total(rows)
    table = pd.DataFrame(
        {
            "term": m.terms,
            "category": m.categories,
            "count": count,
            "reports": m.report_count(rows),
            "dp": deviation_of_proportions(m.counts, m.sizes, normalised=False),
            "dp_norm": deviation_of_proportions(m.counts, m.sizes),
            "juilland_d": juilland_d(m.counts, m.sizes),
            "rosengren_s": rosengren_s(m.counts, m.sizes),
            "kl": kl_divergence(m.counts, m.sizes),
        }
    )
    table = table[table["count"] > 0]
    return table.sort_values(["count", "term", "category"], ascending=[False, True, True], ignore_index=True)
