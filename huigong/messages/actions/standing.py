"""Tells people of a new phone, of a home that an office has changed and of those who act for them, in the transaction in which it happens."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.days import in_words
from huigong.kernel.identity import mask_name, mask_phone
from huigong.messages.actions.telling import tell
from huigong.messages.identity import ACTING_BEGUN, ACTING_ENDED, HOME_CHANGED, PHONE_CHANGED
from huigong.messages.occasions import Occasion
from huigong.messages.sms import NotSent, Sms, provider
from huigong.registry.models import Person, Representation

log = logging.getLogger(__name__)
# To the old phone, which may be in other hands: it names nobody and nothing but where to go.
OLD_PHONE, OLD_PHONE_TEXT = (
    "phone-left",
    "这个手机号不再用来登录惠工。不是您本人换的，请马上带身份证到就近的服务窗口。",
)


def phone_changed(person: Person, old: str, by: Principal, now: datetime) -> None:
    """Tells both phones: the new one as every message, the old one at once and without a name."""
    values = {"日期": in_words(localdate(now)), "新号": mask_phone(person.phone)}
    _tell(person, PHONE_CHANGED, f"phone:{person.public_id.hex}:{now.isoformat()}", values, by=by, now=now)
    key = f"{person.public_id.hex}-{now:%Y%m%d%H%M%S}"
    transaction.on_commit(lambda: _to_old(old, key=key))


def home_changed(person: Person, by: Principal, now: datetime) -> None:
    """Tells the person where an official has written that they live now."""
    values = {"日期": in_words(localdate(now)), "居住地": regions.find(person.residence).full_name}
    _tell(person, HOME_CHANGED, f"home:{person.public_id.hex}:{now.isoformat()}", values, by=by, now=now)


def acting_changed(row: Representation, what: str, by: Principal, now: datetime) -> None:
    """Tells the represented person."""
    values = {"日期": in_words(localdate(now)), "代办人": mask_name(row.representative.name)}
    if what == "begun":
        until = in_words(row.valid_until) if row.valid_until else "您停掉它"
        more = {"身份": f"{row.get_acting_display()}（{row.kinship}）", "截止": until}
        _tell(row.person, ACTING_BEGUN, f"acting:{row.public_id.hex}:begun", values | more, by=by, now=now)
    else:
        _tell(row.person, ACTING_ENDED, f"acting:{row.public_id.hex}:ended", values, by=by, now=now)


def _tell(
    person: Person, occasion: Occasion, event: str, values: dict[str, str], *, by: Principal, now: datetime
) -> None:
    tell(
        people=[person],
        event=event,
        about=subject_of(person),
        template=occasion.id,
        values=values,
        region=person.residence,
        office=by.office if "/" in by.office else "",
        now=now,
    )


def _to_old(phone: str, *, key: str) -> None:
    """The change stands whether or not the old phone still takes a message."""
    try:
        provider().send(phone, Sms(OLD_PHONE, OLD_PHONE_TEXT, key=key))
    except NotSent as error:
        log.warning("the old phone could not be told: %s", error.why)
