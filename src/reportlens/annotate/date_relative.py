"""Dates that are told by something else: plans, anniversaries, rhythms, durations, stretches up to now."""

import re
from dataclasses import dataclass

from reportlens.annotate.date_patterns import CN, COUNT, DASH
from reportlens.annotate.quantities.numerals import chinese, neighbours

# The ISO 8601 value (None where it cannot be told) and a note on what is odd.
Value = tuple[str | None, str]
UNKNOWN = "the year is not known"
_LOOKING_BACK = frozenset({"01", "02"})
_UP_TO = re.compile(f"([0-9{CN}]+)(?:{DASH})")

_COUNT = re.compile(f"半|{COUNT}")
_BEGUN = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十一五": 2006, "十五": 2001,
          "九五": 1996, "八五": 1991, "七五": 1986, "六五": 1981, "二五": 1958, "十六五": 2031}  # fmt: skip
_FOUNDED = {"建军": "1927-08-01", "改革开放": "1978", "抗": "1945-09-03", "长征": "1936-10"}
_EVENTS = {"十六大": "2002-11", "十七大": "2007-10", "十八大": "2012-11", "十九大": "2017-10", "二十大": "2022-10",
           "改革开放": "1978-12", "建党": "1921-07", "建国": "1949-10", "成立": "1949-10"}  # fmt: skip
_DURATIONS = (("年", "P{}Y"), ("季度", "P{}M"), ("月", "P{}M"), ("小时", "PT{}H"), ("分钟", "PT{}M"),
              ("星期", "P{}W"), ("周", "P{}W"), ("天", "P{}D"), ("昼夜", "P{}D"), ("工作日", "P{}D"))  # fmt: skip
_CYCLES = dict(zip("年季月周星旬天日", "YMMWWDDD", strict=True))


@dataclass(slots=True)
class Context:
    """What relative expressions are resolved against.

    `anchor` is the year of 今年; `today` the day the report was made, as precise as known; `year` and
    `month` those mentioned last in the sentence, for a bare 7月 or 15日; `named` the year named last in
    the text, for 同年. `planned`: what is dated lies ahead (将于11月5日召开).
    """

    anchor: int | None
    today: str | None
    year: int | None = None
    month: int | None = None
    named: int | None = None
    planned: bool = False

    @property
    def reviewed(self) -> int | None:
        """The year that 全年 and 上半年 mean: a report of the first months looks back on the last one."""
        if self.anchor is None or not self.today or self.today[5:7] not in _LOOKING_BACK:
            return self.anchor
        if self.named in (self.anchor, self.anchor - 1):
            return self.named
        return self.anchor if self.planned else self.anchor - 1


def number(text: str) -> float | None:
    """An Arabic or Chinese numeral as a number; 两三 counts as its lower bound."""
    if text[:1].isascii():
        return float(text)
    both = neighbours(text)
    return both[0] if both else chinese(text)


def year_number(text: str) -> int:
    """2021 for 2021 and for 二○二一."""
    return int(text) if text.isascii() else int(chinese(text) or 0)


def edge(rest: str) -> str:
    """Whether 年初, 5月底 … mean the beginning, middle or end."""
    return {"初": "beginning", "底": "end", "末": "end", "中": "middle"}.get(rest[:1], "")


def event(surface: str) -> Value:
    """党的十八大以来, 改革开放以来."""
    return next((f"{date}/..", "") for key, date in _EVENTS.items() if key in surface)


def plan(surface: str) -> Value:
    """“十四五”时期, “十五五”开局."""
    name = surface.strip("“”")
    first = next(year for key, year in _BEGUN.items() if name.startswith(key))
    if surface.endswith("开局"):
        return str(first), ""
    if surface.endswith(("收官", "末")):
        return str(first + 4), ""
    if surface.endswith("以来"):
        return f"{first}/..", ""
    note = {"初期": "beginning", "中期": "middle", "末期": "end"}.get(surface[-2:], "")
    return f"{first}/{first + 4}", note


def anniversary(surface: str) -> Value:
    """建党100周年: the day itself."""
    count = re.search(rf"([0-9]+|[{CN}百]+)周年", surface)
    years = number(count[1]) if count else None
    if years is None:
        return None, "anniversary"
    if "共产党" in surface or surface.startswith("建党"):
        founded = "1921-07-01"
    elif "中国成立" in surface or "共和国" in surface or surface.startswith("建国"):
        founded = "1949-10-01"
    else:
        founded = next((date for key, date in _FOUNDED.items() if key in surface), "")
    if not founded or years > 999:
        return None, "anniversary"
    return f"{int(founded[:4]) + int(years):04d}{founded[4:]}", "anniversary"


