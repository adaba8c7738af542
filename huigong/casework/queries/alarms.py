"""Open cases that no office answers for; there should never be any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huigong.casework.access import readable
from huigong.casework.accountability import exists
from huigong.casework.models import Case, Task
from huigong.casework.procedures import register
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError


@dataclass(frozen=True)
class Orphan:
    """An open case without a live owner, and what is wrong."""

    case_id: str
    number: str
    office: str
    why: str


def orphans(viewer: Principal, *, today: date) -> tuple[Orphan, ...]:
    """The alarm list: open cases whose office is gone, which have no open decide task there, or which
    stand where their procedure knows no such place.

    Empty, always. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.CASE_READ)
    rows = readable(viewer).filter(is_open=True).order_by("opened_on", "pk")
    owner = Task.objects.filter(
        case=OuterRef("pk"),
        kind=Task.Kind.DECIDE,
        status=Task.Status.OPEN,
        office=OuterRef("accountable_office"),
    )
    offices = set(rows.order_by().values_list("accountable_office", flat=True).distinct())
    gone = {office for office in offices if not _lives(office, today)}
    lost = _lost(rows)
    trouble = rows.filter(~Exists(owner) | Q(accountable_office__in=gone) | lost)
    return tuple(_orphan(case, gone) for case in trouble)


def _lost(rows: QuerySet[Case]) -> Q:
    """Cases whose procedure is not installed, or does not know their status as open."""
    places = rows.order_by().values("procedure", "procedure_version", "status").distinct()
    lost = Q(pk__in=[])
    for place in places:
        if not _known(**place):
            lost |= Q(**place)
    return lost


def _known(procedure: str, procedure_version: int, status: str) -> bool:
    try:
        pinned = register.version(procedure, procedure_version)
    except DomainError:
        return False
    return pinned.knows(status) and pinned.status(status).is_open


def _lives(office: str, today: date) -> bool:
    try:
        return exists(office, today)
    except DomainError:
        return False


def _orphan(case: Case, gone: set[str]) -> Orphan:
    why = "责任部门没有待办的主办任务"
    if not _known(case.procedure, case.procedure_version, case.status):
        why = "办理程序没有装上，或者不认识它的进度"
    elif case.accountable_office in gone:
        why = "责任部门已撤并或不在名录里"
    return Orphan(case.public_id.hex, case.number, case.accountable_office, why)
