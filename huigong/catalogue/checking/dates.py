"""Checks the days of services, adoptions and figures against those of the norms that they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from huigong.catalogue.checking.references import cited
from huigong.catalogue.entries import Adoption, PublicService
from huigong.catalogue.loading import ReadPacks
from huigong.catalogue.parameters import WrittenParameter
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Report
from huigong.policy.documents import PackDocument
from huigong.policy.packs import Library


def check(packs: ReadPacks, catalogue: Catalogue, library: Library, report: Report) -> None:
    """Puts what cannot hold on its own days into the report."""
    entries: tuple[PublicService | Adoption, ...] = (*catalogue.services, *catalogue.adoptions)
    for entry in entries:
        name = entry.name if isinstance(entry, PublicService) else catalogue.name_of(entry.service_id)
        report.errors.extend(_outside_its_norms(entry, name, packs, library))
        report.errors.extend(_longer_than_its_plan(entry, name, library))
    for adoption in catalogue.adoptions:
        report.errors.extend(_without_base(adoption, catalogue))
    for parameter in packs.parameters:
        report.errors.extend(_figure_older_than_its_norm(parameter, library))
    report.errors.extend(_undated(packs, catalogue, library))
    for document in library.documents.values():
        report.errors.extend(_older_than_its_basis(document, library))


def _undated(packs: ReadPacks, catalogue: Catalogue, library: Library) -> Iterator[PackError]:
    """Cited documents without a first day, against which nothing can be held, and without a reason."""
    entries: tuple[PublicService | Adoption, ...] = (*catalogue.services, *catalogue.adoptions)
    places = {
        clause.partition("#")[0]: place
        for entry in reversed(entries)
        for clause, place in cited(entry, packs.written.get(entry.source))
    }
    for name, document in library.documents.items():
        if name in places and document.begins is None and document.undated is None:
            yield PackError(
                "pack.undated_norm",
                what=f"依据的《{document.title}》没有写哪天起施行，没法核对事项有没有早于它",
                do=f"请在 {name}/document.yaml 写 in_force_from；文件本身没有日期的，写 undated: 为什么",
                place=places[name],
            )


def _outside_its_norms(
    entry: PublicService | Adoption, name: str, packs: ReadPacks, library: Library
) -> Iterator[PackError]:
    for clause, place in cited(entry, packs.written.get(entry.source)):
        document = library.documents.get(clause.partition("#")[0])
        first = document.begins if document else None
        if document and first and entry.valid_from < first:
            yield PackError(
                "pack.older_than_norm",
                what=f"“{name}”从{entry.valid_from}起办，依据的《{document.title}》{first}才施行",
                do="请把以前的办法另写一个版本，只引当时有效的条文",
                place=place,
            )
        over = document.repealed_on if document else None
        if document and over and (entry.valid_until is None or entry.valid_until >= over):
            yield PackError(
                "pack.outlives_norm",
                what=f"“{name}”办到{entry.valid_until or '没有写的那天'}，依据的《{document.title}》{over}就不再施行",
                do=f"请写 valid_until 到{over}的前一天，以后的另写一个版本，引那时有效的条文",
                place=place,
            )


def _figure_older_than_its_norm(parameter: WrittenParameter, library: Library) -> Iterator[PackError]:
    for value in parameter.values:
        document = library.documents.get(value.clause.partition("#")[0])
        if document and document.begins and value.valid_from < document.begins:
            yield PackError(
                "pack.older_than_norm",
                what=f"参数“{parameter.declaration.name}”从{value.valid_from}起用{value.value}，"
                f"依据的《{document.title}》{document.begins}才施行",
                do="请改引当时有效的条文，或改 from",
                place=parameter.place,
            )


def _longer_than_its_plan(
    entry: PublicService | Adoption, name: str, library: Library
) -> Iterator[PackError]:
    document = library.documents.get(entry.clauses[0].partition("#")[0])
    last = document.plan_ends if document else None
    until = entry.valid_until
    if document and last and not entry.lasting and (until is None or until > last):
        goes_on = f"写到{until}" if until else "没有写到哪天为止"
        yield PackError(
            "pack.plan_without_end",
            what=f"“{name}”依据{document.plan_for}年度的《{document.title}》，{goes_on}",
            why="年度计划管一年；过了年还当作有效，会把没有依据的事答成“可以”",
            do=f"请写 valid_until: {last}；文件自己写了更晚的，或者另有依据的，写 lasting: 说明原因",
            place=entry.place,
        )


def _without_base(adoption: Adoption, catalogue: Catalogue) -> Iterator[PackError]:
    for day, word in ((adoption.valid_from, "这天起"), (adoption.valid_until, "到这天还")):
        known = adoption.service_id in catalogue.ids
        if day and known and catalogue.find(adoption.service_id, adoption.region, day) is None:
            yield PackError(
                "pack.adoption_without_base",
                what=f"{day}{word}承接“{catalogue.name_of(adoption.service_id)}”，可是那一天还没有或不再有这个事项",
                why="承接不能凭空有事项；这一条算作没有落到事项",
                do="请在这一行写 from（或 until），从有这个事项的那一天起",
                place=adoption.place,
            )


def _older_than_its_basis(document: PackDocument, library: Library) -> Iterator[PackError]:
    first = document.begins
    for basis in document.basis:
        above = library.documents.get(basis)
        start = above.begins if above else None
        over = above.repealed_on if above else None
        if above and first and ((start and start > first) or (over and over <= first)):
            yield PackError(
                "pack.basis_not_in_force",
                what=f"文件从{first}起，那一天依据的《{above.title}》不在施行",
                do="请核对两份文件的日期，或改引当时有效的文件",
                place=library.basis_places.get((document.id, basis)),
            )
