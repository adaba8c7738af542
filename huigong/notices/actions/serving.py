"""Bringing a letter to its recipient: each attempt is recorded, with the day that the law makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.kernel.timelimits import TimeLimit
from huigong.kernel.writing import said
from huigong.notices.models import Notice, NoticeService, ServiceOutcome, UnservedNotice
from huigong.notices.templates import book
from huigong.notices.ways import Way


@transaction.atomic
def serve(
    *,
    notice: Notice,
    way_id: str,
    outcome: ServiceOutcome,
    happened_on: date,
    proof: str,
    limit_of: Callable[[str], TimeLimit],
    by: Actor,
    now: datetime,
) -> NoticeService:
    """Records one attempt: it happened on that day, with that proof; or it failed, and why.

    `limit_of` gives a time limit by the name of its parameter. What to try next after a failure: `queries.next_ways`.
    Raises `DomainError`: `notice.way_unknown`, `notice.way_not_for_this`, `notice.day_ahead`, `notice.no_proof`.
    """
    way = book().way(way_id)
    _require_fit(notice, way, happened_on=happened_on, proof=proof, today=localdate(now))
    success = outcome is ServiceOutcome.DONE
    service = NoticeService.objects.create(
        notice=notice,
        way=way.id,
        outcome=outcome.value,
        happened_on=happened_on,
        deemed_on=way.deemed_on(happened_on, limit_of=limit_of) if success else None,
        clause=way.clause,
        proof=said(proof),
        recorded_at=now,
        recorded_by=str(by.account_id),
    )
    if success:
        UnservedNotice.objects.filter(notice=notice).delete()
    record(
        by=by,
        now=now,
        verb="notices.notice.served",
        subject=notice.about,
        region=notice.region,
        person=notice.person_ref or None,
        data={"notice": notice.number, "way": way.id, "outcome": outcome.value},
    )
    return service


def _require_fit(notice: Notice, way: Way, *, happened_on: date, proof: str, today: date) -> None:
    template = book().get(notice.template, region=notice.region, on=notice.valid_from)
    if way.id not in template.serve:
        raise Invalid(
            code="notice.way_not_for_this",
            about="way",
            what=say("“{notice}”不能用“{way}”送达", notice=notice.name, way=way.name),
            do=say("可以用：{listed}", listed="、".join(template.serve)),
        )
    if not localdate(notice.issued_at) <= happened_on <= today:
        raise Invalid(
            code="notice.day_ahead",
            about="happened_on",
            what="送达的日期不对",
            why="它早于发出文书的那天，或者晚于今天",
            do=say("请填“{happens}”的那一天", happens=way.happens),
        )
    if not said(proof):
        raise Invalid(
            code="notice.no_proof",
            about="proof",
            what="没有写送达的凭证",
            why="没有凭证，期限不能起算",
            do=say("请写：{proof}", proof=way.proof),
        )
