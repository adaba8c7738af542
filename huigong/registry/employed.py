"""An engagement as it is given at a window or in a file, checked before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from huigong.kernel import days
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.registry import cells
from huigong.registry.lifetimes import require_begins
from huigong.registry.models import Employer, Engagement, Person
from huigong.registry.texts import fitting, label_of


@dataclass(frozen=True)
class NewEngagement:
    """An engagement as it comes from a file; ids are public ids, `valid_until` is the last day."""

    person_id: str
    employer_id: str
    place: str
    valid_from: date
    valid_until: date | None = None
    project: str = ""
    occupation: str = ""
    contract_signed: bool | None = None


def as_given(row: Engagement) -> NewEngagement:
    """What would be given for a row to read as this one does."""
    ids: dict[str, Any] = {"person_id": row.person.public_id.hex, "employer_id": row.employer.public_id.hex}
    own = {each.name: getattr(row, each.name) for each in fields(NewEngagement) if each.name not in ids}
    return NewEngagement(**ids | own)


def made(row: NewEngagement, person: Person, employer: Employer, *, now: datetime) -> Engagement:
    """The row as it would be kept; nothing is written. Raises `DomainError` as `actions.engagements.start`."""
    since, until = cells.day(row.valid_from, label="上岗日"), cells.day(row.valid_until, label="离岗日")
    if since is None:
        raise Invalid(
            code="engagement.no_start", about="valid_from", what="没有填写上岗日", do="请填写从哪一天起上岗"
        )
    if row.contract_signed not in (True, False, None):
        raise Invalid(
            code="row.cell",
            about="contract_signed",
            what="“已签劳动合同”这一格读不懂",
            do="请写是、否，不知道的留空",
        )
    _require_period(since, until, person, today=localdate(now))
    return Engagement(
        person=person,
        employer=employer,
        place=cells.region(row.place, label="工作地区"),
        project=fitting(Engagement, "project", cells.text(row.project, label="工程项目")),
        occupation=fitting(Engagement, "occupation", cells.text(row.occupation, label="工种")),
        contract_signed=row.contract_signed,
        valid_from=since,
        valid_until=until,
        recorded_at=now,
    )


def key(row: Engagement) -> tuple[object, ...]:
    """What makes two rows the same engagement."""
    return (row.person_id, row.employer_id, row.valid_from)


def said(row: Engagement) -> tuple[object, ...]:
    """What two rows of the same engagement must agree in."""
    return (row.place, row.project, row.occupation, row.contract_signed, row.valid_until)


def require_same(new: Engagement, known: Engagement, *, until: bool = False) -> None:
    """Raises `Conflict` (`engagement.known_otherwise`) where `new` says something else; what it leaves empty says nothing.

    `until`: its last day is compared too, an open one with an end on record as well.
    """
    fields = ("place", "project", "occupation", "contract_signed")
    differ = [
        label_of(Engagement, field)
        for field in fields
        if (value := getattr(new, field)) not in ("", None) and value != getattr(known, field)
    ]
    if until and new.valid_until != known.valid_until:
        differ.append("离岗日")
    if differ:
        raise Conflict(
            code="engagement.known_otherwise",
            what=say("这段用工已经登记过，{listed}和登记的不一样", listed="、".join(differ)),
            why="登记过的内容不会被后来的文件改掉",
            do="请核对；已经离岗的，请打开那一条登记离岗",
        )


def rows_differ(row: int) -> DomainError:
    """Two rows of a file contradict each other; `row` is the other one."""
    return Conflict(
        code="engagement.rows_differ",
        what=say("同一个人在同一单位、同一天上岗，第{row}行写的内容不一样", row=row),
        why="不知道以哪一行为准",
        do="请核对后只留一行",
    )


def _require_period(since: date, until: date | None, person: Person, *, today: date) -> None:
    days.require_sane(since, label="上岗日")
    require_begins(since, person.born_on, today=today, noun="engagement", label="上岗日")
    if until is not None:
        days.require_sane(until, label="离岗日")
        if until < since:
            raise Invalid(
                code="engagement.period", about="valid_until", what="离岗日早于上岗日", do="请核对起止日期"
            )
