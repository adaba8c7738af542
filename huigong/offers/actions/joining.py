"""Two records of one person become one: of two requests in a round one stays, and of two places that nobody may have both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.kernel.sentences import wording
from huigong.offers import lists, places
from huigong.offers.models import Answer, Claim, Hold, Request
from huigong.registry.models import Person

_JOINED = wording("您的两份档案合并了，同一轮里只留一份申请。")
_ONE_PLACE = wording("您的两份档案合并了，这样的名额只能有一个。")


def join(said: Person, known: Person, by: Principal, now: datetime) -> None:
    """Before the rows of `said` become those of `known`: the earlier request stays unless only the later has a place, and
    the earlier place; what becomes free goes to the list. Runs in the caller's transaction.
    """
    pair = (said.pk, known.pk)
    for first, second in _twice(Claim.objects.filter(person__in=pair, ended_on__isnull=True)):
        if first.ended_on is None and second.ended_on is None:
            _end(max(first, second, key=lambda claim: (claim.since, claim.pk)), by=by, now=now)
    live = Request.objects.select_for_update(of=("self",)).filter(person__in=pair, gone=False)
    by_round: dict[int, list[Request]] = {}
    for request in live.select_related("round", "person").order_by("pk"):
        by_round.setdefault(request.round_id, []).append(request)
    for requests in by_round.values():
        if len(requests) > 1:
            _keep_one(requests, by=by, now=now)


def _twice(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Each two places of the same offer, or of a kind of which nobody has two."""
    rows = sorted(claims, key=lambda claim: claim.pk)
    return [
        (first, second)
        for at, first in enumerate(rows)
        for second in rows[at + 1 :]
        if first.offer_id == second.offer_id or (first.once_of and first.once_of == second.once_of)
    ]


def _end(claim: Claim, *, by: Principal, now: datetime) -> None:
    claim.ended_on, claim.why_ended = day_of(now), _ONE_PLACE
    claim.save(update_fields=["ended_on", "why_ended"])
    Request.objects.filter(holds__claim=claim).update(gone=True)
    record(
        by=by, now=now, verb="offers.claim.ended", subject=subject_of(claim), region=claim.offer.region,
        person=claim.person,
    )  # fmt: skip
    places.give_back(claim.offer_id)
    lists.fill(claim.offer, by=by, now=now)


def _keep_one(requests: list[Request], *, by: Principal, now: datetime) -> None:
    having = set(
        Claim.objects.filter(hold__request__in=requests, ended_on__isnull=True).values_list(
            "hold__request_id", flat=True
        )
    )
    kept, left = sorted(requests, key=lambda request: (request.pk not in having, request.pk))
    kept.refusals, kept.behind = max(kept.refusals, left.refusals), max(kept.behind, left.behind)
    kept.save(update_fields=["refusals", "behind"])
    left.gone, left.why_gone = True, _JOINED
    left.save(update_fields=["gone", "why_gone"])
    record(
        by=by, now=now, verb="offers.request.joined", subject=subject_of(left), region=left.round.region,
        person=left.person, data={"kept": kept.number},
    )  # fmt: skip
    for hold in Hold.objects.filter(request=left, answer="").select_related("offer"):
        hold.answer, hold.answered_at = Answer.REFUSED, now
        hold.save(update_fields=["answer", "answered_at"])
        places.give_back(hold.offer_id)
        lists.fill(hold.offer, by=by, now=now)
