"""The trail names things one way, and rows are found by what is sealed."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from huigong.audit.models import AuditEvent
from huigong.audit.subjects import subject_of
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.registry.someone import CLERK, NOW, new_person

pytestmark = pytest.mark.django_db


def test_an_event_names_the_person_and_where_they_live() -> None:
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(1)))
    event = AuditEvent.objects.get(verb="registry.person.registered")
    assert event.subject == subject_of(person) == f"registry.Person:{person.public_id.hex}"
    assert (event.person_ref, event.region) == (person.public_id.hex, person.residence)


@pytest.mark.parametrize("sealed", ["name", "resident_number", "phone"])
def test_people_are_found_by_what_is_sealed_whatever_the_key(settings: object, sealed: str) -> None:
    old, new = "11" * 32, "22" * 32
    first, second, _ = rows = [new_person(1), new_person(2), new_person(3)]
    for row, keys in zip(rows, (old, f"{new},{old}", f"{new},{old}"), strict=True):
        settings.SEALING_KEY = keys  # type: ignore[attr-defined]
        people.register(by=CLERK, now=NOW, **asdict(row))
    plain = [getattr(first, sealed), getattr(second, sealed)]
    assert [getattr(row, sealed) for row in Person.objects.by_index(sealed, *plain)] == plain
    assert not Person.objects.by_index(sealed).exists()
