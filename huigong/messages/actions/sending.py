"""Sending what waits: by day, at a rate, several messages of one person as one, again after growing waits.

No `by` and no audit event: the rows say what left and when, and nobody decided anything. A process
that dies between the telecom's answer and our note of it sends once more; the message then carries
the same key, by which a telecom can tell.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from huigong.messages.channels import Channel
from huigong.messages.digests import DIGEST
from huigong.messages.hours import Hours
from huigong.messages.models import Sending
from huigong.messages.sms import NotSent, Provider, Sms, provider
from huigong.messages.templates import book, filled

log = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
_LEASE = timedelta(minutes=10)  # longer than any attempt takes
_LONGEST_TROUBLE = 200


def send_due(*, now: datetime) -> int:
    """Sends what is due to at most settings.SMS_A_RUN people; how many messages left. Nothing in quiet hours."""
    hours = Hours.of(settings.QUIET_HOURS)
    if hours.quiet(now):
        return 0
    claimed = _claim(now=now, people=settings.SMS_A_RUN)
    telecom = provider() if claimed else None
    return sum(_send(rows, telecom, hours, now=now) for rows in claimed if telecom is not None)


@transaction.atomic
def _claim(*, now: datetime, people: int) -> list[list[Sending]]:
    """What is due, by person, leased to the caller: others see it due only when the lease is over."""
    due = Sending.objects.filter(state=Sending.State.WAITING, channel=Channel.SMS, due_at__lte=now)
    first = list(
        due.select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "pk")
        .values_list("message__person_id", flat=True)[:people]
    )
    rows = due.filter(message__person__in=set(first)).select_for_update(skip_locked=True, of=("self",))
    by_person = defaultdict(list)
    for row in rows.select_related("message__person").order_by("due_at", "pk"):
        by_person[row.message.person_id].append(row)
    claimed = [row.pk for rows_of_one in by_person.values() for row in rows_of_one]
    Sending.objects.filter(pk__in=claimed).update(due_at=now + _LEASE, tries=F("tries") + 1)
    return list(by_person.values())


def _send(rows: list[Sending], telecom: Provider, hours: Hours, *, now: datetime) -> int:
    phone = rows[0].message.person.phone
    if not phone:
        return _failed(rows, "没有登记手机号", now=now)
    try:
        telecom.send(phone, _sms(rows, now=now))
    except NotSent as error:
        if error.final:
            return _failed(rows, error.why, now=now)
        return _again(rows, error.why, hours, now=now)
    except Exception:  # a provider of somebody else's; its other messages must not wait for it
        log.exception("the provider of short messages broke")
        return _again(rows, "短信平台的程序出错", hours, now=now)
    _rows(rows).update(state=Sending.State.SENT, ended_at=now, trouble="")
    return 1


def _sms(rows: list[Sending], *, now: datetime) -> Sms:
    first = rows[0]
    if len(rows) == 1:
        return Sms(first.message.template, first.text, key=first.message.public_id.hex)
    values = {DIGEST.names[0]: str(len(rows))}
    text = book().get(DIGEST.id, region=first.message.region, on=localdate(now)).sms
    return Sms(DIGEST.id, filled(text, values), values, key=f"{first.message.public_id.hex}-{len(rows)}")


def _again(rows: list[Sending], trouble: str, hours: Hours, *, now: datetime) -> int:
    """Each row waits by its own number of tries; one that was tried often enough is for people to follow up."""
    for row in rows:
        if row.tries >= len(WAITS):
            _failed([row], trouble, now=now)
        else:
            due = hours.next_open(now + WAITS[row.tries])
            _rows([row]).update(due_at=due, trouble=trouble[:_LONGEST_TROUBLE])
    return 0


def _failed(rows: list[Sending], trouble: str, *, now: datetime) -> int:
    _rows(rows).update(state=Sending.State.FAILED, ended_at=now, trouble=trouble[:_LONGEST_TROUBLE])
    return 0


def _rows(rows: list[Sending]) -> QuerySet[Sending]:
    return Sending.objects.filter(pk__in=[row.pk for row in rows])
