"""What an office does with a message that no phone got: sends it again, or tells the person itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.actions import attempts
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import own_phone
from huigong.kernel.errors import Conflict, TooMany
from huigong.kernel.identity import mask_phone
from huigong.messages.models import Sending
from huigong.messages.queries import failed_in_places, failed_within_reach, not_found, still_news
from huigong.messages.sms import Sms, provider
from huigong.registry.lookup import public_uuid

TEST, TEST_TEXT = "sms-test", "这是一条测试短信，收到就说明短信通道是好的，不用回复。"
_TRIES, _WINDOW = 3, timedelta(hours=1)
_AT_ONCE = 5_000


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
def all_again(*, by: Principal, now: datetime, trouble: str) -> int:
    """What failed for this reason in the regions whose place `by` keeps is tried anew; how many.

    For a gateway that was down or not set up; whom a message was for is not told. What was told longer ago than some days
    would come as today's news: it stays with the offices. Raises `DomainError` (`access.denied`).
    """
    rows = failed_in_places(by).filter(still_news(now), trouble=trouble)
    known = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    Sending.objects.filter(pk__in=known).update(state=Sending.State.WAITING, due_at=now, tries=0)
    if known:
        record(
            by=by,
            now=now,
            verb="messages.sending.all_again",
            subject="messages.Sending",
            data={"trouble": trouble, "number": len(known)},
        )
    return len(known)


def try_out(*, by: Principal, now: datetime) -> None:
    """Sends a fixed text to the phone of the administrator's own account by the provider in use; at most three an hour.

    Raises `DomainError`: `access.denied`, `message.no_own_phone`, `message.tried_out`, and what the provider refuses
    (`NotSent`).
    """
    by.require(Permission.PLACE_MANAGE)
    plain = own_phone(by)
    if not plain:
        raise Conflict(
            code="message.no_own_phone",
            about="phone",
            what="您的账号还没有手机号",
            do="请先填自己的手机号",
        )
    if not attempts.take(kind="sms.test", subject=by.account_id, limit=_TRIES, window=_WINDOW, now=now):
        raise TooMany(
            code="message.tried_out",
            what="一小时里试得太多了",
            why="测试短信也要钱，也会打扰人",
            do="请一小时后再试",
        )
    with transaction.atomic():  # it stays counted and told, whatever the provider says
        record(
            by=by,
            now=now,
            verb="messages.sending.tried_out",
            subject="messages.Sending",
            data={"to": mask_phone(plain)},
        )
    provider().send(plain, Sms(TEST, TEST_TEXT, key=f"test-{by.account_id}-{now:%Y%m%d%H%M%S}"))


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
