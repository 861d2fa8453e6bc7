"""report.html: numbers agree with their sentences, nothing from a text acts, both languages are whole."""

import base64
import csv
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from reportlens.analysis import compare, frequencies
from reportlens.analysis.guards import duplicate_warnings, size_warnings
from reportlens.analysis.matrix import TermMatrix
from reportlens.corpus import Corpus
from reportlens.errors import ReportLensError
from reportlens.present.content import Content
from reportlens.present.evidence import SHOWN, gather
from reportlens.present.page import ReportFiles, write_report
from reportlens.present.results import Results
from reportlens.present.visible import visible
from reportlens.present.wording import LANGUAGES, words

TABLES = (
    "reports terms compare expansions hits repairs problems clusters formula quantities practices".split()
)

FIGURES = "compare frequency map dendrogram heat_map adoption network".split()


class Page(HTMLParser):
    """The page as a tree of (tag, attributes, text) in document order, void elements included."""

    VOID = frozenset({"meta", "img", "source", "input", "link", "br"})

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str], tuple[int, ...]]] = []
        self._open: list[int] = []
        self.feed(path.read_text("utf-8"))
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}, [], tuple(self._open)))
        if tag not in self.VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for k in self._open:
            self.elements[k][2].append(data)

    def all(self, tag: str) -> list[tuple[int, dict[str, str], str]]:
        return [(k, a, "".join(t)) for k, (name, a, t, _) in enumerate(self.elements) if name == tag]

    def inside(self, parent: int, tag: str) -> list[tuple[int, dict[str, str], str]]:
        # In document order what is inside comes right behind, up to the first element that is not.
        found = []
        for k in range(parent + 1, len(self.elements)):
            name, attributes, text, above = self.elements[k]
            if parent not in above:
                break
            if name == tag:
                found.append((k, attributes, "".join(text)))
        return found


@pytest.fixture(scope="module", params=LANGUAGES)
def written(
    request: pytest.FixtureRequest, sample_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> ReportFiles:
    return write_report(sample_corpus, tmp_path_factory.mktemp("page") / "out", lang=request.param)


@pytest.fixture(scope="module")
def page(written: ReportFiles) -> Page:
    return Page(written.html)


def hostile_folder(folder: Path) -> Path:
    """Two reports whose title, source, author and text try to be code."""
    bad = '<script>alert(1)</script>{{ 7*7 }}=HYPERLINK("http://x")\u202e三会一课\u2066'
    for name in ("a", "b<i>"):
        (folder / f"{name}.txt").write_text(
            f"{bad}{'题' * 50_000 if name == 'a' else ''}\n坚持三会一课{bad}，开展主题党日。\n", "utf-8"
        )
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "title", "place", "level", "date", "source", "author"])
        writer.writerow(
            ["a.txt", bad + "题" * 50_000, "../../<b>县", "county", "2021-01-01", "=1+1", '"><img src=x>']
        )
        writer.writerow(["b<i>.txt", "", "某市", "city", "", bad, "@SUM(1)"])
    return folder


def test_every_count_is_linked_to_as_many_sentences(written: ReportFiles, page: Page) -> None:
    blocks = {a["id"]: k for k, a, _ in page.all("h4") if "id" in a}
    lists = [k for k, _, _ in page.all("ol")]
    links = [(a["href"][1:], int(text)) for _, a, text in page.all("a") if re.match(r"#e\d+-", a["href"])]
    assert len(links) > 50
    cells = [
        int(a["data-v"]) for _, a, text in page.all("td") if re.fullmatch(r"[\d,]+", text) and "data-v" in a
    ]
    assert len(links) < len(cells)
    for anchor, count in links:
        heading = blocks[anchor]
        shown = len(page.inside(next(k for k in lists if k > heading), "li"))
        said = sorted(int(n) for n in re.findall(r"\d+", "".join(page.elements[heading][2])))
        assert said == ([count] if shown == count else [shown, count])


def test_every_sentence_marks_its_hit_and_leads_to_the_source(page: Page, sample_corpus: Corpus) -> None:
    raws = {row.path: sample_corpus.raw(row.report_id) for row in sample_corpus.reports().itertuples()}
    surfaces = set(sample_corpus.hits()["surface"])
    items = [(k, a) for k, a, _ in page.all("li") if page.inside(k, "details")]
    assert len(items) > 100
    kinds = set()
    for item, attributes in items:
        where = "".join(page.elements[page.inside(item, "details")[0][0]][2])
        path = next(path for path in raws if path in where)
        start, end = map(int, re.findall(r"(\d+)–(\d+)", where)[0])
        marks = [text for _, _, text in page.inside(item, "mark")]
        quoted = page.inside(item, "blockquote")
        is_hit = not attributes.get("id", "").startswith("p")
        kinds.add((is_hit, len(marks), bool(quoted)))
        assert marks or not is_hit
        if is_hit:
            assert marks[0] in surfaces
        if quoted:
            assert marks[-1] == visible(raws[path][start:end])
            assert quoted[0][2] in visible(raws[path])
        else:
            # The clean text is what stands in the source: the mark, or the whole sentence.
            shown = marks[0] if marks else page.inside(item, "bdi")[0][2]
            assert visible(raws[path][start:end]) in shown
    assert len(kinds) > 2


