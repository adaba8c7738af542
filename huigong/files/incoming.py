"""Files that come in parts, so that a lost connection costs one part and not the whole.

The server says how much it has; the sender goes on from there. Parts are sealed and stored as files
are. No audit event: nothing is handed in until the last part has come and `actions.keep` has taken it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huigong.audit.actors import Actor
from huigong.files import access, actions, keeping, limits, names
from huigong.files.content.refusing import empty
from huigong.files.models import IncomingFile, StoredFile
from huigong.files.places import Place
from huigong.kernel.errors import Conflict, DomainError, Invalid, NotFound, TooMany

PART_BYTES = 256 * 1024  # half a minute at the slowest mobile network that still is one
MOST_AT_ONCE = 20
KEPT = timedelta(days=1)


def begin(*, name: str, size: int, sender: str, place: Place, now: datetime) -> IncomingFile:
    """Announces a file. Raises as `limits.require_room`, `Invalid` (`files.empty`), `TooMany` (`files.too_many_coming`)."""
    access.purpose_of(place.purpose)
    if size < 1:
        raise empty()
    limits.require_room(place, size=size, now=now, coming=limits.coming(sender))
    if IncomingFile.objects.filter(sender=sender).count() >= MOST_AT_ONCE:
        raise TooMany(
            code="files.too_many_coming",
            what=_("同时传的文件太多了"),
            why=_("一次最多传 %(most)s 个，传完一个再传下一个") % {"most": MOST_AT_ONCE},
            do=_("请等前面的传完；断在半路的一天以后会清掉"),
        )
    return IncomingFile.objects.create(
        sender=sender,
        name=names.sent(name),
        size=size,
        place=place.written(),
        touched_at=now,
    )


def of(incoming_id: UUID, *, sender: str) -> IncomingFile:
    """The file on its way. Raises `NotFound` (`files.not_coming`), also to everybody else."""
    incoming = IncomingFile.objects.filter(public_id=incoming_id, sender=sender).first()
    if incoming is None:
        raise NotFound(
            code="files.not_coming",
            what=_("这个文件没有传到"),
            why=_("传了一半放下太久，或者已经传完了"),
            do=_("请看看列表里有没有它；没有的，请重新选一次"),
        )
    return incoming


def append(*, incoming_id: UUID, sender: str, offset: int, part: bytes, now: datetime) -> int:
    """Takes the next part and gives how many bytes have come.

    Raises `Conflict` (`files.offset`) when the part does not follow what has come: ask `of` and go on
    there; `Invalid` (`files.part`) where it is not `PART_BYTES` long, or the rest of the file; `NotFound` (`files.not_coming`); `TooMany` (`files.all_full`).
    """
    incoming = of(incoming_id, sender=sender)
    received = offset + len(part)
    # Each part lies in the store as a file of its own: nobody makes many of little.
    if not part or len(part) != min(PART_BYTES, incoming.size - offset):
        raise Invalid(
            code="files.part",
            what=_("传来的这一段不对"),
            why=_("长度和开头说的不一样，文件可能在传的时候改过"),
            do=_("请重新选一次文件"),
        )
    if offset != incoming.received:
        raise _elsewhere()
    limits.require_room_for_all(access.purpose_of(incoming.place["purpose"]), size=len(part))
    key = keeping.put(part)
    # Compares and sets in one statement: of two senders of one part, one is too late.
    parts = [*incoming.parts, key]
    waiting = IncomingFile.objects.filter(pk=incoming.pk, received=offset)
    if not waiting.update(received=received, parts=parts, touched_at=now):
        keeping.remove(key)
        raise _elsewhere()
    return received


def finish(*, incoming_id: UUID, sender: str, by: Actor, now: datetime) -> StoredFile:
    """Keeps the file once all of it has come. Asking again after a crash gives the same file.

    Raises as `actions.keep`; `NotFound` (`files.not_found`) where `by` may no longer see the place; `Conflict`
    (`files.offset`) while parts are missing. A refused file is deleted; after `TooMany` or `Unavailable` it is kept
    for another try.
    """
    incoming = of(incoming_id, sender=sender)
    if incoming.received != incoming.size:
        raise _elsewhere()
    place = Place.read(incoming.place)
    try:
        access.require(by, place.purpose, place.holder)  # it may have ended since the first part
        data = b"".join(keeping.read(key) for key in incoming.parts)
        file = actions.keep(data=data, name=incoming.name, place=place, by=by, now=now)
    except (Invalid, Conflict, NotFound):
        forget(incoming)
        raise
    forget(incoming)
    return file


def forget(incoming: IncomingFile) -> None:
    """The row first: parts that nobody names are removed by the sweep, should this stop in between."""
    incoming.delete()
    keeping.remove(*incoming.parts)


def _elsewhere() -> DomainError:
    return Conflict(
        code="files.offset",
        what=_("这一段接不上"),
        why=_("网络断过，服务器收到的和您这边记的不一样"),
        do=_("会从收到的地方接着传，不用重来"),
    )
