"""Figures from result objects, each fit to stand alone in a paper.

They use matplotlib's figure objects only, never pyplot: no window, no state shared with the caller.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlens.errors import AnalysisError, ReportLensError
from reportlens.present.export import write_whole
from reportlens.present.fonts import GROUP_COLOURS, MUTED, REFERENCE, RULE, TARGET, drawable, style
from reportlens.present.wording import Words, words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reportlens.analysis import Keyness

# Evidence below this is left out of figures: it says more about chance and single reports.
MIN_COUNT = 3
MIN_REPORTS = 2
SIGNIFICANT = 0.05
FORMATS = ("png", "svg", "pdf")

WIDTH = 7.2  # inches: the text width of a page
NARROW = 4.2  # for a phone
_ROW = 0.235
_EDGE = 0.1
_SIZE, _SMALL = 9.0, 7.5  # points
_LABEL = 14  # characters of a term
_MARKERS = ("o", "s", "D", "^", "v", "P")


def enough_evidence(result: "Keyness", top: int) -> "pd.DataFrame":
    """The rows that a figure of `result` shows: up to `top` a side, the most to the target first.

    A term needs `MIN_COUNT` occurrences, and `MIN_REPORTS` reports of the side that uses it more
    (one, where that side has only one). Within a side the largest G² are taken.
    """
    table = result.table
    more = table["log_ratio"] > 0
    needed1, needed2 = (min(MIN_REPORTS, n) for n in (result.reports_target, result.reports_reference))
    spread = (more & (table["reports_target"] >= needed1)) | (
        (table["log_ratio"] < 0) & (table["reports_reference"] >= needed2)
    )
    kept = table[spread & (table["n_target"] + table["n_reference"] >= MIN_COUNT)]
    sides = [kept[kept["log_ratio"] > 0].head(top), kept[kept["log_ratio"] < 0].head(top)]
    chosen = [k for side in sides for k in side.index]
    return table.loc[chosen].sort_values(["log_ratio", "g2", "term"], ascending=[False, False, True])


def plot_keyness(
    result: "Keyness", *, top: int = 15, lang: str = "zh", width: float = WIDTH, title: bool = True
) -> "Figure":
    """The terms that set target and reference apart: log ratio with its 95 % interval, and the counts.

    Filled dots have q < 0.05. Raises `AnalysisError` where no term has enough evidence.
    """
    say = words(lang)
    rows = enough_evidence(result, top)
    if rows.empty:
        raise AnalysisError(
            f"nothing to draw: no term has {MIN_COUNT} occurrences in {MIN_REPORTS} reports of one side. "
            "Use more reports."
        )
    names = {
        side: say.name("level", name)
        for side, name in (("target", result.target), ("reference", result.reference))
    }
    names = {side: drawable(name) for side, name in names.items()}
    with style():
        note = say(
            "figure_keyness_note",
            n=MIN_COUNT,
            r=min(MIN_REPORTS, result.reports_target, result.reports_reference),
            top=top,
            n1=result.reports_target,
            n2=result.reports_reference,
            t1=result.tokens_target,
            t2=result.tokens_reference,
            **names,
        )
        counts = say("figure_counts", **names)
        figure, axes = _canvas(
            list(rows["term"]),
            width,
            title=say("figure_keyness", **names) if title else "",
            note=note,
            head=0.52,
            right=0.2 + max(_inches(line, 7) for line in counts.split("\n")),
        )
        _keyness_dots(axes, rows)
        _keyness_axes(figure, axes, rows, names, say)
    return figure


def _canvas(
    labels: Sequence[str], width: float, *, title: str, note: str, head: float, right: float
) -> "tuple[Figure, Axes]":
    """A figure of one row a label, laid out in inches.

    Above the rows stand the title and `head` inches for a legend, below them the note; `right` is kept
    free beside them.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shown = [drawable(label if len(label) <= _LABEL else label[: _LABEL - 1] + "…") for label in labels]
    lines = _wrapped(note, width) if note else []
    left = 0.24 + max(_inches(label, _SIZE) for label in shown)
    above = (0.36 if title else 0.06) + head
    below = 0.36 + 0.16 * len(lines)
    height = above + len(shown) * _ROW + below
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (left / width, below / height, (width - left - right) / width, len(shown) * _ROW / height)
    )
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks(range(len(shown)), shown)
    axes.tick_params(axis="y", pad=7)
    axes.tick_params(axis="x", labelsize=_SMALL)
    axes.grid(axis="x")
    figure.text(_EDGE / width, 1 - 0.1 / height, drawable(title), va="top", fontsize=11.5)
    figure.text(
        _EDGE / width, 0.05 / height, "\n".join(lines), va="bottom", fontsize=_SMALL, color=MUTED, linespacing=1.3
    )
    return figure, axes


