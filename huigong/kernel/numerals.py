"""Numbers as people write and say them in Chinese: 九, 六千五, 1万2, 二〇二六.

What is said loosely (两三千, 十几) is left as it is: it names no number. `whole` reads the parts of
one number and serves those too who read print, where less is certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from huigong.kernel import writing

Token = str | Decimal
"""A sign of `DIGITS`, `UNITS`, `TENS` or `MYRIADS`, or what stood in figures."""

DIGITS: Final = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
TENS: Final = {"廿": 20, "卅": 30, "卌": 40}
MYRIADS: Final = {"亿": 10**8, "万": 10_000}
FORMAL: Final = dict(
    zip("壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三三四五六六七八九十百千万亿两", strict=True)
)
"""The signs of cheques and contracts, and those of traditional print, with the ordinary ones."""
ZEROS: Final = "零〇○Ｏ"
ORDINARY: Final = str.maketrans({**FORMAL, **dict.fromkeys(ZEROS, "零")})

_RUN = re.compile(r"[0-9.,零两一二三四五六七八九十百千万亿]+")
_YEAR = re.compile(r"[零一二三四五六七八九]{4}")
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?|.")
_ONE = Decimal(1)
_LONGEST = 60  # signs of one number; more name none, and each 万 among them would be a call within a call


def figures(text: str) -> str:
    """The text without spaces, half-width, every number in it in figures: `figures("九月") == "9月"`."""
    return _RUN.sub(lambda run: _in_figures(run[0]), writing.figures(text).translate(ORDINARY))


def _in_figures(run: str) -> str:
    if run.isascii():
        return run
    if _YEAR.fullmatch(run):
        return "".join(str(DIGITS[digit]) for digit in run)
    words = _WORD.findall(run)
    if "," in words or "." in words:
        return run
    number = whole([Decimal(word) if word[0].isascii() else word for word in words], certain=False)
    return run if number is None else f"{number.normalize():f}"


def whole(tokens: Sequence[Token], *, certain: bool) -> Decimal | None:
    """The number that the tokens name, one at least; None where they name none, or are more than sixty.

    Split at the highest of 亿 and 万: what stands before it counts so many of it. `certain` as in print: a unit
    alone counts one (百, 万), and figures behind one (3万5, 6千5) say nothing for sure. As people type, a unit has its
    number, but for 十, and 6千5 is 六千五.
    """
    if len(tokens) > _LONGEST:
        return None
    for sign, size in MYRIADS.items():
        if sign in tokens:
            at = len(tokens) - 1 - tokens[::-1].index(sign)
            before = whole(tokens[:at], certain=certain) if at else _ONE if certain else None
            if before == 0 and not certain:
                return None
            after = _after(tokens[at + 1 :], size, certain=certain)
            return None if before is None or after is None else before * size + after
    return _below_myriad(tokens, certain=certain)


def _after(tokens: Sequence[Token], size: int, *, certain: bool) -> Decimal | None:
    """What follows 万 or 亿: 两万五 is 25000, 两万零五 is 20005."""
    if not tokens:
        return Decimal(0)
    if len(tokens) == 1 and (digit := _single(tokens[0], certain=certain)):
        return digit * size / 10
    zero = tokens[0] == "零"
    rest = tokens[1:] if zero else tokens
    if not rest or rest[0] in ("百", "千"):
        return None
    value = whole(rest, certain=certain)
    if value is None or value >= size or value != value.to_integral_value():
        return None
    bare = certain and len(rest) == 1 and isinstance(rest[0], Decimal)
    return None if bare and not zero and value < size // 10 else value


def _below_myriad(tokens: Sequence[Token], *, certain: bool) -> Decimal | None:
    """Thousands, hundreds, tens and ones, each once and in this order."""
    total, count, last, zero = Decimal(0), None, 10_000, False
    for token in tokens:
        if isinstance(token, Decimal) or (token in DIGITS and (token != "零" or len(tokens) == 1)):
            if count is not None:
                return None
            count = token if isinstance(token, Decimal) else Decimal(DIGITS[token])
        elif token in UNITS:
            size = UNITS[token]
            if size >= last or count == 0 or (count is None and not certain and size > 10):
                return None
            total += (_ONE if count is None else count) * size
            count, last, zero = None, size, False
        elif token in TENS:
            if count is not None or last <= 10:
                return None
            total, last = total + TENS[token], 10
        else:
            if count is not None or zero or (certain and last == 10_000):
                return None
            zero = True
    return _with_ones(tokens, total, count, 10 if zero else last, certain=certain, zero=zero)


def _with_ones(
    tokens: Sequence[Token], total: Decimal, count: Decimal | None, last: int, *, certain: bool, zero: bool
) -> Decimal | None:
    """六千五 is 六千五百: a digit right behind a unit counts in the next lower one."""
    if count is None:
        return None if zero else total
    if len(tokens) == 1:
        return count
    digit = _single(tokens[-1], certain=certain)
    if digit is None:
        return None if certain or count >= last else total + count
    return total + digit * max(last // 10, 1)


def _single(token: Token, *, certain: bool) -> Decimal | None:
    """A digit; in figures only where people type."""
    if isinstance(token, str):
        return Decimal(DIGITS[token]) if token in DIGITS else None
    return token if not certain and 0 < token < 10 and token == token.to_integral_value() else None
