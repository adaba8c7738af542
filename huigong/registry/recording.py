"""How an event about a person is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.registry import sounding
from huigong.registry.models import Person


def keep(person: Person, *, by: Principal, now: datetime, new: bool = False, reason: str = "") -> None:
    """Saves a person, and in the history by whom, when and why; `new` refuses to overwrite a row. A name is found by ear, too.

    One whose row is gone, since it became part of another record, is not put there again: `DatabaseError`.
    """
    first = person.pk is None
    person._history_user, person._history_date = by.account_id, now
    person._change_reason = reason or None
    person.save(force_insert=new, force_update=not (first or new))
    if first:
        sounding.keep([(person.pk, person.name)])


def record_on(
    person: Person,
    verb: str,
    *,
    by: Principal,
    now: datetime,
    data: Mapping[str, object],
    region: str = "",
) -> None:
    """The one audit event of an action on a person, in the region where they live unless another is given."""
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(person),
        region=region or person.residence,
        person=person.public_id.hex,
        data=data,
    )