def _inches(text: str, size: float) -> float:
    """About the width of `text` at `size` points: a Chinese character is as wide as it is high."""
    from wcwidth import wcswidth

    return max(0, wcswidth(text)) * size * 0.52 / 72


def _legend(figure: "Figure", axes: "Axes", handles: Sequence[Any], down: float) -> None:
    """A row of keys at the left edge, `down` inches below the top."""
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.02 / figure.get_figwidth(), 1 - down / figure.get_figheight()),
        bbox_transform=figure.transFigure,
        ncols=len(handles),
        frameon=False,
        fontsize=_SMALL,
        borderpad=0.2,
        handletextpad=0.1,
        columnspacing=1.2,
    )


def _wrapped(note: str, width: float) -> list[str]:
    """The lines of a note that fit a figure of `width` inches, measured by East Asian widths."""
    from wcwidth import wcwidth

    columns = int((width - 2 * _EDGE) * 72 / _SMALL * 2 * 0.97)
    lines: list[str] = []
    for paragraph in note.split("\n"):
        line, used, last_blank = "", 0, -1
        for character in drawable(paragraph):
            if used + wcwidth(character) > columns:
                # English breaks at a blank, Chinese anywhere but before a stop.
                at = last_blank if last_blank > 0 and line[last_blank + 1 :].isascii() else len(line)
                at -= at == len(line) and character in "，。；、：）"
                lines.append(line[:at].rstrip())
                line = line[at:].lstrip()
                used, last_blank = sum(map(wcwidth, line)), -1
            if character == " ":
                last_blank = len(line)
            line += character
            used += wcwidth(character)
        lines.append(line)
    return lines


def _keyness_dots(axes: "Axes", rows: "pd.DataFrame") -> None:
    ratios = rows["log_ratio"].to_numpy(float)
    # An interval that reaches further is cut here, with an arrow head.
    limit = float(max(2.0, abs(ratios).max() + 1.0))
    axes.set_xlim(-limit * 1.04, limit * 1.04)
    for y, row in enumerate(rows.itertuples()):
        colour = TARGET if row.log_ratio > 0 else REFERENCE
        low, high = max(row.log_ratio_low, -limit), min(row.log_ratio_high, limit)
        axes.plot([low, high], [y, y], color=colour, lw=1.3, alpha=0.55, solid_capstyle="butt", zorder=2)
        for end, bound, head in ((low, row.log_ratio_low, "<"), (high, row.log_ratio_high, ">")):
            if end != bound:
                axes.plot(end, y, marker=head, color=colour, ms=4, mew=0, alpha=0.75, zorder=2)
        axes.plot(
            row.log_ratio,
            y,
            zorder=3,
            **_dot(colour, row.q_value < SIGNIFICANT, min(row.n_target, row.n_reference) == 0),
        )


def _dot(colour: str, filled: bool, bound: bool) -> dict[str, Any]:
    return {
        "marker": "D" if bound else "o",
        "ms": 5.2 if bound else 6,
        "mec": colour,
        "mew": 1.3,
        "mfc": colour if filled else "white",
        "ls": "none",
    }


