"""The levels at which offices stand, and which of a region's codes each level is."""

from __future__ import annotations

from enum import StrEnum

from huigong.kernel import regions
from huigong.kernel.regions import NATION, Region
from huigong.kernel.regions import Level as RegionLevel
from huigong.kernel.sentences import wording


class Level(StrEnum):
    """How high the office stands that answers for a matter."""

    COMMUNITY = "community"  # 居（村）民委员会
    STATION = "station"  # 派出所
    TOWNSHIP = "township"  # 乡镇、街道
    COUNTY = "county"  # 县、县级市、区
    PREFECTURE = "prefecture"  # 设区的市、自治州、盟
    PROVINCE = "province"  # 省、自治区、直辖市
    BASIC_COURT = "basic_court"  # 基层人民法院
    INTERMEDIATE_COURT = "intermediate_court"  # 中级人民法院

    @property
    def words(self) -> str:
        """`县级`."""
        return _WORDS[self]

    @property
    def of_court(self) -> bool:
        """Whether it is a level of the courts."""
        return self in (Level.BASIC_COURT, Level.INTERMEDIATE_COURT)

    @property
    def below_county(self) -> bool:
        """Whether its bodies are smaller than any region with a code; the county's office of the line stands for them."""
        return self in (Level.COMMUNITY, Level.STATION, Level.TOWNSHIP)


_WORDS = {
    Level.COMMUNITY: wording("社区、村"),
    Level.STATION: wording("派出所"),
    Level.TOWNSHIP: wording("乡镇、街道"),
    Level.COUNTY: wording("县级"),
    Level.PREFECTURE: wording("市级"),
    Level.PROVINCE: wording("省级"),
    Level.BASIC_COURT: wording("基层人民法院"),
    Level.INTERMEDIATE_COURT: wording("中级人民法院"),
}


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
