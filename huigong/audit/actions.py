"""Writing to the trail, in the same transaction as the thing it tells of; and putting it in order afterwards."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huigong.audit import batches, looks, queries, verification
from huigong.audit.actors import Actor, Reader
from huigong.audit.chain import mark_of
from huigong.audit.models import AuditCheck, AuditEvent
from huigong.audit.published import Head
from huigong.audit.queries import EventRow, Wanted
from huigong.audit.subjects import person_of
from huigong.audit.verification import TrailReport
from huigong.kernel.errors import Denied, DomainError
from huigong.kernel.writing import said

READ_VERB, EXPORT_VERB = looks.READ_VERB, "audit.exported"
_MOST_KEPT = 50
_REGION_DIGITS = 6


def record(
    *,
    by: Actor,
    now: datetime,
    verb: str,
    subject: str,
    region: str = "",
    person: Any = None,
    purpose: str = "",
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Adds one event: a single INSERT that takes no lock. `seal` gives it its place later.

    `subject` is `"casework.Case:<public id>"`; `person` a public id or an object
    that has one; without `region` the event belongs to the region where the actor
    sits, or no auditor there would see it; `data` is JSON without floats and without plain personal data.
    Must run inside the caller's atomic block: `RuntimeError` otherwise, because
    an action whose trail could be lost must not happen. `ValueError` for a naive
    time, `TypeError` for data that JSON or both databases would not keep exactly.
    """
    if not in_a_transaction():
        raise RuntimeError("audit.record must run inside the transaction of the action it records")
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    event = _event(
        by=by,
        now=now,
        verb=verb,
        subject=subject,
        region=region,
        person_ref=_reference(person),
        purpose=purpose,
        data=data,
    )
    event.save(force_insert=True)
    return event


def in_a_transaction() -> bool:
    """Of an action, and not only the one that a test of Django's runs in: that would hide an action without one."""
    blocks = transaction.get_connection().atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)


def record_access(
    *,
    viewer: Actor,
    now: datetime,
    person: Any,
    purpose: str,
    fields: Collection[str],
    region: str = "",
    every_time: bool = False,
) -> AuditEvent | None:
    """Records that `viewer` reads the named fields of a person, before they are shown.

    Once a visit, person and purpose: later pages of the same visit add only fields
    that were not recorded yet, and leave nothing (None) where there are none.
    `every_time` records whatever was recorded before. Runs in the caller's
    transaction, or in one of its own.
    Raises `DomainError` (`audit.purpose_missing`) when no purpose is given.
    """
    purpose = said(purpose or viewer.purpose)
    if not purpose:
        raise _purpose_missing("查看这个人的信息")
    reference = _reference(person)
    if not every_time:
        fields = looks.not_recorded(viewer, person=reference, purpose=purpose, fields=fields, now=now)
        if not fields:
            return None
    with transaction.atomic(savepoint=False):
        return record(
            by=viewer,
            now=now,
            verb=READ_VERB,
            subject=person_of(reference),
            region=region,
            person=reference,
            purpose=purpose,
            data={"fields": sorted(fields)},
        )


def record_refusal(*, viewer: Actor, now: datetime, subject: str, person: Any = None, code: str) -> bool:
    """That a look was refused, and by which code; once an hour, viewer and subject. Whether it was told now.

    In a transaction of its own: the caller is about to raise. It belongs to where the viewer sits.
    """
    if looks.refused_lately(viewer, subject, now=now):
        return False
    with transaction.atomic():
        record(
            by=viewer,
            now=now,
            verb=looks.REFUSED_VERB,
            subject=subject,
            person=person,
            purpose=said(viewer.purpose),
            data={"refused": code},
        )
    return True


