"""Turns "six full months lived here" into "here since 21 May at the latest".

Full time up to a fixed day only shrinks when the beginning moves later, so a bound on
it is a bound on the beginning: one comparison of dates instead of a calculation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor

from huigong.rules.compile.setting import Setting, uncited
from huigong.rules.evaluate import SPANS
from huigong.rules.nodes import Compare, FactReference, FullSpan, Node

_MIRRORED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}


@dataclass(frozen=True)
class Bound:
    """The comparison holds when `start` is on or before `latest` (or after it, with `later`).

    `latest` is None where no beginning is early enough. `given` is the derived fact that was
    compared, where a person may have said it directly; then `operator` and `limit` apply to it.
    """

    start: Node
    latest: date | None
    later: bool
    given: FactReference | None
    operator: str
    limit: int | Decimal


def bound(node: Compare, setting: Setting) -> Bound | None:
    """The bound on the beginning that says the same as this comparison, or None."""
    for growing, operator, limit in (
        (node.left, node.operator, node.right),
        (node.right, _MIRRORED[node.operator], node.left),
    ):
        if operator in ("=", "≠") or not setting.is_closed(limit) or setting.is_closed(growing):
            continue
        count = setting.value(limit)
        given, span = _opened(growing, setting)
        if span is None or not isinstance(count, int | Decimal) or not setting.is_closed(span.end):
            continue
        end = setting.value(span.end)
        if isinstance(end, date):
            later = operator in ("<", "≤")
            enough = ceil(count) if operator in ("≥", "<") else floor(count) + 1
            return Bound(span.start, _latest(span.kind, end, enough), later, given, operator, count)
    return None


def _opened(node: Node, setting: Setting) -> tuple[FactReference | None, FullSpan | None]:
    """The span behind a node, and the fact that is derived from it where people may give that."""
    given = None
    inside = uncited(node)
    while isinstance(inside, FactReference) and inside.fact.derivation is not None:
        if setting.may_be_known(inside.name):
            if given is not None:
                return None, None
            given = inside
        inside = uncited(inside.fact.derivation)
    return given, inside if isinstance(inside, FullSpan) else None


def _latest(kind: str, end: date, enough: int) -> date | None:
    """The latest beginning that gives at least `enough`, found by halving."""
    counted = SPANS[kind]
    low, high = date.min.toordinal(), date.max.toordinal()
    if counted(date.min, end) < enough:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if counted(date.fromordinal(middle), end) >= enough:
            low = middle
        else:
            high = middle - 1
    return date.fromordinal(low)
