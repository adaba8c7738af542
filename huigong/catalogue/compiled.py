"""Every service of a region, compiled for one day: answers for one person in a fraction of a millisecond."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from huigong.catalogue.answers import amount_rule
from huigong.catalogue.services import Applicant, Catalogue, PublicService
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.money import Fen
from huigong.rules.compile.closures import Compiled, CompiledRule, compile_rule, compile_value, notebook
from huigong.rules.compile.reasons import Condition, Conditions
from huigong.rules.compile.setting import Setting
from huigong.rules.nodes import Node
from huigong.rules.values import UNKNOWN, Unknown
from huigong.rules.values import Answer as Known


class QuickAnswer(NamedTuple):
    """What one service answers: `decided_by` is the first reason that `explain` would give.

    `amount_fen` is None for a no, and where there is no amount or it is not published. Somebody who
    has it already is `held`, answered no, and `decided_by` says what they have.
    """

    service: PublicService
    answer: bool | Unknown
    decided_by: Condition
    amount_fen: Fen | None
    held: bool


@dataclass(frozen=True)
class Offer:
    """A service with its amount as a rule, in fen; None where there is none or it is not published."""

    service: PublicService
    amount: Node | None


@dataclass(frozen=True)
class CompiledRegion:
    """The services of a region on a day, their rules as functions."""

    conditions: tuple[Condition, ...]
    _rules: tuple[tuple[PublicService, CompiledRule, Compiled | None, CompiledRule | None], ...]

    def answers(self, values: Mapping[str, Known | None]) -> tuple[QuickAnswer, ...]:
        """One answer a service, in the order of the catalogue; `values` as `entitle` takes them."""
        person, answers = notebook(values), []
        for service, rule, amount, holding in self._rules:
            had, number = (False, 0) if holding is None else holding.decided(person)
            held = had is True
            answer, number = (False, number) if held else rule.decided(person)
            fen = UNKNOWN if amount is None or answer is False else amount(person)
            known = None if fen is UNKNOWN else fen
            answers.append(QuickAnswer(service, answer, self.conditions[number], known, held))
        return tuple(answers)


def offers(
    catalogue: Catalogue,
    region: str,
    on: date,
    *,
    unverified: bool = False,
    applicant: Applicant = Applicant.PERSON,
) -> tuple[Offer, ...]:
    """The services that a region offers on a day to people, or to employers."""
    parameters = catalogue.parameters.lookup(region, unverified=unverified)
    return tuple(
        Offer(service, amount_rule(service, catalogue.facts, parameters(service.amount.parameter, on)))
        if service.amount is not None
        else Offer(service, None)
        for service in catalogue.services_for(region, on, unverified=unverified)
        if service.applicant is applicant
    )


def setting_of(
    catalogue: Catalogue, region: str, on: date, *, unverified: bool, known: Collection[str] | None = None
) -> Setting:
    """What is fixed for a region on a day; `known` are the facts that people may have."""
    parameters = catalogue.parameters.lookup(region, unverified=unverified)
    return Setting(on, parameters, catalogue.parameters.declarations, known)


def compile_region(offered: Iterable[Offer], setting: Setting) -> CompiledRegion:
    """The rules of these services as functions of what is known."""
    conditions, rules = Conditions(), []
    for offer in offered:
        rule = compile_rule(offer.service.rule, setting, conditions)
        amount = None if offer.amount is None else compile_value(offer.amount, setting)
        holding = offer.service.holding
        had = None if holding is None else compile_rule(holding, setting, conditions)
        rules.append((offer.service, rule, amount, had))
    return CompiledRegion(conditions.listed(), tuple(rules))


def compiled(
    catalogue: Catalogue,
    region: str,
    on: date,
    *,
    unverified: bool = False,
    applicant: Applicant = Applicant.PERSON,
) -> CompiledRegion:
    """The compiled services of a region on a day, kept for the next person until a place says another day off."""
    return _compiled(catalogue, region, on, unverified, applicant, WorkCalendar.published())


@lru_cache(maxsize=64)
def _compiled(
    catalogue: Catalogue,
    region: str,
    on: date,
    unverified: bool,
    applicant: Applicant,
    _calendar: WorkCalendar,
) -> CompiledRegion:
    offered = offers(catalogue, region, on, unverified=unverified, applicant=applicant)
    return compile_region(offered, setting_of(catalogue, region, on, unverified=unverified))
