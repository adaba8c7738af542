"""Keeping, attaching, arranging and removing files.

Bytes are on disk for good before a row names them, and are removed after no row names them any more. So a
crash at any moment leaves at most bytes that nobody names, which the sweep removes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.audit.subjects import subject_of
from huigong.files import access, keeping, limits, storing
from huigong.files.apart import examine_apart
from huigong.files.content.kinds import Kind
from huigong.files.content.refusing import not_wanted
from huigong.files.models import Attachment, StoredFile
from huigong.files.places import Place
from huigong.files.states import LIVE, State
from huigong.files.stores import store
from huigong.kernel.errors import Conflict, DomainError


def keep(
    *,
    data: bytes,
    name: str,
    place: Place,
    by: Actor,
    now: datetime,
    keep_until: date | None = None,
    beside: Callable[[], object] | None = None,
) -> StoredFile:
    """Examines a file, keeps it and attaches it to the place; the same bytes of the same owner are kept once.

    `beside` is done in the transaction that attaches it, after the file was found good: both stand, or neither does.

    Raises `Invalid` (`files.…` of `examine_apart`, `files.infected`), `Conflict` (`files.too_many`,
    `files.place_full`), `TooMany` (`files.day_full`, `files.busy`), `Unavailable` (`files.store`,
    `files.no_examiner`).
    """
    access.purpose_of(place.purpose)
    limits.require_room(place, size=len(data), now=now)
    examined = examine_apart(data, longest_side=settings.PICTURE_SIDE, wanted=place.kinds)
    known = storing.rows_of(place.owner, examined).first()
    put = None if known and store().has(known.key) else storing.put_bytes(examined)
    with transaction.atomic():
        if beside is not None:
            beside()
        file = storing.row_of(examined, put, name=name, place=place, now=now)
        _attach(file, place, now=now, keep_until=keep_until)
        record(
            by=by,
            now=now,
            verb="files.kept",
            subject=subject_of(file),
            region=place.region,
            person=place.person,
            data={**_told(place), "kind": file.kind, "size": file.size, "sha256": file.sha256},
        )
    return file


@transaction.atomic
def attach(
    *, file_id: UUID, place: Place, by: Actor, now: datetime, keep_until: date | None = None
) -> Attachment:
    """Puts a file that `by` may see into another place too: from a draft to the case that came of it.

    Raises `NotFound` (`files.not_found`), `Invalid` (`files.kind`), `Conflict` (`files.too_many`, `files.place_full`).
    """
    access.purpose_of(place.purpose)
    file = _visible(file_id, by)
    if Kind(file.kind) not in place.kinds:
        raise not_wanted(Kind(file.kind), place.kinds)
    if not _held(place).filter(file=file).exists():
        limits.require_room_in(place, size=file.size)
    if place.person and not file.person:
        file.person = place.person
        file.save(update_fields=["person"])
    attachment = _attach(file, place, now=now, keep_until=keep_until)
    record(
        by=by,
        now=now,
        verb="files.attached",
        subject=subject_of(file),
        region=place.region,
        person=file.person,
        data=_told(place),
    )
    return attachment


@transaction.atomic
def arrange(*, order: Sequence[UUID], place: Place, by: Actor, now: datetime) -> None:
    """Puts the files of a place into this order; those that are not named follow as they stood.

    Raises `NotFound` (`files.not_found`).
    """
    access.require(by, place.purpose, place.holder)
    rows = list(_held(place).select_for_update().select_related("file").order_by("position", "pk"))
    wanted = {file_id: position for position, file_id in enumerate(order)}
    rows.sort(key=lambda row: wanted.get(row.file.public_id, len(wanted)))
    for position, row in enumerate(rows):
        row.position = position
    Attachment.objects.bulk_update(rows, ["position"])
    record(
        by=by,
        now=now,
        verb="files.arranged",
        subject=f"{place.purpose}:{place.holder}",
        region=place.region,
        person=place.person,
    )


@transaction.atomic
def remove(*, file_id: UUID, place: Place, by: Actor, now: datetime) -> None:
    """Takes a file out of a draft; the bytes go with the last place.

    Raises `NotFound` (`files.not_found`), `Conflict` (`files.must_be_kept`) outside a draft.
    """
    purpose = access.require(by, place.purpose, place.holder)
    if purpose.lapses is None:
        raise _must_be_kept()
    row = _held(place).select_for_update().filter(file__public_id=file_id).first()
    if row is None:
        raise access.not_found()
    detach(row)
    record(
        by=by,
        now=now,
        verb="files.removed",
        subject=f"{StoredFile._meta.label}:{file_id.hex}",
        region=place.region,
        person=row.file.person,
        data=_told(place),
    )


@transaction.atomic
def hand_over(
    *,
    wanted: Iterable[tuple[str, UUID]],
    draft: tuple[str, str],
    place: Place,
    by: Actor,
    now: datetime,
) -> int:
    """Moves files of a draft to where they are kept, each with its field; what else lies there goes with the draft.

    `wanted` are (field, file), `draft` its purpose and holder. No byte is copied; how many were moved.
    Raises `NotFound` (`files.not_found`) to whom the draft is not open, `Conflict` (`files.changed`) where
    one of the files does not lie in it.
    """
    access.purpose_of(place.purpose)
    access.require(by, *draft)
    lying = {(row.field, row.file.public_id): row for row in _rows_of(draft)}
    asked = list(dict.fromkeys(wanted))
    if missing := [key for key in asked if key not in lying]:
        raise _changed(len(missing))
    moved = [lying.pop(key) for key in asked]
    for row in moved:
        row.purpose, row.holder, row.attached_at = place.purpose, place.holder, now
    Attachment.objects.bulk_update(moved, ["purpose", "holder", "attached_at"])
    _tell_of(place.person, moved)
    _detach_all(lying.values())
    if moved:
        _record_move("files.handed_over", [row.file for row in moved], place, by=by, now=now)
    return len(moved)


@transaction.atomic
def drop(*, place: Place, by: Actor, now: datetime) -> int:
    """Removes the files of a draft, or with `place.field` those of one field or of what lies below it; how many.

    Raises `NotFound` (`files.not_found`), `Conflict` (`files.must_be_kept`) outside a draft.
    """
    if access.require(by, place.purpose, place.holder).lapses is None:
        raise _must_be_kept()
    rows = [row for row in _rows_of((place.purpose, place.holder)) if is_below(row.field, place.field)]
    _detach_all(rows)
    if rows:
        _record_move("files.dropped", [row.file for row in rows], place, by=by, now=now)
    return len(rows)


@transaction.atomic
def move(*, draft: tuple[str, str], place: Place, by: Actor, now: datetime) -> int:
    """Files of a draft, from now on in the draft of `place`; how many. What lies there already is not there twice.

    What told of nobody registered tells of `place.person` from now on.

    Raises `NotFound` (`files.not_found`) to whom the draft is not open.
    """
    access.purpose_of(place.purpose)
    access.require(by, *draft)
    rows = list(_rows_of(draft))
    there = {(row.file_id, row.field) for row in _rows_of((place.purpose, place.holder))}
    twice = [row for row in rows if (row.file_id, row.field) in there]
    moved = [row for row in rows if (row.file_id, row.field) not in there]
    for row in moved:
        row.purpose, row.holder = place.purpose, place.holder
    Attachment.objects.bulk_update(moved, ["purpose", "holder"])
    StoredFile.objects.filter(pk__in={row.file_id for row in moved}, person="").update(person=place.person)
    _detach_all(twice)
    if moved:
        _record_move("files.joined", [row.file for row in moved], place, by=by, now=now)
    return len(moved)


def is_below(field: str, above: str) -> bool:
    """Whether a field is the other one, or stands in it: `孩子.2.户口簿` below `孩子.2`; all are below ""."""
    return not above or field == above or field.startswith(f"{above}.")


def _rows_of(draft: tuple[str, str]) -> QuerySet[Attachment]:
    """The files of a draft under lock, as they are arranged."""
    purpose, holder = draft
    rows = Attachment.objects.filter(purpose=purpose, holder=holder)
    return rows.select_for_update().select_related("file").order_by("position", "pk")


def _tell_of(person: str, moved: Sequence[Attachment]) -> None:
    """The files tell of this person from now on; one that lies elsewhere too keeps whom it tells of already."""
    files = StoredFile.objects.filter(pk__in={row.file_id for row in moved})
    here = Attachment.objects.filter(pk__in=[row.pk for row in moved])
    elsewhere = Attachment.objects.filter(file__in=files).exclude(pk__in=here.values("pk"))
    files.exclude(~Q(person=""), pk__in=elsewhere.values("file")).update(person=person)


def _detach_all(rows: Iterable[Attachment]) -> None:
    """`detach` of many; in a transaction."""
    rows = list(rows)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    gone = StoredFile.objects.filter(pk__in={row.file_id for row in rows}, places__isnull=True)
    keys = [key for keys in gone.order_by("pk").values_list("key", "thumbnail_key") for key in keys]
    StoredFile.objects.filter(pk__in=list(gone.order_by("pk").values_list("pk", flat=True))).update(
        state=State.DELETED, name=""
    )
    transaction.on_commit(partial(keeping.remove, *keys), robust=True)


def _record_move(verb: str, files: Iterable[StoredFile], place: Place, *, by: Actor, now: datetime) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"{place.purpose}:{place.holder}",
        region=place.region,
        person=place.person,
        data={**_told(place), "files": sorted({file.public_id.hex for file in files})},
    )


def detach(row: Attachment) -> None:
    """Removes a place, with the last one the file; its bytes once that is committed. In a transaction."""
    file = StoredFile.objects.select_for_update().get(pk=row.file_id)
    row.delete()
    if Attachment.objects.filter(file=file).exists():
        return
    forget(file, State.DELETED)


def forget(file: StoredFile, state: State) -> None:
    """The row stays as a mark without a name; the bytes go once that is committed. In a transaction."""
    file.state, file.name = state, ""
    file.save(update_fields=["state", "name"])
    transaction.on_commit(partial(keeping.remove, file.key, file.thumbnail_key), robust=True)


def _attach(file: StoredFile, place: Place, *, now: datetime, keep_until: date | None) -> Attachment:
    last = _held(place).aggregate(last=Max("position"))["last"]
    attachment, is_new = Attachment.objects.get_or_create(
        file=file,
        purpose=place.purpose,
        holder=place.holder,
        field=place.field,
        defaults={
            "position": 0 if last is None else last + 1,
            "keep_until": keep_until,
            "attached_at": now,
        },
    )
    if not is_new and attachment.keep_until != keep_until:
        attachment.keep_until = keep_until
        attachment.save(update_fields=["keep_until"])
    return attachment


def _held(place: Place) -> QuerySet[Attachment]:
    return Attachment.objects.filter(purpose=place.purpose, holder=place.holder, field=place.field)


def _visible(file_id: UUID, by: Actor) -> StoredFile:
    """The file under lock. Raises `NotFound` (`files.not_found`)."""
    file = StoredFile.objects.select_for_update().filter(public_id=file_id, state__in=LIVE).first()
    if file is None or access.opening(by, file.places.values_list("purpose", "holder")) is None:
        raise access.not_found()
    return file


def _told(place: Place) -> dict[str, str]:
    told = {"purpose": place.purpose, "holder": place.holder}
    return told | ({"field": place.field} if place.field else {})


def _must_be_kept() -> DomainError:
    return Conflict(
        code="files.must_be_kept",
        what=_("这个文件已经提交，不能删除"),
        why=_("办件的材料要按规定保存，以后查得到当时交了什么"),
        do=_("交错了的，请补交正确的文件，并告诉办理的人以哪一份为准"),
    )


def _changed(count: int) -> DomainError:
    return Conflict(
        code="files.changed",
        what=_("传的文件变了，还没有提交"),
        why=ngettext(
            "有 %(count)s 个文件在您核对以后删掉了或者到期了",
            "有 %(count)s 个文件在您核对以后删掉了或者到期了",
            count,
        )
        % {"count": count},
        do=_("请回到表里再看一遍，缺的再传一次"),
    )
