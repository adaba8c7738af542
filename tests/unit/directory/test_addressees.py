"""Whom an address means: the line, the level, and the place that it names; an unknown place is nobody's."""

from __future__ import annotations

from huigong.declarations.addresses import Address
from huigong.directory.addressees import is_addressed
from huigong.kernel.levels import Level
from tests.each import each

PLACES = {"": "510421", "常住地": "210702", "停放地": ""}
COUNTY = Level.COUNTY


@each(
    "office, address, meant",
    [
        ("510421/police", Address("police", COUNTY), True),
        ("510421/transport", Address("police", COUNTY), False),
        ("210702/police", Address("police", COUNTY), False),
        ("210702/police", Address("police", COUNTY, "常住地"), True),
        ("510421/police", Address("police", COUNTY, "常住地"), False),
        ("510400/police", Address("police", COUNTY), False),
        ("510400/police", Address("police", Level.PREFECTURE), True),
        ("510421/police", Address("police", Level.STATION), True),
        ("510400/police", Address("police"), True),
        ("510421/police", Address("police", None, "停放地"), False),
        ("510421/police", Address("police", None, "户籍地"), False),
    ],
)
def test_an_address_means_the_offices_of_its_place(office: str, address: Address, meant: bool) -> None:
    assert is_addressed(office, address, PLACES) is meant
