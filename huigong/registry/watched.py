"""For an auditor: of whose record a resident number is, by its public id alone, where the trail tells of that person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.audit import queries
from huigong.audit.actions import record
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NotFound
from huigong.kernel.identity import ResidentId
from huigong.registry import numbers, refusals

SOUGHT_VERB = "registry.person.sought_in_trail"


def person_with(viewer: Principal, number: str, *, now: datetime) -> str:
    """The public id of the record with this resident number, of whom the trail within the viewer's reach tells something.

    Nothing of the person is shown by it. Found or not, that it was sought leaves an event, so not to be used inside a
    transaction that the refusal undoes. Raises `DomainError`: `access.denied`, `identity.*`, `trail.nobody`.
    """
    viewer.require(Permission.AUDIT_READ)
    plain = ResidentId.parse(number).number
    holder = numbers.holders([plain]).get(plain)
    if holder is None:
        refusals.record_nobody(viewer, "resident_number", now=now)
        raise _nobody()
    person = holder.person.public_id.hex
    told = queries.events(viewer, person=person).exists()
    with transaction.atomic():
        record(by=viewer, now=now, verb=SOUGHT_VERB, subject="registry.Person", person=person)
    if not told:
        raise _nobody()
    return person


def _nobody() -> DomainError:
    return NotFound(
        "trail.nobody",
        about="number",
        what="您的地区里没有这个人的记录",
        why="没有登记过，或者没有人看过、改过他的档案",
        do="请核对号码，请本人出示身份证",
    )
