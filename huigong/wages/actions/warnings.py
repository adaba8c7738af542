"""Warnings: raised and closed by what the data says, explained by the employer, answered by the workers, settled by officials.

Silence settles nothing. An explanation counts once every worker whose money it is about has said that it is so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.casework.accountability import office_of_line
from huigong.casework.actions import opening
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.declarations import Duration
from huigong.declarations.durations import Span
from huigong.directory.offices.levels import code_at
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.writing import said_within
from huigong.records.models import Record
from huigong.registry import employers
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Employer
from huigong.wages import raising
from huigong.wages.models import EarlyWarning, ProjectMonth, WarningAnswer
from huigong.wages.notfound import no_warning
from huigong.wages.own import affected, own_month
from huigong.wages.sites import project_of, require_officer, sites
from huigong.wages.warnings.declaring import Level, WarningRule, book

MOST_SAID = 1000
CASE_PROCEDURE = "labour-inspection-order"
_AT_ONCE = 1000  # records of employment are as many as people


def look_at(month: ProjectMonth, *, now: datetime) -> int:
    """Raises and closes the warnings of a month by what it says now; how many changed."""
    on = localdate(now)
    return _settle_months([month], on, now=now)


@transaction.atomic
def look_over(*, now: datetime) -> int:
    """What the night does: every record of which warnings are raised and every current month anew, and the level of what
    stands; how many changed. Of a record that has ended nothing is raised any more, and what stands stays."""
    on, changed = localdate(now), 0
    last, running = (
        0,
        Record.objects.filter(kind__in=book().abouts, began__isnull=False, ended__isnull=True).order_by("pk"),
    )
    while records := list(running.filter(pk__gt=last)[:_AT_ONCE]):
        changed += _settle_records(records, on, now=now)
        last = records[-1].pk
    last, current = 0, ProjectMonth.objects.filter(current=True, project__ended__isnull=True).order_by("pk")
    while months := list(current.filter(pk__gt=last).select_related("project")[:_AT_ONCE]):
        changed += _settle_months(months, on, now=now)
        last = months[-1].pk
    for warning in EarlyWarning.objects.filter(closing="").order_by("pk"):
        changed += _rise(warning, on)
    if changed:
        record_event(
            by=SYSTEM,
            now=now,
            verb="wages.warnings.looked_over",
            subject="wages.EarlyWarning",
            data={"changed": changed},
        )
    return changed


@transaction.atomic
def explain(*, by: Principal, now: datetime, warning_id: str, said: str) -> EarlyWarning:
    """The employer's explanation, by the labour officer of the project; whose money it is about is asked next.

    Raises `DomainError`: `wage.no_warning`, `wage.not_your_project`, `wage.closed`, `wage.unexplained`.
    """
    warning = _open(warning_id)
    require_officer(by, project_of(warning.record, on=localdate(now)).public_id.hex, now=now)
    warning.explanation = _words(said)
    warning.explained_at, warning.explained_by = now, by.account_id
    rule = book().rule(warning.declared, warning.region, on=localdate(now))
    warning.confirm_by = _last_day(rule.confirm, localdate(now), warning.region)
    WarningAnswer.objects.filter(warning=warning).delete()  # they were about another explanation
    warning.save()
    _told(warning, "explained", by=by, now=now)
    return warning


@transaction.atomic
def respond(
    *, by: Principal, now: datetime, warning_id: str, worker_month_id: str, agrees: bool
) -> EarlyWarning:
    """What a worker says of the explanation. All agreeing closes the warning; one who does not keeps it open.

    Raises `DomainError`: `wage.no_warning`, `wage.no_month`, `wage.closed`.
    """
    warning, row = _open(warning_id), own_month(by, worker_month_id)
    rule = book().rule(warning.declared, warning.region, on=localdate(now))
    asked = affected(warning, rule.concerns)
    if warning.explained_at is None or not asked.filter(pk=row.pk).exists():
        raise no_warning()
    WarningAnswer.objects.update_or_create(
        warning=warning, worker=row, defaults={"agreed": agrees, "answered_at": now}
    )
    agreed = WarningAnswer.objects.filter(warning=warning, agreed=True).values("worker")
    _told(warning, "agreed" if agrees else "denied", by=by, now=now, person=by.person_id)
    if not asked.exclude(pk__in=agreed).exists():
        _close(warning, EarlyWarning.Closing.WORKERS, by=by, now=now)
    return warning


@transaction.atomic
def settle(*, by: Principal, now: datetime, warning_id: str, reason: str) -> EarlyWarning:
    """An official of its office ends a warning, with the reason.

    Raises `DomainError`: `wage.no_warning`, `access.denied`, `wage.closed`, `wage.unexplained`.
    """
    warning = _of_official(by, warning_id)
    warning.reason = _words(reason)
    _close(warning, EarlyWarning.Closing.OFFICIAL, by=by, now=now)
    return warning


@transaction.atomic
def open_case(*, by: Principal, now: datetime, warning_id: str) -> Case:
    """A case of labour inspection against the general contractor, from what a warning says; the same warning opens one.

    Raises `DomainError`: `wage.no_warning`, `access.denied`, `wage.closed`, `wage.no_contractor`, as `opening.open_case`.
    """
    warning = _of_official(by, warning_id)
    if warning.case is not None:
        return warning.case
    rule = book().rule(warning.declared, warning.region, on=localdate(now))
    [site] = sites([warning.record], on=localdate(now))
    if not site.contractor:
        raise Conflict("wage.no_contractor", what="登记里没有写是哪个单位", do="请先在登记里写上")
    employer = employers.known(uscc=site.uscc, name=site.contractor, region=site.region)
    if employer is None:
        employer = Employer.objects.create(
            uscc=site.uscc, name=site.contractor, region=site.region, registered_at=now
        )
    note = f"{site.name}（{site.number}）{rule.head.name}。依据：{'、'.join(rule.head.clauses)}。"
    opened = opening.open_case(
        procedure=CASE_PROCEDURE,
        opened_by=Origin.INSPECTION,
        parties=[GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer)],
        place=warning.region,
        office=warning.office,
        key=f"warning {warning.public_id.hex}",
        note=note,
        other_matter=True,
        by=by,
        now=now,
    )
    warning.case = opened.case
    warning.save(update_fields=["case"])
    _told(warning, "case_opened", by=by, now=now)
    return opened.case


def _settle_records(records: Sequence[Record], on: date, *, now: datetime) -> int:
    """The warnings of records that read no month; how many changed. As many queries as change something, and a few."""
    rows = EarlyWarning.objects.filter(record__in=records, month__isnull=True, closing="")
    standing = {(row.record_id, row.declared): row for row in rows.select_related("record")}
    return sum(
        _settle(record, None, rule, held[rule.id], standing.get((record.pk, rule.id)), now=now)
        for record, rules, held in raising.of_records(records, on=on)
        for rule in rules
    )


def _settle_months(months: Sequence[ProjectMonth], on: date, *, now: datetime) -> int:
    """The same of warnings that read a month."""
    projects = [month.project_id for month in months]
    rows = EarlyWarning.objects.filter(record__in=projects, month__isnull=False, closing="")
    standing = {(row.record_id, row.month, row.declared): row for row in rows.select_related("record")}
    return sum(
        _settle(
            month.project,
            month.month,
            rule,
            held[rule.id],
            standing.get((month.project_id, month.month, rule.id)),
            now=now,
        )
        for month, rules, held in raising.of_months(months, on=on)
        for rule in rules
    )


def _settle(
    record: Record,
    month: date | None,
    rule: WarningRule,
    holds: bool | None,
    standing: EarlyWarning | None,
    *,
    now: datetime,
) -> bool:
    """Whether something changed. What cannot be told neither raises nor closes."""
    if holds and standing is None:
        _raise(record, month, rule, now=now)
        return True
    if holds is False and standing is not None:
        _close(standing, EarlyWarning.Closing.DATA, by=SYSTEM, now=now)
        return True
    return False


def _raise(record: Record, month: date | None, rule: WarningRule, *, now: datetime) -> None:
    on = localdate(now)
    warning = EarlyWarning.objects.create(
        declared=rule.id,
        record=record,
        month=month,
        region=record.region,
        office=_office(rule, record.region, on),
        level=rule.level.value,
        raised_on=on,
        explain_by=_last_day(rule.explain, on, record.region),
    )
    _told(warning, "raised", by=SYSTEM, now=now)


def _office(rule: WarningRule, region: str, on: date) -> str:
    place = code_at(region, rule.owner.level) if rule.owner.level else region
    try:
        return office_of_line(rule.owner.line, place or region, on, name=rule.head.name)
    except DomainError:
        return ""  # nobody's: whoever sees the whole region does


def _rise(warning: EarlyWarning, on: date) -> bool:
    """The level of a warning that nobody has settled, on a day; whether it is another."""
    rule = book().rule(warning.declared, warning.region, on=on)
    level = rule.level
    for step in rule.escalates:
        last = _last_day(step.after, warning.raised_on, warning.region)
        if last is not None and on > last and list(Level).index(step.to) > list(Level).index(level):
            level = step.to
    if level.value == warning.level:
        return False
    warning.level = level.value
    warning.save(update_fields=["level"])
    return True


def _last_day(length: Duration | None, start: date, region: str) -> date | None:
    """The last day of a length; None where none is declared or no place has set it."""
    packs = book()
    known = (
        length.on(start, packs.parameters.declarations, packs.parameters.lookup(region)) if length else None
    )
    return known.after(start, WorkCalendar.published()) if isinstance(known, Span) else None


def _close(warning: EarlyWarning, how: EarlyWarning.Closing, *, by: Principal, now: datetime) -> None:
    warning.closing, warning.closed_at, warning.closed_by = how, now, by.account_id
    warning.save()
    _told(warning, "closed", by=by, now=now)


def _told(
    warning: EarlyWarning, what: str, *, by: Principal, now: datetime, person: str | None = None
) -> None:
    record_event(
        by=by,
        now=now,
        verb=f"wages.warning.{what}",
        subject=subject_of(warning),
        region=warning.region,
        person=person,
        data={"declared": warning.declared, "closing": warning.closing},
    )


def _open(warning_id: str) -> EarlyWarning:
    rows = EarlyWarning.objects.select_for_update(of=("self",)).select_related("record", "case")
    warning = rows.filter(public_id=public_uuid(warning_id)).first()
    if warning is None:
        raise no_warning()
    if warning.closing:
        raise Conflict("wage.closed", what="这条预警已经了结", do="请回到列表重新看")
    return warning


def _of_official(by: Principal, warning_id: str) -> EarlyWarning:
    warning = _open(warning_id)
    by.require(Permission.CASE_DECIDE, region=warning.region, office=warning.office or None)
    return warning


def _words(text: str) -> str:
    words = said_within(text, MOST_SAID, code="wage.too_long", about="said")
    if not words:
        raise Invalid("wage.unexplained", what="没有写明情况", do="请写明为什么、打算怎么办", about="said")
    return words
