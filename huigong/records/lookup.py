"""Finds records and events by their public ids."""

from __future__ import annotations

from huigong.kernel.errors import DomainError, NotFound
from huigong.records.models import Record, RecordEvent
from huigong.registry.lookup import public_uuid


def record_of(public_id: str, *, lock: bool = False) -> Record:
    """The record, held until the end of the transaction where `lock`. Raises `NotFound` (`record.not_found`)."""
    rows = Record.objects.select_for_update(of=("self",)) if lock else Record.objects.all()
    row = rows.select_related("person").filter(public_id=public_uuid(public_id)).first()
    if row is None:
        raise not_found()
    return row


def event_of(public_id: str) -> RecordEvent:
    """The event with its record. Raises `NotFound` (`record.event_not_found`)."""
    row = (
        RecordEvent.objects.select_related("record", "target")
        .filter(public_id=public_uuid(public_id))
        .first()
    )
    if row is None:
        raise NotFound("record.event_not_found", what="没有找到记录里的这件事", do="请核对后重新查找")
    return row


def not_found() -> DomainError:
    """For a record that does not exist, or not for the viewer."""
    return NotFound(
        "record.not_found",
        what="没有找到这条记录",
        why="编号可能抄错了，或者还没有登记",
        do="请核对后重新查找",
    )
