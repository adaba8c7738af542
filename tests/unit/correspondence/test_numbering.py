"""What the numbers of a letter begin with: no two offices number their letters in the same words."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.correspondence.drafting import issuer_of
from huigong.directory import offices

ON = date(2026, 11, 2)
GENERIC = ("legal-aid-station", "mediation-body", "union-service-centre", "employment-leading-group", "hrss")
PLACES = ("510400", "510411", "510421", "510422", "210700", "210726", "210781", "130800", "130821")


@pytest.mark.parametrize(
    ("office", "begins"),
    [
        ("510403/hrss", "攀枝花市西区人力资源和社会保障局"),
        ("510422/legal-aid-station", "盐边县法律援助工作站"),
        ("510411/legal-aid-station", "攀枝花市仁和区法律援助工作站"),
        ("510400/employment-leading-group", "攀枝花市就业促进和劳动保护工作议事协调机构"),
        ("510422/employment-leading-group", "盐边县就业促进和劳动保护工作议事协调机构"),
    ],
)
def test_an_office_whose_name_leaves_out_its_place_numbers_with_it(office: str, begins: str) -> None:
    issuer = issuer_of(office, region="510400", on=ON)
    assert issuer.code == begins
    assert issuer.name == offices.book().get(office, ON).name, "it signs with its own name"


def test_offices_of_one_name_in_many_places_begin_differently() -> None:
    every = [f"{place}/{line}" for place in PLACES for line in GENERIC]
    codes = [issuer_of(office, region="510400", on=ON).code for office in every]
    assert len(set(codes)) == len(every)


def test_a_county_that_is_called_as_its_city_numbers_in_full() -> None:
    city, county = (issuer_of(f"{place}/customs", region=place, on=ON) for place in ("130800", "130821"))
    assert city.name == county.name
    assert city.code != county.code
