"""The routine of files: lapses drafts, scans what waited, and holds rows and bytes against each other."""

from __future__ import annotations

import heapq
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.audit.subjects import subject_of
from huigong.files import access, incoming, keeping, scanning
from huigong.files.actions import detach, forget
from huigong.files.models import Attachment, IncomingFile, StoredFile
from huigong.files.scanning import Found
from huigong.files.states import LIVE, State
from huigong.files.stores import store
from huigong.kernel.errors import DomainError

GRACE = timedelta(days=1)  # bytes younger than this may be about to get their row
_AT_ONCE = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many: places `lapsed`, files `scanned`, bytes without a row `orphans` removed.

    `lost` names the files whose bytes are gone: an alarm, to be restored from a back-up.
    """

    lapsed: int
    scanned: int
    orphans: int
    lost: tuple[str, ...]


def sweep(*, by: Actor, now: datetime) -> Swept:
    """May be run again at any time, and broken off. Raises `Unavailable` (`files.store`)."""
    lapsed = 0
    while rows := list(_over(now).order_by("pk").select_related("file")[:_AT_ONCE]):
        lapsed += sum(_lapse(row, by=by, now=now) for row in rows)
    scanned = sum(_scan(file, by=by, now=now) for file in list(_waiting()))
    for left in IncomingFile.objects.filter(touched_at__lt=now - incoming.KEPT).order_by("pk"):
        incoming.forget(left)
    orphans, lost = _compare(before=now - GRACE)
    orphans += store().tidy(before=now - GRACE)
    for name in lost:
        _log.error("the bytes of a file are gone; restore them from a back-up: %s", name)
    return Swept(lapsed, scanned, orphans, lost)


def _over(now: datetime) -> QuerySet[Attachment]:
    """Places whose time is over: of drafts by age, of others by the last day that they were kept for."""
    over = Q(keep_until__lt=localdate(now))
    for purpose in access.drafts():
        assert purpose.lapses
        over |= Q(purpose=purpose.id, attached_at__lt=now - purpose.lapses)
    return Attachment.objects.filter(over)


@transaction.atomic
def _lapse(listed: Attachment, *, by: Actor, now: datetime) -> int:
    """1 where its time is over still: a draft may have been lodged since the list was read, and keeps its row."""
    row = _over(now).select_for_update().filter(pk=listed.pk).first()
    if row is None:
        return 0
    file = row.file
    detach(row)
    data = {"purpose": row.purpose, "holder": row.holder}
    record(by=by, now=now, verb="files.lapsed", subject=subject_of(file), person=file.person, data=data)
    return 1


def _waiting() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(state=State.WAITING).order_by("pk")


def _scan(file: StoredFile, *, by: Actor, now: datetime) -> int:
    """1 where the scanner answered. A scanner that was switched off since leaves the file unscanned and usable."""
    try:
        answer = scanning.scan(keeping.opened(file.key))
    except DomainError:
        return 0
    if answer is Found.SILENT:
        return 0
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=file.pk)
        if row.state != State.WAITING:
            return 0
        if answer is Found.VIRUS:
            forget(row, State.REFUSED)
        else:
            row.state = State.READY
            row.scanned_by = scanning.NAME if answer is Found.NOTHING else ""
            row.save(update_fields=["state", "scanned_by"])
        data = {"found": answer.value}
        record(by=by, now=now, verb="files.scanned", subject=subject_of(row), person=row.person, data=data)
    return 1


def _compare(*, before: datetime) -> tuple[int, tuple[str, ...]]:
    """Walks keys of rows and keys in the store side by side, both in order; neither is held in memory."""
    orphans, lost = 0, []
    named = _named()
    wanted = next(named, None)
    for key, at in store().everything():
        while wanted is not None and wanted < key:
            lost += _gone(wanted)
            wanted = next(named, None)
        if wanted == key:
            wanted = next(named, None)
        elif at < before and not _is_named(key):
            keeping.remove(key)
            orphans += 1
    while wanted is not None:
        lost += _gone(wanted)
        wanted = next(named, None)
    return orphans, tuple(lost)


def _named() -> Iterator[str]:
    """The keys that rows name, in order."""
    live = StoredFile.objects.filter(state__in=LIVE)
    bodies = live.order_by("key").values_list("key", flat=True).iterator()
    thumbnails = live.exclude(thumbnail_key="").order_by("thumbnail_key")
    coming = IncomingFile.objects.order_by("pk").values_list("parts", flat=True)
    parts = sorted(key for keys in coming for key in keys)
    return heapq.merge(bodies, thumbnails.values_list("thumbnail_key", flat=True).iterator(), parts)


def _is_named(key: str) -> bool:
    """Asked once more before anything is removed: a row may have come since."""
    named = Q(key=key) | Q(thumbnail_key=key)
    if StoredFile.objects.filter(named, state__in=LIVE).exists():
        return True
    coming: Iterable[list[str]] = IncomingFile.objects.order_by("pk").values_list("parts", flat=True)
    return any(key in keys for keys in coming)


def _gone(key: str) -> list[str]:
    """The file whose bytes are not there, asked once more: it may have come, or gone, since."""
    if store().has(key):
        return []
    file = StoredFile.objects.filter(Q(key=key) | Q(thumbnail_key=key), state__in=LIVE).first()
    return [subject_of(file)] if file else []
