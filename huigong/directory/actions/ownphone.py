"""An official's own phone: for test messages, never for a login."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huigong.directory.actions import attempts
from huigong.directory.actions.trail import record_account
from huigong.directory.principals import Principal
from huigong.directory.queries import account_by_public_id
from huigong.kernel.errors import TooMany
from huigong.kernel.identity import mask_phone, normalise_phone

_WINDOW = timedelta(days=1)


def put(*, by: Principal, now: datetime, phone: str) -> None:
    """From now on this is the phone of `by`; another one is taken once a day, so that nobody tries the phones of others.

    The same again changes nothing. Raises `DomainError`: `identity.phone`, `account.not_found`, `account.phone_changed`.
    """
    plain, account = normalise_phone(phone), account_by_public_id(by, by.account_id)
    if account.phone == plain:
        return
    if not attempts.take(kind="phone.own", subject=by.account_id, limit=1, window=_WINDOW, now=now):
        raise TooMany(
            code="account.phone_changed",
            about="phone",
            what="一天里已经换过手机号",
            why="试短信只发给自己的手机，不能拿来试别人的号码",
            do="请明天再换，或者用已经记下的号码",
        )
    with transaction.atomic():
        account.phone = plain
        account.save(update_fields=["phone", "phone_index"])
        record_account(account, "directory.account.own_phone", by=by, now=now, data={"to": mask_phone(plain)})
