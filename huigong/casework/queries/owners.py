"""Open tasks that no living person answers for, and who should have them: nobody has to look for an orphan.

A task has a live owner when its office is in being, somebody there may do it today, and whoever has it still may.
A task that nobody has taken yet is the whole office's, as long as somebody is there.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from django.db.models import Count, Min, Q, QuerySet

from huigong.casework.access import DOES
from huigong.casework.accountability import lives, name_of
from huigong.casework.models import Task
from huigong.directory import offices
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, office_line, office_region, region_prefix
from huigong.directory.reach import within
from huigong.directory.roles import ROLES
from huigong.kernel.regions import lineage

_log = logging.getLogger(__name__)


class Why(StrEnum):
    """What is wrong."""

    GONE = "gone"
    EMPTY = "empty"
    LEFT = "left"


@dataclass(frozen=True)
class Heir:
    """Who is proposed: an office in being, and the one there who has least to do."""

    office_id: str
    office: str
    account_id: str
    name: str


@dataclass(frozen=True)
class Unowned:
    """Some open tasks of one office, region and kind without a live owner.

    `holder` is the name of who has them and can do them no longer, "" where nobody has; `first` the oldest case's number.
    `heir` is None where nobody is there who could: then somebody must be appointed.
    """

    why: Why
    region: str
    office_id: str
    office: str
    kind: Task.Kind
    holder: str
    tasks: int
    first: str
    heir: Heir | None


def unowned(viewer: Principal, *, today: date) -> tuple[Unowned, ...]:
    """The alarm list of the viewer's regions, the most tasks first; at most four queries, however many tasks there are.

    It names offices, officials and case numbers, never a person of a case: whoever manages accounts sees it too.
    Raises `DomainError` (`access.denied`).
    """
    staff, lost = _lost(viewer, today)
    return tuple(_alarm(group, why, staff) for group, why in lost)


def first_unowned(viewer: Principal, *, today: date, most: int) -> tuple[tuple[Unowned, ...], int]:
    """The first of `unowned`, at most so many, and how many there are: an heir is looked for where one is shown."""
    staff, lost = _lost(viewer, today)
    return tuple(_alarm(group, why, staff) for group, why in lost[:most]), len(lost)


def log_unowned(*, today: date) -> int:
    """Writes the alarm list of the whole country into the log; how many tasks there are."""
    alarms = unowned(SYSTEM, today=today)
    for alarm in alarms:
        heir = f"{alarm.heir.office_id} {alarm.heir.account_id}" if alarm.heir else "nobody"
        _log.error("%s tasks of %s are %s; proposed: %s", alarm.tasks, alarm.office_id, alarm.why.value, heir)
    return sum(alarm.tasks for alarm in alarms)


@dataclass(frozen=True)
class _Group:
    """Open tasks of one region, office, kind and holder: how many, and the number of the first case."""

    region: str
    office: str
    kind: Task.Kind
    holder: Account | None
    tasks: int
    first: str


def _lost(viewer: Principal, today: date) -> tuple[_Staff, list[tuple[_Group, Why]]]:
    """What has no live owner, the most tasks first, and who might have it."""
    rows = _within_reach(viewer).order_by().values_list("case__region", "office", "kind", "assignee")
    counted = tuple(rows.annotate(number=Count("pk"), first=Min("case__number")))
    staff = _Staff(today, busy=_busy(counted))
    gone = {holder for *_, holder, _, _ in counted if holder} - staff.accounts.keys()
    officials = Account.objects.filter(kind=Account.Kind.OFFICIAL)
    accounts = {**staff.accounts, **(officials.in_bulk(gone) if gone else {})}
    groups = [
        _Group(region, office, Task.Kind(kind), accounts.get(holder), number, first)
        for region, office, kind, holder, number, first in counted
    ]
    lost = [(group, why) for group in groups if (why := staff.wrong(group))]
    return staff, sorted(lost, key=lambda row: _most_tasks_first(row[0]))


def _most_tasks_first(group: _Group) -> tuple[int, str, str, str]:
    return -group.tasks, group.office, group.region, str(group.holder or "")


def _alarm(group: _Group, why: Why, staff: _Staff) -> Unowned:
    return Unowned(
        why=why,
        region=group.region,
        office_id=group.office,
        office=name_of(group.office, staff.today),
        kind=group.kind,
        holder=str(group.holder or ""),
        tasks=group.tasks,
        first=group.first,
        heir=staff.heir(group.kind, group.region, group.office),
    )


def _within_reach(viewer: Principal) -> QuerySet[Task]:
    """Of the regions whose accounts the viewer manages or whose cases they read; of one office for who is bound to it."""
    grants = [*viewer.grants_for(Permission.ACCOUNT_MANAGE), *viewer.grants_for(Permission.CASE_READ)]
    if not grants:
        viewer.require(Permission.CASE_READ)
    reach = Q(pk__in=[])
    for grant in grants:
        here = within("case__region", region_prefix(grant.region))
        if grant.office:
            here &= Q(office__in=grant.offices)
        reach = here if not here else reach | here
        if not here:
            break  # the whole country
    return Task.objects.filter(reach, status=Task.Status.OPEN, case__is_open=True)


def _busy(held: Iterable[tuple[str, str, str, int | None, int, str]]) -> Counter[int]:
    """Row number of an account → how many open tasks it has."""
    busy: Counter[int] = Counter()
    for _region, _office, _kind, holder, number, _first in held:
        if holder is not None:
            busy[holder] += number
    return busy


class _Staff:
    """Who may do tasks today, found by office: two queries."""

    def __init__(self, today: date, *, busy: Mapping[int, int]) -> None:
        self.today, self.busy = today, busy
        self._manned: dict[tuple[Task.Kind, str, str], bool] = {}
        self._in_being: dict[str, bool] = {}
        roles = [
            slug for slug, role in ROLES.items() if any(each in role.permissions for each in DOES.values())
        ]
        accounts = Account.objects.filter(
            kind=Account.Kind.OFFICIAL,
            is_active=True,
            pk__in=RoleAssignment.objects.valid_on(today)
            .filter(role__in=roles)
            .order_by()
            .values("account_id"),
        )
        named = accounts.only("public_id", "username", "display_name", "is_active")
        self.accounts = {account.pk: account for account in named.order_by("username")}
        principals = Principal.for_accounts(self.accounts.values(), on=today)
        self._people = dict(zip(self.accounts, principals, strict=True))
        self._by_office: dict[str, dict[int, Principal]] = defaultdict(dict)
        for key, principal in self._people.items():
            for grant in principal.grants:
                self._by_office[grant.office or ""][key] = principal

    def wrong(self, group: _Group) -> Why | None:
        """What is wrong with such tasks; None where they have a live owner."""
        kind, region, office, holder = group.kind, group.region, group.office, group.holder
        if not self._lives(office):
            return Why.GONE
        if not self._is_manned(kind, region, office):
            return Why.EMPTY
        if holder is not None and not self._may(self._people.get(holder.pk), kind, region, office):
            return Why.LEFT
        return None

    def heir(self, kind: Task.Kind, region: str, office: str) -> Heir | None:
        """The office itself, whoever took its work over, or else the same line one level up; there the least busy."""
        for other in self._heirs(office):
            able = self._able(kind, region, other)
            if able:
                key = min(able, key=lambda account: (self.busy.get(account, 0), able[account].name, account))
                return Heir(other, name_of(other, self.today), able[key].account_id, able[key].name)
        return None

    def _heirs(self, office: str) -> Iterable[str]:
        if lives(office, self.today):
            yield office
        for code in lineage(office_region(office)):
            heir = offices.book().for_line(code, office_line(office), self.today)
            if heir is not None and heir.id != office and not heir.generic:
                yield heir.id

    def _lives(self, office: str) -> bool:
        """Whether the office is in being; asked once for each, since it has tasks of several regions, kinds and people."""
        known = self._in_being.get(office)
        if known is None:
            known = self._in_being[office] = lives(office, self.today)
        return known

    def _is_manned(self, kind: Task.Kind, region: str, office: str) -> bool:
        """Whether somebody may do such tasks; asked once for each, since several people hold those of one office."""
        known = self._manned.get((kind, region, office))
        if known is None:
            near = chain(self._by_office.get(office, {}).values(), self._by_office.get("", {}).values())
            known = any(self._may(each, kind, region, office) for each in near)
            self._manned[kind, region, office] = known
        return known

    def _able(self, kind: Task.Kind, region: str, office: str) -> dict[int, Principal]:
        near = {**self._by_office.get(office, {}), **self._by_office.get("", {})}
        return {key: each for key, each in near.items() if self._may(each, kind, region, office)}

    def _may(self, principal: Principal | None, kind: Task.Kind, region: str, office: str) -> bool:
        return principal is not None and principal.can(DOES[kind], region=region, office=office)
