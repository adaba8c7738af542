"""The trail for the auditor: a page of events, how far it is sealed, and a copy as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.audit import actions, queries
from huigong.audit.queries import EventRow, Wanted
from huigong.audit.words import in_words
from huigong.casework.queries.subjects import numbers_of
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.portals.desk.audit.copying import lines
from huigong.portals.desk.audit.forms import ExportForm, NumberForm, WantedForm
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import csvs
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request
from huigong.portals.shared.trail import fields_in_words, seat_in_words
from huigong.portals.shared.views import before
from huigong.registry import watched

MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class Line:
    """An event with what its codes mean, and the addresses that filter by its person and subject."""

    event: EventRow
    verb: str
    office: str
    number: str
    seen: tuple[str, ...]
    of_person: str
    of_subject: str


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Events, newest first, filtered; above them how far the trail is sealed and whole."""
    request.principal.require(Permission.AUDIT_READ)
    return _page(request, WantedForm(request.GET), ExportForm())


@officials_only
@never_cache
def export(request: Request) -> HttpResponseBase:
    """What the filters show, as a table in a file; without a purpose the page comes back and says so."""
    request.principal.require(Permission.AUDIT_READ)
    now, asked, form = timezone.now(), WantedForm(request.GET), ExportForm(request.POST)
    if request.method != "POST" or not asked.is_valid() or not form.is_valid():
        return _page(request, asked, form, status=400)
    purpose = form.cleaned_data["purpose"]
    rows = actions.export(
        by=request.principal, now=now, purpose=purpose, wanted=asked.wanted, at_most=MOST_EXPORTED
    )
    taken_by = f"{request.principal.name}，{timezone.localtime(now):%Y-%m-%d %H:%M}，{purpose}"
    answer = StreamingHttpResponse(lines(rows, taken_by=taken_by), content_type=csvs.MEDIA_TYPE)
    answer["Content-Disposition"] = (
        f'attachment; filename="audit-{timezone.localtime(now):%Y%m%d-%H%M%S}.csv"'
    )
    return answer


@officials_only
@never_cache
@require_POST
def of_person(request: Request) -> HttpResponse:
    """Who looked at somebody whose card is here: the number travels in the body, and is in no address."""
    viewer, form = request.principal, NumberForm(request.POST)
    viewer.require(Permission.AUDIT_READ)
    status = 400
    if form.is_valid():
        try:
            person = watched.person_with(viewer, form.cleaned_data["number"], now=timezone.now())
        except DomainError as error:
            status = beside(error, form)
        else:
            return redirect(f"{reverse('desk:audit')}?{urlencode({'person': person})}")
    return _page(request, WantedForm(request.GET), ExportForm(), number=form, status=status)


def _page(
    request: Request,
    asked: WantedForm,
    form: ExportForm,
    *,
    number: NumberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer, now = request.principal, timezone.now()
    valid = asked.is_valid()
    wanted = asked.wanted if valid else Wanted()
    some = queries.page(viewer, wanted=wanted, before=before(request)) if valid else None
    filters = {name: value for name, value in request.GET.items() if name in asked.fields and value}
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "number_form": number or NumberForm(),
        "state": queries.seal_state(viewer, now=now),
        "lines": list(_lines(some.rows)) if some else [],
        "older": urlencode({**filters, "before": some.older}) if some and some.older else "",
        "filters": urlencode(filters),
        "most": MOST_EXPORTED,
    }
    return page(request, "desk/audit/events.html", "audit", context, status=status if valid else 400)


def _lines(rows: tuple[EventRow, ...]) -> Iterator[Line]:
    numbers = numbers_of(event.subject for event in rows)
    for event in rows:
        number = numbers.get(event.subject, "")
        yield Line(
            event=event,
            verb=gettext(in_words(event.verb)),
            office=seat_in_words(event.office, timezone.localdate(event.at)),
            number=number,
            seen=fields_in_words(event.fields),
            of_person=urlencode({"person": event.person}),
            of_subject=urlencode({"subject": number or event.subject}),
        )
