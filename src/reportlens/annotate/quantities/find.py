"""The quantities of a report: figures and frequencies with subject, verb and period."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from reportlens.annotate.facts import Entity, Quantity
from reportlens.annotate.quantities.figures import Figure, find_figures
from reportlens.annotate.quantities.frequencies import Frequency, find_frequencies
from reportlens.annotate.quantities.numerals import scale
from reportlens.annotate.quantities.phrases import LONGEST
from reportlens.annotate.quantities.subjects import Setting, Subject, find_subject

_CUT = re.compile("[，。；：！？\n]")
_STOPS = frozenset("。！？\n；")
_YUAN = re.compile("((?:十|百|千)?万?亿?)(?:元人民币|元|块钱)")
_ONCE = re.compile("[一1](?:次|轮|期|场|遍|回)")
_NEXT = re.compile("、(?=每|按|[年月季]|不)")
_LIST = re.compile("[、”’]")
_JOINT = ("共", "共计", "累计", "合计", "计")
_SET = ("每", "按", "逐")
_THIS_YEAR = re.compile("今年|去年|前年|上年|本年")


def find_quantities(
    text: str, dates: Sequence[Entity] = (), *, blocked: Sequence[tuple[int, int]] = ()
) -> list[Quantity]:
    """The quantities of `text` by position, none overlapping.

    `dates` are the dates of the same text, for `period`; `blocked` spans of terms with a numeral in
    them (三会一课, 12235), whose figures count nothing.
    """
    frame = _Frame(text, dates)
    barred = _Spans(blocked)
    frequencies = [f for f in find_frequencies(text) if not barred.touch(f.start, f.end)]
    inside = _Spans([(f.start, f.action) for f in frequencies])
    figures = [
        f for f in find_figures(text) if not barred.touch(f.start, f.end) and not inside.touch(f.start, f.end)
    ]
    starts = [f.start for f in figures]
    rates: dict[int, str] = {}
    found = []
    for frequency in frequencies:
        _, clause_end = frame.clause(frequency.start)
        k = bisect_left(starts, frequency.action)
        governed = frequency.rate and k < len(figures) and starts[k] < clause_end
        if governed and not (frequency.once and figures[k].start >= frequency.end):
            if figures[k].end <= frequency.end or not frequency.once:
                rates[k] = frequency.period
                continue
            continue
        found.append(_frequency(frame, frequency))
    found += _counted(frame, figures, rates)
    found.sort(key=lambda q: q.start)
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _counted(frame: "_Frame", figures: Sequence[Figure], rates: dict[int, str]) -> Iterable[Quantity]:
    text = frame.text
    last: tuple[Figure, Subject] | None = None
    last_sentence = (-1, -1)
    head = (-1, 0)
    for k, figure in enumerate(figures):
        clause = frame.clause(figure.start)
        sentence = frame.sentence(figure.start)
        if sentence != last_sentence:
            last, last_sentence = None, sentence
        in_clause = last is not None and last[0].end > clause[0]
        if head[0] != clause[0]:
            head = (clause[0], figure.start)
        begin = last[0].end if last is not None and in_clause else clause[0]
        begin = frame.after_date(begin, figure.start)
        stop, right = clause[1], figure.end
        to_figure = False
        for other in figures[k + 1 : k + 3]:
            if other.start > right and text[right : other.start] not in _JOINT:
                to_figure = other.start < stop
                stop = min(stop, other.start)
                break
            # 3批600余名党员: both count what follows.
            right = other.end
        following = frame.clause(clause[1] + 1) if clause[1] + 1 < sentence[1] else (0, 0)
        setting = Setting(
            text[max(begin, figure.start - 60) : figure.start],
            text[right : min(stop, right + 60)],
            text[max(head[0], head[1] - 60) : head[1]],
            text[following[0] : min(following[1], following[0] + 60)],
            last,
            to_figure,
        )
        subject = find_subject(figure, setting)
        yield Quantity(
            figure.start,
            figure.end,
            text[figure.start : figure.end],
            subject.subject,
            figure.value,
            figure.upper,
            figure.qualifier,
            figure.unit,
            rates.get(k) or frame.period(figure.start),
            subject.verb,
            _yuan(figure),
            sentence,
            figure.note or _doubt(figure, subject),
        )
        last = (figure, subject)


def _frequency(frame: "_Frame", frequency: Frequency) -> Quantity:
    text = frame.text
    start, end = frame.clause(frequency.start)
    action = text[frequency.action : min(end, frequency.action + 60)]
    action = _NEXT.split(action)[0] if frequency.rate else _LIST.split(action)[0]
    if frequency.once:
        action = _ONCE.sub("", action, count=1)
    subject = action.strip("初末底，、 ")
    if not subject:
        before = (
            text[max(start, frequency.start - LONGEST) : frequency.start]
            or text[slice(*frame.clause(start - 1))]
        )
        subject = before[-LONGEST:].strip("、”“ ")
    return Quantity(
        frequency.start,
        frequency.end,
        text[frequency.start : frequency.end],
        subject[:LONGEST],
        1.0,
        None,
        "exact" if frequency.once else "implied",
        "次",
        frequency.period,
        "",
        None,
        frame.sentence(frequency.start),
    )


def _yuan(figure: Figure) -> float | None:
    """The amount in yuan; none for other currencies, whose rates are not known."""
    if figure.kind != "money" or not (match := _YUAN.fullmatch(figure.unit)):
        return None
    return round(figure.value * scale(match[1]), 2)


def _doubt(figure: Figure, subject: Subject) -> str:
    if figure.unit == "%" and figure.value > 100 and subject.noun.endswith(("率", "占比", "比例", "比重")):
        return "more than 100%"
    return ""


class _Spans:
    """Sorted spans that tell whether another one touches them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._reach: list[int] = []
        reach = 0
        for start, end in sorted(spans):
            reach = max(reach, end)
            self._starts.append(start)
            self._reach.append(reach)

    def touch(self, start: int, end: int) -> bool:
        k = bisect_left(self._starts, end)
        return k > 0 and self._reach[k - 1] > start


