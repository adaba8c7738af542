"""Who is asking, and what they may do where. Default deny on every axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Self

from huigong.directory import offices
from huigong.directory.permissions import ACTS_AS_OFFICE, OFFICE_BOUND, Permission
from huigong.directory.roles import Routine, permissions_of
from huigong.kernel.errors import NoAccess
from huigong.kernel.regions import NATION, contains
from huigong.kernel.writing import said

if TYPE_CHECKING:
    from huigong.directory.models import Account


def region_prefix(code: str) -> str:
    """The part of a region code that its sub-regions share; `""` for the whole country.

    `510000` → `51`, `510400` → `5104`, `510411` → `510411`.
    """
    if code == NATION:
        return ""
    while code.endswith("00"):
        code = code[:-2]
    return code


def covers(wide: str, narrow: str) -> bool:
    """Whether region `wide` is `narrow` or contains it. An empty code covers and is covered by nothing."""
    return bool(wide and narrow) and contains(wide, narrow)


@dataclass(frozen=True)
class Grant:
    """A role in a region with everything below it; with `office`, for that office only.

    `taken_over` are offices that their places have closed and whose work that office has now: what they decided
    needs somebody who answers for it.
    """

    role: str
    region: str
    office: str | None = None
    taken_over: tuple[str, ...] = ()

    @property
    def offices(self) -> tuple[str, ...]:
        """The office and those whose work it has now; none for a whole region."""
        return (self.office, *self.taken_over) if self.office else ()

    def allows(self, permission: str, *, region: str | None = None, office: str | None = None) -> bool:
        """Without `region` and `office`: whether the permission is held anywhere.

        An office-bound permission asked for a region without naming the office is
        refused to a grant limited to an office, since the thing may be another's.
        """
        if permission not in permissions_of(self.role):
            return False
        if region is None and office is None:
            return True
        if not covers(self.region, region if region is not None else office_region(office)):
            return False
        return permission not in OFFICE_BOUND or self._covers_office(permission, office)

    def _covers_office(self, permission: str, office: str | None) -> bool:
        if self.office:
            return office in self.offices
        return (
            office is None or permission not in ACTS_AS_OFFICE or covers(self.region, office_region(office))
        )


@dataclass(frozen=True)
class Principal:
    """An actor with grants. `person_id` is the public id of the worker's own record, if they have one.

    `visit` stands for one sitting, so that the trail tells of a look once and not once a page; `drafts` are
    the ids of what somebody has begun here, which are theirs before they have an account.
    """

    account_id: str
    name: str
    grants: tuple[Grant, ...] = ()
    person_id: str | None = None
    purpose: str = ""
    visit: str = ""
    drafts: frozenset[str] = frozenset()

    @classmethod
    def for_account(cls, account: Account, *, on: date) -> Self:
        """The account with the roles it holds on that day; a closed account holds none."""
        return cls.for_accounts([account], on=on)[0]

    @classmethod
    def for_accounts(cls, accounts: Iterable[Account], *, on: date) -> tuple[Self, ...]:
        """`for_account` for several, in their order; one question."""
        from huigong.directory.models import RoleAssignment

        taken_over = offices.book().taken_over(on)
        known, grants = list(accounts), defaultdict(list)
        working = {account.pk for account in known if account.is_active}
        for assignment in RoleAssignment.objects.valid_on(on).filter(account_id__in=working):
            grants[assignment.account_id].append(
                Grant(
                    assignment.role,
                    assignment.region,
                    assignment.office or None,
                    taken_over.get(assignment.office, ()),
                )
            )
        return tuple(
            cls(
                str(account.public_id),
                account.display_name or account.username,
                tuple(grants[account.pk]),
            )
            for account in known
        )

    def can(self, permission: str, *, region: str | None = None, office: str | None = None) -> bool:
        """Whether some grant allows it there; see `Grant.allows`."""
        return any(grant.allows(permission, region=region, office=office) for grant in self.grants)

    def require(self, permission: str, *, region: str | None = None, office: str | None = None) -> None:
        """Raises `DomainError` (`access.denied`) unless `can`."""
        if not self.can(permission, region=region, office=office):
            raise NoAccess(
                code="access.denied",
                what="您没有权限做这件事",
                why=_why_denied(self, permission),
                do="如果工作需要，请联系本单位的系统管理员分配角色",
            )

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        """The grants that carry the permission: what a query filters by."""
        return tuple(grant for grant in self.grants if permission in permissions_of(grant.role))

    def regions(self, permission: str) -> tuple[str, ...]:
        """Region code prefixes, sorted, where the permission is held; `""` is the whole country.

        For an office-bound permission filter by office too: see `grants_for`.
        """
        return tuple(sorted({region_prefix(grant.region) for grant in self.grants_for(permission)}))

    @property
    def office(self) -> str:
        """Where the actor sits, for the trail: the first office granted, else the first region below the nation."""
        own = sorted(grant.office for grant in self.grants if grant.office)
        regions = sorted(grant.region for grant in self.grants if grant.region != NATION)
        return next(iter(own or regions), "")

    @property
    def rights(self) -> Self:
        """The actor as far as what they may do depends on them: the same on each of their pages, so that what is
        worked out for it can be kept."""
        return replace(self, name="", grants=tuple(self.grants), purpose="", visit="", drafts=frozenset())

    def with_visit(self, visit: str) -> Self:
        """The same actor, within this sitting."""
        return replace(self, visit=visit)

    def with_drafts(self, drafts: Iterable[str]) -> Self:
        """The same actor, who has these drafts."""
        return replace(self, drafts=frozenset(drafts))

    def with_purpose(self, text: str) -> Self:
        """The same actor, reading for this purpose."""
        return replace(self, purpose=said(text))

    def with_person(self, person_id: str) -> Self:
        """The same actor, known to be this person of the register."""
        return replace(self, person_id=person_id)


def office_region(office: str | None) -> str:
    """`510400/hrss` → `510400`."""
    return (office or "").partition("/")[0]


def office_line(office: str) -> str:
    """`510400/hrss` → `hrss`."""
    return office.partition("/")[2]


def _why_denied(principal: Principal, permission: str) -> str:
    if not principal.grants:
        return "您还没有登录" if principal == ANONYMOUS else "您的账号现在没有有效的角色"
    if principal.grants_for(permission):
        return "您的角色有这项权限，但不包括这个地区或这个部门"
    return "您的角色不包括这项权限"


ANONYMOUS = Principal(account_id="anonymous", name="未登录用户")
SYSTEM = Principal(account_id="system", name="系统", grants=(Grant(Routine.slug, NATION),))

__all__ = [
    "ANONYMOUS",
    "NATION",
    "SYSTEM",
    "Grant",
    "Permission",
    "Principal",
    "covers",
    "office_line",
    "office_region",
    "region_prefix",
]
