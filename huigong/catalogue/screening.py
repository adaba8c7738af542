"""Asks every service of a region about one person, and what to ask the person next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from huigong.catalogue.answering import who_answers
from huigong.catalogue.answers import Answer, Reason, amount_of, answer_by, reasons_of
from huigong.catalogue.asking import first_asked, in_turn
from huigong.catalogue.holding import is_held
from huigong.catalogue.parameters import RegionParameters
from huigong.catalogue.services import Applicant, Catalogue, PublicService
from huigong.catalogue.standings import Verdict
from huigong.catalogue.waiting import waiting
from huigong.directory.offices import OfficeBook
from huigong.rules import ask
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import explained
from huigong.rules.nearest import steps
from huigong.rules.nodes import Fact, Node, fact_names
from huigong.rules.running_out import gone_by
from huigong.rules.values import UNKNOWN, Between, Unknown
from huigong.rules.values import Answer as Known

__all__ = ["Answer", "Reason", "Screening", "entitle", "next_question", "screen_one"]


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
    here = Screening(catalogue, region, on, values, offices, unverified)
    services = catalogue.services_for(region, on, unverified=unverified)
    answers = [here.of(service) for service in services if service.applicant is applicant]
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
    """What one service answers for one person; the arguments as `entitle` takes them."""
    return Screening(catalogue, region, on, values, offices, unverified).of(service)


@dataclass(frozen=True)
class Screening:
    """One person on one day in one place, asked about one service after the other; the fields as `entitle` takes them.

    What follows from what they said is worked out once for all of these services.
    """

    catalogue: Catalogue
    region: str
    on: date
    values: Mapping[str, Known | None]
    offices: OfficeBook | None = None
    unverified: bool = False

    @cached_property
    def _parameters(self) -> RegionParameters:
        return self.catalogue.parameters.lookup(self.region, unverified=self.unverified)

    @cached_property
    def _shared(self) -> Situation:
        return Situation(self.values, self.on, self._parameters)

    def of(self, service: PublicService, *, verdict: Verdict | None = None) -> Answer:
        """What one service answers; `verdict` is what an interview has worked out of it already."""
        here, catalogue = self._shared.afresh(), self.catalogue
        held = is_held(service, here)
        rule = service.holding if held and service.holding is not None else service.rule
        explanation = explained(rule, here.afresh())
        answered = UNKNOWN if explanation.answer is UNKNOWN else bool(explanation.answer) and not held
        lacking = answered is False and not held
        amount, amount_text = (
            (None, "")
            if answered is False
            else amount_of(
                service, catalogue.facts, values=self.values, parameters=self._parameters, on=self.on
            )
        )
        return Answer(
            service=service,
            answer=answered,
            reasons=reasons_of(explanation, catalogue.facts),
            amount_fen=amount,
            amount_text=amount_text,
            missing=tuple(catalogue.facts[name] for name in explanation.missing if name in catalogue.facts),
            where=who_answers(
                service, region=self.region, on=self.on, values=self.values, offices=self.offices
            ),
            answer_by=answer_by(service, self.on),
            nearest=_nearest(rule, here, verdict) if lacking else None,
            steps=_steps(rule, here, catalogue, self.region, unverified=self.unverified) if lacking else (),
            refused=service.refused,
            explanation=explanation,
            held=held,
            gone_by=None if answered is True or held else _gone_by(service, here),
        )


def _nearest(rule: Node, here: Situation, verdict: Verdict | None) -> str | None:
    if verdict is not None and not verdict.unticked and (verdict.nearest or not verdict.waits):
        return verdict.nearest
    return waiting(rule, values=here.values, on=here.on, parameters=here.parameters)


def _gone_by(service: PublicService, here: Situation) -> date | None:
    return gone_by(service.rule, here) if service.too_late else None


def _steps(
    rule: Node, here: Situation, catalogue: Catalogue, region: str, *, unverified: bool
) -> tuple[str, ...]:
    """What the person can do about a no: nothing that follows from something else, nor for which the time has run out."""
    suggested = steps(rule, here)
    if not suggested:
        return ()
    givers = _givers(catalogue, region, here.on, unverified=unverified)
    names = {step.fact for step in suggested}
    rest = {name: value for name, value in here.values.items() if value is not None and name not in names}
    follows = catalogue.conversation.following(rest, on=here.on, parameters=here.parameters)
    return tuple(
        step.text
        for step in suggested
        if step.fact not in follows and not _out_of_time(givers.get(step.fact, ()), here)
    )


@lru_cache(maxsize=64)
def _givers(
    catalogue: Catalogue, region: str, on: date, *, unverified: bool
) -> Mapping[str, Sequence[PublicService]]:
    """The services by each fact that somebody has who was granted it: it writes them, or tells by them who has it."""
    givers: dict[str, list[PublicService]] = defaultdict(list)
    for service in catalogue.services_for(region, on, unverified=unverified):
        held = fact_names(service.holding) if service.holding is not None else ()
        for name in {*(each.fact for each in service.writes), *held}:
            givers[name].append(service)
    return dict(givers)


def _out_of_time(givers: Sequence[PublicService], here: Situation) -> bool:
    """Whether the time for every service that would give what a step asks for has run out."""
    return bool(givers) and all(_gone_by(service, here) for service in givers)


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
    return 1 if isinstance(answer, Unknown) else 0 if answer else 2, *place_of(service)


def place_of(service: PublicService) -> tuple[int, str]:
    """Where a service stands among those with the same answer."""
    return int(service.system.removeprefix("S")), service.id
