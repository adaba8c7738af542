"""Which open tasks a list shows: the parts of a filter, each as a condition of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.db.models.lookups import Exact

from huigong.casework.access import DOES
from huigong.casework.models import Task
from huigong.casework.tone import near_until
from huigong.directory.models import RoleAssignment
from huigong.directory.principals import NATION, Principal, region_prefix
from huigong.directory.reach import within
from huigong.directory.roles import ROLES, permissions_of
from huigong.registry.lookup import public_uuid

TABS = ("all", "near", "late", "support", "mine", "free")
WEEK = 6  # days after today


@dataclass(frozen=True)
class TaskFilter:
    """Which open tasks a list shows; empty parts leave all in.

    `tab` is one of `TABS`; `due` is `late`, `today`, `week`, `paused` or `none`; `due_from` and `due_until` are the first
    and the last day on which a running clock ends; `number` is a part of the case number; with `since` those whose case
    was received on that day or later; `holder` is the account of who has it.
    """

    tab: str = "all"
    status: str = ""
    service_id: str = ""
    office_id: str = ""
    region: str = ""
    due: str = ""
    due_from: date | None = None
    due_until: date | None = None
    since: date | None = None
    number: str = ""
    holder: str = ""

    @property
    def of_cases(self) -> bool:
        """Whether something of the case narrows the list, so that its indexes find the rows."""
        days = (self.due, self.due_from, self.due_until, self.since)
        return any((self.status, self.service_id, self.region, self.number, *days))

    @property
    def told(self) -> dict[str, str]:
        """What narrows the list, as words for the trail."""
        return {name: str(value) for name, value in vars(self).items() if value}


EVERYTHING = TaskFilter()


def under(tasks: QuerySet[Task], wanted: TaskFilter, *, viewer: Principal, today: date) -> QuerySet[Task]:
    if wanted.tab == "free":
        tasks = tasks.annotate(has_holder=_has_holder(today))
    exactly = {
        "case__status": wanted.status,
        "case__service_id": wanted.service_id,
        "office": wanted.office_id,
        "case__due_on__gte": wanted.due_from,
        "case__due_on__lte": wanted.due_until,
        "case__opened_on__gte": wanted.since,
        "case__number__contains": wanted.number,
    }
    tasks = tasks.filter(**{field: value for field, value in exactly.items() if value})
    if wanted.region:
        tasks = tasks.filter(within("case__region", region_prefix(wanted.region)))
    if wanted.holder:
        tasks = tasks.filter(assignee__public_id=public_uuid(wanted.holder))
    if wanted.due_from or wanted.due_until:
        tasks = tasks.filter(case__paused=False)
    return tasks.filter(_belongs(wanted.tab, viewer, today), _is_due(wanted.due, today))


def _is_due(due: str, today: date) -> Q:
    counting = Q(case__paused=False)
    match due:
        case "late":
            return counting & Q(case__due_on__lt=today)
        case "today":
            return counting & Q(case__due_on=today)
        case "week":
            return counting & Q(case__due_on__range=(today, today + timedelta(days=WEEK)))
        case "paused":
            return Q(case__paused=True)
        case "none":
            return Q(case__due_on=None)
        case _:
            return ~Q(pk=None)


def _belongs(tab: str, viewer: Principal, today: date) -> Q:
    counting = Q(case__paused=False)
    match tab:
        case "near":
            return counting & Q(case__due_on__range=(today, near_until(today)))
        case "late":
            return _is_due("late", today)
        case "support":
            return Q(kind=Task.Kind.SUPPORT)
        case "mine":
            return Q(assignee__public_id=public_uuid(viewer.account_id))
        case "free":
            return Q(has_holder=False)
        case _:
            return ~Q(pk=None)


def _has_holder(today: date) -> Exists:
    """Whether the assignee can still do the task: the account is open and a role covers it today."""
    may = Q(pk__in=[])
    for kind, permission in DOES.items():
        roles = [slug for slug in ROLES if permission in permissions_of(slug)]
        may |= Q(role__in=roles) & Q(Exact(OuterRef("kind"), Value(kind.value)))
    levels = _levels(OuterRef("case__region"))
    office_levels = _levels(Substr(OuterRef("office"), 1, 6))
    reaches = Q(region__in=levels) & (Q(office=OuterRef("office")) | Q(office="", region__in=office_levels))
    roles_now = RoleAssignment.objects.valid_on(today).filter(
        may & reaches, account=OuterRef("assignee"), account__is_active=True
    )
    return Exists(roles_now.order_by())


def _levels(code: Any) -> list[Any]:
    """The codes that cover a region, as expressions: itself, its city, its province, the nation."""
    wider = [Concat(Substr(code, 1, length), Value("0" * (6 - length))) for length in (4, 2)]
    return [code, *wider, Value(NATION)]
