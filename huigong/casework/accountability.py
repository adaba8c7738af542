"""Which office answers for a service in a region: looked up in the office book, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.answering import Where, who_answers
from huigong.catalogue.citations import cite
from huigong.catalogue.services import PublicService, catalogue
from huigong.directory import offices
from huigong.kernel import regions
from huigong.kernel.errors import DomainError, Invalid, NotFound, Unavailable
from huigong.kernel.sentences import listed, say, wording
from huigong.rules.values import Answer


@dataclass(frozen=True)
class Receiver:
    """Where a case goes: the office, the region in which it is kept, and what is to be said about it."""

    office: str
    region: str
    note: str = ""


def receiver_of(
    service: PublicService, region: str, on: date, *, values: Mapping[str, Answer] | None = None
) -> Receiver:
    """Who receives and decides what is lodged in `region`: the office of the place that the service states.

    `values` may name that place, and say that it is one of the cases of another level. Where they do not, or that
    place has no such service, the office of `region` takes it in, and the note says so. Raises `DomainError` as
    `office_for`.
    """
    where = who_answers(service, region=region, on=on, values=values)
    place, words = where.spot.region, where.lead.place.words
    if place == region:
        return Receiver(office_for(service, region, on, values=values), region, _level_not_said(where))
    if place is None or regions.find(place).level in (regions.Level.NATION, regions.Level.PROVINCE):
        note = say(_NOT_SAID, place=words)
        return Receiver(office_for(service, region, on, values=values), region, note)
    known = catalogue()
    if not known.serves(place) or known.find(service.id, place, on) is None:
        note = say(_NOT_THERE, place=words, name=where.place_name)
        return Receiver(office_for(service, region, on, values=values), region, note)
    return Receiver(office_for(service, place, on, values=values), place, _level_not_said(where))


_NOT_SAID = wording("没有说明{place}在哪个县（市、区），先由提交地的部门收下；不归那里管的，由它转过去。")
_NOT_THERE = wording("{place}在{name}，那里没有这一项，由提交地的部门答复。")
_LEVEL_NOT_SAID = wording("没有说清是不是“{applies}”，先由{office}收下；不归它管的，由它转过去。")


def _level_not_said(where: Where) -> str:
    """That nobody knows yet whether another level answers; "" where that is known, or where no answer would tell."""
    if not where.undecided:
        return ""
    return say(_LEVEL_NOT_SAID, applies=listed(where.undecided, "”“"), office=where.name)


def office_for(
    service: PublicService, region: str, on: date, *, values: Mapping[str, Answer] | None = None
) -> str:
    """The id of the office of `region` that receives and decides: that of the service's `lead`, of the level that it states.

    That level is another where `values` say that it is a case of a split. Where `region` is too wide to tell which office
    that is (a city, for a matter of its counties), the city's own office takes it in and hands it on; a province's does not.
    Raises `DomainError` (`case.no_office`, `case.place_too_wide`): a case without an owner must not come into being.
    """
    clause = cite(service.clauses[0]) if service.clauses else ""
    office = who_answers(service, region=region, on=on, values=values).here.office
    if office is not None:
        return office.id
    if regions.find(region).level is not regions.Level.PREFECTURE:
        raise Invalid(
            code="case.place_too_wide",
            about="region",
            what=say("“{service}”要写明在哪个县（市、区）", service=service.name),
            why="这件事由当地办理，只写省名不知道交给哪里",
            do="请选到县（市、区）再提交",
            clause=clause,
        )
    return office_of_line(service.lead.line, region, on, name=service.name, clause=clause)


def others_of(service: PublicService | None, region: str, on: date) -> tuple[str, ...]:
    """Who else in `region`, where the case is, answers for a part of the service: `看病的救助：米易县医疗保障局（名称待核）`, a line each."""
    if service is None:
        return ()
    others = who_answers(service, region=region, on=on).others
    return tuple(f"{other.lead.does}：{other.here.shown}" for other in others)


def office_of_line(line: str, region: str, on: date, *, name: str, clause: str = "") -> str:
    """The id of the region's own office of a line. Raises `DomainError` (`case.no_office`)."""
    office = offices.book().for_line(region, line, on)
    if office is None:
        raise Unavailable(
            code="case.no_office",
            what=say("“{name}”暂时不能提交", name=name),
            why="部门名录里没有这个地区负责此事项的部门",
            do="请到任意服务窗口提出，由窗口登记并联系部门（首问负责）；同时请管理员补全部门名录",
            clause=clause,
        )
    return office.id


def require_office(office_id: str, on: date) -> str:
    """The id of an office that exists on that day.

    Raises `DomainError`: `office.unknown`, `case.no_such_office`.
    """
    if not exists(office_id, on):
        raise NotFound(
            code="case.no_such_office",
            what=say("“{office}”已经撤并", office=name_of(office_id, on)),
            why="办件只能交给现在还在的部门，不能落空",
            do="请从部门名录中选择接手的部门",
        )
    return office_id


def exists(office_id: str, on: date) -> bool:
    """Whether an office of the book is in being on that day. Raises `DomainError` (`office.unknown`)."""
    return offices.book().get(office_id, on).valid_on(on)


def lives(office: str, on: date) -> bool:
    """As `exists`, False also for what is no office id at all."""
    try:
        return exists(office, on)
    except DomainError:
        return False


def present(office_id: str, on: date) -> str:
    """The office itself, or the one that has its work on that day because its place has closed it."""
    heir = offices.book().heir_of(office_id, on)
    return heir.id if heir else office_id


def name_of(office_id: str, on: date) -> str:
    """The office's name of that day for a page, or its id where the book does not know it."""
    book = offices.book()
    return book.get(office_id, on).marked if book.versions(office_id) else office_id
