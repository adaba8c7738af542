"""Reading: one's own requests with their place and why; a round for its office; what anybody may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from huigong.audit.subjects import id_in, kind_of
from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel import canonical, regions
from huigong.kernel.errors import NotFound
from huigong.kernel.regions import lineage
from huigong.offers import lists
from huigong.offers.access import acts_for, anybodys_round
from huigong.offers.attributes import shown
from huigong.offers.kinds import Column, Kind
from huigong.offers.mechanisms import order_of
from huigong.offers.models import (
    LISTS_LIVE,
    Claim,
    Hold,
    Offer,
    Request,
    Result,
    Round,
    RoundOffer,
    Stage,
    Wish,
)
from huigong.offers.shelf import book
from huigong.offers.shown import Line, OpenOffer, OpenRound, OwnRequest, OwnWish
from huigong.offers.telling import Outcome, why
from huigong.registry import lookup
from huigong.registry.lookup import public_uuid

_MAY_WITHDRAW = (Stage.OPEN, Stage.RUNNING, Stage.PUBLISHED)
_SHOWN = (Stage.PUBLISHED, Stage.OVER)


def own(viewer: Principal) -> tuple[OwnRequest, ...]:
    """Everything that the viewer asked for, the newest first."""
    return _asked_by(viewer.person_id or "")


def of_somebody(viewer: Principal, person_id: str, *, on: date) -> tuple[OwnRequest, ...]:
    """The same of somebody for whom the viewer acts in everything; nothing of anybody else."""
    return _asked_by(person_id) if acts_for(viewer, lookup.person(person_id), on=on) else ()


def _asked_by(person_id: str) -> tuple[OwnRequest, ...]:
    rows = Request.objects.filter(person__public_id=public_uuid(person_id)).order_by("-pk")
    return tuple(_own(request) for request in rows.select_related("round"))


def open_rounds(region: str, *, on: date, event: str = "", service: str = "") -> tuple[OpenRound, ...]:
    """The rounds that take requests for a place, those that close first first, running ones last: of the region, of
    those above it, and of those right below. `event` or `service`: of the kinds that stand at its page."""
    near = (*lineage(region), *(below.code for below in regions.children(region)))
    rows = Round.objects.filter(stage__in=[Stage.OPEN, Stage.RUNNING], region__in=near)
    taking = [
        round
        for round in rows.order_by("closes_on", "pk")
        if _takes_requests(round, on) and lists.kind_of(round).stands_at(event=event, service=service)
    ]
    taking.sort(key=lambda round: round.closes_on or date.max)
    places = RoundOffer.objects.filter(round__in=taking).select_related("offer__capacity")
    offers_of: dict[int, list[Offer]] = {}
    for place in places.order_by("offer__name", "offer__pk"):
        offers_of.setdefault(place.round_id, []).append(place.offer)
    return tuple(_open(round, offers_of.get(round.pk, ()), on=on) for round in taking)


def kinds_here(region: str, *, on: date, event: str = "", service: str = "") -> tuple[str, ...]:
    """What the kinds are called that a region may have rounds of, and that stand at the page of a life event or service."""
    return tuple(
        kind.name
        for kind in book().kinds(on=on, region=region)
        if kind.stands_at(event=event, service=service)
    )


def open_round(round_id: str, *, on: date) -> OpenRound:
    """One of them. Raises `DomainError` (`round.not_found`, also for one that takes none any more)."""
    round = anybodys_round(round_id)
    if not _takes_requests(round, on):
        raise NotFound(code="round.not_found", what="这一轮现在不能申请", do="请等下一轮")
    rows = Offer.objects.filter(rounds__round=round).select_related("capacity").order_by("name", "pk")
    return _open(round, tuple(rows), on=on)


def published(round_id: str) -> tuple[Line, ...]:
    """What anybody may see of a published result, by offer and rank, in the columns that the kind declares.

    Raises `DomainError`: `round.not_found`, `allocation.not_published`.
    """
    round = anybodys_round(round_id)
    document, kind = _document(round), lists.kind_of(round)
    wish_of = {
        (entry["id"], wish[0]): wish for entry in document["list"]["entries"] for wish in entry["wishes"]
    }
    tiers = [group.name for group in kind.tiers]
    lines = []
    for offer, order in document["order"].items():
        for rank, entry in enumerate(order, start=1):
            _, tier, points, _, _ = wish_of[entry, offer]
            values = {
                Column.ENTRY: entry,
                Column.TIER: tiers[tier] if tier < len(tiers) else "",
                Column.POINTS: str(points),
                Column.RANK: str(rank),
            }
            lines.append(Line({column: values[column] for column in kind.publish if column in values}))
    return tuple(lines)


def whole(viewer: Principal, round_id: str, *, number: int | None = None) -> str:
    """The file of a result with everything that decides, for `huigong allocation verify`; the newest, or one of before.

    For the office, and for anybody where the kind publishes the whole file: it has the wishes and groups of everybody, and who
    may not have a place. Raises `DomainError`: `round.not_found`,
    `access.denied`, `allocation.not_published`.
    """
    round = anybodys_round(round_id)
    if Column.FILE not in lists.kind_of(round).publish or round.stage not in _SHOWN:
        viewer.require(Permission.CASE_READ, region=round.region, office=round.office)
    rows = Result.objects.filter(round=round).order_by("-number")
    result = (rows.filter(number=number) if number else rows).first()
    if result is None:
        raise _not_published()
    return result.text


def subjects() -> Iterable[str]:
    """Every request as the trail names it."""
    for public_id in Request.objects.order_by("pk").values_list("public_id", flat=True).iterator():
        yield f"{kind_of(Request)}{public_id.hex}"


def is_about_a_place(subject: str) -> bool:
    """Whether what a message is about is a request for a place."""
    return bool(id_in(subject, Request))


def offers(viewer: Principal) -> tuple[Offer, ...]:
    """The offers of the offices whose cases the viewer may read, with their capacity."""
    rows = Offer.objects.filter(of_offices(viewer, Permission.CASE_READ))
    return tuple(rows.select_related("capacity").order_by("pk"))


def rounds(viewer: Principal) -> tuple[Round, ...]:
    """The rounds of the offices whose cases the viewer may read, the newest first."""
    return tuple(Round.objects.filter(of_offices(viewer, Permission.CASE_READ)).order_by("-pk"))


def _takes_requests(round: Round, on: date) -> bool:
    return round.stage in (Stage.OPEN, Stage.RUNNING) and (round.closes_on is None or on <= round.closes_on)


def _open(round: Round, rows: Sequence[Offer], *, on: date) -> OpenRound:
    kind = lists.kind_of(round)
    return OpenRound(
        id=round.public_id.hex,
        name=round.name,
        kind=kind.name,
        region=round.region,
        office=name_of(round.office, on),
        running=kind.running,
        closes_on=round.closes_on,
        wishes=min(kind.wishes, len(rows)),
        mechanism=kind.mechanism,
        ties=kind.ties,
        tiers=tuple(group.name for group in kind.tiers),
        reserves=tuple(reserved.group.name for reserved in kind.reserves),
        offers=tuple(
            OpenOffer(
                id=offer.public_id.hex,
                name=offer.name,
                says=shown(kind.attributes, offer.attributes),
                places=offer.capacity.total,
                free=offer.capacity.total - offer.capacity.taken,
            )
            for offer in rows
        ),
        identity=kind.identity,
    )


def _own(request: Request) -> OwnRequest:
    wishes = Wish.objects.filter(request=request).select_related("offer").order_by("position")
    hold = Hold.objects.filter(request=request, answer="").select_related("offer").first()
    claim = Claim.objects.filter(hold__request=request, ended_on__isnull=True).select_related("offer").first()
    kind, kept = lists.kind_of(request.round), hold or claim
    return OwnRequest(
        id=request.public_id.hex,
        number=request.number,
        round=request.round.name,
        stage=request.round.get_stage_display(),
        wishes=tuple(_wish(wish, request, kind) for wish in wishes),
        offered=hold.offer.name if hold else "",
        answer_by=hold.answer_by if hold else None,
        has=claim.offer.name if claim else "",
        claim_id=claim.public_id.hex if claim else "",
        may_withdraw=not request.gone and not claim and request.round.stage in _MAY_WITHDRAW,
        silence=kind.silence,
        refusals_left=max(0, kind.refusals - request.refusals),
        running=kind.running,
        says=shown(kind.attributes, kept.offer.attributes) if kept else (),
        round_id=request.round.public_id.hex,
        effect=kind.effect,
        gone=request.gone,
        why_gone=request.why_gone,
        shut=request.gone and (request.shut_out or lists.refused_out(kind, request.refusals)),
        why=_why(request, kind),
    )


def _wish(wish: Wish, request: Request, kind: Kind) -> OwnWish:
    waits = request.round.stage in LISTS_LIVE and not request.gone and wish.may_have
    before = lists.ahead_of(wish, request.round) if waits else None
    says = shown(kind.attributes, wish.offer.attributes)
    return OwnWish(wish.offer.name, says, wish.rank or None, before, wish.barred)


def _why(request: Request, kind: Kind) -> tuple[str, ...]:
    """From what was kept of the result, so that a page does not read a whole province's."""
    if request.round.stage not in _SHOWN:
        return ()
    given = {row.offer_id: row for row in RoundOffer.objects.filter(round=request.round).order_by("pk")}
    first = Hold.objects.filter(request=request).order_by("pk").values_list("offer_id", flat=True).first()
    wishes = (
        Wish.objects.filter(request=request, rank__isnull=False).select_related("offer").order_by("position")
    )
    outcomes = [
        Outcome(
            offer=wish.offer.name,
            rank=wish.rank or 0,
            places=given[wish.offer_id].places,
            ranked=given[wish.offer_id].ranked,
            last_rank=given[wish.offer_id].last_rank,
            reserved=tuple(given[wish.offer_id].reserved),
            tier=wish.tier or 0,
            points=wish.points,
            groups=frozenset(wish.groups),
            got=wish.offer_id == first and (wish.rank or 0) <= (given[wish.offer_id].last_rank or 0),
        )
        for wish in wishes
    ]
    return why(outcomes, order_of(kind.mechanism, kind.ties), [group.name for group in kind.tiers])


def _document(round: Round) -> Mapping[str, Any]:
    result = Result.objects.filter(round=round).order_by("-number").first()
    if result is None or round.stage not in _SHOWN:
        raise _not_published()
    document: Mapping[str, Any] = canonical.read(result.text)
    return document


def _not_published() -> NotFound:
    return NotFound(code="allocation.not_published", what="结果还没有公布", do="请等公布以后再看")
