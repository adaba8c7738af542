"""Lengths that the law sets, as dated parameters: which measure of a parameter is which measure of time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from huigong.kernel.timelimits import Measure

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "工作日": Measure.WORKING_DAY,
        "天": Measure.NATURAL_DAY,
        "月": Measure.MONTH,
        "年": Measure.YEAR,
    }
)
