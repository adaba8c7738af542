"""What officials see of a project: its months, its five accounts and its differences, and what it was filed with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.timezone import localdate

from huigong.audit.subjects import kind_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.records.access import reader_of
from huigong.records.models import Record
from huigong.records.shelf import book as records
from huigong.wages.filing.declaring import book as filed
from huigong.wages.models import Difference, EarlyWarning, Filing, ProjectMonth, WorkerMonth
from huigong.wages.notfound import no_project
from huigong.wages.own import pay_day_of
from huigong.wages.reconciling.kinds import OF_CODE
from huigong.wages.sites import Site, project, sites
from huigong.wages.warned import Wanted, WarningRow, warning_rows, warnings
from huigong.wages.whose import disowned

MOST_LINES = 200


@dataclass(frozen=True)
class DifferenceGroup:
    """The differences of one kind: what it is, what to do, and each with its worker (masked) and its lines."""

    says: str
    do: str
    lines: tuple[tuple[str, int | None, str], ...]
    count: int


@dataclass(frozen=True)
class MonthView:
    """A month of a project: the five accounts side by side, the differences, what was refused and not judged.

    `left_out`: who stood in an earlier version and not in this one, masked; not who says that it is right so.
    """

    row: ProjectMonth
    pay_day: date | None
    groups: tuple[DifferenceGroup, ...]
    confirmed: int
    disputed: int
    silent: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class SiteView:
    """A project: its record, its months (the newest first), its warnings that stand, and how many more stand that are the
    work of offices whose warnings the viewer does not see. `disowned`: month and masked name of rows whose number is
    somebody's who says that the row is not theirs."""

    site: Site
    months: tuple[MonthView, ...]
    warnings: tuple[WarningRow, ...]
    hidden: int
    disowned: tuple[tuple[date, str], ...]


def site(viewer: Principal, public_id: str, *, now: datetime) -> SiteView:
    """A project, for whom the register of projects lets read it.

    Raises `DomainError`: `access.denied`, `wage.no_project` for a project that is not the viewer's to read.
    """
    viewer.require(Permission.CASE_READ)
    record, on = project(public_id), localdate(now)
    if reader_of(viewer, records().kept(record.kind, on=on, region=record.region), record, None) is None:
        raise no_project()
    [shown] = sites([record], on=on)
    rows = EarlyWarning.objects.filter(record=record, closing="")
    mine = warnings(viewer, Wanted()).filter(record=record)
    seen = warning_rows(mine, on=on)
    months = months_of(record)
    workers = WorkerMonth.objects.filter(month__in=months).select_related("month").order_by("pk")
    strangers = tuple((row.month.month, mask_name(row.name)) for row in disowned(workers))
    return SiteView(shown, months_shown(months, on=on), seen, rows.count() - len(seen), strangers)


def months_of(record: Record) -> list[ProjectMonth]:
    """The months of a project that stand, the newest first."""
    return list(ProjectMonth.objects.filter(project=record, current=True).order_by("-month"))


@dataclass(frozen=True)
class FilingRow:
    """What a platform was filed with last; `stale` where another one has newer tables."""

    id: str
    name: str
    standing: Filing.Standing
    written_at: datetime
    rows: int
    answer: str
    stale: bool


def filings(record: Record, *, on: date) -> tuple[FilingRow, ...]:
    """The newest filing of a project with each platform, for its labour officer."""
    newest: dict[str, Filing] = {}
    for row in Filing.objects.filter(project=record).order_by("-written_at", "-pk"):
        newest.setdefault(row.profile, row)
    latest = next(iter(newest.values())).source if newest else ""
    return tuple(
        FilingRow(
            id=row.public_id.hex,
            name=filed().profile(row.profile, row.region, on=on).head.name,
            standing=Filing.Standing(row.standing),
            written_at=row.written_at,
            rows=sum(row.rows.values()),
            answer=row.answer,
            stale=row.source != latest,
        )
        for row in newest.values()
    )


def months_shown(months: Sequence[ProjectMonth], *, on: date) -> tuple[MonthView, ...]:
    """Months with their differences; the same questions for however many."""
    groups: defaultdict[int, defaultdict[str, list[Difference]]] = defaultdict(lambda: defaultdict(list))
    rows = Difference.objects.filter(month__in=months).select_related("worker").order_by("kind", "pk")
    for each in rows:
        groups[each.month_id][each.kind].append(each)
    answers: defaultdict[int, dict[str, int]] = defaultdict(dict)
    counted = WorkerMonth.objects.filter(month__in=months).order_by().values("month", "answer")
    for row in counted.annotate(count=Count("pk")):
        answers[row["month"]][row["answer"]] = row["count"]
    left_out: defaultdict[int, list[str]] = defaultdict(list)
    for worker in WorkerMonth.objects.filter(month__in=months, left_out=True).order_by("pk"):
        if not worker.agreed_gone:
            left_out[worker.month_id].append(mask_name(worker.name))
    return tuple(
        _month(month, groups[month.pk], answers[month.pk], left_out[month.pk], on) for month in months
    )


def subjects() -> Iterable[str]:
    """Every month that was handed in, as the trail names it."""
    for public_id in ProjectMonth.objects.order_by("pk").values_list("public_id", flat=True).iterator():
        yield f"{kind_of(ProjectMonth)}{public_id.hex}"


def _month(
    month: ProjectMonth,
    kinds: dict[str, list[Difference]],
    answers: dict[str, int],
    left_out: Sequence[str],
    on: date,
) -> MonthView:
    day = pay_day_of(month)
    due = day is None or day < on
    return MonthView(
        row=month,
        pay_day=day,
        groups=tuple(
            DifferenceGroup(
                OF_CODE[code].says,
                OF_CODE[code].do,
                tuple((_masked(each), each.amount, each.evidence) for each in rows[:MOST_LINES]),
                len(rows),
            )
            for code, rows in kinds.items()
            if due or not OF_CODE[code].waits
        ),
        confirmed=answers.get(WorkerMonth.Answer.CONFIRMED, 0),
        disputed=answers.get(WorkerMonth.Answer.DISPUTED, 0),
        silent=answers.get(WorkerMonth.Answer.NONE, 0),
        left_out=tuple(left_out),
    )


def _masked(row: Difference) -> str:
    return mask_name(row.worker.name) if row.worker else ""
