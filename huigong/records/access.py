"""Who may write and who may read records of a kind: offices that the declaration addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db.models import Q

from huigong.declarations.addresses import Address
from huigong.directory.addressees import Places, is_addressed, is_alike
from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant, Principal, office_region, region_prefix
from huigong.directory.reach import within
from huigong.kernel.errors import Denied, DomainError, NoAccess
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.records.declaring import DOMICILE, HERE, HOME
from huigong.records.kinds import Reader, RecordKind
from huigong.records.models import Record
from huigong.records.shelf import book
from huigong.registry.involved import require_apart
from huigong.registry.models import HouseholdMember, Person
from huigong.rules.values import Answer

WRITE, READ = Permission.RECORD_WRITE, Permission.RECORD_READ


def writing_office(
    by: Principal, kind: RecordKind, record: Record, *, on: date, answers: Mapping[str, Answer] | None = None
) -> str:
    """The office in whose name somebody may write to a record; `answers` is what a new one says of its places.

    Raises `DomainError`: `record.not_yours`, `person.own_matter` on the own record or that of the own household.
    """
    places = places_of(kind, record, record.person, answers)
    offices = _of(by, WRITE)
    office = next((each for each in offices if _addresses(kind.written_by, each, places)), "")
    if not office:
        raise _not_yours(kind)
    require_apart(by, *_people(record, on), on=on)
    return office


def require_writer(by: Principal, kind: RecordKind) -> None:
    """Raises `NoAccess` (`record.not_yours`) for who writes no record of a kind anywhere, before anything is looked up."""
    if not any(is_alike(office, address) for office in _of(by, WRITE) for address in kind.written_by):
        raise _not_yours(kind)


def may_begin(viewer: Principal, kind: RecordKind, region: str, person: Person) -> bool:
    """Whether somebody may begin a record of a person, as far as can be told before it says anything."""
    places = {**_homes(person), "": region, HERE: region}
    return any(
        is_addressed(office, address, places) if address.of in places else is_alike(office, address)
        for office in _of(viewer, WRITE)
        for address in kind.written_by
    )


def may_begin_here(viewer: Principal, kind: RecordKind, region: str) -> bool:
    """Whether somebody may begin a record of the kind that is kept in a region, about no person."""
    places = {"": region, HERE: region}
    return any(
        is_addressed(office, address, places)
        for office in _of(viewer, WRITE)
        for address in kind.written_by
        if address.of in places
    )


def reader_of(viewer: Principal, kind: RecordKind, record: Record, person: Person | None) -> Reader | None:
    """As whom somebody may read a record; None where they may not. People read what is about themselves whole."""
    own = person is not None and viewer.person_id == person.public_id.hex
    if own or writes(viewer, kind, record, person):
        return Reader(Address(""))
    places = places_of(kind, record, person)
    for reader in kind.read_by:
        if any(is_addressed(office, reader.address, places) for office in _of(viewer, READ)):
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


def writes(viewer: Principal, kind: RecordKind, record: Record, person: Person | None) -> bool:
    """Whether an office of somebody writes to a record."""
    places = places_of(kind, record, person)
    return any(_addresses(kind.written_by, office, places) for office in _of(viewer, WRITE))


def within_reach(viewer: Principal, kind: RecordKind) -> Q:
    """Rows of a kind that the viewer may read: those of the regions of their offices that it addresses."""
    writing = ((WRITE, address) for address in kind.written_by)
    reading = ((READ, reader.address) for reader in kind.read_by)
    columns = {"": "region", HERE: "region", HOME: "person__residence", DOMICILE: "person__hukou_place"}
    columns |= _columns(kind)
    reach = Q(pk__in=[])
    for permission, address in (*writing, *reading):
        column = columns.get(address.of)
        for grant in viewer.grants_for(permission) if column else ():
            reach |= _reach(grant, address, column or "")
    return reach


def places_of(
    kind: RecordKind, record: Record, person: Person | None, answers: Mapping[str, Answer] | None = None
) -> Places:
    """The regions that addresses may name of a record: where it is kept, the homes of the person, and the fields that hold a
    region, as the row has them or as `answers` says."""
    places = {"": record.region, HERE: record.region, **(_homes(person) if person else {})}
    if answers is None:
        return places | {name: getattr(record, column) for name, column in _columns(kind).items()}
    told = {name: answers.get(fact) for name, fact in kind.places.items()}
    return places | {name: code if isinstance(code, str) else "" for name, code in told.items()}


def _columns(kind: RecordKind) -> dict[str, str]:
    """Field that holds a region → the column of the index in which it lies."""
    slots = book().slots(kind.id)
    return {name: slots[fact] for name, fact in kind.places.items() if fact in slots}


def _homes(person: Person) -> dict[str, str]:
    return {HOME: person.residence, DOMICILE: person.hukou_place}


def _people(record: Record, on: date) -> list[Person]:
    """Whose matter a record is."""
    if record.of is not None:
        return _people(record.of, on)
    if record.household is not None:
        rolls = HouseholdMember.objects.valid_on(on).filter(household=record.household)
        return list(Person.objects.filter(pk__in=rolls.values("person")))
    return [record.person] if record.person is not None else []


def _of(viewer: Principal, permission: Permission) -> Iterator[str]:
    """The offices in whose name the viewer has a permission."""
    for grant in viewer.grants_for(permission):
        yield from grant.offices


def _addresses(addresses: Iterable[Address], office: str, places: Places) -> bool:
    return any(is_addressed(office, address, places) for address in addresses)


def _reach(grant: Grant, address: Address, column: str) -> Q:
    reach = Q(pk__in=[])
    for office in grant.offices:
        if is_alike(office, address):
            reach |= within(column, region_prefix(office_region(office)))
    return reach


def _not_yours(kind: RecordKind) -> DomainError:
    return NoAccess(
        code="record.not_yours",
        what=say("您不能登记{kind}", kind=kind.head.name),
        why="哪个部门登记哪种记录，写在登记的依据里",
        do="请由负责登记的部门来办",
    )
