"""Verifying the whole trail: every event is as written, in its place, and none is missing.

Each batch is checked by itself (its rows, its signature) and against the one
before, so that a fault says where, and what came before and after is still told
to be whole. What was published outside shows a cut end and a trail that was
written anew under the right key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from django.db.models import Max, Subquery
from django.db.models.functions import Coalesce

from huigong.audit import expectations
from huigong.audit.chain import batch_digest, digest_of
from huigong.audit.models import GENESIS, AuditBatch, AuditEvent
from huigong.audit.published import Head
from huigong.audit.signing import Signature, Signer, signer

UNSEALED_FOR = timedelta(minutes=1)
_CHUNK = 2000
_AT_ONCE = 500
_MOST_NAMED = 20


class Fault(StrEnum):
    """What can be wrong."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    BATCH_CHANGED = "batch_changed"
    BATCH_MISSING = "batch_missing"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown_key"
    CUT = "cut"
    REWRITTEN = "rewritten"
    HEAD_FORGED = "head_forged"
    NO_EVENT = "no_event"
    UNSEALED = "unsealed"


SAYS = {
    Fault.CHANGED: "第 {at} 条对不上：内容被改过，或者有记录被调换、插入",
    Fault.MISSING: "第 {at} 条不见了",
    Fault.EXTRA: "从第 {at} 条起有记录带着序号，却不属于任何一批：被人插入，或者所属的批次被删",
    Fault.BATCH_CHANGED: "第 {at} 批的登记被改过，或者接不上前一批",
    Fault.BATCH_MISSING: "第 {at} 批不见了",
    Fault.FORGED: "第 {at} 批的签名不对：这一批是没有密钥的人重写的",
    Fault.UNKNOWN_KEY: "第 {at} 批由一把这里没有的密钥签名：请把旧密钥加到 HUIGONG_AUDIT_KEY 的逗号之后再核验",
    Fault.CUT: "已公布过第 {at} 批，这里却没有：结尾被截掉，或者恢复了更早的备份",
    Fault.REWRITTEN: "第 {at} 批和当时公布的不一样：从这里或更早起被整段重写",
    Fault.HEAD_FORGED: "公布文件里第 {at} 批那一行没有本系统的签名：公布文件被改过",
    Fault.NO_EVENT: "{at} 没有任何审计记录",
    Fault.UNSEALED: "有 {at} 条记录超过一分钟还没有封存：封存例行任务可能停了",
}


@dataclass(frozen=True)
class Finding:
    """One fault and where: an event's sequence, a batch's number, a subject or a count."""

    fault: Fault
    at: int | str

    def __str__(self) -> str:
        return SAYS[self.fault].format(at=self.at)


@dataclass(frozen=True)
class Span:
    """A stretch without a fault: its first and last event by sequence, and the times they tell."""

    first: int
    last: int
    since: datetime
    until: datetime


@dataclass(frozen=True)
class TrailReport:
    """`checked` sealed events were read; `unsealed` wait; `anchored` is the newest batch that was published."""

    checked: int
    unsealed: int
    spans: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
    anchored: int = 0

    @property
    def ok(self) -> bool:
        return not self.findings


@dataclass
class _Walk:
    """What the walk has found so far."""

    keys: Signer
    checked: int = 0
    spans: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    before: AuditBatch | None = None
    joined: bool = False  # whether the batch before was whole

    def step(self, batch: AuditBatch, rows: Sequence[AuditEvent]) -> None:
        """`rows` are the events after the batch before, up to the last of this one."""
        stray = [row for row in rows if (row.sequence or 0) < batch.first_sequence]
        own = [*_signature_faults(batch, self.keys), *_row_faults(batch, rows[len(stray) :])]
        links = [
            *_link_faults(batch, self.before),
            *(Finding(Fault.EXTRA, row.sequence or 0) for row in stray[:1]),
        ]
        self.findings += [*links, *own]
        self.checked += len(rows)
        if not own:
            self._extend(batch, joined=self.joined and not links)
        self.before, self.joined = batch, not own

    def _extend(self, batch: AuditBatch, *, joined: bool) -> None:
        since, until = batch.earliest_at, batch.latest_at
        first = batch.first_sequence
        if joined:
            last = self.spans.pop()
            first, since, until = last.first, min(last.since, since), max(last.until, until)
        self.spans.append(Span(first, batch.last_sequence, since, until))


