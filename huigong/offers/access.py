"""Who may see and change which offers, rounds and requests: in one place. What one may not see does not exist for one."""

from __future__ import annotations

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound
from huigong.offers.models import Claim, Offer, Request, Round
from huigong.registry.lookup import is_own, public_uuid


def offer_of(by: Principal, offer_id: str) -> Offer:
    """The offer of an office for which the actor decides. Raises `DomainError` (`offer.not_found`, `access.denied`)."""
    offer = Offer.objects.filter(public_id=public_uuid(offer_id)).first()
    if offer is None:
        raise _not_found("offer", "这个名额")
    by.require(Permission.CASE_DECIDE, region=offer.region, office=offer.office)
    return offer


def round_of(by: Principal, round_id: str) -> Round:
    """The round of an office for which the actor decides, locked. Raises `DomainError` (`round.not_found`, `access.denied`)."""
    round = Round.objects.select_for_update().filter(public_id=public_uuid(round_id)).first()
    if round is None:
        raise _not_found("round", "这一轮")
    by.require(Permission.CASE_DECIDE, region=round.region, office=round.office)
    return round


def anybodys_round(round_id: str) -> Round:
    """Any round, to ask in. Raises `DomainError` (`round.not_found`)."""
    round = Round.objects.filter(public_id=public_uuid(round_id)).first()
    if round is None:
        raise _not_found("round", "这一轮")
    return round


def request_of(by: Principal, request_id: str) -> Request:
    """The person's own request, or one that a clerk of its region handles for them, locked.

    Raises `DomainError` (`request.not_found`).
    """
    rows = Request.objects.select_for_update(of=("self",)).select_related("person", "round")
    request = rows.filter(public_id=public_uuid(request_id)).first()
    if request is None or not may_act_for(by, request):
        raise _not_found("request", "这份申请")
    return request


def may_act_for(by: Principal, request: Request) -> bool:
    """Whether the actor is the person, lodges for people there, or decides for the office."""
    round = request.round
    return (
        is_own(by, request.person)
        or by.can(Permission.APPLICATION_LODGE, region=round.region)
        or by.can(Permission.CASE_DECIDE, region=round.region, office=round.office)
    )


def claim_of(by: Principal, claim_id: str) -> Claim:
    """The person's own place, or one of an office for which the actor decides. Raises `DomainError` (`claim.not_found`)."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related("offer", "person")
    claim = rows.filter(public_id=public_uuid(claim_id)).first()
    if claim is None or not (
        is_own(by, claim.person)
        or by.can(Permission.CASE_DECIDE, region=claim.offer.region, office=claim.offer.office)
    ):
        raise _not_found("claim", "这个名额的占用")
    return claim


def _not_found(kind: str, called: str) -> NotFound:
    return NotFound(code=f"{kind}.not_found", what=f"没有{called}", do="请核对编号")
