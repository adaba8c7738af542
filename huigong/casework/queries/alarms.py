"""Open cases and tasks that no office answers for; there should never be any."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huigong.casework.access import readable
from huigong.casework.accountability import lives, name_of
from huigong.casework.models import Case, Task
from huigong.casework.procedures import register
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import DomainError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Orphan:
    """An open case without a live owner, or one that waits for an office which is gone; and what is wrong."""

    case_id: str
    number: str
    office: str
    office_name: str
    why: str


def orphans(viewer: Principal, *, today: date) -> tuple[Orphan, ...]:
    """The alarm list: open cases whose office is gone, which have no open decide task there, which stand
    where their procedure knows no such place, or which asked an office for support that is gone.

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
    # Read once for offices and places together: of a whole province this goes through every open case.
    stands = rows.order_by().values_list("accountable_office", "procedure", "procedure_version", "status")
    standing = set(stands.distinct())
    gone = _gone({office for office, *_ in standing}, today)
    lost = _lost({(procedure, version, status) for _, procedure, version, status in standing})
    trouble = rows.filter(~Exists(owner) | Q(accountable_office__in=gone) | lost)
    return (*(_orphan(case, gone, today) for case in trouble), *_unanswered(rows, today))


def log_orphans(*, today: date) -> int:
    """Writes the alarm list of the whole country into the log; how many there are."""
    alarms = orphans(SYSTEM, today=today)
    for alarm in alarms:
        _log.error("case %s has no live owner (%s): %s", alarm.number, alarm.office, alarm.why)
    return len(alarms)


def _gone(offices: Iterable[str], today: date) -> set[str]:
    return {office for office in offices if not lives(office, today)}


def _unanswered(rows: QuerySet[Case], today: date) -> tuple[Orphan, ...]:
    """Open requests for support to an office that is gone."""
    asked = Task.objects.filter(kind=Task.Kind.SUPPORT, status=Task.Status.OPEN, case__in=rows.order_by())
    gone = _gone(asked.order_by().values_list("office", flat=True).distinct(), today)
    waiting = asked.filter(office__in=gone).select_related("case").order_by("pk") if gone else ()
    why = "请来协办的部门已撤并或不在名录里"
    return tuple(_alarm(task.case, task.office, why, today) for task in waiting)


def _lost(places: Iterable[tuple[str, int, str]]) -> Q:
    """Cases that stand at one of these places whose procedure is not installed, or does not know it as open."""
    lost = Q(pk__in=[])
    for procedure, version, status in places:
        if not _known(procedure, version, status):
            lost |= Q(procedure=procedure, procedure_version=version, status=status)
    return lost


def _known(procedure: str, procedure_version: int, status: str) -> bool:
    try:
        pinned = register.version(procedure, procedure_version)
    except DomainError:
        return False
    return pinned.knows(status) and pinned.status(status).is_open


def _orphan(case: Case, gone: set[str], today: date) -> Orphan:
    why = "责任部门没有待办的主办任务"
    if not _known(case.procedure, case.procedure_version, case.status):
        why = "办理程序没有装上，或者不认识它的进度"
    elif case.accountable_office in gone:
        why = "责任部门已撤并或不在名录里"
    return _alarm(case, case.accountable_office, why, today)


def _alarm(case: Case, office: str, why: str, today: date) -> Orphan:
    return Orphan(case.public_id.hex, case.number, office, name_of(office, today), why)
