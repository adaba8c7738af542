"""Reads the two calendar tables that policy officers keep in `policies/100000/calendar/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huigong.kernel.packs import Entry, Place, Report, Shape
from huigong.kernel.packs.files import read_file
from huigong.kernel.packs.kinds import day, flag, items, month_and_day, number, rows, text


@dataclass(frozen=True)
class Override:
    """One corrected day: working or not, by which notice, and a note."""

    working: bool
    notice: str
    note: str = ""


@dataclass(frozen=True)
class StatutoryHoliday:
    """A statutory holiday: the same month and day every year, or dates entered year by year."""

    name: str
    since: date
    every_year: frozenset[tuple[int, int]]
    dates: frozenset[date]
    article: str

    def falls_on(self, day: date) -> bool:
        """Whether `day` is this holiday itself."""
        return (day.month, day.day) in self.every_year or day in self.dates

    def knows_year(self, year: int) -> bool:
        """Whether this holiday's days of `year` are on record."""
        return bool(self.every_year) or any(day.year == year for day in self.dates)


def read_overrides(path: Path, report: Report) -> tuple[dict[date, Override], dict[int, str]]:
    """Corrected days by date, and notice numbers of the years entered in full.

    Shape: `{complete_years: [{year, notice}], days: [{date, working, notice, note}]}`.
    What is wrong is put into the report.
    """
    table = _table(path, NOTICES, report)
    days: dict[date, Override] = {}
    for row in table["days"] if table else ():
        if row["date"] in days:
            row.wrong("date", f"{row['date']} 写了两次", "同一天只留一行")
        days[row["date"]] = Override(row["working"], row["notice"], row["note"])
    return days, {row["year"]: row["notice"] for row in table["complete_years"]} if table else {}


def read_statutory_days(path: Path, report: Report) -> tuple[StatutoryHoliday, ...]:
    """The statutory holidays with the date each rule came into force; what is wrong is put into the report."""
    table = _table(path, HOLIDAYS, report)
    return tuple(
        StatutoryHoliday(
            name=row["name"],
            since=row["since"],
            every_year=frozenset(row["every_year"]),
            dates=frozenset(row["dates"]),
            article=row["article"],
        )
        for row in (table["holidays"] if table else ())
    )


def _table(path: Path, shape: Shape, report: Report) -> Entry | None:
    before = len(report.errors)
    name = f"100000/calendar/{path.name}"
    raw = read_file(path, name=name, report=report)
    return None if len(report.errors) > before else shape.read(raw, report=report, place=Place(name))


NOTICES = Shape(
    "放假通知表",
    {
        "complete_years": rows(Shape("年份", {"year": number(), "notice": text()})),
        "days": rows(
            Shape(
                "日子", {"date": day(), "working": flag(), "notice": text(), "note": text("")}, named="date"
            )
        ),
    },
)
HOLIDAY = Shape(
    "节日",
    {
        "name": text(),
        "since": day(),
        "every_year": items(month_and_day),
        "dates": items(day().kind),
        "article": text(),
        "fact": text(""),
    },
    named="name",
)
HOLIDAYS = Shape("节日表", {"holidays": rows(HOLIDAY)})
