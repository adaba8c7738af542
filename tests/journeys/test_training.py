"""S4 on the shipped packs: a class with too few places, whoever is given one, and the certificate in the end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.offers.actions import answers, put_up, requests, rounds
from huigong.offers.models import Claim, Hold, Request
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.registry.actions import facts, people
from huigong.registry.models import Person
from tests.unit.audit.trail import is_whole
from tests.unit.registry.someone import CLERK, new_person

pytestmark = pytest.mark.django_db
COUNTY = "510421"
OFFICE = f"{COUNTY}/hrss"
HRSS = Principal("hrss-officer", "虚构甲", (Grant("case-officer", COUNTY, OFFICE),))
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def learner(number: int, **known: object) -> Person:
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(number, residence=COUNTY)))
    for fact, value in known.items():
        facts.record(
            by=CLERK, now=NOW, person_id=person.public_id.hex, fact=fact, value=value, source="窗口",
            verification="claimed", valid_from=date(2026, 6, 1),
        )  # fmt: skip
    return person


def own(person: Person) -> Principal:
    return Principal(f"worker-{person.pk}", "务工人员", person_id=person.public_id.hex)


def asked(person: Person, round_id: str, offer_id: str) -> Request:
    return requests.ask(
        round_id=round_id, person_id=person.public_id.hex, offers=[offer_id], by=own(person), now=NOW
    )


def test_the_first_two_have_the_places_and_who_gives_one_back_makes_room() -> None:
    course = put_up.put_up(
        kind="training-class", office=OFFICE, name="焊工班", capacity=2,
        attributes={"培训工种": "焊工", "培训地点": "虚构路1号", "开班日期": "2026-07-01"}, by=HRSS, now=NOW,
    )  # fmt: skip
    offer = course.public_id.hex
    open_round = rounds.open_round(
        kind="training-class", office=OFFICE, name="夏季", offers=[offer], closes_on=None, event="", event_on=None,
        event_form="", by=HRSS, now=NOW,
    )  # fmt: skip
    round = open_round.public_id.hex
    first, second, third = (learner(number, 从农村出来打工=True) for number in (1, 2, 3))
    for person in (first, second, third):
        asked(person, round, offer)
    assert [hold.request.person for hold in Hold.objects.filter(answer="").order_by("pk")] == [first, second]
    of_first = Request.objects.get(person=first).public_id.hex
    answers.refuse(request_id=of_first, by=own(first), now=NOW)
    third_holds = Hold.objects.get(answer="", request__person=third)
    claim = answers.accept(request_id=third_holds.request.public_id.hex, by=own(third), now=NOW)
    assert claim is not None and Claim.objects.get().person == third
    assert is_whole()


def test_a_certificate_stands_once_in_the_country() -> None:
    person, other = learner(1), learner(2)
    said = {"技能证书编号": "S000001", "技能工种": "焊工", "技能等级": "初级工", "颁证日期": "2026-06-01"}

    def issued(to: Person) -> None:
        recording.begin(
            by=HRSS, now=NOW, kind="vocational-certificate", subject=Subject(About.PERSON, to.public_id.hex),
            region=COUNTY, event="颁发", on=date(2026, 6, 1), said=said,
        )  # fmt: skip

    issued(person)
    with pytest.raises(DomainError) as refused:
        issued(other)
    assert refused.value.code == "record.key_taken"
