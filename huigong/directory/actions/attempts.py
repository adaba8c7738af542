"""Counting what strangers try at the login and bring along, under a keyed digest and only for a while.

No `by` and no audit event: nobody is known yet, and the trail keeps for ever what
must be forgotten within the hour. That a limit was reached goes to the log, once a
window and without saying whose.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, Value, When

from huigong.audit.fields import blind_index
from huigong.directory.models import LoginCount
from huigong.kernel.networks import levels

log = logging.getLogger(__name__)


def take(*, kind: str, subject: str, limit: int, window: timedelta, now: datetime, amount: int = 1) -> bool:
    """Counts one attempt, or `amount` of what is counted, and says whether it is still within `limit`.

    `kind` says what is counted (`code.address`), `subject` for whom (an address, a
    phone; kept as a keyed digest only). The window begins with the first attempt;
    the first after its end begins the next. Two statements, and the second both asks
    and counts: attempts at the same moment never get more than `limit` together.
    """
    if amount > limit:
        return False
    index = _index(kind, subject)
    LoginCount.objects.bulk_create(
        [LoginCount(subject_index=index, count=0, ends_at=now + window)], ignore_conflicts=True
    )
    over = Q(ends_at__lte=now)
    taken = LoginCount.objects.filter(over | Q(count__lte=limit - amount), subject_index=index).update(
        count=Case(When(over, then=Value(amount)), default=F("count") + amount),
        ends_at=Case(When(over, then=Value(now + window)), default=F("ends_at")),
    )
    if not taken:
        _tell_once(index, kind=kind, limit=limit)
    return bool(taken)


def take_of_network(
    *,
    kind: str,
    network: str,
    limit: int,
    window: timedelta,
    now: datetime,
    amount: int = 1,
    growing: bool = True,
) -> bool:
    """`take` for a network and for the larger ones that it lies in (`kernel.networks`), which may do more.

    Without `growing` they may do no more: for what many networks of one line would do to one phone.
    """
    return all(
        take(
            kind=kind,
            subject=subject,
            limit=limit * times if growing else limit,
            window=window,
            now=now,
            amount=amount,
        )
        for subject, times in levels(network)
    )


def is_spent_of_network(*, kind: str, network: str, limit: int, now: datetime) -> bool:
    """`is_spent` for a network or one of the larger ones. One statement."""
    spent = Q()
    for subject, times in levels(network):
        spent |= Q(subject_index=_index(kind, subject), count__gte=limit * times)
    return LoginCount.objects.filter(spent, ends_at__gt=now).exists()


def count(*, kind: str, subject: str, now: datetime) -> int:
    """How many attempts were counted in the window that is open now. One statement, counts nothing."""
    running = LoginCount.objects.filter(subject_index=_index(kind, subject), ends_at__gt=now)
    return running.values_list("count", flat=True).first() or 0


def is_spent(*, kind: str, subject: str, limit: int, now: datetime) -> bool:
    """Whether `limit` attempts were counted in the window that is open now. One statement, counts nothing."""
    return LoginCount.objects.filter(
        subject_index=_index(kind, subject), count__gte=limit, ends_at__gt=now
    ).exists()


def forget(*, now: datetime) -> int:
    """Deletes every count whose window is over; how many there were."""
    return LoginCount.objects.filter(ends_at__lte=now).delete()[0]


def _tell_once(index: str, *, kind: str, limit: int) -> None:
    """The step from `limit` to one above is made once a window, by one process."""
    if LoginCount.objects.filter(subject_index=index, count=limit).update(count=limit + 1):
        log.warning("login limit reached: %s, %d attempts", kind, limit)


def _index(kind: str, subject: str) -> str:
    return blind_index(subject, context=f"directory.LoginCount.{kind}")
