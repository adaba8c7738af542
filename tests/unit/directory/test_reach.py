"""Which rows lie in a region, also where the region is the whole country."""

from __future__ import annotations

import pytest
from django.db.models import Q

from huigong.directory.reach import begins, within
from huigong.registry.models import Household
from tests.unit.registry.someone import NOW

pytestmark = pytest.mark.django_db
CODES = ("510421", "510422", "510499", "510500", "610421")


@pytest.fixture(autouse=True)
def households() -> None:
    Household.objects.bulk_create(Household(region=code, registered_at=NOW) for code in CODES)


def found(condition: Q) -> set[str]:
    return set(Household.objects.filter(condition).values_list("region", flat=True))


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [("510421", CODES[:1]), ("5104", CODES[:3]), ("51", CODES[:4]), ("", CODES), ("99", ())],
)
def test_a_region_holds_what_begins_with_its_prefix(prefix: str, codes: tuple[str, ...]) -> None:
    assert found(within("region", prefix)) == found(begins("region", prefix)) == set(codes)


def test_the_whole_country_is_everything_also_beside_another_condition() -> None:
    nobody = Q(pk__in=[])
    assert found(nobody | within("region", "")) == found(within("region", "") | nobody) == set(CODES)
    assert found(Q(region="510421") | within("region", "")) == set(CODES)
    assert found(Q(region="510421") & within("region", "")) == {"510421"}
