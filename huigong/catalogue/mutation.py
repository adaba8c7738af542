"""Which changes to a service's rule no example would notice: each is a boundary that nobody has worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from huigong.catalogue.entries import PublicService
from huigong.catalogue.examples import Example
from huigong.catalogue.services import Catalogue
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError
from huigong.rules.evaluate import Situation, answer
from huigong.rules.mutating import Mutant, mutants
from huigong.rules.nodes import Node


def unnoticed(catalogue: Catalogue, examples: Iterable[Example]) -> Iterator[PackError]:
    """Every change to a checked version's rule, or to who has it already, that all its examples answer alike."""
    people = _people(catalogue, examples)
    for service in catalogue.services:
        if service.verified:
            rules = {"条件": service.rule, "“已经有了”": service.holding}
            for part, rule in rules.items():
                for mutant in () if rule is None else _alike(rule, people.get(service.source, [])):
                    yield _told(service, part, mutant)


def _told(service: PublicService, part: str, mutant: Mutant) -> PackError:
    return PackError(
        "pack.change_unnoticed",
        what=f"“{service.name}”的{part}里“{mutant.before}”改成“{mutant.after}”，没有一个示例的答案跟着变",
        do="请加一个正好卡在这里的示例",
        place=mutant.place or service.place,
    )


def _alike(rule: Node, people: list[Situation]) -> Iterator[Mutant]:
    answers = [answer(rule, _again(person)) for person in people]
    for mutant in mutants(rule):
        changed = (answer(mutant.rule, _again(person)) for person in people)
        if all(now == then for now, then in zip(changed, answers, strict=True)):
            yield mutant


def _again(person: Situation) -> Situation:
    """The person as nothing has been worked out about them yet."""
    return Situation(person.values, person.on, person.parameters)


def _people(catalogue: Catalogue, examples: Iterable[Example]) -> dict[str, list[Situation]]:
    """The examples' people by the file of the version that they are about."""
    people: dict[str, list[Situation]] = {}
    for example in examples:
        with suppress(DomainError):  # what is wrong with an example is said by `worked`
            service = catalogue.get(
                example.service_id, example.region, example.on, unverified=example.unverified
            )
            values = catalogue.facts.parse_values(example.facts)
            parameters = catalogue.parameters.lookup(example.region, unverified=example.unverified)
            people.setdefault(service.source, []).append(Situation(values, example.on, parameters))
    return people
