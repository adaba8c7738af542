"""The list of a round is closed: everybody's standing is settled, and its digest stands before anybody can know the seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huigong.casework.timekeeping import day_of
from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.kernel import canonical
from huigong.kernel.errors import Conflict, Unavailable
from huigong.kernel.sentences import listed, say
from huigong.offers import frozen, lists, lots, people, places
from huigong.offers.access import round_of
from huigong.offers.actions.requests import settle
from huigong.offers.actions.rounds import at, tell
from huigong.offers.kinds import EligibleAt, Kind
from huigong.offers.mechanisms import Mechanism, order_of
from huigong.offers.models import Commitment, Request, Round, Stage, Wish
from huigong.offers.standings import ASKED_ALREADY, HAS_ALREADY, Standing
from huigong.registry.models import Person

_TOLD = 10
_COUNTED = (HAS_ALREADY, ASKED_ALREADY)


@transaction.atomic
def freeze(*, round_id: str, by: Principal, now: datetime) -> str:
    """Closes the list: everybody's standing is settled, free places are put aside, and the digest is fixed, which it gives.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `round.unknown` where something that decides
    is not known of somebody, `round.too_early` before the last day for requests has passed, `round.too_late` once the event
    that gives the seed may be known, `lot.parties` before two promised their secrets, `round.reserves`.
    """
    round = at(round_of(by, round_id, on=day_of(now)), Stage.OPEN)
    if round.closes_on is not None and day_of(now) <= round.closes_on:
        raise Conflict(
            code="round.too_early",
            what="还不能关闭名单",
            why=say("到{day}为止都可以申请", day=round.closes_on.isoformat()),
            do="请过了截止日再关闭",
        )
    kind = lists.kind_of(round)
    if frozen.Criterion.LOT in order_of(kind.mechanism, kind.ties):
        _require_unknown_seed(round, now=now)
    closed = _list_of(round, kind, _settle(round, kind, now=now), now=now)
    round.list_text, round.list_digest = canonical.written(closed.document), closed.digest
    round.frozen_at, round.closed_by, round.stage = now, by.account_id, Stage.FROZEN
    round.save(update_fields=["list_text", "list_digest", "frozen_at", "closed_by", "stage"])
    data = {"digest": closed.digest, "requests": len(closed.entries)}
    tell(round, "offers.round.frozen", by=by, now=now, data=data)
    return closed.digest


def _require_unknown_seed(round: Round, *, now: datetime) -> None:
    """Whoever closes the list may not know the seed: with it, leaving out one request after another chooses the lot."""
    if not round.event:
        if Commitment.objects.filter(round=round).count() < lots.LEAST_PARTIES:
            raise Conflict(
                code="lot.parties",
                what="还不能关闭名单",
                why="没有公开事件的，要先由两方各登记一个密语摘要；名单关闭以后才登记，就可以挑选结果",
                do="请两方由不同的人登记摘要，或者定一个公开事件",
            )
    elif not round.event_form or round.event_on is None or day_of(now) >= round.event_on:
        raise Conflict(
            code="round.too_late",
            what="不能再用这个公开事件",
            why="关闭名单要在公开事件以前，不然关闭名单的人知道结果"
            if round.event_form
            else "没有事先定好结果的写法",
            do="请改定一个以后的公开事件，再关闭名单",
        )


def _settle(round: Round, kind: Kind, *, now: datetime) -> list[Wish]:
    """The wishes of everybody who still asks, each with how it stands today."""
    rows = Wish.objects.filter(request__round=round, request__gone=False)
    wishes = list(rows.select_related("request__person", "offer").order_by("request_id", "position"))
    asking = list({wish.request.person: None for wish in wishes})
    here = people.situations(asking, region=round.region, on=day_of(now))
    having = {
        offer: frozenset(
            lists.having_already(offer, kind).annotate(who=people.counted()).values_list("who", flat=True)
        )
        for offer in {wish.offer_id for wish in wishes}
    }
    counted = _one_a_number(asking)
    unknown: dict[str, tuple[str, ...]] = {}
    for wish in wishes:
        person = wish.request.person
        standing = people.standing_with(wish.offer, kind, person, here[person], at=EligibleAt.FREEZE)
        if person.pk not in counted:
            standing = Standing(barred=ASKED_ALREADY)
        elif people.counted_as(person) in having[wish.offer_id]:
            standing = Standing(barred=HAS_ALREADY)
        if standing.missing:
            unknown[wish.request.number] = standing.missing
        settle(wish, _as_chosen(wish, _as_asked(wish, standing, kind), kind))
    if unknown:
        told = [f"{number}：{'、'.join(missing)}" for number, missing in list(unknown.items())[:_TOLD]]
        raise Conflict(
            code="round.unknown",
            what=say("有{count}份申请还有不清楚的，不能关闭名单", count=len(unknown)),
            why=listed(told, "；"),
            do="请先问清楚、登记好；实在问不到的，写明原因，不列入名单",
        )
    return wishes


def _one_a_number(asking: list[Person]) -> frozenset[int]:
    """Whose request counts: of several with one resident number, the one known best, then the earliest."""
    known = list(Assurance)
    best: dict[str, Person] = {}
    for person in sorted(asking, key=lambda person: -known.index(Assurance(person.assurance))):
        best.setdefault(people.counted_as(person), person)
    return frozenset(person.pk for person in best.values())


def _as_asked(wish: Wish, standing: Standing, kind: Kind) -> Standing:
    """Conditions that had to be met on asking are not asked again: who met them then stays."""
    if kind.eligible_at is EligibleAt.APPLY and wish.may_have is not None and standing.barred not in _COUNTED:
        return Standing(wish.tier or 0, wish.points, frozenset(wish.groups), wish.barred)
    return standing


def _as_chosen(wish: Wish, standing: Standing, kind: Kind) -> Standing:
    """Where both sides choose, the offering side's turn is the tier, and whom it does not want it need not take."""
    if kind.mechanism is not Mechanism.MUTUAL or standing.barred or standing.missing:
        return standing
    if wish.preference is None:
        return replace(standing, barred="提供名额的一方没有选")
    return replace(standing, tier=wish.preference)


