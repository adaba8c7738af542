"""Which promise is kept: from a document's clauses to the offices that owe them, the services, the cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from huigong.casework.accountability import name_of
from huigong.catalogue.services import Adoption, Catalogue, PublicService, catalogue
from huigong.directory import offices
from huigong.directory.offices import Office, Resolution
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.oversight import tally
from huigong.oversight.tally import Tally
from huigong.policy.packs import PackClause, PackDocument, PackDuty, library

__all__ = [
    "BoardDuty",
    "BoardRow",
    "BoardService",
    "DutyBoard",
    "OfficeLoad",
    "busy_offices",
    "duty_board",
    "office_workload",
]


@dataclass(frozen=True)
class BoardDuty:
    """One office's part in a clause: as the document names it, who that was then and is now.

    `sure` is False where a person should look; `notes` says why. `members`
    marks a name for many offices (各成员单位).
    """

    role: str
    seen_as: str
    topic: str
    then: tuple[Office, ...]
    now: tuple[Office, ...]
    members: bool
    sure: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class BoardService:
    """A service by which the clause is kept, with the cases of the board's scope."""

    service_id: str
    name: str
    cases: Tally


@dataclass(frozen=True)
class BoardRow:
    """One clause. `cases` sums its services; a clause without services has none to count."""

    clause: PackClause
    duties: tuple[BoardDuty, ...]
    services: tuple[BoardService, ...]
    cases: Tally


@dataclass(frozen=True)
class DutyBoard:
    """A document's clauses in order.

    `scope` holds the region code prefixes whose cases are counted; it is empty
    when none of the document's regions are the viewer's: then nothing was
    counted, which is not the same as nothing being there.
    """

    document: PackDocument
    scope: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    total: Tally

    @property
    def counted(self) -> bool:
        """Whether the figures mean anything for this viewer."""
        return bool(self.scope)


@dataclass(frozen=True)
class OfficeLoad:
    """What lies on one office's desk."""

    office_id: str
    office: str
    cases: Tally


def duty_board(viewer: Principal, document_id: str, *, today: date) -> DutyBoard:
    """Clause → duties then and now → services → cases, for the regions the viewer oversees; one database question.

    Raises `DomainError`: `access.denied`, `policy.document_unknown`.
    """
    viewer.require(Permission.DUTY_BOARD_READ)
    document = library().document(document_id)
    scope = _scope(viewer, document.region)
    promised = _services_by_clause(catalogue(), document)
    wanted = {service_id for names in promised.values() for service_id in names}
    tallies = tally.by_service(scope, wanted, today=today) if scope else {}
    rows = tuple(
        _row(clause, document, promised.get(clause.ref, {}), tallies, today=today)
        for clause in document.clauses
    )
    # A service may keep several clauses; in the total each case counts once.
    return DutyBoard(document, scope, rows, sum(tallies.values(), Tally()))


def office_workload(
    viewer: Principal, *, today: date, page: int = 1, size: int = 50
) -> tuple[OfficeLoad, ...]:
    """Page `page` of the offices with open cases in the regions the viewer oversees, the latest first; one question.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.DUTY_BOARD_READ)
    regions = viewer.regions(Permission.DUTY_BOARD_READ)
    rows = tally.by_office(regions, today=today, first=(max(page, 1) - 1) * size, size=size)
    return tuple(OfficeLoad(office, name_of(office, today), cases) for office, cases in rows)


def busy_offices(viewer: Principal) -> int:
    """How many offices `office_workload` has on all its pages; one question. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.DUTY_BOARD_READ)
    return tally.offices(viewer.regions(Permission.DUTY_BOARD_READ))


def _scope(viewer: Principal, region: str) -> tuple[str, ...]:
    """Where the document's region and the viewer's regions overlap, as the narrower prefix of each pair."""
    here = region_prefix(region)
    held = viewer.regions(Permission.DUTY_BOARD_READ)
    overlapping = {
        max(here, prefix, key=len) for prefix in held if prefix.startswith(here) or here.startswith(prefix)
    }
    return tuple(sorted(overlapping))


def _services_by_clause(known: Catalogue, document: PackDocument) -> dict[str, dict[str, str]]:
    """Clause ref → service id → name, by the services and adoptions that rest on the clause."""
    services: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in known.resting_on(document.id):
        service_id = _service_id(entry)
        for clause in entry.clauses:
            services[clause][service_id] = known.name_of(service_id)
    return services


def _service_id(entry: PublicService | Adoption) -> str:
    return entry.service_id if isinstance(entry, Adoption) else entry.id


def _row(
    clause: PackClause,
    document: PackDocument,
    promised: dict[str, str],
    tallies: dict[str, Tally],
    *,
    today: date,
) -> BoardRow:
    services = tuple(
        BoardService(service_id, name, tallies.get(service_id, Tally()))
        for service_id, name in promised.items()
    )
    return BoardRow(
        clause=clause,
        duties=tuple(_duty(duty, document, today=today) for duty in clause.duties),
        services=services,
        cases=sum((service.cases for service in services), Tally()),
    )


def _duty(duty: PackDuty, document: PackDocument, *, today: date) -> BoardDuty:
    """The name is read as it was meant when the document was issued."""
    resolution: Resolution = offices.resolve(
        duty.seen_as, document.region, on=document.issued_on, today=today, topic=duty.topic
    )
    return BoardDuty(
        role=duty.role,
        seen_as=duty.seen_as,
        topic=duty.topic or "",
        then=resolution.then,
        now=resolution.now,
        members=resolution.members,
        sure=resolution.sure,
        notes=resolution.notes,
    )
