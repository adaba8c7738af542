"""Roles of officials: given, ended and withdrawn by somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from huigong.directory.actions.trail import record_role
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.named_offices import require_known
from huigong.directory.permissions import OFFICE_BOUND, Permission
from huigong.directory.principals import Grant, Principal, covers, office_region
from huigong.directory.queries import require_other
from huigong.directory.roles import Role, require_assignable
from huigong.kernel import regions
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.sentences import say


@transaction.atomic
def assign_role(
    *,
    by: Principal,
    now: datetime,
    account: Account,
    grant: Grant,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> RoleAssignment:
    """Gives a role from `valid_from` (today by default) on; the same open role twice is one.

    `by` needs `account.manage` in the grant's region, and gives no role to their own
    account. Raises `DomainError`: `access.denied`, `account.own`, `role.unknown`,
    `role.region`, `office.none`, `role.no_office`, `role.dates`, `role.held`.
    """
    require_other(by, account)
    by.require(Permission.ACCOUNT_MANAGE, region=grant.region)
    role = require_assignable(grant.role)
    require_fitting_office(grant)
    _require_divisible(role, grant)
    start = valid_from or _day(now)
    if valid_until is not None and valid_until < start:
        raise Invalid(
            code="role.dates",
            about="valid_until",
            what="角色的截止日早于开始日",
            do="请核对起止日期；截止日当天仍然有效",
        )
    same = {"account": account, "role": role.slug, "region": grant.region, "office": grant.office or ""}
    existing = _open_role(same, start=start)
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            assignment = RoleAssignment.objects.create(**same, valid_from=start, valid_until=valid_until)
    except IntegrityError:  # given in another window at the same moment
        existing = _open_role(same, start=start)
        if existing is None:
            raise
        return existing
    record_role(by=by, now=now, verb="directory.role.assigned", assignment=assignment)
    return assignment


@transaction.atomic
def end_role(
    *, by: Principal, now: datetime, assignment: RoleAssignment, on: date | None = None
) -> RoleAssignment:
    """Ends a role; `on` (today by default) is its last day.

    Raises `DomainError`: `access.denied`, `account.own`, `role.dates`, `role.over`.
    """
    require_other(by, assignment.account)
    by.require(Permission.ACCOUNT_MANAGE, region=assignment.region)
    assignment = _still_there(assignment)
    last_day = on or _day(now)
    if last_day < assignment.valid_from:
        raise Invalid(
            code="role.dates",
            about="last_day",
            what="角色还没有开始，不能在开始之前结束",
            do="请把截止日改到开始日或以后",
        )
    assignment.valid_until = last_day
    assignment.save(update_fields=["valid_until"])
    record_role(by=by, now=now, verb="directory.role.ended", assignment=assignment)
    return assignment


@transaction.atomic
def withdraw_role(*, by: Principal, now: datetime, assignment: RoleAssignment) -> None:
    """Takes a role away at once: its last day was yesterday, or it never was where it began today or later.

    Raises `DomainError`: `access.denied`, `account.own`, `role.over`.
    """
    require_other(by, assignment.account)
    by.require(Permission.ACCOUNT_MANAGE, region=assignment.region)
    assignment = _still_there(assignment)
    yesterday = _day(now) - timedelta(days=1)
    if assignment.valid_until is not None and assignment.valid_until <= yesterday:
        raise _role_over()
    record_role(by=by, now=now, verb="directory.role.withdrawn", assignment=assignment)
    if assignment.valid_from > yesterday:
        assignment.delete()
        return
    assignment.valid_until = yesterday
    assignment.save(update_fields=["valid_until"])


@transaction.atomic
def move_role(
    *,
    by: Principal,
    now: datetime,
    assignment: RoleAssignment,
    grant: Grant,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> RoleAssignment:
    """To another office, or another role, without a day in both or in neither: the old one ends the day before the new begins.

    Tasks of the old office stay there, as of somebody who no longer may do them. Raises as `end_role` and `assign_role`,
    and `role.held` where both are the same.
    """
    old = Grant(assignment.role, assignment.region, assignment.office or None)
    if old == grant:
        raise Conflict(
            code="role.held",
            about="office",
            what="新的和原来的是同一个角色、同一个部门",
            do="请选要调到的部门",
        )
    start = valid_from or _day(now)
    if start <= _day(now):
        withdraw_role(by=by, now=now, assignment=assignment)
    else:
        end_role(by=by, now=now, assignment=assignment, on=start - timedelta(days=1))
    return assign_role(
        by=by, now=now, account=assignment.account, grant=grant, valid_from=start, valid_until=valid_until
    )


def _open_role(same: dict[str, Any], *, start: date) -> RoleAssignment | None:
    """The role without an end that is held already; one that begins only after `start` is refused."""
    row = RoleAssignment.objects.filter(**same, valid_until=None).first()
    if row is not None and row.valid_from > start:
        raise Conflict(
            code="role.held",
            what=say("这个角色已经分配过，从{valid_from}起有效", valid_from=f"{row.valid_from:%Y-%m-%d}"),
            do="要提前开始，请先收回那一个，再重新分配",
        )
    return row


def _still_there(assignment: RoleAssignment) -> RoleAssignment:
    """The row as it stands, locked. Raises `DomainError` (`role.over`) for one that was taken away meanwhile."""
    row = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if row is None:
        raise _role_over()
    return row


def _role_over() -> Conflict:
    return Conflict(
        code="role.over", about="last_day", what="这个角色已经结束了", do="请刷新页面，看现在的角色"
    )


def require_fitting_office(grant: Grant) -> None:
    """Raises `DomainError`: `role.region` for a region that is none or an office outside it, `office.none`."""
    if not _known_region(grant.region) or (
        grant.office and not covers(grant.region, office_region(grant.office))
    ):
        raise Invalid(
            code="role.region",
            about="office",
            what=say(
                "角色的地区“{region}”与部门“{office}”对不上",
                region=grant.region,
                office=grant.office or "（不限）",
            ),
            why="地区要写六位区划代码；部门要在这个地区之内",
            do="请先选地区，再选这个地区的部门",
        )
    if grant.office:
        require_known(grant.office)


def _require_divisible(role: type[Role], grant: Grant) -> None:
    """A role without anything that belongs to an office would have the whole region, whatever office was chosen."""
    if grant.office and not role.permissions & OFFICE_BOUND:
        raise Invalid(
            code="role.no_office",
            about="office",
            what=say("“{role}”不能只管一个部门", role=role.name),
            why="它做的事不分部门，选了部门，也还是管整个地区",
            do="请选“不限部门”；只办一个部门的事，请选经办人",
        )


def _known_region(code: str) -> bool:
    try:
        return regions.find(code).code == code
    except DomainError:
        return False


def _day(now: datetime) -> date:
    return now.astimezone(timezone.get_current_timezone()).date()
