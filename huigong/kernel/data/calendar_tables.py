"""Reads the two calendar tables that policy officers keep in `policies/100000/calendar/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from huigong.kernel.errors import DomainError, Unavailable


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


def read_overrides(path: Path) -> tuple[dict[date, Override], dict[int, str]]:
    """Corrected days by date, and notice numbers of the years entered in full.

    Shape: `{complete_years: [{year, notice}], days: [{date, working, notice, note}]}`.
    Raises `DomainError` (`calendar.table`) naming the row.
    """
    table = _table(path)
    days: dict[date, Override] = {}
    for number, row in enumerate(table.get("days") or [], start=1):
        _check_day(row, path=path, number=number)
        if row["date"] in days:
            raise _wrong(path, f"第{number}行：{row['date']} 写了两次", "同一天只留一行")
        days[row["date"]] = Override(row["working"], str(row["notice"]), str(row.get("note") or ""))
    years = {}
    for row in table.get("complete_years") or []:
        if not isinstance(row, dict) or not isinstance(row.get("year"), int) or not row.get("notice"):
            raise _wrong(path, "complete_years 的每一行要有年份 year 和文号 notice", "请补全")
        years[row["year"]] = str(row["notice"])
    return days, years


def read_statutory_days(path: Path) -> tuple[StatutoryHoliday, ...]:
    """The statutory holidays with the date each rule came into force."""
    return tuple(_holiday(row, path=path) for row in _table(path).get("holidays") or [])


def _holiday(row: dict[str, Any], *, path: Path) -> StatutoryHoliday:
    try:
        return StatutoryHoliday(
            name=row["name"],
            since=row["since"],
            every_year=frozenset((int(text[:2]), int(text[3:])) for text in row.get("every_year", [])),
            dates=frozenset(row.get("dates", [])),
            article=row["article"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(
            path, f"节日“{row}”写法不对（{error}）", "每个节日要有 name、since、article 和日期"
        ) from error


def _check_day(row: object, *, path: Path, number: int) -> None:
    if not isinstance(row, dict) or not {"date", "working", "notice"} <= set(row):
        raise _wrong(path, f"第{number}行缺少 date、working 或 notice", "请补全这三项，note 可以不写")
    if not isinstance(row["date"], date):
        raise _wrong(path, f"第{number}行的日期“{row['date']}”不对", "日期写成 2027-01-04 的形式，不加引号")
    if not isinstance(row["working"], bool):
        raise _wrong(path, f"第{number}行的 working 不对", "上班写 true，休息写 false")


def _table(path: Path) -> dict[str, Any]:
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(path, "文件读不出来", "请确认文件存在并且可读") from error
    except yaml.YAMLError as error:
        raise _wrong(path, f"不是正确的 YAML：{error}", "请检查缩进、冒号和引号") from error
    if not isinstance(table, dict):
        raise _wrong(path, "最外层应当是名字和内容", "请参照文件开头的说明")
    return table


def _wrong(path: Path, why: str, do: str) -> DomainError:
    return Unavailable(code="calendar.table", what=f"日历表 {path.name} 有错", why=why, do=do)
