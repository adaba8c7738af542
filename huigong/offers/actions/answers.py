"""The answer to a place that is kept for somebody, and the end of having one. What becomes free goes to the list at once."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from django.db import transaction
from django.db.models import Q

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.routines import Failures
from huigong.kernel.sentences import listed, say
from huigong.kernel.writing import said
from huigong.offers import lists, occasions, people, places, places_had
from huigong.offers.access import claim_of, request_of, require_apart_from_all
from huigong.offers.kinds import Effect, EligibleAt, Once, Silence
from huigong.offers.models import Answer, Claim, Hold, Request
from huigong.offers.standings import HAS_ALREADY, Standing
from huigong.registry import happenings
from huigong.registry.happenings import Happening
from huigong.registry.models import Person


class After(Enum):
    """Where whoever refused stands from then on."""

    AS_BEFORE = "as_before"
    AT_THE_END = "at_the_end"
    OFF_LIST = "off_list"


@transaction.atomic
def accept(*, request_id: str, by: Principal, now: datetime) -> Claim | None:
    """The person takes the place that is kept for them, from today; None where they may not have it now, which frees it.

    Raises `DomainError`: `request.not_found`, `person.own_matter`, `hold.none`, `hold.unknown` where something that decides
    is not known, who it is among it.
    """
    hold = _open_hold(request_of(by, request_id, on=day_of(now)), now=now)
    standing = _standing_now(hold, now=now)
    if standing.missing:
        raise Conflict(
            code="hold.unknown",
            what="还有不清楚的，暂时不能领取",
            why=listed(standing.missing),
            do="请先补上；名额给您留到答复的最后一天",
        )
    if standing.barred:
        _bar(hold, standing.barred, by=by, now=now)
        return None
    return _taken(hold, by=by, now=now)


@transaction.atomic
def refuse(*, request_id: str, by: Principal, now: datetime) -> After:
    """The person does not want the place; it goes to the next at once. What became of their turn.

    Raises `DomainError`: `request.not_found`, `hold.none`.
    """
    hold = _open_hold(request_of(by, request_id, on=day_of(now)), now=now)
    behind = hold.request.behind
    _decline(hold, Answer.REFUSED, by=by, now=now)
    if hold.request.gone:
        return After.OFF_LIST
    return After.AT_THE_END if hold.request.behind > behind else After.AS_BEFORE


@transaction.atomic
def end(*, request_id: str, reason: str, by: Principal, now: datetime) -> None:
    """The office no longer keeps a place for which no last day was set, as if that day had passed without an answer.

    Raises `DomainError`: `request.not_found`, `access.denied`, `person.own_matter`, `hold.none`, `hold.has_day`,
    `hold.no_reason`.
    """
    request = request_of(by, request_id, on=day_of(now))
    by.require(Permission.CASE_DECIDE, region=request.round.region, office=request.round.office)
    require_apart_from_all(by, request.round, on=day_of(now))
    if not said(reason):
        raise Invalid(code="hold.no_reason", about="reason", what="没有写原因", do="请写明为什么不再保留")
    hold = _open_hold(request, now=now)
    if hold.answer_by is not None:
        raise Conflict(
            code="hold.has_day", what="这个名额有答复的最后一天", why="到那天才能给别人", do="请等到那一天"
        )
    record(
        by=by, now=now, verb="offers.hold.ended", subject=subject_of(request), region=hold.offer.region,
        person=request.person, data={"reason": said(reason)},
    )  # fmt: skip
    _decline(hold, Answer.SILENT, by=by, now=now)


@transaction.atomic
def leave(*, claim_id: str, reason: str = "", by: Principal, now: datetime) -> None:
    """The place ends today and goes to the next of the list. Raises `DomainError`: `claim.not_found`, `claim.over`."""
    claim = claim_of(by, claim_id, on=day_of(now))
    if claim.ended_on is not None:
        raise Conflict(code="claim.over", what="这个名额已经退出了")
    claim.ended_on, claim.why_ended = day_of(now), said(reason)
    claim.save(update_fields=["ended_on", "why_ended"])
    Request.objects.filter(holds__claim=claim).update(
        gone=True
    )  # who had a place and left it waits no longer
    record(
        by=by, now=now, verb="offers.claim.ended", subject=subject_of(claim), region=claim.offer.region,
        person=claim.person,
    )  # fmt: skip
    places.give_back(claim.offer_id)
    lists.fill(claim.offer, by=by, now=now)
    left = Happening(places_had.exit_of(claim.offer.kind), claim.person, claim.public_id.hex, claim.ended_on)
    happenings.tell(left, by=by, now=now)


def lapse_unanswered(*, now: datetime) -> int:
    """What silence means, for every place whose day for an answer has passed; how many. Each in a transaction of its own,
    and one that fails keeps no other from being done. Raises `Undone` once all were tried."""
    late = Hold.objects.filter(answer="", answer_by__lt=day_of(now)).order_by("answer_by", "pk")
    lapsed, failures = 0, Failures(day_of(now))
    for pk in list(late.values_list("pk", flat=True)):
        try:
            lapsed += _lapse(pk, now=now)
        except Exception:  # whatever is wrong with one
            failures.add(f"hold {pk}")
    failures.raise_any()
    return lapsed


@transaction.atomic
def _lapse(hold_id: int, *, now: datetime) -> int:
    list(
        Request.objects.select_for_update().filter(holds=hold_id).values_list("pk")
    )  # as an answer locks them
    rows = Hold.objects.select_for_update(of=("self",)).select_related(
        "request__round", "request__person", "offer"
    )
    hold = rows.filter(pk=hold_id, answer="").first()
    if hold is None:
        return 0  # answered in the meantime
    kind = lists.kind_of(hold.request.round)
    if kind.silence is Silence.DECLINE:
        _decline(hold, Answer.SILENT, by=SYSTEM, now=now)
    else:
        _accept_silently(hold, now=now)
    return 1


def _accept_silently(hold: Hold, *, now: datetime) -> None:
    """Silence gives nobody what their own word would not: who may not have the place, or of whom that is not known, is told."""
    standing = _standing_now(hold, now=now)
    if standing.missing:
        _decline(hold, Answer.SILENT, by=SYSTEM, now=now)
    elif standing.barred:
        _bar(hold, standing.barred, by=SYSTEM, now=now)
    else:
        _taken(hold, by=SYSTEM, now=now)
        return
    occasions.tell_lost(hold, standing.missing, now=now)


def _bar(hold: Hold, why: str, *, by: Principal, now: datetime) -> None:
    request = hold.request
    request.gone, request.why_gone = True, why
    request.save(update_fields=["gone", "why_gone"])
    _close(hold, Answer.BARRED, by=by, now=now)


def _decline(hold: Hold, answer: Answer, *, by: Principal, now: datetime) -> None:
    """Refusing too often has the effect that the kind declares. Until then the turn stays on a list that was published; in a
    running round, whose places come back one by one, it goes behind all who did not refuse."""
    request, kind = hold.request, lists.kind_of(hold.request.round)
    request.refusals += 1
    too_often = request.refusals >= kind.refusals
    if too_often and kind.effect is Effect.OFF_LIST:
        request.gone, request.why_gone = True, say("放弃了{count}次", count=request.refusals)
    elif too_often or kind.running:
        request.behind += 1
    request.save(update_fields=["refusals", "behind", "gone", "why_gone"])
    _close(hold, answer, by=by, now=now)


def _close(hold: Hold, answer: Answer, *, by: Principal, now: datetime) -> None:
    _answer(hold, answer, by=by, now=now)
    places.give_back(hold.offer_id)
    lists.fill(hold.offer, by=by, now=now, passing=hold.request)


def _taken(hold: Hold, *, by: Principal, now: datetime) -> Claim:
    kind = lists.kind_of(hold.request.round)
    _answer(hold, Answer.ACCEPTED, by=by, now=now)
    return Claim.objects.create(
        hold=hold,
        offer=hold.offer,
        person=hold.request.person,
        once_of=kind.id if kind.once is Once.KIND else "",
        since=day_of(now),
    )


def _answer(hold: Hold, answer: Answer, *, by: Principal, now: datetime) -> None:
    hold.answer, hold.answered_at = answer, now
    hold.save(update_fields=["answer", "answered_at"])
    record(
        by=by,
        now=now,
        verb=f"offers.hold.{answer.value}",
        subject=subject_of(hold.request),
        region=hold.offer.region,
        person=hold.request.person,
        data={"offer": hold.offer.public_id.hex},
    )


def _open_hold(request: Request, *, now: datetime) -> Hold:
    rows = Hold.objects.select_for_update(of=("self",)).filter(request=request, answer="")
    hold = rows.select_related("request__round", "request__person", "offer").first()
    if hold is None or (hold.answer_by is not None and hold.answer_by < day_of(now)):
        raise Conflict(
            code="hold.none",
            what="现在没有等您答复的名额",
            why="已经答复过，或者答复的日子过了" if hold is None else "答复的日子过了",
            do="请看申请的进度",
        )
    return hold


def _standing_now(hold: Hold, *, now: datetime) -> Standing:
    """How the person stands as they take the place up: barred by a place that they have already, and by the conditions
    where these are asked today."""
    request = hold.request
    kind = lists.kind_of(request.round)
    person = request.person
    number = Q(resident_number_index=person.resident_number_index) if person.resident_number_index else Q()
    same = Person.objects.select_for_update(no_key=True).filter(Q(pk=person.pk) | number)
    list(same.order_by("pk").values_list("pk"))  # of two answers at once one sees the other
    having = lists.having_already(hold.offer_id, kind).annotate(who=people.counted())
    if having.filter(who=people.counted_as(person)).exists():
        return Standing(barred=HAS_ALREADY)
    if kind.eligible_at is not EligibleAt.TAKE_UP:
        return people.identified(request.person, kind)
    here = people.situations([request.person], region=request.round.region, on=day_of(now))
    return people.standing_with(hold.offer, kind, request.person, here[request.person], at=EligibleAt.TAKE_UP)
