"""Registering people: once by number, sealed, with one audit event and row history."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.db import connection

from huigong.audit.models import AuditEvent
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import DomainError
from huigong.registry import queries
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.audit.trail import is_whole
from tests.unit.registry.someone import CLERK, CLERK_FAR, FAR, HERE, NOW, new_person, resident_number

pytestmark = pytest.mark.django_db


def register(sequence: int = 1, by: Principal = CLERK, **changed: object) -> Person:
    return people.register(by=by, now=NOW, **asdict(new_person(sequence, **changed)))


def test_registering_derives_sex_and_birth_from_the_number() -> None:
    person = register(1)
    assert (person.sex, person.born_on) == ("male", date(1950, 1, 1))


def test_the_same_number_is_the_same_person_and_leaves_one_event() -> None:
    first, again = register(), register()
    assert first.pk == again.pk
    assert [event.verb for event in AuditEvent.objects.all()] == ["registry.person.registered"]


def test_the_old_15_digit_number_is_the_same_person() -> None:
    first = register(1)
    number = first.resident_number
    assert register(1, resident_number=number[:6] + number[8:17]).pk == first.pk


def test_a_number_under_another_name_is_refused_with_the_way_out() -> None:
    register(1)
    with pytest.raises(DomainError, match="窗口") as refused:
        register(1, name="虚构乙")
    assert refused.value.code == "person.name_differs"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "person.name_missing"),
        ({"residence": "510499"}, "regions.unknown"),
        ({"hukou_place": "四川"}, "regions.unknown"),
        ({"resident_number": resident_number(1, born=date(2016, 6, 2))}, "person.not_born"),
        ({"phone": "12345"}, "identity.phone"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        register(1, **changed)
    assert refused.value.code == code
    assert not Person.objects.exists()


def test_a_clerk_registers_only_in_the_own_region() -> None:
    with pytest.raises(DomainError) as refused:
        register(1, by=CLERK_FAR)
    assert refused.value.code == "access.denied"
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_identifies_a_person_is_not_readable_in_the_database() -> None:
    person = register(1, address="虚构路1号")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_person")
        row = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM registry_personhistory")
        row += repr(cursor.fetchall())
        cursor.execute("SELECT * FROM audit_auditevent")
        row += repr(cursor.fetchall())
    for plain in (person.name, person.resident_number, person.phone, person.address):
        assert plain not in row


def test_a_refused_row_keeps_nothing_of_a_batch() -> None:
    rows = [new_person(1), new_person(2), new_person(3, resident_number="123")]
    with pytest.raises(DomainError) as refused:
        people.register_many(by=CLERK, now=NOW, rows=rows)
    assert refused.value.code == "identity.length"
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_batch_knows_who_is_registered_and_who_is_named_twice() -> None:
    known = register(1)
    made = people.register_many(by=CLERK, now=NOW, rows=[new_person(2), new_person(1), new_person(2)])
    assert [person.name for person in made] == ["虚构2", "虚构1", "虚构2"]
    assert made[1].pk == known.pk
    assert Person.objects.count() == 2
    assert AuditEvent.objects.last().data == {"given": 3, "registered": 1}


def test_moving_keeps_the_earlier_row_in_history() -> None:
    person = register()
    later = NOW + timedelta(days=30)
    people.move(
        by=CLERK, now=later, person_id=person.public_id.hex, residence="510411", since=date(2016, 6, 20)
    )
    rows = list(person.history.order_by("history_date").values_list("residence", "history_user_id"))
    assert rows == [(HERE, "clerk"), ("510411", "clerk")]
    assert person.history.as_of(NOW).residence == HERE


def test_people_change_their_own_phone_and_nobody_elses() -> None:
    one, other = register(1), register(2)
    own = Principal("a", "虚构1", person_id=str(one.public_id))
    people.change_contact(by=own, now=NOW, person_id=one.public_id.hex, phone="139 0000 9999")
    assert Person.objects.get(pk=one.pk).phone == "13900009999"
    with pytest.raises(DomainError) as refused:
        people.change_contact(by=own, now=NOW, person_id=other.public_id.hex, phone="13900009999")
    assert refused.value.code == "access.denied"


def test_a_changed_phone_is_found_and_the_old_one_is_not() -> None:
    person = register(1)
    people.change_contact(by=CLERK, now=NOW, person_id=person.public_id.hex, phone="13900009999")
    assert [view.public_id for view in queries.find(CLERK, now=NOW, phone="13900009999")] == [
        person.public_id.hex
    ]
    assert queries.find(CLERK, now=NOW, phone="13900000001") == ()


class TestOwnRegistration:
    def own_account(self, phone: str) -> tuple[Account, Principal]:
        account = Account.objects.create_user(
            f"w{phone}", kind=Account.Kind.WORKER, phone=phone, opened_at=NOW
        )
        return account, Principal(str(account.public_id), "务工人员")

    def register_own(self, by: Principal, sequence: int, **changed: object) -> Person:
        row = asdict(new_person(sequence, **changed))
        del row["phone"]
        return people.register_own(by=by, now=NOW, **row)

    def test_links_the_account_that_proved_the_phone(self) -> None:
        account, worker = self.own_account("13900000001")
        person = self.register_own(worker, 1)
        assert (person.account_id, person.phone) == (account.pk, "13900000001")
        assert queries.person_id_of_account(worker.account_id) == person.public_id.hex

    def test_claims_a_known_person_only_with_the_registered_phone(self) -> None:
        known = register(1)
        _, owner = self.own_account("13900000001")
        _, stranger = self.own_account("13900000002")
        with pytest.raises(DomainError) as refused:
            self.register_own(stranger, 1)
        assert refused.value.code == "person.confirm_at_window"
        assert self.register_own(owner, 1).pk == known.pk

    def test_is_for_workers_only(self) -> None:
        for by in (SYSTEM, CLERK):
            with pytest.raises(DomainError) as refused:
                self.register_own(by, 1)
            assert refused.value.code == "access.denied"


def test_a_region_the_clerk_cannot_move_people_to() -> None:
    person = register()
    with pytest.raises(DomainError) as refused:
        people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence=FAR, since=date(2016, 5, 1))
    assert refused.value.code == "access.denied"


def test_the_trail_of_several_actions_verifies() -> None:
    person = register()
    people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence="510411", since=date(2016, 5, 1))
    queries.person(CLERK, person.public_id.hex, now=NOW)
    assert AuditEvent.objects.count() == 3
    assert is_whole()
