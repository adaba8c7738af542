"""Bars drawn as SVG: lengths in thousandths of the whole, the figures always beside them in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huigong.casework.shapes import ClockView
from huigong.casework.tone import Spent, Whose

WHOLE = 1000


@dataclass(frozen=True)
class Part:
    """One stretch of a bar; `kind` is its style class."""

    kind: str
    start: int
    length: int


def bar(*parts: tuple[str, int], whole: int = 0) -> tuple[Part, ...]:
    """Stretches laid end to end for (kind, count); `whole` is the count of the full bar if it is longer."""
    counted = sum(count for _, count in parts)
    scale = max(whole, counted, 1)
    stretches, before = [], 0
    for kind, count in parts:
        start, end = before * WHOLE // scale, (before + count) * WHOLE // scale
        before += count
        if end > start:
            stretches.append(Part(kind, start, end - start))
    return tuple(stretches)


_OF_WHOM = {
    Whose.OFFICE: "bar-used",
    Whose.SUPPORT: "bar-near",
    Whose.APPLICANT: "bar-yes",
    Whose.PAUSED: "bar-paused",
}


def spent_bar(spent: Sequence[Spent]) -> tuple[Part, ...]:
    """Whose the days since receipt were."""
    return bar(*((_OF_WHOM[side.whose], side.days) for side in spent))


def clock_bar(clock: ClockView) -> tuple[Part, ...]:
    """Days used, days beyond the limit; what is left is the bar's ground."""
    within = min(clock.used, clock.total)
    used = "bar-paused" if clock.paused else "bar-used"
    return bar((used, within), ("bar-late", clock.used - within), whole=clock.total)
