"""Lengths that the law sets, as dated parameters."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.kernel.timelimits import TimeLimit


@dataclass(frozen=True)
class Length:
    """A length that the law sets: a dated parameter by name, which says how it is counted and by which clause.

    `given` is a length set by the procedure's owner rather than by law; no parameter is read then.
    """

    parameter: str
    given: TimeLimit | None = None


@dataclass(frozen=True)
class Remedy:
    """Where somebody turns who does not agree, and within what time of being told (None: no time is set).

    Without `where`, as the law of that time says it for the office that decides (`remedies`).
    """

    where: str = ""
    within: Length | None = None
