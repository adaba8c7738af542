"""Whoever has two numbers on paper has one record, by whichever number somebody asks."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from huigong.directory.actions import accounts
from huigong.directory.assurance import Assurance
from huigong.directory.models import Account
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, RowsRefused
from huigong.registry import numbers, population, queries
from huigong.registry.actions import claiming, counter, people, records
from huigong.registry.involved import is_near
from huigong.registry.models import Person, UnitedRecord
from huigong.registry.newcomers import NewPerson
from huigong.registry.officials import on_record
from tests.unit.registry.someone import CITY, CLERK, HERE, NOW, TODAY, name, new_person, resident_number
from tests.unit.registry.test_records import LATER, pair_of, parted, united

pytestmark = pytest.mark.django_db
OLD = new_person(2)  # the number and the name of the record that is gone


def registered(row: NewPerson) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(row))


@pytest.fixture
def kept() -> Person:
    """Somebody who stood twice in the register, under two numbers and two names, and stands there once now."""
    first, second = registered(new_person(1)), registered(OLD)
    united(pair_of(first, second), first)
    first.refresh_from_db()
    return first


def logged_in(phone: str) -> tuple[Account, Principal]:
    account = accounts.worker_account(now=NOW, phone=phone)
    return account, Principal(account.public_id.hex, "务工人员")


def said(by: Principal) -> Person:
    row = asdict(OLD)
    del row["phone"]
    return people.register_own(by=by, now=LATER, **row)


def test_a_sheet_with_the_number_that_is_gone_registers_nobody(kept: Person) -> None:
    told = people.register_many(by=CLERK, now=LATER, rows=[OLD, new_person(1)])
    assert told.people == [kept, kept]
    assert Person.objects.count() == 1


@pytest.mark.parametrize("called", [name(1), name(2)])
def test_by_either_name_the_number_that_is_gone_is_theirs(kept: Person, called: str) -> None:
    assert registered(replace(OLD, name=called)) == kept
    assert numbers.on_record(OLD.resident_number, name=called) == kept


def test_by_another_name_it_is_nobody_s(kept: Person) -> None:
    other = replace(OLD, name=name(3))
    with pytest.raises(DomainError) as refused:
        registered(other)
    assert refused.value.code == "person.name_differs"
    with pytest.raises(RowsRefused):
        people.register_many(by=CLERK, now=LATER, rows=[other])
    assert numbers.on_record(OLD.resident_number, name=name(3)) is None
    assert numbers.on_record(kept.resident_number, name=name(2)) is None, "a name goes with its number"


def test_an_official_who_looks_the_number_up_finds_the_record(kept: Person) -> None:
    assert queries.on_record(CLERK, OLD.resident_number, now=LATER) == kept
    with pytest.raises(DomainError) as refused:
        queries.on_record(CLERK, OLD.resident_number, now=LATER, name=name(3))
    assert refused.value.code == "person.name_differs"


def test_the_counter_finds_them_by_either_name(kept: Person) -> None:
    for called in (name(1), name(2)):
        (shown,) = queries.search(CLERK, called, now=LATER).people
        assert shown.public_id == kept.public_id.hex


def test_what_somebody_said_online_with_the_number_is_counted_once_and_joins_the_record(kept: Person) -> None:
    _, by = logged_in("13900009999")
    row = said(by)
    assert list(population.living_in(CITY)) == [kept]
    papers = claiming.check_papers(
        by=CLERK, now=LATER, person_id=row.public_id.hex, shown="居民身份证", phone="13900009999"
    )
    assert papers == kept
    assert list(Person.objects.all()) == [kept]


def test_a_phone_given_at_the_counter_takes_along_what_its_owner_said_with_the_number(kept: Person) -> None:
    _, by = logged_in("13900009999")
    said(by)
    person = counter.new_phone(
        by=CLERK, now=LATER, person_id=kept.public_id.hex, phone="13900009999", shown="居民身份证"
    )
    assert (person, Person.objects.count()) == (kept, 1)


def test_a_provider_that_knows_the_number_opens_the_record(kept: Person) -> None:
    account, by = logged_in("13900009999")
    said(by)
    opened = claiming.claim_by_provider(by=by, now=LATER, name=OLD.name, resident_number=OLD.resident_number)
    assert (opened, opened and opened.account) == (kept, account)
    assert list(Person.objects.all()) == [kept]


def test_an_official_with_the_number_is_the_person(kept: Person) -> None:
    official = Account.objects.create(
        username="clerk-two", kind=Account.Kind.OFFICIAL, resident_number=OLD.resident_number, opened_at=NOW
    )
    by = Principal(official.public_id.hex, "窗口甲")
    assert is_near(by, [kept], on=TODAY)
    assert on_record(on=TODAY).selves == {kept.public_id.hex: frozenset({str(official.public_id)})}


def test_asked_about_many_in_few_questions(kept: Person, django_assert_num_queries: object) -> None:
    wanted = [resident_number(turn) for turn in range(400)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        known = numbers.holders([*wanted, OLD.resident_number, kept.resident_number])
    assert {number: holder.person for number, holder in known.items()} == {
        OLD.resident_number: kept,
        kept.resident_number: kept,
    }


def test_a_large_file_finds_them_too(kept: Person) -> None:
    wanted = [f"{turn:018d}" for turn in range(1200)]
    known = numbers.holders([*wanted, OLD.resident_number, kept.resident_number])
    assert {number: holder.person for number, holder in known.items()} == {
        OLD.resident_number: kept,
        kept.resident_number: kept,
    }


def test_a_record_with_the_number_itself_comes_first(kept: Person) -> None:
    """As where it was registered anew by a version that did not look."""
    again = anew()
    assert numbers.holder(OLD.resident_number) == numbers.Holder(again)


def anew() -> Person:
    return Person.objects.create(
        name=OLD.name,
        resident_number=OLD.resident_number,
        sex="male",
        born_on=TODAY,
        hukou_place=OLD.hukou_place,
        residence=HERE,
        registered_at=NOW,
        assurance=Assurance.CHECKED,
    )


def test_parted_with_the_number_registered_anew_what_was_gone_goes_to_that_record(kept: Person) -> None:
    again = anew()
    union = UnitedRecord.objects.get()
    assert parted(union).person == again
    left = UnitedRecord.objects.get(parted_at=None)
    assert (left.kept, left.gone) == (again, union.gone)
    assert numbers.holder(OLD.resident_number) == numbers.Holder(again)
    assert numbers.holder(kept.resident_number) == numbers.Holder(kept)


def test_with_the_number_under_another_name_they_stay_one(kept: Person) -> None:
    again = anew()
    again.name = name(3)
    again.save()
    with pytest.raises(DomainError) as refused:
        parted(UnitedRecord.objects.get())
    assert refused.value.code == "person.number_taken"
    assert records.UnitedRecord.objects.get().parted_at is None
