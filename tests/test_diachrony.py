"""Terms in time, on generated texts whose key terms and order of adoption are known."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from generated_reports import write_reports
from hypothesis import given
from hypothesis import strategies as st

from reportlens.analysis import cluster, compare
from reportlens.analysis.bursts import batch_bursts, event_bursts
from reportlens.analysis.diachrony import adoption, anachronisms, first_use, term_bursts
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError

KLEINBERG = [4, 17, 23, 27, 33, 35, 37, 76, 77, 82, 84, 88, 90, 92]


def test_kleinberg_bursts() -> None:
    found = event_bursts(KLEINBERG, s=2, gamma=0.1).to_numpy().tolist()
    assert found == [[0, 4, 92], [1, 33, 37], [1, 76, 92], [2, 76, 77]]
    assert event_bursts(KLEINBERG, s=2, gamma=1).to_numpy().tolist() == [[0, 4, 92]]


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=40, unique=True), st.integers(2, 50))
def test_bursts_do_not_depend_on_the_unit_of_time(offsets: list[int], times: int) -> None:
    one = event_bursts(offsets)
    other = event_bursts([x * times for x in offsets])
    level = other["level"].max()
    # The number of states depends on the smallest gap; those that are used do not.
    if level == one["level"].max():
        assert (one[["start", "end"]] * times).equals(other[["start", "end"]])
    assert one.iloc[0].tolist() == [0, min(offsets), max(offsets)]


def test_bursts_in_batches() -> None:
    found = batch_bursts([1, 1, 9, 8, 1, 0], [10, 10, 10, 10, 10, 10])
    assert found[["start", "end"]].to_numpy().tolist() == [[2, 3]]
    assert found["weight"].iloc[0] > 0
    # A year without a report says nothing and ends nothing.
    assert batch_bursts([1, 1, 9, 0, 8, 1, 0], [10, 10, 10, 0, 10, 10, 10])[
        ["start", "end"]
    ].to_numpy().tolist() == [[2, 4]]
    assert batch_bursts([5, 5], [5, 5]).empty
    assert batch_bursts([0, 0], [5, 5]).empty


def test_what_has_no_bursts_is_refused() -> None:
    with pytest.raises(AnalysisError, match="at least two events"):
        event_bursts([3])
    with pytest.raises(AnalysisError, match="same time"):
        event_bursts([3, 3, 4])
    with pytest.raises(AnalysisError, match="s above 1"):
        event_bursts([3, 4], s=1)
    with pytest.raises(AnalysisError, match="every batch needs a total"):
        batch_bursts([3], [2])
    with pytest.raises(AnalysisError, match="s above 1"):
        batch_bursts([5, 1, 5], [9, 9, 9], s=0.5)


class Generated(NamedTuple):
    corpus: Corpus
    county: list[str]
    city: list[str]
    common: list[str]
    adopters: list[str]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    folder = tmp_path_factory.mktemp("generated")
    planted = write_reports(folder)
    with Corpus.opened(folder) as corpus:
        yield Generated(corpus, *planted)


def test_planted_terms_are_found_in_texts(generated: Generated) -> None:
    table = compare(generated.corpus, by="level", target="county", reference="city").table
    found = {side: set(table.loc[table["key"] == side, "term"]) for side in ("target", "reference")}
    planted = {"target": set(generated.county), "reference": set(generated.city)}
    right = sum(len(found[side] & planted[side]) for side in planted)
    assert right / sum(map(len, found.values())) >= 0.9
    assert right / sum(map(len, planted.values())) >= 0.9


def test_planted_clusters_are_found_in_texts(generated: Generated) -> None:
    from sklearn.metrics import adjusted_rand_score

    result = cluster(generated.corpus, clusters=2)
    levels = generated.corpus.groups("level").reindex(result.table["report_id"])
    assert adjusted_rand_score(levels, result.table["cluster"]) >= 0.9
    names = set("、".join(result.table["label"].unique()).split("、"))
    assert names <= set(generated.county) | set(generated.city)


def test_the_planted_order_of_adoption(generated: Generated) -> None:
    result = adoption(generated.corpus, generated.common[-1])
    assert result.table["report_id"].tolist() == generated.adopters
    assert result.table["places"].tolist() == list(range(1, len(generated.adopters) + 1))
    assert result.places == 60
    assert result.table["share"].iloc[-1] == pytest.approx(len(generated.adopters) / 60)
    assert result.table["date"].is_monotonic_increasing


def test_first_use(generated: Generated) -> None:
    table = first_use(generated.corpus).set_index("term")
    row = table.loc[generated.common[-1]]
    assert (row["first_date"], row["report_id"]) == ("2018-11-15", "r10")
    assert row["reports"] == len(generated.adopters)
    assert (row["since"], row["early"]) == ("", 0)
    assert not table.isna().to_numpy().any()


def test_a_term_that_is_everywhere_has_no_burst(generated: Generated) -> None:
    bursts = term_bursts(generated.corpus)
    assert list(bursts.columns) == ["term", "category", "start", "end", "weight", "reports", "of"]
    assert (bursts["reports"] <= bursts["of"]).all()


def write(folder: Path, name: str, date: str, text: str) -> str:
    (folder / f"{name}.txt").write_text(text + "\n", "utf-8")
    return f"{name}.txt,{date},{name}\n"


def test_terms_before_their_time_are_a_wrong_date_or_a_precursor(tmp_path: Path) -> None:
    rows = "file,date,place\n"
    rows += write(
        tmp_path, "wrong", "1999-05-01", "做到“两个维护”，增强“四个意识”，坚定“四个自信”，党支部争先。"
    )
    rows += write(tmp_path, "early", "2012-05-01", "全面从严治党，党支部落实三会一课。")
    rows += write(tmp_path, "right", "2022-05-01", "做到“两个维护”，增强“四个意识”，坚定“四个自信”。")
    (tmp_path / "manifest.csv").write_text(rows, "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        table = anachronisms(corpus)
        uses = first_use(corpus).set_index("term")
        with pytest.raises(AnalysisError, match="is no term in the reports"):
            adoption(corpus, "没有的词")
    assert dict(table.groupby("report_id")["reading"].first()) == {
        "early": "precursor",
        "wrong": "date error",
    }
    assert set(table.loc[table["report_id"] == "wrong", "term"]) >= {"两个维护", "四个意识", "四个自信"}
    assert uses.loc["全面从严治党", "early"] == 2
    assert uses.loc["四个意识", "since"] == "2016"


def test_without_dates_there_is_no_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("党支部落实三会一课。\n", "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        assert first_use(corpus).empty
        assert anachronisms(corpus).empty
        with pytest.raises(AnalysisError, match="two years; there are 0"):
            term_bursts(corpus)
        with pytest.raises(AnalysisError, match="no report that uses '三会一课' has a place and a date"):
            adoption(corpus, "三会一课")


def test_what_was_written_in_january_about_last_year_is_not_before_its_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2015年机关党建工作总结\n党支部做到增强“四个意识”。\n", "utf-8")
    (tmp_path / "b.txt").write_text("2012年机关党建工作总结\n党支部抓实“四个意识”教育。\n", "utf-8")
    (tmp_path / "c.txt").write_text("机关党建工作总结\n党支部抓实“四个意识”教育。\n", "utf-8")
    (tmp_path / "manifest.csv").write_text(
        "file,date,place\na.txt,2016-03-10,甲试点地\nb.txt,,乙试点地\nc.txt,2019-05-01,丙试点地\n", "utf-8"
    )
    with Corpus.opened(tmp_path) as corpus:
        years = corpus.groups("year").to_dict()
        late = anachronisms(corpus)
        first = first_use(corpus).set_index("term").loc["四个意识"]
    assert years == {"a": "2015", "b": "2012", "c": "2019"}
    # The term is of 2016: the report about 2015 was written that year, the one about 2012 has no date.
    assert late.loc[late["term"] == "四个意识", ["report_id", "year", "early"]].to_numpy().tolist() == [
        ["b", 2012, 4]
    ]
    assert (first["report_id"], first["first_date"], first["first_year"], first["last_year"]) == (
        "b", "2012", 2012, 2019,
    )  # fmt: skip
