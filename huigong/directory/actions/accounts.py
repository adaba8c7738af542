"""Opening and closing accounts, giving and ending roles, each with one audit event. Passwords: see `logins`."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from huigong.audit.fields import blind_indexes
from huigong.directory.actions.trail import common_region, record_account, record_role
from huigong.directory.models import PHONE_CONTEXT, Account, RoleAssignment
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Grant, Principal, covers, office_region
from huigong.directory.queries import require_manages
from huigong.directory.roles import require_assignable
from huigong.kernel import regions
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid
from huigong.kernel.identity import ResidentId, normalise_phone
from huigong.kernel.sentences import say


def create_official(
    *,
    by: Principal,
    now: datetime,
    username: str,
    display_name: str,
    password: str,
    password_valid_until: datetime | None = None,
    grants: Iterable[Grant] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
    region: str = "",
    resident_number: str = "",
) -> Account:
    """An official's account with its roles, from today on unless a period is given.

    `region` is where the trail says it was opened; without it, where the roles are.

    `by` needs `account.manage` in the region of every grant (for no grants:
    anywhere). Raises `DomainError`: `access.denied`, `account.username_taken`,
    `account.password_weak`, `role.unknown`, `role.region`, `role.dates`.
    """
    by.require(Permission.ACCOUNT_MANAGE)
    grants = tuple(grants)
    if Account.objects.filter(username=username).exists():
        raise _username_taken(username)
    account = Account(
        username=Account.normalize_username(username),
        display_name=display_name,
        kind=Account.Kind.OFFICIAL,
        opened_at=now,
        password_valid_until=password_valid_until,
        resident_number=ResidentId.parse(resident_number).number if resident_number else "",
    )
    require_strong(password, account)
    # Hashing takes a tenth of a second: inside the transaction it would hold up every other writer.
    account.set_password(password)
    with transaction.atomic():
        _add(account)
        record_account(
            account,
            "directory.account.opened",
            by=by,
            now=now,
            region=region or common_region(grant.region for grant in grants),
            data={"kind": "official"},
        )
        for grant in grants:
            assign_role(
                by=by, now=now, account=account, grant=grant, valid_from=valid_from, valid_until=valid_until
            )
    return account


@transaction.atomic
def say_whose(*, by: Principal, now: datetime, account: Account, resident_number: str) -> Account:
    """Who an official is, by their resident number: they act in no matter of that person or a relative's.

    `by` manages the account, and it is not their own. Said again, it is the same.
    Raises `DomainError`: `access.denied`, `account.own`, `account.no_official`, `identity.*`.
    """
    require_other(by, account)
    require_manages(by, account)
    if account.kind != Account.Kind.OFFICIAL:
        raise Denied(
            code="account.no_official",
            what="这不是工作人员的账号",
            why="务工人员的账号由本人登记",
            do="请核对账号",
        )
    number = ResidentId.parse(resident_number).number
    if account.resident_number != number:
        account.resident_number = number
        account.save(update_fields=["resident_number"])
        record_account(account, "directory.account.said_whose", by=by, now=now)
    return account


def _add(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:  # somebody else at the same moment
        raise _username_taken(account.username) from error


@transaction.atomic
def worker_account(*, by: Principal = SYSTEM, now: datetime, phone: str) -> Account:
    """The account of the worker with this phone number, opened at the first use.

    The caller has checked that the person holds the phone (a code was sent to
    it). Raises `DomainError`: `identity.phone`, `account.closed`.
    """
    plain = normalise_phone(phone)
    indexes = blind_indexes(plain, context=PHONE_CONTEXT)
    known = Account.objects.filter(kind=Account.Kind.WORKER, phone_index__in=indexes).order_by("pk")
    account = known.first()
    if account is None:
        try:
            with transaction.atomic():
                return _open_worker_account(by=by, now=now, phone=plain)
        except IntegrityError:  # opened on another device at the same moment
            account = known.get()
    if not account.is_active:
        raise Denied(
            code="account.closed",
            about="phone",
            what="这个手机号的账号已停用",
            do="请带身份证到就近的社区或乡镇窗口办理恢复",
        )
    return account


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
    `role.region`, `role.dates`, `role.held`.
    """
    require_other(by, account)
    by.require(Permission.ACCOUNT_MANAGE, region=grant.region)
    role = require_assignable(grant.role)
    _require_fitting_office(grant)
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
def close_account(*, by: Principal, now: datetime, account: Account) -> Account:
    """Nobody can log in with it any more; its history stays.

    Raises `DomainError`: `access.denied`, `account.own`.
    """
    return _switch(account, active=False, by=by, now=now, verb="directory.account.closed")


@transaction.atomic
def reopen_account(*, by: Principal, now: datetime, account: Account) -> Account:
    """The account opens again, with the roles that have not ended meanwhile. Raises as `close_account`."""
    return _switch(account, active=True, by=by, now=now, verb="directory.account.reopened")


def require_other(by: Principal, account: Account) -> None:
    """Nobody gives, ends or resets anything of their own: two people stand behind every right.

    Raises `DomainError` (`account.own`).
    """
    if by.account_id == str(account.public_id):
        raise Denied(
            code="account.own",
            what="不能管理自己的账号",
            why="角色和账号由另一个人来管，是为了互相监督",
            do="请找另一位系统管理员办理；自己的密码在“我的账号”里改",
        )


def _switch(account: Account, *, active: bool, by: Principal, now: datetime, verb: str) -> Account:
    require_other(by, account)
    require_manages(by, account)
    if account.is_active != active:
        account.is_active = active
        account.save(update_fields=["is_active"])
        record_account(account, verb, by=by, now=now)
    return account


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


def _username_taken(username: str) -> Conflict:
    return Conflict(
        code="account.username_taken",
        about="username",
        what=say("用户名“{username}”已经有人使用", username=username),
        do="请换一个用户名，例如加上单位简称",
    )


def _open_worker_account(*, by: Principal, now: datetime, phone: str) -> Account:
    public_id = uuid.uuid4()
    account = Account.objects.create_user(
        f"worker-{public_id.hex}",
        public_id=public_id,
        display_name="务工人员",
        kind=Account.Kind.WORKER,
        phone=phone,
        opened_at=now,
    )
    record_account(account, "directory.account.opened", by=by, now=now, data={"kind": "worker"})
    return account


def require_strong(password: str, account: Account) -> None:
    """Raises `DomainError` (`account.password_weak`), which says by which rules."""
    broken = []
    try:
        validate_password(password, account)
    except ValidationError as error:
        broken = [message.rstrip("。") for message in error.messages]
    if any(name in _letters(password) for name in _names_of(account)):
        broken.append("密码里有用户名或姓名")
    if broken:
        raise Invalid(
            code="account.password_weak",
            what=say("密码不够安全：{listed}", listed="；".join(broken)),
            why="猜密码的人先试用户名、姓名和常见的密码",
            do="请换一个更长、别人猜不到的密码",
        )


def _names_of(account: Account) -> list[str]:
    """User name and name as compared; short ones stand in too many words."""
    shortest = {"username": 4, "display_name": 2}
    names = {field: _letters(getattr(account, field)) for field in shortest}
    return [name for field, name in names.items() if len(name) >= shortest[field]]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _require_fitting_office(grant: Grant) -> None:
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


def _known_region(code: str) -> bool:
    try:
        return regions.find(code).code == code
    except DomainError:
        return False


def _day(now: datetime) -> date:
    return now.astimezone(timezone.get_current_timezone()).date()
