"""Figures: every character is drawn, the same result gives the same file, too little data is refused."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from reportlens.analysis import Keyness, frequencies
from reportlens.corpus import Corpus
from reportlens.errors import AnalysisError, ReportLensError
from reportlens.present import fonts
from reportlens.present.canvas import NARROW, WIDTH, rendered, save
from reportlens.present.figures import (
    MIN_COUNT,
    enough_evidence,
    interval_columns,
    plot_frequencies,
    plot_keyness,
)
from reportlens.present.style import style
from reportlens.present.wording import LANGUAGES, words

# pytest.ini turns warnings into errors, so a glyph that the font lacks fails the test that draws it.


def fake(rows: list[tuple[str, int, int, int, int, float]], reports: int = 5) -> Keyness:
    """A result from (term, n_target, n_reference, reports_target, reports_reference, q)."""
    table = pd.DataFrame(
        rows, columns=["term", "n_target", "n_reference", "reports_target", "reports_reference", "q_value"]
    )
    ratio = np.log2(table["n_target"].clip(lower=0.5) / table["n_reference"].clip(lower=0.5))
    table = table.assign(
        category="work-line",
        log_ratio=ratio,
        log_ratio_low=ratio - 1.5,
        log_ratio_high=ratio + 1.5,
        g2=abs(ratio) * 3,
    ).sort_values("g2", ascending=False, ignore_index=True)
    return Keyness(table, "county", "city", reports, reports, 9000, 8000, "terms", "longest")


RESULT = fake([("三会一课", 9, 2, 4, 2, 0.01), ("营商环境", 0, 8, 0, 3, 0.2), ("党支部", 30, 28, 5, 5, 0.9)])


def labels(figure: Figure) -> list[str]:
    return [label.get_text() for label in figure.axes[0].get_yticklabels()]


def texts(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in [*figure.texts, *figure.axes[0].texts])


def test_every_string_of_ours_can_be_drawn() -> None:
    with style():
        figure = Figure()
        for lang in LANGUAGES:
            say = words(lang)
            for text in [*say.texts.values(), *(say.name(*key.split(":", 1)) for key in say.named)]:
                assert fonts.drawable(text.replace("\n", "")) == " ".join(text.replace("\n", "").split())
                figure.text(0, 0, text)
        rendered(figure, "png")


def test_terms_that_the_font_lacks_or_that_look_like_formulas_do_no_harm() -> None:
    terms = [
        "$\\frac{1}$ 与 $x$",
        "右\u202e左",
        "\U000323af字",
        "a\x00b",
        "<script>",
        "{{ x }}",
        "=1",
        "长" * 60,
    ]
    result = fake([(term, 9, 1, 3, 1, 0.5) for term in terms])
    figure = plot_keyness(result)
    rendered(figure, "svg")
    assert {"右〓左", "〓字", "a〓b", "$\\frac{1}$ 与 $x$", "长" * 15 + "…"} <= set(labels(figure))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_keyness_shows_both_sides_with_their_counts(lang: str, width: float) -> None:
    figure = plot_keyness(RESULT, lang=lang, width=width)
    rendered(figure, "png")
    assert labels(figure) == ["三会一课", "党支部", "营商环境"]
    shown = texts(figure)
    for counts in ("9/2", "30/28", "0/8"):
        assert counts in shown
    assert words(lang).name("level", "county") in shown
    assert str(MIN_COUNT) in shown


def test_nothing_is_drawn_outside_the_sheet() -> None:
    for lang in LANGUAGES:
        for width in (WIDTH, NARROW):
            figure = plot_keyness(RESULT, lang=lang, width=width)
            with style():
                box = figure.get_tightbbox(figure.canvas.get_renderer())  # type: ignore[attr-defined]
            assert box.x0 >= -0.02
            assert box.x1 <= width + 0.02


def test_only_key_terms_have_filled_dots() -> None:
    def faces(result: Keyness) -> list[object]:
        # The dots are the only single points drawn with "o" and "D"; the last three are the legend's.
        lines = plot_keyness(result).axes[0].get_lines()
        return [line.get_markerfacecolor() for line in lines if line.get_marker() in ("o", "D")][:-3]

    assert [face != "white" for face in faces(RESULT)] == [True, False, False]
    keyed = replace(RESULT, table=RESULT.table.assign(key=["", "reference", ""]))
    assert keyed.table["term"][1] == "三会一课"
    assert [face != "white" for face in faces(keyed)] == [True, False, False]
    assert all(face == "white" for face in faces(replace(RESULT, table=RESULT.table.assign(key=""))))


def test_a_term_of_one_report_or_two_occurrences_is_not_enough() -> None:
    result = fake(
        [
            ("甲", 9, 0, 1, 0, 0.01),
            ("乙", 2, 0, 2, 0, 0.01),
            ("丙", 3, 0, 2, 0, 0.01),
            ("丁", 2, 9, 2, 1, 0.01),
        ]
    )
    assert list(enough_evidence(result, 9)["term"]) == ["丙"]
    alone = replace(result, reports_target=1)
    assert list(enough_evidence(alone, 9)["term"]) == ["甲", "丙"]
    with pytest.raises(AnalysisError, match="nothing to draw"):
        plot_keyness(fake([("甲", 9, 0, 1, 0, 0.01)]))


def test_the_bootstrap_interval_is_shown_only_with_reports_enough() -> None:
    booted = RESULT.table.assign(log_ratio_boot_low=-1.0, log_ratio_boot_high=1.0)
    assert interval_columns(replace(RESULT, table=booted))[0] == "log_ratio_low"
    assert interval_columns(replace(RESULT, table=booted, reports_target=12, reports_reference=10)) == (
        "log_ratio_boot_low",
        "log_ratio_boot_high",
    )


def test_frequencies_of_the_sample(sample_corpus: Corpus) -> None:
    table = frequencies(sample_corpus, by="level")
    figure = plot_frequencies(table, ["county", "city"], top=10)
    assert labels(figure) == [fonts.drawable(term) for term in table["term"][:10]]
    drawn = [line.get_xdata() for line in figure.axes[0].get_lines() if line.get_marker() in ("o", "s")]
    assert [list(x) for x in drawn[:2]] == [list(table[f"{g}_per_10k"][:10]) for g in ("county", "city")]
    with pytest.raises(AnalysisError, match="no group 'province'"):
        plot_frequencies(table, ["province"])
    with pytest.raises(AnalysisError, match="0 groups"):
        plot_frequencies(table, [])
    with pytest.raises(AnalysisError, match="nothing to draw"):
        plot_frequencies(table.head(0), ["county"])


def test_files_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        paths = save(plot_keyness(RESULT), tmp_path / f"v0.1.{name}")
        assert [p.name for p in paths] == [f"v0.1.{name}.{form}" for form in ("png", "svg", "pdf")]
    for form in ("png", "svg", "pdf"):
        assert (tmp_path / f"v0.1.a.{form}").read_bytes() == (tmp_path / f"v0.1.b.{form}").read_bytes()
    svg = (tmp_path / "v0.1.a.svg").read_text("utf-8")
    assert "<text" not in svg
    assert "<dc:date>" not in svg
    with pytest.raises(ReportLensError, match="png, svg, pdf"):
        save(plot_keyness(RESULT), tmp_path / "c", ("gif",))


def test_global_settings_and_pyplot_are_left_alone() -> None:
    code = (
        "import matplotlib, sys; before = matplotlib.rcParams.copy()\n"
        "from reportlens.present.style import style\n"
        "from matplotlib.figure import Figure\n"
        "from reportlens.present.canvas import rendered\n"
        "with style(): rendered(Figure(), 'svg')\n"
        "assert matplotlib.rcParams.copy() == before\n"
        "assert not {'matplotlib.pyplot', 'mplfonts'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert "Noto Sans CJK SC" not in matplotlib.rcParams["font.family"]


def test_a_missing_font_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_PACKAGE", "reportlens_no_such_package")
    with pytest.raises(ReportLensError, match="would show boxes"):
        fonts.font_file()
