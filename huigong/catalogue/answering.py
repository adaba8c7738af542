"""Who answers for a service in a place: the office of the stated level, and why it is that one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from huigong.catalogue.citations import cite
from huigong.catalogue.entries import PublicService
from huigong.catalogue.leads import Lead, Split
from huigong.directory.offices import Answering, Contact, Office, OfficeBook, book
from huigong.kernel import regions

_USUAL_LEVEL = "没有查到定级别的条文，按通常的做法写，以当地公布的为准。"


@dataclass(frozen=True)
class Where:
    """Who answers for a service in `region` on a day.

    `splits` are the cases that another level answers for, each with that level's office;
    `others` who else answers, each for a part of its own, while `lead` receives the case.
    """

    lead: Lead
    region: str
    answering: Answering
    splits: tuple[tuple[Split, Answering], ...] = ()
    others: tuple[Where, ...] = ()

    @property
    def office(self) -> Office | None:
        """The one office that answers, or None where the place is too wide to name it."""
        return self.answering.office

    @property
    def name(self) -> str:
        """The office with what is doubtful about its name."""
        return self.answering.shown

    @property
    def names(self) -> str:
        """Everybody who answers, each with its part: `虚构市医疗保障局（看病的救助）；虚构市民政局（生活的救助）`."""
        if not self.others:
            return self.name
        return "；".join(f"{each.name}（{each.lead.does}）" for each in (self, *self.others))

    @property
    def decided_by(self) -> str:
        """`县级办理，按干活的地方定`."""
        return f"{self.answering.level.words}办理，按{self.lead.place.words}定"

    @property
    def contact(self) -> Contact:
        """Where and when the office receives people."""
        return self.office.contact if self.office else Contact()

    @property
    def too_wide(self) -> bool:
        """Whether the office could be named if the county were known."""
        return self.office is None and regions.find(self.region).level is not regions.Level.COUNTY

    @property
    def place_name(self) -> str:
        """`四川省攀枝花市仁和区`: the place whose office is named."""
        return regions.find(self.region).full_name

    @property
    def basis(self) -> str:
        """`依据：劳动保障监察条例第十三条。`, and where no article fixes the level, that it is only the usual one."""
        clause = cite(self.lead.clause) if "#" in self.lead.clause else self.lead.clause
        parts = (f"依据：{clause}。" if clause else "", "" if self.lead.verified else _USUAL_LEVEL)
        return "".join(parts)

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell somebody who wants to go there, the office first."""
        splits = (f"{split.applies}：{answering.shown}" for split, answering in self.splits)
        desk = f"去找：{self.lead.desk}" if self.lead.desk else ""
        contact = self.office.contact.text if self.office else ""
        here = f"（上面写的是{self.place_name}的）" if self.office else ""
        name = f"{self.lead.does}：{self.name}" if self.lead.does else self.name
        others = (line for each in self.others for line in each.lines)
        return tuple(filter(None, (name, desk, contact, f"{self.decided_by}{here}", *splits, *others)))


def who_answers(
    service: PublicService,
    *,
    region: str,
    on: date,
    offices: OfficeBook | None = None,
) -> Where:
    """Who answers for the service to somebody in `region` on that day."""
    offices = offices or book()
    others = [lead for lead in service.co_leads if lead.since is None or lead.since <= on]
    return replace(
        _where(service.lead, region, on, offices),
        others=tuple(_where(lead, region, on, offices) for lead in others),
    )


def _where(lead: Lead, region: str, on: date, offices: OfficeBook) -> Where:
    return Where(
        lead,
        region,
        offices.answering(region, lead.line, lead.level, on),
        tuple((split, offices.answering(region, lead.line, split.level, on)) for split in lead.splits),
    )
