"""A service guide (办事指南) in plain words, made from the entry itself so that it cannot go stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huigong.catalogue.answering import who_answers
from huigong.catalogue.answers import amount_of, answer_by
from huigong.catalogue.audience import is_assumed
from huigong.catalogue.citations import cite
from huigong.catalogue.entries import EvidenceNeed
from huigong.catalogue.services import Catalogue, PublicService
from huigong.directory.offices import OfficeBook
from huigong.policy.packs import Library
from huigong.rules.nodes import AllOf, AnyOf, Cited, Node
from huigong.rules.render import render_plain


@dataclass(frozen=True)
class Section:
    """One heading of a guide and the lines under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ServiceGuide:
    """A guide: title, one sentence, and sections in the order a person asks."""

    title: str
    summary: str
    sections: tuple[Section, ...]

    def section(self, heading: str) -> Section | None:
        """The section of that heading, or None where the service has nothing to say there."""
        return next((section for section in self.sections if section.heading == heading), None)


def guide(
    service: PublicService,
    *,
    catalogue: Catalogue,
    region: str,
    on: date,
    offices: OfficeBook | None = None,
    library: Library | None = None,
) -> ServiceGuide:
    """The guide of a service for a region and day; sections without content are left out."""
    where = who_answers(service, region=region, on=on, offices=offices)
    parameters = catalogue.parameters.lookup(region, unverified=not service.verified)
    amount = amount_of(service, catalogue.facts, values={}, parameters=parameters, on=on)[1]
    conditions = [in_words(part, catalogue, region, on, service.verified) for part in parts_of(service)]
    sections = (
        Section("谁能办", (service.for_whom,)),
        Section("要符合什么", tuple(conditions)),
        Section("能得到什么", tuple(filter(None, (service.result, amount)))),
        Section("带什么", tuple(map(_paper, service.evidence))),
        Section("去哪里办", tuple(filter(None, (*where.lines, "、".join(service.channels))))),
        Section("多久答复", answer_by(service, on)),
        Section("要不要钱", (service.charge,)),
        Section("不给办怎么办", service.refused),
        Section("依据", tuple(cite(clause, library) for clause in service.clauses)),
        Section(
            "请注意",
            tuple(
                filter(
                    None,
                    (*service.caution, service.too_late, "" if service.verified else "这个版本还没有核实。"),
                )
            ),
        ),
    )
    return ServiceGuide(
        service.name, service.summary, tuple(section for section in sections if section.lines)
    )


def parts_of(service: PublicService) -> tuple[Node, ...]:
    """The conditions that must hold, without what is taken for granted of everybody."""
    return tuple(part for part in service.parts if not is_assumed(part))


def in_words(part: Node, catalogue: Catalogue, region: str, on: date, verified: bool) -> str:
    """A condition as it is said to people: its own wording where the rule gives one, else in the facts' plain phrases."""
    if isinstance(part, Cited) and part.phrase:
        return part.phrase
    if isinstance(part, AnyOf) and any(map(_is_long, part.parts)):
        ways = [in_words(way, catalogue, region, on, verified) for way in part.parts]
        return f"下面有一样就行：{'；'.join(ways)}"
    parameters = catalogue.parameters.lookup(region, unverified=not verified)
    return render_plain(
        part, catalogue.facts, parameters, on, declared=catalogue.parameters.declarations
    ).removesuffix("。")


def _is_long(way: Node) -> bool:
    """A way in with a wording of its own, or of several conditions: listed, it is easier to read than in a sentence."""
    inside = way.part if isinstance(way, Cited) and not way.phrase else way
    return isinstance(inside, Cited | AllOf)


def _paper(need: EvidenceNeed) -> str:
    if need.by_sharing:
        return f"{need.name}（窗口能查到的不用您带）"
    return f"{need.name}（网上办的，填表就行）" if need.by_form else need.name
