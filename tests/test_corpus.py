"""A corpus on disk: built, brought up to date, killed half way, and never half written."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from reportlens.corpus import Corpus, build, building
from reportlens.corpus.tables import SCHEMAS
from reportlens.errors import CorpusError
from reportlens.lexicon import Lexicon, Term
from reportlens.reading.sources import find_sources

LEXICON = Lexicon([Term("三会一课", "numeral-abbreviation"), Term("主题党日", "institution-mechanism")])
TEXT = "芷陂县直机关各党支部严格落实三会一课制度，开展主题党日{}次。\n"


def write(folder: Path, *numbers: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"r{number}.txt").write_text(TEXT.format(number), "utf-8")
    return folder


def rebuilt(sources: Path, to: Path, **options: object) -> "tuple[int, int]":
    built = build(find_sources([sources]), to, lexicon=LEXICON, **options)  # type: ignore[arg-type]
    return built.annotated, built.kept


def test_only_what_changed_is_annotated_again(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1, 2, 3), tmp_path / "c"
    assert rebuilt(sources, to) == (3, 0)
    assert rebuilt(sources, to) == (0, 3)
    (sources / "r2.txt").write_text(TEXT.format(22), "utf-8")
    (sources / "r3.txt").unlink()
    write(sources, 4)
    assert rebuilt(sources, to) == (2, 1)
    with Corpus(to) as corpus:
        assert list(corpus.reports()["report_id"]) == ["r1", "r2", "r4"]
        assert "22次" in corpus.text("r2")
        assert set(corpus.hits()["report_id"].astype(str)) == {"r1", "r2", "r4"}


def test_what_a_manifest_states_counts_as_a_change(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1, 2), tmp_path / "c"
    rebuilt(sources, to)
    (sources / "manifest.csv").write_text("file,level\nr1.txt,county\n", "utf-8")
    assert rebuilt(sources, to) == (1, 1)


def test_another_lexicon_annotates_everything_again(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1, 2), tmp_path / "c"
    rebuilt(sources, to)
    other = Lexicon([Term("三会一课制度", "institution-mechanism")])
    assert build(find_sources([sources]), to, lexicon=other).annotated == 2


def test_a_killed_build_leaves_a_whole_corpus_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, to = write(tmp_path / "s", *range(6)), tmp_path / "c"
    module = building
    monkeypatch.setattr(module, "SHARD_BYTES", 150)
    done = []

    def killed_after_two() -> object:
        def write_shard(folder: Path, name: str, found: dict[str, object]) -> None:
            if len(done) == 2:
                raise KeyboardInterrupt
            done.append(name)
            real(folder, name, found)

        return write_shard

    real = module.write_shard
    monkeypatch.setattr(module, "write_shard", killed_after_two())
    with pytest.raises(KeyboardInterrupt):
        rebuilt(sources, to)
    with Corpus(to) as corpus:
        half = len(corpus.reports())
    assert 0 < half < 6
    monkeypatch.setattr(module, "write_shard", real)
    assert rebuilt(sources, to) == (6 - half, half)
    with Corpus(to) as corpus:
        assert len(corpus.reports()) == 6
    assert not list((to / "shards").glob(".*"))


def test_processes_and_shards_do_not_change_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = write(tmp_path / "s", *range(5))
    rebuilt(sources, tmp_path / "one", jobs=1)
    monkeypatch.setattr("reportlens.corpus.building.SHARD_BYTES", 150)
    rebuilt(sources, tmp_path / "two", jobs=2)
    assert len(list((tmp_path / "two" / "shards").iterdir())) > 1
    with Corpus(tmp_path / "one") as one, Corpus(tmp_path / "two") as two:
        for left, right in (
            (one.reports(), two.reports()),
            (one.hits(), two.hits()),
            (one.counts(), two.counts()),
        ):
            pd.testing.assert_frame_equal(left.astype(object), right.astype(object))


def test_unreadable_files_are_problems_and_mended_files_are_taken(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1), tmp_path / "c"
    (sources / "empty.txt").write_bytes(b"")
    built = build(find_sources([sources]), to, lexicon=LEXICON)
    assert [Path(p.path).name for p in built.problems if p.lost] == ["empty.txt"]
    with Corpus(to) as corpus:
        assert list(corpus.problems()["stage"]) == ["reading"]
    (sources / "empty.txt").write_text(TEXT, "utf-8")
    assert rebuilt(sources, to) == (1, 1)
    with Corpus(to) as corpus:
        assert corpus.problems().empty


def test_nothing_readable_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"nothing readable(.|\n)*a\.txt: the file is empty"):
        rebuilt(tmp_path / "s", tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_foreign_folders_and_other_versions_are_refused(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1), tmp_path / "c"
    with pytest.raises(CorpusError, match="exists and is no corpus"):
        rebuilt(sources, sources)
    rebuilt(sources, to)
    head = json.loads((to / "corpus.json").read_text())
    (to / "corpus.json").write_text(json.dumps(head | {"format": 99}))
    with pytest.raises(CorpusError, match="format version 99"):
        Corpus(to)
    (to / "corpus.json").write_text("{")
    with pytest.raises(CorpusError, match=r"no readable corpus\.json"):
        Corpus(to)
    (to / "corpus.json").write_text(json.dumps(head))
    shutil.rmtree(to / "shards" / head["shards"][0])
    with pytest.raises(CorpusError, match="is missing"):
        Corpus(to)


def test_tables_open_without_us(tmp_path: Path) -> None:
    rebuilt(write(tmp_path / "s", 1), tmp_path / "c")
    shard = next((tmp_path / "c" / "shards").iterdir())
    assert {p.stem for p in shard.iterdir()} == set(SCHEMAS)
    assert pq.read_table(shard / "terms.parquet").to_pandas()["term"].tolist() == [
        "三会一课制度",
        "三会一课",
        "主题党日",
    ]


def test_a_build_that_finds_nothing_leaves_a_good_corpus_alone(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1, 2), tmp_path / "c"
    rebuilt(sources, to)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match="nothing readable"):
        rebuilt(tmp_path / "bad", to)
    with Corpus(to) as corpus:
        assert len(corpus.reports()) == 2
    assert rebuilt(sources, to) == (0, 2)


def test_problems_are_told_again_while_their_file_is_as_it_was(tmp_path: Path) -> None:
    sources, to = write(tmp_path / "s", 1), tmp_path / "c"
    (sources / "t.csv").write_text(f"text,place\n{TEXT.strip()},\n,芷陂县\n", "utf-8")
    for _ in range(2):
        built = build(find_sources([sources]), to, lexicon=LEXICON)
        assert [Path(p.path).name for p in built.problems if p.lost] == ["t.csv#row3"]
    with Corpus(to) as corpus:
        assert len(corpus.problems()) == 1
    (sources / "t.csv").unlink()
    assert build(find_sources([sources]), to, lexicon=LEXICON).problems == ()


def test_what_we_wrote_among_the_sources_is_not_read(tmp_path: Path) -> None:
    sources = write(tmp_path / "s", 1)
    rebuilt(sources, sources / "c")
    assert rebuilt(sources, sources / "c") == (0, 1)
    assert find_sources([sources]).problems == ()


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    rebuilt(write(tmp_path / "s", 1), tmp_path / "c")
    shard = next((tmp_path / "c" / "shards").iterdir())
    (shard / "terms.parquet").write_bytes(b"PAR1")
    with pytest.raises(CorpusError, match="a table is damaged"):
        Corpus(tmp_path / "c")
