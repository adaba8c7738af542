"""The levels at which offices stand."""

from __future__ import annotations

from enum import StrEnum

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
