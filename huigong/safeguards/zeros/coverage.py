"""For which projects and months it can be told that nothing is owed: what is missing counts as not zero.

A month of a project is complete where it was handed in, its pay-day is past, no row of it was refused and no kind of
difference is left unjudged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from huigong.directory.principals import region_prefix
from huigong.directory.reach import within
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import wording
from huigong.records.facts import events_of
from huigong.records.folding import fold
from huigong.records.judging import judged
from huigong.records.models import Record, RecordEvent
from huigong.records.projecting import happened
from huigong.records.shelf import book
from huigong.wages.models import DISPUTED, LEFT_OUT, ProjectMonth, WorkerMonth
from huigong.wages.warnings.inputs import PROJECT

_DECEMBER = 12


class Lacking(Labelled):
    """Why a month of a project proves nothing."""

    NOT_HANDED_IN = "not_handed_in", wording("没有报送")
    NO_PAY_DAY = "no_pay_day", wording("没有发薪日")
    NOT_DUE = "not_due", wording("发薪日还没有过")
    REFUSED = "refused", wording("有退回的行")
    NOT_JUDGED = "not_judged", wording("有没核对的")


@dataclass(frozen=True)
class Gap:
    """A month of a project that is not complete, and why."""

    project: Record
    month: date
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True)
class Owing:
    """A month whose own data says that something is owed: fen past the pay-day, people who worked and stand on no payroll,
    people who say that the payroll is wrong."""

    project: Record
    month: date
    owed: int
    off_payroll: int
    disputed: int
    left_out: int


@dataclass(frozen=True)
class Coverage:
    """What the months of a span prove. `wanted` project-months should be there, `gaps` of them are not complete."""

    first: date
    last: date
    projects: int
    wanted: int
    gaps: tuple[Gap, ...]
    owing: tuple[Owing, ...]

    @property
    def complete(self) -> int:
        return self.wanted - len(self.gaps)

    @property
    def proven(self) -> bool:
        """Whether nothing is owed by complete data of at least one project; of no project nothing is proven."""
        return bool(self.wanted) and not self.gaps and not self.owing


@dataclass(frozen=True)
class Known:
    """What the database has of a region from the first to the last of some months: read once, looked at for each span.

    `said`: key of a month → how many dispute what it says of them, and how many it says nothing of any more.
    """

    projects: tuple[Record, ...]
    months: Mapping[tuple[int, date], ProjectMonth]
    said: Mapping[int, tuple[int, int]]
    events: Mapping[int, Sequence[RecordEvent]]


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The first days of the months from `first` to `last`, both included; none where `last` is before."""
    made, month = [], first.replace(day=1)
    while month <= last:
        made.append(month)
        month = after(month)
    return tuple(made)


def after(month: date) -> date:
    """The first of the next month."""
    return (
        month.replace(year=month.year + 1, month=1)
        if month.month == _DECEMBER
        else month.replace(month=month.month + 1)
    )


def known(region: str, first: date, last: date, states: Sequence[str]) -> Known:
    """Projects of a region with their months; four queries for however many."""
    here = within("region", region_prefix(region))
    rows = Record.objects.filter(here, kind=PROJECT, began__isnull=False, began__lt=after(last))
    projects = tuple(rows.order_by("region", "project", "pk"))
    handed = ProjectMonth.objects.filter(
        within("project__region", region_prefix(region)), current=True, month__gte=first, month__lte=last
    )
    months = {(row.project_id, row.month): row for row in handed}
    said = WorkerMonth.objects.filter(
        within("month__project__region", region_prefix(region)),
        month__current=True,
        month__month__gte=first,
        month__month__lte=last,
    )
    counted = (
        said.filter(DISPUTED | LEFT_OUT)
        .order_by()
        .values_list("month")
        .annotate(disputed=Count("pk", filter=DISPUTED), left_out=Count("pk", filter=LEFT_OUT))
    )
    past = [record for record in projects if record.state not in states]
    told = {month: (disputed, left_out) for month, disputed, left_out in counted.iterator()}
    return Known(projects, months, told, events_of(past))


def coverage(read: Known, first: date, last: date, states: Sequence[str], *, on: date) -> Coverage:
    """What the months from `first` to `last` prove on a day."""
    wanted = list(_wanted(read, months_between(first, last), states))
    gaps = tuple(
        Gap(project, month, lacking)
        for project, month in wanted
        if (lacking := _lacking(read.months.get((project.pk, month)), on))
    )
    return Coverage(
        first,
        last,
        len({project.pk for project, _ in wanted}),
        len(wanted),
        gaps,
        tuple(_owing(read, set(months_between(first, last)), on)),
    )


def _wanted(read: Known, months: Iterable[date], states: Sequence[str]) -> Iterator[tuple[Record, date]]:
    span = list(months)
    for record in read.projects:
        assert record.began is not None
        for month in span:
            if after(month) > record.began and _under_way(read, record, max(month, record.began), states):
                yield record, month


def _under_way(read: Known, record: Record, day: date, states: Sequence[str]) -> bool:
    """Whether a project was under way on a day; one that is today was since it began."""
    if record.state in states:
        return True
    kind = book().kept(record.kind, on=day, region=record.region)
    folded = fold(kind, happened(kind, read.events.get(record.pk, ())), on=day)
    over = folded.ended is not None and folded.ended <= day
    return not over and judged(kind, folded.answers(kind), day).state in states


def _lacking(row: ProjectMonth | None, on: date) -> tuple[Lacking, ...]:
    if row is None:
        return (Lacking.NOT_HANDED_IN,)
    told = (
        (Lacking.NO_PAY_DAY, not row.accounts.get("pay_day")),
        (Lacking.NOT_DUE, not _due(row.accounts, on) and bool(row.accounts.get("pay_day"))),
        (Lacking.REFUSED, bool(row.refused)),
        (Lacking.NOT_JUDGED, bool(row.not_judged)),
    )
    return tuple(why for why, holds in told if holds)


def _owing(read: Known, span: set[date], on: date) -> Iterator[Owing]:
    """Also of projects that are over: what they owe is owed."""
    projects = {record.pk: record for record in read.projects}
    for (key, month), row in sorted(read.months.items(), key=lambda item: (item[0][1], item[0][0])):
        if month not in span or key not in projects:
            continue
        told = row.accounts
        owed = told["owed"] if _due(told, on) else 0
        off, (disputed, left_out) = told["worked_not_on_payroll"], read.said.get(row.pk, (0, 0))
        if owed or off or disputed or left_out:
            yield Owing(projects[key], month, owed, off, disputed, left_out)


def _due(accounts: Mapping[str, Any], on: date) -> bool:
    """Whether the pay-day of a month is past; where nobody wrote one its wages are due."""
    written = accounts.get("pay_day")
    return not written or date.fromisoformat(written) < on
