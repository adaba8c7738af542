"""To which account somebody is paid: entered by one official, verified by another, each change anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.accountability import name_of
from huigong.directory.named_offices import require_known
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import access
from huigong.funds.models import PayeeAccount
from huigong.funds.occasions import ACCOUNT_ENTERED
from huigong.funds.payees import Payee, keys_of, masked, require_apart
from huigong.kernel.days import in_words
from huigong.kernel.errors import Invalid, NotFound
from huigong.kernel.numerals import figures
from huigong.kernel.writing import said
from huigong.messages.actions.telling import tell
from huigong.registry.lookup import public_uuid

_NUMBER = re.compile(r"[0-9A-Za-z]{6,34}")
_BANK_CODE = re.compile(r"[0-9A-Za-z]{0,14}")


@dataclass(frozen=True)
class Given:
    """An account as somebody writes it down."""

    payee: Payee
    holder: str
    number: str
    bank_name: str = ""
    bank_code: str = ""


@transaction.atomic
def enter(*, by: Principal, now: datetime, office: str, given: Sequence[Given]) -> list[PayeeAccount]:
    """Where this office pays these payees from now on, in place of the accounts before, all or none; nobody is paid into one
    before somebody else has verified it. The same again changes nothing. A person is told of each account at once, while
    nothing has gone there.

    Raises `DomainError`: `payee.unclear`, `payee.not_found`, `account.number`, `account.holder`, `person.own_matter`, `office.none`, `access.denied`.
    """
    region = office_region(office)
    by.require(Permission.FUND_PREPARE, region=region, office=office)
    require_known(office)
    people = keys_of(each.payee for each in given)
    require_apart(by, people.values(), on=localdate(now))
    return [_enter(each, people.get(each.payee.key), office, by=by, now=now) for each in given]


def _enter(given: Given, person: int | None, office: str, *, by: Principal, now: datetime) -> PayeeAccount:
    payee, told = given.payee, _told(given)
    before = (
        PayeeAccount.objects.select_for_update().filter(payee=payee.key, office=office, ended_at=None).first()
    )
    if before is not None:
        if all(getattr(before, name) == value for name, value in told.items()):
            return before
        before.ended_at = now
        before.save(update_fields=["ended_at"])
    account = PayeeAccount.objects.create(
        payee=payee.key,
        person_id=person,
        organisation=payee.organisation,
        region=office_region(office),
        office=office,
        entered_at=now,
        entered_by=by.account_id,
        **told,
    )
    _record(account, "funds.account.entered", by=by, now=now, changed=before is not None)
    _tell(account, now=now)
    return account


@transaction.atomic
def verify(*, by: Principal, now: datetime, account_id: str) -> PayeeAccount:
    """That another official has held the account against its paper, or the bank's word. Again, nothing happens.

    Raises `DomainError`: `account.not_found`, `account.same_official`, `person.own_matter`, `access.denied`.
    """
    rows = PayeeAccount.objects.select_for_update().filter(public_id=public_uuid(account_id), ended_at=None)
    account = rows.first()
    if account is None or not _may_verify(account, by):
        raise NotFound(code="account.not_found", what="没有这个收款账户", do="请核对，账户可能已经改了")
    if account.verified_by:
        return account
    access.require_another(by, account.entered_by, code="account.same_official")
    require_apart(by, [account.person_id], on=localdate(now))
    account.verified_at, account.verified_by = now, by.account_id
    account.save(update_fields=["verified_at", "verified_by"])
    _record(account, "funds.account.verified", by=by, now=now, changed=False)
    return account


def _tell(account: PayeeAccount, *, now: datetime) -> None:
    """The payee can say that it is not theirs before any money goes there."""
    if account.person is None:
        return
    on = localdate(now)
    tell(
        people=[account.person],
        event=f"{ACCOUNT_ENTERED.id} {account.public_id.hex}",
        about=subject_of(account),
        template=ACCOUNT_ENTERED.id,
        values={
            "日期": in_words(on),
            "部门": name_of(account.office, on),
            "尾号": masked(account.number),
        },
        region=account.region,
        office=account.office,
        now=now,
    )


def _may_verify(account: PayeeAccount, by: Principal) -> bool:
    return by.can(Permission.FUND_APPROVE, region=account.region, office=account.office)


def _told(given: Given) -> dict[str, str]:
    told = {
        "holder": said(given.holder),
        "number": re.sub(r"[\s-]", "", figures(given.number)),
        "bank_name": said(given.bank_name)[:60],
        "bank_code": said(given.bank_code),
    }
    if not told["holder"]:
        raise Invalid(code="account.holder", about="holder", what="没有写户名", do="请按银行卡上的写")
    if not _NUMBER.fullmatch(told["number"]) or not _BANK_CODE.fullmatch(told["bank_code"]):
        raise Invalid(
            code="account.number",
            about="number",
            what="账号或行号写得不对",
            why="账号是6到34位数字或字母，行号最多14位",
            do="请照银行卡或者开户许可证再写一次",
        )
    return told


def _record(account: PayeeAccount, verb: str, *, by: Principal, now: datetime, changed: bool) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(account),
        region=account.region,
        person=account.person,
        data={"changed": changed},
    )