def verify(*, now: datetime, published: Collection[Head] = ()) -> TrailReport:
    """Reads the whole trail as a stream and says from when to when it is whole.

    `published` are heads kept outside. Works while the trail grows: what is sealed
    meanwhile is left for the next time. Raises `DomainError` (`signing.key`).
    """
    walk = _Walk(signer())
    until = AuditBatch.objects.aggregate(Max("number"))["number__max"] or 0
    batches = AuditBatch.objects.filter(number__lte=until).order_by("number")
    for batch, rows in _with_rows(batches.iterator(chunk_size=_CHUNK)):
        walk.step(batch, rows)
    walk.findings += [
        *_extra(),
        *_published_faults(published, walk.keys),
        *(
            Finding(Fault.NO_EVENT, f"{each.kind} {each.subject}")
            for each in islice(expectations.missing(), _MOST_NAMED)
        ),
        *unsealed_faults(now=now),
    ]
    return TrailReport(
        checked=walk.checked,
        unsealed=AuditEvent.objects.filter(sequence__isnull=True).count(),
        spans=tuple(walk.spans),
        findings=tuple(walk.findings),
        anchored=max((head.batch for head in published), default=0),
    )


def unsealed_faults(*, now: datetime) -> list[Finding]:
    """The alarm for a sealer that has stopped; two quick queries, for any page.

    Not where a batch was sealed within the minute: then an event may tell of an
    earlier moment, or its transaction was long.
    """
    limit = now - UNSEALED_FOR
    waiting = AuditEvent.objects.filter(sequence__isnull=True, at__lt=limit).count()
    if not waiting:
        return []
    last = AuditBatch.objects.order_by("-number").first()
    return [] if last and limit <= last.sealed_at <= now else [Finding(Fault.UNSEALED, waiting)]


def _with_rows(batches: Iterator[AuditBatch]) -> Iterator[tuple[AuditBatch, list[AuditEvent]]]:
    """Each batch with the events that stand in its range, one pass over both tables."""
    events = AuditEvent.objects.filter(sequence__isnull=False).order_by("sequence")
    stream = events.iterator(chunk_size=_CHUNK)
    event = next(stream, None)
    for batch in batches:
        rows = []
        while event is not None and event.sequence is not None and event.sequence <= batch.last_sequence:
            rows.append(event)
            event = next(stream, None)
        yield batch, rows


def _link_faults(batch: AuditBatch, before: AuditBatch | None) -> Iterator[Finding]:
    number, digest, head, sequence = (
        (before.number, before.digest, before.head, before.last_sequence)
        if before
        else (0, GENESIS, GENESIS, 0)
    )
    if batch.number != number + 1:
        yield Finding(Fault.BATCH_MISSING, number + 1)
    elif (batch.previous_digest, batch.previous_head, batch.first_sequence) != (digest, head, sequence + 1):
        yield Finding(Fault.BATCH_CHANGED, batch.number)


def _signature_faults(batch: AuditBatch, keys: Signer) -> Iterator[Finding]:
    if batch_digest(batch) != batch.digest:
        yield Finding(Fault.BATCH_CHANGED, batch.number)
    elif not keys.knows(batch.key_id):
        yield Finding(Fault.UNKNOWN_KEY, batch.number)
    elif not keys.confirms(batch.digest, Signature(batch.key_id, batch.signature)):
        yield Finding(Fault.FORGED, batch.number)


def _row_faults(batch: AuditBatch, rows: Sequence[AuditEvent]) -> Iterator[Finding]:
    """The first event of the batch that is missing or does not fit."""
    digest, expected = batch.previous_head, batch.first_sequence
    for event in rows:
        if event.sequence != expected:
            yield Finding(Fault.MISSING, expected)
            return
        digest = digest_of(event, sequence=expected, previous=digest)
        if digest != event.digest:
            yield Finding(Fault.CHANGED, expected)
            return
        expected += 1
    if expected <= batch.last_sequence:
        yield Finding(Fault.MISSING, expected)
    elif digest != batch.head:
        yield Finding(Fault.CHANGED, batch.last_sequence)


def _extra() -> list[Finding]:
    """Events with a place after the last batch: one question, so that a batch sealed meanwhile is no fault."""
    covered = AuditBatch.objects.order_by("-number").values("last_sequence")[:1]
    beyond = AuditEvent.objects.filter(sequence__gt=Coalesce(Subquery(covered), 0))
    row = beyond.order_by("sequence").first()
    return [Finding(Fault.EXTRA, row.sequence or 0)] if row else []


def _published_faults(heads: Iterable[Head], keys: Signer) -> Iterator[Finding]:
    stream = iter(heads)
    while some := list(islice(stream, _AT_ONCE)):
        known = AuditBatch.objects.filter(number__in={head.batch for head in some}).order_by("number")
        batches = {batch.number: batch for batch in known}
        for head in some:
            if fault := _published_fault(head, batches.get(head.batch), keys):
                yield Finding(fault, head.batch)


def _published_fault(head: Head, batch: AuditBatch | None, keys: Signer) -> Fault | None:
    if not keys.confirms(head.digest, Signature(head.key_id, head.signature)):
        return Fault.HEAD_FORGED
    if batch is None:
        return Fault.CUT
    same = (batch.digest, batch.last_sequence) == (head.digest, head.sequence)
    return None if same else Fault.REWRITTEN
