"""Who may do what where: default deny by permission, region and office."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.directory.permissions import ACTS_AS_OFFICE, OFFICE_BOUND, Permission
from huigong.directory.principals import (
    ANONYMOUS,
    SYSTEM,
    Grant,
    Principal,
    covers,
    region_prefix,
)
from huigong.directory.roles import ROLES, permissions_of, require_assignable
from huigong.kernel.errors import DomainError

pairs = st.integers(1, 99).map("{:02d}".format)
counties = st.tuples(pairs, pairs, pairs).map("".join).filter(lambda code: code != "100000")
levels = st.sampled_from(["100000", "province", "city", "county"])
permissions = st.sampled_from(list(Permission))


def at_level(code: str, level: str) -> str:
    return {"100000": "100000", "province": f"{code[:2]}0000", "city": f"{code[:4]}00"}.get(level, code)


def holder(role: str, region: str, office: str | None = None) -> Principal:
    return Principal("a", "虚构甲", (Grant(role, region, office),))


@pytest.mark.parametrize(
    ("code", "prefix"), [("100000", ""), ("510000", "51"), ("510400", "5104"), ("510411", "510411")]
)
def test_a_code_without_its_trailing_zero_pairs(code: str, prefix: str) -> None:
    assert region_prefix(code) == prefix


@given(counties, levels)
def test_every_level_above_covers_a_county(code: str, level: str) -> None:
    assert covers(at_level(code, level), code)


@given(counties, st.sampled_from(["100000", "province", "city"]))
def test_no_region_covers_what_lies_above_it(code: str, level: str) -> None:
    assert not covers(code, at_level(code, level))


@given(counties, counties)
def test_two_counties_cover_each_other_only_when_they_are_one(one: str, other: str) -> None:
    assert covers(one, other) == (one == other)


@given(counties, levels)
def test_an_empty_code_covers_nothing_and_is_covered_by_nothing(code: str, level: str) -> None:
    assert not covers("", code)
    assert not covers(at_level(code, level), "")


@given(permissions, counties)
def test_a_stranger_may_do_nothing(permission: Permission, code: str) -> None:
    assert not ANONYMOUS.can(permission)
    assert not ANONYMOUS.can(permission, region=code)


@given(st.sampled_from(sorted(ROLES)), permissions, counties, counties)
def test_outside_the_region_a_role_may_do_nothing(
    role: str, permission: Permission, own: str, other: str
) -> None:
    if own != other:
        assert not holder(role, own).can(permission, region=other)


@given(st.sampled_from(sorted(ROLES)), permissions, counties)
def test_a_grant_above_allows_at_least_what_a_grant_below_allows(
    role: str, permission: Permission, code: str
) -> None:
    if holder(role, code).can(permission, region=code):
        assert holder(role, f"{code[:2]}0000").can(permission, region=code)


def test_an_officer_of_one_office_has_its_things_only() -> None:
    for permission in OFFICE_BOUND:
        role = "case-officer" if permission in permissions_of("case-officer") else "finance-officer"
        officer = holder(role, "510400", "510400/hrss")
        assert officer.can(permission, region="510411", office="510400/hrss")
        assert not officer.can(permission, region="510411", office="510400/edu")
        assert not officer.can(permission, region="510411")


def test_things_without_an_office_go_by_region_alone() -> None:
    officer = holder("case-officer", "510400", "510400/hrss")
    assert officer.can(Permission.PERSON_FIND, region="510411")
    assert not officer.can(Permission.PERSON_FIND, region="210700")


def test_a_district_does_not_act_for_the_citys_office() -> None:
    district = holder("case-officer", "510411")
    for permission in ACTS_AS_OFFICE:
        assert not district.can(permission, region="510411", office="510400/hrss")
    assert district.can(Permission.CASE_READ, region="510411", office="510400/hrss")


def test_without_a_region_an_offices_own_region_counts() -> None:
    assert holder("case-officer", "510000").can(Permission.CASE_DECIDE, office="510400/hrss")
    assert not holder("case-officer", "210000").can(Permission.CASE_DECIDE, office="510400/hrss")


def test_asked_without_a_place_it_says_whether_the_permission_is_held_anywhere() -> None:
    assert holder("clerk", "510411").can(Permission.PERSON_FIND)
    assert not holder("clerk", "510411").can(Permission.CASE_DECIDE)


def test_the_platform_itself_decides_nothing_and_reveals_nobody() -> None:
    for permission in (Permission.CASE_DECIDE, Permission.PERSON_REVEAL, Permission.AUDIT_READ):
        assert not SYSTEM.can(permission)


def test_an_administrator_sees_no_person() -> None:
    seen = {Permission.PERSON_FIND, Permission.PERSON_REVEAL, Permission.CASE_READ, Permission.AUDIT_READ}
    assert not permissions_of("administrator") & seen


def test_a_role_that_no_longer_exists_opens_nothing() -> None:
    assert permissions_of("emperor") == frozenset()


@pytest.mark.parametrize("slug", ["emperor", "routine"])
def test_only_roles_for_people_can_be_given(slug: str) -> None:
    with pytest.raises(DomainError) as refused:
        require_assignable(slug)
    assert refused.value.code == "role.unknown"


def test_every_permission_is_held_by_some_role_that_can_be_given() -> None:
    given_out = frozenset().union(*(role.permissions for role in ROLES.values() if role.assignable))
    assert given_out == set(Permission)


@pytest.mark.parametrize(
    ("viewer", "why"),
    [
        (ANONYMOUS, "还没有登录"),
        (holder("auditor", "510400"), "不包括这项权限"),
        (holder("case-officer", "210000"), "不包括这个地区"),
    ],
)
def test_a_refusal_says_why(viewer: Principal, why: str) -> None:
    with pytest.raises(DomainError, match=why) as refused:
        viewer.require(Permission.CASE_DECIDE, region="510400", office="510400/hrss")
    assert refused.value.code == "access.denied"


def test_region_prefixes_for_queries() -> None:
    both = Principal(
        "a", "虚构甲", (Grant("clerk", "510400"), Grant("clerk", "510411"), Grant("auditor", "100000"))
    )
    assert both.regions(Permission.PERSON_FIND) == ("5104", "510411")
    assert both.regions(Permission.AUDIT_READ) == ("",)
    assert both.regions(Permission.CASE_DECIDE) == ()


def test_purpose_and_person_are_added_without_changing_the_actor() -> None:
    actor = ANONYMOUS.with_purpose(" 查询本人 ").with_person("p-1")
    assert (actor.purpose, actor.person_id) == ("查询本人", "p-1")
    assert (ANONYMOUS.purpose, ANONYMOUS.person_id) == ("", None)
