"""Decisions: only ever added, each with its clause, a number and the remedy; and what they make true."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.actions import clockwork
from huigong.casework.actions.grounds import require_known
from huigong.casework.actions.moving import Making
from huigong.casework.answers import answers_of, granted_to, kept_of, named_in
from huigong.casework.models import Case, Decision, Outcome, Party
from huigong.casework.procedures import effects
from huigong.casework.procedures.lengths import Length, Remedy
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.terms import DecisionRule
from huigong.casework.servicesteps import service_of
from huigong.catalogue.services import PublicService
from huigong.forms.values import Person as Named
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Invalid, Unavailable
from huigong.kernel.sentences import say
from huigong.registry import lookup
from huigong.registry.actions import facts
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person, PersonFact
from huigong.registry.texts import fitting
from huigong.rules.values import Between


@effects.acts
def decide(making: Making) -> None:
    """Adds the decision that the move declares; it speaks for every person concerned who has no outcome yet.

    Raises `DomainError`: `case.clause_unknown`, `text.too_long`, `case.no_such_decision`, `clock.no_length`.
    """
    rule = making.move.decision
    if rule is None:
        raise ValueError(f"the move {making.move.id} decides without saying what")
    reasons, clause, case = making.text("reasons"), making.text("clause"), making.case
    require_known(making, fitting(Decision, "clause", clause))
    remedy, until = _remedy(rule.remedy, case, on=making.today)
    making.made = Decision.objects.create(
        case=case,
        number=_next_number(case),
        kind=rule.kind.value,
        move=making.move.id,
        verdict=rule.verdict,
        verdict_name=rule.name,
        favourable=rule.favourable,
        reasons=reasons,
        clause=clause,
        corrects=_corrected(making, rule),
        remedy=remedy,
        remedy_until=until,
        office=case.accountable_office,
        decided_by=making.by.account_id,
        decided_at=making.now,
    )
    if rule.favourable is not None:
        case.granted = rule.favourable
    making.data |= {"clause": making.made.clause, "decision": making.made.number}
    if not case.is_open and making.move.outcome:
        undecided = Party.objects.filter(case=case, role=Role.CONCERNED, outcome="", left_on__isnull=True)
        undecided.update(outcome=making.move.outcome, settled_on=making.today)


@effects.acts
def correct(making: Making) -> None:
    """Only asks which decision is meant; `decide` names it."""


@effects.acts
def write_facts(making: Making) -> None:
    """Records the service's facts about whom it is granted to from the day of the decision on, with the case as their source, and
    of whose matter it is what the form says that the register takes over."""
    case, decision = making.case, making.made
    service = service_of(case)
    written = [] if service is None else _write(making, service, clause=decision.clause)
    Outcome.objects.create(
        decision=decision,
        result=service.result if service else "",
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
            _record(making, person, fact, value, decision.clause)
    Outcome.objects.create(decision=decision, facts=sorted(said), recorded_at=making.now)


def _write(making: Making, service: PublicService, *, clause: str) -> list[PersonFact]:
    case, subjects = making.case, _subjects(making.case)
    named = granted_to(case.application)
    granted = [person for each in named for person in _known_as(each, case)] if named else subjects
    concerned = dict.fromkeys((*granted, *parties.persons(case, (Role.CONCERNED,))))
    senders = parties.persons(case, (Role.AGENT,)) or parties.persons(case, (Role.APPLICANT,))
    made = [
        _record(making, person, write.fact, write.value, clause)
        for write in service.writes
        for person in (senders if write.of_sender else concerned)
    ]
    for person in subjects:
        for fact, value in kept_of(making.case.application).items():
            # What the register refuses to keep, such as a day before somebody's birth, is no reason not to decide.
            with suppress(Invalid):
                made.append(_record(making, person, fact, value, clause))
    return made


def _subjects(case: Case) -> list[Person]:
    """The applicants; whom the form names instead, where the sender filed it for somebody else. Nobody whom the register
    does not know."""
    applicants, named = parties.persons(case, (Role.APPLICANT,)), named_in(case.application)
    if named is None:
        return applicants
    acted_for = bool(parties.persons(case, (Role.AGENT,)))
    same = [
        person
        for person in applicants
        if (
            person.resident_number == named.number if named.number else acted_for or person.name == named.name
        )
    ]
    known = lookup.on_record(named.number, name=named.name)
    return same or ([known] if known else [])


def _known_as(named: Named, case: Case) -> list[Person]:
    """Whom the form names in a row: an applicant, or somebody on record with that number; nobody else."""
    applicants = parties.persons(case, (Role.APPLICANT,))
    same = [
        person
        for person in applicants
        if person.name == named.name and named.number in ("", person.resident_number)
    ]
    known = None if same else lookup.on_record(named.number, name=named.name)
    return same or ([known] if known else [])


def _record(making: Making, person: Person, fact: str, value: FactValue, clause: str) -> PersonFact:
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
    )


def _remedy(remedy: Remedy | None, case: Case, *, on: date) -> tuple[str, date | None]:
    """Where to turn and until which day; the service's own words where the procedure has none."""
    if remedy is None:
        return _remedy_of(service_of(case), case, on=on)
    if remedy.within is None:
        return remedy.where, None
    return remedy.where, _last_day(remedy.within, case, on=on)


def _remedy_of(service: PublicService | None, case: Case, *, on: date) -> tuple[str, date | None]:
    """The service's own words. A time that nobody has checked for that day is not told and stops no decision."""
    if service is None:
        return "", None
    until = None
    if service.remedy_within:
        with suppress(Unavailable):
            until = _last_day(Length(service.remedy_within), case, on=on)
    return service.refused[:300], until


def _last_day(within: Length, case: Case, *, on: date) -> date | None:
    limit = clockwork.limit_of(within, region=case.region, on=on)
    return timelimits.run(limit, start=on, today=on, calendar=WorkCalendar.published()).due


def _corrected(making: Making, rule: DecisionRule) -> Decision | None:
    if not rule.kind.about_another:
        return None
    earlier = Decision.objects.filter(case=making.case, number=making.text("corrects")).first()
    if earlier is None:
        raise Invalid(
            code="case.no_such_decision",
            what=say("没有写明“{label}”针对哪一份决定", label=rule.kind.label),
            why="更正和撤销都要指明原来的决定",
            do="请选择这个办件里的一份决定",
        )
    return earlier


def _next_number(case: Case) -> str:
    """The case is locked, so that counting gives each decision a number of its own."""
    return f"{case.number}-{Decision.objects.filter(case=case).count() + 1}"
