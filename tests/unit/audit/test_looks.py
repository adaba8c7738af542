"""A look is recorded once a visit, person and purpose; a reveal each time; nothing is shown before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.casework.queries import cases
from huigong.registry import queries
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.casework.desk import POLICE_OFFICER, accepted
from tests.unit.registry.someone import CLERK, NOW, new_person

pytestmark = pytest.mark.django_db
SITTING = CLERK.with_visit("a" * 32)


@pytest.fixture
def someone() -> Person:
    return people.register(by=CLERK, now=NOW, **vars(new_person()))


def looks() -> list[list[str]]:
    return [event.data["fields"] for event in AuditEvent.objects.filter(verb=READ_VERB)]


def test_many_pages_of_one_visit_are_one_look(someone: Person, django_assert_num_queries: Any) -> None:
    for minute in range(5):
        queries.person(SITTING, someone.public_id.hex, now=NOW + timedelta(minutes=minute))
    assert len(looks()) == 1
    with django_assert_num_queries(2):  # the person, and whether the look is known
        queries.person(SITTING, someone.public_id.hex, now=NOW + timedelta(minutes=6))


def test_what_is_seen_later_is_added_and_only_that(someone: Person) -> None:
    queries.person(SITTING, someone.public_id.hex, now=NOW)
    for _ in range(2):
        queries.person_record(SITTING, someone.public_id.hex, now=NOW)
    assert looks()[1:] == [["engagements", "facts", "household"]]


@pytest.mark.parametrize(
    "another",
    [
        pytest.param(SITTING.with_purpose("核实申请材料"), id="purpose"),
        pytest.param(CLERK.with_visit("b" * 32), id="visit"),
        pytest.param(CLERK, id="no visit"),
    ],
)
def test_another_purpose_or_visit_is_another_look(someone: Person, another: Any) -> None:
    queries.person(SITTING, someone.public_id.hex, now=NOW)
    queries.person(another, someone.public_id.hex, now=NOW)
    assert len(looks()) == 2


def test_without_a_visit_every_look_is_recorded(someone: Person) -> None:
    for _ in range(3):
        queries.person(CLERK, someone.public_id.hex, now=NOW)
    assert len(looks()) == 3


def test_a_visit_ends(someone: Person) -> None:
    for later in (timedelta(0), settings.AUDIT_VISIT - timedelta(seconds=1), settings.AUDIT_VISIT):
        queries.person(SITTING, someone.public_id.hex, now=NOW + later)
    assert len(looks()) == 2


def test_a_clock_set_back_records_rather_too_much(someone: Person) -> None:
    queries.person(SITTING, someone.public_id.hex, now=NOW)
    queries.person(SITTING, someone.public_id.hex, now=NOW - timedelta(days=1))
    assert len(looks()) == 2


def test_another_person_is_another_look(someone: Person) -> None:
    other = people.register(by=CLERK, now=NOW, **vars(new_person(2)))
    for person in (someone, other, someone, other):
        queries.person(SITTING, person.public_id.hex, now=NOW)
    assert len(looks()) == 2


def test_every_reveal_is_recorded(someone: Person) -> None:
    for _ in range(3):
        queries.reveal(SITTING, someone.public_id.hex, ["phone"], now=NOW)
    assert looks() == [["phone"]] * 3


def test_the_pages_of_a_case_are_one_look() -> None:
    case = accepted("residence-permit", by=POLICE_OFFICER)
    officer = POLICE_OFFICER.with_visit("c" * 32)
    for minute in range(3):
        cases.page(officer, case.public_id.hex, now=NOW + timedelta(minutes=minute))
    assert len(looks()) == 1
    event = AuditEvent.objects.get(verb=READ_VERB)
    assert event.actor_office == "510403/police"
