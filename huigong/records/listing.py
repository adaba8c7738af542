"""Lists of records, which name nobody; and what an official may begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.directory.principals import NATION, Principal, office_line, office_region
from huigong.kernel import regions
from huigong.records import keys
from huigong.records.access import may_begin, may_begin_here, within_reach
from huigong.records.kinds import UNKNOWN_STATE, About, EventKind, RecordKind
from huigong.records.lookup import not_found
from huigong.records.models import Record
from huigong.records.shelf import book
from huigong.registry import lookup


@dataclass(frozen=True)
class RecordRow:
    """A line of a list."""

    id: str
    number: str
    state: str
    flags: tuple[str, ...]
    began: date | None
    place: str


@dataclass(frozen=True)
class Beginning:
    """A new record about somebody: the kind, its first event, and the region in which it is kept."""

    kind: RecordKind
    event: EventKind
    region: str


def kinds(viewer: Principal, *, now: datetime) -> tuple[RecordKind, ...]:
    """The kinds, as they stand where the viewer sits, which address an office of theirs; retired ones too, whose records stay."""
    lines = {office_line(office) for grant in viewer.grants for office in grant.offices}
    known = book().kept_kinds(on=localdate(now), region=office_region(viewer.office) or NATION)
    return tuple(kind for kind in known if lines & _lines(kind))


def listed(viewer: Principal, kind: str, *, state: str = "", now: datetime) -> QuerySet[Record]:
    """The records of a kind that the viewer may read, the latest first, in one state where it is given. Raises `NotFound`."""
    declared = book().kept(kind, on=localdate(now), region=office_region(viewer.office) or NATION)
    reached = Record.objects.filter(within_reach(viewer, declared), kind=kind, began__isnull=False)
    return (reached.filter(state=state) if state else reached).order_by("-began", "-pk")


def contesting() -> tuple[RecordRow, ...]:
    """The records of which a key is another's too, for whoever keeps the installation."""
    return rows(keys.contesting().order_by("pk"))


def rows(records: QuerySet[Record]) -> tuple[RecordRow, ...]:
    """The lines of a page."""
    return tuple(
        RecordRow(
            row.public_id.hex,
            row.number,
            row.state or UNKNOWN_STATE,
            tuple(filter(None, row.flags.split("|"))),
            row.began,
            regions.find(row.region).full_name,
        )
        for row in records
    )


def to_begin(viewer: Principal, person_id: str, *, now: datetime) -> tuple[RecordKind, ...]:
    """The kinds of which the viewer may begin a record about somebody, where the viewer sits. Raises `NotFound`."""
    person = lookup.person(person_id)
    region = office_region(viewer.office)
    if not region:
        return ()
    known = (kind for kind in book().kinds(on=localdate(now), region=region) if kind.about is About.PERSON)
    return tuple(kind for kind in known if may_begin(viewer, kind, region, person))


def projects_to_begin(viewer: Principal, *, now: datetime) -> tuple[RecordKind, ...]:
    """The kinds about construction projects of which the viewer may begin a record where the viewer sits."""
    region = office_region(viewer.office)
    if not region:
        return ()
    known = (kind for kind in book().kinds(on=localdate(now), region=region) if kind.about is About.PROJECT)
    return tuple(kind for kind in known if may_begin_here(viewer, kind, region))


def beginning_of_project(viewer: Principal, kind: str, *, now: datetime) -> Beginning:
    """What is asked to begin a record about a project. Raises `NotFound` (`record.not_found`) where the viewer may not."""
    declared = next((each for each in projects_to_begin(viewer, now=now) if each.id == kind), None)
    if declared is None:
        raise not_found()
    return _beginning(declared, viewer)


def beginning(viewer: Principal, kind: str, person_id: str, *, now: datetime) -> Beginning:
    """What is asked to begin a record of a kind. Raises `NotFound` (`record.not_found`) where the viewer may not."""
    declared = next((each for each in to_begin(viewer, person_id, now=now) if each.id == kind), None)
    if declared is None:
        raise not_found()
    return _beginning(declared, viewer)


def _beginning(declared: RecordKind, viewer: Principal) -> Beginning:
    first = next(each for each in declared.events.values() if each.of_the_world and not each.ends)
    return Beginning(declared, first, office_region(viewer.office))


def _lines(kind: RecordKind) -> set[str]:
    """The lines of offices that write or read a kind."""
    return {each.line for each in kind.written_by} | {reader.address.line for reader in kind.read_by}
