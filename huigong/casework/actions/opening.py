"""A case comes into being: with a number, parties, an owner, its stages and clocks, in one instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huigong.casework.accountability import office_for, office_of_line, require_office
from huigong.casework.actions import barring, clockwork, requests, staging, steps, telling
from huigong.casework.models import Application, Case, Entry, NumberSeries, Party, Task
from huigong.casework.procedures import register
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.terms import OPENED, Procedure
from huigong.casework.timekeeping import day_of
from huigong.casework.unnamed import digest, secret_for
from huigong.catalogue.beginnings import Event
from huigong.catalogue.services import PublicService, catalogue
from huigong.directory import offices
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, covers
from huigong.kernel import money, regions
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.registry.lookup import is_own
from huigong.registry.models import Employer, Person
from huigong.registry.texts import fitting


@dataclass(frozen=True)
class GivenParty:
    """A party of a case to be opened. `amount` is what the person claims, in fen."""

    role: Role
    kind: PartyKind
    person: Person | None = None
    employer: Employer | None = None
    office: str = ""
    contact: str = ""
    note: str = ""
    amount: int | None = None


@dataclass(frozen=True)
class Opening:
    """Everything that a case begins with."""

    procedure: Procedure
    origin: Origin
    region: str
    office: str
    parties: tuple[GivenParty, ...]
    service: PublicService | None = None
    application: Application | None = None
    key: str | None = None
    note: str = ""
    other_matter: bool = False
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Opened:
    """A case and, for somebody unnamed, the secret with which it is followed: shown once, only its digest is kept."""

    case: Case
    secret: str = field(default="", repr=False)


@transaction.atomic
def open_case(
    *,
    procedure: str,
    opened_by: Origin,
    parties: Sequence[GivenParty],
    place: str,
    key: str,
    by: Principal,
    now: datetime,
    service_id: str = "",
    office: str = "",
    note: str = "",
    other_matter: bool = False,
) -> Opened:
    """Opens a case of any procedure at `place`; the same `key` again from the same sender is the same case.

    `other_matter` says that a running case which would forbid this one is about something else.
    Raises `DomainError`: `case.key_missing`, `case.key_reused`, `text.too_long`, `procedure.not_in_force`, `case.origin_unknown`,
    `case.party_unfit`, `case.no_parties`, `case.no_office`, `case.barred`, `catalogue.no_service`, `access.denied`.
    """
    if not key.strip():
        raise Invalid(code="case.key_missing", what="提交没有带防重复编号", do="请刷新页面后重新提交")
    key = requests.bound(key, by)
    secret = secret_for(key) if any(party.kind is PartyKind.ANONYMOUS for party in parties) else ""
    today = day_of(now)
    chosen = register.in_force(procedure, today)
    _require_origin(chosen, opened_by)
    _require_fit(chosen, parties)
    regions.find(place)
    service = catalogue().get(service_id, place, today) if service_id else None
    owner = office or _office_of_opener(opened_by, chosen, service, place, by=by, on=today)
    owner = _owner(chosen, service, place, owner, today)
    _require_right(opened_by, parties, by=by, region=place, office=owner)
    earlier = requests.earlier(key, procedure, place)
    if earlier is not None:
        return Opened(earlier, secret)
    plan = Opening(
        chosen,
        opened_by,
        place,
        owner,
        tuple(parties),
        service=service,
        key=key,
        note=requests.within(note),
        other_matter=other_matter,
        secret=secret,
    )
    try:
        with transaction.atomic():
            return Opened(bring_into_being(plan, by=by, now=now), secret)
    except IntegrityError:  # the same request at the same moment; the other has made the case
        earlier = requests.earlier(key, procedure, place)
        if earlier is None:
            raise
        return Opened(earlier, secret)


def bring_into_being(plan: Opening, *, by: Principal, now: datetime) -> Case:
    """The case of a plan whose rights were checked, with its one audit event.

    Raises `DomainError` (`case.barred`).
    """
    today = day_of(now)
    if not plan.other_matter:
        _require_not_barred(plan, on=today)
    case = Case.objects.create(
        number=next_number(plan.region, today),
        key=plan.key,
        origin=plan.origin.value,
        application=plan.application,
        procedure=plan.procedure.id,
        procedure_version=plan.procedure.version,
        service_id=plan.service.id if plan.service else "",
        service_name=plan.service.name if plan.service else plan.procedure.name,
        region=plan.region,
        status=plan.procedure.first.id,
        accountable_office=plan.office,
        opened_on=today,
    )
    add_parties(case, plan.parties, on=today, secret=plan.secret)
    if plan.note:
        content = {OPENED: plan.note}
        Entry.objects.create(case=case, move=OPENED, content=content, made_at=now, made_by=by.account_id)
    steps.open_decide_task(case, by=by, now=now)
    asked = _ask_at_once(case, plan.procedure, by=by, now=now)
    staging.begin(case, plan.procedure, on=today)
    clockwork.start(case, event=Event.RECEIPT, on=today, today=today)
    data: dict[str, object] = {
        "service": case.service_id,
        "procedure": case.procedure,
        "origin": case.origin,
    }
    if asked:
        data["asked"] = asked
    steps.record_on(case, plan.procedure.opened, by=by, now=now, data=data)
    telling.opened(case, verb=plan.procedure.opened, now=now)
    return case


def _ask_at_once(case: Case, procedure: Procedure, *, by: Principal, now: datetime) -> list[str]:
    """The tasks of the offices that are asked as soon as the case is open; their ids.

    Raises `DomainError` (`case.no_office`) where a line has no office for the place: nobody is told by half.
    """
    asked = {
        office_of_line(line, case.region, case.opened_on, name=procedure.name): question
        for line, question in procedure.asks.items()
    }
    Task.objects.bulk_create(
        Task(
            case=case,
            kind=Task.Kind.SUPPORT,
            office=office,
            question=question,
            opened_at=now,
            opened_by=by.account_id,
        )
        for office, question in asked.items()
        if office != case.accountable_office
    )
    return list(asked)


def _require_not_barred(plan: Opening, *, on: date) -> None:
    ids = (plan.procedure.id, plan.service.id if plan.service else "")
    persons = {party.person.pk for party in plan.parties if party.person and party.role.standing.own_side}
    employers = {
        party.employer.pk for party in plan.parties if party.employer and party.role is Role.RESPONDENT
    }
    barring.require_free(ids, persons=persons, employers=employers, on=on)


def add_parties(case: Case, given: Iterable[GivenParty], *, on: date, secret: str = "") -> None:
    """The parties' rows; the first of the weightiest role is the one that lists name."""
    seat(case, [_row(case, party, on=on, secret=secret) for party in given])


