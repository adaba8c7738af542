"""Who answers for a service in a place: the office of the stated level, and why it is that one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from huigong.catalogue.citations import cite
from huigong.catalogue.entries import PublicService
from huigong.catalogue.leads import Lead, Split
from huigong.catalogue.placing import Spot, spot_of
from huigong.directory.offices import Answering, Contact, Level, Office, OfficeBook, book
from huigong.kernel import regions
from huigong.kernel.sentences import listed, say, wording
from huigong.rules.evaluate import evaluate
from huigong.rules.values import Answer as Known
from huigong.rules.values import Unknown

_USUAL_LEVEL = wording("没有查到定级别的条文，按通常的做法写，以当地公布的为准。")


@dataclass(frozen=True)
class Where:
    """Who answers for a service to somebody who asks in `region` on a day.

    Attributes:
        spot, answering: the place that decides, and who answers there.
        here: who answers for those whose place is `region` itself.
        splits, undecided: the cases that another level answers for, each with that level's office, and those of them
            of which it depends on an answer that nobody has given.
        lead, others: who receives the case, and who else answers, each for a part of its own.
    """

    lead: Lead
    region: str
    spot: Spot
    answering: Answering
    here: Answering
    splits: tuple[tuple[Split, Answering], ...] = ()
    undecided: tuple[str, ...] = ()
    others: tuple[Where, ...] = ()

    @property
    def office(self) -> Office | None:
        """The one office that answers, or None where the place is not known or too wide to name it."""
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
        return listed(
            (say("{name}（{does}）", name=each.name, does=each.lead.does) for each in (self, *self.others)),
            "；",
        )

    @property
    def decided_by(self) -> str:
        """`县级办理，按干活的地方定`."""
        return say("{level}办理，按{place}定", level=self.answering.level.words, place=self.lead.place.words)

    @property
    def contact(self) -> Contact:
        """Where and when the office receives people."""
        return self.office.contact if self.office else Contact()

    @property
    def too_wide(self) -> bool:
        """Whether the office could be named if the county of the place asked about were known."""
        asked = regions.find(self.region)
        is_here = self.spot == Spot(self.region)
        return self.office is None and is_here and asked.level is not regions.Level.COUNTY

    @property
    def to_ask(self) -> str:
        """The fact that would name the place; empty where the place is known and not only supposed."""
        return self.lead.place.facts[0] if self.spot.region is None or self.spot.supposed else ""

    @property
    def place_name(self) -> str:
        """`四川省攀枝花市仁和区`: the place whose office is named; empty where it is not known."""
        return regions.find(self.spot.region).full_name if self.spot.region else ""

    @property
    def whose(self) -> str:
        """Of which place the named office is: `上面写的是四川省攀枝花市米易县的`; empty where none is named."""
        if self.office is None:
            return ""
        if not self.spot.supposed:
            return say("上面写的是{place}的", place=self.place_name)
        return say(
            "上面写的是{place}的，先按{fact}写；实际在别处的，找那里的同级部门",
            place=self.place_name,
            fact=self.spot.fact,
        )

    @property
    def if_here(self) -> str:
        """Whose office it is for those whose place is the one asked about; empty where the place is known."""
        if self.spot.region is not None or self.here.office is None:
            return ""
        return say(
            "要是就在{place}，找{office}", place=regions.find(self.region).full_name, office=self.here.shown
        )

    @property
    def basis(self) -> str:
        """`依据：劳动保障监察条例第十三条。`, and where no article fixes the level, that it is only the usual one."""
        clause = cite(self.lead.clause) if "#" in self.lead.clause else self.lead.clause
        parts = (
            say("依据：{clause}。", clause=clause) if clause else "",
            "" if self.lead.verified else _USUAL_LEVEL,
        )
        return listed(filter(None, parts), "")

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell somebody who wants to go there, the office first."""
        splits = (
            say("{applies}：{office}", applies=split.applies, office=answering.shown)
            for split, answering in self.splits
        )
        desk = say("去找：{desk}", desk=self.lead.desk) if self.lead.desk else ""
        contact = self.office.contact.text if self.office else ""
        does = self.lead.does
        decided = say("{decided}（{whose}）", decided=self.decided_by, whose=self.whose) if self.whose else ""
        name = say("{applies}：{office}", applies=does, office=self.name) if does else self.name
        others = (line for each in self.others for line in each.lines)
        told = (name, desk, contact, decided or self.decided_by, self.if_here, *splits, *others)
        return tuple(filter(None, told))


def who_answers(
    service: PublicService,
    *,
    region: str,
    on: date,
    values: Mapping[str, Known | None] | None = None,
    offices: OfficeBook | None = None,
) -> Where:
    """Who answers for the service to somebody who asks in `region` on that day.

    `values` are typed values by fact name: where they name the place that the law means, its office
    answers, wherever that is. Where they do not, it is told in words whose office it is.
    """
    offices = offices or book()

    def answers(lead: Lead) -> Where:
        spot = spot_of(lead.place, region=region, within=service.region, values=values)
        theirs = _of_the_case(lead, values or {}, on)
        return replace(
            _where(theirs, region, spot, on, offices), undecided=_undecided(theirs, values or {}, on)
        )

    others = (lead for lead in service.co_leads if lead.since is None or lead.since <= on)
    return replace(answers(service.lead), others=tuple(answers(lead) for lead in others))


def _of_the_case(lead: Lead, values: Mapping[str, Known | None], on: date) -> Lead:
    """The lead at the level that a split gives this case to; as it stands where none is known to be its own."""
    for split in lead.splits:
        if split.when is not None and evaluate(split.when, values=values, on=on) is True:
            return replace(lead, level=split.level, clause=split.clause, splits=())
    return lead


def _undecided(lead: Lead, values: Mapping[str, Known | None], on: date) -> tuple[str, ...]:
    rules = ((split, split.when) for split in lead.splits if split.when is not None)
    return tuple(
        split.applies for split, rule in rules if isinstance(evaluate(rule, values=values, on=on), Unknown)
    )


def _where(lead: Lead, region: str, spot: Spot, on: date, offices: OfficeBook) -> Where:
    def there(level: Level) -> Answering:
        if spot.region is None:
            return Answering(level, offices.line_on(lead.line, on), at=lead.place.whose)
        answering = offices.answering(spot.region, lead.line, level, on)
        if not spot.fact:
            return answering
        name = regions.find(spot.region).full_name
        return replace(answering, at=say("{whose}（{place}）", whose=lead.place.whose, place=name))

    here = offices.answering(region, lead.line, lead.level, on)
    return Where(
        lead,
        region,
        spot,
        here if spot == Spot(region) else there(lead.level),
        here,
        tuple((split, there(split.level)) for split in lead.splits),
    )
