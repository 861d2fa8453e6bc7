"""The ledger of quantities keeps units and bounds apart and leads back to the source."""

import pytest

from reportlens.analysis.ledger import ledger
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError


def test_every_figure_stands_in_its_sentence_and_in_the_source(sample_corpus: Corpus) -> None:
    table = ledger(sample_corpus).table
    assert len(table) > 60
    for row in table.itertuples():
        assert row.surface in row.sentence
        assert sample_corpus.text(row.report_id)[row.start : row.end] == row.surface
        assert 0 <= row.raw_start < row.raw_end <= len(sample_corpus.raw(row.report_id))


def test_figures_side_by_side_are_as_many_as_in_the_ledger(sample_corpus: Corpus) -> None:
    result = ledger(sample_corpus)
    wide = result.side_by_side("place")
    places = [c for c in wide.columns if c not in ("subject_key", "unit", "groups")]
    assert wide[places].stack().str.split("；").str.len().sum() == len(result.table)
    assert not wide.duplicated(["subject_key", "unit"]).any()


def test_subject_and_unit_narrow_it(sample_corpus: Corpus) -> None:
    narrow = ledger(sample_corpus, subject="党员", unit="名").table
    assert 0 < len(narrow) < len(ledger(sample_corpus).table)
    assert set(narrow["unit"]) == {"名"}
    with pytest.raises(AnalysisError, match="unknown grouping"):
        ledger(sample_corpus).side_by_side("colour")
