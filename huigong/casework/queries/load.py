"""How much each colleague has on the desk, for whoever hands work over or leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from huigong.casework.access import DOES, readable, workable
from huigong.casework.models import Task
from huigong.casework.queries.wanted import WEEK
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.directory.queries import able


@dataclass(frozen=True)
class Load:
    """The open tasks of one official, or of nobody (`account_id` is ""); `gone` for who can do no task any more."""

    account_id: str
    name: str
    gone: bool = False
    open: int = 0
    late: int = 0
    week: int = 0


def by_colleague(viewer: Principal, *, today: date) -> tuple[Load, ...]:
    """Everybody with open tasks that the viewer may do, or reads where they decide nothing; then who has none.

    What nobody has comes first, then who can do it no longer, then who has most late; four queries for any number,
    and two for each office of the viewer. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.CASE_READ)
    counting = Q(case__paused=False)
    counted = (
        _tasks(viewer)
        .order_by()
        .values("assignee")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=counting & Q(case__due_on__lt=today)),
            week=Count("pk", filter=counting & Q(case__due_on__range=(today, today + timedelta(days=WEEK)))),
        )
    )
    by_account = {row["assignee"]: (row["open"], row["late"], row["week"]) for row in counted}
    accounts = Account.objects.in_bulk([key for key in by_account if key is not None])
    able_now = dict(zip(accounts, Principal.for_accounts(accounts.values(), on=today), strict=True))
    loads = [_load(able_now.get(key), numbers) for key, numbers in by_account.items()]
    known = {load.account_id for load in loads}
    idle = [
        Load(other.account_id, other.name)
        for other in _colleagues(viewer, today)
        if other.account_id not in known
    ]
    return tuple(sorted((*loads, *idle), key=_first))


def _tasks(viewer: Principal) -> QuerySet[Task]:
    if viewer.grants_for(Permission.CASE_DECIDE) or viewer.grants_for(Permission.TASK_SUPPORT):
        return workable(viewer)
    cases = readable(viewer).filter(is_open=True).order_by().values("pk")
    return Task.objects.filter(status=Task.Status.OPEN, case__in=cases)


def _load(holder: Principal | None, numbers: tuple[int, int, int]) -> Load:
    if holder is None:
        return Load("", "", False, *numbers)
    works = any(holder.grants_for(permission) for permission in DOES.values())
    return Load(holder.account_id, holder.name, not works, *numbers)


def _colleagues(viewer: Principal, today: date) -> Iterable[Principal]:
    """Who may decide for the offices in whose name the viewer decides; for a whole region nobody lists them."""
    seen: dict[str, Principal] = {}
    for office in sorted(
        {grant.office for grant in viewer.grants_for(Permission.CASE_DECIDE) if grant.office}
    ):
        work = (Permission.CASE_DECIDE, office)
        for other in able(viewer, {work}, region=_place(viewer, office), on=today)[work]:
            seen.setdefault(other.account_id, other)
    return seen.values()


def _place(viewer: Principal, office: str) -> str:
    grants = [grant for grant in viewer.grants_for(Permission.CASE_DECIDE) if grant.office == office]
    regions = {grant.region for grant in grants}
    return (
        office_region(office)
        if viewer.can(Permission.CASE_DECIDE, region=office_region(office), office=office)
        else sorted(regions)[0]
    )


def _first(load: Load) -> tuple[bool, bool, int, int, str]:
    return bool(load.account_id), not load.gone, -load.late, -load.open, load.name
