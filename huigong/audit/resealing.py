"""Sealing and indexing everything again after the sealing key was changed, in batches that can be interrupted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.audit.fields import BlindIndexField, SealedTextField, blind_index, sealer
from huigong.kernel.errors import DomainError, Unavailable
from huigong.kernel.registries import Registry

Row = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """What one batch did to one table; `broken` rows could not be opened and are as they were."""

    table: str
    resealed: int
    broken: int


class Place(Protocol):
    """Where sealed texts lie outside a `SealedTextField`: inside JSON, in sessions, in another library's table."""

    label: str

    def stale(self) -> Iterable[Any]:
        """Primary keys of rows with a text that the first key did not seal, those that do not open too."""

    def reseal(self, key: Any) -> bool:
        """Seals one row anew, under its lock; False where it does not open and is left as it is.

        Runs inside a transaction. A row that is gone or no longer stale is done: True.
        """


_places: Registry[str, Place] = Registry("place of sealed texts")


def register(place: Place) -> None:
    """From `AppConfig.ready`: `reseal` brings this place, too, under the first key and counts what is left."""
    _places.add(place.label, place)


def reseal(*, by: Actor, now: datetime, size: int = 1000) -> Iterator[Batch]:
    """Brings every sealed text and blind index under the first key, a batch at a time; registered places last.

    Each batch is one transaction with one audit event: broken off, it goes on
    with what is left. Rows that are written meanwhile are locked for one batch
    only. Broken rows (key not given, content changed) are left and counted.
    """
    for model in sealed_models():
        last = 0
        while (rows := _reseal_after(model, last, by=by, now=now, size=size)) is not None:
            last, batch = rows
            yield batch
    for place in _places.values():
        keys = list(place.stale())
        for first in range(0, len(keys), size):
            yield _reseal_rows(place, keys[first : first + size], by=by, now=now)


def left_over() -> dict[str, int]:
    """Table or place → how many of its rows hold a text that the first key did not seal; none, and it is left out."""
    counts = {model._meta.label: _stale(model).count() for model in sealed_models()}
    counts |= {place.label: sum(1 for _ in place.stale()) for place in _places.values()}
    return {table: count for table, count in counts.items() if count}


def require_own_key() -> None:
    """That of what was sealed last in each table something is under a key that is given; one row a table is read.

    A database that was put back beside a new key would be filled on under it: nobody of before would be found, and all
    would be registered a second time. Raises `DomainError` (`sealing.not_of_database`).
    """
    tokens = [token for model in sealed_models() for token in _newest(model) if token]
    if tokens and not any(map(sealer().knows, tokens)):
        raise Unavailable(
            code="sealing.not_of_database",
            what="加密密钥不是这个数据库的，没有启动",
            why="数据库里的内容都是用另一把密钥加密的，现在的打不开",
            do="请把原来的 sealing.key 放进数据目录，或者设好 HUIGONG_SEALING_KEY，再启动",
        )


def sealed_models() -> list[type[models.Model]]:
    """Every table with a sealed column, row histories too."""
    return [model for model in apps.get_models() if _sealed(model)]


@transaction.atomic
def _reseal_after(
    model: type[models.Model], last: int, *, by: Actor, now: datetime, size: int
) -> tuple[int, Batch] | None:
    """The next rows by primary key; None where none is left."""
    stale = _stale(model).filter(pk__gt=last).order_by("pk").select_for_update()
    beside = [field.beside for field in _indexed(model) if field.beside]
    tokens = (f"token_{field.name}" for field in _sealed(model))
    rows: list[Row] = list(stale.values("pk", *beside, *tokens)[:size])
    if not rows:
        return None
    opened = [(row, plain) for row in rows if (plain := _opened(model, row)) is not None]
    for row, plain in opened:
        model._base_manager.filter(pk=row["pk"]).update(**plain, **_indexes(model, plain, row))
    batch = Batch(model._meta.label, len(opened), len(rows) - len(opened))
    _record(batch, by=by, now=now)
    return rows[-1]["pk"], batch


@transaction.atomic
def _reseal_rows(place: Place, keys: list[Any], *, by: Actor, now: datetime) -> Batch:
    resealed = sum(place.reseal(key) for key in keys)
    batch = Batch(place.label, resealed, len(keys) - resealed)
    _record(batch, by=by, now=now)
    return batch


def _record(batch: Batch, *, by: Actor, now: datetime) -> None:
    if batch.resealed:
        data = {"rows": batch.resealed, "broken": batch.broken, "key": sealer().key_id}
        record(by=by, now=now, verb="audit.resealed", subject=batch.table, data=data)


def _stale(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows with a text that the first key did not seal, with the sealed texts as `token_<field>`."""
    tokens = _tokens(model)
    other = Q()
    for name in tokens:
        sealed = Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""})
        other |= sealed & ~Q(**{f"{name}__startswith": f"{sealer().key_id}."})
    return model._base_manager.annotate(**tokens).filter(other)


def _tokens(model: type[models.Model]) -> dict[str, Cast]:
    """`token_<field>` → the sealed text as it lies in the database."""
    return {f"token_{field.name}": Cast(field.name, models.TextField()) for field in _sealed(model)}


def _newest(model: type[models.Model]) -> Iterable[str | None]:
    """The sealed texts of the row that came last."""
    tokens = _tokens(model)
    row = model._base_manager.annotate(**tokens).order_by("-pk").values(*tokens).first()
    return row.values() if row else ()


def _opened(model: type[models.Model], row: Row) -> dict[str, str] | None:
    """Field → plain text of every sealed text of the row; None where one does not open."""
    tokens = {field: row[f"token_{field.name}"] for field in _sealed(model)}
    try:
        return {
            field.name: sealer().unseal(token, context=field.context)
            for field, token in tokens.items()
            if token
        }
    except DomainError:
        return None


def _indexes(model: type[models.Model], plain: dict[str, str], row: Row) -> dict[str, str]:
    return {
        field.name: blind_index(
            field.text_of(plain[field.of], row.get(field.beside, ""), plain.get(field.within, "")),
            context=field.context,
        )
        for field in _indexed(model)
        if field.of in plain
    }


def _indexed(model: type[models.Model]) -> list[BlindIndexField]:
    return [field for field in model._meta.get_fields() if isinstance(field, BlindIndexField)]


def _sealed(model: type[models.Model]) -> list[SealedTextField]:
    return [field for field in model._meta.get_fields() if isinstance(field, SealedTextField)]
