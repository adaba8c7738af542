"""The open work of an office that a place closes goes to its heir, case by case: what is left is taken up again each minute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

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
from huigong.kernel.routines import Failures
from huigong.kernel.sentences import say

MOST_AT_ONCE = 200
"""Cases that the one who closes an office waits for, some seconds; the others follow by themselves."""
MOST_A_MINUTE = 1000
"""Cases that the routine hands over in one turn, some ten seconds: messages to phones wait behind it."""


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
    if not heirs.heir_of(office_id, today):
        return 0
    return _hand_over([office_id], by=by, now=now, most=MOST_AT_ONCE, failed=Failures(today))


def hand_over_closed(*, now: datetime, by: Principal = SYSTEM) -> int:
    """What offices that were closed still have goes to their heirs; how many open cases and questions went.

    Raises `Undone` where a case could not go: the others went.
    """
    today = day_of(now)
    closed = [office for theirs in offices.book().taken_over(today).values() for office in theirs]
    failed = Failures(today)
    moved = _hand_over(closed, by=by, now=now, most=MOST_A_MINUTE, failed=failed)
    failed.raise_any()
    return moved


def _require_able(office_id: str, successor: str, *, today: date) -> None:
    officials = officials_on(today)
    for kind, region in sorted(set(_open_at([office_id]).order_by().values_list("kind", "case__region"))):
        needs = DOES[Task.Kind(kind)]
        if not any(each.can(needs, region=region, office=successor) for each in officials):
            raise Conflict(
                code="office.heir_empty",
                about="successor",
                what=say("“{office}”现在没有人能接", office=offices.book().get(successor).name),
                why="这个部门还有没办完的事，撤并以后不能没有人管",
                do="请先在“账号与角色”里给承接部门的人分配角色",
            )


def _open_at(closed: Iterable[str]) -> QuerySet[Task]:
    return Task.objects.filter(office__in=closed, status=Task.Status.OPEN, case__is_open=True)


def _hand_over(closed: Iterable[str], *, by: Principal, now: datetime, most: int, failed: Failures) -> int:
    """Each case in a transaction of its own: what a kill or an error leaves behind is found again, and keeps nothing
    else from going. Ends after `most` cases that went, so that those that cannot go do not stand before the others.
    """
    moved = gone = 0
    waiting = _open_at(closed).order_by("case_id", "office").distinct()
    for office_id, case_id in list(waiting.values_list("office", "case__public_id")):
        if gone >= most:
            break
        try:
            tasks = _hand_over_one(case_id, office_id, by=by, now=now)
        except Exception:  # whatever is wrong with one must not keep the others from their heir
            failed.add(f"handing over case {case_id.hex} of {office_id}")
        else:
            moved, gone = moved + tasks, gone + bool(tasks)
    return moved


@transaction.atomic
def _hand_over_one(case_id: UUID, office_id: str, *, by: Principal, now: datetime) -> int:
    """The case is locked before its tasks, as every move locks them. Who has the office's work is asked anew:
    while others went, it may have been reopened, or its heir closed as well."""
    case = steps.locked(case_id)
    heir = heirs.heir_for(case, office_id, day_of(now))
    return heirs.hand_over(case, office_id, heir, by=by, now=now) if heir and case.is_open else 0
