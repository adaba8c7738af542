"""Roles of a procedure that are not told of the case and do not see that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

import pytest
from django.utils import timezone

from huigong.audit.queries import count_of_looks_at, looks_at
from huigong.casework.actions import cases
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case
from huigong.casework.parties import told
from huigong.casework.procedures import register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.procedures.terms import Who
from huigong.casework.queries import own
from huigong.casework.queries.looks import record_looks
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.registry.someone import CLERK, HERE, new_person

pytestmark = pytest.mark.django_db
POLICE = Principal("police-officer", "虚构甲", (Grant("case-officer", HERE, f"{HERE}/police"),))


def someone(sequence: int) -> Person:
    return people.register(by=CLERK, now=timezone.now(), **asdict(new_person(sequence)))


def of(person: Person) -> Principal:
    return Principal("worker", person.name, person_id=person.public_id.hex)


def reported(parties: Sequence[GivenParty]) -> Case:
    return cases.open(
        procedure="minor-harm-report", opened_by=Origin.OFFICE, place=HERE, key="r1", by=POLICE, now=timezone.now(),
        parties=parties, note="虚构的情况",
    ).case  # fmt: skip


def test_whoever_is_named_in_a_report_of_harm_neither_hears_nor_sees_it() -> None:
    """未成年人保护法 11: the one who is named may be who did it, and a child's phone may be in those hands."""
    named, reporter = someone(1), someone(2)
    case = reported(
        [
            GivenParty(Role.CONCERNED, PartyKind.PERSON, person=named),
            GivenParty(Role.REPORTER, PartyKind.PERSON, person=reporter),
        ]
    )
    today = timezone.localdate()
    assert set(Message.objects.values_list("person", flat=True)) == {reporter.pk}
    assert told(case, Role) == [reporter]
    assert own.for_person(of(named), today=today) == [] == own.about(of(named), today=today)
    with pytest.raises(DomainError) as refused:
        own.own_page(of(named), case.public_id.hex, today=today)
    assert refused.value.code == "case.not_found"
    assert own.own_page(of(reporter), case.public_id.hex, today=today).role_name == "举报人"


def test_whoever_is_named_does_not_read_who_looked_at_them_for_it_and_an_auditor_does() -> None:
    """个人信息保护法 18, 35: nobody is told where that would be in the way of the duty."""
    named, reporter = someone(1), someone(2)
    case = reported(
        [
            GivenParty(Role.CONCERNED, PartyKind.PERSON, person=named),
            GivenParty(Role.REPORTER, PartyKind.PERSON, person=reporter),
        ]
    )
    record_looks(POLICE, case, now=timezone.now())
    auditor = Principal("auditor", "虚构乙", (Grant("auditor", HERE),))
    for person, own_looks in ((named, 0), (reporter, 1)):
        me = person.public_id.hex
        assert len(looks_at(of(person), me).rows) == own_looks == count_of_looks_at(of(person), me)
        assert len(looks_at(auditor, me).rows) == 1


@pytest.mark.parametrize("first", [Role.CONCERNED, Role.REPORTER])
def test_whoever_reports_what_happened_to_them_sees_it_as_a_reporter_does(first: Role) -> None:
    me = someone(1)
    roles = (first, Role.REPORTER if first is Role.CONCERNED else Role.CONCERNED)
    case = reported([GivenParty(role, PartyKind.PERSON, person=me) for role in roles])
    page = own.own_page(of(me), case.public_id.hex, today=timezone.localdate())
    assert page.role_name == "举报人" and page.note == ""
    assert Message.objects.count() == 1


def test_a_procedure_that_says_nothing_is_silent_to_nobody() -> None:
    assert STANDARD.silent == frozenset()
    assert [procedure.id for procedure in register.silent()] == ["minor-harm-report"]


def test_a_role_that_is_told_nothing_stands_in_the_case_and_has_no_step_to_make() -> None:
    assert not [fault for fault in faults_of(STANDARD) if "silent" in fault.what]
    absent = next(role for role in Role if role not in STANDARD.parties)
    acting = next(role for move in STANDARD.moves if move.who is Who.PARTY for role in move.roles)
    for role, word in ((absent, "parties"), (acting, "不让他知道")):
        faults = [fault.what for fault in faults_of(replace(STANDARD, silent=frozenset({role})))]
        assert any(word in what and "silent" in what for what in faults), role
