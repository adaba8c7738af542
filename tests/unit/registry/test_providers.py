"""A folder registers what it knows: each fact has one provider, and what goes before what is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from huigong.registry import facts, providers
from huigong.registry.actions import facts as stating
from huigong.registry.actions import people
from huigong.registry.models import Person
from huigong.registry.providers import Provider
from tests.registries import copied
from tests.unit.registry.someone import CLERK, NOW, TODAY, new_person

FACT = "有随迁子女"


def says_yes(people: Sequence[Person], on: date, known_at: datetime | None) -> Mapping[int, dict[str, bool]]:
    return {person.pk: {FACT: True} for person in people}


PROVIDER = Provider("tests.certificates", frozenset({FACT}), says_yes)


@pytest.fixture(autouse=True)
def registry_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "_registered", copied(providers._registered))


@pytest.fixture
def someone(db: None) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1)))


def known(person: Person) -> dict[str, object]:
    return facts.known(CLERK, person.public_id.hex, TODAY, now=NOW)


def state(person: Person, value: bool) -> None:
    stating.record(
        by=CLERK,
        now=NOW,
        person_id=person.public_id.hex,
        fact=FACT,
        value=value,
        source="窗口",
        verification="verified",
        valid_from=TODAY,
    )


def test_what_a_provider_gives_is_known(someone: Person) -> None:
    assert FACT not in known(someone)
    providers.register(PROVIDER)
    assert known(someone)[FACT] is True


@pytest.mark.parametrize(("prevails", "answer"), [(False, False), (True, True)])
def test_a_statement_goes_before_a_record_unless_the_record_prevails(
    someone: Person, prevails: bool, answer: bool
) -> None:
    providers.register(replace(PROVIDER, prevails=prevails))
    state(someone, False)
    assert known(someone)[FACT] is answer


@pytest.mark.parametrize(
    "second",
    [
        replace(PROVIDER, name="tests.other"),
        Provider("tests.other", frozenset({"性别", "残疾人证号"}), says_yes),
        Provider("tests.nothing", frozenset(), says_yes),
    ],
    ids=["same fact", "a fact of the registration", "no facts"],
)
def test_a_second_provider_of_a_fact_is_refused_at_start(second: Provider) -> None:
    providers.register(PROVIDER)
    with pytest.raises(ImproperlyConfigured, match=second.name):
        providers.register(second)


def test_the_same_provider_again_is_the_same_and_another_of_its_name_is_refused() -> None:
    providers.register(PROVIDER)
    providers.register(PROVIDER)
    assert [each for each in providers.registered() if each.name == PROVIDER.name] == [PROVIDER]
    with pytest.raises(ValueError, match=PROVIDER.name):
        providers.register(replace(PROVIDER, prevails=True))


@pytest.mark.parametrize(
    ("fact", "id_", "says"),
    [
        ("持有居住正", "registry.E001", "持有居住证"),
        ("子女数", "registry.E002", "roll"),
        ("监护人.持有居住证", "registry.E002", "roll"),
    ],
)
def test_a_fact_that_is_not_declared_or_is_the_rolls_fails_the_checks(fact: str, id_: str, says: str) -> None:
    providers.register(Provider("tests.wrong", frozenset({fact}), says_yes))
    [error] = [one for one in run_checks() if one.id == id_]
    assert fact in error.msg and says in f"{error.msg} {error.hint}"


def test_the_installed_providers_pass_the_checks() -> None:
    assert [one for one in run_checks() if str(one.id).startswith("registry.")] == []


def test_only_the_facts_that_are_asked_of_a_relative_are_read(someone: Person) -> None:
    asked: list[int] = []

    def counting(
        people: Sequence[Person], on: date, known_at: datetime | None
    ) -> Mapping[int, dict[str, bool]]:
        asked.append(len(people))
        return {}

    providers.register(Provider("tests.counting", frozenset({FACT}), counting))
    assert providers.giving({"持有居住证"}) == ()
    facts.gather(someone, TODAY)
    assert asked == [1]
