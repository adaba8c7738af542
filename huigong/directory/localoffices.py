"""Reading what places say of their own offices and desks: lists, one with its history, and the rows of the local file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Max
from django.utils.timezone import localdate

from huigong.directory import offices
from huigong.directory.models import LocalDesk, LocalEntry, LocalOffice, RoleAssignment
from huigong.directory.offices import Contact, Desk, Office, OfficeBook, Overlay
from huigong.directory.offices.naming import clean
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.kernel.errors import NotFound

State = Literal["now", "later", "over"]


@dataclass(frozen=True)
class OfficeLine:
    """An office as a list shows it: under its name of the day, else the nearest; `title` is what its line does."""

    office: Office
    title: str
    state: State


@dataclass(frozen=True)
class EntryRow:
    """One entry of a place, as its history shows it. `successor` is the name of the office with the work."""

    valid_from: date
    closed: bool
    name: str
    contact: Contact
    successor: str
    source: str
    said_at: datetime
    said_by: str


def offices_in(viewer: Principal, region: str, *, on: date, named: str = "") -> tuple[OfficeLine, ...]:
    """The offices of a region that exist, will exist, or were closed by the place itself, in the order of the lines.

    `named` is a part of any name that documents call it by, or of what its line does. What ended by law with its line is
    left out: that is history and not this page's. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.PLACE_MANAGE, region=region)
    book, wanted = offices.book(), clean(named)
    spelled = {
        office_id
        for spelling, meant in book.spelled(region).items()
        if wanted in spelling
        for office_id, _kind in meant
    }
    lines: list[OfficeLine] = []
    for line in book.lines():
        versions = book.versions(f"{region}/{line.id}")
        known = versions and not versions[-1].generic and _of_today(versions[-1], on)
        if known and (wanted in clean(line.title) or versions[-1].id in spelled):
            lines.append(line_of(versions[-1].id, on=on))
    return tuple(lines)


def line_of(office_id: str, *, on: date) -> OfficeLine:
    """One office of the book as a list shows it. Raises `DomainError` (`office.unknown`)."""
    book = offices.book()
    office = book.get(office_id, on)
    line = book.line(office.line)
    return OfficeLine(office, line.title if line else "", _state(office, on))


def office_of(viewer: Principal, office_id: str, *, on: date) -> OfficeLine:
    """One office, where the viewer keeps the place. Raises `DomainError`: `access.denied`, `office.unknown`.

    A class of bodies, such as 居委会, is no office.
    """
    viewer.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    line = line_of(office_id, on=on)
    if line.office.generic:
        raise NotFound(
            code="office.unknown", what="这是一类机构的统称，不是一个部门", do="请从部门名录里选一个部门"
        )
    return line


def history(viewer: Principal, office_id: str, *, on: date) -> tuple[EntryRow, ...]:
    """What the place has entered about an office, the newest first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    rows = LocalOffice.objects.filter(office=office_id).order_by("-pk")
    return tuple(_entry(row, successor=_name(row.successor, on)) for row in rows)


def newest_of(viewer: Principal, office_id: str) -> int:
    """The key of the newest entry about an office, 0 where there is none. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    keys = LocalOffice.objects.filter(office=office_id).order_by("-pk").values_list("pk", flat=True)
    return keys.first() or 0


def staff_of(viewer: Principal, office_id: str, *, on: date) -> int:
    """How many officials hold a role for this office on the day. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    rows = RoleAssignment.objects.valid_on(on).filter(office=office_id, account__is_active=True)
    return rows.order_by().values("account_id").distinct().count()


def desks_in(viewer: Principal, region: str, *, on: date) -> tuple[Desk, ...]:
    """The desks of a region that serve on the day or will, by level and name. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=region)
    desks = (desk for desk in offices.book().every_desk(region) if not _past(desk, on))
    return tuple(sorted(desks, key=lambda desk: (desk.level, desk.name, desk.valid_from or date.min)))


def desk_of(viewer: Principal, desk_id: str | UUID) -> LocalDesk:
    """The newest entry of a desk. Raises `DomainError` (`desk.not_found`), also for one of elsewhere."""
    try:
        key = UUID(str(desk_id))
    except ValueError:
        key = UUID(int=0)
    row = LocalDesk.objects.filter(desk=key).order_by("pk").last()
    if row is None or not viewer.can(Permission.PLACE_MANAGE, region=row.region):
        raise NotFound(code="desk.not_found", what="没有这个窗口", do="请刷新列表再看")
    return row


def drawn() -> list[dict[str, Any]]:
    """Every entry as a row of the local file, in the order in which they were said."""
    rows = [_office_row(entry) for entry in LocalOffice.objects.order_by("pk")]
    rows += [
        {
            **_row(desk),
            "desk": desk.desk.hex,
            "region": desk.region,
            "line": desk.line,
            "level": desk.level,
            "serves": desk.serves,
        }
        for desk in LocalDesk.objects.order_by("pk")
    ]
    return rows


def foreseen(entry: LocalOffice) -> OfficeBook:
    """The book as it will be once this entry, which is not kept yet, has been said too."""
    return offices.book.kept().with_local(Overlay.of([*drawn(), _office_row(entry)]))


def _office_row(entry: LocalOffice) -> dict[str, Any]:
    return {**_row(entry), "office": entry.office, "successor": entry.successor}


def newest() -> object:
    """What differs as soon as another entry was committed, in whatever order that happens."""
    return [model.objects.aggregate(Count("pk"), Max("pk")) for model in (LocalOffice, LocalDesk)]


def _row(entry: LocalEntry) -> dict[str, Any]:
    return {
        "valid_from": entry.valid_from.isoformat(),
        "closed": entry.closed,
        "name": entry.name,
        "street": entry.street,
        "telephone": entry.telephone,
        "hours": entry.hours,
        "by": entry.said_by_name,
        "said_on": localdate(entry.said_at).isoformat(),
        "source": entry.source,
    }


def _entry(row: LocalEntry, *, successor: str) -> EntryRow:
    return EntryRow(
        valid_from=row.valid_from,
        closed=row.closed,
        name=row.name,
        contact=Contact(row.street, row.telephone, row.hours),
        successor=successor,
        source=row.source,
        said_at=row.said_at,
        said_by=row.said_by_name,
    )


def _of_today(office: Office, on: date) -> bool:
    """Whether the last version still counts, or the place itself has closed it."""
    return office.valid_until is None or on <= office.valid_until or bool(office.successor or office.said)


def _state(office: Office, on: date) -> State:
    if office.valid_from is not None and on < office.valid_from:
        return "later"
    return "now" if office.valid_on(on) else "over"


def _past(desk: Desk, on: date) -> bool:
    return desk.valid_until is not None and desk.valid_until < on


def _name(office_id: str, on: date) -> str:
    return offices.book().get(office_id, on).marked if office_id else ""
