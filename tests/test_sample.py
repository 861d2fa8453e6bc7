"""The pipeline against what was planted in the sample (corpus/sample/truth.json)."""

import subprocess
import sys
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path, PurePath
from typing import Any

import opencc
import pandas as pd
import pytest
from damage_simulator import GLOSS
from sklearn.metrics import adjusted_rand_score

from reportlens.analysis import Formula, adoption, cluster, compare, formula
from reportlens.analysis.sentences import letters
from reportlens.annotate.places.divisions import former_divisions, present_divisions, stem
from reportlens.corpus import Corpus

ROOT = Path(__file__).parents[1]
SIMPLIFY = opencc.OpenCC("t2s").convert
FLOOR = 0.97
Row = dict[str, Any]


@dataclass
class Recall:
    """How many planted things were found, and the others, which a failing test shows."""

    planted: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, found: bool, what: object) -> None:
        self.planted += 1
        if not found:
            self.missed.append(str(what))

    def assert_floor(self, floor: float = FLOOR) -> None:
        share = 1 - len(self.missed) / self.planted
        assert share >= floor, f"{share:.4f} of {self.planted}; missed:\n" + "\n".join(self.missed)


def report_id(row: Row) -> str:
    return PurePath(row["file"]).stem


@pytest.fixture(scope="module")
def tables(sample_corpus: Corpus) -> Callable[[str], dict[str, pd.DataFrame]]:
    """The rows of terms, quantities, entities and expansions, by report id."""
    names = ("terms", "quantities", "entities", "expansions")
    split = {}
    for name in names:
        table = sample_corpus.query(f"SELECT * FROM {name}")
        split[name] = dict(iter(table.groupby(table["report_id"].astype(str)))), table.head(0)
    return lambda report: {name: parts.get(report, empty) for name, (parts, empty) in split.items()}


def test_what_was_planted_stands_in_the_originals(truth: Row, clean_texts: Mapping[str, str]) -> None:
    """The list is written by hand: a slip in it must not pass for a fault of the program."""
    for row in truth["reports"]:
        text = clean_texts[report_id(row)]
        assert text.split("\n")[: 1 + bool(row["subtitle"])] == [
            line for line in (row["title"], row["subtitle"]) if line
        ]
        for kind in ("terms", "places"):
            surfaces = [planted["text"] for planted in row[kind]]
            assert len(set(surfaces)) == len(surfaces), (row["file"], kind)
            assert not [s for s in surfaces if s not in text], row["file"]
        for planted in row["quantities"]:
            assert planted["text"] in planted["sentence"], planted
            assert planted["sentence"] in text, planted
        for planted in row["expansions"]:
            assert not [m for m in planted["members"] if m not in text], planted
    for kind in ("borrowed", "formula"):
        for planted in truth[kind].values():
            passage = planted["text"].rstrip("。")  # it may go on
            having = [r["file"] for r in truth["reports"] if passage in clean_texts[report_id(r)]]
            assert having == planted["reports"], planted


def test_invented_places_are_in_no_official_list(truth: Row, sample: Path) -> None:
    places = pd.read_csv(sample / "places.csv").fillna("")
    official = {d.name for d in (*present_divisions(), *former_divisions())}
    short = {stem(name) for name in official} - {None}
    for row in places.to_dict("records"):
        own = row["county"] or row["city"] or row["province"]
        assert own not in official
        assert stem(own) not in short
    assert {row["place"] for row in truth["reports"]} <= set(places["name"])
    assert Counter(row["level"] for row in truth["reports"]) == {"county": 24, "city": 12}


def test_a_coinage_stands_in_one_report_only(truth: Row, clean_texts: Mapping[str, str]) -> None:
    for row in truth["reports"]:
        assert row["coinages"]
        for coinage in row["coinages"]:
            assert [r for r, text in clean_texts.items() if coinage in text] == [report_id(row)]


