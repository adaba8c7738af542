"""Somebody finds that what is kept about them is wrong: a case for the office that keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from huigong.audit.subjects import id_in
from huigong.casework.accountability import office_of_line, present
from huigong.casework.actions import requests
from huigong.casework.actions.barring import AlreadyOpen
from huigong.casework.actions.opening import GivenParty, Opening, bring_into_being
from huigong.casework.answers import answers_kept
from huigong.casework.models import Application, Case, Entry
from huigong.casework.procedures import register
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.terms import OPENED
from huigong.casework.timekeeping import day_of
from huigong.directory import offices
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid, NoAccess
from huigong.kernel.writing import said
from huigong.registry import lookup
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person

PROCEDURE = "own-data-correction"


@transaction.atomic
def ask(
    *,
    by: Principal,
    now: datetime,
    key: str,
    what: str,
    recorded: str = "",
    kept_by: str = "",
    wanted: Mapping[str, FactValue] | None = None,
    says: str,
    evidence: Sequence[str] = (),
) -> Case:
    """The case in which `by` asks for a correction of their own data; the same `key` again is the same case.

    `what` names what is wrong, as the register calls it, and `recorded` is what stands there now, both in
    Chinese whatever language the page has; `kept_by` is the source of the statement as the register keeps it, which
    tells the office; `wanted` is what it should be, by fact, and is recorded as decided where the office agrees.
    `says` is why, `evidence` names the papers that prove it.
    Raises `DomainError`: `access.denied`, `correction.nothing_said`, `correction.already_open` (an `AlreadyOpen`),
    `case.key_missing`, `text.too_long`, `procedure.not_in_force`, `case.no_office`, `clock.no_length`.
    """
    person, today = _own(by), day_of(now)
    if not said(says):
        raise _nothing_said()
    if not key.strip():
        raise Invalid(code="case.key_missing", what="提交没有带防重复编号", do="请刷新页面后重新提交")
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    earlier = _sent(by, key)
    if earlier is not None:
        return earlier
    procedure = register.in_force(PROCEDURE, today)
    note = requests.within(f"{what}\n现在记的是：{recorded or '—'}\n{said(says)}")
    _require_none_open(person, what)
    application = Application(
        key=requests.bound(key, by),
        person=person,
        service_id="",
        region=person.residence,
        channel=Application.Channel.ONLINE,
        answers=answers_kept(wanted or {}),
        evidence=list(evidence),
        lodged_at=now,
        lodged_by=by.account_id,
    )
    raced = requests.keep(application, lambda: _sent(by, key))
    if raced is not None:
        return raced
    plan = Opening(
        procedure=procedure,
        origin=Origin.APPLICATION,
        region=person.residence,
        office=_keeper(kept_by, person, on=today),
        application=application,
        parties=(GivenParty(Role.APPLICANT, PartyKind.PERSON, person=person),),
        note=note,
    )
    return bring_into_being(plan, by=by, now=now)


def _own(by: Principal) -> Person:
    if not by.person_id:
        raise NoAccess(
            code="access.denied", what="只有本人可以要求更正自己的信息", do="请先登录并登记，或者到窗口办理"
        )
    return lookup.person(by.person_id)


def _sent(by: Principal, key: str) -> Case | None:
    return Case.objects.filter(application__key=requests.bound(key, by)).first()


def _require_none_open(person: Person, what: str) -> None:
    """Refuses a second open correction of the same item. The item is in the sealed text, so open cases are decrypted."""
    rows = Entry.objects.filter(
        move=OPENED,
        case__application__person=person,
        case__procedure=PROCEDURE,
        case__is_open=True,
    )
    for entry in rows.select_related("case"):
        if entry.content[OPENED].splitlines()[0] == what:
            raise AlreadyOpen(
                code="correction.already_open",
                what=f"这一条您已经要求更正，正在核对：{entry.case.number}",
                why="同一条核对一次就够",
                do="请看原来那一件办到哪一步",
                number=entry.case.number,
                case_id=entry.case.public_id.hex,
            )


def _keeper(kept_by: str, person: Person, *, on: date) -> str:
    """The office that keeps a statement: that of the case that decided it, else the one that its source names,
    else the one that keeps the register where the person lives."""
    case_id = id_in(kept_by, Case)
    case = Case.objects.filter(public_id=lookup.public_uuid(case_id)).first() if case_id else None
    if case is not None:
        return present(case.accountable_office, on)
    named = offices.resolve(kept_by, person.residence, on=on, today=on) if kept_by else None
    if named is not None and named.sure and len(named.now) == 1:
        return named.now[0].id
    procedure = register.in_force(PROCEDURE, on)
    line = procedure.owner.line if procedure.owner else ""
    return office_of_line(line, person.residence, on, name=procedure.name)


def _nothing_said() -> Invalid:
    return Invalid(
        code="correction.nothing_said",
        about="says",
        what="还没有写哪里不对",
        do="请写一句：现在登记的是什么，应当是什么",
    )
