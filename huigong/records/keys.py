"""Keys of records: fields that together belong to one record of a kind, found and held apart by a keyed digest."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huigong.audit.fields import blind_indexes
from huigong.forms.types import type_of
from huigong.forms.values import Answered
from huigong.kernel.errors import Conflict, DomainError
from huigong.kernel.sentences import listed, say, wording
from huigong.records.folding import Folded
from huigong.records.kinds import RecordKind, Unique
from huigong.records.models import Record, RecordKey
from huigong.rules.values import Unknown

CONTEXT = "records.RecordKey"


def holders(kind: str, name: str, text: str, scope: str = "") -> QuerySet[RecordKey]:
    """The keys of a kind with this text, under any sealing key in force, within a scope and all below it."""
    digests = blind_indexes(text, context=context(kind, name))
    return RecordKey.objects.filter(kind=kind, name=name, digest__in=digests, scope__startswith=scope)


def contesting() -> QuerySet[Record]:
    """The records of which a key is another's too."""
    return Record.objects.filter(pk__in=RecordKey.objects.filter(contested=True).values("record"))


def text_of(values: Iterable[str]) -> str:
    """The text of a key, of its fields' texts."""
    return "\x1f".join(values)


def text_for(kind: RecordKind, unique: Unique, folded: Folded) -> str:
    """The text of a record's key; "" where one of its fields is not known."""
    texts: list[str] = []
    for name in unique.of:
        value: Answered = folded.values.get(name)
        if value is None or isinstance(value, Unknown):
            return ""
        texts.append(type_of(kind.fields[name].kind).display(kind.fields[name], value))
    return text_of(texts)


def taken(unique: Unique | None = None) -> DomainError:
    """For a key that another record has."""
    named = listed(unique.of) if unique else wording("标识")
    return Conflict(
        "record.key_taken",
        what=say("已经有一条记录的{named}和这里写的一样", named=named),
        do="请核对是不是写错了；是同一件的，请在原来的记录上登记",
    )


def context(kind: str, name: str) -> str:
    """What the digests of a key are made for, so that those of two kinds never meet."""
    return f"{CONTEXT}.{kind}.{name}"
