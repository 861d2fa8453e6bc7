"""What a date expression means, as ISO 8601."""

import re
from calendar import monthrange
from dataclasses import dataclass

from reportlens.annotate.date_patterns import CN, COUNT, DASH, DAY, MONTH, QUARTER, RELATIVE, YEAR
from reportlens.annotate.quantities.numerals import chinese, neighbours

Value = tuple[str | None, str]
IMPOSSIBLE = "impossible date"
UNKNOWN = "the year is not known"

_HEAD = re.compile(f"(?:截[至止]到?)?(?:(?P<year>{YEAR})年|(?P<relative>{RELATIVE}))?")
_MONTH = re.compile(MONTH)
_DAY = re.compile(DAY)
_RANGE = re.compile(DASH)
_QUARTER = re.compile(QUARTER)
_COUNT = re.compile(f"半|{COUNT}")
_MONTHS_ONLY = re.compile(f"([0-9]{{1,2}})(?:月份?)?{DASH}([0-9]{{1,2}})月")
_OFFSETS = {"去年": -1, "前年": -2, "上年": -1, "明年": 1, "后年": 2}
_NEXT = {"次年": 1, "翌年": 1}
_TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_BEGUN = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十一五": 2006, "十五": 2001,
          "九五": 1996, "八五": 1991, "七五": 1986, "六五": 1981, "二五": 1958, "十六五": 2031}  # fmt: skip
_FOUNDED = {"建军": "1927-08-01", "改革开放": "1978", "抗": "1945-09-03", "长征": "1936-10"}
_EVENTS = {"十六大": "2002-11", "十七大": "2007-10", "十八大": "2012-11", "十九大": "2017-10", "二十大": "2022-10",
           "改革开放": "1978-12", "建党": "1921-07", "建国": "1949-10", "成立": "1949-10"}  # fmt: skip
_DURATIONS = (("年", "P{}Y"), ("季度", "P{}M"), ("月", "P{}M"), ("小时", "PT{}H"), ("分钟", "PT{}M"),
              ("星期", "P{}W"), ("周", "P{}W"), ("天", "P{}D"), ("工作日", "P{}D"))  # fmt: skip
_CYCLES = {
    "年": "P{}Y",
    "季": "P{}M",
    "月": "P{}M",
    "周": "P{}W",
    "星": "P{}W",
    "旬": "P{}D",
    "天": "P{}D",
    "日": "P{}D",
}


@dataclass(slots=True)
class Context:
    """What relative expressions are resolved against.

    `anchor` is the year of 今年; `today` the day the report was made, as precise as known; `year` and
    `month` those mentioned last in the sentence, for 同年 and for a bare 7月 or 15日.
    """

    anchor: int | None
    today: str | None
    year: int | None = None
    month: int | None = None


def number(text: str) -> float | None:
    """An Arabic or Chinese numeral as a number; 两三 counts as its lower bound."""
    if text[:1].isascii():
        return float(text)
    both = neighbours(text)
    return both[0] if both else chinese(text)


def year_number(text: str) -> int:
    """2021 for 2021 and for 二○二一."""
    return int(text) if text.isascii() else int(chinese(text) or 0)


def value_of(kind: str, surface: str, context: Context) -> Value:
    """The ISO value of an expression (None where it cannot be told) and a note on what is odd."""
    match kind:
        case "stamp":
            year, month, day = (int(part) for part in re.split("[-./]", surface))
            return _day(year, month, day)
        case "years":
            first, second = re.findall(YEAR, surface)
            return _years(year_number(first), year_number(second))
        case "calendar":
            return _calendar(surface, context)
        case "event":
            return next((f"{date}/..", "") for key, date in _EVENTS.items() if key in surface)
        case "plan":
            return _plan(surface)
        case "anniversary":
            return _anniversary(surface)
        case "every" | "by" | "rhythm":
            return _cycle(surface)
        case "duration":
            return _duration(surface)
        case "now":
            return context.today, "" if context.today else UNKNOWN
        case "window" | "ago" | "coming":
            return _relative(kind, surface, context)
        case "lately":
            return _lately(surface, context)
        case "decade":
            return _decade(surface)
        case _:
            if context.year is None or context.month is None:
                return None, "the month is not known"
            return _day(context.year, context.month, int(surface[:-1]))


def _day(year: int, month: int, day: int | None = None) -> Value:
    if not 1 <= month <= 12:
        return None, IMPOSSIBLE
    if day is None:
        return f"{year:04d}-{month:02d}", ""
    if year < 1 or not 1 <= day <= monthrange(year, month)[1]:
        return None, IMPOSSIBLE
    return f"{year:04d}-{month:02d}-{day:02d}", ""


def _years(first: int, second: int) -> Value:
    if second < first:
        return None, "range upside down"
    return f"{first:04d}/{second:04d}", ""


def _calendar(surface: str, context: Context) -> Value:
    head = _HEAD.match(surface)
    assert head is not None  # every part of it is optional
    rest = surface[head.end() :]
    year = _year_of(head, context)
    months = _MONTHS_ONLY.fullmatch(rest.removesuffix("份"))
    if rest.startswith("年") and rest[1:2] in {"初", "中", "底", "末", "内"}:
        rest = rest[1:]
    if year is None:
        return None, UNKNOWN
    if months:
        low, high = _day(year, int(months[1]))[0], _day(year, int(months[2]))[0]
        if low is None or high is None:
            return None, IMPOSSIBLE
        return (f"{low}/{high}", "") if low <= high else (None, "range upside down")
    value, note, rest = _within(
        rest, year, context, named=head["year"] is not None or head["relative"] is not None
    )
    if value and (dash := _RANGE.match(rest)):
        value, note, rest = _until(value, rest[dash.end() :], year, context)
    if value is None:
        return None, note or IMPOSSIBLE
    return _shifted(value, rest, surface), note


