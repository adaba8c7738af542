"""Rounds, requests and places as an office sees them: lists that name people masked, one round with what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel.errors import NotFound
from huigong.kernel.identity import mask_name
from huigong.offers import lists
from huigong.offers.attributes import shown
from huigong.offers.mechanisms import Mechanism, Ties
from huigong.offers.models import Claim, Commitment, Hold, Offer, Request, Result, Round, Stage, Wish
from huigong.offers.shelf import book
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class RoundRow:
    """A line of the list of rounds."""

    round_id: str
    name: str
    kind: str
    office: str
    stage: Stage
    closes_on: date | None


@dataclass(frozen=True)
class OfferRow:
    """An offer with its places, and how many of them are taken."""

    offer_id: str
    name: str
    kind: str
    office: str
    says: tuple[tuple[str, str], ...]
    places: int
    taken: int


@dataclass(frozen=True)
class RequestRow:
    """A request in a list, the person masked: what it names in order, its rank where it has one, what is
    offered until when (None: no last day was set) or had."""

    request_id: str
    number: str
    person: str
    person_id: str
    asked_at: datetime
    wishes: tuple[str, ...]
    rank: int | None
    offered: str
    answer_by: date | None
    has: str
    gone: bool
    why_gone: str


@dataclass(frozen=True)
class ClaimRow:
    """A place that somebody has or had, the person masked."""

    claim_id: str
    offer: str
    person: str
    person_id: str
    since: date
    ended_on: date | None


@dataclass(frozen=True)
class Promise:
    """What a party promised of its secret, and whether it has told it."""

    party: str
    digest: str
    told: bool


@dataclass(frozen=True)
class RoundPage:
    """A round for its office. `results` is how many times places were worked out; `decides` whether the viewer may act."""

    row: RoundRow
    region: str
    running: bool
    mechanism: Mechanism
    ties: Ties
    offers: tuple[OfferRow, ...]
    requests: int
    event: str
    event_on: date | None
    event_form: str
    outcome: str
    promises: tuple[Promise, ...]
    digest: str
    seed: str
    results: int
    decides: bool


def rounds(viewer: Principal) -> QuerySet[Round]:
    """The rounds of the offices whose cases the viewer reads, the newest first."""
    return Round.objects.filter(of_offices(viewer, Permission.CASE_READ)).order_by("-pk")


def round_rows(listed: Iterable[Round], *, on: date) -> tuple[RoundRow, ...]:
    """The lines of a page."""
    return tuple(_round(row, on) for row in listed)


def offers(viewer: Principal) -> QuerySet[Offer]:
    """The offers of the offices whose cases the viewer reads, by name."""
    rows = Offer.objects.filter(of_offices(viewer, Permission.CASE_READ))
    return rows.select_related("capacity").order_by("name", "pk")


def offer_rows(listed: Iterable[Offer], *, on: date) -> tuple[OfferRow, ...]:
    """The lines of a page."""
    return tuple(_offer(row, on) for row in listed)


def offer(viewer: Principal, offer_id: str, *, on: date) -> OfferRow:
    """One of them. Raises `DomainError` (`offer.not_found`)."""
    row = offers(viewer).filter(public_id=public_uuid(offer_id)).first()
    if row is None:
        raise _not_found("offer", "这个名额")
    return _offer(row, on)


def round(viewer: Principal, round_id: str, *, on: date) -> RoundPage:
    """One round. Raises `DomainError` (`round.not_found`)."""
    row = _round_of(viewer, round_id)
    kind = lists.kind_of(row)
    given = Offer.objects.filter(rounds__round=row).select_related("capacity").order_by("name", "pk")
    promises = Commitment.objects.filter(round=row).order_by("pk")
    return RoundPage(
        row=_round(row, on),
        region=row.region,
        running=kind.running,
        mechanism=kind.mechanism,
        ties=kind.ties,
        offers=offer_rows(given, on=on),
        requests=Request.objects.filter(round=row, gone=False).count(),
        event=row.event,
        event_on=row.event_on,
        event_form=row.event_form,
        outcome=row.outcome,
        promises=tuple(Promise(each.party, each.digest, each.revealed_at is not None) for each in promises),
        digest=row.list_digest,
        seed=row.seed,
        results=Result.objects.filter(round=row).count(),
        decides=viewer.can(Permission.CASE_DECIDE, region=row.region, office=row.office),
    )


def requests(viewer: Principal, round_id: str, *, gone: bool | None = None) -> QuerySet[Request]:
    """The requests of a round, in the order in which they came. Raises `DomainError` (`round.not_found`)."""
    rows = Request.objects.filter(round=_round_of(viewer, round_id))
    return (rows if gone is None else rows.filter(gone=gone)).order_by("pk")


def request_rows(listed: Iterable[Request] | QuerySet[Request]) -> tuple[RequestRow, ...]:
    """The lines of a page; the same queries however many."""
    keys = [row.pk for row in listed]
    rows = Request.objects.filter(pk__in=keys).select_related("person").order_by("pk")
    wishes = Wish.objects.select_related("offer").order_by("position")
    holds = Hold.objects.filter(answer="").select_related("offer").order_by("pk")
    held = Claim.objects.filter(hold__request__in=keys, ended_on=None).select_related("offer", "hold")
    has = {claim.hold.request_id: claim.offer.name for claim in held.order_by("pk")}
    both = (Prefetch("wishes", wishes), Prefetch("holds", holds))
    return tuple(_request(row, has) for row in rows.prefetch_related(*both))


def claims(viewer: Principal, round_id: str) -> QuerySet[Claim]:
    """The places that the round gave and people have, by offer. Raises `DomainError` (`round.not_found`)."""
    rows = Claim.objects.filter(hold__request__round=_round_of(viewer, round_id))
    return rows.select_related("offer", "person").order_by("offer__name", "pk")


def claim_rows(listed: Iterable[Claim]) -> tuple[ClaimRow, ...]:
    """The lines of a page."""
    return tuple(
        ClaimRow(
            row.public_id.hex,
            row.offer.name,
            mask_name(row.person.name),
            row.person.public_id.hex,
            row.since,
            row.ended_on,
        )
        for row in listed
    )


def kinds(region: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """The kinds of offers that a place has on a day, with their names."""
    here = (id for id in book().shelf.ids if book().shelf.layers(id, on=on, region=region))
    return tuple((id, book().kind(id, on=on, region=region).name) for id in here)


def offices(viewer: Principal) -> tuple[str, ...]:
    """The offices for which the viewer decides."""
    return tuple(
        sorted({office for grant in viewer.grants_for(Permission.CASE_DECIDE) for office in grant.offices})
    )


def _round_of(viewer: Principal, round_id: str) -> Round:
    row = rounds(viewer).filter(public_id=public_uuid(round_id)).first()
    if row is None:
        raise _not_found("round", "这一轮")
    return row


def _round(row: Round, on: date) -> RoundRow:
    return RoundRow(
        round_id=row.public_id.hex,
        name=row.name,
        kind=lists.kind_of(row).name,
        office=name_of(row.office, on),
        stage=Stage(row.stage),
        closes_on=row.closes_on,
    )


def _offer(row: Offer, on: date) -> OfferRow:
    kind = book().kind(row.kind, on=on, region=row.region)
    return OfferRow(
        offer_id=row.public_id.hex,
        name=row.name,
        kind=kind.name,
        office=name_of(row.office, on),
        says=shown(kind.attributes, row.attributes),
        places=row.capacity.total,
        taken=row.capacity.taken,
    )


def _request(row: Request, has: Mapping[int, str]) -> RequestRow:
    ranks = [wish.rank for wish in row.wishes.all() if wish.rank]
    held = list(row.holds.all())
    return RequestRow(
        request_id=row.public_id.hex,
        number=row.number,
        person=mask_name(row.person.name),
        person_id=row.person.public_id.hex,
        asked_at=row.asked_at,
        wishes=tuple(wish.offer.name for wish in row.wishes.all()),
        rank=min(ranks, default=None),
        offered=held[0].offer.name if held else "",
        answer_by=held[0].answer_by if held else None,
        has=has.get(row.pk, ""),
        gone=row.gone,
        why_gone=row.why_gone,
    )


def _not_found(kind: str, called: str) -> NotFound:
    return NotFound(code=f"{kind}.not_found", what=f"没有{called}", do="请从列表里打开")
