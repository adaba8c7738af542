"""Lodging an application: it becomes a case with an owner and a clock in the same instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from huigong.casework.accountability import Receiver, receiver_of
from huigong.casework.actions import attaching, requests
from huigong.casework.actions.barring import AlreadyOpen
from huigong.casework.actions.identity import agent_for
from huigong.casework.actions.opening import GivenParty, Opening, bring_into_being
from huigong.casework.answers import SaidValue, answers_kept, form_kept, of_one_alone, placed, stated
from huigong.casework.matters import of_other_people
from huigong.casework.models import Application, Case
from huigong.casework.procedures import register
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.timekeeping import day_of
from huigong.catalogue.services import PublicService, catalogue
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, covers
from huigong.forms.lodging import Lodged
from huigong.kernel.errors import Conflict, Invalid, TooMany
from huigong.kernel.sentences import say
from huigong.registry import involved, lookup
from huigong.registry.acting import Authority
from huigong.registry.models import Person
from huigong.registry.registration import places_of
from huigong.registry.texts import fitting
from huigong.rules.values import Unknown

__all__ = ["AlreadyOpen", "lodge"]


@transaction.atomic
def lodge(
    *,
    by: Principal,
    now: datetime,
    key: str,
    person_id: str,
    service_id: str,
    region: str,
    answers: Mapping[str, SaidValue | Unknown],
    lodged: Lodged | None = None,
    draft: tuple[str, str] | None = None,
    evidence: Sequence[str] = (),
    channel: str = Application.Channel.ONLINE,
    again: bool = False,
) -> Case:
    """The case of this application; the same `key` again is the same case.

    It goes to the office of the place that the service states, which may be elsewhere than `region`,
    where it is lodged. `answers` are facts by name, and what the form says of facts that the rule reads goes before them;
    `lodged` is the service's form, filled in, without which nothing is lodged, `draft` the purpose and holder under which
    its files lie, which end with it; `evidence` names the papers handed in. People
    lodge for themselves when they are known as surely as the service needs, or for whom they may act;
    clerks for anyone on record in their region. `again` lodges on purpose
    what the person has an open case of already, or what may not run beside another about the same matter.
    Raises `DomainError`: `application.already_open` (an `AlreadyOpen`), `application.key_missing`,
    `application.key_reused`, `application.form_missing`, `application.no_form`, `application.wrong_form`,
    `application.identity`, `case.barred` (an `AlreadyOpen` too), `text.too_long`, `person.not_found`, `person.not_checked`, `catalogue.no_service`,
    `case.no_office`, `application.too_many`, `person.own_matter`, `access.denied`, `files.not_found`, `files.changed`.
    """
    person, today = lookup.person(person_id), day_of(now)
    at_counter = by.can(Permission.APPLICATION_LODGE, region=region)
    if at_counter:
        _require_on_record(person, by=by, on=today)
    agent = None if at_counter else agent_for(by, person, service_id, region=region, on=today)
    # Two tabs at once: the second waits here, and then sees what the first has lodged.
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if (earlier := _earlier(key, person=person, service_id=service_id)) is not None:
        return earlier
    if not at_counter:
        _require_few(by=by, now=now)
    answers, receiver = _received(person, service_id, region, answers, lodged, on=today)
    if not again:
        _require_none_open(person, service_id, receiver.region, lodged)
    application = Application(
        key=fitting(Application, "key", key),
        person=person,
        service_id=service_id,
        region=region,
        channel=Application.Channel(channel),
        answers=answers_kept(answers),
        form=form_kept(lodged) if lodged else "",
        evidence=list(evidence),
        lodged_at=now,
        lodged_by=by.account_id,
    )
    if raced := requests.keep(application, lambda: _earlier(key, person=person, service_id=service_id)):
        return raced
    case = _open(application, receiver, agent=agent, other_matter=again, by=by, now=now)
    attaching.take_over(case, draft=draft, by=by, now=now)
    return case


def _require_on_record(person: Person, *, by: Principal, on: date) -> None:
    """At the counter: somebody whose papers were seen, and no relative of the clerk."""
    involved.require_apart(by, person, on=on)
    if person.assurance == Assurance.PHONE:  # the account behind it may be a stranger's
        raise lookup.not_checked()


def _received(
    person: Person,
    service_id: str,
    region: str,
    answers: Mapping[str, SaidValue | Unknown],
    lodged: Lodged | None,
    *,
    on: date,
) -> tuple[dict[str, SaidValue | Unknown], Receiver]:
    """The answers with what the form says, and the office that they lead to."""
    service = catalogue().get(service_id, region, on)
    _require_form_of(service, lodged)
    if lodged:
        alone = of_one_alone(service, lodged, answers, facts=catalogue().facts)
        answers = {name: value for name, value in answers.items() if name not in alone}
    said = {**answers, **(stated(service, lodged, beside=answers) if lodged else {})}
    where = placed(service, lodged) if lodged else {}
    return said, receiver_of(service, region, on, values={**places_of(person), **said, **where})


def _require_few(*, by: Principal, now: datetime) -> None:
    """A script with one phone must not fill an office with cases, for however many people it says to act.

    Two tabs of one account at the same moment for two people may both be let through.
    """
    since = now - timedelta(days=1)
    sent = Application.objects.filter(lodged_by=by.account_id, lodged_at__gt=since)
    if sent.count() >= settings.CASES_PER_DAY:
        raise TooMany(
            code="application.too_many",
            what="今天交的申请太多了",
            why=say("为了防止有人用程序乱交，一天最多在网上交{most}件", most=settings.CASES_PER_DAY),
            do="填好的都还在，请明天再交；等不及的，请带身份证到窗口当场交",
        )


def _agents(agent: Authority | None, by: Principal) -> tuple[GivenParty, ...]:
    """The agent who lodges for the applicant, and the authority for it."""
    if agent is None:
        return ()
    who = lookup.person(by.person_id or "")
    return (GivenParty(Role.AGENT, PartyKind.PERSON, person=who, note=agent.in_words),)


def _earlier(key: str, *, person: Person, service_id: str) -> Case | None:
    if not key.strip():
        raise Invalid(code="application.key_missing", what="提交没有带防重复编号", do="请刷新页面后重新提交")
    application = Application.objects.select_related("case").filter(key=key.strip()).first()
    if application is None:
        return None
    if (application.person_id, application.service_id) != (person.pk, service_id):
        raise Conflict(
            code="application.key_reused",
            what="这次提交和以前的另一个申请用了同一个编号",
            do="请刷新页面后重新提交",
        )
    return application.case


def _require_form_of(service: PublicService, lodged: Lodged | None) -> None:
    """By no door comes an application without its form, or with another."""
    if service.without_form:
        raise Invalid(
            code="application.no_form",
            about="service_id",
            what=say("“{service}”不用在这里申请", service=service.name),
            why=service.without_form,
            do="请按事项页面上说的办",
        )
    if service.form and lodged is None:
        raise Invalid(
            code="application.form_missing",
            about="lodged",
            what=say("“{service}”的表还没有填", service=service.name),
            why="空着交来，办的人不知道要办什么",
            do="请先填表；不会填的，窗口帮着填",
        )
    if lodged is not None and lodged.form != service.form:
        raise Invalid(
            code="application.wrong_form",
            about="lodged",
            what=say("“{service}”不用“{form}”这张表", service=service.name, form=lodged.form),
            why="开始填表以后，这件事要填的表换过",
            do="请回到事项页面重新申请",
        )


def _require_none_open(person: Person, service_id: str, region: str, lodged: Lodged | None) -> None:
    """A city and its county are one place here: either may have taken in the same thing. What is for another child, or for
    somebody else, is not the same."""
    rows = Case.objects.filter(application__person=person, service_id=service_id, is_open=True)
    here = (
        row
        for row in rows.select_related("application").order_by("-pk")
        if covers(row.region, region) or covers(region, row.region)
    )
    case = next((row for row in here if not of_other_people(row.application, lodged)), None)
    if case is not None:
        raise AlreadyOpen(
            code="application.already_open",
            what=f"已有一件同样的在办：{case.number}",
            why="同一件事办一次就够，分成两件会互相等",
            do="请看原来那一件办到哪一步；确实要另办一件的，再明确选择一次",
            number=case.number,
            case_id=case.public_id.hex,
        )


def _open(
    application: Application,
    receiver: Receiver,
    *,
    agent: Authority | None,
    other_matter: bool,
    by: Principal,
    now: datetime,
) -> Case:
    # The region that receives it may have a version of its own.
    service = catalogue().get(application.service_id, receiver.region, day_of(now))
    procedure = register.in_force(service.procedure or STANDARD.id, day_of(now))
    plan = Opening(
        procedure=procedure,
        origin=Origin.APPLICATION,
        region=receiver.region,
        office=receiver.office,
        service=service,
        note=receiver.note,
        application=application,
        other_matter=other_matter,
        parties=(
            GivenParty(Role.APPLICANT, PartyKind.PERSON, person=application.person),
            *_agents(agent, by),
        ),
    )
    return bring_into_being(plan, by=by, now=now)
