"""The kinds once more, row by row in plain Python, written from their definitions and not from the engine."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from huigong.kernel.calendar import WorkCalendar
from tests.unit.wages.worlds import Row, World

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
MINIMUM = {"一档": Decimal(2100), "二档": Decimal(1900)}
NOTHING = ("", "无", "nan", "\t")
Key = tuple[str, str]


def unique(rows: list[Row]) -> list[Row]:
    """Identical rows once."""
    kept: list[Row] = []
    for row in rows:
        filled = {name: value for name, value in row.items() if value not in NOTHING}
        if filled not in kept:
            kept.append(filled)
    return kept


def day(text: str) -> date:
    return date.max if text.startswith("9999") else date.fromisoformat(text)


def last_working_day(written: date) -> date:
    calendar = WorkCalendar.published()
    while not calendar.day(written).working:
        written -= timedelta(days=1)
    return written


class Month:
    """What an accountant would work out with a pencil."""

    def __init__(self, world: World) -> None:
        self.projects = {row["项目编号"]: row for row in unique(world["projects"])}
        self.roster = unique(world["roster"])
        self.attendance = [row for row in unique(world["attendance"]) if FIRST <= day(row["日期"]) <= LAST]
        lines = self._standing([row for row in unique(world["payroll"]) if row["月份"] == "2026-10"])
        self.payroll = self._not_below_nothing(lines)
        self.every_credit = [row for row in self._numbered(unique(world["bank"])) if row["结果"] == "成功"]
        self.credits = [row for row in self.every_credit if row["月份"] == "2026-10"]
        rows = [*self.attendance, *self.payroll, *self.credits]
        self.keys = sorted({(row["项目编号"], row["证件号码"]) for row in rows})

    @staticmethod
    def _standing(rows: list[Row]) -> list[Row]:
        corrections = {(row["项目编号"], row["证件号码"]): row for row in rows if row.get("行类型") == "更正"}
        return [
            row
            for row in rows
            if corrections.get((row["项目编号"], row["证件号码"])) is None
            or corrections[row["项目编号"], row["证件号码"]] is row
        ]

    @staticmethod
    def _numbered(rows: list[Row]) -> list[Row]:
        """The first line of each number, month by month."""
        firsts: dict[tuple[str, str], Row] = {}
        return [row for row in rows if firsts.setdefault((row["月份"], row["流水号"]), row) is row]

    @staticmethod
    def _of(rows: list[Row], key: Key) -> list[Row]:
        return [row for row in rows if (row["项目编号"], row["证件号码"]) == key]

    @staticmethod
    def _not_below_nothing(rows: list[Row]) -> list[Row]:
        """Nobody works or earns less than nothing: what takes back more than the others give is not taken, but in a correction."""
        figures = ("出勤天数", "应发工资", "实发工资")
        kept: list[Row] = []
        for row in rows:
            mine = [
                other
                for other in rows
                if (other["项目编号"], other["证件号码"]) == (row["项目编号"], row["证件号码"])
            ]
            sums = [sum(Decimal(each.get(name, "0")) for each in mine) for name in figures]
            below = min(sums) < 0 and not any(each.get("行类型") == "更正" for each in mine)
            if not (below and any(Decimal(row.get(name, "0")) < 0 for name in figures)):
                kept.append(row)
        return kept

    def attended(self, key: Key) -> set[date]:
        return {day(row["日期"]) for row in self._of(self.attendance, key) if Decimal(row["工时"]) > 0}

    def net(self, key: Key) -> Decimal | None:
        lines = self._of(self.payroll, key)
        return sum((Decimal(row["实发工资"]) for row in lines), Decimal(0)) if lines else None

    def credited(self, key: Key) -> Decimal:
        return sum((Decimal(row["金额"]) for row in self._of(self.credits, key)), Decimal(0))

    def intervals(self, key: Key) -> list[tuple[date, date, bool]]:
        return [
            (day(row["进场日期"]), day(row["退场日期"]) if "退场日期" in row else date.max, "合同编号" in row)
            for row in self._of(self.roster, key)
        ]

    def differences(self) -> set[tuple[str, str, str]]:
        """(project, worker, kind); of an account the worker is empty."""
        checks = {
            name.removeprefix("_is_"): check for name, check in vars(Month).items() if name.startswith("_is_")
        }
        held = {(*key, kind) for key in self.keys for kind, check in checks.items() if check(self, key)}
        return held | {
            (project, "", "account_mismatch") for project in self.projects if self._account_is_off(project)
        }

    def _is_worked_not_on_payroll(self, key: Key) -> bool:
        return bool(self.attended(key)) and not self._of(self.payroll, key)

    def _is_payroll_without_work(self, key: Key) -> bool:
        figures = ("出勤天数", "应发工资", "实发工资")
        return not self.attended(key) and any(
            Decimal(row.get(name, "0")) > 0 for row in self._of(self.payroll, key) for name in figures
        )

    def _is_days_differ(self, key: Key) -> bool:
        lines, attended = self._of(self.payroll, key), len(self.attended(key))
        paid = sum((Decimal(row["出勤天数"]) for row in lines), Decimal(0))
        return bool(lines) and attended > 0 and abs(paid - attended) > 1

    def _is_not_paid(self, key: Key) -> bool:
        return (self.net(key) or 0) > 0 and self.credited(key) <= 0

    def _is_paid_short(self, key: Key) -> bool:
        net = self.net(key)
        return net is not None and 0 < self.credited(key) < net

    def _is_paid_late(self, key: Key) -> bool:
        net = self.net(key)
        if net is None or net <= 0:
            return False
        due, settled, total = last_working_day(day(self.projects[key[0]]["发薪日"])), None, Decimal(0)
        by_day: defaultdict[date, Decimal] = defaultdict(Decimal)
        for row in self._of(self.credits, key):
            by_day[day(row["日期"])] += Decimal(row["金额"])
        for on in sorted(by_day):
            total += by_day[on]
            settled = None if total < net else settled or on
        return settled is not None and settled > due

    def _is_other_card(self, key: Key) -> bool:
        own = {row.get("银行卡号") for row in self.roster if row["证件号码"] == key[1]}
        return any(
            total > 0 and card not in own for card, total in self._cards(self._of(self.credits, key)).items()
        )

    @staticmethod
    def _cards(credits_: list[Row]) -> dict[str, Decimal]:
        cards: defaultdict[str, Decimal] = defaultdict(Decimal)
        for row in credits_:
            cards[row["收款账号"]] += Decimal(row["金额"])
        return cards

    def _is_shared_card(self, key: Key) -> bool:
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for worker in {row["证件号码"] for row in self.credits}:
            for card, total in self._cards(
                [row for row in self.credits if row["证件号码"] == worker]
            ).items():
                if total > 0:
                    holders[card].add(worker)
        here = self._cards(self._of(self.credits, key))
        return any(
            total > 0 and key[1] in holders[card] and len(holders[card]) > 1 for card, total in here.items()
        )

    def _is_below_minimum(self, key: Key) -> bool:
        working = WorkCalendar.published().count_working_days(FIRST, LAST).count
        minimum, net = MINIMUM.get(self.projects[key[0]].get("最低工资档", "")), self.net(key)
        return (
            minimum is not None and net is not None and len(self.attended(key)) >= working and net < minimum
        )

    def _is_unregistered(self, key: Key) -> bool:
        intervals = self.intervals(key)
        outside = any(not any(a <= on <= b for a, b, _ in intervals) for on in self.attended(key))
        touched = any(a <= LAST and b >= FIRST for a, b, _ in intervals)
        return outside or (bool(self._of(self.payroll, key)) and not touched)

    def _is_no_contract(self, key: Key) -> bool:
        held = [[signed for a, b, signed in self.intervals(key) if a <= on <= b] for on in self.attended(key)]
        return any(signed and not any(signed) for signed in held)

    def _is_left_unsettled(self, key: Key) -> bool:
        intervals, net = self.intervals(key), self.net(key)
        if not intervals or max(end for _, end, _ in intervals) > LAST:
            return False
        ever = sum((Decimal(row["金额"]) for row in self._of(self.every_credit, key)), Decimal(0))
        return net > ever if net is not None else bool(self.attended(key))

    def _is_two_sites(self, key: Key) -> bool:
        here, there = self._long_days(key), set()
        for other in self.keys:
            if other[1] == key[1] and other != key:
                there |= self._long_days(other)
        return bool(here & there)

    def _long_days(self, key: Key) -> set[date]:
        hours: defaultdict[date, Decimal] = defaultdict(Decimal)
        for row in self._of(self.attendance, key):
            hours[day(row["日期"])] += Decimal(row["工时"])
        return {on for on, total in hours.items() if total >= 8}

    def _is_unsigned(self, key: Key) -> bool:
        lines = self._of(self.payroll, key)
        confirmed = bool(lines) and all(row.get("工人确认") == "是" for row in lines)
        return not confirmed and ((self.net(key) or 0) > 0 or self.credited(key) > 0)

    def _account_is_off(self, project: str) -> bool:
        row = self.projects[project]
        credited = sum(
            (Decimal(each["金额"]) for each in self.credits if each["项目编号"] == project), Decimal(0)
        )
        return Decimal(row["期初余额"]) + Decimal(row["本月拨付"]) - credited != Decimal(row["期末余额"])
