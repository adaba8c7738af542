"""What a decision makes true of people, and what ends with it when it is revoked."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.actions import clockwork, steps
from huigong.casework.actions.effects import registers
from huigong.casework.actions.moving import Making
from huigong.casework.answers import answers_of, kept_of
from huigong.casework.granting import granted_persons, subjects
from huigong.casework.models import Decision, Outcome
from huigong.casework.procedures import effects
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.terms import DecisionKind
from huigong.casework.servicesteps import service_of
from huigong.catalogue.beginnings import Event
from huigong.catalogue.services import PublicService
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.registry import factvalues
from huigong.registry.actions import facts
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person, PersonFact
from huigong.rules.values import Between


@effects.acts
def reopen(making: Making) -> None:
    """The matter is to be decided anew: the case is open again, its time runs from today, and what the revoked
    decision made true ends.

    Raises `DomainError` (`case.not_in_force`) for a decision that another has taken the place of.
    """
    case, revoked = making.case, making.made.corrects
    earlier = Decision.objects.filter(case=case, pk__lt=making.made.pk)
    latest = earlier.exclude(kind=DecisionKind.CORRECTION.value).order_by("pk").last()
    if latest != revoked:
        raise Conflict(
            code="case.not_in_force",
            what=say("决定{number}已经不是现在的决定", number=revoked.number),
            do="请选最近的那一份；它只是更正的，请选它更正的那一份",
        )
    case.is_open, case.closed_on, case.delivered_on, case.granted = True, None, None, None
    case.accepted_on, case.deemed_accepted = making.today, False
    steps.open_decide_task(case, by=making.by, now=making.now)
    clockwork.start(case, event=Event.ACCEPTANCE, on=making.today, today=making.today)
    _end_facts(making)
    registers.annul(making, granted_persons(case))


def _end_facts(making: Making) -> None:
    """Yesterday is the last day of what this case made true; today for what began today."""
    written = PersonFact.objects.known_at().filter(
        source=subject_of(making.case), verification=PersonFact.Verification.DECIDED, valid_until__isnull=True
    )
    for row in written.select_related("person").order_by("pk"):
        facts.record(
            by=making.by,
            now=making.now,
            person_id=row.person.public_id.hex,
            fact=row.fact,
            value=factvalues.decode(row.value),
            source=row.source,
            verification=row.verification,
            valid_from=row.valid_from,
            valid_until=max(making.today - timedelta(days=1), row.valid_from),
            basis=making.made.clause,
            region=row.region,
            office=making.case.accountable_office,
        )


@effects.acts
def write_facts(making: Making) -> None:
    """Records the service's facts about whom it is granted to from the day of the decision on, with the case as their source, and
    of whose matter it is what the form says that the register takes over."""
    case, decision = making.case, making.made
    service = service_of(case)
    written = [] if service is None else _write(making, service, clause=decision.clause)
    registers.write(making, granted_persons(case))
    Outcome.objects.create(
        decision=decision,
        result=service.granted if service else "",
        facts=list(dict.fromkeys(fact.fact for fact in written)),
        recorded_at=making.now,
    )


@effects.acts
def restate(making: Making) -> None:
    """Records what the applicant said as decided, about the applicant, with the case as its source.

    What the register keeps otherwise than as a fact (a name, a spell of work) an official changes at the counter.
    """
    decision = making.made
    answers = answers_of(making.case.application)
    said = {fact: value for fact, value in answers.items() if not isinstance(value, Between)}
    for person in parties.persons(making.case, (Role.APPLICANT,)):
        for fact, value in said.items():
            _record(making, person, fact, value, decision.clause, corrects=True)
    Outcome.objects.create(decision=decision, facts=sorted(said), recorded_at=making.now)


def _write(making: Making, service: PublicService, *, clause: str) -> list[PersonFact]:
    case = making.case
    concerned = granted_persons(case)
    senders = parties.persons(case, (Role.AGENT,)) or parties.persons(case, (Role.APPLICANT,))
    records = [
        _record(making, person, write.fact, write.value, clause)
        for write in service.writes
        for person in (senders if write.of_sender else concerned)
    ]
    for person in subjects(case):
        for fact, value in kept_of(making.case.application).items():
            # What the register refuses to keep, such as a day before somebody's birth, is no reason not to decide.
            with suppress(Invalid):
                records.append(_record(making, person, fact, value, clause))
    return records


def _record(
    making: Making, person: Person, fact: str, value: FactValue, clause: str, *, corrects: bool = False
) -> PersonFact:
    return facts.record(
        by=making.by,
        now=making.now,
        person_id=person.public_id.hex,
        fact=fact,
        value=value,
        source=subject_of(making.case),
        verification=PersonFact.Verification.DECIDED,
        valid_from=making.today,
        basis=clause,
        region=making.case.region,
        office=making.case.accountable_office,
        corrects=corrects,
    )
