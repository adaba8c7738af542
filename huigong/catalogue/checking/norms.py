"""Checks services against the law they cite: its dates, its time limits, and what it leaves to local rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huigong.catalogue.checking.references import cited
from huigong.catalogue.entries import Adoption, LimitKind, PublicService
from huigong.catalogue.loading import ReadPacks
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Place, Report, Shape, place_in, shared_file
from huigong.kernel.packs.errors import guess
from huigong.kernel.packs.kinds import choice, flag, number, text
from huigong.kernel.timelimits import Measure
from huigong.policy.documents import PackDocument
from huigong.policy.packs import Library
from huigong.rules.nodes import fact_names

TABLE = "100000/time-limits.yaml"
ROW = Shape(
    "时限表的一行",
    {
        "article": text(),
        "what": text(),
        "length": number(),
        "measure": choice(Measure),
        "fact": text(),
        "verified": flag(True),
    },
)
_DAYS = {
    Measure.WORKING_DAY: "工作日",
    Measure.NATURAL_DAY: "自然日",
    Measure.MONTH: "月",
    Measure.YEAR: "年",
}


@dataclass(frozen=True)
class Clock:
    """How long an article of law gives, and in which days."""

    length: int
    measure: Measure


def check(packs: ReadPacks, catalogue: Catalogue, library: Library, folder: Path, report: Report) -> None:
    """Puts what contradicts the law cited into the report."""
    table = read_time_limits(folder, report)
    for service in catalogue.services:
        report.errors.extend(_older_than_its_norms(service, packs, library))
        report.errors.extend(_other_clocks(service, table))
        report.errors.extend(_only_local(service, catalogue))
    for adoption in catalogue.adoptions:
        report.errors.extend(_without_base(adoption, catalogue))
    for document in library.documents.values():
        report.errors.extend(_older_than_its_basis(document, library))


def read_time_limits(folder: Path, report: Report) -> Mapping[str, tuple[Clock, ...]]:
    """The clocks of each article in the table of limits; what is wrong with the table is noted.

    Empty for a folder without the table.
    """
    file = shared_file(folder, TABLE)
    raw = file.read(report) if file.path.exists() else []
    rows = raw if isinstance(raw, list) else []
    clocks: defaultdict[str, list[Clock]] = defaultdict(list)
    for index, written in enumerate(rows):
        row = ROW.read(written, report=report, place=place_in(rows, index, Place(TABLE)))
        if row is not None:
            clocks[row["article"]].append(Clock(row["length"], row["measure"]))
    return {article: tuple(listed) for article, listed in clocks.items()}


def begins(document: PackDocument) -> date | None:
    """The first day of a document, as far as its pack knows it."""
    return document.in_force_from or document.issued_on


def is_late(adoption: Adoption, library: Library) -> bool:
    """Whether a document promises a service before there was one to adopt."""
    document = library.documents.get(adoption.clauses[0].partition("#")[0])
    first = begins(document) if document else None
    return first is not None and adoption.valid_from > first


def _older_than_its_norms(service: PublicService, packs: ReadPacks, library: Library) -> Iterator[PackError]:
    for clause, place in cited(service, packs.written.get(service.source)):
        document = library.documents.get(clause.partition("#")[0])
        first = begins(document) if document else None
        if document and first and service.valid_from < first:
            yield PackError(
                "pack.older_than_norm",
                what=f"“{service.name}”从{service.valid_from}起办，依据的《{document.title}》{first}才施行",
                do="请把以前的办法另写一个版本，只引当时有效的条文",
                place=place,
            )


def _other_clocks(service: PublicService, table: Mapping[str, tuple[Clock, ...]]) -> Iterator[PackError]:
    for limit in service.limits:
        article, clock = limit.limit.article, Clock(limit.limit.length, limit.limit.measure)
        known = table.get(article, ())
        if not known and table and limit.kind is not LimitKind.PROMISED and limit.limit.verified:
            nearest, do = guess(article, table)
            yield PackError(
                "pack.limit_unknown",
                what=f"时限表里没有“{article}”，无法核对期限",
                do=do,
                place=limit.place,
                suggestion=nearest,
            )
        if known and clock not in known:
            lengths = "、".join(f"{row.length}{_DAYS[row.measure]}" for row in known)
            yield PackError(
                "pack.limit_differs",
                what=f"期限写的是{clock.length}{_DAYS[clock.measure]}，{article}是{lengths}",
                do=f"请核对条文和 {TABLE}",
                place=limit.place,
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
    first = begins(document)
    for basis in document.basis:
        above = library.documents.get(basis)
        start = begins(above) if above else None
        over = above.repealed_on if above else None
        if above and first and ((start and start > first) or (over and over <= first)):
            yield PackError(
                "pack.basis_not_in_force",
                what=f"文件从{first}起，那一天依据的《{above.title}》不在施行",
                do="请核对两份文件的日期，或改引当时有效的文件",
                place=library.basis_places.get((document.id, basis)),
            )


def _only_local(service: PublicService, catalogue: Catalogue) -> Iterator[PackError]:
    """Reports a rule made only of local conditions that are asked of the person: the applicant would decide."""
    asked = [catalogue.facts[name] for name in fact_names(service.conditions)]
    if asked and all(fact.local for fact in asked) and any(fact.question for fact in asked):
        yield PackError(
            "pack.only_local",
            what=f"“{service.name}”只问“{asked[0].name}”，等于让办事的人自己说符不符合",
            why="当地的条件没有写出来，谁也不能凭这一句答“是”",
            do="请写出条件；写不出的，去掉事实的 question，答复就是“不知道，要问部门”",
            place=service.place,
        )