def test_damaged_reports_are_clean_again(
    truth: Row, sample_corpus: Corpus, clean_texts: Mapping[str, str]
) -> None:
    """Exact to the character, but for spots that the repair calls `suspect` and leaves as they are."""
    repairs = sample_corpus.query("SELECT report_id, before FROM repairs WHERE kind = 'suspect'")
    suspect = repairs.groupby(repairs["report_id"].astype(str))["before"].apply(list).to_dict()
    left = 0
    for row in truth["reports"]:
        report = report_id(row)
        changes = list(differences(clean_texts[report], sample_corpus.text(report).rstrip("\n")))
        for was, now in changes:
            assert any(plain(now) in plain(spot) for spot in suspect.get(report, [])), (report, was, now)
        left += len(changes)
    assert left <= 8


def plain(spot: str) -> str:
    """What stands in a spot that is left alone: width and script are unified and readings are cut there too."""
    return SIMPLIFY(unicodedata.normalize("NFKC", GLOSS.sub("", spot)))


def differences(original: str, clean: str) -> Iterator[tuple[str, str]]:
    if original != clean:
        for kind, a, b, c, d in SequenceMatcher(None, original, clean, autojunk=False).get_opcodes():
            if kind != "equal":
                yield original[a:b], clean[c:d]


def test_title_place_date_and_source(truth: Row, sample_corpus: Corpus) -> None:
    reports = sample_corpus.reports().set_index("report_id")
    for row in truth["reports"]:
        found = reports.loc[report_id(row)]
        told = {key: found[key] if pd.notna(found[key]) else None for key in found.index}
        told["date"] = (told["date"] or "")[:10]
        for key in ("title", "place", "level", "date", "year", "source"):
            assert told[key] == row[key], (row["file"], key)


def test_authors(truth: Row, sample_corpus: Corpus) -> None:
    reports = sample_corpus.reports().set_index("report_id")
    for row in truth["reports"]:
        told = reports.loc[report_id(row), "author"]
        if row["author"]:
            assert str(told).split() == row["author"].split(), row["file"]


@pytest.fixture(scope="module")
def found_terms(truth: Row, tables: Callable[[str], Any]) -> list[tuple[str, Row, pd.DataFrame]]:
    rows = []
    for row in truth["reports"]:
        terms = tables(report_id(row))["terms"]
        rows += [
            (row["file"], planted, terms[terms["surface"] == planted["text"]]) for planted in row["terms"]
        ]
    return rows


def test_planted_terms_are_found(found_terms: Sequence[tuple[str, Row, pd.DataFrame]]) -> None:
    recall = Recall()
    for file, planted, hits in found_terms:
        recall.count(len(hits) > 0, f"{file}: {planted['text']}")
    recall.assert_floor()


@pytest.mark.parametrize(("column", "key"), [("term", "canonical"), ("category", "category")])
def test_planted_terms_are_understood(
    found_terms: Sequence[tuple[str, Row, pd.DataFrame]], column: str, key: str
) -> None:
    """Of those that are found: the concept and its category."""
    recall = Recall()
    for file, planted, hits in found_terms:
        if len(hits):
            given = sorted(set(hits[column].astype(str)))
            recall.count(given == [planted[key]], f"{file}: {planted['text']}: {planted[key]}, not {given}")
    recall.assert_floor()


def test_planted_expansions_are_found(truth: Row, tables: Callable[[str], Any]) -> None:
    recall = Recall()
    for row in truth["reports"]:
        table = tables(report_id(row))["expansions"]
        spelled = table[table["status"] == "expanded"]
        for planted in row["expansions"]:
            mine = spelled[spelled["abbreviation"] == planted["abbreviation"]]["members"]
            found = [list(members) for members in mine]
            recall.count(found == [planted["members"]], f"{row['file']}: {planted}: {found}")
    recall.assert_floor()


