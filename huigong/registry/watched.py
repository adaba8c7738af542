"""For an auditor: of whose record a resident number is, by its public id alone, where the trail tells of that person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from huigong.audit import queries
from huigong.audit.actions import EXPORT_VERB, record
from huigong.directory.actions import attempts
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NotFound, TooMany
from huigong.kernel.identity import ResidentId
from huigong.kernel.sentences import say
from huigong.registry import numbers, refusals

SOUGHT_VERB = "registry.person.sought_in_trail"
_OF_AUDITORS = (SOUGHT_VERB, EXPORT_VERB)
"""What only tells that an auditor asked: a first search must not be what the second one finds."""
_KIND, _WINDOW = "trail.nobody", timedelta(hours=1)


def person_with(viewer: Principal, number: str, *, now: datetime) -> str:
    """The public id of the record with this resident number, of whom the trail within the viewer's reach tells something.

    Nothing of the person is shown by it. Found or not, that it was sought leaves an event, so not to be used inside a
    transaction that the refusal undoes; the same event where nobody has the number and where nothing is told here,
    for the auditor reads the events too. Raises `DomainError`: `access.denied`, `identity.*`, `trail.nobody`, and
    `trail.too_many_tried` after as many that found nobody as the setting says.
    """
    viewer.require(Permission.AUDIT_READ)
    plain, most = ResidentId.parse(number).number, settings.REFUSED_LOOKS
    if attempts.is_spent(kind=_KIND, subject=viewer.account_id, limit=most, now=now):
        raise _too_many(most)
    holder = numbers.holders([plain]).get(plain)
    person = holder.person.public_id.hex if holder else ""
    if not person or not _told(viewer, person):
        attempts.take(kind=_KIND, subject=viewer.account_id, limit=most, window=_WINDOW, now=now)
        refusals.record_nobody(viewer, "resident_number", now=now)
        raise _nobody()
    with transaction.atomic():
        record(by=viewer, now=now, verb=SOUGHT_VERB, subject="registry.Person", person=person)
    return person


def _told(viewer: Principal, person: str) -> bool:
    return queries.events(viewer, person=person).exclude(verb__in=_OF_AUDITORS).exists()


def _nobody() -> DomainError:
    return NotFound(
        "trail.nobody",
        about="number",
        what="您的地区里没有这个人的记录",
        why="没有登记过，或者没有人看过、改过他的档案",
        do="请核对号码，请本人出示身份证",
    )


def _too_many(most: int) -> DomainError:
    return TooMany(
        code="trail.too_many_tried",
        about="number",
        what=say("一小时里有{most}次按号码查不到人，先不能再查", most=most),
        why="每次查找都写进了审计记录",
        do="请过一小时再查，照着本人出示的身份证输入",
    )
