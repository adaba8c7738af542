"""Places go to people, and people are counted by their papers: whoever is known by a phone alone is told to show them first."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.offers import queries
from huigong.offers.actions import answers, closing, requests
from huigong.offers.models import Claim, Hold, Request, Wish
from huigong.registry.actions import households, people
from huigong.registry.models import Person
from tests.unit.casework.desk import HOUSING_OFFICER, worker
from tests.unit.offers.desk import CLOSED, ask, assert_counted, offer, offered, opened, somebody
from tests.unit.offers.packs import LOT, QUEUE, laid_out
from tests.unit.registry.someone import CLERK, HERE, NOW, new_person, resident_number

pytestmark = pytest.mark.django_db
FOR_ANYBODY = "identity: phone\n"


def by_phone(person: Person) -> Person:
    """The same, of whom nobody has seen papers."""
    Person.objects.filter(pk=person.pk).update(assurance=Assurance.PHONE)
    person.refresh_from_db()
    return person


def with_the_number_of(person: Person, number: int) -> Person:
    """Another phone on which somebody says that this is their number."""
    other = by_phone(somebody(number))
    other.resident_number = person.resident_number
    other.save()
    other.refresh_from_db()
    return other


@pytest.mark.usefixtures("packs")
def test_whoever_is_known_by_a_phone_alone_shows_papers_before_asking() -> None:
    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    person = by_phone(somebody(1))
    with pytest.raises(DomainError) as refused:
        ask(round, person, bay)
    assert refused.value.code == "application.identity" and not Request.objects.exists()
    Person.objects.filter(pk=person.pk).update(assurance=Assurance.CHECKED)
    person.refresh_from_db()
    ask(round, person, bay)
    assert offered(person) == "虚构小区"


@pytest.mark.usefixtures("packs")
def test_a_place_that_is_kept_is_taken_up_only_by_whom_papers_were_seen_of() -> None:
    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    person = somebody(1)
    request = ask(round, person, bay)
    by_phone(person)
    with pytest.raises(DomainError, match="身份核对"):
        answers.accept(request_id=request.public_id.hex, by=worker(person), now=NOW)
    assert not Claim.objects.exists()


def anybodys(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = kind.replace("mechanism:", f"{FOR_ANYBODY}mechanism:", 1)
    monkeypatch.setenv("HUIGONG_POLICIES", str(laid_out(folder / "policies", declared)))


def test_three_phones_with_one_number_get_one_place_of_a_running_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anybodys(QUEUE, tmp_path, monkeypatch)
    bay, other = offer("bays", 2, "一"), offer("bays", 2, "二")
    round = opened("bays", bay, other, event="")
    first = by_phone(somebody(1))
    second, third = with_the_number_of(first, 2), with_the_number_of(first, 3)
    request = ask(round, first, bay)
    ask(round, second, bay)
    ask(round, third, other)
    assert [offered(person) for person in (first, second, third)] == ["一", "", ""]
    answers.accept(request_id=request.public_id.hex, by=worker(first), now=NOW)
    assert (offered(second), offered(third)) == ("", "")
    somebody_else = by_phone(somebody(4))
    ask(round, somebody_else, bay)
    assert offered(somebody_else) == "一", "the second place is for another number"
    assert_counted()


def test_one_number_is_one_ticket_in_the_drum_and_papers_go_before_a_claim_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anybodys(LOT, tmp_path, monkeypatch)
    land = offer("plots", 3)
    round = opened("plots", land)
    checked = somebody(1)
    pretender, other = with_the_number_of(checked, 2), by_phone(somebody(3))
    for person in (pretender, checked, other):
        ask(round, person, land)
    closing.freeze(round_id=round.public_id.hex, by=HOUSING_OFFICER, now=CLOSED)
    may_have = dict(Wish.objects.order_by("pk").values_list("request__person", "may_have"))
    assert may_have == {pretender.pk: False, checked.pk: True, other.pk: True}
    told = queries.own(worker(pretender))[0]
    assert "同一个身份证号" in told.wishes[0].barred


def family() -> tuple[Person, Person]:
    """A mother and her child of ten, in one household on record."""
    mother = somebody(1)
    born = new_person(40, resident_number=resident_number(40, born=date(2006, 3, 12)))
    child = people.register(by=CLERK, now=NOW, **asdict(born))
    members = [(mother.public_id.hex, "head"), (child.public_id.hex, "child")]
    households.form(by=CLERK, now=NOW, region=HERE, members=members, valid_from=date(2015, 1, 1))
    return mother, child


@pytest.mark.usefixtures("packs")
def test_a_parent_asks_and_answers_for_a_child_and_nobody_else_does() -> None:
    mother, child = family()
    stranger = somebody(2)
    bay = offer("bays", 1)
    round = opened("bays", bay, event="")
    words = {"round_id": round.public_id.hex, "person_id": child.public_id.hex, "now": NOW}

    def asked(by: Principal) -> Request:
        return requests.ask(**words, offers=[bay.public_id.hex], by=by)

    with pytest.raises(DomainError):
        asked(worker(stranger))
    request = asked(worker(mother))
    assert request.person == child and not Request.objects.filter(person=mother).exists()
    event = AuditEvent.objects.get(verb="offers.request.made")
    assert "父母" in str(event.data)
    on = NOW.date()
    assert [row.id for row in queries.of_somebody(worker(mother), words["person_id"], on=on)] == [
        request.public_id.hex
    ]
    assert queries.of_somebody(worker(stranger), words["person_id"], on=on) == ()
    with pytest.raises(DomainError) as refused:
        requests.withdraw(request_id=request.public_id.hex, by=worker(stranger), now=NOW)
    assert refused.value.code == "request.not_found"
    requests.withdraw(request_id=request.public_id.hex, by=worker(mother), now=NOW)
    assert Request.objects.get().gone and not Hold.objects.filter(answer="").exists()


@pytest.mark.usefixtures("packs")
def test_whoever_has_no_number_is_counted_by_record_and_hides_nobody() -> None:
    """Nothing tells two of them apart, and the next in line is still served."""
    bay = offer("bays", 3)
    round = opened("bays", bay, event="")
    people_asking = [somebody(number) for number in (1, 2, 3)]
    for person in people_asking[:2]:
        person.paper, person.resident_number = Person.Paper.NONE, ""
        person.save()
    for person in people_asking:
        ask(round, person, bay)
    assert [offered(person) for person in people_asking] == ["虚构小区"] * 3
    request = Request.objects.get(person=people_asking[0])
    assert answers.accept(request_id=request.public_id.hex, by=worker(people_asking[0]), now=NOW)
    assert_counted()
