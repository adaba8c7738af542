"""One way to write a length of time: `10个工作日`, `30天`, `6个月`, `2年`, or `参数:NAME` for what the law sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.packs import nearest_name
from huigong.kernel.packs.shapes import NEEDED, Key, Spot
from huigong.kernel.timelimits import Measure, TimeLimit
from huigong.rules.parameters import ParameterDeclarations, ParameterLookup
from huigong.rules.spans import days_after, months_after
from huigong.rules.values import UNKNOWN, Type, Unknown

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        "工作日": Measure.WORKING_DAY,
        "天": Measure.NATURAL_DAY,
        "月": Measure.MONTH,
        "年": Measure.YEAR,
    }
)
"""What a parameter that holds a length counts in, as a measure of time."""
PARAMETER: Final = "参数:"
_WRITTEN = re.compile(r"([1-9][0-9]{0,4}) ?(个工作日|工作日|天|日|个月|年)")
_WORDS = {"工作日": "工作日", "日": "天"}
_FARTHEST = 4_000  # working days that are counted one by one


@dataclass(frozen=True)
class Span:
    """A length that is known: so many of a measure."""

    length: int
    measure: Measure

    def after(self, day: date, calendar: WorkCalendar) -> date | None:
        """The day so much later: a month without such a day gives its last, working days are counted from the next day.

        None beyond the calendar. Nothing is moved off rest days; a clock that the law sets is run by `kernel.timelimits`.
        """
        match self.measure:
            case Measure.NATURAL_DAY:
                return days_after(day, self.length)
            case Measure.MONTH:
                return months_after(day, self.length)
            case Measure.YEAR:
                return months_after(day, self.length * 12)
        return _working_days_after(day, self.length, calendar)

    def before(self, day: date) -> date | None:
        """The day so much earlier; None beyond the calendar, and for working days, which are counted forwards only."""
        match self.measure:
            case Measure.NATURAL_DAY:
                return days_after(day, -self.length)
            case Measure.MONTH:
                return months_after(day, -self.length)
            case Measure.YEAR:
                return months_after(day, -self.length * 12)
        return None

    def limit(self, article: str) -> TimeLimit:
        """As a statutory time limit, which rolls off rest days."""
        return TimeLimit(self.length, self.measure, article)


@dataclass(frozen=True)
class Duration:
    """A length as written: in figures, or as the name of a dated parameter."""

    length: int = 0
    measure: Measure = Measure.NATURAL_DAY
    parameter: str = ""

    def on(self, day: date, declarations: ParameterDeclarations, lookup: ParameterLookup) -> Span | Unknown:
        """The length as it is on a day; UNKNOWN where its parameter has no value then."""
        if not self.parameter:
            return Span(self.length, self.measure)
        value, declared = lookup(self.parameter, day), declarations.get(self.parameter)
        if declared is None or not isinstance(value, int) or value < 1:
            return UNKNOWN
        return Span(value, MEASURES[declared.measure])

    def misnamed(self, declarations: ParameterDeclarations) -> str:
        """What is wrong with the name of its parameter; "" where nothing is."""
        declared = declarations.get(self.parameter)
        if not self.parameter or (
            declared is not None and declared.type is Type.INT and declared.measure in MEASURES
        ):
            return ""
        if declared is not None:
            return f"参数“{self.parameter}”不是期限，它的 measure 要是{'、'.join(MEASURES)}之一"
        nearest = nearest_name(self.parameter, declarations)
        return f"没有叫“{self.parameter}”的参数" + (f"，是不是“{nearest}”？" if nearest else "")


def read_duration(text: str) -> Duration | None:
    """The length that a text writes; None for any other text."""
    if text.startswith(PARAMETER):
        name = text.removeprefix(PARAMETER).strip()
        return Duration(parameter=name) if name else None
    matched = _WRITTEN.fullmatch(text.strip())
    if matched is None:
        return None
    word = matched[2].removeprefix("个")
    return Duration(int(matched[1]), MEASURES[_WORDS.get(word, word)])


def duration(default: Any = NEEDED) -> Key:
    """A length of time, as the kind of a key: a `Duration`."""
    return Key(read_kind, default)


def read_kind(raw: Any, spot: Spot) -> Any:
    """The `Duration` of a loaded value, as a member of `items` and `mapped`; what is wrong is noted."""
    length = read_duration(raw) if isinstance(raw, str) else None
    if length is None:
        return spot.wrong(f"“{str(raw)[:40]}”不是期限", "请写成 10个工作日、30天、6个月、2年，或者 参数:名称")
    return length


def _working_days_after(day: date, length: int, calendar: WorkCalendar) -> date | None:
    left = length
    for _ in range(_FARTHEST):
        if day >= date.max:
            return None
        day += timedelta(days=1)
        left -= calendar.day(day).working
        if not left:
            return day
    return None
