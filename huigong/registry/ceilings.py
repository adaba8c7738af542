"""For how many people one worker may say online that they act for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from huigong.kernel.errors import TooMany
from huigong.kernel.sentences import say
from huigong.registry.models import Person, Representation
from huigong.registry.models.standing import Ground

CHILDREN_AT_ONCE, CONSENTS_A_DAY = 10, 5
_DAY = timedelta(days=1)


def require_few_children(me: Person, *, now: datetime) -> None:
    """Limits how many children a worker may register a day, and at once.

    Clerks find each of them by number, so invented children could hide a real one. A daily limit alone would
    allow hundreds in a month. Raises `DomainError` (`representation.too_many`).
    """
    said = Representation.objects.filter(representative=me, ground=Ground.SAID)
    if said.filter(made_at__gt=now - _DAY).count() >= settings.CHILDREN_PER_DAY:
        raise TooMany(
            code="representation.too_many",
            about="resident_number",
            what="今天登记的孩子太多了",
            why=say("为了防止有人乱填，一天最多在网上登记{most}次", most=settings.CHILDREN_PER_DAY),
            do="请明天再登记，或者带户口簿到窗口当场登记",
        )
    in_force = Representation.objects.in_force(on=localdate(now))
    if in_force.filter(representative=me, ground=Ground.SAID).count() >= CHILDREN_AT_ONCE:
        raise TooMany(
            code="representation.too_many",
            about="resident_number",
            what="网上登记的孩子太多了",
            why=say("没有核对过的，一个人最多同时替{most}个孩子办", most=CHILDREN_AT_ONCE),
            do="不再替办的请先停掉，或者带户口簿到窗口登记；窗口看过证明的不算在内",
        )


def require_few_consents(me: Person, *, now: datetime) -> None:
    """Whoever has a second phone agrees to themselves in any name. Raises `DomainError` (`representation.too_many`)."""
    agreed = Representation.objects.filter(representative=me, ground=Ground.CODE)
    if agreed.filter(made_at__gt=now - _DAY).count() >= CONSENTS_A_DAY:
        raise TooMany(
            code="representation.too_many",
            about="resident_number",
            what="今天用验证码登记的代办太多了",
            why=say("为了防止有人乱填，一天最多登记{most}次", most=CONSENTS_A_DAY),
            do="请明天再登记，或者两人一起到窗口登记",
        )
