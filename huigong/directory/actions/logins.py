"""How people get in: officials' one-time and own passwords, a lost second factor, a worker's new phone."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from huigong.audit.fields import blind_indexes
from huigong.directory.actions.accounts import (
    create_official,
    require_other,
    require_strong,
    worker_account,
)
from huigong.directory.actions.trail import record_account
from huigong.directory.models import PHONE_CONTEXT, Account
from huigong.directory.principals import Grant, Principal
from huigong.directory.queries import require_manages
from huigong.kernel import writing
from huigong.kernel.errors import Invalid, NoAccess
from huigong.kernel.identity import normalise_phone

ONE_TIME_FOR = timedelta(days=3)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are read as another


def open_official(
    *,
    by: Principal,
    now: datetime,
    username: str,
    display_name: str,
    grant: Grant,
    resident_number: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> tuple[Account, str]:
    """A new official's account with its first role, and its one-time password, which is kept nowhere.

    `resident_number` as in `accounts.say_whose`. Raises as `create_official` and `assign_role`, `identity.*`, `account.number_taken`, and `person.name_*` for a name that is none.
    """
    display_name = writing.person_name(display_name)
    password = _one_time()
    account = create_official(
        by=by,
        now=now,
        username=username,
        display_name=display_name,
        password=password,
        password_valid_until=now + ONE_TIME_FOR,
        resident_number=resident_number,
        grants=[grant],
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return account, password


def reset_password(*, by: Principal, now: datetime, account: Account) -> str:
    """A one-time password in place of the old one, which is kept nowhere; every session of the account ends.

    Raises `DomainError`: `access.denied`, `account.own`.
    """
    _require_may_reset(by, account)
    password = _one_time()
    _replace(account, make_password(password), by=by, now=now)
    return password


def change_password(*, by: Principal, now: datetime, account: Account, current: str, new: str) -> None:
    """An official chooses their own password; every other session of the account ends.

    Raises `DomainError`: `access.denied` for another's account, `account.password_wrong`,
    `account.password_same`, `account.password_weak`.
    """
    if by.account_id != str(account.public_id) or account.kind != Account.Kind.OFFICIAL:
        raise NoAccess(code="access.denied", what="只能改自己的密码", do="请先用自己的工作账号登录")
    if not account.check_password(current):
        raise Invalid(code="account.password_wrong", about="current", what="现在的密码不对", do="请再填一次")
    if new == current:
        raise Invalid(code="account.password_same", about="new", what="新密码和现在的一样", do="请换一个新的")
    require_strong(new, account)
    hashed = make_password(new)
    with transaction.atomic():
        _keep(account, hashed, valid_until=None)
        record_account(account, "directory.account.password_changed", by=by, now=now)


def forget_second_factor(*, by: Principal, now: datetime, account: Account) -> str:
    """For a lost phone: the second factor and its recovery codes go, and a one-time password comes.

    The password goes too, because whoever has the phone may know it. Raises as `reset_password`.
    """
    _require_may_reset(by, account)
    password = _one_time()
    hashed = make_password(password)
    with transaction.atomic():
        _replace(account, hashed, by=by, now=now)
        Authenticator.objects.filter(user=account).delete()
        record_account(account, "directory.account.second_factor_forgotten", by=by, now=now)
    return password


@transaction.atomic
def move_to_phone(*, by: Principal, now: datetime, account: Account, phone: str) -> Account:
    """The worker's account with the new phone from now on.

    The caller has checked who asks, and that nobody else stands behind the phone's account. That one is closed and
    not handed over: whoever had the number before may have kept papers there. Every session ends, the next
    login asks whose it is, and the old phone opens nothing of this worker any more.
    """
    for waiting in _of_phone(phone).exclude(pk=account.pk):
        close_worker(by=by, now=now, account=waiting)
    account.phone = phone
    _ask_again(account)
    account.save(update_fields=["phone", "phone_index", "last_login", "password"])
    record_account(account, "directory.account.phone_changed", by=by, now=now)
    return account


@transaction.atomic
def close_worker(*, by: Principal, now: datetime, account: Account) -> None:
    """No phone opens this worker's account any more; every session ends. The caller has checked who asks."""
    account.phone, account.is_active = "", False
    account.set_unusable_password()
    account.save(update_fields=["phone", "phone_index", "is_active", "password"])
    record_account(account, "directory.account.closed", by=by, now=now)


@transaction.atomic
def open_for_phone(*, by: Principal, now: datetime, phone: str) -> Account:
    """A new worker's account of a phone; one that somebody used before is closed, with whatever lies there.

    The next login asks whose it is: a phone number is soon mistyped. Raises `DomainError` as `worker_account`.
    """
    for used in _of_phone(phone).filter(is_active=True):
        close_worker(by=by, now=now, account=used)
    return worker_account(by=by, now=now, phone=phone)


@transaction.atomic
def _replace(account: Account, hashed: str, *, by: Principal, now: datetime) -> None:
    _keep(account, hashed, valid_until=now + ONE_TIME_FOR)
    record_account(account, "directory.account.password_reset", by=by, now=now)


def _keep(account: Account, hashed: str, *, valid_until: datetime | None) -> None:
    """Takes the hash and not the password: hashing inside a transaction would hold up every other writer."""
    account.password, account.password_valid_until = hashed, valid_until
    account.save(update_fields=["password", "password_valid_until"])


def _of_phone(phone: str) -> QuerySet[Account]:
    indexes = blind_indexes(normalise_phone(phone), context=PHONE_CONTEXT)
    return Account.objects.filter(kind=Account.Kind.WORKER, phone_index__in=indexes).order_by("pk")


def _ask_again(account: Account) -> None:
    account.last_login = None
    account.set_unusable_password()  # another one that nobody can have: the sessions opened under the last one end


def _require_may_reset(by: Principal, account: Account) -> None:
    require_other(by, account)
    require_manages(by, account)
    if account.kind != Account.Kind.OFFICIAL:
        raise NoAccess(
            code="access.denied", what="这个账号没有密码", why="务工人员用手机号和验证码登录", do="不用重设"
        )


def _one_time() -> str:
    """`k7mp-x2qd-9hrt-w4ca`: some 79 bits, easy to read out and to type."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
