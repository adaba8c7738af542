"""Keys of records: fields that together belong to one record of a kind, found and held apart by a keyed digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from huigong.audit.fields import blind_indexes, sealer
from huigong.forms.types import type_of
from huigong.forms.values import Answered
from huigong.kernel.errors import Conflict, DomainError
from huigong.kernel.sentences import listed, say, wording
from huigong.records.folding import Folded, fold
from huigong.records.kinds import Among, OnConflict, RecordKind, Unique
from huigong.records.models import Record, RecordKey
from huigong.records.projecting import happened
from huigong.records.shelf import book
from huigong.rules.values import Unknown

CONTEXT = "records.RecordKey"


def claim(kind: RecordKind, record: Record, folded: Folded) -> None:
    """Writes the keys of a record as it stands; a key that is not known is none.

    Raises `Conflict` (`record.key_taken`) where another record has one, `IntegrityError` where it got it just now.
    """
    RecordKey.objects.filter(record=record).delete()
    for unique in kind.unique:
        text = _text(kind, unique, folded)
        if not text or folded.began is None:
            continue
        claims = unique.on_conflict is OnConflict.REFUSE and (
            unique.among is Among.ALL or folded.ended is None
        )
        scope = unique.scope.of(record.region)
        if (
            claims
            and holders(kind.id, unique.name, text, scope).exclude(record=record).filter(claims=True).exists()
        ):
            raise taken(unique)
        digest = blind_indexes(text, context=_context(kind.id, unique.name))[0]
        RecordKey.objects.create(
            record=record,
            kind=kind.id,
            name=unique.name,
            scope=scope,
            digest=digest,
            claims=claims,
            sealed_with=sealer().key_id,
        )


def holders(kind: str, name: str, text: str, scope: str = "") -> QuerySet[RecordKey]:
    """The keys of a kind with this text, under any sealing key in force, within a scope and all below it."""
    digests = blind_indexes(text, context=_context(kind, name))
    return RecordKey.objects.filter(kind=kind, name=name, digest__in=digests, scope__startswith=scope)


def text_of(values: Iterable[str]) -> str:
    """The text of a key, of its fields' texts."""
    return "\x1f".join(values)


def taken(unique: Unique | None = None) -> DomainError:
    """For a key that another record has."""
    named = listed(unique.of) if unique else wording("标识")
    return Conflict(
        "record.key_taken",
        what=say("已经有一条记录的{named}和这里写的一样", named=named),
        do="请核对是不是写错了；是同一件的，请在原来的记录上登记",
    )


def _text(kind: RecordKind, unique: Unique, folded: Folded) -> str:
    texts: list[str] = []
    for name in unique.of:
        value: Answered = folded.values.get(name)
        if value is None or isinstance(value, Unknown):
            return ""
        texts.append(type_of(kind.fields[name].kind).display(kind.fields[name], value))
    return text_of(texts)


def _context(kind: str, name: str) -> str:
    return f"{CONTEXT}.{kind}.{name}"


@dataclass(frozen=True)
class KeysOfRecords:
    """What `huigong reseal` has to index again after the key was changed."""

    label = "记录标识"

    def stale(self) -> Iterable[int]:
        """The keys of records that another key indexed."""
        rows = RecordKey.objects.exclude(sealed_with=sealer().key_id).order_by("record_id")
        return rows.values_list("record_id", flat=True).distinct()

    def reseal(self, key: int) -> bool:
        """The record's keys under the first key, and under no other any more."""
        record = Record.objects.select_for_update().filter(pk=key).first()
        if record is None:
            return True
        try:
            kind = book().kind(record.kind, on=record.folded_on, region=record.region)
            folded = fold(kind, happened(kind, record.events.all()), on=record.folded_on)
        except DomainError:
            return False
        claim(kind, record, folded)
        return True
