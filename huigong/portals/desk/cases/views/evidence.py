"""The files of a case beside its form and the rule's verdict: looked at without leaving the page or saving anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.casework.queries import cases
from huigong.directory.principals import Principal
from huigong.files import viewing
from huigong.files.queries import FileView
from huigong.files.viewing import Sight
from huigong.kernel.errors import Denied, DomainError, NoAccess, NotFound
from huigong.portals.desk.cases import again
from huigong.portals.desk.cases.screened import screened
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.watching import reason_first
from huigong.portals.shared import refusals
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads.viewers import viewer_of


@dataclass(frozen=True)
class Paper:
    """A file of the case, under what it was handed in for."""

    words: str
    file: FileView
    address: str
    here: bool


@officials_only
@never_cache
@reason_first
def show(request: Request, public_id: str) -> HttpResponse:
    """`file` is the one that is looked at, the first where the address names none; `page` its page or sheet."""
    viewer, now = request.principal, timezone.now()
    seen = cases.page(viewer, public_id, now=now)
    named, refused = _files(viewer, public_id, now=now)
    wanted = request.GET.get("file", "")
    chosen = next((file for _, file in named if file.public_id.hex == wanted), named[0][1] if named else None)
    here = reverse("desk:case-evidence", args=[public_id])
    context = {
        "case": seen,
        "beside": True,
        "papers": [
            Paper(words, file, f"{here}?file={file.public_id.hex}", file is chosen) for words, file in named
        ],
        "chosen": chosen,
        "screened": screened(viewer, seen),
        "again": again.names(seen),
        "reasons_again": again.REASONS.items(),
        "refused": refused,
        **_sight(request, chosen),
    }
    return page(request, "desk/cases/evidence.html", "tasks", context)


@officials_only
@never_cache
def leaf(request: Request, public_id: str, file_id: UUID, number: int) -> HttpResponse:
    """One page of a PDF as a picture."""
    names = {file.public_id for _, file in cases.files_of(request.principal, public_id, now=timezone.now())}
    if file_id not in names:
        raise NotFound(code="files.not_found", what="没有这个文件", do="请回到办件页面")
    sight = viewing.look(viewer_of(request), file_id, page=number, now=timezone.now())
    answer = HttpResponse(sight.picture, content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


def _files(
    viewer: Principal, public_id: str, *, now: datetime
) -> tuple[tuple[tuple[str, FileView], ...], str]:
    """The files by what they are for; or none, and why a child's do not open."""
    try:
        return cases.files_of(viewer, public_id, now=now), ""
    except Denied as error:
        return (), refusals.in_words(error, "what", "why", "do")


def _sight(request: Request, chosen: FileView | None) -> dict[str, object]:
    """What the page shows of the file: nothing for a picture, which the browser fetches itself."""
    if chosen is None or not chosen.is_open or chosen.kind not in viewing.SHOWN:
        return {"sight": None}
    number = request.GET.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    try:
        sight = viewing.look(viewer_of(request), chosen.public_id, page=wanted, now=timezone.now())
    except NoAccess:
        raise
    except DomainError as error:
        return {"sight": None, "mistake": refusals.in_words(error, "what", "do")}
    return {"sight": sight, "pages": _pages(sight)}


def _pages(sight: Sight) -> dict[str, int]:
    """The pages beside this one; 0 for none."""
    return {
        "before": sight.page - 1,
        "after": sight.page + 1 if sight.page < sight.pages else 0,
    }
