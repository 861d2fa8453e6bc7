"""Reports with known differences: as matrices of counts, and as texts made of terms of the lexicon."""

from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from reportlens.analysis import TermMatrix
from reportlens.annotate.terms import find_spans
from reportlens.lexicon import default_lexicon


def matrix_of(counts: np.ndarray, sizes: np.ndarray) -> TermMatrix:
    reports = tuple(f"r{k:03}" for k in range(len(counts)))
    terms = tuple(f"t{k:03}" for k in range(counts.shape[1]))
    return TermMatrix(
        csr_array(counts.astype(np.int64)), reports, terms, ("",) * len(terms), sizes.astype(np.int64)
    )


def drawn(rates: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Counts and sizes of reports whose use of a term varies from report to report more than chance.

    `rates` has shape (reports, terms): occurrences per 1,000 tokens. A report of the same kind may use a
    term thrice as often as another (gamma of shape 2), as reports do.
    """
    sizes = generator.integers(700, 1500, len(rates))
    own = generator.gamma(2.0, 0.5, rates.shape)
    return generator.poisson(rates * own * sizes[:, None] / 1000), sizes


def homogeneous(seed: int, reports: int = 40, terms: int = 100) -> TermMatrix:
    generator = np.random.default_rng(seed)
    rates = np.repeat(generator.uniform(2, 12, terms)[None, :], reports, axis=0)
    return matrix_of(*drawn(rates, generator))


def planted_keys(seed: int) -> tuple[TermMatrix, set[str], set[str]]:
    """60 reports in two groups (even and odd), the key terms of each, and 5 terms that one report repeats."""
    generator = np.random.default_rng(seed)
    rates = np.repeat(generator.uniform(1, 8, 200)[None, :], 60, axis=0)
    rates[::2, :10] *= 4
    rates[1::2, 10:20] *= 4
    counts, sizes = drawn(rates, generator)
    counts[:, 20:25] = 0
    counts[np.arange(0, 10, 2), np.arange(20, 25)] = 40
    return matrix_of(counts, sizes), {f"t{k:03}" for k in range(10)}, {f"t{k:03}" for k in range(10, 20)}


def planted_clusters(seed: int, groups: int = 3) -> tuple[TermMatrix, np.ndarray, list[set[str]]]:
    """60 reports, the group of each, and the terms of each group; all groups share 80 other terms."""
    generator = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), 60 // groups)
    rates = np.repeat(generator.uniform(1, 8, 80 + 12 * groups)[None, :], 60, axis=0)
    own = []
    for g in range(groups):
        columns = np.arange(80 + 12 * g, 92 + 12 * g)
        rates[:, columns] = 0.3
        rates[np.ix_(group == g, columns)] = 6
        own.append({f"t{k:03}" for k in columns})
    return matrix_of(*drawn(rates, generator)), group, own


def shuffled(matrix: TermMatrix, seed: int) -> TermMatrix:
    """The same matrix with its rows and columns in another order."""
    generator = np.random.default_rng(seed)
    return matrix.part(generator.permutation(len(matrix.reports)), generator.permutation(len(matrix.terms)))


def plain_terms(number: int) -> list[str]:
    """Terms of the lexicon that contain no other term and stand in no other beside them."""
    found = []
    for term in default_lexicon().terms:
        name = term.canonical
        alone = [(s.start, s.end, s.canonical) for s in find_spans(f"抓好{name}，", default_lexicon())]
        if 4 <= len(name) <= 6 and name.isalpha() and alone == [(2, 2 + len(name), name)] and not term.since:
            found.append(name)
    return sorted(dict.fromkeys(found))[:number]


OPENINGS = ("我们认真抓好{}，", "各单位持续推进{}，", "今年着力做实{}，", "大家一起谋划{}，")
CLOSINGS = ("成效看得见。", "群众都说好。", "一步一步走稳。", "年底逐项对账。")


def write_reports(folder: Path, seed: int = 5) -> tuple[list[str], list[str], list[str], list[str]]:
    """60 texts with a manifest: (terms of counties, terms of cities, common terms, order of adoption).

    Counties and cities alternate and are dated a month apart, from 2018 on. The last of the common terms
    is taken up by one place after the other from the eleventh report on; the places in that order are
    the last list.
    """
    generator = np.random.default_rng(seed)
    terms = plain_terms(31)
    county, city, common, spreading = terms[:6], terms[6:12], terms[12:30], terms[30]
    rows = ["file,place,level,date"]
    adopters = []
    for k in range(60):
        level = ("county", "city")[k % 2]
        place, date = f"第{k:02}试点地", f"{2018 + k // 12}-{k % 12 + 1:02}-15"
        own = county if level == "county" else city
        words = [*generator.choice(own, 5), *generator.choice(common, 14)]
        if k >= 10 and k % 3 == 1:
            words.append(spreading)
            adopters.append(f"r{k:02}")
        generator.shuffle(words)
        lines = [
            OPENINGS[generator.integers(4)].format(word) + CLOSINGS[generator.integers(4)] for word in words
        ]
        (folder / f"r{k:02}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        rows.append(f"r{k:02}.txt,{place},{level},{date}")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return county, city, [*common, spreading], adopters
