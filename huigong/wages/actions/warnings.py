"""Warnings: raised, taken up again and closed by what the data says, and the level of what stands.

Of a month there is one warning of each rule. What was settled stays so as long as the data says what it said then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.casework.accountability import office_of_line
from huigong.declarations import Duration
from huigong.declarations.durations import Span
from huigong.directory.offices.levels import code_at
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import DomainError
from huigong.records.models import Record
from huigong.wages import holding
from huigong.wages.concerned import concerned
from huigong.wages.holding import Looked
from huigong.wages.models import EarlyWarning, Ground, ProjectMonth
from huigong.wages.warnings.declaring import Level, WarningRule, book

_AT_ONCE = 1000  # records of employment are as many as people
_SAID = (EarlyWarning.Closing.OFFICIAL, EarlyWarning.Closing.WORKERS)


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
        changed += rise(warning, on)
    if changed:
        record_event(
            by=SYSTEM,
            now=now,
            verb="wages.warnings.looked_over",
            subject="wages.EarlyWarning",
            data={"changed": changed},
        )
    return changed


def _settle_records(records: Sequence[Record], on: date, *, now: datetime) -> int:
    """The warnings of records that read no month; how many changed. As many queries as change something, and a few."""
    rows = EarlyWarning.objects.filter(record__in=records, month__isnull=True)
    last = {(row.record_id, row.declared): row for row in _with_ground(rows)}
    return sum(
        _settle(look, look.of, None, rule, last.get((look.of.pk, rule.id)), now=now)
        for look in holding.of_records(records, on=on)
        for rule in look.rules
    )


def _settle_months(months: Sequence[ProjectMonth], on: date, *, now: datetime) -> int:
    """The same of warnings that read a month."""
    projects = [month.project_id for month in months]
    rows = EarlyWarning.objects.filter(record__in=projects, month__isnull=False)
    last = {(row.record_id, row.month, row.declared): row for row in _with_ground(rows)}
    return sum(
        _settle(
            look,
            look.of.project,
            look.of,
            rule,
            last.get((look.of.project_id, look.of.month, rule.id)),
            now=now,
        )
        for look in holding.of_months(months, on=on)
        for rule in look.rules
    )


def _with_ground(rows: QuerySet[EarlyWarning]) -> QuerySet[EarlyWarning]:
    """The last of a rule comes last."""
    return rows.select_related("record", "case").prefetch_related("grounds").order_by("pk")


def _settle(
    look: Looked[Record] | Looked[ProjectMonth],
    record: Record,
    month: ProjectMonth | None,
    rule: WarningRule,
    last: EarlyWarning | None,
    *,
    now: datetime,
) -> bool:
    """Whether something changed. What cannot be told neither raises nor closes."""
    holds = look.holds[rule.id]
    if holds is None or (last is None and not holds):
        return False
    if holds:
        return _held(look.facts_of(rule), record, month, rule, last, now=now)
    assert last is not None
    if last.closing or is_with_a_case(last):
        return False
    now_known = _locked(last)  # somebody may have opened a case, explained it or settled it meanwhile
    if now_known.closing or is_with_a_case(now_known):
        return False
    close(now_known, EarlyWarning.Closing.DATA, by=SYSTEM, now=now)
    return True


def _locked(warning: EarlyWarning) -> EarlyWarning:
    """As it is now, until the transaction ends."""
    rows = EarlyWarning.objects.select_for_update(of=("self",)).select_related("record", "case")
    return rows.get(pk=warning.pk)


def _held(
    facts: Mapping[str, str],
    record: Record,
    month: ProjectMonth | None,
    rule: WarningRule,
    last: EarlyWarning | None,
    *,
    now: datetime,
) -> bool:
    if last is None:
        _raise(facts, record, month, rule, now=now)
        return True
    if not last.closing:
        ground = last.ground
        if month is not None and (ground is None or (ground.month_id != month.pk and ground.facts != facts)):
            _keep_ground(last, facts, month, rule, now=now)
        return False
    last = _locked(last)
    if not last.closing:
        return False
    same = _is_as_it_was(last, facts, month, rule)
    if same and last.closing in _SAID:
        return False
    if month is None and not same:  # another account, another guarantee: another matter
        _raise(facts, record, month, rule, now=now)
        return True
    _take_up(last, facts, month, rule, now=now)
    return True


def _is_as_it_was(
    warning: EarlyWarning, facts: Mapping[str, str], month: ProjectMonth | None, rule: WarningRule
) -> bool:
    """Whether the data says what it said when the warning was last raised, of the same people."""
    ground = warning.ground
    return ground is not None and ground.facts == facts and ground.people == _people(month, rule)


def _people(month: ProjectMonth | None, rule: WarningRule) -> str:
    if month is None:
        return ""
    rows = concerned(month, rule).order_by("number_index").values_list("number_index", "answered_at")
    said = [f"{index} {at if rule.of_disputes else ''}" for index, at in rows]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _keep_ground(
    warning: EarlyWarning,
    facts: Mapping[str, str],
    month: ProjectMonth | None,
    rule: WarningRule,
    *,
    now: datetime,
) -> None:
    Ground.objects.create(
        warning=warning, month=month, facts=dict(facts), people=_people(month, rule), seen_at=now
    )


def _raise(
    facts: Mapping[str, str],
    record: Record,
    month: ProjectMonth | None,
    rule: WarningRule,
    *,
    now: datetime,
) -> None:
    on = localdate(now)
    warning = EarlyWarning.objects.create(
        declared=rule.id,
        record=record,
        month=month.month if month else None,
        region=record.region,
        office=_office(rule, record.region, on),
        level=rule.level.value,
        raised_on=on,
        explain_by=last_day(rule.explain, on, record.region),
    )
    _keep_ground(warning, facts, month, rule, now=now)
    told(warning, "raised", by=SYSTEM, now=now)


def _take_up(
    warning: EarlyWarning,
    facts: Mapping[str, str],
    month: ProjectMonth | None,
    rule: WarningRule,
    *,
    now: datetime,
) -> None:
    """With its days, its explanations, what was said of them, and its case: nobody starts its clocks anew by a file."""
    warning.closing, warning.closed_at, warning.closed_by = EarlyWarning.Closing.OPEN, None, ""
    warning.save(update_fields=["closing", "closed_at", "closed_by"])
    _keep_ground(warning, facts, month, rule, now=now)
    rise(warning, localdate(now))
    told(warning, "taken_up", by=SYSTEM, now=now)


def is_with_a_case(warning: EarlyWarning) -> bool:
    """Whether the office has a case about it: then the case comes to an end first, and data settles nothing."""
    return warning.case is not None and warning.case.is_open


def _office(rule: WarningRule, region: str, on: date) -> str:
    place = code_at(region, rule.owner.level) if rule.owner.level else region
    try:
        return office_of_line(rule.owner.line, place or region, on, name=rule.head.name)
    except DomainError:
        return ""  # nobody's: whoever sees the whole region does


def rise(warning: EarlyWarning, on: date) -> bool:
    """The level of a warning that nobody has settled, on a day; whether it is another."""
    rule = book().rule(warning.declared, warning.region, on=on)
    level = rule.level
    for step in rule.escalates:
        last = last_day(step.after, warning.raised_on, warning.region)
        if last is not None and on > last and list(Level).index(step.to) > list(Level).index(level):
            level = step.to
    if level.value == warning.level:
        return False
    warning.level = level.value
    warning.save(update_fields=["level"])
    return True


def last_day(length: Duration | None, start: date, region: str) -> date | None:
    """The last day of a length; None where none is declared or no place has set it."""
    packs = book()
    known = (
        length.on(start, packs.parameters.declarations, packs.parameters.lookup(region)) if length else None
    )
    return known.after(start, WorkCalendar.published()) if isinstance(known, Span) else None


def close(warning: EarlyWarning, how: EarlyWarning.Closing, *, by: Principal, now: datetime) -> None:
    warning.closing, warning.closed_at, warning.closed_by = how, now, by.account_id
    warning.save(update_fields=["closing", "closed_at", "closed_by", "reason"])
    told(warning, "closed", by=by, now=now)


def told(
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
