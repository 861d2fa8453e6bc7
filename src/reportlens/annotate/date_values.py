"""What a date expression means, as ISO 8601."""

import re
from calendar import monthrange

from reportlens.annotate.date_patterns import DASH, DAY, MONTH, QUARTER, RELATIVE, YEAR
from reportlens.annotate.date_relative import (
    UNKNOWN,
    Context,
    Value,
    anniversary,
    cycle,
    decade,
    duration,
    edge,
    event,
    lately,
    number,
    plan,
    stretch,
    year_number,
)

IMPOSSIBLE = "impossible date"

_HEAD = re.compile(f"(?:截[至止]到?)?(?:(?P<year>{YEAR})年|(?P<relative>{RELATIVE}))?")
_MONTH = re.compile(MONTH)
_DAY = re.compile(DAY)
_RANGE = re.compile(DASH)
_QUARTER = re.compile(QUARTER)
_MONTHS_ONLY = re.compile(f"([0-9]{{1,2}})(?:月份?)?{DASH}([0-9]{{1,2}})月")
_OFFSETS = {"去年": -1, "前年": -2, "上年": -1, "明年": 1, "后年": 2}
_NEXT = {"次年": 1, "翌年": 1}
_TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


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
            return event(surface)
        case "plan":
            return plan(surface)
        case "anniversary":
            return anniversary(surface)
        case "every" | "by" | "rhythm":
            return cycle(surface)
        case "duration":
            return duration(surface)
        case "now":
            return context.today, "" if context.today else UNKNOWN
        case "window" | "ago" | "coming":
            return stretch(kind, surface, context)
        case "lately":
            return lately(surface, context)
        case "decade":
            return decade(surface)
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
    if head["year"] or head["relative"]:
        context.named = year
    elif context.year is None and not _MONTH.match(rest) and not months and rest[-1:] not in ("前", "内"):
        year = context.reviewed or year
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
        base = context.year or context.named or context.anchor
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
        where = edge(rest)
        return value, note or where, rest[1:] if where else rest
    context.year, context.month = year, None
    if quarter := _QUARTER.match(rest):
        count = int(number(re.sub("[第前个季度]", "", quarter[0])) or 0)
        first = 1 if "前" in quarter[0] else 3 * count - 2
        return f"{year:04d}-{first:02d}/{year:04d}-{3 * count:02d}", "", rest[quarter.end() :]
    if rest.startswith(("上半年", "下半年")):
        months = ("01", "06") if rest[0] == "上" else ("07", "12")
        return f"{year:04d}-{months[0]}/{year:04d}-{months[1]}", "", rest[3:]
    rest = rest.removeprefix("全年").removeprefix("年")
    where = edge(rest)
    return f"{year:04d}", where, rest[1:] if where else rest


def _likely_year(year: int, month: int, rest: str, context: Context) -> int:
    """A bare 12月 in a report of January is last December; 12月底前 is still to come."""
    today = context.today or ""
    same = context.year in (None, context.anchor) and today[:4] == str(year)
    if not same or context.planned or len(today) < 7 or rest.endswith(("前", "起")):
        return year
    day = _DAY.match(rest)
    which = (month, int(number(day[0][:-1]) or 0) if day and len(today) >= 10 else 0)
    return year - 1 if which > (int(today[5:7]), int(today[8:10] or 0)) else year


def _until(value: str, rest: str, year: int, context: Context) -> tuple[str | None, str, str]:
    """The interval from `value` to the month or day at the start of `rest`."""
    year = context.year or year
    head = _HEAD.match(rest)
    if head and (head["year"] or head["relative"]):
        year, rest = _year_of(head, context) or year, rest[head.end() :]
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
