"""Lengths that the law sets, as dated parameters: which measure of a parameter is which measure of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from huigong.kernel.timelimits import Measure, TimeLimit

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "工作日": Measure.WORKING_DAY,
        "天": Measure.NATURAL_DAY,
        "月": Measure.MONTH,
        "年": Measure.YEAR,
    }
)


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
