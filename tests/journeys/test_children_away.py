"""S22 on the shipped packs: what is reported of a child reaches three offices at once and cannot be taken back; the file of a
child whose parents are away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest

from huigong.casework.actions import cases
from huigong.casework.actions.moving import make
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case, Task
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.terms import Who
from huigong.directory.principals import ANONYMOUS, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.audit.trail import is_whole
from tests.unit.registry.someone import CLERK, new_person

pytestmark = pytest.mark.django_db
COUNTY = "510421"
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def officer(line: str) -> Principal:
    return Principal(f"{line}-officer", "虚构甲", (Grant("case-officer", COUNTY, f"{COUNTY}/{line}"),))


POLICE, CIVIL = officer("police"), officer("civil")


@pytest.fixture
def child() -> Person:
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1, residence=COUNTY)))


def reported() -> Case:
    """What somebody who gives no name tells of a child, in words."""
    return cases.open(
        procedure="minor-harm-report", opened_by=Origin.REPORT, place=COUNTY, key="r1", by=ANONYMOUS, now=NOW,
        parties=[GivenParty(Role.REPORTER, PartyKind.ANONYMOUS)],
        note="虚构的情况：常听见孩子哭",
    ).case  # fmt: skip


def test_three_offices_know_at_once() -> None:
    case = reported()
    tasks = {(task.office, task.kind) for task in Task.objects.filter(case=case)}
    assert tasks == {
        (f"{COUNTY}/police", Task.Kind.DECIDE),
        (f"{COUNTY}/civil", Task.Kind.SUPPORT),
        (f"{COUNTY}/edu", Task.Kind.SUPPORT),
    }
    told = [bool(task.question) for task in Task.objects.filter(case=case).order_by("pk")]
    assert told == [False, True, True], "the two that are asked read what"
    assert is_whole()


def test_nobody_takes_it_back_and_it_ends_only_with_what_was_found() -> None:
    case = reported()
    procedure = procedure_of(case)
    assert not [move for move in procedure.moves if move.who is Who.PARTY]
    with pytest.raises(DomainError) as refused:
        cases.withdraw(by=ANONYMOUS, now=NOW, case_id=case.public_id.hex)
    assert refused.value.code == "case.no_such_move"
    with pytest.raises(DomainError) as early:
        make(
            move="查实办结",
            by=POLICE,
            now=NOW,
            case_id=case.public_id.hex,
            form={"怎样处理": "虚构", "告诉了谁": "虚构"},
        )
    assert early.value.code == "case.move_not_allowed"
    with pytest.raises(DomainError) as other:
        make(
            move="登记核查",
            by=CIVIL,
            now=NOW,
            case_id=case.public_id.hex,
            form={"核查所见": "虚构", "马上做了什么": "虚构"},
        )
    assert other.value.code in ("access.denied", "case.not_found")
    make(
        move="登记核查", by=POLICE, now=NOW, case_id=case.public_id.hex,
        form={"核查所见": "虚构的情况", "马上做了什么": "送到虚构的亲戚家"},
    )  # fmt: skip
    with pytest.raises(DomainError) as untold:
        make(move="查实办结", by=POLICE, now=NOW, case_id=case.public_id.hex, form={"怎样处理": "虚构的处理"})
    assert untold.value.about == "告诉了谁", "who reported hears the result (art. 11)"
    make(
        move="查实办结", by=POLICE, now=NOW, case_id=case.public_id.hex,
        form={"怎样处理": "虚构的处理", "告诉了谁": "没有留姓名，贴在虚构的村口"},
    )  # fmt: skip
    assert not Case.objects.get(pk=case.pk).is_open


def test_the_file_of_a_child_is_changed_and_closed_and_says_nothing_in_the_open(child: Person) -> None:
    file = recording.begin(
        by=CIVIL, now=NOW, kind="left-behind-minor", subject=Subject(About.PERSON, child.public_id.hex), region=COUNTY,
        event="建档", on=date(2026, 6, 1), said={"留守类型": "父母都外出", "照护人": {"name": "虚构奶奶"}},
    )  # fmt: skip
    assert file.state == "在档"
    opened = " ".join(str(value) for value in vars(file).values())
    assert "虚构奶奶" not in opened
    closed = recording.add(
        by=CIVIL,
        now=NOW + timedelta(days=1),
        record_id=file.public_id.hex,
        event="销档",
        on=date(2026, 6, 2),
        said={},
    )
    assert (closed.state, closed.ended) == ("已销档", date(2026, 6, 2))
