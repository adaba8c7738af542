"""Writes the keys of records: claimed from when they are recorded until their record ends, one record at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huigong.audit.fields import blind_indexes, sealer
from huigong.kernel.errors import DomainError
from huigong.records.folding import Happened, corrected, fold
from huigong.records.keys import context, holders, taken, text_for
from huigong.records.kinds import Among, OnConflict, RecordKind, Unique
from huigong.records.models import Record, RecordKey
from huigong.records.projecting import happened
from huigong.records.shelf import book


def claim(kind: RecordKind, record: Record, events: Sequence[Happened], *, on: date) -> None:
    """Writes the keys of a record as it stands on a day, of one that begins later as it will on its first; a key that is not
    known is none.

    Raises `Conflict` (`record.key_taken`) where another record has one, `IntegrityError` where it got it just now.
    """
    for key in _keys(kind, record, events, on):
        if key.is_wanted and key.is_held:
            raise taken(key.unique)
        _write(key, claims=key.is_wanted)


def claim_at_night(kind: RecordKind, record: Record, events: Sequence[Happened], *, on: date) -> None:
    """The same where nobody is there to be refused: a key that another record has is kept as contested."""
    for key in _keys(kind, record, events, on):
        contested = key.is_wanted and key.is_held
        _write(key, claims=key.is_wanted and not contested, contested=contested)


@dataclass(frozen=True)
class _Key:
    """A key of a record with its text; `is_wanted` where no other record may have it."""

    record: Record
    unique: Unique
    text: str
    is_wanted: bool

    @property
    def scope(self) -> str:
        return self.unique.scope.of(self.record.region)

    @property
    def is_held(self) -> bool:
        """Whether another record claims it."""
        others = holders(self.record.kind, self.unique.name, self.text, self.scope).exclude(
            record=self.record
        )
        return others.filter(claims=True).exists()


def _keys(kind: RecordKind, record: Record, events: Sequence[Happened], on: date) -> Iterator[_Key]:
    """The keys that a record has, after those that it had were taken away."""
    RecordKey.objects.filter(record=record).delete()
    first_days = (event.effective_on for event in corrected(kind, events) if event.effective_on)
    folded = fold(kind, events, on=max(on, min(first_days, default=on)))
    for unique in kind.unique if folded.began else ():
        text = text_for(kind, unique, folded)
        live = unique.among is Among.ALL or folded.ended is None
        if text:
            yield _Key(record, unique, text, unique.on_conflict is OnConflict.REFUSE and live)


def _write(key: _Key, *, claims: bool, contested: bool = False) -> None:
    kind = key.record.kind
    RecordKey.objects.create(
        record=key.record,
        kind=kind,
        name=key.unique.name,
        scope=key.scope,
        digest=blind_indexes(key.text, context=context(kind, key.unique.name))[0],
        claims=claims,
        contested=contested,
        sealed_with=sealer().key_id,
    )


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
            kind = book().kept(record.kind, on=record.folded_on, region=record.region)
            events = happened(kind, record.events.all())
        except DomainError:
            return False
        claim_at_night(kind, record, events, on=record.folded_on)
        return True
