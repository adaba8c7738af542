"""A round of giving places begins and ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.kernel.errors import Conflict, Invalid, Unavailable
from huigong.kernel.sentences import listed, say
from huigong.kernel.writing import said
from huigong.offers.access import round_of
from huigong.offers.kinds import Kind
from huigong.offers.models import Offer, Round, RoundOffer, Stage
from huigong.offers.outcomes import form_of
from huigong.offers.shelf import book
from huigong.registry.lookup import hex_of


@transaction.atomic
def open_round(
    *,
    kind: str,
    office: str,
    name: str,
    offers: Sequence[str],
    closes_on: date | None = None,
    event: str = "",
    event_on: date | None = None,
    event_form: str = "",
    by: Principal,
    now: datetime,
) -> Round:
    """An office begins to take requests for some of its offers. Where lots decide, `event` names the public event that
    will give the seed, and `event_form` how its outcome is written; without one, two parties will.

    Raises `DomainError`: `access.denied`, `offer_kind.unknown`, `round.no_order`, `round.offers`, `round.no_name`, `round.days`, `lot.form`.
    """
    region, today = office_region(office), day_of(now)
    by.require(Permission.CASE_DECIDE, region=region, office=office)
    declared = book().kind(kind, on=today, region=region)
    if not declared.ordered:
        raise Unavailable(
            code="round.no_order",
            what=say("“{kind}”按什么先后分，这里还没有定", kind=declared.name),
            why="先后由各地定，上级没有规定，系统不替当地定",
            do="请在本地的资料包里写明先后和依据",
        )
    if not said(name):
        raise Invalid(code="round.no_name", about="name", what="没有写名称", do="请写人看得懂的名称")
    _require_days(declared, closes_on, event, event_on, today=today)
    rows = _own_offers(kind, office, offers)
    round = Round.objects.create(
        kind=kind,
        kind_since=today,
        region=region,
        office=office,
        name=said(name),
        stage=Stage.RUNNING if declared.running else Stage.OPEN,
        opened_at=now,
        closes_on=closes_on,
        event=said(event),
        event_on=event_on,
        event_form=form_of(event_form) if said(event) else "",
    )
    RoundOffer.objects.bulk_create(RoundOffer(round=round, offer=offer) for offer in rows)
    tell(round, "offers.round.opened", by=by, now=now, data={"offers": len(rows)})
    return round


@transaction.atomic
def name_event(
    *, round_id: str, event: str, event_on: date, event_form: str, by: Principal, now: datetime
) -> None:
    """Another public event will give the seed: the list was not closed in time for the one before.

    Raises `DomainError`: `round.not_found`, `access.denied`, `person.own_matter`, `round.stage`, `round.days`, `lot.form`.
    """
    round = at(round_of(by, round_id, on=day_of(now)), Stage.OPEN)
    if not said(event) or event_on <= day_of(now) or not _leaves_time(round.closes_on, event_on):
        raise Invalid(
            code="round.days",
            about="event_on",
            what="不能定这个公开事件",
            why="公开事件要在今天以后，和截止日至少隔一天，不然关闭名单的人知道结果",
            do="请定一个以后的公开事件",
        )
    former = round.event
    round.event, round.event_on, round.event_form = said(event), event_on, form_of(event_form)
    round.save(update_fields=["event", "event_on", "event_form"])
    data = {"event": round.event, "on": event_on.isoformat(), "form": round.event_form, "former": former}
    tell(round, "offers.round.event_named", by=by, now=now, data=data)


@transaction.atomic
def end(*, round_id: str, by: Principal, now: datetime) -> None:
    """Its list gives no more places; those that are kept or had stay. Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`."""
    round = at(round_of(by, round_id, on=day_of(now)), Stage.OPEN, Stage.RUNNING, Stage.PUBLISHED)
    round.stage = Stage.OVER
    round.save(update_fields=["stage"])
    tell(round, "offers.round.over", by=by, now=now, data={})


def at(round: Round, *stages: Stage) -> Round:
    """The same round. Raises `DomainError` (`round.stage`) where it stands elsewhere."""
    if round.stage not in stages:
        raise Conflict(
            code="round.stage",
            what=say("这一轮现在是“{now}”，不能做这一步", now=Stage(round.stage).label),
            why=say("要在“{stages}”的时候做", stages=listed([stage.label for stage in stages])),
        )
    return round


def tell(round: Round, verb: str, *, by: Principal, now: datetime, data: Mapping[str, Any]) -> None:
    """The event of an act on a round."""
    record(by=by, now=now, verb=verb, subject=subject_of(round), region=round.region, data=data)


_BETWEEN = 2
"""The list is closed on a day after the last one for requests and before the event."""


def _require_days(
    kind: Kind, closes_on: date | None, event: str, event_on: date | None, *, today: date
) -> None:
    """A closed list has a last day; whoever closes it may not know the event's outcome yet."""
    why = ""
    if not kind.running and closes_on is None:
        why = "要写申请的截止日"
    elif closes_on is not None and closes_on < today:
        why = "截止日已经过了"
    elif said(event) and (event_on is None or not _leaves_time(closes_on, event_on)):
        why = "公开事件要在截止日以后至少隔一天，名单在中间关闭，不然关闭名单的人知道结果"
    if why:
        raise Invalid(code="round.days", about="closes_on", what="日期不对", why=why, do="请改日期")


def _leaves_time(closes_on: date | None, event_on: date) -> bool:
    return closes_on is not None and (event_on - closes_on).days >= _BETWEEN


def _own_offers(kind: str, office: str, offers: Sequence[str]) -> list[Offer]:
    named = {hex_of(offer) for offer in offers}
    rows = [
        offer
        for offer in Offer.objects.filter(kind=kind, office=office, ended_on__isnull=True).order_by("pk")
        if offer.public_id.hex in named
    ]
    if not rows or len(rows) != len(named):
        raise Invalid(
            code="round.offers",
            about="offers",
            what="名额选得不对",
            why="只能选本部门登记的、同一种类的名额，至少一个",
            do="请重新选择",
        )
    return rows
