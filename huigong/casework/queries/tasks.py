"""An official's open tasks, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.db.models.lookups import Exact

from huigong.casework.access import DOES, workable
from huigong.casework.accountability import name_of
from huigong.casework.models import Party, Task
from huigong.casework.parties import count_of_concerned, short_name
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.queries.assignees import holders
from huigong.casework.queries.counting import MANY, how_many
from huigong.casework.shapes import Holder
from huigong.casework.timekeeping import left_in_list, running_clocks
from huigong.casework.tone import TimeLeft, near_until
from huigong.directory.models import RoleAssignment
from huigong.directory.principals import NATION, Principal
from huigong.directory.roles import ROLES, permissions_of
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class TaskRow:
    """A line of the task list; the name is masked. `added_on` is when the person last added something that the office
    has not yet answered by a move."""

    task_id: str
    case_id: str
    number: str
    service_id: str
    service: str
    person: str
    region: str
    office_id: str
    office: str
    kind: str
    kind_name: str
    status_name: str
    holder: Holder
    opened_on: date
    added_on: date | None
    left: TimeLeft


TABS = ("all", "near", "late", "support", "mine", "free")
_BY_URGENCY = ("case__paused", F("case__due_on").asc(nulls_last=True))


def mine(
    viewer: Principal, *, today: date, tab: str = "all", page: int = 1, size: int | None = None
) -> list[TaskRow]:
    """Open tasks of the viewer's offices, late ones first; five queries for any number of rows.

    `tab` is one of `TABS`; `size` rows of page `page`, or all.
    """
    tasks = (
        _under(workable(viewer), tab, viewer=viewer, today=today)
        .select_related("case", "assignee")
        .annotate(concerned=count_of_concerned("case_id"))
        .prefetch_related(Prefetch("case__clocks", queryset=running_clocks()))
        .order_by(*_BY_URGENCY, "case__number", "pk")
    )
    main = Party.objects.filter(is_main=True).select_related("person", "employer")
    tasks = tasks.prefetch_related(Prefetch("case__parties", queryset=main, to_attr="main_parties"))
    first = (max(page, 1) - 1) * size if size else 0
    rows = list(tasks[first : first + size] if size else tasks)
    held = holders(viewer, rows, today=today)
    return [_row(task, holder=held[task.pk], today=today) for task in rows]


def counts(viewer: Principal, *, today: date, at_most: int = MANY) -> dict[str, int]:
    """Tab → how many tasks it holds, or `at_most + 1` if there are more; one query, whatever the number."""
    # In the order of the list: what is open is the newest, and from any other end the database finds it last.
    tasks = workable(viewer).order_by(*_BY_URGENCY)
    tabs = {tab: _under(tasks, tab, viewer=viewer, today=today) for tab in TABS}
    return how_many(tabs, at_most=at_most)


def _under(tasks: QuerySet[Task], tab: str, *, viewer: Principal, today: date) -> QuerySet[Task]:
    if tab == "free":
        tasks = tasks.annotate(has_holder=_has_holder(today))
    return tasks.filter(_belongs(tab, viewer, today))


def _belongs(tab: str, viewer: Principal, today: date) -> Q:
    counting = Q(case__paused=False)
    match tab:
        case "near":
            return counting & Q(case__due_on__range=(today, near_until(today)))
        case "late":
            return counting & Q(case__due_on__lt=today)
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


def _row(task: Task, *, holder: Holder, today: date) -> TaskRow:
    case = task.case
    return TaskRow(
        task_id=task.public_id.hex,
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        person=short_name(case, concerned=task.concerned),  # type: ignore[attr-defined]
        region=case.region,
        office_id=task.office,
        office=name_of(task.office, today),
        kind=task.kind,
        kind_name=task.get_kind_display(),
        status_name=status_in_list(case).name,
        holder=holder,
        opened_on=case.opened_on,
        added_on=case.added_on,
        left=left_in_list(case.clocks.all(), today=today),
    )
