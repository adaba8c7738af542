"""Opening and closing accounts, giving and ending roles, each with one audit event. Passwords: see `logins`."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huigong.audit.fields import blind_indexes
from huigong.directory.actions.roles import assign_role
from huigong.directory.actions.trail import common_region, record_account
from huigong.directory.models import NUMBER_CONTEXT, PHONE_CONTEXT, Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.directory.queries import officials, require_manages, require_other
from huigong.kernel.errors import Conflict, Denied, Invalid
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
    `account.password_weak`, `account.number_taken`, `role.unknown`, `role.region`, `role.dates`.
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
        _require_no_account(by, account.resident_number)
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
    Raises `DomainError`: `access.denied`, `account.own`, `account.no_official`, `account.number_taken`, `identity.*`.
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
        _require_no_account(by, number)
        account.resident_number = number
        account.save(update_fields=["resident_number", "resident_number_index"])
        record_account(account, "directory.account.said_whose", by=by, now=now)
    return account


def _require_no_account(by: Principal, number: str) -> None:
    """One official has one account. Raises `DomainError` (`account.number_taken`) where `by` manages another one.

    Of accounts elsewhere nothing is told: whose number has one there is not the asker's to know. Runs in the transaction
    that gives an account the number, one such transaction after the other: the first official's row stands for all.
    """
    if not number:
        return
    every = Account.objects.filter(kind=Account.Kind.OFFICIAL).order_by("pk")
    every.select_for_update().only("pk").first()
    indexes = blind_indexes(number, context=NUMBER_CONTEXT)
    other = officials(by).filter(resident_number_index__in=indexes).first()
    if other is not None:
        raise Conflict(
            code="account.number_taken",
            about="resident_number",
            what=say("这个人已经有账号“{username}”", username=other.username),
            why="一个人只用一个账号，审计记录才说得清是谁",
            do="请在那个账号上加角色；它停用了的，请恢复",
        )


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
def close_account(*, by: Principal, now: datetime, account: Account) -> Account:
    """Nobody can log in with it any more; its history stays.

    Raises `DomainError`: `access.denied`, `account.own`.
    """
    return _switch(account, active=False, by=by, now=now, verb="directory.account.closed")


@transaction.atomic
def reopen_account(*, by: Principal, now: datetime, account: Account) -> Account:
    """The account opens again, with the roles that have not ended meanwhile. Raises as `close_account`."""
    return _switch(account, active=True, by=by, now=now, verb="directory.account.reopened")


def _switch(account: Account, *, active: bool, by: Principal, now: datetime, verb: str) -> Account:
    require_other(by, account)
    require_manages(by, account)
    if account.is_active != active:
        account.is_active = active
        account.save(update_fields=["is_active"])
        record_account(account, verb, by=by, now=now)
    return account


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
            about="password",
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
