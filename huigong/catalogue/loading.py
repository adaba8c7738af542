"""Reads every policy pack's services and parameters into one catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from huigong.catalogue.conversation import Conversation
from huigong.catalogue.conversation_reading import read_conversation
from huigong.catalogue.drafts import Draft
from huigong.catalogue.entries import Adoption, PublicService
from huigong.catalogue.parameters import ParameterBook, WrittenParameter, merge, read_parameters
from huigong.catalogue.places import Places, read_places
from huigong.catalogue.reading import read_adoptions, read_service
from huigong.forms.services import FormsOfServices, read_services
from huigong.kernel.packs import PackError, Place, Report, files, place_in, region_of
from huigong.kernel.regions import lineage
from huigong.rules.facts import FactDictionary, read_dictionary


@dataclass(frozen=True)
class ReadPacks:
    """What the packs say about services, as far as it is well formed.

    `written` has each service file as loaded, by its name; `broken` are the regions with
    something wrong.
    """

    services: tuple[PublicService, ...]
    adoptions: tuple[Adoption, ...]
    parameters: tuple[WrittenParameter, ...]
    facts: FactDictionary
    places: Places
    written: Mapping[str, Any]
    conversation: Conversation
    broken: frozenset[str] = frozenset()

    @property
    def book(self) -> ParameterBook:
        """The parameters of all regions."""
        return merge(self.parameters, Report())

    @property
    def unreadable(self) -> frozenset[str]:
        """Ids of services with a file that could not be read."""
        read = {service.source for service in self.services}
        return frozenset(str(raw.get("id")) for name, raw in self.written.items() if name not in read)

    def without(self, regions: Collection[str]) -> ReadPacks:
        """The packs without those regions and the ones below them: never half a region."""
        return replace(
            self,
            services=tuple(service for service in self.services if serves(service.region, regions)),
            adoptions=tuple(adoption for adoption in self.adoptions if serves(adoption.region, regions)),
            parameters=tuple(parameter for parameter in self.parameters if serves(parameter.region, regions)),
            broken=frozenset(regions),
        )


def read_packs(folder: Path, report: Report, *, facts: FactDictionary | None = None) -> ReadPacks:
    """Services, adoptions, parameters and facts of all packs below `folder`; what is wrong goes into the report.

    `facts` are those of the folder, where they are read already. Raises `PackError` where the facts or the kinds of
    place cannot be read.
    """
    facts = read_dictionary(folder, report) if facts is None else facts
    places = read_places(folder)
    parameters = _parameters(folder, report)
    book = merge(parameters, report)
    adoptions, drafts = _entries(folder, report, facts)
    forms = read_services(folder, report)
    services = tuple(_services(drafts, facts, book, places=places, forms=forms, report=report))
    report.errors.extend(_two_versions(services))
    report.errors.extend(_unmarked(parameters, drafts))
    return ReadPacks(
        services,
        tuple(adoptions),
        tuple(parameters),
        facts,
        places,
        written={draft.file.name: draft.raw for draft in drafts},
        conversation=read_conversation(folder, facts=facts, drafts=drafts, report=report),
        broken=frozenset(region_of(error.file) for error in report),
    )


def serves(region: str, set_aside: Collection[str]) -> bool:
    """Whether neither the region nor one that it inherits from is set aside."""
    return not set(lineage(region)) & set(set_aside)


def _parameters(folder: Path, report: Report) -> list[WrittenParameter]:
    return [
        parameter
        for file in files(folder, "*/parameters.yaml")
        if (raw := file.read(report)) is not None
        for parameter in read_parameters(raw, file, report)
    ]


def _entries(folder: Path, report: Report, facts: FactDictionary) -> tuple[list[Adoption], list[Draft]]:
    adoptions: list[Adoption] = []
    drafts: list[Draft] = []
    for file in files(folder, "*/services/*.yaml"):
        before = len(report.errors)
        raw = file.read(report)
        if isinstance(raw, dict) and "adopts" in raw:
            adoptions += read_adoptions(raw, file, report, facts=facts)
        elif isinstance(raw, dict):
            drafts.append(Draft(file, raw))
        elif len(report.errors) == before:
            what, do = f"{file.name}里没有服务事项", "请写 id、name 等字段，或写 adopts"
            report.add(PackError("catalogue.file", what=what, do=do, place=Place(file.name)))
    return adoptions, drafts


def _services(
    drafts: Sequence[Draft],
    facts: FactDictionary,
    parameters: ParameterBook,
    *,
    places: Places,
    forms: FormsOfServices,
    report: Report,
) -> Iterator[PublicService]:
    """Every service that is well formed; what inherits from a broken one is skipped without a second error."""
    by_id: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_id[draft.id].append(draft)
    broken = {region_of(error.file) for error in report}
    read: dict[str, PublicService | None] = {}
    for draft in sorted(drafts, key=lambda draft: len(lineage(draft.file.region))):
        above = _above(draft, by_id[draft.id])
        read[draft.file.name] = None
        if above is None and draft.inherits:
            if not broken & set(lineage(draft.file.region)):
                report.add(_nothing_to_inherit(draft))
        elif above is None or read[above.file.name] is not None:
            complete = _completed(draft, by_id[draft.id])
            read[draft.file.name] = read_service(
                complete, facts=facts, parameters=parameters, places=places, forms=forms, report=report
            )
    for draft in drafts:
        service = read[draft.file.name]
        if service is not None:
            yield service


def _completed(draft: Draft, namesakes: Sequence[Draft]) -> Draft:
    """The draft with what it inherits filled in, up to the region that states everything."""
    above = _above(draft, namesakes)
    return draft if above is None else draft.filled_from(_completed(above, namesakes))


def _above(draft: Draft, namesakes: Sequence[Draft]) -> Draft | None:
    """What a draft inherits from: the newest version in the nearest region above that has one."""
    for level in lineage(draft.file.region)[1:] if draft.inherits else ():
        there = [draft for draft in namesakes if draft.file.region == level]
        if there:
            return max(there, key=_newest)
    return None


def _nothing_to_inherit(draft: Draft) -> PackError:
    return PackError(
        "catalogue.nothing_to_inherit",
        what=f"{draft.file.name}写了 inherits，但上级地区没有“{draft.id}”",
        do="请写全各个字段，或核对 id",
        place=draft.place,
    )


def _newest(draft: Draft) -> tuple[bool, str]:
    return draft.raw.get("verified", True) is True, str(draft.raw.get("valid_from"))


def _two_versions(services: Iterable[PublicService]) -> Iterator[PackError]:
    """Two checked versions of one service in one region may not hold on the same day."""
    versions: defaultdict[tuple[str, str], list[PublicService]] = defaultdict(list)
    for service in services:
        for other in versions[service.id, service.region]:
            both = service.verified and other.verified
            if both and (service.in_force(other.valid_from) or other.in_force(service.valid_from)):
                yield PackError(
                    "catalogue.two_versions",
                    what=f"“{service.name}”在{service.region}同一天有两个版本",
                    why=f"{other.source}和{service.source}的起止日期重叠",
                    do="请写明前一个版本的 valid_until",
                    place=service.place,
                )
        versions[service.id, service.region].append(service)


def _unmarked(parameters: Iterable[WrittenParameter], drafts: Iterable[Draft]) -> Iterator[PackError]:
    """Reports an override that is not marked, and a mark that overrides nothing."""
    every = [*_overriding(parameters), *_stated(drafts)]
    regions: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, name, region, _, _ in every:
        regions[kind, name].add(region)
    for kind, name, region, marked, place in every:
        above = [level for level in lineage(region)[1:] if level in regions[kind, name]]
        if above and not marked:
            yield PackError(
                "catalogue.unmarked_override",
                what=f"{kind}“{name}”在{above[0]}已经有了，这里又写了一个",
                why="写错名称或忘了上级已有，会悄悄盖掉上级的规定",
                do="确实要改上级的，写 overrides: true；只改几处的事项写 inherits: true",
                place=place,
            )
        if marked and not above:
            yield PackError(
                "catalogue.nothing_to_override",
                what=f"{kind}“{name}”写了 overrides，但上级地区没有",
                do="请去掉 overrides，或核对名称",
                place=place,
            )


_Named = tuple[str, str, str, bool, Place]


def _overriding(parameters: Iterable[WrittenParameter]) -> Iterator[_Named]:
    """Parameters with values; a name that is declared without one waits for those below to give it."""
    for parameter in parameters:
        if parameter.values:
            yield "参数", parameter.declaration.name, parameter.region, parameter.overrides, parameter.place


def _stated(drafts: Iterable[Draft]) -> Iterator[_Named]:
    """Services that state everything themselves; `inherits: true` says by itself what it changes."""
    for draft in drafts:
        if not draft.inherits:
            place = place_in(draft.raw, "id", draft.place) or draft.place
            yield "事项", draft.id, draft.file.region, draft.raw.get("overrides") is True, place
