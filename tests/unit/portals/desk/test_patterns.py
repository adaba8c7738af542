"""Habits of looking: what is listed, what is not, and that each row leads to its events."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.actions import record_access
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.registry.actions import households, people
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import at_desk, official
from tests.unit.registry.someone import CITY, CLERK, HERE, new_person

PAGE = "/desk/audit/patterns/"
OFFICER = Principal("a-1", "虚构经办", (Grant("case-officer", CITY, "510400/police"),))
OTHER = Principal("a-2", "虚构经办", (Grant("case-officer", CITY, "510400/hrss"),))
SOMEBODY, SOMEBODY_ELSE = "1" * 32, "2" * 32


@pytest.fixture
def auditor() -> Client:
    return at_desk("auditor")


def looked(
    person: str = SOMEBODY, *, days_ago: int = 1, hour: int = 10, by: Principal = OFFICER, **more: Any
) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    record_access(
        viewer=by,
        now=timezone.make_aware(datetime.combine(day, time(hour))),
        person=person,
        purpose="办理居住证",
        fields=["name"],
        region=HERE,
        **more,
    )


def listed(client: Client, kind: str, **asked: object) -> list[Any]:
    page = client.get(PAGE, asked)
    assert page.status_code == 200
    return next(list(table.lines) for table in page.context["tables"] if table.id == kind)


def test_many_people_in_one_day_are_listed_from_the_number_asked_for(auditor: Client) -> None:
    for number in range(5):
        looked(f"{number:032d}")
        looked(f"{number:032d}", hour=11)  # a second look is no second person
    (line,) = listed(auditor, "many", many=5)
    assert (line.habit.actor, line.habit.people, line.habit.looks) == ("虚构经办", 5, 10)
    assert listed(auditor, "many", many=6) == []


def test_people_of_two_days_are_not_many_in_one(auditor: Client) -> None:
    for number in range(4):
        looked(f"{number:032d}", days_ago=1 + number % 2)
    assert listed(auditor, "many", many=3) == []
    assert len(listed(auditor, "many", many=2)) == 2


@pytest.mark.parametrize(("hour", "night"), [(21, 0), (22, 1), (0, 1), (5, 1), (6, 0)])
def test_the_night_is_from_ten_to_six(auditor: Client, hour: int, night: int) -> None:
    looked(hour=hour)
    assert len(listed(auditor, "nights")) == night


def test_the_same_person_on_many_days_and_not_many_people_on_one(auditor: Client) -> None:
    for days_ago in (1, 2, 3):
        looked(days_ago=days_ago)
        looked(SOMEBODY_ELSE, days_ago=1, hour=10 + days_ago)
    (line,) = listed(auditor, "again", again=3)
    assert (line.habit.person, line.habit.days) == (SOMEBODY, 3)
    assert listed(auditor, "again", again=4) == []


def test_two_officials_of_one_name_are_two(auditor: Client) -> None:
    for days_ago, by in ((1, OFFICER), (2, OTHER), (3, OFFICER)):
        looked(days_ago=days_ago, by=by)
    assert listed(auditor, "again", again=3) == []
    (line,) = listed(auditor, "again", again=2)
    assert line.habit.actor_id == "a-1"


def test_every_row_leads_to_its_events_and_to_no_others(auditor: Client) -> None:
    looked(hour=23)
    looked(hour=12)
    looked(hour=23, by=OTHER)
    for line in listed(auditor, "nights"):
        page = auditor.get(f"/desk/audit/?{line.evidence}")
        (shown,) = page.context["lines"]
        assert shown.event.actor_id == line.habit.actor_id
        assert timezone.localtime(shown.event.at).hour == 23


def test_looks_at_a_colleague_and_at_ones_own_family(auditor: Client) -> None:
    """The one is listed as a colleague; themselves and who is on a roll with them as family; others nowhere."""
    mine, colleague = as_official("虚构看的人", 1), as_official("虚构被看的人", 2)
    child, stranger = registered(3), registered(4)
    roll(registered(1), child)
    viewer = Principal(str(mine.public_id), "虚构看的人", OFFICER.grants)
    for person in (registered(1), child, registered(2), stranger):
        looked(person.public_id.hex, by=viewer)
    assert colleague.pk != mine.pk
    assert {line.habit.person for line in listed(auditor, "family")} == {
        registered(1).public_id.hex,
        child.public_id.hex,
    }
    assert [line.habit.person for line in listed(auditor, "colleagues")] == [registered(2).public_id.hex]


def test_a_worker_who_looks_at_their_own_family_is_no_official(auditor: Client) -> None:
    worker = accounts.worker_account(by=SYSTEM, now=timezone.now(), phone="13900000077")
    looked(by=Principal(str(worker.public_id), "务工人员"), hour=23)
    assert listed(auditor, "nights") == []


def test_what_happened_elsewhere_is_not_listed(auditor: Client) -> None:
    record_access(
        viewer=OFFICER,
        now=timezone.now().replace(hour=16),
        person=SOMEBODY,
        purpose="查",
        fields=["name"],
        region="220100",
    )
    for table in auditor.get(PAGE).context["tables"]:
        assert not table.lines, table.id


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-01-01", "until": "2025-01-01"},
        {"since": "2020-01-01", "until": "2026-01-01"},
        {"many": "0"},
        {"again": "-3"},
        {"since": "昨天"},
    ],
)
def test_what_cannot_be_asked_is_said_at_its_place(auditor: Client, asked: dict[str, str]) -> None:
    page = auditor.get(PAGE, asked)
    assert page.status_code == 400
    assert page.context["asked"].errors


def test_the_trail_is_sought_by_a_part_of_the_purpose(auditor: Client) -> None:
    looked()
    assert len(auditor.get("/desk/audit/", {"purpose": "居住"}).context["lines"]) == 1
    assert not auditor.get("/desk/audit/", {"purpose": "落户"}).context["lines"]


def registered(sequence: int) -> Person:
    return people.register(by=CLERK, now=timezone.now(), **asdict(new_person(sequence)))


def as_official(display_name: str, sequence: int) -> Account:
    account = official("police", username=f"officer-{sequence}")
    number = registered(sequence).resident_number
    return accounts.say_whose(by=SYSTEM, now=timezone.now(), account=account, resident_number=number)


def roll(head: Person, child: Person) -> None:
    households.form(
        by=CLERK,
        now=timezone.now(),
        region=HERE,
        members=[(head.public_id.hex, "head"), (child.public_id.hex, "child")],
        valid_from=timezone.localdate() - timedelta(days=90),
    )
