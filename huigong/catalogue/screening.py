"""Asks every service of a region about one person, and what to ask the person next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from huigong.catalogue.answering import who_answers
from huigong.catalogue.answers import Answer, Reason, amount_of, answer_by, reasons_of
from huigong.catalogue.asking import first_asked, in_turn
from huigong.catalogue.holding import is_held
from huigong.catalogue.services import Applicant, Catalogue, PublicService
from huigong.catalogue.waiting import waiting
from huigong.directory.offices import OfficeBook
from huigong.rules import ask
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import explain
from huigong.rules.nearest import steps
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Between, Unknown
from huigong.rules.values import Answer as Known

__all__ = ["Answer", "Reason", "entitle", "next_question", "screen_one"]


def entitle(
    *,
    catalogue: Catalogue,
    region: str,
    on: date,
    values: Mapping[str, Known | None],
    offices: OfficeBook | None = None,
    applicant: Applicant = Applicant.PERSON,
    unverified: bool = False,
) -> tuple[Answer, ...]:
    """What every service of `region` answers on that day: yes first, then not known, then no.

    `values` are typed values by fact name (absent, None and UNKNOWN are not
    known); `offices` finds where to apply (the installed book where none is
    given); `unverified` also asks the versions
    whose figures nobody has checked.
    """
    services = catalogue.services_for(region, on, unverified=unverified)
    answers = [
        screen_one(
            service,
            catalogue=catalogue,
            region=region,
            on=on,
            values=values,
            offices=offices,
            unverified=unverified,
        )
        for service in services
        if service.applicant is applicant
    ]
    return tuple(sorted(answers, key=lambda row: place(row.service, row.answer)))


def screen_one(
    service: PublicService,
    *,
    catalogue: Catalogue,
    region: str,
    on: date,
    values: Mapping[str, Known | None],
    offices: OfficeBook | None = None,
    unverified: bool = False,
) -> Answer:
    """What one service answers for one person."""
    parameters = catalogue.parameters.lookup(region, unverified=unverified)
    held = is_held(service, Situation(values, on, parameters))
    rule = service.holding if held and service.holding is not None else service.rule
    explanation = explain(rule, values=values, on=on, parameters=parameters)
    verdict = UNKNOWN if explanation.answer is UNKNOWN else bool(explanation.answer) and not held
    lacking = verdict is False and not held
    amount, amount_text = (
        (None, "")
        if verdict is False
        else amount_of(service, catalogue.facts, values=values, parameters=parameters, on=on)
    )
    return Answer(
        service=service,
        answer=verdict,
        reasons=reasons_of(explanation, catalogue.facts),
        amount_fen=amount,
        amount_text=amount_text,
        missing=tuple(catalogue.facts[name] for name in explanation.missing if name in catalogue.facts),
        where=who_answers(service, region=region, on=on, values=values, offices=offices),
        answer_by=answer_by(service, on),
        nearest=waiting(rule, values=values, on=on, parameters=parameters) if lacking else None,
        steps=tuple(step.text for step in steps(rule, values=values, on=on, parameters=parameters))
        if lacking
        else (),
        refused=service.refused,
        explanation=explanation,
        held=held,
    )


def next_question(
    catalogue: Catalogue,
    region: str,
    on: date,
    values: Mapping[str, Known | None],
    *,
    skip: Collection[str] = (),
    service_ids: Collection[str] | None = None,
    applicant: Applicant = Applicant.PERSON,
    unverified: bool = False,
) -> Fact | None:
    """The fact to ask next over all services still open, or None when no question would help.

    What follows from what is known is not asked. `skip` are facts the person has said they do not know; of one said as
    a range more is asked where that does not decide. `service_ids` narrows the interview to some services.
    """
    skip = [name for name in skip if not isinstance(values.get(name), Between)]
    parameters = catalogue.parameters.lookup(region, unverified=unverified)
    told = {
        **dict.fromkeys(skip, UNKNOWN),
        **{name: value for name, value in values.items() if value is not None},
    }
    followed = catalogue.conversation.following(told, on=on, parameters=parameters)
    here = Situation({**followed, **values}, on, parameters)
    passed = {*skip, *(name for name, fact in catalogue.facts.items() if not fact.question)}
    still_open = [
        in_turn(service.rule, here, passed)
        for service in catalogue.services_for(region, on, unverified=unverified)
        if (service.applicant is applicant if service_ids is None else service.id in service_ids)
        and answer(service.rule, here) is UNKNOWN
        and not is_held(service, here)
    ]
    name = first_asked(rule.asked for rule in still_open) or ask.next_question(still_open, here, skip=passed)
    return None if name is None else catalogue.facts[name]


def place(service: PublicService, answer: bool | Unknown) -> tuple[int, int, str]:
    """Where an answer stands among others: yes first, then not known, then no or held; then by system."""
    rank = 1 if isinstance(answer, Unknown) else 0 if answer else 2
    return rank, int(service.system.removeprefix("S")), service.id
