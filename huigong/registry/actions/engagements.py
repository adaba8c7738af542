"""Who works for whom, where and when (用工实名登记)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from simple_history.utils import bulk_create_with_history

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import writing
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.identity import normalise_uscc
from huigong.kernel.sentences import say
from huigong.registry import cells, employers, filerows, involved, lookup
from huigong.registry.employed import NewEngagement, as_given, key, made, require_same, rows_differ, said
from huigong.registry.models import Employer, Engagement, Person
from huigong.registry.texts import fitting

_BATCH = 1000


@transaction.atomic
def register_employer(*, by: Principal, now: datetime, name: str, region: str, uscc: str = "") -> Employer:
    """The employer with this code (or, without one, this name in this region), registered now if not known.

    Clerks register them, and whoever decides cases there: a case is opened about an employer that nobody knows.
    An employer that was known by name alone gets the code once it is given.
    Raises `DomainError`: `identity.uscc_*`, `employer.name_missing`, `text.too_long`, `regions.unknown`,
    `employer.name_differs` when the code belongs to another name, `employer.several` when a name
    without a code stands for several, `access.denied`.
    """
    place = cells.region(region, label="所在地区")
    if not by.can(Permission.CASE_DECIDE, region=place, office=by.office):
        by.require(Permission.PERSON_REGISTER, region=place)
    code = normalise_uscc(uscc) if writing.line(uscc) else ""
    title = writing.organisation(fitting(Employer, "name", name))
    if len(title) < 2 or not any(each.isalpha() for each in title):
        raise Invalid(
            code="employer.name_missing", about="name", what="没有填写单位名称", do="请按营业执照填写单位全称"
        )
    employer = employers.known(uscc=code, name=title, region=place)
    if employer is not None and (employer.uscc or not code):
        return employer
    if employer is None:
        key = {"uscc": code} if code else {"uscc": "", "name": title, "region": place}
        given = {"name": title, "region": place, "registered_at": now}
        employer, _ = Employer.objects.get_or_create(**key, defaults=given)
    else:
        employer.uscc = code
        employer.save(update_fields=["uscc"])
    record(
        by=by,
        now=now,
        verb="registry.employer.registered",
        subject=subject_of(employer),
        region=place,
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
    """The person works there from `valid_from`; told again, it is the same engagement, ended or not.

    Raises `DomainError`: `person.not_found`, `employer.not_found`, `regions.unknown`, `text.too_long`,
    `engagement.period`, `engagement.before_birth`, `engagement.too_far`, `day.out_of_range`,
    `engagement.known_otherwise`, `person.own_matter`, `access.denied`.
    """
    new = NewEngagement(person_id, employer_id, place, valid_from, None, project, occupation, contract_signed)
    by.require(Permission.PERSON_REGISTER, region=cells.region(place, label="工作地区"))
    person, employer = lookup.person(person_id), lookup.employer(employer_id)
    involved.require_apart(by, person, on=localdate(now))
    engagement = made(new, person, employer, now=now)
    known = (
        Engagement.objects.known_at()
        .filter(person=person, employer=employer, valid_from=engagement.valid_from)
        .first()
    )
    if known is not None:
        require_same(engagement, known)
        return known
    save(engagement, by=by, now=now)
    _record("registry.engagement.started", engagement, by=by, now=now, day=engagement.valid_from)
    return engagement


@transaction.atomic
def end(*, by: Principal, now: datetime, engagement_id: str, valid_until: date) -> Engagement:
    """The engagement with its last day; the open row is superseded and stays readable.

    Raises `DomainError`: `engagement.not_found`, `engagement.period`, `day.out_of_range`,
    `engagement.superseded`, `person.own_matter`, `access.denied`.
    """
    open_row = lookup.engagement(engagement_id)
    by.require(Permission.PERSON_REGISTER, region=open_row.place)
    involved.require_apart(by, open_row.person, on=localdate(now))
    if valid_until < open_row.valid_from:
        raise Invalid(
            code="engagement.period",
            about="valid_until",
            what=say(
                "离岗日{valid_until}早于上岗日{valid_from}",
                valid_until=in_words(valid_until),
                valid_from=in_words(open_row.valid_from),
            ),
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
        raise superseded()
    return _replace(open_row, valid_until=valid_until, by=by, now=now)


@transaction.atomic
def start_many(*, by: Principal, now: datetime, rows: Iterable[NewEngagement]) -> list[Engagement]:
    """The engagements of a file that were not known yet. One audit event for the batch.

    Raises `RowsRefused` with the error of every row that `start` would refuse or that says something
    else than another row (`engagement.rows_differ`) or than what is known, its last day included
    (`engagement.known_otherwise`), and `access.denied`.
    """
    wanted = list(rows)
    people = lookup.people({row.person_id for row in wanted})
    named = lookup.employers({row.employer_id for row in wanted})
    known = _known_of(people.values())

    def make(row: NewEngagement) -> Engagement:
        person = lookup.person_among(people, row.person_id)
        engagement = made(row, person, lookup.employer_among(named, row.employer_id), now=now)
        by.require(Permission.PERSON_REGISTER, region=engagement.place)
        if (earlier := known.get(key(engagement))) is not None:
            require_same(engagement, earlier, until=True)
        return engagement

    def compare(rows: Mapping[int, Engagement]) -> filerows.Errors:
        return filerows.contradictions(rows, key=key, said=said, error=rows_differ)

    given = {key(engagement): engagement for engagement in filerows.each(wanted, make, compare=compare)}
    fresh = [engagement for start, engagement in given.items() if start not in known]
    bulk_create_with_history(
        fresh, Engagement, batch_size=_BATCH, default_user=by.account_id, default_date=now
    )
    record(
        by=by,
        now=now,
        verb="registry.engagements.started",
        subject="registry.Engagement",
        data={"given": len(wanted), "recorded": len(fresh)},
    )
    return fresh


def _known_of(people: Iterable[Person]) -> dict[tuple[object, ...], Engagement]:
    keys = [person.pk for person in people]
    batches = (keys[first : first + _BATCH] for first in range(0, len(keys), _BATCH))
    rows = (row for batch in batches for row in Engagement.objects.known_at().filter(person_id__in=batch))
    return {key(row): row for row in rows}


def _replace(row: Engagement, *, valid_until: date, by: Principal, now: datetime) -> Engagement:
    row.superseded_at = now
    save(row, by=by, now=now)
    ended = replace(as_given(row), valid_until=valid_until)
    engagement = made(ended, row.person, row.employer, now=now)
    save(engagement, by=by, now=now)
    _record("registry.engagement.ended", engagement, by=by, now=now, day=valid_until)
    return engagement


def superseded() -> Conflict:
    """The row that was to be changed is no longer the one that counts."""
    return Conflict(
        code="engagement.superseded",
        what="这条用工登记已经更正过",
        why="更正后另有一条新的登记",
        do="请打开最新的一条再改",
    )


def save(engagement: Engagement, *, by: Principal, now: datetime) -> None:
    """Writes a row, and in its history by whom and when."""
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
