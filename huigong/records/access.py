"""Who may write and who may read records of a kind: offices that the declaration addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from huigong.declarations.addresses import Address
from huigong.directory.offices.levels import Level, code_at
from huigong.directory.permissions import Permission
from huigong.directory.principals import (
    Grant,
    Principal,
    covers,
    office_line,
    office_region,
    region_prefix,
)
from huigong.directory.reach import within
from huigong.kernel.errors import Denied, NoAccess
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.records.kinds import Reader, RecordKind
from huigong.records.models import Record
from huigong.registry.models import Person

WRITE, READ = Permission.RECORD_WRITE, Permission.RECORD_READ


def writing_office(by: Principal, kind: RecordKind, region: str) -> str:
    """The office in whose name somebody may record a kind in a region. Raises `NoAccess` (`record.not_yours`)."""
    for address in kind.written_by:
        for grant in by.grants_for(WRITE):
            office = _office_of(grant, address, region)
            if office:
                return office
    raise NoAccess(
        code="record.not_yours",
        what=say("您不能登记{kind}", kind=kind.head.name),
        why="哪个部门登记哪种记录，写在登记的依据里",
        do="请由负责登记的部门来办",
    )


def reader_of(viewer: Principal, kind: RecordKind, record: Record, person: Person | None) -> Reader | None:
    """As whom somebody may read a record; None where they may not. People read what is about themselves whole."""
    own = person is not None and viewer.person_id == person.public_id.hex
    if own or any(_writes(grant, kind, record) for grant in viewer.grants_for(WRITE)):
        return Reader(Address(""))
    for reader in kind.read_by:
        for grant in viewer.grants_for(READ):
            if _office_of(grant, reader.address, place_of(reader.address, record, person)):
                return reader
    return None


def require_purpose(viewer: Principal, readers: Iterable[Reader]) -> None:
    """Raises `Denied` (`record.purpose_needed`) where somebody reads for a purpose that they have not said."""
    wanted = next((reader.purpose for reader in readers if reader.purpose), "")
    if wanted and not said(viewer.purpose):
        raise Denied(
            code="record.purpose_needed",
            what="请先写明查看的目的",
            why=say("这里只为“{purpose}”给看", purpose=wanted),
            do="请写明事由，查看会留下记录",
        )


def writes(viewer: Principal, kind: RecordKind, region: str) -> bool:
    """Whether somebody may record a kind in a region."""
    return any(
        _office_of(grant, address, region)
        for grant in viewer.grants_for(WRITE)
        for address in kind.written_by
    )


def within_reach(viewer: Principal, kind: RecordKind) -> Q:
    """Rows of a kind that the viewer may read: those of the regions of their offices that it addresses."""
    writing = ((WRITE, address) for address in kind.written_by)
    reading = ((READ, reader.address) for reader in kind.read_by)
    reach = Q(pk__in=[])
    for permission, address in (*writing, *reading):
        for grant in viewer.grants_for(permission):
            reach |= _reach(grant, address)
    return reach


def _reach(grant: Grant, address: Address) -> Q:
    column = {"常住地": "person__residence", "户籍地": "person__hukou_place"}.get(address.of, "region")
    reach = Q(pk__in=[])
    for office in grant.offices:
        seat = office_region(office)
        if office_line(office) == address.line and _at_level(address.level, seat):
            reach |= within(column, region_prefix(seat))
    return reach


def _at_level(level: Level | None, seat: str) -> bool:
    """Whether an office at `seat` is of the level."""
    return level is None or seat == code_at(seat, Level.COUNTY if level.below_county else level)


def place_of(address: Address, record: Record, person: Person | None) -> str:
    """The region that an address means of a record."""
    if person is not None and address.of == "常住地":
        return person.residence
    if person is not None and address.of == "户籍地":
        return person.hukou_place
    return record.region


def _writes(grant: Grant, kind: RecordKind, record: Record) -> bool:
    return any(_office_of(grant, address, record.region) for address in kind.written_by)


def _office_of(grant: Grant, address: Address, region: str) -> str:
    """The office of the grant that the address means for a region, "" where it is another's."""
    for office in grant.offices:
        if office_line(office) == address.line and _stands_for(office_region(office), address.level, region):
            return office
    return ""


def _stands_for(seat: str, level: Level | None, region: str) -> bool:
    """Whether an office at `seat` answers for a region: at the very level, or without one wherever it covers it."""
    if level is None:
        return covers(seat, region)
    return seat == code_at(region, Level.COUNTY if level.below_county else level)
