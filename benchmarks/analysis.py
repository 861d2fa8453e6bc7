#!/usr/bin/env python3
"""CPU seconds of comparison and clustering on generated reports, beside plain scikit-learn in the same run, and how
often a test finds a difference where there is none.

usage: python benchmarks/analysis.py [REPORTS] [WORDS]

The reports (10,000 with a vocabulary of 20,000 unless told) are drawn from Zipf's law; a tenth of them uses
some words of its own, so that there is something to cluster. scikit-learn's side does less: no interval, no
q value, no dispersion for keyness (chi2); no choice of the number of clusters, no stability for clusters.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array, csr_matrix

from reportlens.analysis import TermMatrix, clustering, keyness, permutation_test
from reportlens.analysis.measures import g2_p_value, log_likelihood

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from generated_reports import homogeneous

DRAWS = 1000
SPLITS = 200


def generated(reports: int, words: int) -> TermMatrix:
    generator = np.random.default_rng(0)
    share = 1 / np.arange(1, words + 1)
    share /= share.sum()
    sizes = generator.integers(600, 1400, reports)
    row = np.repeat(np.arange(reports), sizes)
    column = generator.choice(words, size=len(row), p=share)
    # Ten kinds of reports: each has a tenth of words 20 to 219 instead of the other nine.
    own = (column >= 20) & (column < 220)
    column[own] = 20 + 20 * (row[own] % 10) + (column[own] - 20) % 20
    counts = csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(reports, words))
    counts.sum_duplicates()
    return TermMatrix(
        counts,
        tuple(f"r{k:06}" for k in range(reports)),
        tuple(f"w{k:06}" for k in range(words)),
        ("",) * words,
        sizes.astype(np.int64),
        "words",
    )


def seconds(work: Callable[[], object]) -> float:
    """Of CPU, all threads together: it does not grow with what else the machine does."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    reports, words = (int(x) for x in (sys.argv[1:] + ["10000", "20000"][len(sys.argv) - 1 :]))
    matrix = generated(reports, words)
    group = np.arange(reports) % 2
    names = dict(zip(matrix.reports, ("target", "reference") * reports, strict=False))
    plain = csr_matrix(matrix.counts)
    print(f"{reports:,} reports, {words:,} words, {matrix.counts.nnz:,} cells")
    # Loaded before the clock starts: this measures work, not imports.
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.feature_selection import chi2
    from sklearn.metrics import silhouette_score

    def sklearn_clusters() -> None:
        points = TruncatedSVD(50, random_state=0).fit_transform(
            TfidfTransformer(sublinear_tf=True).fit_transform(plain)
        )
        for k in range(2, 11):
            labels = KMeans(k, n_init=3, random_state=0).fit_predict(points)
            silhouette_score(points, labels, sample_size=2000, random_state=0)

    generator = np.random.default_rng(1)
    few = 20
    rows = [
        (
            "keyness",
            seconds(lambda: keyness(matrix, matrix.reports[::2], matrix.reports[1::2])),
            seconds(lambda: chi2(plain, group)),
        ),
        (
            f"{DRAWS} permutations",
            seconds(lambda: permutation_test(matrix, names, draws=DRAWS)),
            seconds(lambda: [chi2(plain, generator.permutation(group)) for _ in range(few)]) * DRAWS / few,
        ),
        ("clusters, 2 to 10", seconds(lambda: clustering(matrix)), seconds(sklearn_clusters)),
    ]
    print(f"{'':20}{'reportlens s':>14}{'scikit-learn s':>16}{'ratio':>8}")
    for name, ours, theirs in rows:
        print(f"{name:20}{ours:14.2f}{theirs:16.2f}{ours / theirs:8.2f}")
    print(f"(scikit-learn's permutations: {few} measured, {DRAWS} reckoned)")
    false_positives()


def false_positives() -> None:
    """The share of terms with p < 0.05 in random halves of reports of one kind: 5 % is right."""
    generator = np.random.default_rng(2)
    found = {"permutation of reports": [], "G² of tokens": []}  # type: dict[str, list[float]]
    m = homogeneous(1)
    for split in range(SPLITS):
        order = generator.permutation(len(m.reports))
        one, other = order[:20], order[20:]
        groups = {m.reports[k]: "ab"[place < 20] for place, k in enumerate(order)}
        p = permutation_test(m, groups, draws=399, seed=split).table["p_permutation"]
        g2 = log_likelihood(m.total(one), m.total(other), int(m.sizes[one].sum()), int(m.sizes[other].sum()))
        found["permutation of reports"].append(float((p < 0.05).mean()))
        found["G² of tokens"].append(float((g2_p_value(g2) < 0.05).mean()))
    print(f"\nTerms with p < 0.05 where nothing differs ({SPLITS} random halves of 40 reports of one kind)")
    for name, shares in found.items():
        print(f"{name:24}{100 * np.mean(shares):6.1f} %")


if __name__ == "__main__":
    main()
