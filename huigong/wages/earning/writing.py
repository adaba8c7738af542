"""Reads a month of work as somebody wrote it:

month: 2026-10
region: "510421"                     # for the least wage, with its tier; or minimum: 2200元
tier: 二档
terms: {basis: month, rate: 6000元, hours: standard}   # averaged and irregular hours need approved: true
since: 2026-10-08                    # came or left within the month
days: {2026-10-01: 8, 2026-10-10: {hours: 8, time_off: true}, 2026-10-12: 11}
absent: [2026-10-13]                 # by own wish
leave: [2026-10-14]                  # paid leave
deductions: [{kind: damage, sum: 500元, in_contract: true}]
paid: 5000元
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.kernel import days
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Place, Report, Shape, load
from huigong.kernel.packs.kinds import amount, choice, flag, items, mapped, number, one, rows, text
from huigong.kernel.packs.shapes import Spot
from huigong.wages.earning.shapes import Basis, Deduction, Hours, MonthOfWork, Off, Terms, Worked
from huigong.wages.law import Law
from huigong.wages.parameters import parameters
from huigong.wages.reconciling.months import Month
from huigong.wages.writing import money, written_day

_TERMS = Shape(
    "工资约定",
    {
        "basis": choice(Basis),
        "rate": money(),
        "hours": choice(Hours, Hours.STANDARD),
        "approved": flag(False),
    },
)
_DAY = Shape("一天", {"hours": amount(0), "pieces": number(0), "more": number(0), "time_off": flag(False)})
_DEDUCTION = Shape("扣款", {"kind": choice(Off), "sum": money(), "in_contract": flag(False)})


def _worked(raw: Any, spot: Spot) -> Any:
    """Hours alone, or a day with pieces or with time off for it."""
    return _DAY.kind(raw if isinstance(raw, dict) else {"hours": raw}, spot)


_MONTH = Shape(
    "一个月的活",
    {
        "month": text(),
        "region": text(""),
        "tier": text(""),
        "minimum": money(None),
        "terms": one(_TERMS),
        "since": written_day(None),
        "until": written_day(None),
        "days": mapped(_worked),
        "absent": items(written_day().kind),
        "leave": items(written_day().kind),
        "deductions": rows(_DEDUCTION),
        "paid": money(None),
    },
)


def read_month(written: str, *, file: str = "") -> tuple[MonthOfWork, Law]:
    """The month of a YAML or JSON text, and the law of its first day. Raises `PackError` with every place that is wrong,
    `Invalid` for a month that is none."""
    report = Report()
    entry = _MONTH.require(load(written, file=file), report=report, place=Place(file))
    month = Month.parse(entry["month"])
    law = Law(parameters(), on=month.first)
    worked = _days(entry)
    report.refuse()
    minimum, since = entry["minimum"], None
    if minimum is None and entry["region"]:
        minimum, since = law.minimum(entry["region"], entry["tier"]), law.minimum_since(entry["region"])
    work = MonthOfWork(
        first=month.first,
        last=month.last,
        terms=_terms(entry["terms"]),
        days=worked,
        since=entry["since"],
        until=entry["until"],
        absent=frozenset(entry["absent"]),
        leave=frozenset(entry["leave"]),
        deductions=tuple(
            Deduction(row["kind"], row["sum"], row["in_contract"]) for row in entry["deductions"]
        ),
        paid=entry["paid"],
        minimum=minimum,
        minimum_since=since,
    )
    return work, law


def _terms(written: Entry) -> Terms:
    approved = written["approved"] or written["hours"] is Hours.STANDARD
    return Terms(written["basis"], written["rate"], written["hours"], approved)


def _days(entry: Entry) -> Mapping[date, Worked]:
    read: dict[date, Worked] = {}
    for name, row in entry["days"].items():
        try:
            worked_on = days.read(name)
        except DomainError as error:
            entry.wrong("days", error.what, error.do)
            continue
        if worked_on in read:
            entry.wrong("days", f"{worked_on.isoformat()}写了两次", "请合成一天")
        read[worked_on] = Worked(Decimal(row["hours"]), row["pieces"], row["more"], row["time_off"])
    return read
