"""Who may act for whom: by the roll, by word, by paper, by a code; for how long, and ended by whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.registry import acting, ceilings
from huigong.registry.actions import claiming, counter, households, people, representing
from huigong.registry.models import Person, Representation
from tests.unit.registry.someone import (
    CLERK,
    CLERK_FAR,
    HERE,
    NOW,
    TODAY,
    name,
    new_person,
    resident_number,
)

pytestmark = pytest.mark.django_db
CARD = "居民身份证"
CHILD_BORN = date(2010, 6, 2)
CHILD = {
    "name": name(7),
    "resident_number": resident_number(7, born=CHILD_BORN),
    "hukou_place": "511402",
    "kinship": "外祖父母",
}
ADULT = {
    "name": name(8),
    "resident_number": resident_number(8),
    "hukou_place": "511402",
    "kinship": "村里帮办",
    "phone": "13900000008",
    "matters": ["residence-permit"],
    "until": TODAY + timedelta(days=90),
}


def me(sequence: int = 1, *, checked: bool = False) -> Principal:
    """A worker who has registered."""
    account = accounts.worker_account(now=NOW, phone=f"1390000010{sequence}")
    by = Principal(account.public_id.hex, "务工人员")
    row = asdict(new_person(sequence))
    del row["phone"]
    person = people.register_own(by=by, now=NOW, **row)
    if checked:
        claiming.check_papers(
            by=CLERK, now=NOW, person_id=person.public_id.hex, shown=CARD, phone=person.phone
        )
    return by.with_person(person.public_id.hex)


def registered(sequence: int, **changed: object) -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(sequence, **changed)))


def allowed(by: Principal, person: Person, *, service: str = "any", on: date = TODAY) -> str:
    held = acting.authority(by, person, service_id=service, on=on)
    return "" if held is None else f"{held.ground.value} {held.assurance.value}"


def home(parent: Person, *others: tuple[Person, str]) -> None:
    members = [(parent.public_id.hex, "户主"), *((person.public_id.hex, word) for person, word in others)]
    households.form(by=CLERK, now=NOW, region=HERE, members=members, valid_from=date(2016, 1, 1))


@pytest.mark.parametrize(
    ("born", "relation", "may"),
    [
        (date(2010, 1, 1), "子女", "household checked"),
        (date(1998, 6, 2), "子女", "household checked"),  # of age tomorrow
        (date(1998, 6, 1), "子女", ""),  # of age today
        (date(2010, 1, 1), "其他", ""),
    ],
)
def test_the_roll_lets_parents_act_for_a_child_until_it_is_of_age(
    born: date, relation: str, may: str
) -> None:
    parent = registered(1)
    child = registered(2, resident_number=resident_number(2, born=born), residence_since=None)
    home(parent, (child, relation))
    by = Principal("parent", "务工人员", person_id=parent.public_id.hex)
    assert allowed(by, child) == may
    assert allowed(Principal("child", "", person_id=child.public_id.hex), parent) == ""


def test_a_grandparent_says_so_and_it_is_marked_as_said() -> None:
    by = me()
    row = representing.say_child(by=by, now=NOW, **CHILD)
    assert (row.ground, row.valid_until) == ("said", date(2028, 6, 1))
    assert allowed(by, row.person) == "said phone"
    assert allowed(by, row.person, on=date(2028, 6, 2)) == ""
    (held,) = acting.helped(by, now=NOW)
    assert (held.name, held.in_words, held.sure) == (name(7), "监护人（外祖父母）：本人说的，没有核对", False)


def test_said_twice_is_one_child() -> None:
    by = me()
    first = representing.say_child(by=by, now=NOW, **CHILD)
    again = representing.say_child(by=by, now=NOW, **CHILD)
    assert first.person == again.person
    assert Representation.objects.filter(ended_at=None).count() == 1


def test_whoever_says_so_learns_and_gains_nothing_of_a_registered_child() -> None:
    child = registered(7, resident_number=CHILD["resident_number"], residence_since=None)
    by = me()
    row = representing.say_child(by=by, now=NOW, **CHILD)
    assert row.person != child
    assert allowed(by, child) == ""


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"resident_number": resident_number(7, born=date(1998, 6, 1))}, "representation.of_age"),
        ({"resident_number": resident_number(1, born=date(1950, 1, 1))}, "representation.self"),
        ({"kinship": " "}, "representation.kinship"),
        ({"name": ""}, "person.name_missing"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        representing.say_child(by=me(), now=NOW, **(CHILD | given))
    assert refused.value.code == code
    assert not Representation.objects.exists()


def test_nobody_acts_for_others_before_they_have_registered() -> None:
    account = accounts.worker_account(now=NOW, phone="13900000199")
    with pytest.raises(DomainError) as refused:
        representing.say_child(by=Principal(account.public_id.hex, ""), now=NOW, **CHILD)
    assert refused.value.code == "access.denied"


def test_what_was_agreed_by_code_holds_for_its_matters_and_days() -> None:
    by = me()
    row = representing.agreed_by_code(by=by, now=NOW, **ADULT)
    assert allowed(by, row.person, service="residence-permit") == "code phone"
    assert allowed(by, row.person, service="wage-arrears") == ""
    last = ADULT["until"]
    assert allowed(by, row.person, service="residence-permit", on=last) == "code phone"
    assert allowed(by, row.person, service="residence-permit", on=last + timedelta(days=1)) == ""


@pytest.mark.parametrize(
    "until", [TODAY - timedelta(days=1), TODAY + representing.LONGEST + timedelta(days=1)]
)
def test_what_is_agreed_by_code_ends_within_the_year(until: date) -> None:
    with pytest.raises(DomainError) as refused:
        representing.agreed_by_code(by=me(), now=NOW, **(ADULT | {"until": until}))
    assert refused.value.code == "representation.dates"


def at_counter(person: Person, who: Person, **given: object) -> Representation:
    asked = {
        "acting": "helper",
        "kinship": "邻居",
        "shown": "委托书",
        "valid_from": TODAY,
        "valid_until": date(2016, 12, 31),
    }
    return representing.record_at_counter(
        **(
            {
                "by": CLERK,
                "now": NOW,
                "person_id": person.public_id.hex,
                "representative_id": who.public_id.hex,
            }
            | asked
            | given
        )
    )


def test_a_paper_at_the_counter_is_as_sure_as_the_two_are_known() -> None:
    person, by = registered(5), me(checked=True)
    at_counter(person, Person.objects.get(public_id=by.person_id))
    assert allowed(by, person) == "paper checked"


def test_the_counter_records_no_helper_of_whom_nobody_has_seen_a_paper() -> None:
    """Whoever typed that number online may be anybody; the helper stands at the counter."""
    person, by = registered(5), me(2)
    with pytest.raises(DomainError) as refused:
        at_counter(person, Person.objects.get(public_id=by.person_id))
    assert refused.value.code == "person.not_checked"
    assert allowed(by, person) == ""


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"shown": ""}, "person.nothing_shown"),
        ({"by": CLERK_FAR}, "access.denied"),
        ({"valid_until": TODAY - timedelta(days=1)}, "representation.dates"),
        ({"valid_until": None}, "representation.dates"),
    ],
)
def test_the_counter_needs_paper_right_and_days(given: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        at_counter(registered(5), registered(6), **given)
    assert refused.value.code == code


def test_a_guardian_s_paper_ends_by_itself_when_the_child_is_of_age() -> None:
    child = registered(7, resident_number=CHILD["resident_number"], residence_since=None)
    row = at_counter(child, registered(6), acting="guardian", kinship="祖父母", valid_until=None)
    assert row.valid_until == date(2028, 6, 1)


@pytest.mark.parametrize("who", ["person", "representative", "clerk"])
def test_either_of_them_or_the_counter_ends_it_at_any_time(who: str) -> None:
    person, by = registered(5), me(checked=True)
    row = at_counter(person, Person.objects.get(public_id=by.person_id))
    own = Principal("own", "", person_id=person.public_id.hex)
    ender = {"person": own, "representative": by, "clerk": CLERK}[who]
    representing.end(by=ender, now=NOW, reference=row.public_id.hex)
    representing.end(by=ender, now=NOW, reference=row.public_id.hex)
    assert allowed(by, person) == ""
    event = AuditEvent.objects.get(verb="registry.representation.ended")
    assert (event.actor_id, event.person_ref) == (ender.account_id, person.public_id.hex)


def test_nobody_else_ends_it_or_learns_of_it() -> None:
    person, by = registered(5), me(checked=True)
    row = at_counter(person, Person.objects.get(public_id=by.person_id))
    for stranger in (me(2), CLERK_FAR, Principal("nobody", "")):
        with pytest.raises(DomainError) as refused:
            representing.end(by=stranger, now=NOW, reference=row.public_id.hex)
        assert refused.value.code == "representation.not_found"


def test_whoever_is_acted_for_hears_of_it_and_of_its_end() -> None:
    person, by = registered(5), me(checked=True)
    row = at_counter(person, Person.objects.get(public_id=by.person_id))
    representing.end(by=by, now=NOW, reference=row.public_id.hex)
    told = Message.objects.filter(person=person).order_by("pk")
    assert [message.template for message in told] == ["acting-begun", "acting-ended"]
    assert name(1) not in told[0].body, "a name in full is nobody's business on a screen"


def test_what_is_over_is_ended_by_the_routine_once() -> None:
    representing.agreed_by_code(by=me(), now=NOW, **ADULT)
    later = NOW + timedelta(days=91)
    assert [representing.end_expired(now=moment) for moment in (NOW, later, later)] == [0, 1, 0]
    assert AuditEvent.objects.filter(verb="registry.representation.ended").count() == 1


def test_one_phone_invents_no_more_than_a_few_children_a_day(settings: Any) -> None:
    settings.CHILDREN_PER_DAY = 2
    by = me()
    for sequence in (7, 8):
        number = resident_number(sequence, born=CHILD_BORN)
        representing.say_child(by=by, now=NOW, **{**CHILD, "resident_number": number})
    third = {**CHILD, "resident_number": resident_number(9, born=CHILD_BORN)}
    with pytest.raises(DomainError) as refused:
        representing.say_child(by=by, now=NOW, **third)
    assert refused.value.code == "representation.too_many"
    assert Representation.objects.count() == 2
    representing.say_child(by=by, now=NOW + timedelta(days=1), **third)


def test_one_phone_invents_no_more_than_a_few_children_in_all() -> None:
    by = me()
    for sequence in range(ceilings.CHILDREN_AT_ONCE):
        number = resident_number(sequence + 20, born=CHILD_BORN)
        moment = NOW + timedelta(days=sequence)
        row = representing.say_child(by=by, now=moment, **{**CHILD, "resident_number": number})
    later = NOW + timedelta(days=ceilings.CHILDREN_AT_ONCE)
    one_more = {**CHILD, "resident_number": resident_number(50, born=CHILD_BORN)}
    with pytest.raises(DomainError) as refused:
        representing.say_child(by=by, now=later, **one_more)
    assert refused.value.code == "representation.too_many"
    representing.end(by=by, now=later, reference=row.public_id.hex)
    representing.say_child(by=by, now=later, **one_more)


def test_one_phone_brings_no_more_than_a_few_consents_a_day() -> None:
    by = me()
    for sequence in range(ceilings.CONSENTS_A_DAY):
        representing.agreed_by_code(by=by, now=NOW, **_adult(sequence))
    with pytest.raises(DomainError) as refused:
        representing.agreed_by_code(by=by, now=NOW, **_adult(9))
    assert refused.value.code == "representation.too_many"
    representing.agreed_by_code(by=by, now=NOW + timedelta(days=1), **_adult(9))


def _adult(sequence: int) -> dict[str, Any]:
    number = resident_number(60 + sequence)
    return {**ADULT, "resident_number": number, "phone": f"1390000008{sequence}"}


@pytest.mark.parametrize("on_record", [True, False])
def test_what_a_stranger_said_of_a_child_ends_when_papers_are_seen(on_record: bool) -> None:
    if on_record:
        registered(7, resident_number=CHILD["resident_number"], residence_since=None)
    by = me()
    said = representing.say_child(by=by, now=NOW, **CHILD)
    record = claiming.check_papers(by=CLERK, now=NOW, person_id=said.person.public_id.hex, shown=CARD)
    assert record.assurance == "checked"
    assert (allowed(by, record), acting.helped(by, now=NOW)) == ("", [])
    event = AuditEvent.objects.get(verb="registry.representation.ended")
    assert (event.actor_id, event.person_ref) == (CLERK.account_id, record.public_id.hex)
    assert Message.objects.filter(person=record, template="acting-ended").count() == 1
    again = representing.say_child(by=by, now=NOW, **CHILD)
    assert again.person != record, "said again it is a row of its own"
    assert allowed(by, record) == ""


@pytest.mark.parametrize("way", ["papers", "a phone of one's own"])
def test_consent_from_another_phone_ends_when_it_is_known_who_that_is(way: str) -> None:
    """The stranger has a second phone, and agrees from it in another's name."""
    record, by = registered(8, resident_number=ADULT["resident_number"]), me()
    said = representing.agreed_by_code(by=by, now=NOW, **ADULT)
    if way == "papers":
        claiming.check_papers(by=CLERK, now=NOW, person_id=said.person.public_id.hex, shown=CARD)
    else:
        counter.new_phone(
            by=CLERK, now=NOW, person_id=said.person.public_id.hex, phone="13900000088", shown=CARD
        )
    assert allowed(by, record, service="residence-permit") == ""
    representing.agreed_by_code(by=by, now=NOW, **ADULT)
    assert allowed(by, record, service="residence-permit") == "", "nor by agreeing once more"


def test_what_somebody_agreed_to_from_the_phone_that_is_theirs_stays() -> None:
    by = me()
    representing.agreed_by_code(by=by, now=NOW, **ADULT)
    account = accounts.worker_account(now=NOW, phone=ADULT["phone"])
    own = people.register_own(
        by=Principal(account.public_id.hex, "务工人员"),
        now=NOW,
        name=ADULT["name"],
        resident_number=ADULT["resident_number"],
        hukou_place=ADULT["hukou_place"],
        residence=HERE,
    )
    claiming.check_papers(by=CLERK, now=NOW, person_id=own.public_id.hex, shown=CARD, phone=ADULT["phone"])
    assert allowed(by, own, service="residence-permit") == "code phone"
