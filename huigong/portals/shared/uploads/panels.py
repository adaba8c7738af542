"""The panel of one place for files: what is there, a field for more, and what was pressed on it.

A portal's view checks who may put files there, makes the `Place`, and then:

    answer = panels.handle(request, place)          # on POST
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, …, {"panel": panels.show(request, place, mistakes=answer)}, status=400)

and in its page `{% include "shared/uploads/panel.html" %}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huigong.files import access, actions, incoming, queries
from huigong.files.content.kinds import ACCEPTED, MEGABYTE, PICTURES, Kind
from huigong.files.places import Place
from huigong.files.queries import FileView
from huigong.kernel.errors import DomainError, Invalid
from huigong.portals.shared.refusals import in_words, status_for, with_retry
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import senders
from huigong.portals.shared.uploads.viewers import viewer_of

SHRUNK_BYTES, SHRUNK_SIDE = MEGABYTE, 2000  # what the browser makes of a photograph, in bytes and pixels
MOST_AT_ONCE = 10
BEGIN = "begin"  # what the script presses to send a file in parts
_SEE_OTHER = 303
_PHOTOS, _TABLES = gettext_lazy("照片"), gettext_lazy("表格（Excel、CSV）")
# What people call them; several kinds are one to them.
_WORDS = {
    Kind.JPEG: _PHOTOS,
    Kind.PNG: _PHOTOS,
    Kind.PDF: "PDF",
    Kind.XLSX: _TABLES,
    Kind.XLS: _TABLES,
    Kind.ODS: _TABLES,
    Kind.CSV: _TABLES,
    Kind.DOCX: gettext_lazy("Word 文档"),
    Kind.TEXT: gettext_lazy("文本"),
}


@dataclass(frozen=True)
class Mistake:
    """One file that was not taken, by the name that it came with; "" for what is not about one file."""

    name: str
    error: DomainError


@dataclass(frozen=True)
class Panel:
    """What the template shows; `here` is the address that it posts to and is read from again, `id` that of its list
    on the page, `field` the path of the form's field that the files answer."""

    here: str
    files: tuple[FileView, ...]
    mistakes: tuple[Mistake, ...]
    most: int
    accept: str
    kinds: str
    most_megabytes: int
    can_remove: bool
    field: str = ""
    shrunk_bytes: int = SHRUNK_BYTES
    shrunk_side: int = SHRUNK_SIDE

    @property
    def id(self) -> str:
        return f"files-{self.field}"

    @property
    def is_full(self) -> bool:
        return len(self.files) >= self.most


def show(request: Request, place: Place, *, mistakes: Iterable[Mistake] = ()) -> Panel:
    """Raises `NotFound` (`files.not_found`) to whom the purpose does not let in."""
    viewer = viewer_of(request)
    purpose = access.require(viewer, place.purpose, place.holder)
    files = queries.of_place(viewer, purpose=place.purpose, holder=place.holder, field=place.field)
    can_remove = purpose.lapses is not None
    return panel_of(request, place, files, mistakes=mistakes, can_remove=can_remove)


def panel_of(
    request: HttpRequest,
    place: Place,
    files: tuple[FileView, ...],
    *,
    mistakes: Iterable[Mistake] = (),
    can_remove: bool = True,
) -> Panel:
    """The panel of files that a page has read already."""
    kinds = sorted(place.kinds, key=list(ACCEPTED).index)
    return Panel(
        here=request.get_full_path(),
        files=files,
        mistakes=tuple(mistakes),
        most=place.most,
        accept=",".join(("image/*" if kind in PICTURES else ACCEPTED[kind]) for kind in kinds),
        kinds=_("、").join(dict.fromkeys(str(_WORDS.get(kind, kind.label)) for kind in kinds)),
        most_megabytes=max(kind.most_bytes for kind in kinds) // MEGABYTE,
        can_remove=can_remove,
        field=place.field,
    )


def handle(request: Request, place: Place) -> HttpResponse | tuple[Mistake, ...]:
    """Does what was pressed: a way back to the page, or what was not taken and why.

    Raises `DomainError` for what cannot be done at all.
    """
    viewer = viewer_of(request)
    access.require(viewer, place.purpose, place.holder)
    pressed = request.POST.get("op", "add")
    if pressed == BEGIN:
        return begin(request, place)
    if pressed == "add":
        if mistakes := take(request, place, request.FILES.getlist("files")):
            return mistakes
    elif pressed == "remove":
        file_id = queries.id_of(request.POST.get("file", ""))
        actions.remove(file_id=file_id, place=place, by=viewer, now=timezone.now())
    elif pressed in {"up", "down"}:
        _move(request, place, -1 if pressed == "up" else 1)
    return HttpResponseRedirect(request.get_full_path(), status=_SEE_OTHER)


def take(request: Request, place: Place, sent: Sequence[UploadedFile]) -> tuple[Mistake, ...]:
    """Whole files, as a form without JavaScript sends them; those that can be taken are."""
    if not sent:
        return (Mistake("", none_came()),)
    viewer, mistakes = viewer_of(request), list[Mistake]()
    for count, file in enumerate(sent):
        name = file.name or ""
        try:
            if count >= MOST_AT_ONCE:
                raise _too_many_at_once()
            senders.require_turn(request)
            senders.require_trust(request)
            senders.require_room(request, file.size or 0)
            data = file.read() if file.size else b""
            with senders.counting(request):
                actions.keep(data=data, name=name, place=place, by=viewer, now=timezone.now())
        except DomainError as error:
            senders.count_refused(request, error)
            mistakes.append(Mistake(name, error))
    return tuple(mistakes)


def begin(request: Request, place: Place) -> HttpResponse:
    """Where to send the parts of one file, as JSON; see `views.part`."""
    size = request.POST.get("size", "")
    try:
        senders.require_turn(request)
        senders.require_trust(request)
        coming = incoming.begin(
            name=request.POST.get("name", ""),
            size=int(size) if size.isascii() and size.isdecimal() and len(size) < 12 else 0,
            sender=senders.sender_of(request),
            place=place,
            now=timezone.now(),
        )
    except DomainError as error:
        return refusal(error)
    address = reverse("shared:upload", args=[coming.public_id])
    return JsonResponse({"address": address, "part": incoming.PART_BYTES}, status=201)


def refusal(error: DomainError) -> HttpResponse:
    """An error for the script, which shows it beside the file."""
    text = in_words(error, "what", "why", "do")
    return with_retry(JsonResponse({**error.as_dict(), "text": text}, status=status_for(error)), error)


def _move(request: Request, place: Place, step: int) -> None:
    order = [file.public_id for file in show(request, place).files]
    file_id = queries.id_of(request.POST.get("file", ""))
    if file_id not in order:
        raise access.not_found()
    at = order.index(file_id)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    actions.arrange(order=order, place=place, by=viewer_of(request), now=timezone.now())


def _too_many_at_once() -> DomainError:
    return Invalid(
        code="files.too_many_at_once",
        what=_("这个文件没有收下"),
        why=_("一次最多传 %(most)s 个文件，前面的已经收下了。") % {"most": MOST_AT_ONCE},
        do=_("请把剩下的再选一次。"),
    )


def none_came() -> DomainError:
    """Where a file was to be sent and none came: none was chosen, or its name could not be read, which drops it."""
    return Invalid(
        code="files.none_chosen",
        what=_("还没有选文件"),
        why=_("没有收到任何文件。"),
        do=_("请先点“选照片或文件”，选好以后再点上传。选过的，请把文件名改短、用普通的字，再选一次。"),
    )
