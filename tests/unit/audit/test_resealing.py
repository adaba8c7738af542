"""A change of the sealing key: nobody is lost, nobody is registered twice, and the old key can go."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from django.db import connection

from huigong.audit import resealing
from huigong.audit.fields import blind_index
from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.models import PHONE_CONTEXT, Account
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.portals.cli import routines
from huigong.portals.cli.main import main
from huigong.registry import queries
from huigong.registry.actions import facts, people
from huigong.registry.models import Person, PersonFact
from tests.unit.registry.someone import CLERK, NOW, TODAY, name, new_person

pytestmark = pytest.mark.django_db
OLD, NEW = "11" * 32, "22" * 32
PHONE = "13900000001"


@pytest.fixture
def keys(settings: Any) -> Any:
    """Sets the sealing keys; the old one at first."""
    settings.SEALING_KEY = OLD
    return lambda text: setattr(settings, "SEALING_KEY", text)


def register(sequence: int = 1, **changed: object) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(sequence, **changed)))


def reseal(size: int = 1000) -> list[resealing.Batch]:
    return list(resealing.reseal(by=SYSTEM, now=NOW, size=size))


def test_with_two_keys_in_force_people_are_found_under_either(keys: Any) -> None:
    old = register(1)
    keys(f"{NEW},{OLD}")
    new = register(2)
    for person in (old, new):
        number = Person.objects.get(pk=person.pk).resident_number
        for criterion in ({"resident_number": number}, {"phone": person.phone}, {"name": person.name}):
            found = queries.find(CLERK, now=NOW, **criterion)
            assert [view.public_id for view in found.people] == [person.public_id.hex]


def test_the_same_number_is_the_same_person_under_a_new_key(keys: Any) -> None:
    old = register(1)
    keys(f"{NEW},{OLD}")
    assert register(1).pk == old.pk
    assert [person.pk for person in people.register_many(by=CLERK, now=NOW, rows=[new_person(1)]).people] == [
        old.pk
    ]
    with pytest.raises(DomainError) as refused:
        register(1, name="另一个名")
    assert refused.value.code == "person.name_differs"
    assert Person.objects.count() == 1


def test_the_same_phone_opens_the_same_account_under_a_new_key(keys: Any) -> None:
    old = accounts.worker_account(by=SYSTEM, now=NOW, phone=PHONE)
    keys(f"{NEW},{OLD}")
    assert accounts.worker_account(by=SYSTEM, now=NOW, phone=PHONE).pk == old.pk
    assert Account.objects.count() == 1


def test_after_sealing_anew_the_old_key_can_go(keys: Any) -> None:
    person = register(1, address="虚构路1号")
    fact = facts.record(
        by=CLERK,
        now=NOW,
        person_id=person.public_id.hex,
        fact="持有居住证",
        value=True,
        source="窗口",
        verification="claimed",
        valid_from=TODAY,
    )
    account = accounts.worker_account(by=SYSTEM, now=NOW, phone=PHONE)
    keys(f"{NEW},{OLD}")
    assert set(resealing.left_over()) == {
        "directory.Account",
        "registry.Person",
        "registry.PersonHistory",
        "registry.PersonFact",
        "姓名读音",
    }
    reseal()
    assert not resealing.left_over()

    keys(NEW)
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.phone, kept.address) == (name(1), "13900000001", "虚构路1号")
    assert kept.history.get().name == name(1)
    assert PersonFact.objects.get(pk=fact.pk).value == "true"
    assert register(1).pk == person.pk
    assert accounts.worker_account(by=SYSTEM, now=NOW, phone=PHONE).pk == account.pk
    assert queries.find(CLERK, now=NOW, name=name(1)).people


def test_batches_that_are_broken_off_go_on_with_what_is_left(keys: Any) -> None:
    people.register_many(by=CLERK, now=NOW, rows=[new_person(sequence) for sequence in range(1, 8)])
    keys(f"{NEW},{OLD}")
    first = next(resealing.reseal(by=SYSTEM, now=NOW, size=3))
    assert first == resealing.Batch("registry.PersonHistory", 3, 0)
    assert resealing.left_over() == {"registry.Person": 7, "registry.PersonHistory": 4, "姓名读音": 7}
    assert [batch.resealed for batch in reseal(size=3)] == [3, 1, 3, 3, 1, 3, 3, 1]
    assert reseal() == []


def test_every_batch_leaves_its_event_without_anything_personal(keys: Any) -> None:
    register(1)
    keys(f"{NEW},{OLD}")
    reseal()
    events = AuditEvent.objects.filter(verb="audit.resealed")
    assert {event.subject for event in events} == {"registry.Person", "registry.PersonHistory", "姓名读音"}
    assert all(event.data["rows"] == 1 for event in events)


def test_what_no_key_opens_is_left_as_it_is_and_told(keys: Any, capsys: pytest.CaptureFixture[str]) -> None:
    keys("33" * 32)
    lost = register(1)
    keys(OLD)
    register(2)
    keys(f"{NEW},{OLD}")
    before = raw(lost)
    assert main(["reseal"]) == 1
    assert raw(lost) == before
    said = capsys.readouterr()
    assert "registry.Person：重新加密 1 行，打不开 1 行，还剩 1 行" in said.out
    assert "旧密钥要留着" in said.err
    keys(f"{NEW},{'33' * 32}")
    assert main(["reseal"]) == 0
    assert "可以从 HUIGONG_SEALING_KEY 里去掉" in capsys.readouterr().out


def test_a_phone_that_changed_meanwhile_stays_changed(keys: Any) -> None:
    person = register(1)
    keys(f"{NEW},{OLD}")
    people.change_contact(by=CLERK, now=NOW, person_id=person.public_id.hex, phone="13900009999")
    reseal()
    kept = Person.objects.get(pk=person.pk)
    assert kept.phone == "13900009999"
    assert kept.phone_index == blind_index("13900009999", context="registry.Person.phone")


def test_an_empty_phone_stays_empty_without_an_index(keys: Any) -> None:
    person = register(1, phone="")
    keys(f"{NEW},{OLD}")
    reseal()
    kept = Person.objects.get(pk=person.pk)
    assert (kept.phone, kept.phone_index) == ("", None)


def test_every_sealed_table_is_sealed_anew() -> None:
    labels = {model._meta.label for model in resealing.sealed_models()}
    assert {"registry.Person", "registry.PersonHistory", "registry.Household", "casework.Case"} <= labels
    assert PHONE_CONTEXT == "directory.Account.phone"


def raw(person: Person) -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, name_index, phone FROM registry_person WHERE id = %s", [person.pk])
        return cursor.fetchone()


class TestTheKeyOfADatabase:
    """A database beside another key is not filled on; see docs/how-to/back-up.md."""

    @pytest.mark.parametrize("given", [OLD, f"{NEW},{OLD}"])
    def test_it_opens_with_its_own_key_alone_or_among_others(self, keys: Any, given: str) -> None:
        register()
        keys(given)
        resealing.require_own_key()

    def test_beside_another_key_nothing_starts(
        self, keys: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(routines, "sweep", lambda: pytest.fail("it wrote under the wrong key"))
        register()
        keys(NEW)
        with pytest.raises(DomainError) as refusal:
            resealing.require_own_key()
        assert refusal.value.code == "sealing.not_of_database"
        for command in (["serve", "--port", "0"], ["routines"]):
            assert main(command) == 2
            assert "sealing.key" in capsys.readouterr().err

    def test_an_empty_one_takes_any_key(self, keys: Any) -> None:
        keys(NEW)
        resealing.require_own_key()

    def test_one_text_that_was_changed_stops_nobody(self, keys: Any) -> None:
        register(1)
        last = register(2)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE registry_person SET name = 'changed' WHERE id = %s", [last.pk])
        resealing.require_own_key()