def cycle(surface: str) -> Value:
    """每半年, 按月, and the 季 of 季观摩."""
    body = surface.lstrip("每按逐隔")
    unit = next((c for c in body if c in _CYCLES), "")
    count = number(m[0]) if (m := re.match(COUNT, body)) else 1.0
    if not unit or count is None:
        return None, ""
    factor = {"季": 3, "旬": 10}.get(unit, 1)
    if body.startswith("半"):
        if unit == "年":
            return "P6M", ""
        return (f"P{15 if unit == '月' else 0.5:g}D", "") if unit in "月天日" else (None, "")
    return f"P{count * factor:g}{_CYCLES[unit]}", edge(body[-1:])


def duration(surface: str) -> Value:
    """2年, 3个月, 40分钟, 3—5个工作日."""
    if first := _UP_TO.match(surface):
        upper, note = duration(surface[first.end() :])
        lower = number(first[1])
        if upper is None or lower is None:
            return None, note
        return f"{re.sub('[0-9.]+', f'{lower:g}', upper)}/{upper}", note
    count = _COUNT.match(surface) or re.match("[0-9]+", surface)
    form = next((form for unit, form in _DURATIONS if unit in surface), None)
    if count is None or form is None:
        return None, ""
    if "工作日" in surface:
        form = "P{}D"
    if count[0] == "半":
        half = {"P{}Y": "P6M", "P{}M": "P15D", "PT{}H": "PT30M", "P{}D": "PT12H"}
        return half.get(form), ""
    figure = re.match(rf"[0-9]+(?:\.[0-9]+)?|[{CN}百]+", surface)
    value = number(figure[0]) if figure else None
    if value is None:
        return None, ""
    if "季度" in surface:
        value *= 3
    if "半" in surface[1:]:
        value += 0.5
    return form.format(f"{value:g}"), "or more" if "多" in surface or "余" in surface else ""


def stretch(kind: str, surface: str, context: Context) -> Value:
    """近年来, 过去五年, 五年来, 4个多月前, 未来三年."""
    today = context.today
    if today is None:
        return None, UNKNOWN
    figure = _COUNT.search(surface)
    count = number(figure[0]) if figure and figure[0] != "半" else None
    year = int(today[:4])
    if kind == "coming":
        if count is None or "月" in surface:
            return f"{today}/..", ""
        return f"{year + 1}/{year + int(count)}", ""
    if count is None or count >= year:
        return f"../{today}", "recent" if kind == "window" else ""
    months = "月" in surface
    if months and len(today) >= 7:
        total = year * 12 + int(today[5:7]) - 1 - int(count)
        begin = f"{total // 12:04d}-{total % 12 + 1:02d}"
    elif not months and "年" in surface:
        begin = f"{year - int(count):04d}"
    else:
        begin = ""
    more = "more than" if "多" in surface else ""
    if kind == "ago":
        return f"../{begin}" if begin and more else begin or f"../{today}", more
    return f"{begin or '..'}/{today}", more


def lately(surface: str, context: Context) -> Value:
    """近日, 本月, 当天."""
    today = context.today
    if today is None:
        return None, UNKNOWN
    if surface.startswith(("今", "本", "上", "下")):
        size, step = (7, {"本": 0, "上": -1, "下": 1}.get(surface[0], 0)) if "月" in surface else (10, 0)
        if len(today) < size or "周" in surface:
            return today[:4], ""
        if size == 10:
            return today[:10], ""
        total = int(today[:4]) * 12 + int(today[5:7]) - 1 + step
        return f"{total // 12:04d}-{total % 12 + 1:02d}", ""
    if surface[0] in "当次翌":
        return None, "the day is not known"
    return f"../{today}", "recent"


def decade(surface: str) -> Value:
    """上世纪90年代, 21世纪初."""
    if surface[:4].isdigit():  # 1990年代
        first = int(surface[:4])
        return _decade(first, surface)
    century = re.match("([12][0-9]|二十一|二十|十九|上|本)", surface) if "世纪" in surface else None
    which = 20 if century is None or century[1] == "上" else 21 if century[1] == "本" else number(century[1])
    base = (int(which or 20) - 1) * 100
    tens = re.search(f"([0-9]0|[{CN}]十)年代", surface)
    note = edge(surface[-2:] if surface.endswith("期") else surface[-1:])
    if tens is None:
        return (f"{base + 1}/{base + 100}", note)
    return _decade(base + int(number(tens[1]) or 0), surface)


def _decade(first: int, surface: str) -> Value:
    if surface.endswith("以来"):
        return f"{first}/..", ""
    return f"{first}/{first + 9}", edge(surface[-2:] if surface.endswith("期") else surface[-1:])
