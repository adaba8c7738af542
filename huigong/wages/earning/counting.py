"""Works out a month's wage: the ordinary part, overtime by the kind of day, the least wage, what may be taken off.

What a day is, the calendar says: a statutory holiday is one of the days of the law, not the days off beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen
from huigong.wages.earning.deducting import taken_off
from huigong.wages.earning.shapes import Basis, Earned, Hours, Line, MonthOfWork, Worked
from huigong.wages.law import Law

_OVERTIME = "100000/wage-payment-provisions#第十三条"
_MINIMUM = "100000/labour-contract-law#第八十五条"
_PAY = "100000/wage-payment-regulation#第十三条"
_DIVISOR = "月计薪天数"
_DAY = "每日标准工时"
_WEEKDAY, _REST, _HOLIDAY = "平时加班", "休息日加班", "法定休假日加班"
_MULTIPLES = {_WEEKDAY: "平时加班倍数", _REST: "休息日加班倍数", _HOLIDAY: "法定休假日加班倍数"}


def earned(month: MonthOfWork, law: Law, calendar: WorkCalendar | None = None) -> Earned:
    """What is due for a month of work. Raises `Invalid` for days outside the month and hours that no day has."""
    _require_sound(month)
    counted = _Counted(month, law, calendar or WorkCalendar.published())
    lines = [line for line in (*counted.ordinary(), *counted.overtime()) if line.quantity]
    lines += counted.topped_up(lines)
    due = Fen(sum(line.amount for line in lines))
    taken = taken_off(month, due, law)
    net = Fen(due - sum(each.allowed for each in taken))
    owed = None if month.paid is None else Fen(max(net - month.paid, 0))
    return Earned(tuple(lines), taken, due, net, owed, tuple(counted.open))


def _require_sound(month: MonthOfWork) -> None:
    for day in (*month.days, *month.absent, *filter(None, (month.since, month.until))):
        if not month.first <= day <= month.last:
            what = f"{day.isoformat()}不在这个月里"
            raise Invalid("wages.day", about="days", what=what, do="请只写这个月的日子")
    for day, worked in month.days.items():
        if not 0 <= worked.hours <= 24 or worked.pieces < 0 or worked.more < 0:
            what = f"{day.isoformat()}的工时或件数不对"
            raise Invalid("wages.hours", about="days", what=what, why="一天是 0 到 24 小时", do="请核对")
    if month.since and month.until and month.since > month.until:
        raise Invalid("wages.interval", about="since", what="离开的日子早于来的日子", do="请核对两个日子")


@dataclass
class _Counted:
    """The days of a month by kind. `open` gathers what could not be judged."""

    month: MonthOfWork
    law: Law
    calendar: WorkCalendar

    def __post_init__(self) -> None:
        self.open: list[str] = []

    @cached_property
    def day_hours(self) -> Fraction:
        return Fraction(self.law.number(_DAY))

    @cached_property
    def day_rate(self) -> Fraction:
        """Fen a day of ordinary work."""
        rate = Fraction(self.month.terms.rate)
        match self.month.terms.basis:
            case Basis.MONTH:
                return rate / Fraction(self.law.number(_DIVISOR))
            case Basis.HOUR:
                return rate * self.day_hours
            case _:
                return rate

    @property
    def hour_rate(self) -> Fraction:
        return self.day_rate / self.day_hours

    # The ordinary part --------------------------------------------------------------------------

    def ordinary(self) -> Iterator[Line]:
        """What is due without any overtime."""
        terms, month = self.month.terms, self.month
        match terms.basis:
            case Basis.MONTH if self.whole_month:
                yield self._line("月工资", _PAY, Fraction(1), "个月", Fraction(terms.rate))
                away = min(Fraction(sum(map(self._is_paid, month.absent))), self._most_days)
                yield self._line("请假", _PAY, -away, "天", self.day_rate)
            case Basis.MONTH:
                days = min(Fraction(sum(map(self._is_paid, self._employed))), self._most_days)
                yield self._line("出勤", _PAY, days, "天", self.day_rate)
            case Basis.PIECE:
                pieces = sum(self.month.days[day].pieces for day in self._ordinary_days)
                yield self._line("计件", _PAY, Fraction(pieces), "件", self.day_rate)
            case _:
                hours = sum((self._ordinary_hours(day) for day in self._ordinary_days), Fraction(0))
                yield self._line("出勤", _PAY, hours, "小时", self.hour_rate)

    @property
    def whole_month(self) -> bool:
        """Whether the worker was employed on every day of it that is paid."""
        first, last = self.month.since or self.month.first, self.month.until or self.month.last
        outside = (day for day in _days(self.month.first, self.month.last) if not first <= day <= last)
        return not any(self._is_paid(day) for day in outside)

    @property
    def _most_days(self) -> Fraction:
        return Fraction(self.law.number(_DIVISOR))

    @property
    def _employed(self) -> Iterator[date]:
        days = _days(self.month.since or self.month.first, self.month.until or self.month.last)
        return (day for day in days if day not in self.month.absent)

    def _is_paid(self, day: date) -> bool:
        """A month's wage covers its working days and the holidays of the law."""
        kind = self.calendar.day(day)
        return kind.working or kind.statutory_holiday is True

    @property
    def _ordinary_days(self) -> list[date]:
        averaged = self.month.terms.hours is not Hours.STANDARD
        return [day for day in sorted(self.month.days) if self._kind(day) == _WEEKDAY or averaged]

    def _ordinary_hours(self, day: date) -> Fraction:
        hours = Fraction(self.month.days[day].hours)
        return hours if self.month.terms.hours is not Hours.STANDARD else min(hours, self.day_hours)

    # Overtime -----------------------------------------------------------------------------------

    def overtime(self) -> Iterator[Line]:
        """A line for each kind of day; nothing for irregular hours."""
        match self.month.terms.hours:
            case Hours.IRREGULAR:
                return
            case Hours.AVERAGED:
                yield from self._averaged()
            case _:
                for kind in (_WEEKDAY, _REST, _HOLIDAY):
                    yield self._overtime_line(kind, self._overtime_of(kind))

    def _overtime_of(self, kind: str) -> Fraction:
        """Hours, or pieces, of overtime on days of one kind."""
        total = Fraction(0)
        for day, worked in sorted(self.month.days.items()):
            if self._kind(day) == kind and not (kind == _REST and worked.time_off):
                total += self._beyond(kind, worked)
        return total

    def _beyond(self, kind: str, worked: Worked) -> Fraction:
        if self.month.terms.basis is Basis.PIECE:
            return Fraction(worked.more if kind == _WEEKDAY else worked.pieces + worked.more)
        hours = Fraction(worked.hours)
        return max(hours - self.day_hours, Fraction(0)) if kind == _WEEKDAY else hours

    def _averaged(self) -> Iterator[Line]:
        """Hours beyond what the working days of the month hold; what a holiday counts is not on record."""
        held = sum(1 for day in _days(self.month.first, self.month.last) if self.calendar.day(day).working)
        hours = sum((Fraction(worked.hours) for worked in self.month.days.values()), Fraction(0))
        yield self._overtime_line(_WEEKDAY, max(hours - held * self.day_hours, Fraction(0)))
        if any(self._kind(day) == _HOLIDAY and worked.hours for day, worked in self.month.days.items()):
            self.open.append("综合计算工时的，法定休假日上班按几倍没有查到，请看当地规定")

    def _overtime_line(self, kind: str, quantity: Fraction) -> Line:
        piece = self.month.terms.basis is Basis.PIECE
        multiple = self.law.number(_MULTIPLES[kind])
        if self.month.terms.hours is Hours.AVERAGED and self.month.terms.basis in (Basis.DAY, Basis.HOUR):
            multiple -= 1  # those hours stand once in the ordinary part already
        rate = self.day_rate if piece else self.hour_rate
        return self._line(kind, _OVERTIME, quantity, "件" if piece else "小时", rate, multiple)

    def _kind(self, day: date) -> str:
        kind = self.calendar.day(day)
        if kind.statutory_holiday is None:
            self._note(f"{day.isoformat()}是不是法定休假日没有录入，先按休息日或者工作日算")
        if kind.statutory_holiday:
            return _HOLIDAY
        return _WEEKDAY if kind.working else _REST

    # The least wage -----------------------------------------------------------------------------

    def topped_up(self, lines: list[Line]) -> Iterator[Line]:
        """What is missing to the least wage, where somebody worked the whole month; overtime does not count into it."""
        minimum, full = self.month.minimum, self.whole_month and not self.month.absent
        if minimum is None:
            self._note("当地的最低工资没有录入，够不够没有核对")
        elif full and self._has_full_hours:
            ordinary = sum(line.amount for line in lines if line.clause == _PAY)
            if ordinary < minimum:
                short = Fen(minimum - ordinary)
                yield Line("补到最低工资", _MINIMUM, Decimal(1), "个月", short, Decimal(1), short)

    @property
    def _has_full_hours(self) -> bool:
        """Whether every working day was worked in full; of a monthly wage that is taken as said."""
        if self.month.terms.basis is Basis.MONTH or self.month.terms.hours is not Hours.STANDARD:
            return True
        working = (day for day in _days(self.month.first, self.month.last) if self.calendar.day(day).working)
        return all(
            day in self.month.days and Fraction(self.month.days[day].hours) >= self.day_hours
            for day in working
        )

    # --------------------------------------------------------------------------------------------

    def _note(self, words: str) -> None:
        if words not in self.open:
            self.open.append(words)

    def _line(
        self,
        what: str,
        clause: str,
        quantity: Fraction,
        measure: str,
        rate: Fraction,
        multiple: Decimal = Decimal(1),
    ) -> Line:
        exact = quantity * rate * Fraction(multiple)
        return Line(what, clause, _shown(quantity), measure, _shown(rate), multiple, _to_fen(exact))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _to_fen(exact: Fraction) -> Fen:
    """Half a fen and more is a fen."""
    return Fen(-_to_fen(-exact) if exact < 0 else int(exact + Fraction(1, 2)))


def _shown(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.0001")).normalize()
