"""Reads of the catalogue for officers: who may, and what they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from huigong.catalogue import queries
from huigong.catalogue.services import catalogue
from huigong.directory.principals import ANONYMOUS, Grant, Principal
from huigong.kernel.errors import DomainError

ON = date(2026, 6, 1)
BEFORE_THE_HEALTH_LAW = date(2019, 6, 3)
CITY, PROVINCE, NATION = "510400", "220000", "100000"
OFFICER = Principal("policy", "虚构政策甲", (Grant("policy-officer", CITY),))
AUDITOR = Principal("auditor", "虚构审计甲", (Grant("auditor", CITY),))
PERMIT = catalogue().get("residence-permit", CITY, ON)
STARTUP = catalogue().get("startup-tax-deduction", PROVINCE, date(2016, 6, 1))
READS: tuple[Callable[[Principal], object], ...] = (
    queries.regions,
    lambda viewer: queries.services(viewer, region=CITY, on=ON),
    lambda viewer: queries.service(viewer, PERMIT.id, region=CITY, on=ON),
    lambda viewer: queries.versions(viewer, PERMIT.id),
    lambda viewer: queries.parameters(viewer, PERMIT, region=CITY, on=ON),
    lambda viewer: queries.facts(viewer, PERMIT),
    lambda viewer: queries.examples(viewer, PERMIT.id),
    lambda viewer: queries.try_out(viewer, PERMIT, region=CITY, on=ON, values={}),
    queries.clause_coverage,
)


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("viewer", [ANONYMOUS, AUDITOR])
def test_who_may_not_read_the_library_reads_nothing(
    viewer: Principal, read: Callable[[Principal], object]
) -> None:
    with pytest.raises(DomainError) as refused:
        read(viewer)
    assert refused.value.code == "access.denied"


@pytest.mark.parametrize("read", READS)
def test_who_may_reads_everything(read: Callable[[Principal], object]) -> None:
    assert read(OFFICER)


def test_the_nation_stands_before_its_regions() -> None:
    found = queries.regions(OFFICER)
    assert found[0] == NATION
    assert {CITY, PROVINCE} <= set(found)


def test_a_version_says_what_it_takes_the_place_of() -> None:
    found = queries.service(OFFICER, "basic-public-health", region=CITY, on=BEFORE_THE_HEALTH_LAW)
    assert found is not None
    assert found.above is not None
    assert (found.origin, found.service.region, found.above.region) == ("overrides", CITY, NATION)
    below = queries.service(OFFICER, "basic-public-health", region="510411", on=BEFORE_THE_HEALTH_LAW)
    assert below is not None
    assert (below.origin, below.service.region) == ("inherited", CITY)


def test_a_service_is_not_offered_where_nobody_defines_it() -> None:
    assert queries.service(OFFICER, "stall-fee-relief", region=CITY, on=ON) is None
    with pytest.raises(DomainError) as unknown:
        queries.service(OFFICER, "moon-travel", region=CITY, on=ON)
    assert unknown.value.code == "catalogue.service_not_found"


def test_a_parameter_keeps_all_its_values_and_names_the_one_in_force() -> None:
    """吉林（八）：每户每年 9600 元，至 2018 年底。"""
    found = queries.parameters(OFFICER, STARTUP, region=PROVINCE, on=date(2016, 6, 1))
    amount = found[-1]
    assert [one.value for one in amount.values] == [960000, 1200000, 2000000]
    assert amount.now == amount.values[0]
    later = queries.parameters(OFFICER, STARTUP, region=PROVINCE, on=date(2020, 6, 1))[-1]
    assert later.now == later.values[1]


def test_a_figure_nobody_checked_is_in_force_only_on_request() -> None:
    """财税〔2019〕22号: 6,000 yuan for each hire is from memory (K02)."""
    on = date(2020, 6, 1)
    hiring = catalogue().get("hiring-tax-deduction", PROVINCE, on, unverified=True)
    plain, asked = (
        queries.parameters(OFFICER, hiring, region=PROVINCE, on=on, unverified=unverified)[-1]
        for unverified in (False, True)
    )
    assert plain.now is None
    assert asked.now is not None
    assert asked.now.value == 600000


def test_a_region_does_not_see_the_values_of_its_neighbour() -> None:
    service = catalogue().get("basic-public-health", CITY, BEFORE_THE_HEALTH_LAW)
    (found,) = queries.parameters(OFFICER, service, region=CITY, on=BEFORE_THE_HEALTH_LAW)
    assert {one.region for one in found.values} == {CITY}


def test_the_facts_of_a_rule_include_what_they_are_derived_from() -> None:
    names = [fact.name for fact in queries.facts(OFFICER, PERMIT)]
    assert names.index("居住起始日期") == names.index("居住月数") + 1


def test_examples_of_the_packs_hold_as_officers_see_them() -> None:
    """Of every twentieth service: all are run by `pack check` (tests/unit/portals/cli/test_pack.py)."""
    for service_id in sorted(catalogue().ids)[::20]:
        for one in queries.examples(OFFICER, service_id):
            assert one.holds, one.error or one.result
