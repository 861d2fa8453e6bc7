"""report.html in a real browser: silent, offline, and every number leads to its sentence and its source."""

import base64
import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reportlens.corpus import Corpus
from reportlens.present.page import write_report

playwright = pytest.importorskip("playwright.sync_api")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


class Opened:
    """The page in a browser, with everything that it asked for and complained of."""

    def __init__(self, browser: "playwright.Browser", path: Path, width: int, height: int) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.requests: list[str] = []
        self.messages: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.goto(path.as_uri())


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium")
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(sample_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(sample_corpus, tmp_path_factory.mktemp("browser") / "out").html


@pytest.fixture
def desktop(browser: "playwright.Browser", report: Path) -> Iterator[Opened]:
    opened = Opened(browser, report, 1280, 900)
    yield opened
    opened.page.close()


def test_it_asks_for_nothing_and_complains_of_nothing(desktop: Opened, report: Path) -> None:
    desktop.page.wait_for_load_state("load")
    assert [url for url in desktop.requests if not url.startswith("data:")] == [report.as_uri()]
    assert desktop.messages == []


def test_a_number_leads_to_its_sentences_and_from_there_to_the_source(
    desktop: Opened, sample_corpus: Corpus
) -> None:
    page = desktop.page
    link = page.locator("#t-frequency tbody a").first
    count = int(link.inner_text().replace(",", ""))
    link.click()
    anchor = page.evaluate("location.hash.slice(1)")
    heading = page.locator(f"[id='{anchor}']")
    assert heading.is_visible()
    assert str(count) in heading.text_content()
    first = heading.locator("xpath=following-sibling::ol[1]/li[1]")
    node = first.locator("mark").first.text_content()
    assert not first.locator("details > *:not(summary)").first.is_visible()
    first.locator("summary").click()
    details = first.locator("details").text_content()
    start, end = map(int, re.findall(r"(\d+)–(\d+)", details)[0])
    path = next(p for p in sample_corpus.reports()["path"] if p in details)
    report_id = sample_corpus.query("SELECT report_id FROM reports WHERE path = ?", [path])["report_id"].iloc[
        0
    ]
    raw = sample_corpus.raw(report_id)[start:end]
    assert raw == node or raw in details
    digest = sample_corpus.query("SELECT sha256 FROM reports WHERE path = ?", [path])["sha256"].iloc[0]
    assert digest[:12] in details


def test_a_figure_of_the_ledger_leads_to_its_sentence(desktop: Opened) -> None:
    page = desktop.page
    link = page.locator("#t-ledger tbody a").first
    figure = link.inner_text()
    link.click()
    target = page.locator(f"[id='{page.evaluate('location.hash.slice(1)')}']")
    assert target.locator("mark").first.text_content() == figure
    target.locator("summary").click()
    assert "sha256" in target.text_content()


def test_tables_are_sorted_by_their_heads(desktop: Opened) -> None:
    page = desktop.page
    head = page.locator("#t-formula th[data-col='2']")
    read = "cells => cells.map(c => Number(c.dataset.v))"
    cells = page.locator("#t-formula tbody td:nth-child(3)")
    falling = cells.evaluate_all(read)
    assert falling == sorted(falling, reverse=True)
    head.locator("button").click()
    assert cells.evaluate_all(read) == sorted(falling)
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").press("Enter")  # by keyboard as well
    assert cells.evaluate_all(read) == falling


def test_a_table_is_searched(desktop: Opened) -> None:
    page = desktop.page
    rows = page.locator("#t-reports tbody tr")
    title = rows.first.locator("th").inner_text()
    box = page.locator(".filter[data-table='t-reports'] input")
    box.fill(title)
    assert [r.locator("th").inner_text() for r in rows.all() if r.is_visible()] == [title]
    assert f"1 / {rows.count()}" in page.locator(".filter[data-table='t-reports'] output").inner_text()
    box.fill("")
    assert all(r.is_visible() for r in rows.all())


def test_every_character_has_a_glyph(desktop: Opened, report: Path) -> None:
    encoded = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", report.read_text("utf-8"))
    assert encoded is not None
    known = set(TTFont(io.BytesIO(base64.b64decode(encoded[1]))).getBestCmap())
    shown = desktop.page.evaluate("document.body.textContent")
    missing = {c for c in shown if c.isprintable() and not c.isspace() and ord(c) not in known}
    assert missing == set()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_is_never_wider_than_the_screen(
    browser: "playwright.Browser", report: Path, width: int
) -> None:
    opened = Opened(browser, report, width, 800)
    wide = opened.page.evaluate("document.documentElement.scrollWidth")
    opened.page.close()
    assert wide <= width


def test_text_has_contrast_enough(desktop: Opened) -> None:
    """Every colour of text against its background: 4.5 to 1 and more (WCAG 2.1, 1.4.3)."""
    pairs = desktop.page.evaluate(
        """() => {
          const seen = new Map();
          for (const e of document.querySelectorAll('body *')) {
            if (!e.firstChild || e.firstChild.nodeType !== 3 || !e.textContent.trim()) continue;
            let b = e, colour = 'rgba(0, 0, 0, 0)';
            while (b && colour === 'rgba(0, 0, 0, 0)') { colour = getComputedStyle(b).backgroundColor; b = b.parentElement; }
            if (colour === 'rgba(0, 0, 0, 0)') colour = 'rgb(255, 255, 255)';
            seen.set(getComputedStyle(e).color + '|' + colour, e.tagName + '.' + e.className);
          }
          return [...seen];
        }"""
    )

    def luminance(colour: str) -> float:
        parts = [int(n) / 255 for n in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert len(pairs) > 3
    for colours, where in pairs:
        light, dark = sorted(map(luminance, colours.split("|")), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, where


def test_a_thousand_reports_load_in_two_seconds_of_work(
    browser: "playwright.Browser", tmp_path: Path
) -> None:
    """Bounded by what is parsed and laid out, not by the clock of a busy machine: bytes and elements."""
    folder = tmp_path / "texts"
    folder.mkdir()
    lines = ["file,title,place,level,date"]
    for k in range(1000):
        county = f"第{k}号县" if k % 3 else f"第{k}号市"
        text = "".join(
            f"\n{'一二三四五'[n]}、第{n}方面工作\n组织{k + n}名党员开展“星火{k % 97}{n}”行动，走访群众{k * n + 7}户，落实“三会一课”制度，"
            f"化解矛盾纠纷{n + 3}起，建立{'联动包保督导问效'[n : n + 2]}机制。"
            for n in range(5)
        )
        (folder / f"{k:04}.txt").write_text(f"{county}机关党建工作总结{text}\n", "utf-8")
        lines.append(f"{k:04}.txt,{county}总结,{county},{'county' if k % 3 else 'city'},{2019 + k % 5}-06-01")
    (folder / "manifest.csv").write_text("\n".join(lines), "utf-8")
    with Corpus.opened(folder) as corpus:
        html = write_report(corpus, tmp_path / "out").html
    assert html.stat().st_size < 12_000_000
    opened = Opened(browser, html, 1280, 900)
    elements = opened.page.evaluate("document.getElementsByTagName('*').length")
    opened.page.close()
    assert elements < 120_000
