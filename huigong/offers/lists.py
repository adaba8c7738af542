"""Who waits for an offer, and the next of them to whom a free place goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from huigong.kernel.calendar import WorkCalendar
from huigong.offers import frozen, occasions, places
from huigong.offers.kinds import Effect, Kind, Once
from huigong.offers.mechanisms.following import Waiting, next_of
from huigong.offers.models import LISTS_LIVE, Capacity, Claim, Hold, Offer, Request, Round, Stage, Wish
from huigong.offers.people import counted
from huigong.offers.shelf import book
from huigong.offers.standings import reserves_of
from huigong.rules.evaluate import Situation
from huigong.rules.values import UNKNOWN

_AT_ONCE = 100  # most places go to the first that is looked at
_TURN = {Stage.RUNNING: ("tier", "request_id")}


def kind_of(row: Round | Offer, *, on: date | None = None) -> Kind:
    """The version of its kind that a round was opened under; of an offer, the one of a day."""
    day = row.kind_since if isinstance(row, Round) else on
    assert day is not None
    return book().kind(row.kind, on=day, region=row.region)


def refused_out(kind: Kind, refusals: int) -> bool:
    """Whether that many refusals end a person's part in the round."""
    return kind.effect is Effect.OFF_LIST and refusals >= kind.refusals


def fill(offer: Offer, *, by: Principal, now: datetime, passing: Request | None = None) -> int:
    """Gives the free places of an offer to those who wait, the oldest list first; how many it gave.

    `passing` has just declined this place: it goes past them. Runs in the caller's transaction.
    """
    given = 0
    for round in Round.objects.filter(offers__offer=offer, stage__in=LISTS_LIVE).order_by("pk"):
        while _give_next(offer, round, by=by, now=now, passing=passing):
            given += 1
    return given


def hold(request: Request, offer: Offer, kind: Kind, *, by: Principal, now: datetime) -> Hold:
    """Keeps a place that was taken already for somebody until they answer."""
    made = Hold.objects.create(
        request=request, offer=offer, made_at=now, answer_by=answer_by(kind, offer.region, day_of(now))
    )
    record(
        by=by,
        now=now,
        verb="offers.hold.made",
        subject=subject_of(request),
        region=offer.region,
        person=request.person,
        data={"offer": offer.public_id.hex},
    )
    occasions.tell_offered(made, kind.silence, now=now)
    return made


def answer_by(kind: Kind, region: str, on: date) -> date | None:
    """The last day for an answer to what is offered on a day; None where the kind or its parameter sets none."""
    if kind.hold is None:
        return None
    parameters = catalogue().parameters
    span = kind.hold.on(on, parameters.declarations, parameters.lookup(region))
    return None if span is UNKNOWN else span.after(on, WorkCalendar.published())


def waiting(offer: Offer, round: Round, *, passing: Request | None = None) -> Iterator[Waiting]:
    """Those of a round who would take a place of the offer, the next one first: on the list, with no place and no open hold."""
    rows = _waiting(offer.pk, round).order_by(
        "request__behind", *_TURN.get(Stage(round.stage), ("rank", "pk"))
    )
    if passing is not None:
        rows = rows.exclude(request=passing)
    for wish in rows.select_related("request").iterator(chunk_size=_AT_ONCE):
        yield Waiting(wish.request.number, frozenset(wish.groups))


def ahead_of(wish: Wish, round: Round) -> int:
    """How many go first with the same offer, but for reserved places: those who wait before, and in a running round,
    which has no ranks, those too to whom a place is kept."""
    behind = wish.request.behind
    alike = Q(request__behind=behind)
    if round.stage == Stage.RUNNING:
        first = Q(tier__lt=wish.tier or 0) | Q(tier=wish.tier or 0, request_id__lt=wish.request_id)
    else:
        first = Q(rank__lt=wish.rank or 0)
    before = _waiting(wish.offer_id, round).filter(Q(request__behind__lt=behind) | (alike & first)).count()
    if round.stage != Stage.RUNNING:
        return before
    return (
        before + Hold.objects.filter(offer=wish.offer_id, answer="").exclude(request=wish.request_id).count()
    )


def _waiting(offer_id: int, round: Round) -> QuerySet[Wish]:
    rows = Wish.objects.filter(offer=offer_id, request__round=round, request__gone=False, may_have=True)
    kept = Hold.objects.filter(Q(request__round=round) | Q(offer=offer_id), answer="").order_by()
    having = Claim.objects.filter(hold__request__round=round, ended_on__isnull=True).order_by()
    already = having_already(offer_id, kind_of(round)).order_by()
    rows = rows.annotate(who=counted("request__"))
    for served, of in ((kept, "request__"), (having, "hold__request__"), (already, "")):
        rows = rows.exclude(who__in=served.annotate(who=counted(of)).values("who"))
    return rows


def having_already(offer_id: int, kind: Kind) -> QuerySet[Claim]:
    """The places that hinder their people from another of this offer: one of it, or one of its kind where that is declared."""
    alike = Q(offer=offer_id)
    if kind.once is Once.KIND:
        alike |= Q(offer__kind=kind.id)
    return Claim.objects.filter(alike, ended_on__isnull=True)


def served_already(offer_id: int, kind: Kind) -> frozenset[str]:
    """Those who have such a place, or to whom one of this very offer is kept, as `people.counted_as` names them."""
    kept = Hold.objects.filter(offer=offer_id, answer="").annotate(who=counted("request__"))
    having = having_already(offer_id, kind).annotate(who=counted())
    return frozenset((*kept.values_list("who", flat=True), *having.values_list("who", flat=True)))


def shape_of(offer: Offer, kind: Kind, *, on: date) -> frozen.Offer | None:
    """The offer with its reserves as they are on a day; None where a number is not known."""
    here = Situation({}, on, catalogue().parameters.lookup(offer.region))
    reserves = reserves_of(kind, here)
    if reserves is None:
        return None
    return frozen.Offer(
        offer.public_id.hex,
        Capacity.objects.get(offer=offer).total,
        tuple(frozen.Reserve(group, at_least) for group, at_least in reserves.items() if at_least),
    )


def _give_next(offer: Offer, round: Round, *, by: Principal, now: datetime, passing: Request | None) -> bool:
    """One place to the next of the list. The place is taken first: whoever has it chooses alone."""
    if not places.take(offer.pk):
        return False
    kind = kind_of(round)
    shape = shape_of(offer, kind, on=day_of(now))
    following = shape and next_of(shape, holding(offer), waiting(offer, round, passing=passing))
    if not following:
        places.give_back(offer.pk)
        return False
    hold(Request.objects.get(number=following.entry), offer, kind, by=by, now=now)
    return True


def holding(offer: Offer) -> list[frozenset[str]]:
    """The groups of everybody who has a place or is offered one."""
    holds = Hold.objects.filter(offer=offer, answer="").order_by().values("request_id")
    having = Claim.objects.filter(offer=offer, ended_on__isnull=True).order_by().values("hold__request_id")
    rows = Wish.objects.filter(offer=offer, request_id__in=holds.union(having)).order_by("pk")
    return [frozenset(groups) for groups in rows.values_list("groups", flat=True)]