def test_what_is_not_spelled_out_has_no_members(truth: Row, tables: Callable[[str], Any]) -> None:
    for row in truth["reports"]:
        spelled = {planted["abbreviation"] for planted in row["expansions"]}
        table = tables(report_id(row))["expansions"]
        for coinage in set(row["coinages"]) - spelled:
            assert coinage not in set(table["abbreviation"]), row["file"]


def test_planted_quantities_are_found(
    truth: Row, tables: Callable[[str], Any], sample_corpus: Corpus, clean_texts: Mapping[str, str]
) -> None:
    """The span of the figure, and its value, upper bound, qualifier and unit."""
    spans, read = Recall(), Recall()
    for row in truth["reports"]:
        report = report_id(row)
        original, clean = clean_texts[report], sample_corpus.text(report)
        place = positions(original, clean)
        figures = {
            (q.start, q.surface): (q.value, q.upper if pd.notna(q.upper) else None, q.qualifier, q.unit)
            for q in tables(report)["quantities"].itertuples()
        }
        taken: set[tuple[int, str]] = set()
        for planted in row["quantities"]:
            start = original.index(planted["sentence"])
            spots = [
                (place(start + k), planted["text"])
                for k in range(len(planted["sentence"]))
                if planted["sentence"].startswith(planted["text"], k)
            ]
            wanted = (planted["value"], planted["upper"], planted["qualifier"], planted["unit"])
            here = [spot for spot in spots if spot in figures and spot not in taken]
            right = [spot for spot in here if figures[spot] == pytest.approx(wanted)]
            taken |= set((right or here)[:1])
            what = f"{row['file']}: {wanted} in {planted['sentence']}"
            spans.count(bool(here), f"{planted['text']}: {what}")
            read.count(bool(right), f"{[figures[spot] for spot in here]}: {what}")
    spans.assert_floor()
    read.assert_floor()


def positions(original: str, clean: str) -> Callable[[int], int]:
    """Where a character of the original stands in the clean text, -1 if it is in a damaged spot."""
    if original == clean.rstrip("\n"):
        return lambda k: k
    blocks = SequenceMatcher(None, original, clean, autojunk=False).get_matching_blocks()
    starts = [block.a for block in blocks]

    def place(k: int) -> int:
        block = blocks[bisect_right(starts, k) - 1]
        return block.b + k - block.a if block.a <= k < block.a + block.size else -1

    return place


def test_planted_places_are_found(truth: Row, tables: Callable[[str], Any]) -> None:
    """Each name of a place, resolved to its full official name."""
    recall = Recall()
    for row in truth["reports"]:
        entities = tables(report_id(row))["entities"]
        found = {(e.surface, e.value) for e in entities[entities["label"] == "PLACE"].itertuples()}
        for planted in row["places"]:
            recall.count((planted["text"], planted["name"]) in found, f"{row['file']}: {planted}")
    recall.assert_floor()


@pytest.mark.parametrize("formula", ["keep", "weigh", "remove"])
def test_clusters_are_the_families_of_practices(truth: Row, sample_corpus: Corpus, formula: str) -> None:
    """Counted are terms, as `cluster` does by default: no words are needed."""
    family = {
        PurePath(file).stem: name for name, rows in truth["clusters"].items() for file in rows["reports"]
    }
    found = cluster(sample_corpus, clusters=4, formula=formula).table
    assert len(found) == 36
    assert adjusted_rand_score([family[r] for r in found["report_id"]], found["cluster"]) >= 0.9


@pytest.mark.parametrize(("side", "ahead"), [("county", 4), ("city", 4)])
def test_planted_differences_come_first(truth: Row, sample_corpus: Corpus, side: str, ahead: int) -> None:
    """第一书记, 县直机关 and 市直机关 are offices and classes, no terms: they count among the words."""
    planted = set(truth[f"{side}_terms"])
    first = first_by_g2(sample_corpus, side, "terms")
    assert set(first[:ahead]) <= planted, first[:ahead]
    assert "市直" not in planted
    words = first_by_g2(sample_corpus, side, "words")
    assert len(planted & set(words[:12])) >= 3, words[:12]


