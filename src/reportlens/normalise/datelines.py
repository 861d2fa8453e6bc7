"""Dates as pages state them, turned into ISO 8601 as precisely as stated."""

import re

_CHINESE_DIGITS = {c: str(k) for k, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零O", "0")
_WORD = "〇○零一二三四五六七八九十"
_DATE = (
    r"(?P<year>(?:19|20)\d\d)\s*(?:年\s*(?P<m1>\d{1,2})\s*月(?:\s*(?P<d1>\d{1,2})\s*日)?"
    r"|(?P<mark>[-/.])(?P<m2>\d{1,2})(?P=mark)(?P<d2>\d{1,2})日?)"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})\s*(?:[:：]\s*(?P<minute>\d{2})(?:\s*[:：]\s*(?P<second>\d{2})(?:\.\d{1,3})?)?"
    r"|[时点]\s*(?P<minute2>\d{1,2})\s*分(?:\s*(?P<second2>\d{1,2})\s*秒)?)"
)
_WEEKDAY = r"(?:[（(]?\s*(?:星期|周)[一二三四五六日天]\s*[）)]?)"
_STAMP = re.compile(rf"{_DATE}(?:\s*{_WEEKDAY})?(?:[T\s]*{_CLOCK})?")
_WORDED = re.compile(
    rf"(?P<year>[一二][〇○零O九][{_WORD}O]{{2}})年(?P<month>[{_WORD}]{{1,3}})月(?:(?P<day>[{_WORD}]{{1,3}})日)?"
)
_WRAPPING = re.compile(r"[\s（(【\[]*(.*?)[\s）)】\]]*\Z", re.DOTALL)
_MONTH = re.compile(r"(?<![\d.])((?:19|20)\d\d)[-/.](\d{1,2})(?![\d.])")
_OPENING, _CLOSING = " \u3000（(【[", " \u3000）)】]"
_LONGEST = 40  # characters of a line that is nothing but a date


def date_of(text: str) -> str | None:
    """The date that `text` is, brackets and weekday aside; None if it is anything else."""
    if len(text) > _LONGEST or not (wrapped := _WRAPPING.match(text)):
        return None
    inner = wrapped[1].rstrip()
    match = _STAMP.fullmatch(inner) or _WORDED.fullmatch(inner)
    return _iso(match) if match else None


def leading_date(text: str) -> tuple[str, str] | None:
    """The date at the beginning of `text` and what follows it."""
    match = _STAMP.match(text) or _WORDED.match(text)
    if not match or not (date := _iso(match)):
        return None
    return date, text[match.end() :]


def trailing_date(text: str) -> tuple[str, str] | None:
    """What stands before the date at the end of `text`, in brackets or not, and that date.

    Behind other words a year and a month may be parted by a mark (2024.12).
    """
    inner = text.rstrip(_CLOSING)
    for pattern in (_STAMP, _WORDED, _MONTH):
        for match in pattern.finditer(inner):
            if match.end() != len(inner):
                continue
            date = _date(match[1], match[2], None) if pattern is _MONTH else _iso(match)
            if date:
                return inner[: match.start()].rstrip(_OPENING), date
    return None


def first_date(text: str) -> str | None:
    """The first full date in `text`, which should be a line and not a whole page."""
    for pattern in (_STAMP, _WORDED):
        for match in pattern.finditer(text):
            if date := _iso(match):
                return date
    return None


def _iso(match: re.Match[str]) -> str | None:
    if match.re is _WORDED:
        year = "".join(_CHINESE_DIGITS.get(c, "") for c in match["year"])
        return _date(year, _number(match["month"]), _number(match["day"]))
    day = _date(match["year"], match["m1"] or match["m2"], match["d1"] or match["d2"])
    hour, minute = match["hour"], match["minute"] or match["minute2"]
    second = match["second"] or match["second2"]
    if day is None or hour is None or len(day) < len("2021-10-22"):
        return day
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return day
    clock = f"{int(hour):02}:{int(minute):02}"
    return f"{day}T{clock}:{int(second):02}" if second else f"{day}T{clock}"


def _date(year: str, month: str | None, day: str | None) -> str | None:
    if len(year) != 4 or not month or not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}" if 1 <= int(day) <= 31 else None


def _number(word: str | None) -> str | None:
    """The Arabic form of a month or day in Chinese numerals: 二十七 and 二七 are 27, 十 is 10."""
    if not word:
        return None
    if "十" not in word:
        return "".join(_CHINESE_DIGITS[c] for c in word)
    tens, _, ones = word.partition("十")
    if any(c not in _CHINESE_DIGITS for c in tens + ones):
        return None
    return str(10 * int(_CHINESE_DIGITS[tens] if tens else 1) + int(_CHINESE_DIGITS[ones] if ones else 0))
