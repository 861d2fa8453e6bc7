"""Bursts: times in which something happens more often than before (Kleinberg 2003)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reportlens.errors import AnalysisError


def event_bursts(offsets: Sequence[float], *, s: float = 2.0, gamma: float = 1.0) -> pd.DataFrame:
    """Bursts of single events at the times `offsets` (Kleinberg 2003, section 2: infinite-state model).

    State j emits gaps with density α e^(−αx), α = s^j n/T, n gaps over the time T; going up i states
    costs i γ ln n, going down nothing. There are ⌈1 + log_s T + log_s(1/smallest gap)⌉ states. Columns:
    level (0 is the whole time), start, end. Raises `AnalysisError` for fewer than 2 events, and for two
    events at one time: spread them, or use `batch_bursts`.

    >>> event_bursts([4, 17, 23, 27, 33, 35, 37, 76, 77, 82, 84, 88, 90, 92], gamma=0.1).values.tolist()
    [[0, 4, 92], [1, 33, 37], [1, 76, 92], [2, 76, 77]]
    """
    if s <= 1 or gamma <= 0:
        raise AnalysisError("a burst needs s above 1 and gamma above 0.")
    times = sorted(offsets)
    gaps = np.diff(np.array(times, dtype=float))
    if not len(gaps):
        raise AnalysisError(f"bursts need at least two events; there are {len(times)}.")
    if gaps.min() <= 0:
        raise AnalysisError("two events have the same time. Spread them, or count them in batches.")
    n, span = len(gaps), float(gaps.sum())
    states = int(np.ceil(1 + np.log(span) / np.log(s) + np.log(1 / gaps.min()) / np.log(s)))
    rate = s ** np.arange(states) * n / span
    # With the logarithm of the density, not the density: it would become 0 in high states.
    emission = -(np.log(rate)[None, :] - rate[None, :] * gaps[:, None])
    climb = np.maximum(np.arange(states)[None, :] - np.arange(states)[:, None], 0) * gamma * np.log(n)
    path = _cheapest(emission, climb)
    rows: list[list[float]] = []
    open_rows: list[int] = []
    for state, time in zip([*path, -1], times, strict=True):
        while len(open_rows) > state + 1:
            rows[open_rows.pop()][2] = time
        while len(open_rows) < state + 1:
            open_rows.append(len(rows))
            rows.append([len(open_rows) - 1, time, time])
    table = pd.DataFrame(rows, columns=["level", "start", "end"])
    return table.sort_values(["level", "start"], ignore_index=True)


def batch_bursts(
    relevant: Sequence[int], totals: Sequence[int], *, s: float = 2.0, gamma: float = 1.0
) -> pd.DataFrame:
    """Bursts in batches (section 4, two states): in batch t, `relevant[t]` of `totals[t]` have it.

    The share expected is p0 = Σ relevant / Σ totals outside a burst and s p0 (at most 0.9999) in it;
    a burst costs γ ln n to begin, n batches. Columns: start, end (batch numbers, end inclusive), weight
    (what the burst saves against no burst). A batch without reports says nothing and ends nothing.
    Raises `AnalysisError` for s of 1 or less, with which nothing would be more often in a burst.
    """
    if s <= 1 or gamma < 0:
        raise AnalysisError("a burst needs s above 1 and gamma of 0 or more.")
    r, d = np.array(relevant, dtype=float), np.array(totals, dtype=float)
    if len(r) != len(d) or (r > d).any():
        raise AnalysisError("every batch needs a total, and no more relevant ones than that.")
    if len(r) < 2 or not r.sum() or r.sum() == d.sum():
        return pd.DataFrame({"start": [], "end": [], "weight": []}).astype(
            {"start": int, "end": int, "weight": float}
        )
    base = r.sum() / d.sum()
    share = np.array([base, min(s * base, 0.9999)])
    # The binomial coefficient is the same in both states.
    emission = -(r[:, None] * np.log(share) + (d - r)[:, None] * np.log(1 - share))
    climb = np.array([[0.0, gamma * np.log(len(r))], [0.0, 0.0]])
    path = np.array(_cheapest(emission, climb))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], path, [0]))))
    rows = [
        (int(a), int(b) - 1, float((emission[a:b, 0] - emission[a:b, 1]).sum()))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    return pd.DataFrame(rows, columns=["start", "end", "weight"])


def _cheapest(
    emission: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    climb: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
) -> list[int]:
    """The cheapest sequence of states that begins below all others (Viterbi), the lower of equals."""
    cost = np.where(np.arange(len(climb)) == 0, 0.0, np.inf)
    back: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for step in emission:
        ways = cost[:, None] + climb
        back.append(ways.argmin(axis=0))
        cost = ways.min(axis=0) + step
    path = [int(cost.argmin())]
    for previous in reversed(back[1:]):
        path.append(int(previous[path[-1]]))
    return path[::-1]
