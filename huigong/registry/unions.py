"""Reading which records became one, and what parting them would mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record_accesses
from huigong.audit.fields import blind_indexes
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import within
from huigong.kernel.errors import NotFound
from huigong.kernel.identity import mask_name, mask_resident_id
from huigong.registry import lookup, refusals, seeking, uniting
from huigong.registry.models import Person, UnitedRecord
from huigong.registry.models.people import NAME_CONTEXT, NUMBER_CONTEXT
from huigong.registry.shapes import PersonView, view_of
from huigong.registry.uniting import Before, Since

PURPOSE = "核对合并的档案"
_GONE = {"name": ("gone_name_index", NAME_CONTEXT), "resident_number": ("gone_number_index", NUMBER_CONTEXT)}


@dataclass(frozen=True)
class UnionRow:
    """Two records that became one, masked; `parted_at` None while they are one."""

    public_id: str
    kept: PersonView
    gone_name: str
    gone_number: str
    reason: str
    united_at: datetime
    parted_at: datetime | None
    parted_because: str


@dataclass(frozen=True)
class Union:
    """One of them with what has come since; `moved` is how many entries the record that is gone had, `left` what kinds
    of entries stayed behind, since the other had the same, and how many."""

    row: UnionRow
    moved: int
    left: Mapping[str, int]
    since: tuple[Since, ...]


def unions(viewer: Principal, *, said_online: bool | None = None) -> QuerySet[UnitedRecord]:
    """Where the viewer registers people, the latest first; with or without what people had said of themselves online.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.PERSON_REGISTER)
    reach = Q(pk__in=[])
    for prefix in viewer.regions(Permission.PERSON_REGISTER):
        reach |= within("kept__residence", prefix)
    rows = UnitedRecord.objects.filter(reach).select_related("kept").defer("before")
    return rows if said_online is None else rows.filter(said_online=said_online)


def search(viewer: Principal, text: str, *, now: datetime) -> QuerySet[UnitedRecord]:
    """Those of whom either record has this number, phone or name; that nobody has leaves an event.

    Raises `DomainError`: as `seeking.read`, `access.denied`, `person.too_many_found`.
    """
    sought = seeking.read(text)
    meant = Q(kept__in=sought.among(Person.objects.all()).order_by().values("pk"))
    if sought.by in _GONE and sought.plain:
        index, context = _GONE[sought.by]
        meant |= Q(**{f"{index}__in": blind_indexes(sought.plain, context=context)})
    matches = unions(viewer).filter(meant)
    many = matches.count()
    if sought.by == "name":
        refusals.require_few(viewer, many, now=now)
    if not many:
        refusals.record_nobody(viewer, sought.by, now=now)
    return matches


def of_person(viewer: Principal, person_id: str) -> list[tuple[str, datetime]]:
    """Public id and moment of each record that is part of the person's, for whoever may part them; the latest first."""
    if not viewer.can(Permission.PERSON_REGISTER):
        return []
    rows = unions(viewer).filter(kept__public_id=lookup.public_uuid(person_id), parted_at=None)
    return [(key.hex, moment) for key, moment in rows.values_list("public_id", "united_at")]


def rows(viewer: Principal, wanted: QuerySet[UnitedRecord], *, now: datetime) -> list[UnionRow]:
    """These as a list shows them; a look at each person is in the trail."""
    listed = list(wanted)
    _record_looks(viewer, listed, now=now)
    return [_row(union, on=localdate(now)) for union in listed]


@transaction.atomic
def union(viewer: Principal, union_id: str, *, now: datetime) -> Union:
    """Two records that became one, with what came since; recorded as a look at the person.

    Raises `DomainError`: `unions.not_found`, `access.denied`.
    """
    row = unions(viewer).filter(public_id=lookup.public_uuid(union_id)).first()
    if row is None:
        raise union_not_found()
    _record_looks(viewer, [row], now=now)
    came = uniting.since(row) if row.parted_at is None else ()
    before = Before.read(row.before)
    return Union(_row(row, on=localdate(now)), before.entries, before.left, came)


def union_not_found() -> NotFound:
    """For records that are not one, or no more, or not for the viewer."""
    return NotFound(
        "unions.not_found",
        what="没有这样合并的档案",
        why="可能已经分开了",
        do="请回到“合并过的档案”看别的",
    )


def _record_looks(viewer: Principal, listed: list[UnitedRecord], *, now: datetime) -> None:
    record_accesses(
        viewer=viewer,
        now=now,
        people={row.kept.public_id.hex: row.kept.residence for row in listed},
        purpose=PURPOSE,
        fields=("name", "resident_number"),
    )


def _row(row: UnitedRecord, *, on: date) -> UnionRow:
    return UnionRow(
        public_id=row.public_id.hex,
        kept=view_of(row.kept, on=on),
        gone_name=mask_name(row.gone_name),
        gone_number=mask_resident_id(row.gone_number),
        reason=row.reason,
        united_at=row.united_at,
        parted_at=row.parted_at,
        parted_because=row.parted_because,
    )
