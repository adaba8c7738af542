"""Whether there is somebody for the open tasks of each office: what a leaver has in hand, and posts that are empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huigong.casework.access import DOES
from huigong.casework.accountability import name_of
from huigong.casework.models import Task
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region, region_prefix
from huigong.directory.queries import officials_on, require_manages
from huigong.directory.reach import begins


@dataclass(frozen=True)
class Post:
    """Open tasks of one kind at one office, and how many officials may do them (without the one who leaves).

    Where the cases are of several places, `able` is how many there are for the place that has the fewest.
    """

    office: str
    office_name: str
    kind: str
    tasks: int
    able: int


def in_hand(viewer: Principal, account: Account, *, today: date) -> tuple[Post, ...]:
    """The open tasks that an official has, by office, and how many others could take them on: four queries.

    Numbers only. Raises `DomainError` (`access.denied`) unless `viewer` manages the account.
    """
    require_manages(viewer, account)
    others = [each for each in officials_on(today) if each.account_id != str(account.public_id)]
    return _posts(Task.objects.filter(assignee=account), others, today)


def empty_posts(viewer: Principal, *, today: date) -> tuple[Post, ...]:
    """Offices with open tasks that no official may do, where the viewer manages accounts; none elsewhere."""
    mine = Q(pk__in=[])
    for grant in viewer.grants_for(Permission.ACCOUNT_MANAGE):
        mine |= begins("office", region_prefix(grant.region))
    posts = _posts(Task.objects.filter(mine), officials_on(today), today)
    return tuple(post for post in posts if not post.able)


def open_at(viewer: Principal, office_id: str, *, today: date) -> tuple[Post, ...]:
    """The open tasks of one office by kind, and how many officials may do them; numbers only.

    Raises `DomainError` (`access.denied`) unless `viewer` keeps the place of the office.
    """
    viewer.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    return _posts(Task.objects.filter(office=office_id), officials_on(today), today)


def _posts(tasks: QuerySet[Task], officials: Iterable[Principal], today: date) -> tuple[Post, ...]:
    known = list(officials)
    open_ones = tasks.filter(status=Task.Status.OPEN, case__is_open=True).order_by()
    rows = open_ones.values_list("office", "kind", "case__region").annotate(tasks=Count("pk"))
    by_post: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for office, kind, region, number in rows.order_by("office", "kind", "case__region"):
        by_post[office, kind][region] = number
    return tuple(
        Post(
            office=office,
            office_name=name_of(office, today),
            kind=Task.Kind(kind).label,
            tasks=sum(numbers.values()),
            able=min(_able(known, DOES[Task.Kind(kind)], office, region) for region in numbers),
        )
        for (office, kind), numbers in by_post.items()
    )


def _able(officials: list[Principal], permission: Permission, office: str, region: str) -> int:
    return sum(each.can(permission, region=region, office=office) for each in officials)
