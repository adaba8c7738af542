"""Another text of a message in a place: checked as packs are, from now on, and back to that of the packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.saying import in_turn
from huigong.kernel import regions, writing
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.packs import local
from huigong.messages import localtexts, occasions, templates
from huigong.messages.checking import faults
from huigong.messages.localtexts import PARTS
from huigong.messages.models import LocalText


@transaction.atomic
def change(
    *,
    by: Principal,
    now: datetime,
    template_id: str,
    region: str,
    words: Mapping[str, str],
    seen: int | None = None,
) -> None:
    """From now on messages of this kind say these words (`title`, `body`, `sms`) to people of the region.

    What was told stays as it was. The same words again change nothing. `seen` is the `newest_of` the text that was
    shown; None says nothing of it. Raises `DomainError`: `access.denied`, `message.unknown`, `message.empty`,
    `message.fault`, `message.said_meanwhile`, `regions.unknown`.
    """
    regions.find(region)
    in_turn()
    known = localtexts.text_of(by, template_id, region, on=localdate(now))
    written = {part: writing.line(words[part]) for part in PARTS}
    for part in PARTS:
        if not written[part]:
            raise Invalid(code="message.empty", about=part, what="这一项没有填", do="请填写")
    occasion = localtexts.occasion_of(template_id)
    template = replace(known, title=written["title"], body=written["body"], sms=written["sms"])
    for part, what, do in faults(template, occasion, occasions.matters(), settings.SMS_SIGN):
        raise Invalid(code="message.fault", about=part, what=what, do=do)
    if all(getattr(known, part) == written[part] for part in PARTS):
        return
    _require_seen(localtexts.newest_of(by, template_id, region), seen)
    row = LocalText(template=template_id, region=region, **written)
    _say(row, "messages.text.changed", by=by, now=now)


@transaction.atomic
def withdraw(*, by: Principal, now: datetime, template_id: str, region: str) -> None:
    """Back to the text of the packs. Raises `DomainError`: `access.denied`, `message.unknown`, `message.not_changed`."""
    by.require(Permission.PLACE_MANAGE, region=region)
    in_turn()
    localtexts.occasion_of(template_id)
    last = LocalText.objects.filter(template=template_id, region=region).order_by("pk").last()
    if last is None or last.withdrawn:
        raise Conflict(
            code="message.not_changed", what="用的就是资料包的文字", do="请刷新页面，可能刚才已经改回"
        )
    row = LocalText(template=template_id, region=region, withdrawn=True)
    _say(row, "messages.text.withdrawn", by=by, now=now)


def _require_seen(newest: int, seen: int | None) -> None:
    """What a page sends is the whole text: words that came since would be undone by what the page still shows."""
    if seen is not None and seen != newest:
        raise Conflict(
            code="message.said_meanwhile",
            about="title",
            what="您打开这一页以后，别人改过这条消息",
            why="照这一页存，会把别人改的又改回去",
            do="请重新打开这一页，看清现在的再改",
        )


def _say(row: LocalText, verb: str, *, by: Principal, now: datetime) -> None:
    row.said_at, row.said_by, row.said_by_name = now, by.account_id, by.name
    row.save(force_insert=True)
    data = {part: getattr(row, part) for part in PARTS}
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"messages.Text:{row.template}",
        region=row.region,
        data=data,
    )
    transaction.on_commit(lambda: local.draw(templates.LOCAL), robust=True)
