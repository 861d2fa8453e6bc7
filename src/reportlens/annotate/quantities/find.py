"""The quantities of a report: figures and frequencies with subject, verb and period."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from math import isfinite

from reportlens.annotate.facts import Entity, Quantity
from reportlens.annotate.quantities.bounds import EXACT, Figure
from reportlens.annotate.quantities.figures import find_figures
from reportlens.annotate.quantities.frequencies import Frequency, find_frequencies
from reportlens.annotate.quantities.numerals import scale
from reportlens.annotate.quantities.phrases import LONGEST
from reportlens.annotate.quantities.setting import Setting, Subject
from reportlens.annotate.quantities.singles import find_singles
from reportlens.annotate.quantities.subjects import find_subject

_SEEN = 60  # characters of a clause on either side that are looked at
_CUT = re.compile("[，。；：！？\n]")
_STOPS = frozenset("。！？\n；")
_YUAN = re.compile("((?:十|百|千)?万?亿?)(?:元人民币|元|块钱)")
_ONCE = re.compile("[一1](?:次|轮|期|场|遍|回)")
_NEXT = re.compile("、(?=每|按|[年月季]|不)")
_LIST = re.compile("[、”’]")
_JOINT = ("共", "共计", "累计", "合计", "计")
_LISTING = ("、", "和", "与", "及")
_SET = ("每", "按", "逐")
_RECENT = re.compile("(?:近|过去|最近)的?\\Z")
_MONEY = re.compile("(?:资金|经费|投资|投入|捐款|补助|补贴|收入|产值|贷款|善款|党费|款|费)\\Z")
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
        f
        for f in sorted([*find_figures(text), *find_singles(text)])
        if not barred.touch(f.start, f.end) and not inside.touch(f.start, f.end)
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
            # 每周五学习15分钟 says how often and how long.
            if (
                (figures[k].kind, figures[k].qualifier) != ("time", EXACT)
                or frequency.once
                or figures[k].start <= frequency.end
            ):
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
    starts = [figure.start for figure in figures]
    last: tuple[Figure, Subject] | None = None
    last_sentence = (-1, -1)
    clause, first, total, carried = (-1, -1), 0, 0, ""
    head = after = before = ended = ""
    for k, figure in enumerate(figures):
        if not clause[0] <= figure.start < clause[1]:
            clause, first, carried = frame.clause(figure.start), k, ""
            total = bisect_left(starts, clause[1], k) - first
            sentence = frame.sentence(figure.start)
            if sentence != last_sentence:
                last, last_sentence = None, sentence
            head = text[max(clause[0], figure.start - _SEEN) : figure.start]
            opens = 0 < clause[0] <= sentence[0]
            ended = text[max(0, clause[0] - _SEEN) : clause[0] - 1] if opens else ""
            after, before = frame.beside(clause, sentence, last[0].end if last is not None else -1)
        begin = clause[0] if k == first else figures[k - 1].end
        begin = frame.after_date(begin, figure.start)
        stop, right = clause[1], figure.end
        to_figure = False
        for other in figures[k + 1 : k + 3]:
            listed = text[right - 1].isdigit() and other.unit == figure.unit  # 200、300万元
            if other.start > right and text[right : other.start] not in (_LISTING if listed else _JOINT):
                to_figure = other.start < stop
                stop = min(stop, other.start)
                break
            # 3批600余名党员: both count what follows.
            right = other.end
        setting = Setting(
            carried + text[max(begin, figure.start - _SEEN) : figure.start],
            text[right : min(stop, right + _SEEN)],
            head,
            after,
            last,
            to_figure,
            before,
            k - first,
            total,
            ended,
        )
        subject = find_subject(figure, setting)
        yield Quantity(
            figure.start,
            figure.end,
            text[figure.start : figure.end],
            subject.subject,
            _finite(figure.value),
            _finite(figure.upper),
            figure.qualifier,
            figure.unit,
            rates.get(k) or frame.period(figure.start),
            subject.verb,
            _yuan(figure, subject),
            last_sentence,
            _note(figure, subject),
        )
        if figure.kind == "time" and (recent := _RECENT.search(setting.left)):
            # 覆盖率近3年提升12个百分点: the stretch of time stands between a noun and its figure.
            carried = setting.left[: recent.start()]
        else:
            last, carried, before = (figure, subject), "", ""


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


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _yuan(figure: Figure, subject: Subject) -> float | None:
    """The amount in yuan; none for other currencies, whose rates are not known."""
    if not isfinite(figure.value):
        return None
    if not figure.unit and figure.kind == "measure":  # 项目资金550万
        return figure.value if _MONEY.search(subject.subject) else None
    if figure.kind != "money" or not (match := _YUAN.fullmatch(figure.unit)):
        return None
    return round(figure.value * scale(match[1]), 2)


def _note(figure: Figure, subject: Subject) -> str:
    if not isfinite(figure.value) or not isfinite(figure.upper or 0.0):
        return "beyond what a number can hold"
    if figure.note:
        return figure.note
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

    def beside(self, clause: tuple[int, int], sentence: tuple[int, int], reach: int) -> tuple[str, str]:
        """The clauses after and before `clause` in its sentence; none before if a figure ends there (`reach`)."""
        start, end = clause
        after = before = ""
        if end + 1 < sentence[1]:
            begin, stop = self.clause(end + 1)
            after = self.text[begin : min(stop, begin + _SEEN)]
        if start > sentence[0]:
            begin, stop = self.clause(start - 1)
            if reach <= begin:
                before = self.text[max(begin, stop - _SEEN) : stop]
        return after, before

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
