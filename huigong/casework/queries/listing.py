"""Lists of cases for officials, and what a person said in one of them.

None of these leaves an access event of its own: a list shows a masked name at
most, and the rest is part of a page whose query has left one in the same request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from huigong.casework.access import case_not_found, readable
from huigong.casework.accountability import name_of
from huigong.casework.answers import answers_of, form_of, said_by
from huigong.casework.models import Case
from huigong.casework.parties import count_of_concerned, main_of, of_person, short_name
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.procedures.terms import Phase
from huigong.casework.queries.counting import MANY, Counting, compiled
from huigong.casework.queries.keyset import START, Key, Place, read, turned, written
from huigong.casework.servicesteps import known_service
from huigong.casework.timekeeping import left_in_list, running_clocks
from huigong.casework.tone import TimeLeft
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid
from huigong.rules.values import Answer


@dataclass(frozen=True)
class CaseRow:
    """A line of a case list; the name is masked. `of_another`: another office answers for it,
    which asked the viewer's or took it over."""

    case_id: str
    number: str
    service: str
    person: str
    status: str
    status_name: str
    phase: Phase
    office: str
    opened_on: date
    left: TimeLeft
    of_another: bool = False


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list shows; empty parts leave all in."""

    person_id: str = ""
    service_id: str = ""
    office_id: str = ""
    status: str = ""
    only_open: bool = False


_OPENED = (Key("opened_on", date, falling=True), Key("pk", int, falling=True))
SORTS: dict[str, tuple[Key, ...]] = {
    "due": (
        Key("is_open", bool, falling=True),
        Key("paused", bool),
        Key("due_on", date, nullable=True),
        *_OPENED,
    ),
    "newest": _OPENED,
    "oldest": (Key("opened_on", date), Key("pk", int)),
}
# What a line is made of; the rest of the row stays where it is, and sealed.
_SHOWN = (
    *("public_id", "number", "service_name", "region", "accountable_office", "opened_on"),
    *("procedure", "procedure_version", "status", "is_open", "paused", "due_on"),
)
# In an address a case is named by its public id, never by a row number.
_NAMED = Key("public_id", UUID)


@dataclass(frozen=True)
class CaseRows:
    """Some rows of a list; `after` and `before` are what an address carries for its neighbours, "" where there are none."""

    rows: tuple[CaseRow, ...]
    after: str = ""
    before: str = ""


def listed(
    viewer: Principal, *, today: date, wanted: CaseFilter, size: int = 200, sort: str = "due"
) -> list[CaseRow]:
    """The first of the cases that the viewer may read; four queries for any number. Raises as `page_of`."""
    return list(page_of(viewer, today=today, wanted=wanted, size=size, sort=sort).rows)


def page_of(
    viewer: Principal,
    *,
    today: date,
    wanted: CaseFilter,
    size: int,
    sort: str = "due",
    after: str = "",
    before: str = "",
) -> CaseRows:
    """`size` of the cases that the viewer may read, behind the one that `after` names, or in front of that of `before`;
    four queries for the first page, and up to five more for another.

    `sort` is `due` (open cases first, of those what is due first, then the newest), `newest` or `oldest`.
    Raises `DomainError` (`access.denied`).
    """
    keys = SORTS[sort]
    place = _place(keys, before or after, before=bool(before))
    viewer.require(Permission.CASE_READ)
    rows = _written(viewer.rights, wanted).all()
    shown = turned(rows, keys, place, size=size)
    prefetch_related_objects(shown.rows, Prefetch("clocks", queryset=running_clocks()), main_of())
    return CaseRows(
        tuple(_row(case, viewer, today=today) for case in shown.rows),
        after=_at(keys, shown.rows[-1]) if shown.behind else "",
        before=_at(keys, shown.rows[0]) if shown.ahead else "",
    )


@lru_cache(maxsize=256)
def _written(viewer: Principal, wanted: CaseFilter) -> QuerySet[Case]:
    """The query of a list, written once for an official. Never asked itself: it would keep its rows."""
    return _wanted(viewer, wanted).only(*_SHOWN).annotate(concerned=count_of_concerned())


def _place(keys: tuple[Key, ...], said: str, *, before: bool) -> Place:
    """The place that an address names; the start for a case that is not there."""
    place = read((*keys[:-1], _NAMED), said, before=before)
    if not place.values:
        return START
    row = Case.objects.filter(public_id=place.values[-1]).order_by().values_list("pk", flat=True).first()
    return START if row is None else replace(place, values=(*place.values[:-1], row))


def _at(keys: tuple[Key, ...], case: Case) -> str:
    named = (*keys[:-1], _NAMED)
    return written(named, [getattr(case, key.path) for key in named])


def counted(viewer: Principal, wanted: CaseFilter, *, at_most: int = MANY) -> int:
    """How many cases the list has on all its pages, or `at_most + 1` if there are more; one query.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.CASE_READ)
    return _counting(viewer.rights, wanted, at_most).asked()["all"]


@lru_cache(maxsize=256)
def _counting(viewer: Principal, wanted: CaseFilter, at_most: int) -> Counting:
    """The question of `counted`, written once for an official and a list."""
    return compiled({"all": _wanted(viewer, wanted).order_by()}, at_most=at_most)


def found_by_number(viewer: Principal, number: str) -> str:
    """The public id of the case with exactly this number, where the viewer may read it; "" for none."""
    public_id = readable(viewer).filter(number=number).order_by().values_list("public_id", flat=True).first()
    return public_id.hex if public_id else ""


def _wanted(viewer: Principal, wanted: CaseFilter) -> QuerySet[Case]:
    rows = readable(viewer)
    if wanted.person_id:
        rows = rows.filter(of_person(wanted.person_id))
    chosen = {
        "service_id": wanted.service_id,
        "accountable_office": wanted.office_id,
        "status": wanted.status,
    }
    rows = rows.filter(**{field: value for field, value in chosen.items() if value})
    return rows.filter(is_open=True) if wanted.only_open else rows


def said(viewer: Principal, case_id: str) -> dict[str, Answer]:
    """What the application says, in its form and beside it, as values that rules take: fact name → value.

    Raises `DomainError` (`case.not_found`), also for a case outside the viewer's reach.
    """
    rows = readable(viewer).select_related("application")
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    sent = form_of(case.application)
    service = known_service(case) if sent else None
    stated = said_by(sent.form, sent.lodged, service) if sent else {}
    return {**stated, **answers_of(case.application)}


def _row(case: Case, viewer: Principal, *, today: date) -> CaseRow:
    status = status_in_list(case)
    return CaseRow(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        person=short_name(case, concerned=case.concerned),  # type: ignore[attr-defined]
        status=case.status,
        status_name=status.name,
        phase=status.phase,
        office=name_of(case.accountable_office, today),
        opened_on=case.opened_on,
        left=left_in_list(case.clocks.all(), today=today),
        of_another=not viewer.can(Permission.CASE_READ, region=case.region, office=case.accountable_office),
    )