def seat(case: Case, rows: list[Party]) -> None:
    """Keeps new rows of the case; where it has no main party yet, one of the weightiest role becomes it."""
    if rows and not Party.objects.filter(case=case, is_main=True).exists():
        min(rows, key=lambda row: Role(row.role).standing.rank).is_main = True
    Party.objects.bulk_create(rows)


def next_number(region: str, day: date) -> str:
    """`510400-20160601-0001`: the series row stays locked to the end, so numbers have no gaps."""
    series, _ = NumberSeries.objects.select_for_update().get_or_create(region=region, day=day)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{region}-{day:%Y%m%d}-{series.last:04d}"


def _row(case: Case, given: GivenParty, *, on: date, secret: str) -> Party:
    anonymous = given.kind is PartyKind.ANONYMOUS
    return Party(
        case=case,
        role=given.role.value,
        kind=given.kind.value,
        person=given.person,
        employer=given.employer,
        office=given.office,
        contact=fitting(Party, "contact", given.contact),
        note=requests.within(given.note),
        secret=digest(secret) if anonymous and secret else "",
        amount=given.amount,
        joined_on=on,
    )


def _office_of_opener(
    origin: Origin,
    procedure: Procedure,
    service: PublicService | None,
    place: str,
    *,
    by: Principal,
    on: date,
) -> str:
    """The opener's own office where it does this work for a wider region: it takes the case itself; else nothing.

    What a person applies for goes to the office that the law names.
    """
    owner = {procedure.owner.line} if procedure.owner else set()
    lines = {lead.line for lead in service.leads} if service else owner
    if origin is Origin.APPLICATION or not lines:
        return ""
    own = (grant.office for grant in by.grants if grant.office and covers(grant.region, place))
    return next((office for office in own if offices.book().get(office, on).line in lines), "")


