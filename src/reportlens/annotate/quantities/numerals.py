"""Arabic and Chinese numerals as numbers."""

from decimal import Decimal
from functools import lru_cache
from math import inf

DIGITS = {c: k for k, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE = "".join(DIGITS) + "".join(_POWERS) + "万亿"
# Longer figures exist in damaged text only; what no float holds is read as infinite.
LONGEST = 300
_LONG = 30
_LARGEST = 10**300


@lru_cache(maxsize=1 << 12)
def arabic(figure: str, multiplier: str = "") -> float:
    """`3.68` and `万` as 36800.0; infinite where no float holds it.

    >>> arabic("3.68", "万"), arabic("1,234"), arabic("2", "万亿")
    (36800.0, 1234.0, 2000000000000.0)
    """
    factor = scale(multiplier)
    figure = figure.replace(",", "").replace("，", "")
    if len(figure) > LONGEST:
        return inf
    return float(figure) if factor == 1 else float(Decimal(figure) * factor)


def scale(multiplier: str) -> int:
    """The factor that `万`, `千万`, `万亿` … stand for, no more than a float holds; 1 for the empty string."""
    factor = 1
    for character in multiplier:
        factor *= _MYRIADS.get(character) or _POWERS.get(character) or 1
    return factor if len(multiplier) < _LONG else min(factor, _LARGEST)


@lru_cache(maxsize=1 << 12)
def chinese(figure: str) -> float | None:
    """A Chinese numeral as a number, None where it is none.

    Positional ones (一九八五) and decimals (四点一) are read too; what no float holds is infinite.

    >>> chinese("三千六百"), chinese("一千五百五十一万"), chinese("一九八五"), chinese("四点一")
    (3600.0, 15510000.0, 1985.0, 4.1)
    """
    whole, point, decimals = figure.partition("点")
    if not whole or (point and not decimals) or len(figure) > LONGEST:
        return None
    number = _whole(whole)
    if number is None:
        return None
    if number.bit_length() > 1000:
        return inf
    if not point:
        return float(number)
    multiplier = decimals.lstrip("".join(DIGITS))
    decimals = decimals[: len(decimals) - len(multiplier)]
    if not decimals or multiplier.strip("千百万亿"):
        return None
    digits = "".join(str(DIGITS[c]) for c in decimals)
    return float(Decimal(f"{number}.{digits}") * scale(multiplier))


def _whole(figure: str) -> int | None:
    if all(c in DIGITS for c in figure):
        return int("".join(str(DIGITS[c]) for c in figure))
    total = section = digit = 0
    last_power = 1
    for character in figure:
        if character in DIGITS:
            digit = DIGITS[character]
            if digit == 0:
                last_power = 10
        elif character in _POWERS:
            last_power = _POWERS[character]
            # 十二 is twelve, 百余 a hundred and more: a power without a digit counts once.
            section += (digit or 1) * last_power
            digit = 0
        elif character in _MYRIADS:
            last_power = _MYRIADS[character]
            if character == "亿":  # 一万二千亿: what stands before counts as a whole
                total = (total + section + digit or 1) * last_power
            else:
                total += (section + digit or 1) * last_power
            section = digit = 0
        else:
            return None
    # 三千二 is 3200, 三百零五 is 305.
    if digit and last_power > 10 and figure[-2] not in "零〇○":
        digit *= last_power // 10
    return total + section + digit


@lru_cache(maxsize=1 << 10)
def neighbours(figure: str) -> tuple[float, float] | None:
    """两三, 七八十, 三五: two digits side by side are a range.

    >>> neighbours("两三"), neighbours("七八十"), neighbours("三五"), neighbours("二十")
    ((2.0, 3.0), (70.0, 80.0), (3.0, 5.0), None)
    """
    for k in range(len(figure) - 1):
        low, high = DIGITS.get(figure[k], 0), DIGITS.get(figure[k + 1], 0)
        if low and high:
            if high - low != 1 and (low, high) != (3, 5):
                return None
            first = chinese(figure[: k + 1] + figure[k + 2 :])
            second = chinese(figure[:k] + figure[k + 1 :])
            return (first, second) if first is not None and second is not None else None
    return None
