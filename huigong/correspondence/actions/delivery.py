"""Bringing a letter to its recipient, on behalf of the office whose letter it is."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions import steps
from huigong.casework.actions.clockwork import limit_of
from huigong.casework.procedures.lengths import Length
from huigong.casework.timekeeping import day_of
from huigong.correspondence.access import case_of, letter_not_found, reads_as_official
from huigong.correspondence.counter import counter_way
from huigong.correspondence.revealing import reader_of, record_looks
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.kernel.timelimits import TimeLimit
from huigong.notices import queries
from huigong.notices.actions import reprinting, serving
from huigong.notices.models import Notice, NoticeService, ServiceOutcome


def record_service(
    *, letter_id: str, way: str, done: bool, happened_on: date, proof: str, by: Principal, now: datetime
) -> NoticeService:
    """One attempt to serve the letter, with the day that the law makes of it.

    Raises `DomainError`: `notice.not_found`, `access.denied`, `case.own_matter`, and what `serving.serve` raises.
    """
    letter = _letter(letter_id, by=by)
    by.require(Permission.CASE_DECIDE, region=letter.region, office=letter.office)
    outcome = ServiceOutcome.DONE if done else ServiceOutcome.FAILED
    return _served(letter, way, outcome, happened_on=happened_on, proof=proof, by=by, now=now)


@transaction.atomic
def hand_over(*, letter_id: str, proof: str, by: Principal, now: datetime) -> NoticeService:
    """A clerk has put the letter into the recipient's hands at the counter today.

    Raises `DomainError`: `notice.not_found`, `access.denied`, `notice.not_at_counter`, `notice.served`,
    `case.own_matter`, and what `serving.serve` raises.
    """
    letter = _letter(letter_id, by=by)
    by.require(Permission.APPLICATION_LODGE, region=letter.region)
    # Six clicks at once are one service: the period for objection has one day to begin on.
    letter = Notice.objects.select_for_update().get(pk=letter.pk)
    way = counter_way(letter)
    if way is None or not letter.person_ref:
        raise Conflict(
            code="notice.not_at_counter",
            what="这份文书不能在窗口交给本人",
            why="它的样式没有写可以当面送交",
            do="请发文的部门用别的方式送达",
        )
    if letter.services.filter(outcome=ServiceOutcome.DONE).exists():
        raise Conflict(
            code="notice.served",
            what="这份文书已经送到了",
            why="送达只登记一次，期限从那一天算",
            do="请刷新页面看什么时候送到的",
        )
    return _served(letter, way.id, ServiceOutcome.DONE, happened_on=day_of(now), proof=proof, by=by, now=now)


def _served(
    letter: Notice,
    way: str,
    outcome: ServiceOutcome,
    *,
    happened_on: date,
    proof: str,
    by: Principal,
    now: datetime,
) -> NoticeService:
    steps.require_uninvolved(case_of(letter), by=by, on=day_of(now))

    def limit(parameter: str) -> TimeLimit:
        return limit_of(Length(parameter), region=letter.region, on=happened_on)

    return serving.serve(
        notice=letter,
        way_id=way,
        outcome=outcome,
        happened_on=happened_on,
        proof=proof,
        limit_of=limit,
        by=by,
        now=now,
    )


@transaction.atomic
def print_again(*, letter_id: str, by: Principal, now: datetime) -> tuple[Notice, bytes]:
    """The letter with 补印件 on every page, for the office whose letter it is; the look stands in the trail first.

    Raises `DomainError`: `notice.not_found`, `access.denied`, `person.purpose_needed`,
    `person.minor_not_approved`, and what `reprinting.reprint` raises.
    """
    letter = _letter(letter_id, by=by)
    by.require(Permission.CASE_DECIDE, region=letter.region, office=letter.office)
    record_looks(reader_of(by, letter, on=day_of(now)), [letter], now=now)
    return letter, reprinting.reprint(notice=letter, by=by, now=now)


def _letter(letter_id: str, *, by: Principal) -> Notice:
    letter = queries.notice(letter_id)
    if not reads_as_official(by, letter):
        raise letter_not_found()
    return letter
