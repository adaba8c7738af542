"""Reading what messages say in a place: every text, one with what it may use, and the rows of the local file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils.timezone import localdate

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound
from huigong.messages import occasions
from huigong.messages.checking import parts, signed
from huigong.messages.digests import DIGEST
from huigong.messages.models import LocalText
from huigong.messages.occasions import Occasion
from huigong.messages.templates import Template, book, filled

PARTS = ("title", "body", "sms")


@dataclass(frozen=True)
class Preview:
    """A text filled in for somebody invented; `letters` and `parts` are of the short message with its signature."""

    title: str
    body: str
    sms: str
    letters: int
    parts: int


@dataclass(frozen=True)
class WordRow:
    """One entry of the place about a text."""

    withdrawn: bool
    title: str
    said_by: str
    said_at: datetime


def texts_of(viewer: Principal, region: str, *, on: date) -> tuple[Template, ...]:
    """Every text as it holds in a region on the day, by id. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=region)
    return tuple(book().get(occasion.id, region=region, on=on) for occasion in _every())


def text_of(viewer: Principal, template_id: str, region: str, *, on: date) -> Template:
    """One of them. Raises `DomainError`: `access.denied`, `message.no_template`."""
    viewer.require(Permission.PLACE_MANAGE, region=region)
    return book().get(occasion_of(template_id).id, region=region, on=on)


def packs_text(template_id: str, region: str, *, on: date) -> Template:
    """What the packs alone say there."""
    return book.kept().get(template_id, region=region, on=on)


def history(viewer: Principal, template_id: str, region: str) -> tuple[WordRow, ...]:
    """What the place has written, the newest first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=region)
    rows = LocalText.objects.filter(template=template_id, region=region).order_by("-pk")
    return tuple(WordRow(row.withdrawn, row.title, row.said_by_name, row.said_at) for row in rows)


def newest_of(viewer: Principal, template_id: str, region: str) -> int:
    """The key of the place's newest entry about a text, 0 where there is none. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE, region=region)
    rows = LocalText.objects.filter(template=template_id, region=region).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def occasion_of(template_id: str) -> Occasion:
    """What it tells of. Raises `DomainError` (`message.unknown`)."""
    for occasion in _every():
        if occasion.id == template_id:
            return occasion
    raise NotFound(code="message.unknown", what="没有这种消息", do="请从列表里选")


def preview(occasion: Occasion, words: Mapping[str, str]) -> Preview:
    """The words filled in with the longest usual value of every name. Raises `KeyError` for a name that is none."""
    values = dict(occasion.widest)
    title, body, sms = (filled(words[part], values) for part in PARTS)
    sent = signed(sms, settings.SMS_SIGN)
    return Preview(title, body, sent, len(sent), parts(sent))


def drawn() -> list[dict[str, Any]]:
    """The last word of each place on each text, unless it was taken back, as a row of the local file."""
    last = {(row.template, row.region): row for row in LocalText.objects.order_by("pk")}
    return [
        {
            "template": row.template,
            "region": row.region,
            "from": localdate(row.said_at).isoformat(),
            **{part: getattr(row, part) for part in PARTS},
        }
        for _key, row in sorted(last.items())
        if not row.withdrawn
    ]


def newest() -> object:
    """What differs as soon as another entry was committed, in whatever order that happens."""
    return LocalText.objects.aggregate(Count("pk"), Max("pk"))


def _every() -> tuple[Occasion, ...]:
    return tuple(sorted((*occasions.everything(), DIGEST), key=lambda occasion: occasion.id))
