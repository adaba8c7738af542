"""Turns number, date and text tokens into constants."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from huigong.rules.errors import RuleError
from huigong.rules.nodes import Constant
from huigong.rules.tokens import MEASURE_WORDS, Token
from huigong.rules.values import DECIMAL_PLACES, FEN, Type, decimal_in_range, integer_in_range

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)([万亿]?)(.*)")
_LONGEST_NUMBER = 25
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}


def number(token: Token, *, negative: bool = False) -> Constant:
    """`6`, `6个月`, `9600元`, `400万`, `60%` as a constant; money becomes an integer of 分."""
    matched = _NUMBER.fullmatch(token.text)
    if matched is None or len(matched[1]) > _LONGEST_NUMBER:
        raise _too_large(token)
    digits, percent, scale, word = matched.groups()
    amount = Decimal(digits) * _SCALE[scale]
    if negative:
        amount = -amount
    if percent:
        return _decimal(amount / 100, "", token)
    measure = MEASURE_WORDS[word] if word else ""
    if word == "元":
        amount *= 100
        if amount != amount.to_integral_value():
            raise RuleError("rule.amount_too_fine", what=f"金额“{token.raw}”最多写到分", place=token.place)
    if "." not in digits or word == "元" or (scale and amount == amount.to_integral_value()):
        whole = integer_in_range(int(amount))
        if whole is None:
            raise _too_large(token)
        return Constant(Type.INT, whole, measure, place=token.place)
    return _decimal(amount, measure, token)


def _decimal(amount: Decimal, measure: str, token: Token) -> Constant:
    rounded = decimal_in_range(amount)
    if rounded is None:
        raise _too_large(token)
    if rounded != amount:
        places = -int(DECIMAL_PLACES.as_tuple().exponent)
        raise RuleError("rule.decimal_too_fine", what=f"小数“{token.raw}”最多写{places}位", place=token.place)
    return Constant(Type.DECIMAL, rounded, measure, place=token.place)


def day(token: Token) -> Constant:
    """`2016-06-01` as a constant."""
    try:
        value = date.fromisoformat(token.text)
    except ValueError:
        raise RuleError(
            "rule.no_such_day",
            what=f"没有“{token.raw}”这一天",
            place=token.place,
            expected="年-月-日",
        ) from None
    return Constant(Type.DATE, value, place=token.place)


def text(token: Token) -> Constant:
    """`“文字”` as a constant."""
    return Constant(Type.TEXT, token.text, place=token.place)


def _too_large(token: Token) -> RuleError:
    return RuleError(
        "rule.number_too_large",
        what=f"数字“{token.raw[:30]}”超出范围",
        do=f"整数和小数的整数部分最多18位；金额按{FEN}计算",
        place=token.place,
        expected="范围内的数字",
    )
