"""What a local government has to fill in or confirm before its people are told anything: one list for a region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huigong.catalogue.answering import Where, who_answers
from huigong.catalogue.entries import PublicService
from huigong.catalogue.services import Catalogue
from huigong.catalogue.signing import standing
from huigong.directory.offices import Office, OfficeBook, book
from huigong.directory.offices.entries import Desk
from huigong.kernel.packs import Place
from huigong.rules.nodes import fact_names


class Kind(StrEnum):
    """What sort of thing is open."""

    OFFICE = "名称、地址、电话要填要核的部门"
    FIGURE = "要填的数字"
    CONDITION = "当地自己定的条件"
    UNCHECKED = "要核对原文的数字"
    VERSION = "核对以前不用的事项"
    SIGNATURE = "要懂法律的人审核签字的事项"


@dataclass(frozen=True)
class Todo:
    """One open thing, which services wait for it, and where it is written."""

    kind: Kind
    what: str
    services: tuple[str, ...] = ()
    place: Place = field(default=Place(), compare=False)


def todo(
    region: str, *, catalogue: Catalogue, on: date, offices: OfficeBook | None = None
) -> tuple[Todo, ...]:
    """Everything that is open for a region on that day, by kind and name.

    Raises `Unavailable` where the region's packs are set aside.
    """
    services = catalogue.services_for(region, on, unverified=True)
    open_things = (
        *_offices(services, offices or book(), region, on),
        *_figures(services, catalogue, region, on),
        *_conditions(services, catalogue),
        *_versions(services),
        *_signatures(services, catalogue),
    )
    return tuple(sorted(open_things, key=lambda each: list(Kind).index(each.kind)))


def _offices(
    services: tuple[PublicService, ...], offices: OfficeBook, region: str, on: date
) -> Iterator[Todo]:
    """Offices and desks whose name nobody has confirmed or whose address nobody has entered."""
    waiting: dict[tuple[str, str], list[str]] = {}
    for service in services:
        where = who_answers(service, region=region, on=on, offices=offices)
        for body in _bodies(where):
            lacks = "、".join(filter(None, (body.doubt, "" if body.contact.known else "没有地址和电话")))
            if lacks:
                waiting.setdefault((body.name, lacks), []).append(service.name)
    for (name, lacks), names in sorted(waiting.items()):
        yield Todo(Kind.OFFICE, f"{name}（{lacks}）", tuple(names))


def _bodies(where: Where) -> Iterator[Office | Desk]:
    """The offices and desks that answer for all whose place is here, wherever they ask."""
    for each in (where, *where.others):
        if each.here.office:
            yield each.here.office
        yield from each.here.desks


def _figures(
    services: tuple[PublicService, ...], catalogue: Catalogue, region: str, on: date
) -> Iterator[Todo]:
    waiting: dict[str, list[str]] = {}
    for service in services:
        for name in service.parameters:
            waiting.setdefault(name, []).append(service.name)
    for name, names in sorted(waiting.items()):
        value = catalogue.parameters.dated(name, region=region, on=on, unverified=True)
        if value is None:
            yield Todo(Kind.FIGURE, name, tuple(names))
        elif not value.verified:
            note = f"（{value.note}）" if value.note else ""
            yield Todo(Kind.UNCHECKED, f"{name}{note}", tuple(names))


def _conditions(services: tuple[PublicService, ...], catalogue: Catalogue) -> Iterator[Todo]:
    waiting: dict[str, list[str]] = {}
    for service in services:
        for name in fact_names(service.rule, into_derived=True):
            if name in catalogue.facts and catalogue.facts[name].local:
                waiting.setdefault(name, []).append(service.name)
    for name, names in sorted(waiting.items()):
        yield Todo(Kind.CONDITION, name, tuple(names))


def _versions(services: tuple[PublicService, ...]) -> Iterator[Todo]:
    for service in services:
        if not service.verified:
            yield Todo(Kind.VERSION, service.name, (), service.place)


def _signatures(services: tuple[PublicService, ...], catalogue: Catalogue) -> Iterator[Todo]:
    for service in services:
        if service.verified and not standing(service, catalogue).stands:
            yield Todo(Kind.SIGNATURE, service.name, (), service.place)
