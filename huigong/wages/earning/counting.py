"""Works out a month's wage: the ordinary part, overtime by the kind of day, the least wage, what may be taken off.

What a day is, the calendar says: a statutory holiday is one of the days of the law, not the days off beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen, format_yuan
from huigong.wages.earning.days import HOLIDAY, REST, WEEKDAY, DaysOfWork
from huigong.wages.earning.deducting import taken_off
from huigong.wages.earning.rounding import shown, to_fen
from huigong.wages.earning.shapes import Basis, Earned, Hours, Line, MonthOfWork, Worked
from huigong.wages.law import Law

_OVERTIME = "100000/wage-payment-provisions#第十三条"
_MINIMUM = "100000/labour-contract-law#第八十五条"
_PAY = "100000/wage-payment-regulation#第十三条"
_HOLIDAY_PAY = "100000/labour-law#第五十一条"
_LEAVE_PAY = "100000/wage-payment-provisions#第十一条"
_DIVISOR = "月计薪天数"
_DAY = "每日标准工时"
_MULTIPLES = {WEEKDAY: "平时加班倍数", REST: "休息日加班倍数", HOLIDAY: "法定休假日加班倍数"}


def earned(month: MonthOfWork, law: Law, calendar: WorkCalendar | None = None) -> Earned:
    """What is due for a month of work. Raises `Invalid` for days outside the month and hours that no day has."""
    _require_sound(month)
    counted = _Counted(month, law, DaysOfWork(month, calendar or WorkCalendar.published()))
    lines = [line for line in (*counted.ordinary(), *counted.overtime()) if line.quantity]
    lines += counted.topped_up(lines)
    counted.tell_what_is_left_out()
    due = Fen(sum(line.amount for line in lines))
    taken = taken_off(month, due, law)
    net = Fen(due - sum(each.allowed for each in taken))
    if net < 0:
        counted.days.note("扣的比应发的多，请核对扣款")
    owed = None if month.paid is None else Fen(max(net - month.paid, 0))
    return Earned(tuple(lines), taken, due, net, owed, tuple(counted.days.open), tuple(counted.told))


def _require_sound(month: MonthOfWork) -> None:
    for day in (*month.days, *month.absent, *month.leave, *filter(None, (month.since, month.until))):
        if not month.first <= day <= month.last:
            what = f"{day.isoformat()}不在这个月里"
            raise Invalid("wages.day", about="days", what=what, do="请只写这个月的日子")
    for day, worked in month.days.items():
        if not 0 <= worked.hours <= 24 or worked.pieces < 0 or worked.more < 0:
            what = f"{day.isoformat()}的工时或件数不对"
            raise Invalid("wages.hours", about="days", what=what, why="一天是 0 到 24 小时", do="请核对")
    if month.since and month.until and month.since > month.until:
        raise Invalid("wages.interval", about="since", what="离开的日子早于来的日子", do="请核对两个日子")
    worked_on = {day for day, worked in month.days.items() if worked != Worked()}
    for day in sorted((worked_on & (month.absent | month.leave)) | (month.absent & month.leave)):
        what = f"{day.isoformat()}写了两样：干活、请假、带薪休假只能是一样"
        raise Invalid("wages.day_twice", about="absent", what=what, do="请核对这一天")


@dataclass
class _Counted:
    """The lines of a month. `told` gathers which way of counting was chosen where the law leaves it."""

    month: MonthOfWork
    law: Law
    days: DaysOfWork

    def __post_init__(self) -> None:
        self.told: list[str] = []
        self.basis, self.hours = self.month.terms.basis, self.month.terms.counted_by
        if self.hours is not self.month.terms.hours:
            self.days.note("没有写综合计算工时、不定时工时批准了，先按标准工时算")
        self.day_hours = Fraction(self.law.number(_DAY))
        self.most_days = Fraction(self.law.number(_DIVISOR))

    @property
    def day_rate(self) -> Fraction:
        """Fen a day of ordinary work; of piece work, fen a piece."""
        rate = Fraction(self.month.terms.rate)
        match self.basis:
            case Basis.MONTH:
                return rate / self.most_days
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
        match self.basis:
            case Basis.MONTH:
                yield from self._monthly()
                return
            case Basis.PIECE:
                worked = [self.month.days[day] for day in self._ordinary_days]
                more = self.hours is Hours.IRREGULAR  # no overtime: a piece is a piece
                pieces = sum(each.pieces + (each.more if more else 0) for each in worked)
                yield self._line("计件", _PAY, Fraction(pieces), "件", self.day_rate)
            case _:
                hours = sum((self._ordinary_hours(day) for day in self._ordinary_days), Fraction(0))
                yield self._line("出勤", _PAY, hours, "小时", self.hour_rate)
        yield from self._paid_without_work()

    def _monthly(self) -> Iterator[Line]:
        """A month's wage less days of leave; part of a month, and a month of which more than half was leave, by the days paid.

        The law gives the number of days by which a month's wage is divided, which is not the number that a month has;
        this is the only place that chooses between taking days off and adding days up.
        """
        away, working = self.days.away, self.days.working
        if self.days.whole_month and 2 * away <= working:
            yield self._line("月工资", _PAY, Fraction(1), "个月", Fraction(self.month.terms.rate))
            yield self._line("请假", _PAY, -Fraction(away), "天", self.day_rate)
            if away:
                self.told.append("请假不过一半的，用月工资减请假的天数")
            return
        self.told.append("不满一个月、请假超过一半的，按该付钱的天数加")
        days = min(Fraction(self.days.paid), self.most_days)
        yield self._line("出勤", _PAY, days, "天", self.day_rate)

    def _paid_without_work(self) -> Iterator[Line]:
        """Holidays of the law and paid leave of those whose wage is not by the month."""
        holidays, leave = self.days.holidays, self.days.on_leave
        if self.basis is not Basis.PIECE:
            yield self._line("法定休假日", _HOLIDAY_PAY, Fraction(holidays), "天", self.day_rate)
            yield self._line("带薪休假", _LEAVE_PAY, Fraction(leave), "天", self.day_rate)
        elif holidays or leave:
            self.days.note("计件的，法定休假日和带薪休假也要付，按什么数付没有录入，没有算")

    @property
    def _ordinary_days(self) -> list[date]:
        every = self.hours is not Hours.STANDARD
        return [day for day in sorted(self.month.days) if every or self.days.kind(day) == WEEKDAY]

    def _ordinary_hours(self, day: date) -> Fraction:
        hours = Fraction(self.month.days[day].hours)
        return hours if self.hours is not Hours.STANDARD else min(hours, self.day_hours)

    # Overtime -----------------------------------------------------------------------------------

    def overtime(self) -> Iterator[Line]:
        """A line for each kind of day; nothing for irregular hours."""
        match self.hours:
            case Hours.IRREGULAR:
                return
            case Hours.AVERAGED:
                yield self._averaged()
            case _:
                for kind in (WEEKDAY, REST, HOLIDAY):
                    worked = (done for day, done in self.month.days.items() if self.days.kind(day) == kind)
                    beyond = sum((self._beyond(kind, done) for done in worked), Fraction(0))
                    if kind == HOLIDAY and beyond and self.basis in (Basis.DAY, Basis.HOUR):
                        self.told.append("法定休假日上班的，照付当天的工资，另付加班工资，和按月发的一样")
                    yield self._overtime_line(kind, beyond)

    def _beyond(self, kind: str, worked: Worked) -> Fraction:
        """Hours, or pieces, of overtime of a day."""
        if self.basis is Basis.PIECE:
            return Fraction(worked.more if kind == WEEKDAY else worked.pieces + worked.more)
        hours = Fraction(worked.hours)
        return max(hours - self.day_hours, Fraction(0)) if kind == WEEKDAY else hours

    def _averaged(self) -> Line:
        """What is beyond the working days of the employment; what a holiday counts is not on record."""
        done = self.month.days.values()
        if any(
            self.days.kind(day) == HOLIDAY and worked != Worked() for day, worked in self.month.days.items()
        ):
            self.days.note("综合计算工时的，法定休假日上班按几倍没有查到，请看当地规定")
        if self.basis is Basis.PIECE:
            self.days.note("计件又综合计算工时的，只算了定额以外的件数；超出的钟点另算多少没有录入")
            return self._overtime_line(WEEKDAY, Fraction(sum(worked.more for worked in done)))
        beyond = self.days.hours - self.days.held * self.day_hours
        return self._overtime_line(WEEKDAY, max(beyond, Fraction(0)))

    def _overtime_line(self, kind: str, quantity: Fraction) -> Line:
        piece = self.basis is Basis.PIECE
        multiple = self.law.number(_MULTIPLES[kind])
        if self.hours is Hours.AVERAGED and self.basis in (Basis.DAY, Basis.HOUR):
            multiple -= 1  # those hours stand once in the ordinary part already
        rate = self.day_rate if piece else self.hour_rate
        return self._line(kind, _OVERTIME, quantity, "件" if piece else "小时", rate, multiple)

    # The least wage -----------------------------------------------------------------------------

    def topped_up(self, lines: list[Line]) -> Iterator[Line]:
        """What is missing to the least wage, where somebody worked the whole month; overtime does not count into it."""
        minimum, since = self.month.minimum, self.month.minimum_since
        if minimum is not None and since is not None:
            self.told.append(f"最低工资是 {since.isoformat()} 起的数，后来调整了没有，请看当地的通知")
        if minimum is None:
            self.days.note("当地的最低工资没有录入，够不够没有核对")
        elif not self._is_full:
            self.days.note("没有写干满了整个月，够不够最低工资没有核对")
            self._compare_rates(minimum)
        else:
            ordinary = sum(line.amount for line in lines if line.clause != _OVERTIME)
            if ordinary < minimum:
                short = Fen(minimum - ordinary)
                yield Line("补到最低工资", _MINIMUM, Decimal(1), "个月", short, Decimal(1), short)

    @property
    def _is_full(self) -> bool:
        """Whether every working day of the month was worked in full; of a monthly wage that is taken as said."""
        if not self.days.whole_month or self.days.away:
            return False
        match self.basis, self.hours:
            case Basis.MONTH, _:
                return True
            case _, Hours.IRREGULAR:
                return False
            case _, Hours.AVERAGED:
                return self.days.hours >= self.days.held * self.day_hours
            case _:
                return self.days.are_full(self.day_hours)

    def _compare_rates(self, minimum: Fen) -> None:
        """Says where what was agreed is less than the least wage even for who works all month."""
        if self.basis is Basis.PIECE:
            return
        month = to_fen(self.day_rate * self.most_days)
        if month < minimum:
            sums = f"{format_yuan(month)}，低于最低工资 {format_yuan(minimum)}"
            self.days.note(f"约定的工资折成一个月是 {sums}，请核对该补多少")
        if self.basis is Basis.HOUR:
            self.days.note("按小时发的，是不是非全日制、够不够小时最低工资没有核对")

    # --------------------------------------------------------------------------------------------

    def tell_what_is_left_out(self) -> None:
        """Says which working days nothing was written of: they may be leave or a stoppage, which are paid."""
        averaged = self.hours is Hours.AVERAGED and self.days.hours >= self.days.held * self.day_hours
        if self.basis is Basis.MONTH or averaged:  # long days may leave others free
            return
        silent = self.days.silent(by_day=self.hours is Hours.STANDARD)
        if silent:
            self.days.note(f"有 {silent} 个工作日没有写是干活、请假、带薪休假还是停工，这些天没有算")

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
        return Line(what, clause, shown(quantity), measure, shown(rate), multiple, to_fen(exact))
