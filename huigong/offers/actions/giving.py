"""Places are given by a closed list: worked out, verified, published, kept for those who got them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.kernel import canonical
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.offers import frozen, lists, occasions, people, places
from huigong.offers.access import round_of
from huigong.offers.actions.drawing import source_of
from huigong.offers.actions.rounds import at, tell
from huigong.offers.kinds import Kind
from huigong.offers.mechanisms import allocating
from huigong.offers.models import Request, Result, Round, Stage, Wish
from huigong.offers.published import document_of
from huigong.offers.verifying import verify


@transaction.atomic
def allocate(*, round_id: str, ruling: str = "", by: Principal, now: datetime) -> Result:
    """Works out who gets which place, and has it verified. Again only by a ruling; the earlier result stays.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `lot.no_seed`, `allocation.ruling`,
    `allocation.faulty`.
    """
    round = at(round_of(by, round_id, on=day_of(now)), Stage.FROZEN, Stage.ALLOCATED)
    before = Result.objects.filter(round=round).count()
    if before and not said(ruling):
        raise Conflict(
            code="allocation.ruling",
            about="ruling",
            what="已经分配过了",
            why="重新分配要有决定，原来的结果会留着",
            do="请写明决定的文号和理由",
        )
    closed = frozen.read(canonical.read(round.list_text))
    if closed.by_lot and not round.seed:
        raise Conflict(code="lot.no_seed", what="还没有抽签", why="位次由抽签决定", do="请先公布种子")
    document = document_of(
        allocating.allocate(closed, seed=round.seed), source_of(round) if closed.by_lot else None
    )
    faults = verify(document, published_digest=round.list_digest)
    if faults:
        raise Conflict(code="allocation.faulty", what="分配结果没有通过核验", why=faults[0].says)
    result = Result.objects.create(
        round=round,
        number=before + 1,
        text=canonical.written(document),
        worked_out_at=now,
        ruling=said(ruling),
    )
    round.stage = Stage.ALLOCATED
    round.save(update_fields=["stage"])
    data = {"number": result.number, "digest": canonical.digest(document), "ruling": result.ruling}
    tell(round, "offers.round.allocated", by=by, now=now, data=data)
    return result


@transaction.atomic
def publish(*, round_id: str, seen: int | None = None, by: Principal, now: datetime) -> int:
    """The newest result counts: places are kept for those who got one, to answer by a day; how many. `seen` is the number
    of the result that whoever publishes has looked at.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `allocation.newer`.
    """
    round = at(round_of(by, round_id, on=day_of(now)), Stage.ALLOCATED)
    newest = Result.objects.filter(round=round).latest("number")
    if seen is not None and seen != newest.number:
        raise Conflict(
            code="allocation.newer",
            what=say("已经有第{number}次分配的结果", number=newest.number),
            why="公布的要是看过的结果",
            do="请看最新的结果，再公布",
        )
    document = canonical.read(newest.text)
    kind = lists.kind_of(round)
    given = _keep_places(round, kind, document, by=by, now=now)
    round.stage = Stage.PUBLISHED
    round.save(update_fields=["stage"])
    tell(round, "offers.round.published", by=by, now=now, data={"given": given})
    occasions.tell_not_yet(round, _left_out(round), now=now)
    for row in round.offers.select_related("offer").order_by("pk"):
        lists.fill(row.offer, by=by, now=now)
    return given


def _left_out(round: Round) -> list[Request]:
    """Those who wait on: barred ones read why on their own page."""
    waiting = Request.objects.filter(round=round, gone=False, wishes__may_have=True).exclude(holds__answer="")
    return list(waiting.select_related("person").distinct().order_by("pk"))


def _keep_places(
    round: Round, kind: Kind, document: Mapping[str, Any], *, by: Principal, now: datetime
) -> int:
    """Ranks are kept with the wishes; what was put aside and nobody got is free again, also of who has a place by now."""
    rank_of = {
        offer: {entry: rank for rank, entry in enumerate(order, 1)}
        for offer, order in document["order"].items()
    }
    wishes = list(
        Wish.objects.filter(request__round=round, request__number__in=document["placed"])
        .select_related("request__person", "offer")
        .order_by("pk")
    )
    given: dict[int, list[int]] = {}
    served = {row.offer_id: lists.served_already(row.offer_id, kind) for row in round.offers.order_by("pk")}
    for wish in wishes:
        offer, number = wish.offer.public_id.hex, wish.request.number
        wish.rank = rank_of[offer].get(number, 0)
        if document["placed"][number] == offer and not (
            wish.request.gone or people.counted_as(wish.request.person) in served[wish.offer_id]
        ):
            lists.hold(wish.request, wish.offer, kind, by=by, now=now)
            given.setdefault(wish.offer_id, []).append(wish.rank)
    Wish.objects.bulk_update(wishes, ["rank"], batch_size=500)
    reserved = {
        offer["id"]: [group for group, _ in offer["reserves"]] for offer in document["list"]["offers"]
    }
    for row in round.offers.select_related("offer").order_by("pk"):
        ranks, offer = given.get(row.offer_id, []), row.offer.public_id.hex
        places.give_back(row.offer_id, row.aside - len(ranks))
        row.places, row.ranked, row.reserved = row.aside, len(rank_of[offer]), reserved[offer]
        row.last_rank, row.aside = max(ranks, default=None), 0
        row.save(update_fields=["places", "ranked", "last_rank", "reserved", "aside"])
    return sum(len(ranks) for ranks in given.values())
