"""The bytes of a file and the row that stands for them: the same bytes of the same owner are kept once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huigong.audit.fields import sealer
from huigong.files import keeping, names, scanning
from huigong.files.content.examining import Examined
from huigong.files.models import StoredFile
from huigong.files.places import Place
from huigong.files.scanning import Found
from huigong.files.states import LIVE, State
from huigong.files.stores import store
from huigong.kernel.errors import DomainError, Invalid


@dataclass(frozen=True)
class Bytes:
    """Where the bytes of one file were put."""

    key: str
    thumbnail_key: str
    found: Found


def put_bytes(examined: Examined) -> Bytes:
    """Scanned and stored. Raises `Invalid` (`files.infected`), `Unavailable` (`files.store`)."""
    answer = scanning.scan([examined.body])
    if answer is Found.VIRUS:
        raise _infected()
    thumbnail_key = keeping.put(examined.thumbnail) if examined.thumbnail else ""
    return Bytes(keeping.put(examined.body), thumbnail_key, answer)


def rows_of(owner: str, examined: Examined) -> QuerySet[StoredFile]:
    """The live rows of these bytes, at most one."""
    return StoredFile.objects.filter(owner=owner, sha256=examined.sha256, state__in=LIVE).order_by("pk")


def row_of(examined: Examined, put: Bytes | None, *, name: str, place: Place, now: datetime) -> StoredFile:
    """The row of these bytes, locked: the one that is there, or a new one."""
    known = rows_of(place.owner, examined).select_for_update().first()
    if known is None:
        put = put or put_bytes(examined)  # it was deleted since we looked
        try:
            with transaction.atomic():
                return _created(examined, put, name=name, place=place, now=now)
        except IntegrityError:  # another request was first
            known = rows_of(place.owner, examined).select_for_update().get()
    if put is None:
        return known
    if store().has(known.key):
        transaction.on_commit(partial(keeping.remove, put.key, put.thumbnail_key), robust=True)
        return known
    known.key, known.thumbnail_key, known.sealed_with = put.key, put.thumbnail_key, sealer().key_id
    known.save(update_fields=["key", "thumbnail_key", "sealed_with"])
    return known


def _created(examined: Examined, put: Bytes, *, name: str, place: Place, now: datetime) -> StoredFile:
    waits = put.found is Found.SILENT
    return StoredFile.objects.create(
        owner=place.owner,
        person=place.person,
        kind=examined.kind,
        size=len(examined.body),
        sha256=examined.sha256,
        name=names.shown(name, ending=examined.kind.ending),
        state=State.WAITING if waits else State.READY,
        scanned_by=scanning.NAME if put.found is Found.NOTHING else "",
        key=put.key,
        thumbnail_key=put.thumbnail_key,
        sealed_with=sealer().key_id,
        kept_at=now,
    )


def _infected() -> DomainError:
    return Invalid(
        code="files.infected",
        what=_("这个文件里有病毒，没有收下"),
        why=_("查毒程序认出了它；别的文件不受影响"),
        do=_("请在手机或电脑上杀毒，然后重新拍照或重新导出一份"),
    )
