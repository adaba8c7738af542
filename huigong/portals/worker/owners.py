"""The second thing that is asked at the login, where a code alone may have reached somebody else.

A phone number that is given up goes to another person, and their code with it. Whoever comes from a
phone that has logged in before, and not long ago, is not asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huigong.audit.actions import record
from huigong.directory.actions import accounts, attempts, logins
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Invalid, TooMany
from huigong.portals.shared.sealed import Session
from huigong.portals.worker import keeping, papers
from huigong.registry.queries import knows_own_number, person_id_of_account

TRIES_A_DAY = 5
_LIFETIME = timedelta(minutes=10)
_KEY = "owner_asked"


def must_be_asked(account: Any, *, known_device: bool, now: datetime) -> bool:
    """Whether this account shows a person's data, and the phone may be in other hands by now."""
    if person_id_of_account(account.public_id.hex) is None:
        return False
    return account.last_login is None or _long_unused(account, now=now) or not known_device


@transaction.atomic
def begin_afresh(account: Any, *, now: datetime) -> None:
    """A long unused account of nobody registered gives way to an empty one: its phone may be in other hands by now.

    Nobody can be asked whose it is. What was kept there is deleted.
    """
    account_id = account.public_id.hex
    if not _long_unused(account, now=now) or person_id_of_account(account_id) is not None:
        return
    papers.drop_of(Principal(str(account.public_id), account.display_name), now=now)
    keeping.drop_kept(account_id)
    logins.open_for_phone(by=SYSTEM, now=now, phone=account.phone)


def _long_unused(account: Any, *, now: datetime) -> bool:
    return account.last_login is not None and account.last_login < now - settings.UNUSED_FOR


def ask(session: Session, *, phone: str, now: datetime) -> None:
    """Remembers for ten minutes that the code for `phone` was right."""
    session[_KEY] = {"phone": phone, "at": now.isoformat()}


def phone_waiting(session: Session, *, now: datetime) -> str | None:
    """The phone whose owner is asked for in this session, or None."""
    held = session.get(_KEY, {})
    if not held or now > datetime.fromisoformat(held["at"]) + _LIFETIME:
        session.pop(_KEY, None)
        return None
    return str(held["phone"])


def check(session: Session, *, phone: str, ending: str, now: datetime) -> None:
    """Takes the end of the owner's resident number.

    Raises `DomainError`: `owner.wrong`; `owner.too_many` after five tries a day, whatever the answer.
    """
    account_id = accounts.worker_account(by=SYSTEM, now=now, phone=phone).public_id.hex
    # Counted before looking, so that tries at the same moment are no more than five.
    if not attempts.take(
        kind="owner.account", subject=account_id, limit=TRIES_A_DAY, window=timedelta(days=1), now=now
    ):
        session.pop(_KEY, None)
        raise TooMany(
            code="owner.too_many",
            what=_("今天填错的次数太多了"),
            why=_("这个手机号登记过别的人，要先确认是不是您本人。"),
            do=_counter(),
        )
    if not knows_own_number(account_id, ending):
        _record_stranger(account_id, now=now)
        raise Invalid(code="owner.wrong", what=_("和登记的身份证号对不上"), do=_counter())
    session.pop(_KEY, None)


@transaction.atomic
def _record_stranger(account_id: str, *, now: datetime) -> None:
    record(
        by=SYSTEM,
        now=now,
        verb="portals.worker.not_the_owner",
        subject=f"directory.Account:{account_id}",
        person=person_id_of_account(account_id),
    )


def _counter() -> str:
    return _("请再看一下身份证。如果这个号码是您新买的，请带身份证到就近的社区、乡镇窗口，把号码换成您的。")
