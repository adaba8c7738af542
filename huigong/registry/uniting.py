"""Two records of one person become one, and are parted again if they were not of one person.

What was moved and what had to go is written down row by row, so that parting puts back what was there before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.timezone import localdate

from huigong.audit.fields import BlindIndexField
from huigong.directory.assurance import Assurance
from huigong.directory.models import Account
from huigong.directory.principals import Principal
from huigong.files import owning
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict
from huigong.kernel.registries import Registry
from huigong.kernel.sentences import say
from huigong.registry import heard, sounding
from huigong.registry.models import NameSound, Person, PossibleDuplicate, UnitedRecord

Values = dict[str, Any]  # column → what it held, as JSON
Words = Callable[[Collection[int]], Mapping[int, tuple[str, str]]]
_described: Registry[tuple[str, str], Words] = Registry("description of rows")
_PLAIN = (bool, int, str, list, dict)


@dataclass
class Before:
    """How it was: the columns of the record that is gone, the rows that were moved (model, column, key), those that
    could not be moved and went (model, columns), files by how they were its own, and what named the other before."""

    person: Values
    account: int | None = None
    kept: Values = field(default_factory=dict)  # what a login changes of the other
    moved: list[tuple[str, str, int]] = field(default_factory=list)
    put_away: list[tuple[str, Values]] = field(default_factory=list)
    files: dict[str, list[int]] = field(default_factory=dict)
    named: dict[str, list[int]] = field(default_factory=dict)  # model.column → keys

    @property
    def entries(self) -> int:
        """How many rows were moved, without those that only tell of their past."""
        known = _models()
        return sum(label not in known or not _is_history(known[label]) for label, _, _ in self.moved)

    @property
    def left(self) -> dict[str, int]:
        """What kinds of rows could not be moved and went, since the other had the same, and how many."""
        known = _models()
        models = (known.get(label) for label, _ in self.put_away)
        told = (model for model in models if model is not None and model not in _OWN_MATTERS)
        return dict(Counter(str(model._meta.verbose_name) for model in told))

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Before:
        told = json.loads(text)
        return cls(**told | {"moved": [tuple(each) for each in told["moved"]]})


@dataclass(frozen=True)
class Since:
    """What came to the record that was kept after the other became part of it, for somebody to say whose it is.

    `key` names it in a form; `rows` are models, columns and keys.
    """

    key: str
    words: str
    rows: tuple[tuple[str, str, int], ...]


def describe(model: str, column: str, words: Words) -> None:
    """From `AppConfig.ready`: `words` gives each row of `model` that names a person in `column` a key and what it says.

    Rows with the same key are put back together. What nobody describes is shown by its kind and day.
    Raises `ValueError` where another folder describes the same column.
    """
    _described.add((model, column), words)


def unite(
    said: Person,
    known: Person,
    *,
    by: Principal,
    now: datetime,
    reason: str,
    account: Account | None = None,
    said_online: bool = False,
) -> tuple[UnitedRecord, dict[str, int]]:
    """Everything that names `said` names `known` from now on, in every folder; `said` is gone.

    Gives how many rows moved, histories not counted, and how many stood there already. The caller has made sure that both
    are the same person, holds both rows, and records it. Their accounts are the caller's matter: `account` is the one
    that was `said`'s; `said_online` says that `said` was no record yet. What the trail and letters say stays as it was: `audit.former.ids_of` knows whose it is.
    Raises `DomainError` (`person.both_needed`) where one case needs both.
    """
    heard.about_to_unite(said, known, by=by, now=now)
    before = Before(
        _values(said),
        account=account.pk if account else None,
        kept={"phone": known.phone, "assurance": known.assurance},
    )
    NameSound.objects.filter(person=said).delete()  # the index of a name that the record has too
    for relation in _relations():
        label, column = relation.related_model._meta.label, relation.field.name
        rows = relation.related_model._base_manager.order_by("pk")
        before.named[f"{label}.{column}"] = list(rows.filter(**{column: known}).values_list("pk", flat=True))
        for key in rows.filter(**{column: said}).values_list("pk", flat=True):
            if gone := _put_away_or_moved(rows.filter(pk=key), column, known, by=by, now=now):
                before.put_away += gone
            else:
                before.moved.append((label, column, key))
    before.files = owning.pass_on(said.public_id.hex, known.public_id.hex)
    union = UnitedRecord(
        kept=known,
        gone=said.public_id.hex,
        gone_paper=said.paper,
        gone_country=said.paper_country,
        gone_number=said.resident_number,
        gone_name=said.name,
        said_online=said_online,
        before=before.as_text(),
        reason=reason,
        united_at=now,
        united_by=by.account_id,
    )
    _delete(said, by=by, now=now)
    union.save(force_insert=True)
    return union, {"moved": before.entries, "kept": len(before.put_away)}


def part(
    union: UnitedRecord,
    *,
    to_gone: Collection[str],
    by: Principal,
    now: datetime,
    assurance: Assurance | None = None,
) -> tuple[Person, int]:
    """The record that was gone is there again with all that was its own, and with what came since as `to_gone` says
    (keys of `since`); gives it, and how many rows could not be put back, since they were changed or are in the way.

    `assurance` is how surely the record is known to be theirs from now on, None as it was. The caller has checked who
    asks, holds the record that was kept, and records it.
    """
    before, kept, known, lost = Before.read(union.before), union.kept, _models(), 0
    chosen = [row for each in since(union) if each.key in to_gone for row in each.rows]
    gone = _again(Person, before.person)
    gone.account, gone.assurance = None, assurance.value if assurance else gone.assurance
    gone._history_user, gone._history_date, gone._change_reason = by.account_id, now, None
    gone.save(force_insert=True)
    sounding.keep([(gone.pk, gone.name)])
    for label, column, key in (*before.moved, *chosen):
        model = known.get(label)  # a table of then may be gone by now
        lost += model is None or not _named(
            model._base_manager.filter(pk=key, **{column: kept}), column, gone
        )
    for label, values in before.put_away:
        model = known.get(label)
        is_back = model is not None and _put_back(model, values, by=by, now=now)
        lost += not is_back and model not in _OWN_MATTERS
    owning.give_back(before.files, former=gone.public_id.hex, person=kept.public_id.hex)
    return gone, lost


def since(union: UnitedRecord) -> tuple[Since, ...]:
    """What names the kept record now and named neither of the two before."""
    before = Before.read(union.before)
    moved = {(label, column, key) for label, column, key in before.moved}
    told: dict[str, tuple[str, list[tuple[str, str, int]]]] = {}
    for relation in _relations():
        model, column = relation.related_model, relation.field.name
        label, former = model._meta.label, set(before.named.get(f"{model._meta.label}.{column}", ()))
        if model in _OWN_MATTERS or _is_history(model):
            continue
        rows = model._base_manager.filter(**{column: union.kept}).order_by("pk")
        keys = [
            key
            for key in rows.values_list("pk", flat=True)
            if key not in former and (label, column, key) not in moved
        ]
        words = _described[label, column](keys) if keys and (label, column) in _described else {}
        for key in keys:
            name, said = words.get(key) or (f"{label}.{column}.{key}", _by_kind(model, key))
            told.setdefault(name, (said, []))[1].append((label, column, key))
    return tuple(Since(name, said, tuple(rows)) for name, (said, rows) in told.items())


_OWN_MATTERS = (NameSound, PossibleDuplicate, UnitedRecord)  # nobody has to say whose these are


def _by_kind(model: type[models.Model], key: int) -> str:
    """What kind of thing a row is, and of which day."""
    kind = str(model._meta.verbose_name)
    days = (
        each for each in model._meta.concrete_fields if isinstance(each, models.DateField) and not each.null
    )
    column = next(days, None)
    if column is None:
        return kind
    moment = model._base_manager.values_list(column.attname, flat=True).get(pk=key)
    day = localdate(moment) if isinstance(moment, datetime) else moment
    return say("{kind}（{day}）", kind=kind, day=in_words(day))


def _is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "history_object")


def _relations() -> list[Any]:
    """Every foreign key to a person, of whatever folder."""
    every = Person._meta.get_fields(include_hidden=True)
    return [each for each in every if each.auto_created and isinstance(each, models.ManyToOneRel)]


def _put_away_or_moved(
    row: models.QuerySet[Any], column: str, known: Person, *, by: Principal, now: datetime
) -> list[tuple[str, Values]]:
    """The row names the other now; or what went because it is on record already, the row before what hangs on it."""
    if _named(row, column, known):
        return []
    gone = [(each._meta.label, _values(each)) for kept in row for each in _with_what_hangs_on_it(kept)]
    try:
        for kept in row:
            _delete(kept, by=by, now=now)
    except models.ProtectedError as error:
        raise Conflict(
            "person.both_needed",
            what="这两份档案不能合并",
            why="有一件办件里，两份档案都是当事人，文书也分开出了",
            do="请先把那件办件办完或撤回一方，再来合并",
        ) from error
    return gone


def _named(row: models.QuerySet[Any], column: str, person: Person) -> bool:
    """Whether the row is there and names this person now."""
    try:
        with transaction.atomic():
            return bool(row.update(**{column: person}))
    except IntegrityError:
        return False


def _delete(row: Any, *, by: Principal, now: datetime) -> None:
    """Its history, where it has one, says who and when."""
    row._history_user, row._history_date = by.account_id, now
    row.delete()


def _with_what_hangs_on_it(row: models.Model) -> Iterator[models.Model]:
    yield row
    for relation in _hanging_on(type(row)):
        below = relation.related_model._base_manager.filter(**{relation.field.name: row}).order_by("pk")
        for each in below:
            yield from _with_what_hangs_on_it(each)


def _hanging_on(model: type[models.Model]) -> list[Any]:
    """What goes with a row of this model."""
    every = model._meta.get_fields(include_hidden=True)
    return [
        each for each in every if isinstance(each, models.ManyToOneRel) and each.on_delete is models.CASCADE
    ]


def _models() -> dict[str, type[models.Model]]:
    """By label, every model that a union may have moved or put away."""
    left, known = [relation.related_model for relation in _relations()], dict[str, type[models.Model]]()
    while left:
        model = left.pop()
        if model._meta.label not in known:
            known[model._meta.label] = model
            left += [relation.related_model for relation in _hanging_on(model)]
    return known


def _put_back(model: type[models.Model], values: Values, *, by: Principal, now: datetime) -> bool:
    """Whether the row is there again; not where another has taken its place, or what it belonged to is gone."""
    row = _again(model, values)
    row._history_user, row._history_date = by.account_id, now
    if not all(_is_there(row, each) for each in row._meta.concrete_fields):
        return False
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _is_there(row: models.Model, column: models.Field) -> bool:
    key = getattr(row, column.attname)
    if key is None or not isinstance(column, models.ForeignKey):
        return True
    return bool(column.related_model._base_manager.filter(**{column.target_field.name: key}).exists())


def _values(row: models.Model) -> Values:
    """Every column but indexes, which are made anew with the row."""
    columns: Iterable[models.Field] = row._meta.concrete_fields
    return {each.attname: _told(row, each) for each in columns if not isinstance(each, BlindIndexField)}


def _told(row: models.Model, column: models.Field) -> Any:
    value = column.value_from_object(row)
    return value if value is None or isinstance(value, _PLAIN) else column.value_to_string(row)


def _again(model: type[models.Model], values: Values) -> Any:
    columns = {each.attname: each for each in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in values.items()})
