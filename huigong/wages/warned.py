"""Warnings as people see them: officials those of their offices, with whose money it is; the labour officer those of the project.

The labour officer learns how many workers dispute and how many deny, and who only where the worker lets it be told: whoever
complains depends on the employer's goodwill. The office is told all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.timezone import localdate

from huigong.audit.actions import record_accesses
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel.identity import mask_name, mask_resident_id
from huigong.records.models import Record
from huigong.registry.access import require_purpose
from huigong.registry.lookup import public_uuid
from huigong.wages import grounds
from huigong.wages.concerned import Hearing, affected, answers_of, concerned, hearing_of, newest
from huigong.wages.grounds import Basis, Line
from huigong.wages.models import EarlyWarning, WorkerMonth
from huigong.wages.notfound import no_warning
from huigong.wages.sites import Site, sites
from huigong.wages.warnings.declaring import Level, WarningRule, book
from huigong.wages.warnings.inputs import PROJECT


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
    """A line of the list. `late`: nothing was explained by the last day; `asks`: workers are asked about what is explained."""

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
    asks: bool
    closing: EarlyWarning.Closing
    region: str


@dataclass(frozen=True)
class Explained:
    """What the employer said once, until when the workers could say whether it is so, and what they said."""

    text: str
    at: datetime
    confirm_by: date | None
    hearing: Hearing


@dataclass(frozen=True)
class Worker:
    """Somebody whose money a warning is. `number` is masked or whole as the name is; `answer` what they say of the newest
    explanation, None where nothing."""

    line: Line
    name: str
    number: str
    answer: bool | None


@dataclass(frozen=True)
class WarningView:
    """A warning as its office sees it. `explained` has the newest first; `workers` those of the month as it stands, or as it
    was when the warning was last raised where the month tells nothing of it any more."""

    row: WarningRow
    rule: WarningRule
    site: Site
    bases: tuple[Basis, ...]
    explained: tuple[Explained, ...]
    workers: tuple[Worker, ...]
    asks: bool
    reason: str
    case: str
    case_open: bool
    may_act: bool


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
    prefetch_related_objects(listed, "explanations")
    known = {site.id: site for site in sites({row.record for row in listed}, on=on)}
    return tuple(_row(row, known[row.record.public_id.hex], on) for row in listed)


def warning(viewer: Principal, public_id: str, *, now: datetime) -> WarningView:
    """One warning. Raises `DomainError`: `access.denied`, `wage.no_warning` for what is not the viewer's to see."""
    row = _seen(viewer, public_id)
    on = localdate(now)
    rule = book().rule(row.declared, row.region, on=on)
    [site] = sites([row.record], on=on)
    said = [
        Explained(each.text, each.explained_at, each.confirm_by, hearing_of(row, rule, on, each))
        for each in row.explanations.order_by("-pk")
    ]
    return WarningView(
        row=_row(row, site, on),
        rule=rule,
        site=site,
        bases=grounds.bases(row, rule, on),
        explained=tuple(said),
        workers=_workers(row, rule, whole=False),
        asks=affected(row, rule).exists(),
        reason=row.reason,
        case=row.case.public_id.hex if row.case else "",
        case_open=bool(row.case and row.case.is_open),
        may_act=not row.closing
        and viewer.can(Permission.CASE_DECIDE, region=row.region, office=row.office or None),
    )


def workers_in_full(viewer: Principal, public_id: str, *, now: datetime) -> tuple[Worker, ...]:
    """Whose money a warning is, by name and number, for the purpose that the viewer has said; each look stands in the trail.

    Raises `DomainError`: `access.denied`, `wage.no_warning`, `person.purpose_needed`.
    """
    viewer.require(Permission.PERSON_REVEAL)
    row = _seen(viewer, public_id)
    require_purpose(viewer)
    rule = book().rule(row.declared, row.region, on=localdate(now))
    shown = _lines(row, rule)
    people = {line.person.public_id.hex: row.region for line in shown if line.person is not None}
    record_accesses(
        viewer=viewer,
        now=now,
        people=people,
        purpose="",
        fields=("name", "resident_number", "wages"),
    )
    return _workers(row, rule, whole=True)


