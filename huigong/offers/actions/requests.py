"""Asking for a place, and no longer asking."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.actions.identity import not_known
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import listed, say
from huigong.kernel.writing import said
from huigong.offers import lists, people, places
from huigong.offers.access import anybodys_round, asks_for, request_of, require_apart_from_all
from huigong.offers.kinds import EligibleAt, Kind
from huigong.offers.models import Answer, Claim, Hold, Offer, Request, Round, Stage, Wish
from huigong.offers.standings import Standing
from huigong.registry import lookup
from huigong.registry.acting import Authority
from huigong.registry.models import Person

_DIGITS = 10
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are read for another


@transaction.atomic
def ask(*, round_id: str, person_id: str, offers: Sequence[str], by: Principal, now: datetime) -> Request:
    """The person, or whoever acts for them, asks for these offers of a round, the dearest first.

    In a running round a free place is kept for them at once. What is not known of them yet does not hinder the request;
    it must be known when the list is closed. Raises `DomainError`: `round.not_found`, `person.not_found`,
    `access.denied`, `person.own_matter`, `round.not_open`, `application.identity` for whom is known less surely than the
    kind needs, `request.wishes`, `request.barred`, `request.twice`, `request.shut_out`, `request.has_place`.
    """
    round, person = anybodys_round(round_id), lookup.person(person_id)
    known, authority = asks_for(by, person, round, on=day_of(now))
    _require_open(round, now=now)
    kind = lists.kind_of(round)
    if not known.reaches(kind.identity):
        raise not_known(kind.identity)
    before = _before(round, kind, person, by=by)
    wished = _wished(round, kind, offers)
    _require_no_place(wished, kind, person)
    here = people.situations([person], region=round.region, on=day_of(now))[person]
    standings = [people.standing_with(offer, kind, person, here, at=EligibleAt.APPLY) for offer in wished]
    if kind.eligible_at is EligibleAt.APPLY and all(each.barred for each in standings):
        raise Conflict(
            code="request.barred",
            what="不符合条件，不能申请",
            why=listed(dict.fromkeys(each.barred for each in standings), "；"),
            do="情况有变化以后可以再来申请；觉得不对，请向提供名额的部门提出",
        )
    request = _made(round, person, before, by=by, now=now)
    Wish.objects.bulk_create(
        kept(request, offer, number, each)
        for number, (offer, each) in enumerate(zip(wished, standings, strict=True), start=1)
    )
    if (
        round.stage == Stage.OPEN
    ):  # held late and briefly: whoever closes the list holds it too, and has read it by then
        _require_open(Round.objects.select_for_update(no_key=True).get(pk=round.pk), now=now)
    _record(request, "offers.request.made", by=by, now=now, authority=authority)
    if round.stage == Stage.RUNNING:
        lists.fill(wished[0], by=by, now=now)
    return request


@transaction.atomic
def withdraw(*, request_id: str, by: Principal, now: datetime) -> None:
    """The person asks no longer; a place that was kept for them goes on. Raises `DomainError`:
    `request.not_found`, `request.gone`, `request.has_place`."""
    request = request_of(by, request_id, on=day_of(now))
    _leave(request, "", verb="offers.request.withdrawn", by=by, now=now)


@transaction.atomic
def set_aside(*, request_id: str, reason: str, by: Principal, now: datetime) -> None:
    """The office leaves a request out of the list and says why, which the person reads.

    Nobody does so whose own request, or a relative's, moves up then. Raises `DomainError`: `request.not_found`,
    `access.denied`, `person.own_matter`, `request.gone`, `request.has_place`, `request.no_reason`.
    """
    request = request_of(by, request_id, on=day_of(now))
    by.require(Permission.CASE_DECIDE, region=request.round.region, office=request.round.office)
    require_apart_from_all(by, request.round, on=day_of(now))
    if not said(reason):
        raise Invalid(
            code="request.no_reason", about="reason", what="没有写原因", do="请写明原因，本人会看到"
        )
    request.shut_out = True
    _leave(request, said(reason), verb="offers.request.set_aside", by=by, now=now)


@transaction.atomic
def look_again(*, now: datetime) -> int:
    """Of running rounds: whoever something was not known of is looked at anew, and joins the list once it is; how many.

    By night, as the register learns by day.
    """
    rows = Wish.objects.filter(
        request__round__stage=Stage.RUNNING, request__gone=False, may_have__isnull=True
    )
    wishes = rows.select_related("request__person", "request__round", "offer").order_by("pk")
    settled = [wish for wish in wishes if _known_by_now(wish, now=now)]
    for offer in {wish.offer: None for wish in settled}:
        lists.fill(offer, by=SYSTEM, now=now)
    return len(settled)


def _known_by_now(wish: Wish, *, now: datetime) -> bool:
    round, person = wish.request.round, wish.request.person
    here = people.situations([person], region=round.region, on=day_of(now))[person]
    standing = people.standing_with(wish.offer, lists.kind_of(round), person, here, at=EligibleAt.APPLY)
    if not standing.missing:
        settle(wish, standing)
    return not standing.missing


def kept(request: Request, offer: Offer, position: int, standing: Standing) -> Wish:
    """A wish with what is known of how it stands; not yet saved."""
    return _put(Wish(request=request, offer=offer, position=position), standing)


def _put(wish: Wish, standing: Standing) -> Wish:
    if standing.missing:
        wish.tier, wish.may_have = None, None
    else:
        wish.tier, wish.points = standing.tier, standing.points
        wish.groups, wish.barred, wish.may_have = (
            sorted(standing.groups),
            standing.barred,
            not standing.barred,
        )
    return wish


def settle(wish: Wish, standing: Standing) -> None:
    """Keeps what is known of a wish by now."""
    _put(wish, standing).save(update_fields=["tier", "points", "groups", "barred", "may_have"])


def _leave(request: Request, reason: str, *, verb: str, by: Principal, now: datetime) -> None:
    if Claim.objects.filter(hold__request=request, ended_on__isnull=True).exists():
        what, do = "有了名额的申请不能撤回", "想换的，请先退出原来的名额"
        raise Conflict(code="request.has_place", what=what, do=do)
    if request.gone or request.round.stage in (Stage.FROZEN, Stage.ALLOCATED):
        closed = not request.gone
        raise Conflict(
            code="request.gone",
            what="现在不能撤回" if closed else "这份申请已经不在名单里了",
            why="名单已经关闭，正在分配" if closed else "",
            do="结果公布以后可以放弃" if closed else "",
        )
    request.gone, request.why_gone = True, reason
    request.save(update_fields=["gone", "why_gone", "shut_out"])
    _record(request, verb, by=by, now=now)
    for hold in Hold.objects.filter(request=request, answer="").select_related("offer"):
        hold.answer, hold.answered_at = Answer.REFUSED, now
        hold.save(update_fields=["answer", "answered_at"])
        places.give_back(hold.offer_id)
        lists.fill(hold.offer, by=by, now=now)


def _before(round: Round, kind: Kind, person: Person, *, by: Principal) -> dict[str, int]:
    """What somebody takes along who asked in the round before: how often they refused, and went behind the others."""
    every = Request.objects.filter(round=round, gone=True).annotate(who=people.counted())
    rows = every.filter(who=people.counted_as(person))
    had = rows.aggregate(refusals=Max("refusals"), behind=Max("behind"))
    taken = {name: number or 0 for name, number in had.items()}
    refused = lists.refused_out(kind, taken["refusals"])
    allowed = by.can(Permission.CASE_DECIDE, region=round.region, office=round.office)
    if refused or (rows.filter(shut_out=True).exists() and not allowed):
        raise Conflict(
            code="request.shut_out",
            what="这一轮不能再申请",
            why=say("放弃了{count}次", count=taken["refusals"])
            if refused
            else "原来的申请没有列入名单，原因在原来的申请里",
            do="请等下一轮" if refused else "觉得不对，请向提供名额的部门提出",
        )
    return taken


def _require_no_place(wished: Sequence[Offer], kind: Kind, person: Person) -> None:
    for offer in wished:
        every = lists.having_already(offer.pk, kind).annotate(who=people.counted())
        had = every.filter(who=people.counted_as(person)).select_related("offer").first()
        if had is not None:
            raise Conflict(
                code="request.has_place",
                what="您已经有名额了，不能再申请",
                why=say("现在有“{name}”", name=had.offer.name) if had.person_id == person.pk else "",
                do="想换的，请先退出原来的名额",
            )


def _made(
    round: Round, person: Person, before: Mapping[str, int], *, by: Principal, now: datetime
) -> Request:
    try:
        with transaction.atomic():
            return Request.objects.create(
                number="".join(secrets.choice(_SIGNS) for _ in range(_DIGITS)),
                round=round,
                person=person,
                asked_at=now,
                asked_by=by.account_id,
                **before,
            )
    except IntegrityError as error:
        raise Conflict(
            code="request.twice", what="这一轮已经申请过了", do="要改志愿，请先撤回原来的申请"
        ) from error


def _require_open(round: Round, *, now: datetime) -> None:
    over = round.closes_on is not None and day_of(now) > round.closes_on
    if round.stage not in (Stage.OPEN, Stage.RUNNING) or over:
        raise Conflict(
            code="round.not_open",
            what="这一轮现在不能申请",
            why="截止日已经过了" if over else "名单已经关闭",
            do="请等下一轮",
        )


def _wished(round: Round, kind: Kind, offers: Sequence[str]) -> list[Offer]:
    rows = Offer.objects.filter(rounds__round=round).order_by("pk")
    known = {offer.public_id.hex: offer for offer in rows}
    named = [lookup.hex_of(offer) for offer in offers]
    strangers = [offer for offer in named if offer not in known]
    if not named or strangers or len(set(named)) != len(named) or len(named) > kind.wishes:
        raise Invalid(
            code="request.wishes",
            about="offers",
            what="志愿填得不对",
            why=say("要从这一轮的名额里选，最多{most}个，不能重复", most=kind.wishes),
            do="请重新选择",
        )
    return [known[offer] for offer in named]


def _record(
    request: Request, verb: str, *, by: Principal, now: datetime, authority: Authority | None = None
) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(request),
        region=request.round.region,
        person=request.person,
        data={"acting": authority.in_words} if authority else {},
    )
