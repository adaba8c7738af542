"""Reading obligations: one's own, and what an office has to do or to look after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.audit.subjects import kind_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.obligations import access
from huigong.obligations.declaring.reading import book
from huigong.obligations.forecast.states import TO_DO, State
from huigong.obligations.keeping import Kind
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class Owed:
    """One time that something is owed, as people read it."""

    obligation: str
    declared: str
    name: str
    ordinal: int
    state: State
    due_on: date
    opens_on: date
    last_on: date
    ended_on: date | None
    said_on: date | None = None
    """When the proof by which it was done was noted."""

    @property
    def said_afterwards(self) -> bool:
        """Whether it counts as done in time by what was noted only when it had lapsed."""
        in_time = self.state is State.DONE_IN_TIME
        return in_time and self.said_on is not None and self.said_on > self.last_on


@dataclass(frozen=True)
class Said:
    """What was noted about an obligation: that it was done on a `day`, `refused` why that does not count, or an excuse."""

    declared: str
    kind: Kind
    day: date | None
    until: date | None
    said_on: date
    refused: str


def own(viewer: Principal, *, on: date) -> tuple[Owed, ...]:
    """What the viewer owes and did, by due day."""
    rows = Occurrence.objects.filter(obligation__person__public_id=public_uuid(viewer.person_id or ""))
    return _owed_of(rows.select_related("obligation"), on)


def subjects() -> Iterable[str]:
    """Every obligation of which somebody noted something, as the trail names it."""
    noted = HistoryEntry.objects.filter(kind__in=(Kind.PROVED, Kind.EXCUSED)).exclude(
        recorded_by=SYSTEM.account_id
    )
    rows = Obligation.objects.filter(pk__in=noted.order_by().values("obligation")).order_by("pk")
    for public_id in rows.values_list("public_id", flat=True).iterator():
        yield f"{kind_of(Obligation)}{public_id.hex}"


def said_of(viewer: Principal) -> tuple[Said, ...]:
    """What officials noted about what the viewer owes: proofs, why one did not count, excuses; the earliest first."""
    rows = HistoryEntry.objects.filter(
        obligation__person__public_id=public_uuid(viewer.person_id or ""),
        kind__in=(Kind.PROVED, Kind.EXCUSED),
    )
    return tuple(
        Said(row.obligation.declared, Kind(row.kind), row.day, row.until, row.said_on, row.refused)
        for row in rows.select_related("obligation").order_by("day", "pk")
    )


def to_do(viewer: Principal, *, on: date, at_most: int = 200) -> tuple[Owed, ...]:
    """What the viewer's offices have to do or to look after, what was due first, first.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.TASK_SUPPORT)
    rows = Occurrence.objects.filter(
        access.readable(viewer, above="obligation__"),
        state__in=[state.value for state in TO_DO],
        ended_on__isnull=True,
    )
    return _owed_of(rows.select_related("obligation")[:at_most], on)


def _owed_of(rows: Iterable[Occurrence], on: date) -> tuple[Owed, ...]:
    listed = list(rows)
    proofs = HistoryEntry.objects.filter(
        kind=Kind.PROVED,
        key__in={row.by for row in listed if row.by},
        obligation__person__in={row.obligation.person_id for row in listed},
    )
    said: dict[tuple[int, str, str], date] = {}
    for proof in proofs.select_related("obligation").order_by("pk"):
        said.setdefault((*_matter(proof.obligation), proof.key), proof.said_on)
    return tuple(_owed(row, on, said.get((*_matter(row.obligation), row.by))) for row in listed)


def _matter(obligation: Obligation) -> tuple[int, str]:
    """The same of both rows where two records became one."""
    return obligation.person_id, obligation.declared


def _owed(row: Occurrence, on: date, said_on: date | None) -> Owed:
    obligation = row.obligation
    declared = book().declaration(obligation.declared, obligation.region, on=on)
    return Owed(
        obligation=obligation.public_id.hex,
        declared=obligation.declared,
        name=declared.head.name if declared else obligation.declared,
        ordinal=row.ordinal,
        state=State(row.state),
        due_on=row.due_on,
        opens_on=row.opens_on,
        last_on=row.last_on,
        ended_on=row.ended_on,
        said_on=said_on,
    )
