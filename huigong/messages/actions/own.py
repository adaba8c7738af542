"""What people do with their own messages: open one, and say on which channels they want to hear."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.actions.pace import require_few_changes
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid, NoAccess
from huigong.messages.channels import Channel
from huigong.messages.models import ChannelChoice, Message
from huigong.registry import lookup


def opened(*, message_id: str, viewer: Principal, now: datetime) -> None:
    """Notes when the viewer first opened a message of their own; one statement, and no event: it is their own."""
    mine = Message.objects.filter(person__public_id=lookup.public_uuid(viewer.person_id or ""))
    mine.filter(public_id=lookup.public_uuid(message_id), read_at__isnull=True).update(read_at=now)


@transaction.atomic
def choose(*, wanted: Collection[str], by: Principal, now: datetime) -> None:
    """From now on messages go to these channels, besides the inbox.

    Raises `DomainError`: `channel.unknown`, `own.too_many`, `access.denied` for somebody who is not registered.
    """
    unknown = sorted(set(wanted) - {channel.value for channel in Channel})
    if unknown:
        raise Invalid(
            code="channel.unknown", about="wanted", what="没有这种通知方式", do="请刷新页面，从列出的方式里选"
        )
    if not by.person_id:
        raise NoAccess(code="access.denied", what="还不能选择通知方式", why="您还没有登记", do="请先登记")
    require_few_changes(by, now=now)
    person = lookup.person(by.person_id)
    for channel in Channel:
        choice = {"wanted": channel.value in wanted, "chosen_at": now}
        ChannelChoice.objects.update_or_create(person=person, channel=channel.value, defaults=choice)
    record(
        by=by,
        now=now,
        verb="messages.channel.chosen",
        subject=subject_of(person),
        region=person.residence,
        person=person.public_id.hex,
        data={"wanted": sorted(wanted)},
    )
