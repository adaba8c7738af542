"""Who has a task, and who else could have it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huigong.casework.access import DOES
from huigong.casework.models import Task
from huigong.casework.shapes import Colleague, Holder
from huigong.directory.principals import Permission, Principal
from huigong.directory.queries import able
from huigong.registry.lookup import public_uuid


def holders(viewer: Principal, tasks: Collection[Task], *, today: date) -> dict[int, Holder]:
    """Row number of a task → who has it; one query for any number. Select assignee and case along.

    An open task of somebody whose account is closed, or whose role no longer
    reaches it, has nobody. A task that has ended keeps the name.
    """
    accounts = {task.assignee.pk: task.assignee for task in tasks if task.assignee is not None}
    principals = dict(zip(accounts, Principal.for_accounts(accounts.values(), on=today), strict=True))
    return {
        task.pk: _holder(task, principals[task.assignee_id], viewer) if task.assignee_id else Holder()
        for task in tasks
    }


def colleagues(
    viewer: Principal, tasks: Collection[Task], *, today: date
) -> dict[int, tuple[Colleague, ...]]:
    """Row number of an open task of one case that the viewer may do → the others who may; two queries.

    By the same rights that the action asks for. Tasks that the viewer may not hand over are left out.
    """
    work = {task.pk: _work(task) for task in tasks if may_assign(viewer, task)}
    if not work:
        return {}
    officials = able(viewer, set(work.values()), region=next(iter(tasks)).case.region, on=today)
    return {
        task.pk: tuple(
            Colleague(official.account_id, official.name)
            for official in officials[work[task.pk]]
            if official.account_id not in (viewer.account_id, _account_id(task))
        )
        for task in tasks
        if task.pk in work
    }


def colleagues_for(viewer: Principal, task_ids: Collection[str], *, today: date) -> tuple[Colleague, ...]:
    """Who else may do at least one of these open tasks, by name; two queries for each region of theirs."""
    ids = [public_uuid(task_id) for task_id in task_ids]
    tasks = Task.objects.filter(public_id__in=ids).select_related("case", "assignee")
    by_region: dict[str, set[tuple[Permission, str]]] = {}
    for task in tasks:
        if may_assign(viewer, task):
            by_region.setdefault(task.case.region, set()).add(_work(task))
    names = {
        official.account_id: official.name
        for region, work in by_region.items()
        for officials in able(viewer, work, region=region, on=today).values()
        for official in officials
        if official.account_id != viewer.account_id
    }
    return tuple(
        Colleague(account_id, name) for account_id, name in sorted(names.items(), key=lambda each: each[1])
    )


def may_assign(viewer: Principal, task: Task) -> bool:
    """Whether the viewer may take the task or hand it over."""
    permission, office = _work(task)
    is_open = task.status == Task.Status.OPEN
    return is_open and viewer.can(permission, region=task.case.region, office=office)


def _work(task: Task) -> tuple[Permission, str]:
    return DOES[Task.Kind(task.kind)], task.office


def _account_id(task: Task) -> str:
    return str(task.assignee.public_id) if task.assignee else ""


def _holder(task: Task, holder: Principal, viewer: Principal) -> Holder:
    return Holder(
        account_id=holder.account_id,
        name=holder.name,
        me=holder.account_id == viewer.account_id,
        gone=task.status == Task.Status.OPEN and not may_assign(holder, task),
    )
