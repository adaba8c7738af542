"""Which of a region's codes each level is."""

from __future__ import annotations

from huigong.kernel import regions
from huigong.kernel.levels import Level
from huigong.kernel.regions import NATION, Region
from huigong.kernel.regions import Level as RegionLevel

__all__ = ["Level", "code_at"]


def code_at(region: str, level: Level) -> str | None:
    """The code at whose offices a matter of that level is settled for somebody in `region`.

    A county held by its province directly, and a city without counties, is county and prefecture
    in one; a municipality is prefecture and province.
    None where `region` is too wide to tell (which county of the city?), where the courts are
    divided otherwise, for the nation and for an unknown code.
    """
    if region == NATION or not regions.known(region):
        return None
    place = regions.find(region)
    match level:
        case Level.PROVINCE:
            return f"{region[:2]}0000"
        case Level.PREFECTURE:
            return _prefecture_of(place)
        case Level.INTERMEDIATE_COURT:
            code = _prefecture_of(place)
            return code if code and regions.find(code).level is RegionLevel.PREFECTURE else None
        case Level.BASIC_COURT:
            return region if place.level is RegionLevel.COUNTY else None
        case _:
            undivided = place.level is RegionLevel.PREFECTURE and not regions.children(region)
            return region if place.level is RegionLevel.COUNTY or undivided else None


def _prefecture_of(place: Region) -> str | None:
    province = regions.find(f"{place.code[:2]}0000")
    if province.name.endswith("市"):
        return province.code
    if place.level is RegionLevel.PROVINCE:
        return None
    if place.level is RegionLevel.PREFECTURE or place.parent is None:
        return place.code
    above = regions.find(place.parent)
    return above.code if above.level is RegionLevel.PREFECTURE else place.code
