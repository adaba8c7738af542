"""Sheets of people that an official has handed in on the desk: kept sealed for a day, between looking and taking in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.files import queries as files
from huigong.files.content.kinds import TABLES
from huigong.files.places import Place
from huigong.registry.models import ImportBatch

PURPOSE = "roster"
SAYS = "导入花名册"
KEPT_FOR = timedelta(days=1)
MOST_AT_ONCE = 30  # sheets of one official, for whatever regions


@dataclass(frozen=True)
class Roster:
    """A sheet that waits: its name without the ending, the code of the region it was handed in for, and when it came."""

    public_id: UUID
    name: str
    region: str
    came_at: datetime


@dataclass(frozen=True)
class TakenIn:
    """An earlier time that the same sheet was taken in; `counts` as those of `importing.Imported`."""

    taken_at: datetime
    counts: dict[str, int]


def may_see(viewer: Principal, holder: str) -> bool:
    """Whose the sheet is, while they may register people."""
    return holder == viewer.account_id and viewer.can(Permission.PERSON_REGISTER)


def place_of(viewer: Principal, region: str) -> Place:
    """Where the viewer's sheets for this region lie."""
    owner = viewer.account_id
    return Place(
        owner=owner,
        purpose=PURPOSE,
        holder=owner,
        kinds=TABLES,
        most=MOST_AT_ONCE,
        region=region,
        field=region,
    )


def waiting(viewer: Principal) -> list[Roster]:
    """The viewer's own sheets, the newest first."""
    by_region = files.by_field(viewer, purpose=PURPOSE, holder=viewer.account_id)
    rows = [
        Roster(file.public_id, stem(file.name), region, file.attached_at)
        for region, listed in by_region.items()
        for file in listed
    ]
    return sorted(rows, key=lambda row: row.came_at, reverse=True)


def taken_in(digest: str, region: str) -> TakenIn | None:
    """The last time that this file was taken in for this region, None where it never was."""
    batch = ImportBatch.objects.filter(digest=digest, region=region).order_by("-pk").first()
    return TakenIn(batch.taken_at, batch.counts) if batch else None


def stem(name: str) -> str:
    """`花名册.xlsx` → `花名册`."""
    return name.rpartition(".")[0] or name
