"""Looking at a file, and the parts of one that is on its way.

Part by part, a protocol of three requests at the address that `panels` gives:
`GET` says `{"received": n, "size": m}`; `POST` with `Upload-Offset: n` brings the next bytes and answers the
same, with `"done": true` after the last; `DELETE` gives up. 409 means: ask where to go on.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huigong.files import incoming, queries
from huigong.kernel.errors import Conflict, DomainError
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import senders, serving
from huigong.portals.shared.uploads.panels import refusal
from huigong.portals.shared.uploads.viewers import viewer_of


@require_safe
def file(request: Request, file_id: UUID) -> HttpResponseBase:
    """One file; `?save` to keep it."""
    opened = queries.opened(viewer_of(request), file_id, now=timezone.now())
    return serving.answer(opened, save="save" in request.GET)


@require_safe
def small(request: Request, file_id: UUID) -> HttpResponseBase:
    """The small picture of a picture."""
    return serving.answer(queries.opened(viewer_of(request), file_id, now=timezone.now(), small=True))


@require_http_methods(["GET", "POST", "DELETE"])
def part(request: Request, incoming_id: UUID) -> HttpResponse:
    """See the top of this file."""
    try:
        sender = senders.sender_of(request) if senders.has_sent(request) else ""
        coming = incoming.of(incoming_id, sender=sender)
        if request.method == "DELETE":
            incoming.forget(coming)
            return HttpResponse(status=204)
        if request.method == "GET":
            return _so_far(coming.received, coming.size)
        senders.require_turn(request, senders.PARTS)
        return _take(request, incoming_id, sender=sender, size=coming.size)
    except DomainError as error:
        senders.count_refused(request, error)
        return refusal(error)


def _take(request: Request, incoming_id: UUID, *, sender: str, size: int) -> HttpResponse:
    offset, now = _offset(request), timezone.now()
    received = offset
    if offset < size:
        senders.require_room(request, len(request.body))
        received = incoming.append(
            incoming_id=incoming_id, sender=sender, offset=offset, part=request.body, now=now
        )
    if received < size:
        return _so_far(received, size)
    senders.require_trust(request)
    with senders.counting(request):
        incoming.finish(incoming_id=incoming_id, sender=sender, by=viewer_of(request), now=now)
    return _so_far(received, size, done=True)


def _so_far(received: int, size: int, *, done: bool = False) -> HttpResponse:
    return JsonResponse({"received": received, "size": size, "done": done})


def _offset(request: Request) -> int:
    text = request.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise Conflict(code="files.offset", what=_("这一段接不上"), why=_("没有说明从哪里接着传"))
    return int(text)
