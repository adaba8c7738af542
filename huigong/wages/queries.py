"""What officials see: the warnings of their offices, and a project with its months, its five accounts and its differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from huigong.audit.subjects import kind_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import of_offices, within
from huigong.kernel.identity import mask_name
from huigong.records.models import Record
from huigong.registry.lookup import public_uuid
from huigong.wages.filing.declaring import book as filed
from huigong.wages.models import Difference, EarlyWarning, Filing, ProjectMonth, WarningAnswer, WorkerMonth
from huigong.wages.notfound import no_project, no_warning
from huigong.wages.own import affected, pay_day_of
from huigong.wages.reconciling.kinds import OF_CODE
from huigong.wages.sites import Site, project, sites
from huigong.wages.warnings.declaring import Level, WarningRule, book
from huigong.wages.warnings.inputs import PROJECT

MOST_LINES = 200


@dataclass(frozen=True)
class Wanted:
    """Which warnings: of a level, closed ones too."""

    level: str = ""
    every: bool = False

    @property
    def told(self) -> dict[str, str]:
        """For the trail, what narrows the list."""
        said = {"level": self.level, "every": "every" if self.every else ""}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class WarningRow:
    """A line of the list. `late`: nothing was explained by the last day."""

    id: str
    name: str
    level: Level
    site: str
    site_id: str
    of_project: bool
    month: date | None
    raised_on: date
    explain_by: date | None
    explained: bool
    late: bool
    closing: EarlyWarning.Closing
    region: str


@dataclass(frozen=True)
class Hearing:
    """What the workers say of an explanation: how many are asked, agree, do not, say nothing. `over`: their last day is past."""

    asked: int
    agreed: int
    denied: int
    over: bool

    @property
    def silent(self) -> int:
        return self.asked - self.agreed - self.denied

    @property
    def settled(self) -> bool:
        """Whether everybody has said that it is so. Silence is no yes, before the last day and after it."""
        return bool(self.asked) and self.agreed == self.asked


@dataclass(frozen=True)
class WarningView:
    """A warning as its office sees it."""

    row: WarningRow
    rule: WarningRule
    site: Site
    explanation: str
    confirm_by: date | None
    hearing: Hearing
    reason: str
    case: str
    may_act: bool


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


def warnings(viewer: Principal, wanted: Wanted) -> QuerySet[EarlyWarning]:
    """The warnings of the viewer's offices, those that stand unless `every`. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.CASE_READ)
    rows = EarlyWarning.objects.filter(of_offices(viewer, Permission.CASE_READ))
    if not wanted.every:
        rows = rows.filter(closing="")
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    return rows.select_related("record").order_by("-raised_on", "-pk")


def warning_rows(rows: Iterable[EarlyWarning], *, on: date) -> tuple[WarningRow, ...]:
    """The lines of a page."""
    listed = list(rows)
    known = {site.id: site for site in sites({row.record for row in listed}, on=on)}
    return tuple(_row(row, known[row.record.public_id.hex], on) for row in listed)


def warning(viewer: Principal, public_id: str, *, now: datetime) -> WarningView:
    """One warning. Raises `DomainError`: `access.denied`, `wage.no_warning` for what is not the viewer's to see."""
    on = localdate(now)
    row = (
        warnings(viewer, Wanted(every=True))
        .select_related("record", "case")
        .filter(public_id=public_uuid(public_id))
        .first()
    )
    if row is None:
        raise no_warning()
    rule = book().rule(row.declared, row.region, on=on)
    [site] = sites([row.record], on=on)
    may_act = not row.closing and viewer.can(
        Permission.CASE_DECIDE, region=row.region, office=row.office or None
    )
    return WarningView(
        row=_row(row, site, on),
        rule=rule,
        site=site,
        explanation=row.explanation,
        confirm_by=row.confirm_by,
        hearing=hearing_of(row, rule, on),
        reason=row.reason,
        case=row.case.public_id.hex if row.case else "",
        may_act=may_act,
    )


def hearing_of(row: EarlyWarning, rule: WarningRule, on: date) -> Hearing:
    """What the workers have said so far."""
    said = list(WarningAnswer.objects.filter(warning=row).values_list("agreed", flat=True))
    over = row.confirm_by is not None and on > row.confirm_by
    return Hearing(affected(row, rule.concerns).count(), said.count(True), said.count(False), over)


def site(
    viewer: Principal, public_id: str, *, now: datetime
) -> tuple[Site, tuple[MonthView, ...], tuple[WarningRow, ...]]:
    """A project: its record, its months (the newest first) and its warnings that stand.

    Raises `DomainError`: `access.denied`, `wage.no_project` for a project outside the viewer's regions.
    """
    viewer.require(Permission.CASE_READ)
    record, on = project(public_id), localdate(now)
    reached = (
        within("region", region_prefix(grant.region)) for grant in viewer.grants_for(Permission.CASE_READ)
    )
    if not any(type(record).objects.filter(each, pk=record.pk).exists() for each in reached):
        raise no_project()
    [shown] = sites([record], on=on)
    mine = warnings(viewer, Wanted()).filter(record=record)
    return shown, months_shown(months_of(record), on=on), warning_rows(mine, on=on)


def months_of(record: Record) -> list[ProjectMonth]:
    """The months of a project that stand, the newest first."""
    return list(ProjectMonth.objects.filter(project=record, current=True).order_by("-month"))


@dataclass(frozen=True)
class OwnWarning:
    """A warning as the labour officer of its project sees it."""

    row: WarningRow
    do: str
    explanation: str
    hearing: Hearing


def standing(record: Record, *, on: date) -> tuple[OwnWarning, ...]:
    """The warnings of a project that stand, for its labour officer, the latest first."""
    rows = list(EarlyWarning.objects.filter(record=record, closing="").select_related("record"))
    shown = warning_rows(rows, on=on)
    rules = [book().rule(row.declared, row.region, on=on) for row in rows]
    return tuple(
        OwnWarning(line, rule.do, row.explanation, hearing_of(row, rule, on))
        for row, line, rule in zip(rows, shown, rules, strict=True)
    )


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


def _row(row: EarlyWarning, shown: Site, on: date) -> WarningRow:
    explained = row.explained_at is not None
    return WarningRow(
        id=row.public_id.hex,
        name=book().rule(row.declared, row.region, on=on).head.name,
        level=Level(row.level),
        site=shown.name,
        site_id=shown.id,
        of_project=shown.kind == PROJECT,
        month=row.month,
        raised_on=row.raised_on,
        explain_by=row.explain_by,
        explained=explained,
        late=not explained and row.explain_by is not None and on > row.explain_by,
        closing=EarlyWarning.Closing(row.closing),
        region=row.region,
    )


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