def _list_of(round: Round, kind: Kind, wishes: list[Wish], *, now: datetime) -> frozen.Frozen:
    offers = []
    for row in round.offers.select_related("offer").order_by("pk"):
        shape = lists.shape_of(row.offer, kind, on=day_of(now))
        if shape is None:
            raise Unavailable(
                code="round.reserves",
                what="不知道要预留几个名额",
                why="预留的数是参数，本地还没有写",
                do="请在资料包里补上，再关闭名单",
            )
        row.aside = places.put_aside(row.offer_id)
        row.save(update_fields=["aside"])
        offers.append(_for_this_round(shape, row.aside, lists.holding(row.offer)))
    order = tuple(order_of(kind.mechanism, kind.ties))
    return frozen.checked(frozen.Frozen(round.public_id.hex, order, tuple(offers), _entries(wishes)))


def _entries(wishes: list[Wish]) -> tuple[frozen.Entry, ...]:
    by_request: dict[Request, list[Wish]] = {}
    for wish in wishes:
        by_request.setdefault(wish.request, []).append(wish)
    return tuple(
        frozen.Entry(request.number, turn, tuple(_wish(wish) for wish in named))
        for turn, (request, named) in enumerate(by_request.items(), start=1)
    )


def _wish(wish: Wish) -> frozen.Wish:
    standing = Standing(wish.tier or 0, wish.points, frozenset(wish.groups), wish.barred)
    return standing.wish(wish.offer.public_id.hex)


def _for_this_round(shape: frozen.Offer, free: int, holding: list[frozenset[str]]) -> frozen.Offer:
    """Only the free places are given; of the reserved ones those that nobody of the group fills already."""
    left = tuple(
        frozen.Reserve(reserve.group, min(free, max(0, reserve.at_least - filled)))
        for reserve in shape.reserves
        if (filled := sum(reserve.group in groups for groups in holding)) < reserve.at_least
    )
    return frozen.Offer(shape.id, free, _within(left, free))


def _within(reserves: tuple[frozen.Reserve, ...], free: int) -> tuple[frozen.Reserve, ...]:
    """Where fewer places are free than reserved, those declared first go first."""
    kept = []
    for reserve in reserves:
        kept.append(frozen.Reserve(reserve.group, min(free, reserve.at_least)))
        free -= kept[-1].at_least
    return tuple(reserve for reserve in kept if reserve.at_least)
