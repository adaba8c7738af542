"""At the counter: who they are was shown, the change is in the trail, and a new phone opens the person's own account."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.registry.actions import counter, people
from huigong.registry.departures import departures
from huigong.registry.models import Person
from tests.unit.registry.someone import CITY, CLERK, CLERK_FAR, FAR, HERE, NOW, new_person

pytestmark = pytest.mark.django_db
OLD, NEW = "13900000001", "13900009999"
CARD = "居民身份证"


def worker(sequence: int = 1, phone: str = OLD) -> tuple[Person, Account]:
    """Somebody who logged in with this phone and registered."""
    account = accounts.worker_account(now=NOW, phone=phone)
    row = asdict(new_person(sequence))
    del row["phone"]
    by = Principal(account.public_id.hex, "务工人员")
    return people.register_own(by=by, now=NOW, **row), account


def changed(person: Person, phone: str = NEW, *, by: Principal = CLERK, shown: str = CARD) -> Person:
    return counter.new_phone(by=by, now=NOW, person_id=person.public_id.hex, phone=phone, shown=shown)


def account_of(person: Person) -> Account:
    return Person.objects.get(pk=person.pk).account


def test_a_new_phone_opens_the_same_account_and_the_old_one_a_stranger_s() -> None:
    person, account = worker()
    session = account.get_session_auth_hash()
    changed(person, "139 0000 9999")
    assert accounts.worker_account(now=NOW, phone=NEW) == account == account_of(person)
    account.refresh_from_db()
    assert account.get_session_auth_hash() != session, "whoever has the old phone is logged out"
    stranger = accounts.worker_account(now=NOW, phone=OLD)
    assert not Person.objects.filter(account=stranger).exists()
    assert Person.objects.get(pk=person.pk).phone == NEW


def test_a_worker_who_tried_the_new_phone_before_coming_is_let_in_by_it() -> None:
    person, account = worker()
    tried = accounts.worker_account(now=NOW, phone=NEW)
    changed(person)
    assert account_of(person) == account == accounts.worker_account(now=NOW, phone=NEW)
    tried.refresh_from_db()
    assert not tried.is_active, "it may be of whoever had the number before"
    assert accounts.worker_account(now=NOW, phone=OLD) != account, "the number may be given to somebody else"


def test_the_counter_hands_over_no_account_that_somebody_has_used() -> None:
    used = accounts.worker_account(now=NOW, phone=OLD)
    person = register(1, phone=OLD)
    used.refresh_from_db()
    assert (used.is_active, account_of(person)) == (True, None), "nobody has read out a code yet"
    changed(person, OLD)
    assert account_of(person) not in {None, used}
    assert accounts.worker_account(now=NOW, phone=OLD) == account_of(person)
    used.refresh_from_db()
    assert not used.is_active


def test_the_old_phone_may_come_back() -> None:
    person, _ = worker()
    accounts.worker_account(now=NOW, phone=NEW)
    changed(person)
    changed(person, OLD)
    assert accounts.worker_account(now=NOW, phone=OLD) == account_of(person)


def test_somebody_without_an_account_logs_in_with_the_new_phone_afterwards() -> None:
    row = asdict(new_person(1))
    person = people.register(by=CLERK, now=NOW, **row)
    changed(person)
    account = accounts.worker_account(now=NOW, phone=NEW)
    by = Principal(account.public_id.hex, "务工人员")
    del row["phone"]
    assert people.register_own(by=by, now=NOW, **row) == person
    assert account_of(person) == account


def test_the_phone_of_somebody_else_is_not_taken_from_them() -> None:
    person, _ = worker()
    other, theirs = worker(2, NEW)
    with pytest.raises(DomainError) as refused:
        changed(person)
    assert refused.value.code == "person.phone_taken"
    assert account_of(other) == theirs == accounts.worker_account(now=NOW, phone=NEW)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"shown": " \u200b"}, "person.nothing_shown"),
        ({"phone": "12345"}, "identity.phone"),
        ({"by": CLERK_FAR}, "access.denied"),
        ({"by": Principal("inspector", "虚构")}, "access.denied"),
    ],
)
def test_a_phone_is_not_changed_without_proof_or_right(given: dict[str, object], code: str) -> None:
    person, account = worker()
    with pytest.raises(DomainError) as refused:
        changed(person, **given)
    assert refused.value.code == code
    assert accounts.worker_account(now=NOW, phone=OLD) == account


def test_what_was_shown_is_in_the_trail_and_the_number_is_not() -> None:
    person, _ = worker()
    changed(person)
    events = AuditEvent.objects.filter(verb="registry.person.phone_changed")
    assert [(event.data, event.person_ref, event.actor_id) for event in events] == [
        ({"shown": CARD}, person.public_id.hex, CLERK.account_id)
    ]
    assert NEW not in str(list(AuditEvent.objects.values()))


def register(sequence: int = 1, **given: object) -> Person:
    row = asdict(new_person(sequence)) | {"address": "虚构路1号", "shown": CARD}
    return counter.register(by=CLERK, now=NOW, **(row | given))


def test_a_known_person_is_the_same_and_keeps_phone_and_home() -> None:
    person = register()
    again = register(phone=NEW, address="别处")
    assert again.pk == person.pk
    assert (again.phone, again.address) == (person.phone, person.address)
    shown = [event.data for event in AuditEvent.objects.filter(verb="registry.person.identified")]
    assert shown == [{"shown": CARD}] * 2


def test_somebody_who_moved_here_is_taken_over_only_when_said_so() -> None:
    row = new_person(1, residence=FAR, address="虚构旧街1号")
    person = people.register(by=CLERK_FAR, now=NOW, **asdict(row))
    with pytest.raises(DomainError) as refused:
        register()
    assert refused.value.code == "person.lives_elsewhere"
    assert Person.objects.get().residence == FAR
    moved = register(moved=True, residence_since=date(2016, 5, 1), address="")
    assert (moved.pk, moved.residence, moved.residence_since) == (person.pk, HERE, date(2016, 5, 1))
    assert Person.objects.get().address == "", "the other place's address is not shown here"


def test_whoever_is_written_down_elsewhere_hears_of_it_and_the_former_place_sees_it() -> None:
    person = people.register(by=CLERK_FAR, now=NOW, **asdict(new_person(1, residence=FAR)))
    register(moved=True)
    (told,) = Message.objects.filter(person=person, template="home-changed")
    assert "攀枝花市西区" in told.body
    event = AuditEvent.objects.get(verb="registry.person.moved_away")
    assert (event.region, event.person_ref, event.data["to"]) == (FAR, person.public_id.hex, HERE)
    (row,) = departures(CLERK_FAR, since=NOW)
    assert (row.name, row.came_from, row.to, row.by) == ("虚**", FAR, HERE, CLERK.name)
    assert departures(CLERK, since=NOW) == ()


def test_a_home_changed_within_one_s_own_places_is_told_to_the_person_alone() -> None:
    person = register()
    people.move(by=CLERK, now=NOW, person_id=person.public_id.hex, residence="510411", since=date(2016, 5, 1))
    assert Message.objects.filter(person=person, template="home-changed").exists()
    assert not AuditEvent.objects.filter(verb="registry.person.moved_away").exists()


def test_a_new_home_with_its_address() -> None:
    person = register()
    home = {"residence": "510411", "since": date(2016, 5, 20), "address": "虚构巷2号"}
    counter.new_home(by=CLERK, now=NOW, person_id=person.public_id.hex, shown=CARD, **home)
    kept = Person.objects.get()
    assert (kept.residence, kept.residence_since, kept.address) == tuple(home.values())
    with pytest.raises(DomainError):
        counter.new_home(
            by=CLERK, now=NOW, person_id=person.public_id.hex, shown="", **(home | {"residence": CITY})
        )
    assert Person.objects.get().residence == "510411"