def _keyness_axes(
    figure: "Figure", axes: "Axes", rows: "pd.DataFrame", names: dict[str, str], say: Words
) -> None:
    axes.axvline(0, color=MUTED, lw=0.8, zorder=1)
    limit = int(axes.get_xlim()[1])
    step = 1 if limit <= 3 else 2
    ticks = list(range(-(limit // step) * step, limit + 1, step))
    axes.set_xticks(ticks, [say("figure_times", n=2 ** abs(t)) if t else say("figure_equal") for t in ticks])
    split = int((rows["log_ratio"] > 0).sum())
    if 0 < split < len(rows):
        axes.axhline(split - 0.5, color=RULE, lw=0.8)
    # Inches to parts of the axes, for what stands outside them.
    across = 1 / (axes.get_position().width * figure.get_figwidth())
    up = 1 / (axes.get_position().height * figure.get_figheight())
    aside = 1 + 0.1 * across
    beside = axes.get_yaxis_transform()
    for y, (n1, n2) in enumerate(zip(rows["n_target"], rows["n_reference"], strict=True)):
        axes.text(aside, y, f"{n1}/{n2}", transform=beside, va="center", fontsize=8, color=MUTED)
    head: dict[str, Any] = {"transform": axes.transAxes, "va": "bottom", "fontsize": 8 if across < 0.3 else _SMALL}
    target = say("figure_more_in", group=names["target"])
    reference = say("figure_more_in", group=names["reference"])
    axes.text(0.5 + 0.05 * across, 1 + 0.04 * up, f"{target} →", color=TARGET, ha="left", **head)
    axes.text(0.5 - 0.05 * across, 1 + 0.04 * up, f"← {reference}", color=REFERENCE, ha="right", **head)
    counts = say("figure_counts", **names)
    axes.text(aside, 1 + 0.04 * up, counts, **{**head, "fontsize": 7, "color": MUTED, "linespacing": 1.2})
    kinds = [(True, False, "figure_significant"), (False, False, "figure_open"), (False, True, "figure_bound")]
    keys = [axes.plot([], [], **_dot(MUTED, filled, bound), label=say(key))[0] for filled, bound, key in kinds]
    top_of_rows = figure.get_figheight() * (1 - axes.get_position().y1)
    _legend(figure, axes, keys, top_of_rows - 0.5)


def plot_frequencies(
    table: "pd.DataFrame",
    groups: Sequence[str],
    *,
    top: int = 25,
    lang: str = "zh",
    width: float = WIDTH,
    title: bool = True,
) -> "Figure":
    """A dot plot of the `top` first terms of `frequencies(…)`, one dot a group at its per_10k.

    Raises `AnalysisError` where there is no term, no such group, or more groups than can be told apart.
    """
    say = words(lang)
    if table.empty:
        raise AnalysisError("nothing to draw: there is no term in the table.")
    if not 0 < len(groups) <= len(_MARKERS):
        raise AnalysisError(
            f"{len(groups)} groups cannot be told apart in one figure. Name 1 to {len(_MARKERS)}."
        )
    for group in groups:
        if f"{group}_per_10k" not in table.columns:
            raise AnalysisError(f"there is no group '{group}' in the table.")
    rows = table.head(top)
    values = [rows[f"{group}_per_10k"].to_numpy(float) for group in groups]
    several = len(groups) > 1
    with style():
        figure, axes = _canvas(
            list(rows["term"]),
            width,
            title=say("figure_frequency") if title else "",
            note="",
            head=0.3 if several else 0.05,
            right=0.15,
        )
        # Dots of one row stand a little above each other, so that none hides another.
        shifts = [(k - (len(groups) - 1) / 2) * min(0.32, 0.7 / len(groups)) for k in range(len(groups))]
        for y in range(len(rows)):
            ends = [v[y] for v in values]
            axes.plot([min(ends) if several else 0, max(ends)], [y, y], color=RULE, lw=2, zorder=1)
        dots = [
            axes.plot(
                values[k],
                [y + shifts[k] for y in range(len(rows))],
                ls="none",
                marker=_MARKERS[k],
                ms=5.5,
                mew=0.6,
                mec="white",
                mfc=GROUP_COLOURS[k],
                zorder=3 + k,
                clip_on=False,
                label=drawable(say.name("level", group)),
            )[0]
            for k, group in enumerate(groups)
        ]
        axes.set_xlim(left=0)
        if several:
            _legend(figure, axes, dots, 0.34 if title else 0.04)
    return figure


def rendered(figure: "Figure", form: str) -> bytes:
    """The figure as a file of `form`, one of `FORMATS`; the same figure gives the same bytes."""
    if form not in FORMATS:
        raise ReportLensError(f"unknown form of figure '{form}'. Use one of {', '.join(FORMATS)}.")
    undated: dict[str, dict[str, Any]] = {
        "png": {"Software": "reportlens"},
        "svg": {"Date": None, "Creator": "reportlens"},
        "pdf": {"CreationDate": None, "ModDate": None, "Creator": "reportlens", "Producer": None},
    }
    out = io.BytesIO()
    with style():
        figure.savefig(out, format=form, dpi=200, metadata=undated[form])
    return out.getvalue()


def save(figure: "Figure", path_stem: str | Path, formats: Sequence[str] = FORMATS) -> tuple[Path, ...]:
    """Write `<path_stem>.png` and so on, each whole or not at all; the paths written."""
    stem = Path(path_stem)
    paths = tuple(stem.with_name(f"{stem.name}.{form}") for form in formats)
    for path, form in zip(paths, formats, strict=True):
        write_whole(path, rendered(figure, form))
    return paths
