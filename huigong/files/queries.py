"""Reading files: what is attached to a holder, and one file with its bytes, which leaves a look in the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huigong.audit.actions import READ_VERB, record, record_access
from huigong.audit.actors import Actor
from huigong.audit.subjects import subject_of
from huigong.files import access, keeping
from huigong.files.content.kinds import Kind
from huigong.files.models import Attachment, StoredFile
from huigong.files.states import LIVE, State
from huigong.kernel.errors import Conflict, DomainError
from huigong.kernel.writing import said


class Viewer(Actor, Protocol):
    """Who looks; `directory.principals.Principal` fits."""

    @property
    def person_id(self) -> str | None: ...

    @property
    def drafts(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class FileView:
    """One file of a list. `scanned_by` is empty for what no scanner has seen."""

    public_id: UUID
    name: str
    kind: Kind
    size: int
    state: State
    scanned_by: str
    attached_at: datetime

    @property
    def is_refused(self) -> bool:
        """Whether a scanner found something in it after it had come; its bytes are gone."""
        return self.state == State.REFUSED

    @property
    def is_open(self) -> bool:
        """Whether it can be looked at."""
        return self.state == State.READY


@dataclass(frozen=True)
class OpenedFile:
    """A file with its bytes, in chunks that are verified one by one; `size` is that of all of them."""

    name: str
    kind: Kind
    size: int
    chunks: Iterator[bytes]


def of_place(viewer: Viewer, *, purpose: str, holder: str, field: str = "") -> tuple[FileView, ...]:
    """The files of a holder's field in their order, without their bytes. Raises `NotFound` (`files.not_found`)."""
    return by_field(viewer, purpose=purpose, holder=holder).get(field, ())


def by_field(viewer: Viewer, *, purpose: str, holder: str) -> dict[str, tuple[FileView, ...]]:
    """All files of a holder by the path of the field that they answer, "" for none; each in its order.

    One query, besides what the purpose asks. Raises `NotFound` (`files.not_found`).
    """
    access.require(viewer, purpose, holder)
    return held((purpose,), holder=holder)


def held(purposes: Collection[str], *, holder: str) -> dict[str, tuple[FileView, ...]]:
    """`by_field` for a caller that has asked already who looks."""
    rows = Attachment.objects.filter(purpose__in=purposes, holder=holder).select_related("file")
    by_field: dict[str, tuple[FileView, ...]] = {}
    for row in rows.order_by("position", "pk"):
        by_field[row.field] = (*by_field.get(row.field, ()), _view(row))
    return by_field


def opened(viewer: Viewer, file_id: UUID, *, now: datetime, small: bool = False) -> OpenedFile:
    """One file, or with `small` its thumbnail (JPEG).

    The look is in the trail before a byte is given; looks of the owner at the own file are not.
    Raises what its purpose's `reader` and the guards (`access.guard`) raise, `NotFound` (`files.not_found`), `Conflict` (`files.waiting`) for what has not been scanned,
    `Unavailable` (`files.lost`, `files.store`, `sealing.…`).
    """
    file = StoredFile.objects.filter(public_id=file_id, state__in=LIVE).first()
    if file is None or (small and not file.thumbnail_key):
        raise access.not_found()
    places = list(file.places.order_by("pk").values_list("purpose", "holder"))
    lets_in = access.opening(viewer, places)
    if lets_in is None:
        raise access.not_found()
    purpose, holder = lets_in
    own = _is_own(viewer, file, places)
    if purpose.reader is not None and not own:
        viewer = _reader(purpose.reader, viewer, file, holder, now=now)
    if file.state == State.WAITING:
        raise _waiting()
    chunks = keeping.opened(file.thumbnail_key if small else file.key)
    if not own:
        _record_look(viewer, file, says=purpose.says, now=now)
    if not small:
        return OpenedFile(file.name, Kind(file.kind), file.size, chunks)
    small_bytes = b"".join(chunks)
    return OpenedFile(file.name, Kind.JPEG, len(small_bytes), iter([small_bytes]))


def id_of(text: str) -> UUID:
    """The id of a file from a form or an address. Raises `NotFound` (`files.not_found`) for what is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise access.not_found() from error


def subjects() -> Iterable[str]:
    """Every file as the trail names it."""
    for public_id in StoredFile.objects.order_by("pk").values_list("public_id", flat=True).iterator():
        yield f"{StoredFile._meta.label}:{public_id.hex}"


def _view(row: Attachment) -> FileView:
    file, state = row.file, State(row.file.state)
    return FileView(
        file.public_id, file.name, Kind(file.kind), file.size, state, file.scanned_by, row.attached_at
    )


def _reader(reader: access.Reader, viewer: Viewer, file: StoredFile, holder: str, *, now: datetime) -> Viewer:
    with access.guarded(viewer, subject_of(file), person=file.person, now=now):
        read: Viewer = reader(viewer, holder, localdate(now))
    return read


def _is_own(viewer: Viewer, file: StoredFile, places: Iterable[tuple[str, str]]) -> bool:
    own = {viewer.account_id, viewer.person_id} - {None, ""}
    return bool(own & {file.owner, file.person}) or any(
        holder in viewer.drafts for _purpose, holder in places
    )


def _record_look(viewer: Viewer, file: StoredFile, *, says: str, now: datetime) -> None:
    """Recorded under the person whom the file is about, or under the file where that is nobody registered."""
    purpose = viewer.purpose if said(viewer.purpose) else says
    fields = [f"{Kind(file.kind).label} {file.public_id.hex[:8]}"]
    if file.person:
        record_access(viewer=viewer, now=now, person=file.person, purpose=purpose, fields=fields)
        return
    with transaction.atomic():
        subject = subject_of(file)
        record(by=viewer, now=now, verb=READ_VERB, subject=subject, purpose=purpose, data={"fields": fields})


def _waiting() -> DomainError:
    return Conflict(
        code="files.waiting",
        what=_("这个文件还在查毒"),
        why=_("查毒程序刚才没有应答，没有查过的文件不打开"),
        do=_("请过几分钟再看；文件已经收到，不用再传"),
    )
