"""Writes what a plan says, in few statements: a hundred thousand people at a time, each field sealed once.

The sealed texts of a person serve the row and its history alike, so the history is copied by the
database. Everything runs in the caller's transaction.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, models

from huigong.audit.beside import Kept, Plain, Sealed, seal_row
from huigong.audit.fields import sealer
from huigong.directory.assurance import Assurance
from huigong.directory.principals import Principal
from huigong.registry import sounding
from huigong.registry.intake.employers import Named
from huigong.registry.intake.planning import Change, Plan
from huigong.registry.intake.rows import GivenPerson, GivenWork
from huigong.registry.models import Employer, Engagement, ImportBatch, ImportLine, NameSound, Person
from huigong.registry.models.intake import Taken
from huigong.registry.recording import keep

_AT_ONCE = 5000
_LOCKED_AT_ONCE = 500
_ROOM_KB = 200_000  # half of it serves 100,000 people
_HISTORY = ("history_date", "history_type", "history_user_id", "history_change_reason")
PersonRow = tuple[Any, ...]
SEALED = (
    Kept("registry.Person.name", indexed=True),
    Kept("registry.Person.resident_number", indexed=True),
    Kept("registry.Person.phone", indexed=True),
    Kept("registry.Person.address", indexed=False),
    Kept("registry.Person.born_on", indexed=False),
    Kept("registry.Person.residence_since", indexed=False, empty=None),
)
PERSON = [
    "id",
    "public_id",
    "name",
    "resident_number",
    "phone",
    "address",
    "born_on",
    "residence_since",
    "name_index",
    "resident_number_index",
    "phone_index",
    "paper",
    "paper_country",
    "sex",
    "hukou_place",
    "residence",
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
    "corrects_id",
]


def plain(given: GivenPerson) -> Plain:
    """The texts of a person that are sealed, in the order of `SEALED`."""
    since = given.residence_since.isoformat() if given.residence_since else ""
    return (given.name, given.number, given.phone, given.address, given.born_on.isoformat(), since)


def sealed(plan: Plan, done: Mapping[Plain, Sealed], *, now: datetime) -> list[PersonRow]:
    """The rows of the new people as the database keeps them, in the order of the plan: work that needs no lock.

    `done`: what was sealed while the file was read.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    return [
        _row(change.told.person, done, plan.region, moment)
        for change in plan.changes
        if change.person is None
    ]


def write(plan: Plan, rows: Sequence[PersonRow], *, batch: ImportBatch, by: Principal, now: datetime) -> None:
    """Employers, people, their lines in the batch, spells of work, and the history of all.

    Raises `ChangedMeanwhile`.
    """
    _make_room()
    _require_as_planned(plan.changes)
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


class ChangedMeanwhile(Exception):
    """Somebody on record is not as they were when the plan was made: a counter has written, or two records became one."""


def _require_as_planned(changes: Sequence[Change]) -> None:
    """Locks the rows that are written over, whole, and looks whether they are what was read when the plan was made."""
    people = [change.person for change in changes if change.person is not None and change.fills]
    spells = [row for change in changes for row, _work in change.corrected]
    _require_same(people, Person.objects.all())
    _require_same(spells, Engagement.objects.filter(superseded_at=None))


def _require_same(read: Sequence[models.Model], rows: models.QuerySet[Any]) -> None:
    names = [field.attname for field in read[0]._meta.concrete_fields] if read else []
    for start in range(0, len(read), _LOCKED_AT_ONCE):
        some = {row.pk: row for row in read[start : start + _LOCKED_AT_ONCE]}
        there = {
            row.pk: row for row in rows.filter(pk__in=some).select_for_update(of=("self",)).order_by("pk")
        }
        for key, row in some.items():
            if key not in there or any(getattr(there[key], name) != getattr(row, name) for name in names):
                raise ChangedMeanwhile


def _make_room() -> None:
    """Lets SQLite keep the indexes in memory that every row is put into: in its 2 MB it writes and reads each page many times.

    The connection keeps the room, and takes it only while pages fill it.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{_ROOM_KB}")


def _row(given: GivenPerson, done: Mapping[Plain, Sealed], region: str, moment: Any) -> PersonRow:
    texts = plain(given)
    return (
        _public_id(),
        *(done.get(texts) or seal_row(sealer(), SEALED, texts)),
        Person.Paper.RESIDENT.value,
        "",
        given.sex,
        given.hukou_place,
        given.residence or region,
        None,
        Assurance.CHECKED.value,
        moment,
    )


def _public_id() -> str:
    """As random as that of `uuid4`, which takes five times as long."""
    return os.urandom(16).hex()


def _new_people(rows: Sequence[PersonRow]) -> Iterator[int]:
    """Inserts the rows and gives their keys in the same order: they are taken first, so that nobody has to ask for them."""
    keys = _taken_keys(Person, len(rows))
    _insert(Person, PERSON, ((key, *row) for key, row in zip(keys, rows, strict=True)))
    return iter(keys)


def _sounds(changes: Sequence[Change], people: Sequence[int]) -> None:
    """By what the new names are found that somebody knows only by ear."""
    pairs = zip(changes, people, strict=True)
    named = ((key, change.told.person.name) for change, key in pairs if change.person is None)
    columns = ("person_id", "sound", "sealed_with")
    _insert(NameSound, columns, sounding.rows_of(named))


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


def _employers(plan: Plan, *, now: datetime) -> dict[Named, int]:
    """(code, name, region) → key; those that are new are registered, and codes given to those that had none."""
    wanted = {plan.employers.named(work) for change in plan.changes for work in _all_works(change)}
    known = {named: plan.employers.rows[named] for named in wanted}
    new: dict[Named, Employer] = {}  # by code alone where there is one: the file may spell its name twice
    for code, name, region in sorted(named for named, employer in known.items() if employer is None):
        given = Employer(uscc=code, name=name, region=region, registered_at=now)
        new.setdefault(_by_code((code, name, region)), given)
    Employer.objects.bulk_create(new.values())
    for (code, _name, _region), employer in known.items():
        if employer is not None and code and not employer.uscc:
            employer.uscc = code
            employer.save(update_fields=["uscc"])
    return {named: (employer or new[_by_code(named)]).pk for named, employer in known.items()}


def _by_code(named: Named) -> Named:
    code, name, region = named
    return (code, "", "") if code else ("", name, region)


def _all_works(change: Change) -> Iterator[GivenWork]:
    yield from change.works
    yield from (work for _row, work in change.corrected)


def _works(
    plan: Plan,
    people: Sequence[int],
    employers: dict[Named, int],
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
            _public_id(),
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


def _taken_keys(model: type[models.Model], many: int) -> Sequence[int]:
    """Keys for so many new rows, that nobody else gets. SQLite has one writer, who has the lock by now."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            last = max(cursor.fetchone()[0] or 0, _last(model))
            return range(last + 1, last + 1 + many)
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(sequence, [table, many])
        return [key for (key,) in cursor.fetchall()]


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