def _owner(procedure: Procedure, service: PublicService | None, place: str, office: str, on: date) -> str:
    if office:
        return require_office(office, on)
    if service is not None:
        return office_for(service, place, on)
    if procedure.owner is None:
        raise Invalid(
            code="case.no_office",
            about="office",
            what="没有写明由哪个部门负责",
            why="办件不能没有责任部门",
            do="请选择部门",
        )
    return office_of_line(procedure.owner.line, place, on, name=procedure.name)


def _require_origin(procedure: Procedure, origin: Origin) -> None:
    if origin not in procedure.opened_by:
        known = "、".join(sorted(allowed.label for allowed in procedure.opened_by))
        raise Invalid(
            code="case.origin_unknown",
            about="opened_by",
            what=say("“{procedure}”不能由“{label}”立案", procedure=procedure.name, label=origin.label),
            why=say("这种程序只由这些立案：{known}", known=known),
            do="请换一种程序",
        )


def _require_fit(procedure: Procedure, parties: Sequence[GivenParty]) -> None:
    if not parties:
        raise _unfit("没有写明当事人", "办件总要有一方", code="case.no_parties")
    for party in parties:
        allowed = procedure.parties.get(party.role, frozenset())
        if party.kind not in allowed:
            raise _unfit(
                f"{party.role.label}不能是“{party.kind.label}”",
                f"“{procedure.name}”里{party.role.label}可以是：{'、'.join(sorted(k.label for k in allowed)) or '无'}",
            )
        filled = {
            PartyKind.PERSON: party.person,
            PartyKind.EMPLOYER: party.employer,
            PartyKind.OFFICE: party.office,
        }
        if any(bool(value) is not (kind is party.kind) for kind, value in filled.items()):
            raise _unfit(f"{party.role.label}没有写清是谁", "种类和所指的人、单位或部门要一致")
        if party.amount is not None and not 0 <= party.amount <= money.MOST:
            raise _unfit("请求的金额不可能", "金额按分计，不能是负数，也不会有这么大")
    persons = [(party.role, party.person.pk) for party in parties if party.person]
    if len(persons) > len(set(persons)):
        raise _unfit("同一个人写了两次", "一个人在一件里同一种身份只有一份")
    concerned = sum(party.role is Role.CONCERNED for party in parties)
    if concerned > 1 and not procedure.collective:
        raise _unfit(f"“{procedure.name}”一件只能涉及一个人", "它没有登记为集体办件")


def _unfit(what: str, why: str, *, code: str = "case.party_unfit") -> DomainError:
    return Invalid(code=code, what=what, why=why, do="请改正当事人后再提交")


def _require_right(
    origin: Origin, parties: Sequence[GivenParty], *, by: Principal, region: str, office: str
) -> None:
    """Anyone may report; people apply for themselves; offices open their own; warnings come from the system."""
    if origin is Origin.REPORT:
        _require_own_name(parties, by=by, region=region)
    elif origin is Origin.APPLICATION:
        _require_own_name(parties, by=by, region=region)
        if not by.person_id:
            by.require(Permission.APPLICATION_LODGE, region=region)
    elif origin is Origin.WARNING and by.account_id == SYSTEM.account_id:
        return
    else:
        by.require(Permission.CASE_DECIDE, region=region, office=office)


def _require_own_name(parties: Sequence[GivenParty], *, by: Principal, region: str) -> None:
    """Nobody puts another person's name to an application or a report, but a clerk who serves that person."""
    named = [party.person for party in parties if party.role.standing.speaks and party.person is not None]
    if named and not any(is_own(by, person) for person in named):
        by.require(Permission.APPLICATION_LODGE, region=region)
