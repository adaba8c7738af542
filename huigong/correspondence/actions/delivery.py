"""Bringing a letter to its recipient, on behalf of the office whose letter it is."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions.clockwork import limit_of
from huigong.casework.procedures.lengths import Length
from huigong.correspondence.access import letter_not_found, reads_as_official
from huigong.correspondence.revealing import record_looks, require_open
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.timelimits import TimeLimit
from huigong.notices import queries
from huigong.notices.actions import reprinting, serving
from huigong.notices.models import Notice, NoticeService, ServiceOutcome


def record_service(
    *, letter_id: str, way: str, done: bool, happened_on: date, proof: str, by: Principal, now: datetime
) -> NoticeService:
    """One attempt to serve the letter, with the day that the law makes of it.

    Raises `DomainError`: `notice.not_found`, `access.denied`, and what `serving.serve` raises.
    """
    letter = _letter(letter_id, by=by)
    by.require(Permission.CASE_DECIDE, region=letter.region, office=letter.office)

    def limit(parameter: str) -> TimeLimit:
        return limit_of(Length(parameter), region=letter.region, on=happened_on)

    return serving.serve(
        notice=letter,
        way_id=way,
        outcome=ServiceOutcome.DONE if done else ServiceOutcome.FAILED,
        happened_on=happened_on,
        proof=proof,
        limit_of=limit,
        by=by,
        now=now,
    )


@transaction.atomic
def print_again(*, letter_id: str, by: Principal, now: datetime) -> tuple[Notice, bytes]:
    """The letter with 补印件 on every page, for the office whose letter it is; the look stands in the trail first.

    Raises `DomainError`: `notice.not_found`, `access.denied`, `person.purpose_needed`, and what `reprinting.reprint` raises.
    """
    letter = _letter(letter_id, by=by)
    by.require(Permission.CASE_DECIDE, region=letter.region, office=letter.office)
    require_open(by, letter)
    record_looks(by, [letter], now=now)
    return letter, reprinting.reprint(notice=letter, by=by, now=now)


def _letter(letter_id: str, *, by: Principal) -> Notice:
    letter = queries.notice(letter_id)
    if not reads_as_official(by, letter):
        raise letter_not_found()
    return letter
