"""Money as whole fen (分), so that no amount is ever rounded by accident.

One yuan is 100 fen. Text and `Decimal` come in exactly; a `float` is refused
because 0.1 has no exact float.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NewType

from huigong.kernel import numerals
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
MOST = Fen(100_000_000 * FEN_PER_YUAN)
"""Above what any person, family or crew is owed, earns or pays: more is a slip. No legal bound."""
_AMOUNT = re.compile(r"^(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<scale>万)?元?$")

_SPOKEN = re.compile(r"块钱?$|元[钱整]$")


def yuan(value: str | int | Decimal) -> Fen:
    """Exact fen from an amount in yuan.

    Text may carry thousands commas, full-width figures, 元 or 万元, or be in Chinese numerals
    (`yuan("1.2万元") == 1_200_000`, `yuan("六千五") == 650_000`).
    Raises `TypeError` for a float, `DomainError` (`money.not_an_amount`,
    `money.finer_than_fen`) for text or decimals that are not an exact amount.
    """
    if isinstance(value, float | bool):
        raise TypeError("金额不能用浮点数或真假值表示，请用文字、整数或 Decimal")
    exact = _decimal_from_text(value) if isinstance(value, str) else Decimal(value)
    if not exact.is_finite():
        raise _not_an_amount(str(value))
    fen = exact * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise Invalid(
            code="money.finer_than_fen",
            about="amount",
            what=say("金额“{value}”精确到了分以下", value=value),
            why="金额以分为最小单位",
            do="请最多保留两位小数",
        )
    return Fen(int(fen))


def spoken(text: str) -> Fen:
    """Exact fen of an amount as people write it: all that `yuan` reads, also with 块, 块钱 or 元整. Raises as `yuan`."""
    return yuan(_SPOKEN.sub("元", text.strip()))


def format_yuan(amount: Fen) -> str:
    """For people: `5,200 元`, `5,200.50 元`; fen are shown only when there are any."""
    _require_fen(amount)
    sign = "-" if amount < 0 else ""
    whole, cents = divmod(abs(amount), FEN_PER_YUAN)
    return say("{number} 元", number=f"{sign}{whole:,}.{cents:02d}" if cents else f"{sign}{whole:,}")


def yuan_or(amount: int | None, otherwise: str) -> str:
    """An amount in fen as `format_yuan` writes it, or what stands where there is none."""
    return otherwise if amount is None else format_yuan(Fen(amount))


def format_wan(amount: Fen) -> str:
    """For people, in ten thousands and exact: `30 万元`, `0.96 万元`."""
    _require_fen(amount)
    wan = Decimal(amount) / (FEN_PER_YUAN * YUAN_PER_WAN)
    text = f"{wan:,.6f}".rstrip("0").rstrip(".")
    yuan = f"{Decimal(amount) / FEN_PER_YUAN:,f}"  # for languages that do not count in ten thousands
    return say("{number} 万元", number=text, yuan=yuan)


def _decimal_from_text(text: str) -> Decimal:
    plain = numerals.figures(text).lstrip("¥￥")
    match = _AMOUNT.match(plain)
    if match is None:
        raise _not_an_amount(text)
    try:
        number = Decimal(match["number"].replace(",", ""))
    except InvalidOperation as error:
        raise _not_an_amount(text) from error
    return number * YUAN_PER_WAN if match["scale"] else number


def _not_an_amount(text: str) -> DomainError:
    return Invalid(
        code="money.not_an_amount",
        about="amount",
        what=say("“{text}”不是一个金额", text=text),
        why="金额应当是数字，可以带千分位逗号、“元”或“万元”",
        do="请写成 5200、5,200.50 或 1.2万元 这样的形式",
    )


def _require_fen(amount: object) -> None:
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise TypeError("金额应当是以分为单位的整数")
