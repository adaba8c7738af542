"""The open work of an office that a place closes goes to its heir, case by case: what is left is taken up again each minute."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from huigong.casework.access import DOES
from huigong.casework.actions import heirs, steps
from huigong.casework.models import Task
from huigong.casework.timekeeping import day_of
from huigong.directory import offices
from huigong.directory.actions import localoffices
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, office_region
from huigong.directory.queries import officials_on
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say

MOST_AT_ONCE = 200
"""Cases that the one who closes an office waits for, some seconds; the others follow by themselves."""
_log = logging.getLogger(__name__)


def close_office(
    *, by: Principal, now: datetime, office_id: str, last_day: date, successor: str, source: str
) -> int:
    """Closes an office after that day; how many open cases and questions its heir has got now.

    Where the day is still to come, the routine hands them over in the night after it. An office with open work
    is closed only if somebody at the heir may do it. The closing is committed first, and work leaves only an office
    that does not live today by the book that everybody reads then; of much work the first `MOST_AT_ONCE` cases go
    now, and the routine goes on. Raises `DomainError` as `localoffices.close`, and `office.heir_empty`.
    """
    by.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    today = day_of(now)
    if offices.book().versions(successor):
        _require_able(office_id, successor, today=today)
    localoffices.close(
        by=by, now=now, office_id=office_id, last_day=last_day, successor=successor, source=source
    )
    heir = heirs.heir_of(office_id, today)
    return _hand_over(office_id, heir, by=by, now=now, most=MOST_AT_ONCE) if heir else 0


def hand_over_closed(*, now: datetime, by: Principal = SYSTEM) -> int:
    """What offices that were closed still have goes to their heirs; how many open cases and questions went."""
    taken_over = offices.book().taken_over(day_of(now))
    return sum(
        _hand_over(closed, heir, by=by, now=now) for heir, theirs in taken_over.items() for closed in theirs
    )


def _require_able(office_id: str, successor: str, *, today: date) -> None:
    officials = officials_on(today)
    for kind, region in sorted(set(_open_at(office_id).order_by().values_list("kind", "case__region"))):
        needs = DOES[Task.Kind(kind)]
        if not any(each.can(needs, region=region, office=successor) for each in officials):
            raise Conflict(
                code="office.heir_empty",
                about="successor",
                what=say("“{office}”现在没有人能接", office=offices.book().get(successor).name),
                why="这个部门还有没办完的事，撤并以后不能没有人管",
                do="请先在“账号与角色”里给承接部门的人分配角色",
            )


def _open_at(office_id: str) -> QuerySet[Task]:
    return Task.objects.filter(office=office_id, status=Task.Status.OPEN, case__is_open=True)


def _hand_over(office_id: str, heir: str, *, by: Principal, now: datetime, most: int | None = None) -> int:
    """Each case in a transaction of its own, locked before its tasks as every move locks them: what a kill or an error
    leaves behind is found again, and keeps nothing else from going."""
    waiting = _open_at(office_id).order_by("case_id").values_list("case__public_id", flat=True).distinct()
    moved = 0
    for case_id in list(waiting[:most]):
        try:
            with transaction.atomic():
                case = steps.locked(case_id)
                moved += heirs.hand_over(case, office_id, heir, by=by, now=now) if case.is_open else 0
        except Exception:  # whatever is wrong with one must not keep the others from their heir
            _log.exception("case %s did not go from %s to %s; the others do", case_id, office_id, heir)
    return moved
