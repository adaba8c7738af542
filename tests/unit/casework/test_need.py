"""Who sees a person in full: the counter, whoever has a case of theirs, a post that is approved; of a child only the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.models import Case
from huigong.directory import approvals as reading
from huigong.directory.actions import approvals
from huigong.directory.models import LookApproval
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry import queries
from huigong.registry.models import Person
from tests.unit.casework.desk import LEADING_GROUP
from tests.unit.portals.desk.staff import GRANTS, lodged, official, person, principal
from tests.unit.registry.someone import CITY, CLERK, FAR, HERE, NOW, TODAY, resident_number

pytestmark = pytest.mark.django_db
UNTIL = TODAY + timedelta(days=30)
POLICE, HRSS = principal("police"), principal("hrss")


def sees(viewer: Principal, whom: Person, *, why: str = "核实申请材料", now: Any = NOW) -> str:
    """ "" where the viewer sees the phone in full, else the code of the refusal."""
    try:
        queries.reveal(viewer.with_purpose(why), whom.public_id.hex, ["phone"], now=now)
    except DomainError as error:
        return error.code
    return ""


def approve(
    *, post: Grant = GRANTS["hrss"], minors: bool = False, until: date = UNTIL, by: Principal = LEADING_GROUP
) -> LookApproval:
    return approvals.approve(
        by=by, now=NOW, post=post, purpose="开学前核对入学", minors=minors, valid_until=until
    )


def child() -> Person:
    whom = person(7)
    whom.born_on = TODAY.replace(year=TODAY.year - 17)
    whom.save()
    return whom


def test_whoever_has_a_case_of_theirs_and_nobody_else_at_an_office() -> None:
    case = Case.objects.get(public_id=lodged())
    whom = Person.objects.get()
    assert sees(POLICE, whom) == ""
    assert sees(HRSS, whom) == "person.no_need"
    assert sees(HRSS, whom, why=f"协助核实 {case.number}") == "person.no_need", "numbers can be guessed"


def test_the_counter_has_the_person_in_front_of_it() -> None:
    assert sees(CLERK, person()) == ""


def test_a_refusal_shows_nothing_and_leaves_no_look() -> None:
    whom, before = person(), AuditEvent.objects.filter(verb="personal_data.read").count()
    assert sees(HRSS, whom) == "person.no_need"
    assert AuditEvent.objects.filter(verb="personal_data.read").count() == before


def test_an_approved_post_sees_within_its_days_and_the_trail_says_by_what() -> None:
    whom = person()
    approve()
    assert sees(HRSS, whom) == ""
    assert "开学前核对入学" in AuditEvent.objects.filter(verb="personal_data.read").latest("pk").purpose
    assert sees(HRSS, whom, now=NOW + timedelta(days=30)) == ""
    assert sees(HRSS, whom, now=NOW + timedelta(days=31)) == "person.no_need"


@pytest.mark.parametrize(
    ("post", "code"),
    [
        (GRANTS["hrss"], ""),
        (Grant("case-officer", CITY), ""),
        (Grant("case-officer", HERE), ""),
        (GRANTS["police"], "person.no_need"),
        (Grant("inspector", CITY), "person.no_need"),
        (Grant("case-officer", "510411"), "person.no_need"),
    ],
)
def test_an_approval_is_for_its_post_and_its_region(post: Grant, code: str) -> None:
    whom = person()
    approve(post=post)
    assert sees(HRSS, whom) == code


@pytest.mark.parametrize("viewer", [CLERK, POLICE])
def test_a_child_is_seen_by_nobody_without_an_approval_for_children(viewer: Principal) -> None:
    whom, post = child(), viewer.grants[0]
    assert sees(viewer, whom) == "person.minor_not_approved"
    approve(post=post)
    assert sees(viewer, whom) == "person.minor_not_approved"
    approve(post=post, minors=True)
    assert sees(viewer, whom) == ""


def test_a_child_is_a_child_until_the_day_of_coming_of_age() -> None:
    whom = child()
    whom.born_on = TODAY.replace(year=TODAY.year - 18) + timedelta(days=1)
    whom.save()
    assert sees(CLERK, whom) == "person.minor_not_approved"
    assert sees(CLERK, whom, now=NOW + timedelta(days=1)) == ""


def test_everybody_sees_themselves_at_any_age() -> None:
    whom = child()
    own = Principal("w", "本人", person_id=whom.public_id.hex)
    assert sees(own, whom, why="") == ""


def test_an_approval_counts_for_nobody_who_gave_it() -> None:
    """Whoever came to hold the post afterwards, with the same account or another of their own."""
    whom, number = person(), resident_number(99)
    giver, other, third = (official(role, username=role) for role in ("leading", "hrss", "inspector"))
    for account in (giver, other):
        account.resident_number = number
        account.save()
    given = replace(LEADING_GROUP, account_id=str(giver.public_id))
    for post in (GRANTS["hrss"], GRANTS["inspector"]):
        approve(by=given, post=post)
    assert sees(replace(HRSS, account_id=given.account_id), whom) == "person.no_need"
    assert sees(replace(HRSS, account_id=str(other.public_id)), whom) == "person.no_need"
    inspector = replace(principal("inspector"), account_id=str(third.public_id))
    assert sees(inspector, whom) == ""


def test_an_approval_that_is_taken_back_lets_nobody_see() -> None:
    whom, approval = person(), approve()
    assert approve() == approval, "a page sent twice leaves no second one behind"
    approvals.end(by=LEADING_GROUP, now=NOW, approval=approval)
    approvals.end(by=LEADING_GROUP, now=NOW, approval=approval)
    assert sees(HRSS, whom) == "person.no_need"
    verbs = AuditEvent.objects.filter(verb__startswith="directory.look").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["directory.look.approved", "directory.look.ended"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": POLICE}, "access.denied"),
        ({"by": Principal("far", "远", (Grant("leading-group-officer", FAR),))}, "access.denied"),
        ({"post": Grant("auditor", CITY)}, "look.no_reveal"),
        ({"post": Grant("routine", CITY)}, "role.unknown"),
        ({"post": Grant("case-officer", HERE, "510411/hrss")}, "role.region"),
        ({"until": TODAY - timedelta(days=1)}, "look.dates"),
        ({"until": TODAY + timedelta(days=367)}, "look.dates"),
        ({"by": Principal("both", "两职", (*LEADING_GROUP.grants, GRANTS["hrss"]))}, "look.own_post"),
    ],
)
def test_what_is_not_approved(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        approve(**changed)
    assert refused.value.code == code
    assert not LookApproval.objects.exists()


@pytest.mark.parametrize("days", [0, 366])
def test_an_approval_lasts_a_day_or_a_year(days: int) -> None:
    assert approve(until=TODAY + timedelta(days=days)).valid_until == TODAY + timedelta(days=days)


def test_approvals_are_listed_where_they_were_given() -> None:
    approve()
    (row,) = reading.rows(reading.approvals(LEADING_GROUP), on=TODAY)
    assert (row.purpose, row.in_force, row.given_by) == ("开学前核对入学", True, LEADING_GROUP.name)
    far = Principal("far", "远", (Grant("leading-group-officer", FAR),))
    assert not reading.approvals(far).exists()
    with pytest.raises(DomainError):
        reading.approval(far, row.public_id)
