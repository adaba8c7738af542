"""What people say of rows that have their number and another name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record as record_event
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.registry import lookup
from huigong.registry.lookup import public_uuid
from huigong.wages.models import NumberClaim
from huigong.wages.notfound import no_month
from huigong.wages.own import is_sure
from huigong.wages.whose import rows_of, same, theirs


@transaction.atomic
def claim(*, by: Principal, now: datetime, worker_month_id: str, mine: bool) -> NumberClaim:
    """What somebody says of the rows with their number under another name: theirs, or a stranger's.

    Raises `NotFound` (`wage.no_month`) for any other row.
    """
    if not is_sure(by):
        raise no_month()
    person = lookup.person(by.person_id or "")
    _, others = theirs(person, rows_of(person).filter(public_id=public_uuid(worker_month_id)))
    if not others:
        raise no_month()
    row = NumberClaim.objects.create(
        paper=others[0].paper, number=others[0].number, name=same(others[0].name), mine=mine, said_at=now
    )
    record_event(
        by=by,
        now=now,
        verb="wages.number.claimed" if mine else "wages.number.disowned",
        subject=subject_of(others[0]),
        person=by.person_id,
    )
    return row
