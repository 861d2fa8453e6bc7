"""What sets two groups apart: log ratios with their intervals."""

from typing import TYPE_CHECKING, Any

from reportlens.errors import AnalysisError
from reportlens.present.canvas import SMALL, TINY, WIDTH, canvas, inches, legend, settled
from reportlens.present.fonts import drawable
from reportlens.present.style import Palette, palette, style
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
# With fewer reports a side a bootstrap over them is too narrow.
BOOTSTRAP_REPORTS = 10


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


def is_key(table: "pd.DataFrame") -> "pd.Series[bool]":
    """The rows that are key terms of a side: q < 0.05, and not by one report alone where that is known."""
    return table["key"] != "" if "key" in table else table["q_value"] < SIGNIFICANT


def interval_columns(result: "Keyness") -> tuple[str, str]:
    """The interval to show: over reports where there are enough of them, otherwise over tokens."""
    enough = min(result.reports_target, result.reports_reference) >= BOOTSTRAP_REPORTS
    kind = "_boot" if enough and "log_ratio_boot_low" in result.table else ""
    return f"log_ratio{kind}_low", f"log_ratio{kind}_high"


def plot_keyness(
    result: "Keyness", *, top: int = 15, lang: str = "zh", width: float = WIDTH, title: bool = True
) -> "Figure":
    """The terms that set target and reference apart: log ratio with its 95 % interval, and the counts.

    Filled dots are key terms. `title=False` leaves the title to a caption outside. Raises `AnalysisError` where no term has enough evidence.
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
            interval=say("by_reports" if "boot" in interval_columns(result)[0] else "by_tokens"),
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
        figure, axes = canvas(
            list(rows["term"]),
            width,
            title=say("figure_keyness", **names) if title else "",
            note=note,
            head=0.52,
            right=0.2 + max(inches(line, TINY) for line in counts.split("\n")),
        )
        _keyness_dots(axes, rows, interval_columns(result))
        _keyness_axes(figure, axes, rows, names, say)
        return settled(figure)


def _keyness_dots(axes: "Axes", rows: "pd.DataFrame", interval: tuple[str, str]) -> None:
    colours = palette()
    ratios = rows["log_ratio"].to_numpy(float)
    # An interval that reaches further is cut here, with an arrow head.
    limit = float(max(2.0, abs(ratios).max() + 1.0))
    axes.set_xlim(-limit * 1.04, limit * 1.04)
    lows, highs = (rows[column].to_numpy(float) for column in interval)
    absent = (rows[["n_target", "n_reference"]].min(axis=1) == 0).to_numpy()
    for y, (ratio, low, high, key, none) in enumerate(
        zip(ratios, lows, highs, is_key(rows), absent, strict=True)
    ):
        colour = colours.target if ratio > 0 else colours.reference
        ends = (max(low, -limit), min(high, limit))
        axes.plot(ends, [y, y], color=colour, lw=1.3, alpha=0.55, solid_capstyle="butt", zorder=2)
        for end, bound, head in zip(ends, (low, high), "<>", strict=True):
            if end != bound:
                axes.plot(end, y, marker=head, color=colour, ms=4, mew=0, alpha=0.75, zorder=2)
        axes.plot(ratio, y, zorder=3, **_dot(colour, bool(key), bool(none), colours))


def _dot(colour: str, filled: bool, bound: bool, colours: Palette) -> dict[str, Any]:
    return {
        "marker": "D" if bound else "o",
        "ms": 5.2 if bound else 6,
        "mec": colour,
        "mew": 1.3,
        "mfc": colour if filled else colours.paper,
        "ls": "none",
    }


def _keyness_axes(
    figure: "Figure", axes: "Axes", rows: "pd.DataFrame", names: dict[str, str], say: Words
) -> None:
    colours = palette()
    axes.axvline(0, color=colours.muted, lw=0.8, zorder=1)
    limit = int(axes.get_xlim()[1])
    step = 1 if limit <= 3 else 2 if limit <= 7 else 4
    ticks = list(range(-(limit // step) * step, limit + 1, step))
    axes.set_xticks(ticks, [say("figure_times", n=2 ** abs(t)) if t else say("figure_equal") for t in ticks])
    split = int((rows["log_ratio"] > 0).sum())
    if 0 < split < len(rows):
        axes.axhline(split - 0.5, color=colours.rule, lw=0.8)
    # Inches to parts of the axes, for what stands outside them.
    across = 1 / (axes.get_position().width * figure.get_figwidth())
    up = 1 / (axes.get_position().height * figure.get_figheight())
    aside = 1 + 0.1 * across
    beside = axes.get_yaxis_transform()
    for y, (n1, n2) in enumerate(zip(rows["n_target"], rows["n_reference"], strict=True)):
        axes.text(aside, y, f"{n1}/{n2}", transform=beside, va="center", fontsize=8, color=colours.muted)
    head: dict[str, Any] = {
        "transform": axes.transAxes,
        "va": "bottom",
        "fontsize": 8 if across < 0.3 else SMALL,
    }
    target = say("figure_more_in", group=names["target"])
    reference = say("figure_more_in", group=names["reference"])
    axes.text(0.5 + 0.05 * across, 1 + 0.04 * up, f"{target} →", color=colours.target, ha="left", **head)
    axes.text(
        0.5 - 0.05 * across, 1 + 0.04 * up, f"← {reference}", color=colours.reference, ha="right", **head
    )
    counts = say("figure_counts", **names)
    axes.text(
        aside, 1 + 0.04 * up, counts, **{**head, "fontsize": TINY, "color": colours.muted, "linespacing": 1.2}
    )
    kinds = [(True, False, "figure_key"), (False, False, "figure_open"), (False, True, "figure_bound")]
    keys = [
        axes.plot([], [], **_dot(colours.muted, filled, bound, colours), label=say(key))[0]
        for filled, bound, key in kinds
    ]
    top_of_rows = figure.get_figheight() * (1 - axes.get_position().y1)
    legend(figure, axes, keys, top_of_rows - 0.5)