def test_every_link_within_the_page_has_a_target(page: Page) -> None:
    ids = {a["id"] for _, a, *_ in ((k, e[1]) for k, e in enumerate(page.elements)) if "id" in a}
    links = [a["href"][1:] for _, a, _ in page.all("a") if a.get("href", "").startswith("#")]
    assert len(links) > 300
    assert set(links) <= ids


def test_the_page_needs_nothing_but_itself_and_runs_only_our_script(written: ReportFiles, page: Page) -> None:
    html = written.html.read_text("utf-8")
    policy = next(
        a["content"] for _, a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    for tag, kind in (("script", "script-src"), ("style", "style-src")):
        ((_, _, content),) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    for name in ("src", "srcset"):
        assert all(
            a[name].startswith("data:image/svg+xml;base64,")
            for _, a, _ in page.all("img") + page.all("source")
            if name in a
        )
    assert not re.search(r'\s(on\w+|style)="', html)
    targets = {a["id"] for _, a, _, _ in page.elements if "id" in a}
    for _, attributes, _ in page.all("a"):
        href = attributes["href"]
        assert (href[1:] in targets) if href.startswith("#") else (written.html.parent / href).is_file(), href


def test_tables_can_be_read_by_a_screen_reader(page: Page) -> None:
    tables = page.all("table")
    assert len(tables) >= 6
    for table, _, _ in tables:
        assert len(page.inside(table, "caption")) == 1
        heads = page.inside(table, "th")
        assert all("scope" in a for _, a, _ in heads)
        body = page.inside(table, "tbody")[0][0]
        for row, _, _ in page.inside(body, "tr"):
            assert len(page.inside(row, "th")) == 1
    assert all(a["alt"] for _, a, _ in page.all("img"))
    levels = [int(tag[1]) for tag, _, _, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_page_is_in_its_language(written: ReportFiles) -> None:
    html = written.html.read_text("utf-8")
    lang = "zh" if 'lang="zh-Hans"' in html[:200] else "en"
    say, other = words(lang), words("en" if lang == "zh" else "zh")
    for key in ("title", "compare", "frequency", "reports", "evidence", "method", "compare_table"):
        assert say(key) in html
        assert f">{other(key)}<" not in html
    assert html.count("{") == html.count("}")


def test_files_beside_the_page(written: ReportFiles, sample_corpus: Corpus) -> None:
    folder = written.html.parent
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == {
        "report.html",
        "brief.docx",
        *(f"figures/{name}.{form}" for name in FIGURES for form in ("png", "svg", "pdf")),
        *(f"tables/{t}.csv" for t in TABLES),
        "tables/tables.xlsx",
    }
    assert set(written.figures) | set(written.tables) | {written.html, written.brief} == {
        p for p in folder.rglob("*") if p.is_file()
    }
    given = pd.read_csv(folder / "tables" / "compare.csv")
    result = compare(sample_corpus, by="level", target="county", reference="city").table
    assert list(given["n_target"]) == list(result["n_target"])
    book = openpyxl.load_workbook(folder / "tables" / "tables.xlsx")
    assert book.sheetnames == TABLES
    # Spreadsheets write paths with backslashes on every system.
    assert book["reports"]["A2"].hyperlink.target == "..\\report.html"
    assert book["reports"]["A2"].hyperlink.location == "r1"
    cell = next(c for c in book["hits"]["A"][1:] if c.value == book["reports"]["A3"].value)
    assert cell.hyperlink.location == "'reports'!A3"
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert book["compare"].max_row == len(result) + 1


def test_evidence_agrees_with_the_counts_and_leaves_nested_hits_out(sample_corpus: Corpus) -> None:
    table = frequencies(sample_corpus, by="level")
    keys = list(zip(table["term"], table["category"], strict=True))
    groups = sample_corpus.groups("level").to_dict()
    found = gather(sample_corpus, keys, groups, ["county", "city"])
    inclusive = frequencies(sample_corpus, by="level", counting="inclusive").set_index(["term", "category"])
    nested = 0
    for row in table.to_dict("records"):
        evidence = found[(row["term"], row["category"])]
        for group in ("county", "city"):
            block = evidence.block(group)
            assert (block.count if block else 0) == row[f"{group}_count"]
            assert len(block.snippets if block else ()) == min(row[f"{group}_count"], SHOWN // 2)
        everything = inclusive.loc[(row["term"], row["category"])]
        outer = row["county_count"] + row["city_count"]
        assert evidence.nested == everything["county_count"] + everything["city_count"] - outer
        assert bool(evidence.nested) == bool(evidence.example)
        nested += evidence.nested
    assert nested


def test_sentences_shown_come_from_as_many_reports_as_possible(
    sample_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportlens.present.evidence.SHOWN_LEAST", 4)
    monkeypatch.setattr("reportlens.present.evidence.SHOWN", 4)
    groups = dict.fromkeys(sample_corpus.reports()["report_id"], "all")
    (found,) = gather(sample_corpus, [("党支部", "organisation-form")], groups, ["all"]).values()
    (block,) = found.blocks
    assert block.count > len(block.snippets) == 4
    assert len({snippet.report_id for snippet in block.snippets}) == 4


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = hostile_folder(tmp_path_factory.mktemp("hostile"))
    out = tmp_path_factory.mktemp("hostile-out") / "o"
    with Corpus.opened(source) as corpus:
        write_report(corpus, out)
    return out


def test_hostile_texts_are_shown_as_text(hostile: Path) -> None:
    page = Page(hostile / "report.html")
    html = (hostile / "report.html").read_text("utf-8")
    assert len(page.all("script")) == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}=HYPERLINK" in html
    assert not page.all("i")
    assert all(a["src"].startswith("data:") for _, a, _ in page.all("img"))
    assert "〈U+202E〉" in html
    assert not set("\u202e\u2066") & set(html)
    assert len(html) < 1_000_000
    with (hostile / "tables" / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["source"] == "'=1+1"
    assert rows[1]["author"] == "'@SUM(1)"
    sheet = openpyxl.load_workbook(hostile / "tables" / "tables.xlsx")["reports"]
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)


def test_without_two_levels_the_page_says_what_is_missing(tmp_path: Path, sample: Path) -> None:
    for file in (*sample.glob("0[1-4]*.txt"), sample / "places.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = (sample / "manifest.csv").read_text("utf-8-sig").splitlines()
    (tmp_path / "manifest.csv").write_text("\n".join(lines[:5]), "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        files = write_report(corpus, tmp_path / "out")
    html = files.html.read_text("utf-8")
    assert "没有市级报告" in html
    stems = {p.stem for p in files.figures}
    assert "frequency" in stems
    assert "compare" not in stems
    assert not (tmp_path / "out" / "tables" / "compare.csv").exists()


def test_reports_without_a_term_or_a_place_still_give_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天天气很好。\n", "utf-8")
    with Corpus.opened(tmp_path) as corpus:
        assert Content.of(Results(corpus)).groups == ("all",)
        for lang in LANGUAGES:
            files = write_report(corpus, tmp_path / f"out-{lang}", lang=lang)
            assert not files.figures
            html = files.html.read_text("utf-8")
            assert words(lang)("frequency_empty") in html
            assert words(lang)("expansions_none") in html


def test_problems_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("坚持三会一课。\n", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    with Corpus.opened(tmp_path) as corpus:
        html = write_report(corpus, tmp_path / "out", lang="en").html.read_text("utf-8")
    assert "1 item could not be used" in html
    assert "b.txt" in html


def test_a_folder_that_is_not_ours_is_left_alone(sample_corpus: Corpus, tmp_path: Path) -> None:
    for name in ("file.txt", "report.html"):
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        (folder / name).write_text("mine", "utf-8")
        with pytest.raises(ReportLensError, match="holds no report of ours"):
            write_report(sample_corpus, folder)
        assert [(p.name, p.read_text("utf-8")) for p in folder.iterdir()] == [(name, "mine")]
    with pytest.raises(ReportLensError, match="is a file"):
        write_report(sample_corpus, tmp_path / "file" / "file.txt")
    with pytest.raises(ReportLensError, match="unknown language 'fr'"):
        write_report(sample_corpus, tmp_path / "x", lang="fr")
    assert not (tmp_path / "x").exists()


def test_writing_again_gives_the_same_bytes_and_removes_what_is_stale(
    sample_corpus: Corpus, tmp_path: Path
) -> None:
    files = write_report(sample_corpus, tmp_path / "out")
    first = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    (tmp_path / "out" / "figures" / "old.png").write_bytes(b"x")
    (tmp_path / "out" / "notes.txt").write_text("mine", "utf-8")
    assert write_report(sample_corpus, tmp_path / "out") == files
    assert (tmp_path / "out" / "notes.txt").read_text("utf-8") == "mine"
    (tmp_path / "out" / "notes.txt").unlink()
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == first
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_warnings_of_the_analysis_are_told_in_chinese(sample_corpus: Corpus) -> None:
    matrix = TermMatrix.of(sample_corpus)
    rows = [0, 0, 1, 1]
    doubled = TermMatrix(
        matrix.counts[rows], ("a", "b", "c", "d"), matrix.terms, matrix.categories, matrix.sizes[rows]
    )
    told = [
        *size_warnings(("county", "city"), (1, 2), (10, 900)),
        *duplicate_warnings(doubled),
        *compare(sample_corpus, by="level", target="county", reference="city").warnings,
        *compare(sample_corpus, by="place", target="澜岭省榆澜市", reference="霁川省汀岚市").warnings,
    ]
    assert len(told) > 5
    for warning in told:
        assert words("zh").warning(warning) != warning
        assert words("en").warning(warning) == warning
    assert "县级只有 1 篇" in words("zh").warning(told[0])
