"""Statutory clocks: when something is due, and who used which days.

A limit is counted, not added: the first day usually does not count, pauses take
days out, one extension puts days in, the last day rolls off rest days forwards
(T01, T05) or, for pay-days, backwards (W05). `run` is a pure function of its
arguments, so a changed calendar changes every answer.
"""

from huigong.kernel.timelimits.count import NOBODY, corresponding_day, extend, run
from huigong.kernel.timelimits.terms import (
    Clock,
    Extension,
    ExtensionRule,
    Measure,
    Pause,
    Roll,
    Step,
    TimeLimit,
)

__all__ = [
    "NOBODY",
    "Clock",
    "Extension",
    "ExtensionRule",
    "Measure",
    "Pause",
    "Roll",
    "Step",
    "TimeLimit",
    "corresponding_day",
    "extend",
    "run",
]
