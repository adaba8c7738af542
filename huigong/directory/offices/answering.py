"""Who settles a matter in a place: an office of the right level, or its class where no office can be named."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.directory.offices.entries import Desk, Line, Office
from huigong.directory.offices.levels import Level
from huigong.kernel import regions
from huigong.kernel.sentences import instead, listed, say, wording


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
        name = self._named(self.office)
        if self.level.below_county:
            county = say("县级部门是{office}", office=name)
            more = listed(filter(None, (county, self.doubt)), "，")
            return say("{body}（{more}）", body=_BODIES[self.level], more=more)
        return say("{body}（{more}）", body=name, more=self.doubt) if self.doubt else name

    def _named(self, office: Office) -> str:
        """Its name; in another language what it is of which place, since there are hundreds of thousands of names."""
        region = office.id.partition("/")[0]
        if self.line is None or not regions.known(region):
            return office.name
        place = regions.find(region).name
        return instead(office.name, say("{place}的{body}", place=place, body=self.line.bodies))

    @property
    def _class(self) -> str:
        if self.level.below_county:
            return say("{place}的{body}", place=self.at or wording("当地"), body=_BODIES[self.level])
        body = self.level.words
        if not self.level.of_court:
            line = self.line.bodies if self.line else wording("的主管部门")
            body = say("{level}{line}", level=body, line=line)
        return say("{place}的{body}", place=self.at, body=body) if self.at else say("当地{body}", body=body)


_BODIES = {
    Level.COMMUNITY: wording("居（村）民委员会"),
    Level.STATION: wording("派出所"),
    Level.TOWNSHIP: wording("乡镇、街道"),
}
