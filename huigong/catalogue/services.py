"""The catalogue of public services, by region and by date.

`load_catalogue(folder)` reads the policy packs and refuses any mistake; `catalogue(folder)`
keeps what was read and serves the regions without mistakes. Both work without a database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from huigong.catalogue.audience import Applicant
from huigong.catalogue.conversation import Conversation
from huigong.catalogue.entries import (
    Adoption,
    AmountRule,
    EvidenceNeed,
    FactWrite,
    Lead,
    LimitKind,
    PublicService,
    ServiceKind,
    ServiceLimit,
)
from huigong.catalogue.loading import ReadPacks, read_packs, serves
from huigong.catalogue.parameters import ParameterBook
from huigong.directory.offices import book
from huigong.kernel import regions
from huigong.kernel.errors import NotFound, Unavailable
from huigong.kernel.packs import Kept, Report, region_of
from huigong.kernel.regions import NATION, lineage
from huigong.policy.packs import shipped
from huigong.rules.facts import FactDictionary, dictionary

__all__ = [
    "Adoption",
    "AmountRule",
    "Applicant",
    "Catalogue",
    "EvidenceNeed",
    "FactWrite",
    "Lead",
    "LimitKind",
    "PublicService",
    "ServiceKind",
    "ServiceLimit",
    "catalogue",
    "catalogue_of",
    "load_catalogue",
]

_KEPT = 64  # places and days whose services are kept for the next who asks
_FOUND_KEPT = 4096  # services of a place and a day


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything the packs say: services, adoptions, parameters and the facts that rules may use.

    `set_aside` are regions with something wrong in their packs. They and those below them
    offer nothing, because half of what holds there would be a wrong answer.
    """

    services: tuple[PublicService, ...]
    adoptions: tuple[Adoption, ...]
    parameters: ParameterBook
    facts: FactDictionary
    conversation: Conversation
    set_aside: frozenset[str] = frozenset()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every service id of the catalogue, sorted."""
        return tuple(sorted({service.id for service in self.services}))

    @cached_property
    def regions(self) -> frozenset[str]:
        """Codes of the regions that have services or adoptions of their own."""
        return frozenset(each.region for each in self.services) | {each.region for each in self.adoptions}

    def services_for(self, region: str, on: date, *, unverified: bool = False) -> tuple[PublicService, ...]:
        """The services that `region` offers on that day, its own version before an inherited one.

        Versions whose figures nobody has checked are left out unless asked for.
        Raises `Unavailable` where the region is set aside.
        """
        self.require_region(region)
        return self._offered(region, on, unverified)

    @cached_property
    def _offered(self) -> Callable[[str, date, bool], tuple[PublicService, ...]]:
        def offered(region: str, on: date, unverified: bool) -> tuple[PublicService, ...]:
            services = (self.find(service_id, region, on, unverified=unverified) for service_id in self.ids)
            return tuple(service for service in services if service is not None)

        return lru_cache(maxsize=_KEPT)(offered)

    def find(
        self, service_id: str, region: str, on: date, *, unverified: bool = False
    ) -> PublicService | None:
        """One service as `region` offers it on that day, or None where it does not.

        Of two versions that both hold the later one counts; an unverified one can
        only come second to a checked one by not being asked for.
        """
        return self._found(service_id, region, on, unverified)

    @cached_property
    def _found(self) -> Callable[[str, str, date, bool], PublicService | None]:
        # The same service, and not one made anew each time: what is worked out of it once stays with it.
        return lru_cache(maxsize=_FOUND_KEPT)(self._find)

    def _find(self, service_id: str, region: str, on: date, unverified: bool) -> PublicService | None:
        if not self.serves(region):
            return None
        versions = [
            version
            for version in self._versions(service_id)
            if version.in_force(on) and (version.verified or unverified)
        ]
        for level in lineage(region):
            here = [version for version in versions if version.region == level]
            if here:
                best = max(here, key=lambda version: (version.valid_from, version.verified))
                return _with_promises(best, self._adopted(best, region, on))
        return None

    def get(self, service_id: str, region: str, on: date, *, unverified: bool = False) -> PublicService:
        """`find`, or `DomainError`: `catalogue.no_service`, `catalogue.region_set_aside`."""
        self.require_region(region)
        service = self.find(service_id, region, on, unverified=unverified)
        if service is None:
            place = regions.find(region, on=on).full_name
            raise NotFound(
                code="catalogue.no_service",
                what="这里没有这项服务",
                why=f"{place}在{on.year}年{on.month}月{on.day}日没有办理“{self.name_of(service_id)}”的规定",
                do="请换一个地区或日期，或回到服务清单重新选择",
            )
        return service

    def serves(self, region: str) -> bool:
        """Whether neither the region nor one that it inherits from is set aside."""
        return serves(region, self.set_aside)

    def require_region(self, region: str) -> None:
        """Raises `Unavailable` where the region's packs are set aside."""
        if not self.serves(region):
            raise Unavailable(
                code="catalogue.region_set_aside",
                what="这个地区的政策资料有错，暂时停用",
                why="资料不完整时给出的答复可能是错的",
                do="请先向当地办事窗口咨询；管理员请运行 huigong pack check，改好后重新启动",
            )

    def name_of(self, service_id: str) -> str:
        """The name of a service whatever the region and date, or its id where nobody knows it."""
        versions = self._versions(service_id)
        return versions[-1].name if versions else service_id

    @cached_property
    def _one_of(self) -> Callable[[str], frozenset[str]]:
        def read(service_id: str) -> frozenset[str]:
            names = frozenset().union(*(version.reads for version in self._versions(service_id)))
            return frozenset(self.facts[name].one_of for name in names if name in self.facts) - {""}

        return lru_cache(maxsize=_FOUND_KEPT)(read)

    def one_of(self, service_id: str) -> frozenset[str]:
        """The words for the several of whom a service concerns one each (`孩子`); none for what concerns the person."""
        return self._one_of(service_id)

    def resting_on(self, document: str) -> tuple[PublicService | Adoption, ...]:
        """Every version and adoption with a clause of this document among its basis."""
        entries: tuple[PublicService | Adoption, ...] = (*self.services, *self.adoptions)
        return tuple(
            entry for entry in entries if any(clause.split("#")[0] == document for clause in entry.clauses)
        )

    def _versions(self, service_id: str) -> tuple[PublicService, ...]:
        return self._by_id.get(service_id, ())

    @cached_property
    def _by_id(self) -> dict[str, tuple[PublicService, ...]]:
        by_id: dict[str, list[PublicService]] = {}
        for service in sorted(self.services, key=lambda entry: entry.valid_from):
            by_id.setdefault(service.id, []).append(service)
        return {service_id: tuple(versions) for service_id, versions in by_id.items()}

    @cached_property
    def _adoptions_of(self) -> dict[str, list[Adoption]]:
        by_service: dict[str, list[Adoption]] = {}
        for adoption in self.adoptions:
            by_service.setdefault(adoption.service_id, []).append(adoption)
        return by_service

    def _adopted(self, service: PublicService, region: str, on: date) -> list[Adoption]:
        """The clauses by which the region and those above promise the service on that day, nearest first."""
        levels = lineage(region)
        adopted = [
            adoption
            for adoption in self._adoptions_of.get(service.id, ())
            if adoption.region in levels and adoption.in_force(on)
        ]
        return sorted(adopted, key=lambda adoption: levels.index(adoption.region))


