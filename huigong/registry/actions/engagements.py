"""Who works for whom, where and when (用工实名登记)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import days, regions, writing
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.identity import normalise_uscc
from huigong.registry import filerows, lookup
from huigong.registry.models import Employer, Engagement, Person
from huigong.registry.texts import fitting

_BATCH = 1000


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


@transaction.atomic
def register_employer(*, by: Principal, now: datetime, name: str, region: str, uscc: str = "") -> Employer:
    """The employer with this code (or, without one, this name in this region), registered now if not known.

    Raises `DomainError`: `identity.uscc_*`, `employer.name_missing`, `text.too_long`, `access.denied`.
    """
    by.require(Permission.PERSON_REGISTER, region=region)
    code = normalise_uscc(uscc) if uscc.strip() else ""
    title = writing.organisation(fitting(Employer, "name", name))
    if not title:
        raise Invalid(code="employer.name_missing", what="没有填写单位名称", do="请按营业执照填写单位全称")
    key = {"uscc": code} if code else {"uscc": "", "name": title, "region": region}
    employer, is_new = Employer.objects.get_or_create(
        **key, defaults={"name": title, "region": region, "registered_at": now}
    )
    if is_new:
        record(
            by=by,
            now=now,
            verb="registry.employer.registered",
            subject=subject_of(employer),
            region=region,
        )
    return employer


@transaction.atomic
def start(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    employer_id: str,
    place: str,
    valid_from: date,
    project: str = "",
    occupation: str = "",
    contract_signed: bool | None = None,
) -> Engagement:
    """The person works there from `valid_from`; told again, it is the same engagement.

    Raises `DomainError`: `person.not_found`, `employer.not_found`, `regions.unknown`, `text.too_long`,
    `engagement.period`, `engagement.before_birth`, `day.out_of_range`, `access.denied`.
    """
    by.require(Permission.PERSON_REGISTER, region=place)
    person, employer = lookup.person(person_id), lookup.employer(employer_id)
    known = (
        Engagement.objects.known_at().filter(person=person, employer=employer, valid_from=valid_from).first()
    )
    if known is not None:
        return known
    new = NewEngagement(person_id, employer_id, place, valid_from, None, project, occupation, contract_signed)
    engagement = _made(person, employer, new, now=now)
    _save(engagement, by=by, now=now)
    _record("registry.engagement.started", engagement, by=by, now=now, day=valid_from)
    return engagement


@transaction.atomic
def end(*, by: Principal, now: datetime, engagement_id: str, valid_until: date) -> Engagement:
    """The engagement with its last day; the open row is superseded and stays readable.

    Raises `DomainError`: `engagement.not_found`, `engagement.period`,
    `engagement.superseded`, `access.denied`.
    """
    open_row = lookup.engagement(engagement_id)
    by.require(Permission.PERSON_REGISTER, region=open_row.place)
    if valid_until < open_row.valid_from:
        raise Invalid(
            code="engagement.period",
            what=f"离岗日{valid_until.isoformat()}早于上岗日{open_row.valid_from.isoformat()}",
            do="请核对离岗日期",
        )
    current = (
        Engagement.objects.known_at()
        .filter(person=open_row.person, employer=open_row.employer, valid_from=open_row.valid_from)
        .select_for_update()
        .first()
    )
    if current is not None and current.valid_until == valid_until:
        return current
    if current is None or current.pk != open_row.pk:
        raise Conflict(
            code="engagement.superseded",
            what="这条用工登记已经更正过",
            why="更正后另有一条新的登记",
            do="请打开最新的一条再登记离岗",
        )
    return _replace(open_row, valid_until=valid_until, by=by, now=now)


@transaction.atomic
def start_many(*, by: Principal, now: datetime, rows: Iterable[NewEngagement]) -> list[Engagement]:
    """The engagements of a file that were not known yet. One audit event for the batch.

    Raises `RowsRefused` with the error of every row that `start` would refuse, and `access.denied`.
    """
    wanted = list(rows)
    for place in sorted({row.place for row in wanted}):
        by.require(Permission.PERSON_REGISTER, region=place)
    people = lookup.people({row.person_id for row in wanted})
    employers = {
        id_: lookup.employer(id_) for id_ in sorted({lookup.hex_of(row.employer_id) for row in wanted})
    }
    known = set(Engagement.objects.known_at().values_list("person_id", "employer_id", "valid_from"))

    def make(row: NewEngagement) -> Engagement:
        person, employer = people[lookup.hex_of(row.person_id)], employers[lookup.hex_of(row.employer_id)]
        return _made(person, employer, row, now=now)

    given = {_key(engagement): engagement for engagement in filerows.each(wanted, make)}
    made = [engagement for key, engagement in given.items() if key not in known]
    bulk_create_with_history(
        made, Engagement, batch_size=_BATCH, default_user=by.account_id, default_date=now
    )
    record(
        by=by,
        now=now,
        verb="registry.engagements.started",
        subject="registry.Engagement",
        data={"given": len(wanted), "recorded": len(made)},
    )
    return made


def _key(row: Engagement) -> tuple[object, ...]:
    return (row.person_id, row.employer_id, row.valid_from)


def _made(person: Person, employer: Employer, row: NewEngagement, *, now: datetime) -> Engagement:
    _require_period(row, person)
    return Engagement(
        person=person,
        employer=employer,
        place=regions.find(writing.code(row.place)).code,
        project=fitting(Engagement, "project", row.project),
        occupation=fitting(Engagement, "occupation", row.occupation),
        contract_signed=row.contract_signed,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_at=now,
    )


def _replace(row: Engagement, *, valid_until: date, by: Principal, now: datetime) -> Engagement:
    row.superseded_at = now
    _save(row, by=by, now=now)
    ended = NewEngagement(
        row.person.public_id.hex,
        row.employer.public_id.hex,
        row.place,
        row.valid_from,
        valid_until,
        row.project,
        row.occupation,
        row.contract_signed,
    )
    engagement = _made(row.person, row.employer, ended, now=now)
    _save(engagement, by=by, now=now)
    _record("registry.engagement.ended", engagement, by=by, now=now, day=valid_until)
    return engagement


def _require_period(row: NewEngagement, person: Person) -> None:
    days.require_sane(row.valid_from, label="上岗日")
    if row.valid_from < person.born_on:
        raise Invalid(
            code="engagement.before_birth", what="上岗日早于本人出生日期", do="请核对上岗日和身份证号"
        )
    if row.valid_until is not None:
        days.require_sane(row.valid_until, label="离岗日")
    if row.valid_until is not None and row.valid_until < row.valid_from:
        raise Invalid(code="engagement.period", what="离岗日早于上岗日", do="请核对起止日期")


def _save(engagement: Engagement, *, by: Principal, now: datetime) -> None:
    engagement._history_user, engagement._history_date = by.account_id, now
    engagement.save()


def _record(verb: str, engagement: Engagement, *, by: Principal, now: datetime, day: date) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(engagement),
        region=engagement.place,
        person=engagement.person.public_id.hex,
        data={"employer": engagement.employer.public_id.hex, "day": day.isoformat()},
    )
