"""What an office does with a message that no phone got: sends it again, or tells the person itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.messages.models import Sending
from huigong.messages.queries import failed_within_reach, not_found
from huigong.registry.lookup import public_uuid


def again(*, message_id: str, by: Principal, now: datetime) -> None:
    """The routine tries anew, as often as the first time.

    Raises `DomainError`: `message.not_found`, `message.not_failed`, `access.denied`.
    """
    _end(message_id, "messages.sending.again", by=by, now=now, state="waiting", due_at=now, tries=0)


def take_over(*, message_id: str, by: Principal, now: datetime) -> None:
    """The office has told the person in another way: by telephone, through the village.

    Raises as `again`.
    """
    _end(message_id, "messages.sending.taken_over", by=by, now=now, state="taken_over", ended_at=now)


@transaction.atomic
def _end(message_id: str, verb: str, *, by: Principal, now: datetime, **changed: object) -> None:
    rows = Sending.objects.select_related("message__person").select_for_update(of=("self",))
    row = rows.filter(message__public_id=public_uuid(message_id)).order_by("pk").first()
    if row is None:
        raise not_found()
    message = row.message
    by.require(Permission.CASE_DECIDE, region=message.region, office=message.office)
    if not failed_within_reach(by).filter(pk=row.pk).exists():
        raise Conflict(
            code="message.not_failed",
            what="这条短信不用再处理",
            why="它已经发出，或者别的同事已经处理了",
            do="请刷新页面",
        )
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    record(
        by=by,
        now=now,
        verb=verb,
        subject=message.about,
        region=message.region,
        person=message.person.public_id.hex,
        data={"office": message.office},
    )
