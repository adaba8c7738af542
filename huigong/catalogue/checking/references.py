"""Follows what services refer to: clauses, systems, offices, services of other regions, dated bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from huigong.catalogue.entries import Adoption, PublicService
from huigong.catalogue.loading import ReadPacks
from huigong.catalogue.services import Catalogue
from huigong.catalogue.tables import misplaced_lines
from huigong.directory.offices import OfficeBook
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Marked, PackError, Place, Report, place_in
from huigong.kernel.packs.errors import guess
from huigong.kernel.regions import lineage
from huigong.policy.packs import Library
from huigong.rules.nodes import Cited, Parameter, fact_names, walk

LONGEST_POINT = 120
"""Characters of a point that is read on a phone: five lines."""


def check(
    packs: ReadPacks, catalogue: Catalogue, library: Library, offices: OfficeBook, report: Report
) -> None:
    """Reports every reference without a target."""
    systems = [system.id for system in library.systems]
    lines = [line.id for line in offices.lines()]
    for service in catalogue.services:
        written = packs.written.get(service.source)
        for clause, place in cited(service, written):
            require_clause(library, clause, place, report)
        _require(service.system, systems, "系统", where(written, service.system, service.place), report)
        for remedy in service.remedies:
            _require(remedy, catalogue.ids, "可以接着办的事项", where(written, remedy, service.place), report)
        for office in (*(lead.line for lead in service.leads), *service.support):
            _require(office, lines, "部门条线", where(written, office, service.place), report)
        report.errors.extend(_own(service, catalogue))
    report.errors.extend(_figures(catalogue))
    report.errors.extend(_foreign(packs))
    for adoption in catalogue.adoptions:
        _require(adoption.service_id, catalogue.ids, "可以承接的事项", adoption.place, report)
        for clause in adoption.clauses:
            require_clause(library, clause, adoption.place, report)


def _figures(catalogue: Catalogue) -> Iterator[PackError]:
    """Facts that services read and that stand for a figure of the region which no pack declares so."""
    read = {name for service in catalogue.services for name in fact_names(service.rule, into_derived=True)}
    for fact in (catalogue.facts[name] for name in sorted(read)):
        if isinstance(fact.derivation, Parameter):
            declared = catalogue.parameters.declarations.get(fact.derivation.name)
            if declared is None or (declared.type, declared.measure) != (fact.type, fact.measure):
                yield PackError(
                    "pack.figure_of_fact",
                    what=f"事实“{fact.name}”取自参数“{fact.derivation.name}”，没有这样的参数",
                    do=f"请在 parameters.yaml 登记它，type: {fact.type.value}，measure 和事实一样",
                    place=fact.derivation.place or Place(),
                )


def _foreign(packs: ReadPacks) -> Iterator[PackError]:
    """Parameters that a service reads and only other regions declare: without these it would not serve."""
    declared: dict[str, set[str]] = {}
    for parameter in packs.parameters:
        declared.setdefault(parameter.declaration.name, set()).add(parameter.region)
    for service in packs.services:
        amount = {service.amount.parameter} if service.amount is not None else set[str]()
        read = {node.name for node in walk(service.rule, into_derived=True) if isinstance(node, Parameter)}
        for name in sorted(amount | read):
            regions = declared.get(name, set())
            if regions and regions.isdisjoint(lineage(service.region)):
                yield PackError(
                    "pack.foreign_parameter",
                    what=f"“{service.id}”用到参数“{name}”，只有{'、'.join(sorted(regions))}登记了它",
                    why="那个地区的资料停用或没有安装时，这个事项也用不了",
                    do="请在全国的 parameters.yaml 登记名称（values: []），或在本地区登记",
                    place=service.place,
                )


def cited(service: PublicService | Adoption, written: Any) -> Iterator[tuple[str, Place]]:
    """Every clause that a service rests on, with its place; those of its rule are where they stand in it."""
    for clause in service.clauses:
        yield clause, where(written, clause[clause.find("#") :], where(written, clause, service.place))
    if isinstance(service, PublicService):
        for node in walk(service.rule):
            if isinstance(node, Cited) and node.clause and node.clause not in service.clauses:
                yield node.clause, node.place or service.place


def where(written: Any, word: str, otherwise: Place) -> Place:
    """The place of a text in a loaded file, or another where nobody wrote it there."""
    return next((text.place for text in _texts(written) if text == word), otherwise)


def _texts(written: Any) -> Iterator[Marked]:
    if isinstance(written, Marked):
        yield written
    elif isinstance(written, Mapping | list):
        for part in written.values() if isinstance(written, Mapping) else written:
            yield from _texts(part)


def _own(service: PublicService, catalogue: Catalogue) -> Iterator[PackError]:
    if not service.verified and not service.caution:
        what = "没有核实的版本要写 caution，说明哪里没有核实"
        yield PackError("pack.caution", what=what, place=service.place)
    for point in (*service.caution, *service.refused):
        if len(point) > LONGEST_POINT:
            what = f"“{point[:20]}…”这一条有{len(point)}个字，太长了，手机上看不下去"
            do = f"请分成几条写，一条说一件事，每条不超过{LONGEST_POINT}个字，最要紧的写在前面"
            yield PackError("pack.long_point", what=what, do=do, place=service.place)
    for misplaced in misplaced_lines(service, catalogue.parameters):
        when = f"{misplaced.region} 从{misplaced.on.isoformat()}起"
        what = f"分段的界限没有从小到大：{when}，这一行不比上一行大"
        yield PackError("pack.bounds", what=what, place=misplaced.line.upper.place or service.place)


def _require(name: str, known: list[str] | tuple[str, ...], kind: str, place: Place, report: Report) -> None:
    if name not in known:
        nearest, do = guess(name, known)
        what = f"没有{kind}“{name}”"
        report.add(PackError("pack.unknown", what=what, do=do, place=place, suggestion=nearest))


def require_clauses(library: Library | None, entry: Entry, references: Iterable[str], report: Report) -> None:
    """Reports those of a declaration's `clauses` that the library does not have, each where it is written.

    `references` are they with their documents, in the same order. Without a library nothing is known to be missing.
    """
    if library is None:
        return
    for number, reference in enumerate(references):
        spot = entry.spot("clauses").inside(place_in(entry.raw["clauses"], number))
        require_clause(library, reference, spot.place, report)


def require_clause(library: Library, clause: str, place: Place, report: Report) -> None:
    """Reports a clause or document that the library does not have."""
    try:
        library.clause(clause) if "#" in clause else library.document(clause)
    except DomainError as error:
        report.add(PackError("pack.clause", what=error.what, why=error.why, do=error.do, place=place))
