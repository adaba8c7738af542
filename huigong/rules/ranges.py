"""What an operation gives for operands of which only the bounds are known.

Every operation of the language but equality goes one way in each of its operands as long as
the others stay, so the corners of what the operands can be bound what the result can be. Where
they differ the result is a range too, and a yes at one corner with a no at another is not known.
A result may be wider than need be (`A - A`), never narrower.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from huigong.rules.values import UNKNOWN, Answer, Between


def over(work: Callable[..., Answer], operands: tuple[Answer | None, ...]) -> Answer:
    """What `work` gives for all of what these operands can be; it goes one way in each of them."""
    results = [work(*corner) for corner in product(*map(_ends, operands))]
    first = results[0]
    if all(result == first for result in results):
        return first
    if any(result is UNKNOWN or isinstance(result, bool) for result in results):
        return UNKNOWN
    return Between.of(end for result in results for end in _ends(result))


def equal(left: Any, right: Any) -> Answer:
    """Whether two values are the same; a range is known to differ from what lies outside it."""
    if not (isinstance(left, Between) or isinstance(right, Between)):
        return bool(left == right)
    (low, high), (least, most) = _bounds(left), _bounds(right)
    return UNKNOWN if low <= most and least <= high else False


def among(value: Any, options: tuple[Any, ...]) -> Answer:
    """Whether a value is one of these; a range where it lies beside all of them is not."""
    if not isinstance(value, Between):
        return value in options
    return False if all(equal(value, option) is False for option in options) else UNKNOWN


def holds_zero(value: Any) -> bool:
    """Whether a number may be zero, although it may be another."""
    return isinstance(value, Between) and value.least <= 0 <= value.most


def _ends(value: Any) -> tuple[Any, ...]:
    return (value.least, value.most) if isinstance(value, Between) else (value,)


def _bounds(value: Any) -> tuple[Any, Any]:
    return (value.least, value.most) if isinstance(value, Between) else (value, value)
