"""Refused looks stand in the trail once an hour, close the door when they are many, and show the auditor a habit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.audit.patterns import Period
from huigong.casework.models import Case
from huigong.casework.queries import cases
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.oversight.patterns import patterns
from huigong.registry import queries
from huigong.registry.models import Person
from tests.unit.portals.desk.staff import lodged, person, principal
from tests.unit.registry.someone import FAR, HERE

pytestmark = pytest.mark.django_db
HRSS = principal("hrss").with_purpose("核实申请材料")
REFUSED = "personal_data.refused"
NOW = timezone.now()


def code_of(look: Callable[..., Any], *args: Any, by: Principal = HRSS, now: Any = NOW) -> str:
    """ "" where the look is let in."""
    try:
        look(by, *args, now=now)
    except DomainError as error:
        return error.code
    return ""


def refused() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(verb=REFUSED).order_by("pk")
    return [(row.subject.partition(":")[0], row.data["refused"]) for row in rows]


def test_each_kind_of_refused_look_leaves_an_event() -> None:
    case = Case.objects.get(public_id=lodged())
    whom = Person.objects.get().public_id.hex
    far = Principal("far", "远", (Grant("case-officer", FAR),), purpose="核实")
    assert code_of(queries.reveal, whom, ["phone"]) == "person.no_need"
    assert code_of(cases.reveal_form, case.public_id.hex) == "case.not_found"
    assert code_of(queries.person_record, whom, by=far) == "person.not_found"
    assert code_of(queries.person, whom, by=far) == "person.not_found", "told already"
    assert refused() == [
        ("registry.Person", "person.no_need"),
        ("casework.Case", "case.not_found"),
        ("registry.Person", "person.not_found"),
    ]
    event = AuditEvent.objects.filter(verb=REFUSED).earliest("pk")
    assert (event.person_ref, event.purpose, event.region) == (whom, "核实申请材料", HERE)


def test_the_same_refusal_is_told_once_an_hour() -> None:
    whom = person().public_id.hex
    for minutes, told in ((0, 1), (1, 1), (59, 1), (61, 2)):
        code_of(queries.reveal, whom, ["phone"], now=NOW + timedelta(minutes=minutes))
        assert len(refused()) == told, minutes


def test_to_have_said_no_purpose_is_no_refused_look() -> None:
    whom = person().public_id.hex
    assert code_of(queries.reveal, whom, ["phone"], by=principal("hrss")) == "person.purpose_needed"
    assert refused() == []


def test_many_refusals_close_the_door_for_an_hour(settings: Any) -> None:
    settings.REFUSED_LOOKS = 2
    lodged()
    own = Person.objects.get().public_id.hex
    police = principal("police").with_purpose("核实申请材料")
    others = [person(sequence).public_id.hex for sequence in (2, 3)]
    for other in (others[0], others[0], others[1]):
        assert code_of(queries.reveal, own, ["phone"], by=police) == ""
        assert code_of(queries.reveal, other, ["phone"], by=police) == "person.no_need"
    assert code_of(queries.reveal, own, ["phone"], by=police) == "look.refused_too_often"
    assert code_of(queries.person, own, by=police) == "", "the work goes on masked"
    assert code_of(queries.reveal, own, ["phone"], by=principal("police").with_purpose("x"), now=NOW + timedelta(minutes=61)) == ""  # fmt: skip


def test_several_refusals_in_a_day_are_a_habit_that_the_auditor_sees() -> None:
    for sequence in (1, 2):
        code_of(queries.reveal, person(sequence).public_id.hex, ["phone"])
    period = Period(NOW - timedelta(days=1), NOW + timedelta(days=1))
    asked = {"period": period, "many": 20, "again": 3, "today": timezone.localdate()}
    assert patterns(principal("auditor"), **asked).refused == ()
    code_of(queries.reveal, person(3).public_id.hex, ["phone"])
    (habit,) = patterns(principal("auditor"), **asked).refused
    assert (habit.actor, habit.people, habit.looks) == (HRSS.name, 3, 3)


def test_whoever_has_nothing_to_do_with_a_person_gets_the_head_alone() -> None:
    lodged()
    whom = Person.objects.get().public_id.hex
    for viewer, whole in ((principal("police"), True), (principal("clerk"), True), (HRSS, False)):
        record = queries.person_record(viewer.with_purpose("核实申请材料"), whom, now=NOW)
        assert record.whole is whole
        assert bool(record.facts) is False or whole
    looks = AuditEvent.objects.filter(verb="personal_data.read").order_by("pk")
    assert [("facts" in look.data["fields"]) for look in looks] == [True, True, False]


def test_only_so_many_people_are_found_by_name_in_an_hour(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FOUND_BY_NAME = 3
    numbers = [person(sequence) for sequence in (1, 2)]
    assert queries.search(HRSS, "虚构一", now=NOW).total == 1
    assert queries.search(HRSS, "XGY", now=NOW).total == 1
    assert queries.search(HRSS, "nobody", now=NOW).total == 0, "nobody is no look"
    assert queries.search(HRSS, "虚构二", now=NOW).total == 1
    for _ in range(2):
        with pytest.raises(DomainError) as closed:
            queries.search(HRSS, "虚构一", now=NOW)
        assert closed.value.code == "person.too_many_found"
    assert caplog.text.count("limit reached: person.found") == 1, "told once an hour"
    assert queries.search(HRSS, numbers[0].resident_number, now=NOW).total == 1, "whose number one has"
    assert queries.search(HRSS, "虚构一", now=NOW + timedelta(minutes=61)).total == 1
