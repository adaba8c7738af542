"""Writes what a plan says, in few statements: a hundred thousand people at a time, each field sealed once.

The sealed texts of a person serve the row and its history alike, so the history is copied by the
database. Everything runs in the caller's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, models

from huigong.audit.fields import sealer
from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.registry import sounding
from huigong.registry.intake.planning import Change, Plan
from huigong.registry.intake.rows import GivenWork
from huigong.registry.models import Employer, Engagement, ImportBatch, ImportLine, NameSound, Person
from huigong.registry.models.intake import Taken
from huigong.registry.recording import keep

_AT_ONCE = 5000
_INDEXED = ("name", "resident_number", "phone")
_HISTORY = ("history_date", "history_type", "history_user_id", "history_change_reason")
SealedPerson = tuple[Any, ...]
PERSON = [
    "public_id",
    "name",
    "name_index",
    "resident_number",
    "resident_number_index",
    "phone",
    "phone_index",
    "address",
    "sex",
    "born_on",
    "hukou_place",
    "residence",
    "residence_since",
    "account_id",
    "assurance",
    "registered_at",
]
ENGAGEMENT = [
    "public_id",
    "person_id",
    "employer_id",
    "place",
    "project",
    "occupation",
    "contract_signed",
    "valid_from",
    "valid_until",
    "recorded_at",
    "superseded_at",
]


def sealed(plan: Plan, *, now: datetime) -> list[SealedPerson]:
    """The rows of the new people as the database keeps them, in the order of the plan: work that needs no lock."""
    new = (change for change in plan.changes if change.person is None)
    moment = connection.ops.adapt_datetimefield_value(now)
    return [_row(change, plan.region, moment) for change in new]


def write(
    plan: Plan, rows: Sequence[SealedPerson], *, batch: ImportBatch, by: Principal, now: datetime
) -> None:
    """Employers, people, their lines in the batch, spells of work, and the history of all."""
    employers = _employers(plan, now=now)
    keys = _new_people(rows)
    people: list[int] = []
    for change in plan.changes:
        people.append(next(keys) if change.person is None else change.person.pk)
    _sounds(plan.changes, people)
    _lines(plan.changes, people, batch)
    _people_history(batch, by=by, now=now)
    for change in plan.changes:
        if change.person is not None and change.fills:
            _fill(change.person, change, by=by, now=now)
    _works(plan, people, employers, by=by, now=now)


def _row(change: Change, region: str, moment: Any) -> SealedPerson:
    given, seal = change.told.person, sealer()
    plain = {
        "name": given.name,
        "resident_number": given.number,
        "phone": given.phone,
        "address": given.address,
    }
    kept: dict[str, Any] = {
        column: seal.seal(text, context=f"registry.Person.{column}") if text else text
        for column, text in plain.items()
    }
    for column in _INDEXED:
        text = plain[column]
        kept[f"{column}_index"] = (
            seal.blind_index(text, context=f"registry.Person.{column}") if text else None
        )
    kept |= {
        "public_id": uuid.uuid4().hex,
        "sex": given.sex,
        "born_on": given.born_on.isoformat(),
        "hukou_place": given.hukou_place,
        "residence": given.residence or region,
        "residence_since": given.residence_since.isoformat() if given.residence_since else None,
        "account_id": None,
        "assurance": Assurance.CHECKED.value,
        "registered_at": moment,
    }
    return tuple(kept[column] for column in PERSON)


def _new_people(rows: Sequence[SealedPerson]) -> Iterator[int]:
    """Inserts the rows and gives their keys in the same order."""
    before = _last(Person)
    _insert(Person, PERSON, rows)
    keys = _keys(Person, before)
    return (keys[row[0]] for row in rows)


def _sounds(changes: Sequence[Change], people: Sequence[int]) -> None:
    """By what the new names are found that somebody knows only by ear."""
    pairs = zip(changes, people, strict=True)
    named = ((key, change.told.person.name) for change, key in pairs if change.person is None)
    columns = ("person_id", "sound", "sealed_with")
    _insert(NameSound, columns, (tuple(row.values()) for row in sounding.rows_of(named)))


def _lines(changes: Sequence[Change], people: Sequence[int], batch: ImportBatch) -> None:
    columns = ("batch_id", "person_id", "taken", "sheet", "row")
    rows = (
        (batch.pk, person, change.taken.value, change.told.first.at.sheet + 1, change.told.first.at.row)
        for change, person in zip(changes, people, strict=True)
    )
    _insert(ImportLine, columns, rows)


def _people_history(batch: ImportBatch, *, by: Principal, now: datetime) -> None:
    theirs = f"SELECT person_id FROM {_table(ImportLine)} WHERE batch_id = %s AND taken = %s"
    _copy_history(Person, f"id IN ({theirs})", [batch.pk, Taken.NEW.value], by=by, now=now)


def _fill(person: Person, change: Change, *, by: Principal, now: datetime) -> None:
    for column, value in change.fills.items():
        setattr(person, column, value)
    keep(person, by=by, now=now)


def _employers(plan: Plan, *, now: datetime) -> dict[tuple[str, str, str], int]:
    """(code, name, region) → key; those that are new are registered, and codes given to those that had none."""
    wanted = {plan.employers.named(work) for change in plan.changes for work in _all_works(change)}
    keys: dict[tuple[str, str, str], int] = {}
    for code, name, region in sorted(wanted, reverse=True):  # with a code first, so that a bare name finds it
        employer = plan.employers.rows[code, name, region]
        if employer is None:
            key = {"uscc": code} if code else {"uscc": "", "name": name, "region": region}
            given = {"name": name, "region": region, "registered_at": now}
            employer, _ = Employer.objects.get_or_create(**key, defaults=given)
        elif code and not employer.uscc:
            employer.uscc = code
            employer.save(update_fields=["uscc"])
        keys[code, name, region] = employer.pk
    return keys


def _all_works(change: Change) -> Iterator[GivenWork]:
    yield from change.works
    yield from (work for _row, work in change.corrected)


def _works(
    plan: Plan,
    people: Sequence[int],
    employers: dict[tuple[str, str, str], int],
    *,
    by: Principal,
    now: datetime,
) -> None:
    before, moment = _last(Engagement), connection.ops.adapt_datetimefield_value(now)
    for change in plan.changes:
        for row, _work in change.corrected:
            row.superseded_at = now
            row._history_user, row._history_date = by.account_id, now
            row.save()
    rows = (
        (
            uuid.uuid4().hex,
            person,
            employers[plan.employers.named(work)],
            work.place,
            work.project,
            work.occupation,
            work.contract_signed,
            work.valid_from.isoformat(),
            work.valid_until.isoformat() if work.valid_until else None,
            moment,
            None,
        )
        for change, person in zip(plan.changes, people, strict=True)
        for work in (*change.works, *(_whole(row, work) for row, work in change.corrected))
    )
    _insert(Engagement, ENGAGEMENT, rows)
    _copy_history(Engagement, "id > %s AND recorded_at = %s", [before, moment], by=by, now=now)


def _whole(row: Engagement, work: GivenWork) -> GivenWork:
    """The spell as it stands, with what the sheet knows more of it."""
    kept = {
        column: getattr(row, column)
        for column in ("place", "project", "occupation", "contract_signed", "valid_until")
        if getattr(row, column) not in ("", None)
    }
    return work._replace(**kept)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _last(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(models.Max("pk"))["pk__max"] or 0


def _keys(model: type[models.Model], after: int) -> dict[str, int]:
    """Public id (hex) → key of the rows since."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT public_id, id FROM {_table(model)} WHERE id > %s", [after])
        return {str(public_id).replace("-", ""): key for public_id, key in cursor.fetchall()}


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    holes = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {_table(model)} ({names}) VALUES ({holes})"
    rest = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(rest, _AT_ONCE)):
            cursor.executemany(statement, some)


def _copy_history(model: Any, where: str, values: Sequence[Any], *, by: Principal, now: datetime) -> None:
    """A row of history for each row that was just added."""
    fields = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(map(connection.ops.quote_name, (*fields, *_HISTORY)))
    kept = ", ".join(map(connection.ops.quote_name, fields))
    statement = (
        f"INSERT INTO {_table(model.history.model)} ({names}) "
        f"SELECT {kept}, %s, '+', %s, NULL FROM {_table(model)} WHERE {where}"
    )
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(statement, [moment, by.account_id, *values])
