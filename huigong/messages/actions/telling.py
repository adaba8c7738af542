"""Telling people of an event: in the inbox at once, on the phone when the routine comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate

from huigong.audit.actions import in_a_transaction
from huigong.messages.channels import Channel
from huigong.messages.hours import Hours
from huigong.messages.models import ChannelChoice, Message, Sending
from huigong.messages.templates import Template, book, filled
from huigong.registry.models import Person


def tell(
    *,
    people: Iterable[Person],
    event: str,
    about: str,
    template: str,
    values: Mapping[str, str],
    region: str,
    office: str,
    now: datetime,
) -> list[Message]:
    """Writes one message to each person who has none of this event yet; four questions for any number of people.

    `event` stands for what happened, `about` names the thing as the trail does, `values` fill in the
    template's names. Must run inside the transaction of the event: `RuntimeError` otherwise, because
    people would be told of what did not happen. `KeyError` for a name without a value.
    Raises `DomainError` (`message.no_template`).
    """
    if not in_a_transaction():
        raise RuntimeError("tell must run inside the transaction of what it tells of")
    told = set(
        Message.objects.filter(event=event, person__in=(known := _once(people)))
        .order_by()
        .values_list("person_id", flat=True)
    )
    untold = [person for person in known if person.pk not in told]
    if not untold:
        return []
    text = book().get(template, region=region, on=localdate(now))
    messages = Message.objects.bulk_create(
        Message(
            event=event,
            person=person,
            template=text.id,
            about=about,
            region=region,
            office=office,
            title=filled(text.title, values),
            body=filled(text.body, values),
            told_at=now,
        )
        for person in untold
    )
    _send_later(messages, text, now=now)
    return messages


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def _send_later(messages: list[Message], text: Template, *, now: datetime) -> None:
    """A row for each channel that each person has not declined."""
    hours = Hours.of(settings.QUIET_HOURS)
    due = hours.next_end(now) if text.daily else hours.next_open(now)
    declined = set(
        ChannelChoice.objects.filter(person__in=[message.person_id for message in messages], wanted=False)
        .order_by()
        .values_list("person_id", "channel")
    )
    Sending.objects.bulk_create(
        Sending(message=message, channel=channel.value, text=text.sms, due_at=due)
        for message in messages
        for channel in Channel
        if (message.person_id, channel.value) not in declined
    )
