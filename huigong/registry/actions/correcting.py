"""What stands wrong in the ledger of work is put right: the row that was believed stays readable beside the one that counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.registry import cells, heard, involved, lookup, putright
from huigong.registry.actions import claiming, engagements
from huigong.registry.employed import as_given, made
from huigong.registry.models import Engagement


class _AsItWas:
    """Stands for what is not corrected: a last day may be put right to none."""


AS_IT_WAS: Final = _AsItWas()


@dataclass(frozen=True)
class Right:
    """How the row ought to read; ids are public ids, `valid_until` None is work that goes on."""

    employer_id: str | _AsItWas = AS_IT_WAS
    place: str | _AsItWas = AS_IT_WAS
    project: str | _AsItWas = AS_IT_WAS
    occupation: str | _AsItWas = AS_IT_WAS
    contract_signed: bool | _AsItWas | None = AS_IT_WAS
    valid_from: date | _AsItWas = AS_IT_WAS
    valid_until: date | _AsItWas | None = AS_IT_WAS

    @property
    def given(self) -> Mapping[str, Any]:
        """What is corrected, by the names of the row."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if not isinstance(value, _AsItWas)}


@transaction.atomic
def correct(
    *, by: Principal, now: datetime, person_id: str, engagement_id: str, right: Right, shown: str
) -> Engagement:
    """The row as it ought to have read from the beginning; who has to hear of it hears of it in this transaction.

    `shown` is the proof. Sent twice it is one correction. Raises `DomainError` as `engagements.start`, and
    `engagement.not_found`, `engagement.superseded`, `engagement.nothing_corrected`, `engagement.known_otherwise`
    where another row begins on that day, `person.nothing_shown`.
    """
    proof, person = claiming.require_shown(shown), lookup.person(person_id)
    meant = lookup.engagement(engagement_id, of=person)
    by.require(Permission.PERSON_REGISTER, region=meant.place)
    involved.require_apart(by, person, on=localdate(now))
    was = (
        Engagement.objects.select_for_update(of=("self",))
        .select_related("person", "employer")
        .get(pk=meant.pk)
    )
    wanted = replace(as_given(was), **right.given)
    by.require(Permission.PERSON_REGISTER, region=cells.region(wanted.place, label="工作地区"))
    row = made(wanted, person, lookup.employer(wanted.employer_id), now=now)
    if _same(row, was):
        raise Conflict(
            code="engagement.nothing_corrected",
            what="改的和登记的一样",
            why="没有一处不同",
            do="请只填登记错了的那几栏",
        )
    if (done := _corrected_already(was, row)) is not None:
        return done
    _require_free(was, row)
    was.superseded_at, row.corrects = now, was
    engagements.save(was, by=by, now=now)
    engagements.save(row, by=by, now=now)
    _record(was, row, shown=proof, by=by, now=now)
    heard.corrected(putright.of_work(person, was, row), by=by, now=now)
    return row


def _same(row: Engagement, other: Engagement) -> bool:
    return as_given(row) == as_given(other)


def _corrected_already(was: Engagement, row: Engagement) -> Engagement | None:
    """The row that the same correction has made; None where none was made. Raises `Conflict` for another correction."""
    if was.superseded_at is None:
        return None
    now = Engagement.objects.known_at().filter(
        person=was.person, employer=row.employer, valid_from=row.valid_from
    )
    current = now.select_related("person", "employer").first()
    if current is None or not _same(current, row):
        raise engagements.superseded()
    return current


def _require_free(was: Engagement, row: Engagement) -> None:
    """Raises `Conflict` where another row begins on the day that this one is put to."""
    if (row.employer_id, row.valid_from) == (was.employer_id, was.valid_from):
        return
    taken = Engagement.objects.known_at().filter(
        person=was.person, employer=row.employer, valid_from=row.valid_from
    )
    if taken.exists():
        raise Conflict(
            code="engagement.known_otherwise",
            about="valid_from",
            what="这个人在这家单位、这一天上岗的用工已经登记过",
            why="同一天不能登记两段",
            do="请核对是不是同一段；是的，请改那一段",
        )


def _record(was: Engagement, row: Engagement, *, shown: str, by: Principal, now: datetime) -> None:
    record(
        by=by,
        now=now,
        verb="registry.engagement.corrected",
        subject=subject_of(row),
        region=row.place,
        person=row.person.public_id.hex,
        data={"was": was.public_id.hex, "employer": row.employer.public_id.hex, "shown": shown},
    )