def of_case(viewer: Principal, case_id: str, *, on: date) -> tuple[WarningRow, ...]:
    """The warnings from which a case was opened, of those that the viewer may read; none for who reads none."""
    if not any(viewer.grants_for(Permission.CASE_READ)):
        return ()
    return warning_rows(
        warnings(viewer, Wanted(every=True)).filter(case__public_id=public_uuid(case_id)), on=on
    )


@dataclass(frozen=True)
class Disputed:
    """What a worker says against the payroll who lets the employer know who says it: the name masked."""

    who: str
    said: str


@dataclass(frozen=True)
class OwnWarning:
    """A warning as the labour officer of its project sees it. `disputes` counts who disputes, `told` those who say who they
    are; `asks` whether workers are asked about an explanation."""

    row: WarningRow
    do: str
    explained: tuple[Explained, ...]
    asks: bool
    disputes: int
    told: tuple[Disputed, ...]


def standing(record: Record, *, on: date) -> tuple[OwnWarning, ...]:
    """The warnings of a project that stand, for its labour officer, the latest first."""
    rows = list(EarlyWarning.objects.filter(record=record, closing="").select_related("record"))
    return tuple(_own(row, shown, on) for row, shown in zip(rows, warning_rows(rows, on=on), strict=True))


def asks(row: EarlyWarning, *, on: date) -> bool:
    """Whether workers are asked about what the employer says of a warning."""
    return affected(row, book().rule(row.declared, row.region, on=on)).exists()


def _own(row: EarlyWarning, shown: WarningRow, on: date) -> OwnWarning:
    rule = book().rule(row.declared, row.region, on=on)
    said = newest(row)
    disputing = [
        each
        for each in (affected(row, rule).order_by("pk") if rule.of_disputes else ())
        if each.answer == WorkerMonth.Answer.DISPUTED
    ]
    return OwnWarning(
        row=shown,
        do=rule.do,
        explained=(Explained(said.text, said.explained_at, said.confirm_by, hearing_of(row, rule, on, said)),)
        if said
        else (),
        asks=affected(row, rule).exists(),
        disputes=len(disputing),
        told=tuple(Disputed(mask_name(each.name), each.said) for each in disputing if each.may_tell),
    )


def _seen(viewer: Principal, public_id: str) -> EarlyWarning:
    rows = warnings(viewer, Wanted(every=True)).select_related("record", "case")
    row = rows.filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise no_warning()
    return row


def _lines(row: EarlyWarning, rule: WarningRule) -> tuple[Line, ...]:
    now = grounds.lines(affected(row, rule))
    ground = row.ground
    if now or ground is None or ground.month is None:
        return now
    return grounds.lines(concerned(ground.month, rule))


def _answers(row: EarlyWarning) -> dict[str, bool]:
    said = newest(row)
    return dict(answers_of(said)) if said else {}


def _workers(row: EarlyWarning, rule: WarningRule, *, whole: bool) -> tuple[Worker, ...]:
    answers = _answers(row)
    return tuple(
        Worker(
            line=line,
            name=line.row.name if whole else line.who,
            number=line.row.number if whole else mask_resident_id(line.row.number),
            answer=answers.get(line.row.number),
        )
        for line in _lines(row, rule)
    )


def _row(row: EarlyWarning, shown: Site, on: date) -> WarningRow:
    rule = book().rule(row.declared, row.region, on=on)
    explained = bool(row.explanations.all())
    return WarningRow(
        id=row.public_id.hex,
        name=rule.head.name,
        level=Level(row.level),
        site=shown.name,
        site_id=shown.id,
        of_project=shown.kind == PROJECT,
        month=row.month,
        raised_on=row.raised_on,
        explain_by=row.explain_by,
        explained=explained,
        late=not explained and row.explain_by is not None and on > row.explain_by,
        asks=rule.asks,
        closing=EarlyWarning.Closing(row.closing),
        region=row.region,
    )