def _year_of(head: re.Match[str], context: Context) -> int | None:
    if head["year"]:
        return year_number(head["year"])
    if not head["relative"]:
        return context.year or context.anchor
    word = head["relative"][:2]
    if word in _NEXT or word in {"当年", "同年"}:
        base = context.year or context.anchor
        return None if base is None else base + _NEXT.get(word, 0)
    return None if context.anchor is None else context.anchor + _OFFSETS.get(word, 0)


def _within(rest: str, year: int, context: Context, *, named: bool) -> tuple[str | None, str, str]:
    """Value, note and what is left of `rest`, which follows the year."""
    rest = rest.removeprefix("度")
    if month := _MONTH.match(rest):
        which = int(number(month[0].rstrip("份")[:-1]) or 0)
        if not named:
            year = _likely_year(year, which, rest[month.end() :], context)
        context.year, context.month = year, which
        rest = rest[month.end() :]
        if day := _DAY.match(rest):
            value, note = _day(year, which, int(number(day[0][:-1]) or 0))
            return value, note, re.sub(r"^(?:上午|下午|晚上?|凌晨|中午)?[0-9]{1,2}[时点](?:[0-9]{1,2}分|半|许)?", "",
                                       rest[day.end() :])  # fmt: skip
        value, note = _day(year, which)
        if value and rest[:2] in _TEN_DAYS:
            first, last = _TEN_DAYS[rest[:2]]
            last = min(last, monthrange(year, which)[1])
            return f"{value}-{first:02d}/{value}-{last:02d}", note, rest[2:]
        edge = _edge(rest)
        return value, note or edge, rest[1:] if edge else rest
    context.year, context.month = year, None
    if quarter := _QUARTER.match(rest):
        count = int(number(re.sub("[第前个季度]", "", quarter[0])) or 0)
        first = 1 if "前" in quarter[0] else 3 * count - 2
        return f"{year:04d}-{first:02d}/{year:04d}-{3 * count:02d}", "", rest[quarter.end() :]
    if rest.startswith(("上半年", "下半年")):
        months = ("01", "06") if rest[0] == "上" else ("07", "12")
        return f"{year:04d}-{months[0]}/{year:04d}-{months[1]}", "", rest[3:]
    rest = rest.removeprefix("全年").removeprefix("年")
    edge = _edge(rest)
    return f"{year:04d}", edge, rest[1:] if edge else rest


def _likely_year(year: int, month: int, rest: str, context: Context) -> int:
    """A bare 12月 in a report of January is last December; 12月底前 is still to come."""
    today = context.today or ""
    same = context.year in (None, context.anchor) and today[:4] == str(year)
    if same and len(today) >= 7 and month > int(today[5:7]) + 1 and not rest.endswith(("前", "起")):
        return year - 1
    return year


def _edge(rest: str) -> str:
    return {"初": "beginning", "底": "end", "末": "end", "中": "middle"}.get(rest[:1], "")


def _until(value: str, rest: str, year: int, context: Context) -> tuple[str | None, str, str]:
    """The interval from `value` to the month or day at the start of `rest`."""
    if _MONTH.match(rest):
        last, note, rest = _within(rest, year, context, named=True)
    elif (day := _DAY.match(rest)) and context.month:
        last, note = _day(year, context.month, int(number(day[0][:-1]) or 0))
        rest = rest[day.end() :]
    else:
        return None, IMPOSSIBLE, rest
    if last is None:
        return None, note, rest
    if last.split("/")[-1] < value.split("/")[0][: len(last)]:
        return None, "range upside down", rest
    return f"{value.split('/')[0]}/{last.split('/')[-1]}", note, rest


def _shifted(value: str, rest: str, surface: str) -> str:
    first, last = value.split("/")[0], value.split("/")[-1]
    if surface.startswith(("截至", "截止")):
        return f"../{last}"
    if rest.endswith(("以来", "起", "之后", "以后")) or rest == "后":
        return f"{first}/.."
    if rest.endswith(("之前", "以前")) or rest in {"前", "底前"}:
        return f"../{last}"
    return value


def _plan(surface: str) -> Value:
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


def _anniversary(surface: str) -> Value:
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


def _cycle(surface: str) -> Value:
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
    return _CYCLES[unit].format(f"{count * factor:g}"), _edge(body[-1:])


def _duration(surface: str) -> Value:
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


def _relative(kind: str, surface: str, context: Context) -> Value:
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


def _lately(surface: str, context: Context) -> Value:
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


def _decade(surface: str) -> Value:
    century = re.match("([12][0-9]|二十一|二十|十九|上|本)", surface) if "世纪" in surface else None
    which = 20 if century is None or century[1] == "上" else 21 if century[1] == "本" else number(century[1])
    base = (int(which or 20) - 1) * 100
    tens = re.search(f"([0-9]0|[{CN}]十)年代", surface)
    note = _edge(surface[-2:] if surface.endswith("期") else surface[-1:])
    if tens is None:
        return (f"{base + 1}/{base + 100}", note)
    first = base + int(number(tens[1]) or 0)
    return (f"{first}/..", "") if surface.endswith("以来") else (f"{first}/{first + 9}", note)