def _with_promises(service: PublicService, adopted: Iterable[Adoption]) -> PublicService:
    """The service with the basis that these promises add, and the cases that they give to another level."""
    adopted = tuple(adopted)
    clauses = (*service.clauses, *(clause for adoption in adopted for clause in adoption.clauses))
    splits = (*service.lead.splits, *(split for adoption in adopted for split in adoption.splits))
    return replace(service, clauses=tuple(dict.fromkeys(clauses)), lead=replace(service.lead, splits=splits))


def load_catalogue(policies_folder: Path) -> Catalogue:
    """The catalogue of all packs below `policies_folder`; raises `PackError` for anything wrong in them."""
    report = Report()
    contents = read_packs(policies_folder, report)
    report.refuse()
    return catalogue_of(contents)


def catalogue_of(contents: ReadPacks, set_aside: Collection[str] = ()) -> Catalogue:
    """The catalogue of packs that were read."""
    return Catalogue(
        contents.services,
        contents.adoptions,
        contents.book,
        contents.facts,
        contents.conversation,
        frozenset(set_aside),
    )


def _serving(policies_folder: Path, report: Report) -> Catalogue:
    """The catalogue of the regions with nothing wrong in their documents, offices and services."""
    facts = dictionary(policies_folder)
    report.errors.extend(dictionary.troubles(policies_folder))
    contents = read_packs(policies_folder, report, facts=facts)
    below = {
        region_of(trouble.file) for kept in (shipped, book) for trouble in kept.troubles(policies_folder)
    }
    aside = contents.broken | below
    if aside & {NATION, ""}:
        report.refuse()
    return catalogue_of(contents.without(aside), aside)


catalogue = Kept(_serving)
"""The catalogue of the installed packs, read once; another folder may be named."""


def parameters_of(folder: Path) -> ParameterBook:
    """The dated parameters below a policies folder."""
    return catalogue(folder).parameters
