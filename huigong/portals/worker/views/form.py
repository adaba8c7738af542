"""The screens of a service's form: a question a page, the list to check, the sheet of paper. Nobody needs to log in for them."""

from __future__ import annotations

from http.client import FOUND

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huigong.casework.ownshapes import OwnCaseRow
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Kind
from huigong.forms.lodging import Lodged
from huigong.forms.screens import CHECK, first_open
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.dear import dear_where
from huigong.portals.shared.requests import Request
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import check_page, paper_page, worker_page
from huigong.portals.worker import attached, several, standing
from huigong.portals.worker.filling import Filling
from huigong.portals.worker.findings import in_words
from huigong.portals.worker.keeping import is_large, keep, mark_started, unmark
from huigong.portals.worker.sending import too_wide
from huigong.portals.worker.views.entry import (
    asks_whose_first,
    bound_to_person,
    tells_of_the_end,
    to_place,
    visit_of,
    with_cases,
)
from huigong.portals.worker.visit import Visit


def costs_much(request: HttpRequest) -> bool:
    """Whether a page of the form costs several times as much as another, as so much was written."""
    return is_large(request.session)


def filling_of(request: Request, visit: Visit, service_id: str) -> Filling | None:
    """The form of whoever visits. Raises `DomainError` (`catalogue.no_service`)."""
    return Filling.of(
        visit,
        service_id,
        viewer=standing.applicant(request),
        now=timezone.now(),
        on=timezone.localdate(),
        acting=standing.held(request),
    )


@dear_where(costs_much)
@require_safe
@asks_whose_first
@tells_of_the_end
def begin(request: Request, service_id: str) -> HttpResponse:
    """The first screen that is still open."""
    visit = with_cases(request)
    filling = filling_of(request, visit, service_id)
    if filling is None:
        return redirect("worker:apply", service_id)
    if case := visit.case_of(service_id):
        warn_of_case(request, case)
    if filling.needs_place and not visit.region:
        return to_place(request, onward=request.path)
    return redirect(_address(service_id, first_open(filling.filled(), filling.draft)))


def warn_of_case(request: Request, case: OwnCaseRow) -> None:
    """Says that the same is under way already, before somebody fills in everything again."""
    said = _("您已经交过这件事，正在办，编号%(number)s。要补内容的，在那一件里补。") % {"number": case.number}
    link = format_html('<a href="{}">{}</a>', reverse("worker:case", args=[case.case_id]), _("看办到哪一步"))
    messages.warning(request, format_html("{} {}", said, link))


@takes_files
@dear_where(costs_much)
@require_http_methods(["GET", "POST"])
@asks_whose_first
@bound_to_person
@tells_of_the_end
def screen(request: Request, service_id: str, screen: str) -> HttpResponse:
    """One question; what is sent is kept whatever it is."""
    desk = _desk(request, service_id)
    if desk is None:
        return redirect("worker:apply", service_id)
    response = worker_page(request, desk, screen)
    if request.method == "POST":
        if response.status_code == FOUND:
            response = _told_at_once(request, desk.form, service_id, screen) or response
        mark_started(response)
    return response


def _told_at_once(request: Request, form: Form, service_id: str, screen: str) -> HttpResponse | None:
    """Says what an answer means as soon as it is given: a place that names no office, a last day that is near.

    Gives the screen again where it has to be answered otherwise.
    """
    place = screen == form.where
    day = any(
        asked.fact and asked.kind is Kind.DATE and asked.id in request.POST for asked in _on(form, screen)
    )
    if not place and not day:
        return None
    visit = visit_of(request)
    filling = filling_of(request, visit, service_id)
    if filling and place and (wide := _too_wide(filling)):
        messages.warning(request, wide)
        return redirect(request.get_full_path())
    ends = filling.ends(visit) if filling and day else None
    if ends and ends.near:
        messages.warning(request, in_words(ends))
    return None


def _on(form: Form, screen: str) -> list[Field]:
    """The fields that a worker answers on one screen, which bears the name of its first one."""
    first = form.fields.get(screen)
    group = first.group if first else ""
    return [asked for id, asked in form.fields.items() if id == screen or (group and asked.group == group)]


def _too_wide(filling: Filling) -> str:
    """What to say of the place just told, where it names no office; "" where it does, or nothing was told."""
    place = filling.told_place
    return too_wide(filling.service.id, place, filling.on) if place else ""


@dear_where(costs_much)
@require_http_methods(["GET", "POST"])
@asks_whose_first
@bound_to_person
@tells_of_the_end
def check(request: Request, service_id: str) -> HttpResponse:
    """Everything that was said, each with a way to change it."""
    desk = _desk(request, service_id)
    return redirect("worker:apply", service_id) if desk is None else check_page(request, desk)


@dear_where(costs_much)
@require_safe
def paper(request: Request, service_id: str) -> HttpResponse:
    """The form for paper, as far as it is filled in."""
    desk = _desk(request, service_id)
    return redirect("worker:apply", service_id) if desk is None else paper_page(request, desk)


@require_POST
@bound_to_person
def drop(request: Request, service_id: str) -> HttpResponse:
    """Gives up a form that was begun."""
    attached.drop(request, service_id, now=timezone.now())
    left = keep(request.session, lambda visit: visit.without_draft(service_id))
    response = redirect("worker:cases" if request.user.is_authenticated else "worker:home")
    if left == Visit():
        unmark(response)
    return response


def _desk(request: Request, service_id: str) -> Desk | None:
    several.as_meant(request)
    visit = visit_of(request)
    filling = filling_of(request, visit, service_id)
    if filling is None:
        return None

    def sent(lodged: Lodged) -> HttpResponse:
        keep(request.session, lambda visit: filling.learned(lodged, visit))
        return redirect("worker:apply", service_id)

    def save(changed: Draft) -> None:
        keep(request.session, lambda visit: filling.keeping(changed, visit))

    return Desk(
        form=filling.form,
        draft=filling.draft,
        facts=filling.facts,
        on=filling.on,
        save=save,
        address=lambda screen: _address(service_id, screen),
        sent=sent,
        frame="worker/frame.html",
        onward=_("下一步：看交给谁"),
        hidden={standing.FIELD: standing.whom(request), several.FIELD: several.meant(visit)},
        keeper=attached.FormKeeper(request, service_id, filling.kept),
    )


def _address(service_id: str, screen: str) -> str:
    if not screen:
        return reverse("worker:service", args=[service_id])
    if screen == CHECK:
        return reverse("worker:form-check", args=[service_id])
    return reverse("worker:form-screen", args=[service_id, screen])
