"""Reading the catalogue at the desk. Everything here asks for the permission to read the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.coverage import CoverageReport, coverage
from huigong.catalogue.examples import Example, ExampleResult, run_example
from huigong.catalogue.examples import examples as worked_examples
from huigong.catalogue.parameters import DatedValue
from huigong.catalogue.screening import Answer, screen_one
from huigong.catalogue.services import Catalogue, PublicService, catalogue
from huigong.directory.principals import Permission, Principal
from huigong.kernel.errors import DomainError, NotFound
from huigong.kernel.regions import NATION, lineage
from huigong.policy.packs import library
from huigong.rules.nodes import Fact, fact_names
from huigong.rules.parameters import ParameterDeclaration
from huigong.rules.values import Answer as Known


@dataclass(frozen=True)
class Offered:
    """A service as `region` offers it; `above` is the version of a higher region that it takes the place of."""

    region: str
    service: PublicService
    above: PublicService | None

    @property
    def origin(self) -> str:
        """`inherited` from a higher region, the region's `own`, or its own that `overrides` a higher one's."""
        if self.service.region != self.region:
            return "inherited"
        return "overrides" if self.above else "own"


@dataclass(frozen=True)
class ParameterHistory:
    """A parameter over time: the values of a region and those above it, earliest first; `now` is in force."""

    declaration: ParameterDeclaration
    values: tuple[DatedValue, ...]
    now: DatedValue | None


@dataclass(frozen=True)
class Tried:
    """An example put to the rule of today: what came out, or why it could not be asked."""

    example: Example
    result: ExampleResult | None
    error: DomainError | None

    @property
    def holds(self) -> bool:
        """Whether the rule gives what the example expects."""
        return self.result is not None and self.result.holds


def regions(viewer: Principal) -> tuple[str, ...]:
    """The regions that have a pack of their own, the nation first."""
    _may_read(viewer)
    codes = {service.region for service in catalogue().services} | {
        document.region for document in library().documents.values()
    }
    return tuple(sorted(codes, key=lambda code: (code != NATION, code)))


def services(viewer: Principal, *, region: str, on: date, unverified: bool = False) -> tuple[Offered, ...]:
    """What the region offers on that day, by system and name; `unverified` adds what nobody has checked."""
    _may_read(viewer)
    known = catalogue()
    offered = [
        _offered(known, service, region, on, unverified)
        for service in known.services_for(region, on, unverified=unverified)
    ]
    return tuple(sorted(offered, key=lambda row: (system_order(row.service.system), row.service.name)))


def service(
    viewer: Principal, service_id: str, *, region: str, on: date, unverified: bool = False
) -> Offered | None:
    """One service there and then, None where it is not offered.

    Raises `DomainError` (`catalogue.service_not_found`) for an id that no pack knows.
    """
    versions(viewer, service_id)
    known = catalogue()
    offered = known.find(service_id, region, on, unverified=unverified)
    return None if offered is None else _offered(known, offered, region, on, unverified)


def versions(viewer: Principal, service_id: str) -> tuple[PublicService, ...]:
    """Every version of a service, the nation's first, later ones after earlier ones. Raises as `service` does."""
    _may_read(viewer)
    rows = [row for row in catalogue().services if row.id == service_id]
    if not rows:
        raise NotFound(
            "catalogue.service_not_found",
            what=f"没有代码为“{service_id}”的事项",
            why="政策资料包里没有它，可能改了名或抄错了",
            do="请回到事项目录重新选择",
        )
    return tuple(sorted(rows, key=lambda row: (row.region != NATION, row.region, row.valid_from)))


def parameters(
    viewer: Principal, service: PublicService, *, region: str, on: date, unverified: bool = False
) -> tuple[ParameterHistory, ...]:
    """The dated parameters that a service reads, its amount's last, each with all its values."""
    _may_read(viewer)
    book, levels = catalogue().parameters, lineage(region)
    return tuple(
        ParameterHistory(
            declaration=book.declarations[name],
            values=tuple(
                sorted(
                    (value for value in book.values.get(name, ()) if value.region in levels),
                    key=lambda value: (levels.index(value.region), value.valid_from),
                )
            ),
            now=book.dated(name, region=region, on=on, unverified=unverified),
        )
        for name in service.parameters
        if name in book.declarations
    )


def facts(viewer: Principal, service: PublicService) -> tuple[Fact, ...]:
    """What a service may ask about a person, in the order of its rule; what a fact is derived from comes after it.

    What says that somebody has it already comes last.
    """
    _may_read(viewer)
    held = () if service.holding is None else fact_names(service.holding, into_derived=True)
    return tuple(catalogue().facts[name] for name in dict.fromkeys((*service.weighs, *held)))


def examples(viewer: Principal, service_id: str) -> tuple[Tried, ...]:
    """The worked people of a service, each put to the rule as it stands."""
    _may_read(viewer)
    return tuple(_tried(example) for example in worked_examples() if example.service_id == service_id)


def try_out(
    viewer: Principal,
    service: PublicService,
    *,
    region: str,
    on: date,
    values: Mapping[str, Known | None],
    unverified: bool = False,
) -> Answer:
    """What the service answers for an invented person; nothing is kept."""
    _may_read(viewer)
    return screen_one(
        service, catalogue=catalogue(), region=region, on=on, values=values, unverified=unverified
    )


def clause_coverage(viewer: Principal) -> CoverageReport:
    """What became of every clause of the documents whose text the packs were written from."""
    _may_read(viewer)
    return coverage(catalogue(), library())


def system_order(system: str) -> int:
    """`S12` → 12."""
    return int(system.removeprefix("S"))


def _may_read(viewer: Principal) -> None:
    viewer.require(Permission.LIBRARY_READ)


def _offered(known: Catalogue, service: PublicService, region: str, on: date, unverified: bool) -> Offered:
    higher = lineage(service.region)[1:]
    above = known.find(service.id, higher[0], on, unverified=unverified) if higher else None
    return Offered(region, service, above)


def _tried(example: Example) -> Tried:
    try:
        return Tried(example, run_example(example, catalogue()), None)
    except DomainError as error:
        return Tried(example, None, error)
