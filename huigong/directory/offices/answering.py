"""Who settles a matter in a place: an office of the right level, or its class where no office can be named."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.directory.offices.entries import Desk, Line, Office
from huigong.directory.offices.levels import Level


@dataclass(frozen=True)
class Answering:
    """The body that answers at the stated level, in the place `at` in words (`您户口所在地`, or empty for 当地).

    `office` is None where the place asked is too wide to name one, or where nobody does the
    work there; for a level below the county it is the county's office behind that body, and
    `desks` are the bodies that the county's file lists.
    """

    level: Level
    line: Line | None
    office: Office | None = None
    desks: tuple[Desk, ...] = ()
    at: str = ""

    @property
    def doubt(self) -> str:
        """What to say beside the name: invented, not confirmed, or nothing."""
        return self.office.doubt if self.office else ""

    @property
    def shown(self) -> str:
        """`米易县公安局（名称待核）`, `派出所（县级部门是米易县公安局，名称待核）`, or the class: `当地县级公安部门`, `您户口所在地的县级公安部门`."""
        if self.office is None:
            return self._class
        if self.level.below_county:
            county = f"县级部门是{self.office.name}"
            return f"{_BODIES[self.level]}（{'，'.join(filter(None, (county, self.doubt)))}）"
        return f"{self.office.name}（{self.doubt}）" if self.doubt else self.office.name

    @property
    def _class(self) -> str:
        place = f"{self.at}的" if self.at else "当地"
        if self.level.below_county:
            return f"{self.at or place}的{_BODIES[self.level]}"
        if self.level.of_court:
            return f"{place}{self.level.words}"
        return f"{place}{self.level.words}{self.line.bodies if self.line else '的主管部门'}"


_BODIES = {
    Level.COMMUNITY: "居（村）民委员会",
    Level.STATION: "派出所",
    Level.TOWNSHIP: "乡镇、街道",
}
