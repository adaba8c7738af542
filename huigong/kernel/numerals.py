"""Numbers as people write and say them in Chinese: 九, 六千五, 1万2, 二〇二六.

What is said loosely (两三千, 十几) is left as it is: it names no number.
"""

from __future__ import annotations

import re
from decimal import Decimal

from huigong.kernel import writing

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬〇", "一二三四五六七八九十百千万零")
_DIGITS = {"零": 0, "两": 2} | {digit: count for count, digit in enumerate("一二三四五六七八九", start=1)}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_RUN = re.compile(r"[0-9.,零两一二三四五六七八九十百千万亿]+")
_YEAR = re.compile(r"[零一二三四五六七八九]{4}")
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?|.")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九]")


def figures(text: str) -> str:
    """The text without spaces, half-width, every number in it in figures: `figures("九月") == "9月"`."""
    return _RUN.sub(lambda run: _in_figures(run[0]), writing.figures(text).translate(_FORMAL))


def _in_figures(run: str) -> str:
    if run.isascii():
        return run
    if _YEAR.fullmatch(run):
        return "".join(str(_DIGITS[digit]) for digit in run)
    number = None if "," in run else _read(run)
    return run if number is None else f"{number.normalize():f}"


def _read(run: str) -> Decimal | None:
    """The number; None for what is none."""
    total, section, number = Decimal(0), Decimal(0), None
    below, closed, before = Decimal(10_000), Decimal("Infinity"), ""
    for word in _WORD.findall(run):
        if _NUMBER.fullmatch(word):
            if number is not None:
                return None
            number = Decimal(_DIGITS.get(word, word))
        elif word in _SMALL:
            number = Decimal(1) if number is None and word == "十" else number
            if number is None or _SMALL[word] >= below:
                return None
            below = Decimal(_SMALL[word])
            section, number = section + number * below, None
        elif word in _LARGE:
            section, number = section + (number or 0), None
            if not section or _LARGE[word] >= closed:
                return None
            closed = below = Decimal(_LARGE[word])
            total, section = total + section * closed, Decimal(0)
        elif word != "零" or number is not None:
            return None
        last, before = before, word
    return total + section + _end(number, last) if number is not None else _whole(total + section, run)


def _end(number: Decimal, before: str) -> Decimal:
    """六千五 is 六千五百: a single digit right behind a unit counts in the next lower one."""
    unit = (_SMALL | _LARGE).get(before, 1)
    single = number == number.to_integral_value() and 0 < number < 10
    return number * unit / 10 if single and unit > 10 else number


def _whole(number: Decimal, run: str) -> Decimal | None:
    return number if number or run == "零" else None
