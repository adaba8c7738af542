"""Which office answers for a service in a region: looked up in the office book, never guessed."""

from __future__ import annotations

from datetime import date

from huigong.catalogue.services import PublicService
from huigong.directory import offices
from huigong.kernel.errors import NotFound, Unavailable


def office_for(service: PublicService, region: str, on: date) -> str:
    """The id of the office that receives and decides, in `region` or the nearest level above that has the line.

    Raises `DomainError` (`case.no_office`): a case without an owner must not come into being.
    """
    clause = service.clauses[0] if service.clauses else ""
    return office_of_line(service.lead.line, region, on, name=service.name, clause=clause)


def office_of_line(line: str, region: str, on: date, *, name: str, clause: str = "") -> str:
    """The id of the office of a line in `region` or the nearest level above. Raises `DomainError` (`case.no_office`)."""
    office = offices.book().for_line(region, line, on)
    if office is None:
        raise Unavailable(
            code="case.no_office",
            what=f"“{name}”暂时不能提交",
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
            what=f"“{name_of(office_id, on)}”已经撤并",
            why="办件只能交给现在还在的部门，不能落空",
            do="请从部门名录中选择接手的部门",
        )
    return office_id


def exists(office_id: str, on: date) -> bool:
    """Whether an office of the book is in being on that day. Raises `DomainError` (`office.unknown`)."""
    return offices.book().get(office_id, on).valid_on(on)


def name_of(office_id: str, on: date) -> str:
    """The office's name of that day for a page, or its id where the book does not know it."""
    book = offices.book()
    return book.get(office_id, on).name if book.versions(office_id) else office_id
