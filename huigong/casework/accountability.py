"""Which office answers for a service in a region: looked up in the office book, never guessed."""

from __future__ import annotations

from datetime import date

from huigong.catalogue.services import PublicService
from huigong.directory import offices
from huigong.kernel.errors import DomainError


def office_for(service: PublicService, region: str, on: date) -> str:
    """The id of the office that receives and decides, in `region` or the nearest level above that has the line.

    Raises `DomainError` (`case.no_office`): a case without an owner must not come into being.
    """
    found = offices.book().for_line(region, service.lead.line, on)
    if found is None:
        raise DomainError(
            code="case.no_office",
            what=f"“{service.name}”暂时不能提交",
            why="部门名录里没有这个地区负责此事项的部门",
            do="请到任意服务窗口提出，由窗口登记并联系部门（首问负责）；同时请管理员补全部门名录",
            clause=service.clauses[0] if service.clauses else "",
        )
    return found.id


def require_office(office_id: str, on: date) -> str:
    """The id of an office that exists on that day.

    Raises `DomainError` (`case.no_such_office`).
    """
    office = offices.book().get(office_id)
    if office is None or not _exists(office.valid_from, office.valid_until, on):
        raise DomainError(
            code="case.no_such_office",
            what=f"没有“{office_id}”这个部门，或者它已经撤并",
            why="办件只能交给现在还在的部门，不能落空",
            do="请从部门名录中选择",
        )
    return office_id


def _exists(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    return (valid_from is None or valid_from <= on) and (valid_until is None or on <= valid_until)


def name_of(office_id: str) -> str:
    """The office's name for a page, or its id where the book does not know it."""
    office = offices.book().get(office_id)
    return office.name if office is not None else office_id
