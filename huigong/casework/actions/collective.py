"""Cases of many: some persons go to a case of their own, or two cases become one; both keep the trail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions import clockwork, heirs, steps
from huigong.casework.actions.opening import next_number, seat
from huigong.casework.models import Case, CaseLink, CaseStage, Clock, Party
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.roles import PartyKind, Role
from huigong.casework.procedures.terms import JOINED
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.registry.lookup import public_uuid


@transaction.atomic
def split(*, case_id: str, persons: Collection[str], by: Principal, now: datetime) -> Case:
    """The chosen persons concerned (public ids of parties) go on in a new case, which stands where this one does.

    Its clocks run from the same day: nobody loses or wins time by a split.
    Raises `DomainError`: `case.not_found`, `case.closed`, `case.no_persons`, `case.own_matter`, `access.denied`.
    """
    case = steps.locked(case_id)
    _require_open(case, by=by, on=day_of(now))
    rows = Party.objects.select_related("person", "employer").filter(case=case, left_on__isnull=True)
    chosen = {public_uuid(public_id) for public_id in persons}
    going = [row for row in rows if row.role == Role.CONCERNED and row.public_id in chosen]
    if (
        not going
        or len(going) != len(chosen)
        or len(going) == sum(row.role == Role.CONCERNED for row in rows)
    ):
        raise Invalid(
            code="case.no_persons",
            about="persons",
            what="没有选好要分出去的人",
            why="只能选这个办件里的涉及人员，而且原办件至少要留一个人",
            do="请重新勾选",
        )
    heirs.settle(case, by=SYSTEM, now=now)
    new = _copy_of(case, by=by, now=now)
    respondents = [row for row in rows if row.role == Role.RESPONDENT]
    seat(new, [_copy_in(new, row, on=day_of(now)) for row in (*going, *respondents)])
    _copy_course(case, new)
    CaseLink.objects.create(
        case=new, other=case, kind=CaseLink.Kind.SPLIT_FROM, linked_at=now, linked_by=by.account_id
    )
    _leave(case, going, now=now)
    steps.open_decide_task(new, by=by, now=now)
    clockwork.keep_nearest(new)
    steps.record_on(case, "casework.case.split", by=by, now=now, data={"into": new.number})
    steps.record_on(new, "casework.case.split_off", by=by, now=now, data={"from": case.number})
    return new


@transaction.atomic
def join(*, case_id: str, into: str, by: Principal, now: datetime) -> Case:
    """A later case goes on in an earlier one of the same procedure and office; its persons' time keeps the earlier start.

    Each keeps claim, outcome and secret; who stands in both claims both amounts. Joined again, nothing happens.
    Raises `DomainError`: `case.not_found`, `case.closed`, `case.cannot_join`, `case.own_matter`, `access.denied`.
    """
    ordered = sorted((case_id, into), key=str)
    locked = {public_id: steps.locked(public_id) for public_id in ordered}
    case, target = locked[case_id], locked[into]
    if case.status == JOINED.id and CaseLink.objects.filter(case=case, other=target).exists():
        return target
    for row in (case, target):
        _require_open(row, by=by, on=day_of(now))
        heirs.settle(row, by=SYSTEM, now=now)
    _require_joinable(case, target)
    rows = list(Party.objects.select_related("person", "employer").filter(case=case, left_on__isnull=True))
    there = {_who(row): row for row in Party.objects.filter(case=target, left_on__isnull=True)}
    _merge([(there[_who(row)], row) for row in rows if _who(row) in there])
    coming = [row for row in rows if _who(row) not in there]
    seat(target, [_copy_in(target, row, on=day_of(now)) for row in coming])
    _leave(case, rows, now=now)
    CaseLink.objects.create(
        case=case, other=target, kind=CaseLink.Kind.JOINED_INTO, linked_at=now, linked_by=by.account_id
    )
    case.status, case.is_open, case.closed_on = JOINED.id, False, max(day_of(now), case.opened_on)
    case.save(update_fields=["status", "is_open", "closed_on"])
    steps.end_open_tasks(case, by=by, now=now, decided=False)
    clockwork.stop(case, on=day_of(now))
    CaseStage.objects.filter(case=case, ended_on__isnull=True).update(ended_on=case.closed_on)
    steps.record_on(case, "casework.case.joined", by=by, now=now, data={"into": target.number})
    steps.record_on(target, "casework.case.took_in", by=by, now=now, data={"from": case.number})
    return target


def _require_open(case: Case, *, by: Principal, on: date) -> None:
    by.require(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    steps.require_uninvolved(case, by=by, on=on)
    if not case.is_open:
        raise Conflict(
            code="case.closed",
            what="办件已经结束",
            why="结束的办件不能分案、并案",
            do="请另外立案并关联原办件",
        )


def _require_joinable(case: Case, target: Case) -> None:
    alike = [
        (row.procedure, row.procedure_version, row.accountable_office, row.service_id)
        for row in (case, target)
    ]
    why = ""
    if case.pk == target.pk:
        why = "它们是同一件"
    elif alike[0] != alike[1]:
        why = "两件的办理程序、事项或者责任部门不一样"
    elif (case.opened_on, case.pk) < (target.opened_on, target.pk):
        why = "只能把后立的并入先立的，这样谁的期限都不会变长"
    elif not procedure_of(target).collective:
        why = f"“{procedure_of(target).name}”一件只能涉及一个人"
    if why:
        raise _cannot_join(why, do="可以把它们关联起来")


def _cannot_join(why: str, *, do: str) -> DomainError:
    return Conflict(code="case.cannot_join", what="这两件不能并案", why=why, do=do)


def _copy_of(case: Case, *, by: Principal, now: datetime) -> Case:
    kept = ("origin", "procedure", "procedure_version", "service_id", "service_name", "region", "status")
    more = ("accountable_office", "opened_on", "accepted_on", "deemed_accepted", "note")
    return Case.objects.create(
        number=next_number(case.region, day_of(now)),
        **{field: getattr(case, field) for field in (*kept, *more)},
    )


def _copy_course(case: Case, new: Case) -> None:
    """Stages and running clocks as they stand, pauses included."""
    for stage in CaseStage.objects.filter(case=case).order_by("pk"):
        stage.pk, stage.case = None, new
        stage.save(force_insert=True)
    for clock in Clock.objects.filter(case=case, stopped_on__isnull=True).order_by("pk"):
        pauses, extension = list(clock.pauses.all()), getattr(clock, "extension", None)
        clock.pk, clock.case = None, new
        clock.save(force_insert=True)
        for row in (*pauses, *([extension] if extension else [])):
            row.pk, row.clock = None, clock
            row.save(force_insert=True)


def _copy_in(case: Case, row: Party, *, on: date) -> Party:
    """The part as it stands, claim, outcome and secret included, in another case from that day."""
    kept = ("role", "kind", "person", "employer", "office", "contact", "note", "secret")
    own = ("amount", "outcome", "settled_amount", "settled_on")
    return Party(case=case, joined_on=on, **{name: getattr(row, name) for name in (*kept, *own)})


def _who(row: Party) -> tuple[object, ...]:
    """The same for the same party in the same role; each unnamed party is somebody else."""
    unnamed = row.pk if row.kind == PartyKind.ANONYMOUS else None
    return (row.role, row.person_id, row.employer_id, row.office, unnamed)


def _merge(pairs: Collection[tuple[Party, Party]]) -> None:
    """Who stands in both cases claims both amounts in one.

    Raises `DomainError` (`case.cannot_join`): one of the two claims has its outcome already.
    """
    for staying, coming in pairs:
        if staying.outcome or coming.outcome:
            raise _cannot_join(
                "有人在两件里都有，而且其中一件已经有了结果",
                do="请先把这个人从后立的一件里分出去，再并案",
            )
        amounts = [row.amount for row in (staying, coming) if row.amount is not None]
        staying.amount = sum(amounts) if amounts else None
        staying.contact = _both(staying.contact, coming.contact)
        staying.note = _both(staying.note, coming.note)
    Party.objects.bulk_update([staying for staying, _ in pairs], ["amount", "contact", "note"])


def _both(first: str, second: str) -> str:
    return "\n".join(dict.fromkeys(text for text in (first, second) if text))


def _leave(case: Case, rows: Collection[Party], *, now: datetime) -> None:
    """Marks the rows as left on that day; where the main party leaves, one of those who stay becomes main."""
    going = {row.pk for row in rows}
    Party.objects.filter(pk__in=going).update(left_on=day_of(now))
    staying = Party.objects.filter(case=case, left_on__isnull=True).order_by("pk")
    if staying.exists() and not staying.filter(is_main=True).exists():
        heir = next((row for row in staying if row.role == Role.CONCERNED), staying[0])
        Party.objects.filter(case=case, is_main=True).update(is_main=False)
        Party.objects.filter(pk=heir.pk).update(is_main=True)
