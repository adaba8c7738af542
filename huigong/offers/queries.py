"""Reading: one's own requests with their place and why; a round for its office; what anybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel import canonical
from huigong.kernel.errors import NotFound
from huigong.offers import lists
from huigong.offers.access import anybodys_round
from huigong.offers.kinds import Column
from huigong.offers.models import LISTS_LIVE, Claim, Hold, Offer, Request, Result, Round, Stage, Wish
from huigong.offers.telling import Names, why
from huigong.registry.lookup import public_uuid

_SHOWN = (Stage.PUBLISHED, Stage.OVER)


@dataclass(frozen=True)
class OwnWish:
    """An offer that the person named: its rank (None while there is none), and how many of the list go before them now."""

    offer: str
    rank: int | None
    before: int | None
    barred: str


@dataclass(frozen=True)
class OwnRequest:
    """A request of the person's own. `offered` is the offer that is kept for them until `answer_by`, `has` the one they have;
    `why` tells how it came to it, once the result is published."""

    id: str
    number: str
    round: str
    stage: str
    wishes: tuple[OwnWish, ...]
    offered: str
    answer_by: date | None
    has: str
    gone: bool
    why_gone: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One entry as it is published: column → value, no names."""

    columns: Mapping[Column, str]


def own(viewer: Principal) -> tuple[OwnRequest, ...]:
    """Everything that the viewer asked for, the newest first."""
    rows = Request.objects.filter(person__public_id=public_uuid(viewer.person_id or "")).order_by("-pk")
    return tuple(_own(request) for request in rows.select_related("round"))


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
            lines.append(Line({column: values[column] for column in kind.publish}))
    return tuple(lines)


def whole(viewer: Principal, round_id: str, *, number: int | None = None) -> str:
    """The file of a result with everything that decides, for `huigong allocation verify`; the newest, or one of before.

    For the office, and for anybody where the kind publishes all of it. Raises `DomainError`: `round.not_found`,
    `access.denied`, `allocation.not_published`.
    """
    round = anybodys_round(round_id)
    if set(lists.kind_of(round).publish) != set(Column) or round.stage not in _SHOWN:
        viewer.require(Permission.CASE_READ, region=round.region, office=round.office)
    rows = Result.objects.filter(round=round).order_by("-number")
    result = (rows.filter(number=number) if number else rows).first()
    if result is None:
        raise _not_published()
    return result.text


def list_digest(round_id: str) -> str:
    """What was published when the list was closed; "" before. Raises `DomainError` (`round.not_found`)."""
    return anybodys_round(round_id).list_digest


def offers(viewer: Principal) -> tuple[Offer, ...]:
    """The offers of the offices whose cases the viewer may read, with their capacity."""
    rows = Offer.objects.filter(of_offices(viewer, Permission.CASE_READ))
    return tuple(rows.select_related("capacity").order_by("pk"))


def rounds(viewer: Principal) -> tuple[Round, ...]:
    """The rounds of the offices whose cases the viewer may read, the newest first."""
    return tuple(Round.objects.filter(of_offices(viewer, Permission.CASE_READ)).order_by("-pk"))


def _own(request: Request) -> OwnRequest:
    wishes = Wish.objects.filter(request=request).select_related("offer").order_by("position")
    hold = Hold.objects.filter(request=request, answer="").select_related("offer").first()
    claim = Claim.objects.filter(hold__request=request, ended_on__isnull=True).select_related("offer").first()
    return OwnRequest(
        id=request.public_id.hex,
        number=request.number,
        round=request.round.name,
        stage=request.round.get_stage_display(),
        wishes=tuple(_wish(wish, request) for wish in wishes),
        offered=hold.offer.name if hold else "",
        answer_by=hold.answer_by if hold else None,
        has=claim.offer.name if claim else "",
        gone=request.gone,
        why_gone=request.why_gone,
        why=_why(request),
    )


def _wish(wish: Wish, request: Request) -> OwnWish:
    before = None
    if request.round.stage in LISTS_LIVE and not request.gone:
        waiting = [each.entry for each in lists.in_line(wish.offer, request.round)]
        before = waiting.index(request.number) if request.number in waiting else None
    return OwnWish(wish.offer.name, wish.rank or None, before, wish.barred)


def _why(request: Request) -> tuple[str, ...]:
    if request.round.stage not in _SHOWN:
        return ()
    result = Result.objects.filter(round=request.round).order_by("-number").first()
    if result is None:
        return ()
    document = canonical.read(result.text)
    if request.number not in document["placed"]:
        return ()
    kind = lists.kind_of(request.round)
    names = {offer.public_id.hex: offer.name for offer in Offer.objects.filter(rounds__round=request.round)}
    return why(document, request.number, Names(names, tuple(group.name for group in kind.tiers)))


def _document(round: Round) -> Mapping[str, Any]:
    result = Result.objects.filter(round=round).order_by("-number").first()
    if result is None or round.stage not in _SHOWN:
        raise _not_published()
    document: Mapping[str, Any] = canonical.read(result.text)
    return document


def _not_published() -> NotFound:
    return NotFound(code="allocation.not_published", what="结果还没有公布", do="请等公布以后再看")
