"""Reading messages: one's own inbox, and what an office has to follow up because no phone got it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices, within
from huigong.kernel.errors import NotFound
from huigong.messages.channels import Channel
from huigong.messages.models import ChannelChoice, Message, Sending
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Person

NEWS = timedelta(days=7)
"""Our own bound: what was told longer ago is no news any more, and is not sent again with all the others."""
_A_PAGE = 20
_AT_ONCE = 500  # both databases take this many values in one query


@dataclass(frozen=True)
class Outbox:
    """Counts of short messages that have not left in time, and that failed."""

    late: int
    failed: int


@dataclass(frozen=True)
class MessageRow:
    """One message of the inbox. `about` names the thing as the trail does."""

    message_id: str
    title: str
    body: str
    about: str
    told_at: datetime
    read: bool


@dataclass(frozen=True)
class Inbox:
    """A page of the inbox, newest first; `older` is where the next begins, None at the end."""

    rows: tuple[MessageRow, ...]
    older: int | None


@dataclass(frozen=True)
class FailedRow:
    """A message that no phone got, for the office: what it is about, not what it says."""

    message_id: str
    about: str
    office: str
    channel: str
    trouble: str
    tries: int
    told_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class TroubleRow:
    """A reason for which short messages failed, how many, how many of them are still news, and when the last failed."""

    trouble: str
    number: int
    news: int
    last: datetime | None


@dataclass(frozen=True)
class ChannelRow:
    """A channel, and whether the viewer wants it."""

    channel: str
    name: str
    wanted: bool


def inbox(viewer: Principal, *, before: int | None = None) -> Inbox:
    """The viewer's own messages, newest first; one question."""
    rows = _own(viewer)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    newest = list(rows.order_by("-pk")[: _A_PAGE + 1])
    shown = newest[:_A_PAGE]
    older = shown[-1].pk if len(newest) > _A_PAGE else None
    return Inbox(tuple(map(_row, shown)), older)


def message(viewer: Principal, message_id: str) -> MessageRow:
    """One of the viewer's own. Raises `DomainError` (`message.not_found`), also for somebody else's."""
    row = _own(viewer).filter(public_id=public_uuid(message_id)).first()
    if row is None:
        raise not_found()
    return _row(row)


def unread(viewer: Principal) -> int:
    """How many of the viewer's own messages were not opened yet; no question for a stranger."""
    return _own(viewer).filter(read_at__isnull=True).count() if viewer.person_id else 0


def told_of(events: Iterable[str]) -> set[str]:
    """Which of these events somebody has been told of already."""
    wanted, told = list(events), set()
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Message.objects.filter(event__in=wanted[first : first + _AT_ONCE]).order_by()
        told |= set(rows.values_list("event", flat=True))
    return told


def events_told(people: Iterable[Person], *, about: str, template: str) -> set[str]:
    """The events of which one of these people was told with this text, about this thing."""
    rows = Message.objects.filter(person__in=list(people), about=about, template=template).order_by()
    return set(rows.values_list("event", flat=True))


def failed(viewer: Principal, *, before: int | None = None) -> tuple[list[FailedRow], int | None]:
    """What reached no phone, of the offices that the viewer acts for, newest first, and where the next page begins."""
    rows = failed_within_reach(viewer).select_related("message")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    newest = list(rows.order_by("-pk")[: _A_PAGE + 1])
    shown = newest[:_A_PAGE]
    return [_failed(row) for row in shown], shown[-1].pk if len(newest) > _A_PAGE else None


def failed_within_reach(viewer: Principal) -> QuerySet[Sending]:
    """Failed sendings of the viewer's regions; a grant limited to an office sees those of that office."""
    reach = of_offices(viewer, Permission.CASE_DECIDE, region="message__region", office="message__office")
    return Sending.objects.filter(reach, state=Sending.State.FAILED)


def failed_in_places(viewer: Principal) -> QuerySet[Sending]:
    """Failed sendings of the regions whose place the viewer keeps. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE)
    reach = Q(pk__in=[])
    for prefix in viewer.regions(Permission.PLACE_MANAGE):
        reach |= within("message__region", prefix)
    return Sending.objects.filter(reach, state=Sending.State.FAILED)


def still_news(now: datetime) -> Q:
    """Sendings of what was told within the last days."""
    return Q(message__told_at__gte=now - NEWS)


def troubles(viewer: Principal, *, now: datetime) -> tuple[TroubleRow, ...]:
    """Why short messages failed, with how many for each reason, the most first: numbers, not whose.

    Raises `DomainError` (`access.denied`).
    """
    rows = failed_in_places(viewer).order_by().values("trouble")
    rows = rows.annotate(n=Count("pk"), news=Count("pk", filter=still_news(now)), last=Max("ended_at"))
    return tuple(
        TroubleRow(row["trouble"], row["n"], row["news"], row["last"])
        for row in rows.order_by("-n", "trouble")
    )


def channels(viewer: Principal) -> list[ChannelRow]:
    """Every channel besides the inbox; one question."""
    chosen = dict(_choices(viewer).values_list("channel", "wanted"))
    return [ChannelRow(channel.value, channel.label, chosen.get(channel.value, True)) for channel in Channel]


def outbox(*, before: datetime, since: datetime) -> Outbox:
    """How many were due `before` and have not left, and how many failed `since`. The caller has checked who asks."""
    late = Sending.objects.filter(state=Sending.State.WAITING, due_at__lt=before)
    failed = Sending.objects.filter(state=Sending.State.FAILED, ended_at__gte=since)
    return Outbox(late.count(), failed.count())


def not_found() -> NotFound:
    """For a message that does not exist, or not for the viewer."""
    return NotFound(
        code="message.not_found",
        what="没有找到这条消息",
        why="地址可能抄错了，或者它不是发给您的",
        do="请从消息列表里打开",
    )


def _own(viewer: Principal) -> QuerySet[Message]:
    return Message.objects.filter(person__public_id=public_uuid(viewer.person_id or ""))


def _choices(viewer: Principal) -> QuerySet[ChannelChoice]:
    return ChannelChoice.objects.filter(person__public_id=public_uuid(viewer.person_id or ""))


def _row(row: Message) -> MessageRow:
    return MessageRow(
        message_id=row.public_id.hex,
        title=row.title,
        body=row.body,
        about=row.about,
        told_at=row.told_at,
        read=row.read_at is not None,
    )


def _failed(row: Sending) -> FailedRow:
    return FailedRow(
        message_id=row.message.public_id.hex,
        about=row.message.about,
        office=row.message.office,
        channel=row.get_channel_display(),
        trouble=row.trouble,
        tries=row.tries,
        told_at=row.message.told_at,
        ended_at=row.ended_at,
    )