def first_by_g2(corpus: Corpus, side: str, unit: str) -> list[str]:
    other = "city" if side == "county" else "county"
    table = compare(corpus, by="level", target=side, reference=other, unit=unit, permutations=0).table
    return table[table["log_ratio"] > 0].sort_values("g2", ascending=False)["term"].tolist()


def test_adoption_is_in_the_order_of_dates(truth: Row, sample_corpus: Corpus) -> None:
    planted = truth["adoption"]
    found = adoption(sample_corpus, planted["term"])
    expected = [(use["place"], use["date"], PurePath(use["file"]).stem) for use in planted["first_uses"]]
    assert found.places == 36
    assert expected[0][0] == "澜岭省柘澄市芷陂县"
    rows = found.table[["place", "date", "report_id"]].itertuples(index=False)
    assert [(place, date[:10], report) for place, date, report in rows] == expected


@pytest.fixture(scope="module")
def found_formula(sample_corpus: Corpus) -> Formula:
    return formula(sample_corpus)


def sentences_with(found: Formula, corpus: Corpus, passage: str) -> dict[str, pd.Series]:
    """The sentence of each report that holds the first sentence of `passage`, by report id."""
    wanted = letters(passage.split("。")[0])
    rows = {}
    for _, row in found.sentences.iterrows():
        if wanted in letters(corpus.text(row["report_id"])[row["start"] : row["end"]]):
            rows[row["report_id"]] = row
    return rows


def test_borrowed_passages_are_one_family(truth: Row, sample_corpus: Corpus, found_formula: Formula) -> None:
    """Reports that share a passage, and no other, share its sentence."""
    for passage in truth["borrowed"].values():
        rows = sentences_with(found_formula, sample_corpus, passage["text"])
        assert sorted(rows) == [PurePath(file).stem for file in passage["reports"]]
        families = {row["family"] for row in rows.values()}
        assert len(families) == 1, passage
        assert {row["reports"] for row in rows.values()} == {len(passage["reports"])}


def test_formula_is_recognised(truth: Row, sample_corpus: Corpus, found_formula: Formula) -> None:
    """As whole sentences and as parts of longer ones: so many letters of the sentence are formula."""
    for passage in truth["formula"].values():
        rows = sentences_with(found_formula, sample_corpus, passage["text"])
        assert sorted(rows) == [PurePath(file).stem for file in passage["reports"]]
        assert len(rows) >= found_formula.places_needed
        wanted = len(letters(passage["text"]))
        for report, row in rows.items():
            assert round(row["formula_share"] * row["n_chars"]) >= wanted, (report, passage["text"])


def test_the_sample_is_what_its_build_makes(tmp_path: Path, sample: Path) -> None:
    """Built anew from the originals: the same bytes twice, and those that are kept."""
    for folder in ("sample", "originals"):
        (tmp_path / "corpus" / folder).mkdir(parents=True)
        for path in (ROOT / "corpus" / folder).iterdir():
            (tmp_path / "corpus" / folder / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, str(ROOT / "tools/build_sample.py"), str(tmp_path)]
    made = tmp_path / "corpus/sample"
    damaged = [p.name for p in made.iterdir() if (tmp_path / f"corpus/originals/{p.stem}.txt").exists()]
    assert len(damaged) == 10
    runs = []
    for _ in range(2):
        for name in (*damaged, "manifest.csv", "places.csv"):
            (made / name).unlink()
        subprocess.run(command, check=True)
        runs.append({p.name: p.read_bytes() for p in made.iterdir()})
    assert runs[0] == runs[1]
    # What other libraries write depends on their versions.
    kept = {p.name: p.read_bytes() for p in sample.iterdir() if p.suffix not in (".pdf", ".docx")}
    assert {name: runs[0][name] for name in kept} == kept
