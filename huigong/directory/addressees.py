"""Whom an address of a declaration means: the offices of its line, at its level, of the place that it names.

Whoever asks says which region each place of the matter is (`Places`). A place that they do not know is nobody's: it is
never taken for another.
"""

from __future__ import annotations

from collections.abc import Mapping

from huigong.declarations.addresses import Address
from huigong.directory.offices.levels import Level, code_at
from huigong.directory.principals import covers, office_line, office_region

Places = Mapping[str, str]
"""What an address may name (`常住地`; "" for the place of the matter) → the code of the region, "" where it is not known."""


def is_addressed(office: str, address: Address, places: Places) -> bool:
    """Whether the office (`510421/police`) is meant: at the very level, or without one wherever its region covers the place."""
    region, seat = places.get(address.of, ""), office_region(office)
    if not region or office_line(office) != address.line:
        return False
    if address.level is None:
        return covers(seat, region)
    return seat == code_at(region, _counted(address.level))


def is_alike(office: str, address: Address) -> bool:
    """Whether the office is of the line and the level, so that it is meant for some place."""
    seat = office_region(office)
    at_level = address.level is None or seat == code_at(seat, _counted(address.level))
    return at_level and office_line(office) == address.line


def _counted(level: Level) -> Level:
    """Offices of a county stand in for those below it, which no office id names."""
    return Level.COUNTY if level.below_county else level