class _Frame:
    """Clauses, sentences and dates of a text, found by position."""

    def __init__(self, text: str, dates: Sequence[Entity]) -> None:
        self.text = text
        self._sentence = (0, 0)
        self._cuts = [m.start() for m in _CUT.finditer(text)]
        self._stops = [k for k in self._cuts if text[k] in _STOPS]
        self._dates = [d for d in dates if not d.surface.startswith(_SET) and self._dates_what_follows(d)]
        self._date_starts = [d.start for d in self._dates]

    def _dates_what_follows(self, date: Entity) -> bool:
        if (date.value or "").startswith("P") or date.note == "anniversary":
            return False
        # 比上年: what it is compared with, not when it was.
        return self.text[date.start - 1 : date.start] not in ("比", "较", "《")

    def clause(self, at: int) -> tuple[int, int]:
        k = bisect_left(self._cuts, at)
        return (self._cuts[k - 1] + 1 if k else 0), (self._cuts[k] if k < len(self._cuts) else len(self.text))

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence around `at` with its end mark; asked for from left to right, mostly."""
        if self._sentence[0] <= at < self._sentence[1]:
            return self._sentence
        k = bisect_left(self._stops, at)
        start = self._stops[k - 1] + 1 if k else 0
        end = self._stops[k] if k < len(self._stops) else len(self.text)
        while start < end and self.text[start] in " ”）\n":
            start += 1
        self._sentence = start, end if self.text[end : end + 1] == "\n" else min(end + 1, len(self.text))
        return self._sentence

    def after_date(self, begin: int, end: int) -> int:
        """Behind the date with which the clause begins (2021年, 到2025年)."""
        k = bisect_left(self._date_starts, begin)
        if k < len(self._dates) and self._dates[k].start <= begin + 2 and self._dates[k].end <= end:
            return self._dates[k].end
        return begin

    def period(self, at: int) -> str | None:
        """The date stated before `at` in the same sentence, 今年 made explicit."""
        k = bisect_right(self._date_starts, at) - 1
        if k < 0 or self._dates[k].start < self.sentence(at)[0] or self._dates[k].end > at:
            return None
        date = self._dates[k]
        if date.value and (m := _THIS_YEAR.match(date.surface)):
            year = re.match("(?:\\.\\./)?([0-9]{4})", date.value)
            if year:
                return f"{year[1]}年{date.surface[m.end() :].removeprefix('年')}"
        return date.surface
