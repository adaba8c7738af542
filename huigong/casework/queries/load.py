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
from huigong.directory.principals import Principal, office_region, region_prefix
from huigong.directory.queries import able
from huigong.directory.reach import within
from huigong.kernel import regions
from huigong.kernel.regions import lineage

MOST = 5_000
"""As many open tasks are counted one by one, for each of their holders."""


@dataclass(frozen=True)
class PlaceLoad:
    """The open tasks of a place, or of one below it. `narrower` where those who hold them can be asked for by the place."""

    region: str
    name: str
    open: int
    late: int
    narrower: bool


@dataclass(frozen=True)
class Load:
    """The open tasks of one official, or of nobody (`account_id` is ""); `gone` for who can do no task any more."""

    account_id: str
    name: str
    gone: bool = False
    open: int = 0
    late: int = 0
    week: int = 0


def by_place(viewer: Principal, *, today: date, region: str = "") -> tuple[PlaceLoad, ...]:
    """The places below `region`, or below where the viewer works, with tasks in them, where the tasks are too many to be
    told by who holds them; else nothing. One query, which reads what is open.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.CASE_READ)
    above = region or _works_in(viewer)
    below = regions.children(above)
    if not below:
        return ()
    counted = tuple(
        _tasks(viewer, region)
        .order_by()
        .values_list("case__region")
        .annotate(open=Count("pk"), late=Count("pk", filter=_late(today)))
    )
    if sum(many for _at, many, _late in counted) <= MOST:
        return ()
    held = {code: (0, 0) for code in (above, *(place.code for place in below))}
    for at, many, late in counted:
        code = next((each for each in held if each != above and at.startswith(region_prefix(each))), above)
        held[code] = held[code][0] + many, held[code][1] + late
    return tuple(
        PlaceLoad(code, regions.find(code).name, many, late, narrower=code != above)
        for code, (many, late) in held.items()
        if many
    )


def _works_in(viewer: Principal) -> str:
    """The region that holds every place in which the viewer reads cases."""
    lines = [lineage(grant.region) for grant in viewer.grants_for(Permission.CASE_READ)]
    return next(code for code in lines[0] if all(code in line for line in lines))


def by_colleague(viewer: Principal, *, today: date, region: str = "") -> tuple[Load, ...]:
    """Everybody with open tasks that the viewer may do, or reads where they decide nothing; then who has none.

    With `region` those whose cases are there. What nobody has comes first, then who can do it no longer, then who has most late; four queries for any number,
    and two for each office of the viewer. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.CASE_READ)
    counting = Q(case__paused=False)
    counted = (
        _tasks(viewer, region)
        .order_by()
        .values("assignee")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=_late(today)),
            week=Count("pk", filter=counting & Q(case__due_on__range=(today, today + timedelta(days=WEEK)))),
        )
    )
    by_account = {row["assignee"]: (row["open"], row["late"], row["week"]) for row in counted}
    officials = Account.objects.filter(kind=Account.Kind.OFFICIAL)
    accounts = officials.in_bulk([key for key in by_account if key is not None])
    able_now = dict(zip(accounts, Principal.for_accounts(accounts.values(), on=today), strict=True))
    loads = [_load(able_now.get(key), numbers) for key, numbers in by_account.items()]
    known = {load.account_id for load in loads}
    idle = [
        Load(other.account_id, other.name)
        for other in _colleagues(viewer, today)
        if other.account_id not in known
    ]
    return tuple(sorted((*loads, *idle), key=_first))


def _late(today: date) -> Q:
    return Q(case__paused=False, case__due_on__lt=today)


def _tasks(viewer: Principal, region: str) -> QuerySet[Task]:
    if viewer.grants_for(Permission.CASE_DECIDE) or viewer.grants_for(Permission.TASK_SUPPORT):
        tasks = workable(viewer)
    else:
        cases = readable(viewer).filter(is_open=True).order_by().values("pk")
        tasks = Task.objects.filter(status=Task.Status.OPEN, case__in=cases)
    return tasks.filter(within("case__region", region_prefix(region))) if region else tasks


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