def record_accesses(
    *,
    viewer: Actor,
    now: datetime,
    people: Mapping[str, str],
    purpose: str,
    fields: Collection[str],
    withheld: Collection[str] = (),
) -> None:
    """`record_access` for several people, public id → region: two questions, however many they are.

    Those in `withheld` do not see the look among their own, for it would tell them what is inquired into (PIPL 18, 35);
    auditors do.

    Raises `DomainError` (`audit.purpose_missing`) when no purpose is given.
    """
    purpose = said(purpose or viewer.purpose)
    if not purpose:
        raise _purpose_missing("查看这些人的信息")
    unseen_of = looks.not_recorded_of(viewer, people=people, purpose=purpose, fields=fields, now=now)
    events = [
        _event(
            by=viewer,
            now=now,
            verb=READ_VERB,
            subject=person_of(person),
            region=people[person],
            person_ref=person,
            purpose=purpose,
            data={"fields": sorted(unseen), **({looks.WITHHELD: True} if person in withheld else {})},
        )
        for person, unseen in unseen_of.items()
        if unseen
    ]
    if events:  # most pages add nothing, and take no write lock
        AuditEvent.objects.bulk_create(events)


@transaction.atomic
def export(*, by: Reader, now: datetime, purpose: str, wanted: Wanted, at_most: int) -> Iterator[EventRow]:
    """The wanted events within the reader's regions, oldest first, for a copy; who took it and why is recorded.

    Raises `DomainError`: `audit.purpose_missing`, `access.denied`.
    """
    by.require(queries.AUDIT_READ)
    purpose = said(purpose)
    if not purpose:
        raise _purpose_missing("导出审计记录")
    asked = {name: str(value) for name, value in vars(wanted).items() if value}
    record(
        by=by,
        now=now,
        verb=EXPORT_VERB,
        subject="audit.AuditEvent",
        person=wanted.person,
        purpose=purpose,
        data={"wanted": asked, "at_most": at_most},
    )
    return queries.stream(by, wanted=wanted, at_most=at_most)


def seal(*, now: datetime, at_most: int = batches.BATCH) -> int:
    """Puts what was written since in order, chains and signs it; returns how many events.

    In batches of `at_most`, each a transaction of its own. Several sealers at once do no
    harm. Raises `DomainError` (`signing.key`).
    """
    return batches.seal_all(now=now, at_most=at_most)


def verify(*, now: datetime, published: Collection[Head] = ()) -> TrailReport:
    """Walks the whole trail (`verification.verify`) and keeps what was found for the desk to show."""
    report = verification.verify(now=now, published=published)
    AuditCheck.objects.create(
        at=now,
        events=report.checked,
        spans=[[span.since.isoformat(), span.until.isoformat()] for span in report.spans[-_MOST_KEPT:]],
        findings=[str(finding) for finding in report.findings[:_MOST_KEPT]],
    )
    return report


def _event(
    *,
    by: Actor,
    now: datetime,
    verb: str,
    subject: str,
    region: str,
    person_ref: str,
    purpose: str,
    data: Mapping[str, Any] | None,
) -> AuditEvent:
    event = AuditEvent(
        at=now,
        actor_id=str(by.account_id),
        actor_name=by.name,
        actor_office=by.office,
        verb=verb,
        subject=subject,
        person_ref=person_ref,
        purpose=purpose or by.purpose,
        region=region or by.office[:_REGION_DIGITS],
        visit=by.visit,
        data=_exact(data or {}),
    )
    event.mark = mark_of(event)
    return event


def _purpose_missing(what: str) -> DomainError:
    return Denied(
        code="audit.purpose_missing",
        what=f"请先说明{what}是为了什么",
        why="查看个人信息要有明确、合理的目的，查看会留下记录",
        do="请写明事由，例如正在办理的办件编号",
    )


def _reference(person: Any) -> str:
    return str(getattr(person, "public_id", person or ""))


def _exact(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as both databases will give it back; floats would not come back the same."""
    _refuse_floats(data)
    kept: dict[str, Any] = json.loads(json.dumps(data, ensure_ascii=False))
    return kept


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("audit data holds no floats; use whole fen or text")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
