"""Who may see and change which offers, rounds and requests: in one place. What one may not see does not exist for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound
from huigong.offers.models import LISTS_LIVE, Claim, Offer, Request, Round
from huigong.registry import acting
from huigong.registry.acting import Authority
from huigong.registry.involved import near, own_matter, require_apart
from huigong.registry.lookup import is_own, public_uuid
from huigong.registry.models import Person


def offer_of(by: Principal, offer_id: str, *, on: date) -> Offer:
    """The offer of an office for which the actor decides, and on whose list nobody near the actor waits.

    Raises `DomainError` (`offer.not_found`, `access.denied`, `person.own_matter`).
    """
    offer = Offer.objects.filter(public_id=public_uuid(offer_id)).first()
    if offer is None:
        raise _not_found("offer", "这个名额")
    by.require(Permission.CASE_DECIDE, region=offer.region, office=offer.office)
    _require_apart_from(by, Q(wishes__offer=offer, round__stage__in=LISTS_LIVE), on=on)
    return offer


def round_of(by: Principal, round_id: str, *, on: date) -> Round:
    """The round of an office for which the actor decides, locked; nobody near the actor asks in it.

    Raises `DomainError` (`round.not_found`, `access.denied`, `person.own_matter`).
    """
    round = Round.objects.select_for_update().filter(public_id=public_uuid(round_id)).first()
    if round is None:
        raise _not_found("round", "这一轮")
    by.require(Permission.CASE_DECIDE, region=round.region, office=round.office)
    _require_apart_from(by, Q(round=round), on=on)
    return round


def anybodys_round(round_id: str) -> Round:
    """Any round, to ask in. Raises `DomainError` (`round.not_found`)."""
    round = Round.objects.filter(public_id=public_uuid(round_id)).first()
    if round is None:
        raise _not_found("round", "这一轮")
    return round


def asks_for(by: Principal, person: Person, round: Round, *, on: date) -> tuple[Assurance, Authority | None]:
    """How surely whoever asks is known to be the person, or to act for them, and the authority under which they act.

    Raises `DomainError` (`access.denied`, `person.own_matter`).
    """
    if is_own(by, person):
        return Assurance(person.assurance), None
    authority = acts_for(by, person, on=on)
    if authority is not None:
        return authority.assurance, authority
    by.require(Permission.APPLICATION_LODGE, region=round.region)
    require_apart(by, person, on=on)
    return Assurance(person.assurance), None


def acts_for(by: Principal, person: Person, *, on: date) -> Authority | None:
    """The authority under which `by` asks and answers for the person; one that is for some matters alone is none."""
    wanted: Iterable[Authority] = (each for each in acting.authorities(by, on=on) if not each.matters)
    return acting.surest(each for each in wanted if each.person.pk == person.pk)


def request_of(by: Principal, request_id: str, *, on: date) -> Request:
    """The person's own request, that of somebody they act for, or one that a clerk of its region handles for them, locked
    with its round before it, so that no list is closed meanwhile.

    Raises `DomainError` (`request.not_found`, `person.own_matter`).
    """
    wanted = Request.objects.filter(public_id=public_uuid(request_id))
    list(Round.objects.select_for_update().filter(pk__in=wanted.values("round_id")).values_list("pk"))
    rows = wanted.select_for_update(of=("self",)).select_related("person", "round")
    request = rows.first()
    if request is not None and _is_theirs(by, request.person, on=on):
        return request
    if request is None or not may_act_for(by, request):
        raise _not_found("request", "这份申请")
    require_apart(by, request.person, on=on)
    return request


def require_apart_from_all(by: Principal, round: Round, *, on: date) -> None:
    """Raises `DomainError` (`person.own_matter`) where somebody near the actor asks in the round."""
    _require_apart_from(by, Q(round=round), on=on)


def may_act_for(by: Principal, request: Request) -> bool:
    """Whether the actor lodges for people there, or decides for the office."""
    round = request.round
    return by.can(Permission.APPLICATION_LODGE, region=round.region) or by.can(
        Permission.CASE_DECIDE, region=round.region, office=round.office
    )


def claim_of(by: Principal, claim_id: str, *, on: date) -> Claim:
    """The person's own place, that of somebody they act for, or one of an office for which the actor decides.

    Raises `DomainError` (`claim.not_found`, `person.own_matter` also where somebody near the actor waits for the place).
    """
    rows = Claim.objects.select_for_update(of=("self",)).select_related("offer", "person")
    claim = rows.filter(public_id=public_uuid(claim_id)).first()
    if claim is not None and _is_theirs(by, claim.person, on=on):
        return claim
    if claim is None or not by.can(
        Permission.CASE_DECIDE, region=claim.offer.region, office=claim.offer.office
    ):
        raise _not_found("claim", "这个名额的占用")
    require_apart(by, claim.person, on=on)
    _require_apart_from(by, Q(wishes__offer=claim.offer_id, round__stage__in=LISTS_LIVE), on=on)
    return claim


def _is_theirs(by: Principal, person: Person, *, on: date) -> bool:
    return is_own(by, person) or acts_for(by, person, on=on) is not None


def _require_apart_from(by: Principal, asking: Q, *, on: date) -> None:
    """Whoever gets a place takes it from all the others: one who asks beside them decides nothing."""
    apart = near(by, on=on).people
    if apart and Request.objects.filter(asking, gone=False, person__in=apart).exists():
        raise own_matter()


def _not_found(kind: str, called: str) -> NotFound:
    return NotFound(code=f"{kind}.not_found", what=f"没有{called}", do="请核对编号")
