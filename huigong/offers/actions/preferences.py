"""Where both sides choose: the offering side says in which turn it would take those who asked, and whom it would not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Invalid
from huigong.offers import lists
from huigong.offers.access import offer_of, round_of
from huigong.offers.actions.rounds import at
from huigong.offers.mechanisms import Mechanism
from huigong.offers.models import Stage, Wish


@transaction.atomic
def prefer(*, round_id: str, offer_id: str, turns: Mapping[str, int], by: Principal, now: datetime) -> int:
    """Number of a request → the turn in which it would be taken, from 0; the same turn leaves it to the ties. Whoever is not
    named is not wanted. How many are named.

    Raises `DomainError`: `round.not_found`, `offer.not_found`, `access.denied`, `person.own_matter`, `round.stage`, `offer.preferences`.
    """
    today = day_of(now)
    round, offer = at(round_of(by, round_id, on=today), Stage.OPEN), offer_of(by, offer_id, on=today)
    rows = Wish.objects.filter(request__round=round, request__gone=False, offer=offer)
    wishes = {wish.request.number: wish for wish in rows.select_related("request").order_by("pk")}
    mutual = lists.kind_of(round).mechanism is Mechanism.MUTUAL
    if not mutual or not turns.keys() <= wishes.keys() or any(turn < 0 for turn in turns.values()):
        raise Invalid(
            code="offer.preferences",
            about="turns",
            what="选的人不对",
            why="只有双向选择的轮次才由提供方选，并且只能从申请了这个名额的人里选",
            do="请重新选择",
        )
    for number, wish in wishes.items():
        wish.preference = turns.get(number)
    Wish.objects.bulk_update(wishes.values(), ["preference"], batch_size=500)
    record(
        by=by, now=now, verb="offers.offer.preferred", subject=subject_of(offer), region=offer.region,
        data={"round": round.public_id.hex, "named": len(turns)},
    )  # fmt: skip
    return len(turns)
