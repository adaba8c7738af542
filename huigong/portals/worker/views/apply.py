"""Applying: say once who you are, see what will be sent, send it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework.actions import applications
from huigong.casework.queries import own
from huigong.catalogue.identity import needed_for
from huigong.catalogue.services import catalogue
from huigong.files.queries import FileView
from huigong.forms.fields import Form
from huigong.forms.lodging import Lodged, Problems
from huigong.forms.screens import check_list
from huigong.kernel.errors import DomainError
from huigong.portals.shared import realname
from huigong.portals.shared.dear import dear_where
from huigong.portals.shared.fields import beside
from huigong.portals.shared.languages import said
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads.viewers import viewer_of
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import attached, guide, known, standing
from huigong.portals.worker.filling import said_of_oneself
from huigong.portals.worker.forms import ConfirmForm, OtherPaperForm, PersonForm
from huigong.portals.worker.keeping import keep
from huigong.portals.worker.places import county_name, place_name
from huigong.portals.worker.sending import Sending, too_wide
from huigong.portals.worker.views.entry import (
    registered_only,
    to_place,
    visit_of,
    with_cases,
    workers_only,
)
from huigong.portals.worker.views.form import costs_much, filling_of, warn_of_case
from huigong.portals.worker.views.identity import finish_registration
from huigong.portals.worker.visit import Visit
from huigong.registry import acting
from huigong.registry import queries as registry
from huigong.registry.actions import people
from huigong.registry.newcomers import OtherPaper

_PAPER = "paper"
"""The word in the address of the registration for whoever has no resident number."""
CONSENT_WORDING = "2026-11"  # worker/consent.html as of that month: a new wording needs a new consent


@workers_only
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """Name, resident number, hukou place and home, asked once; what a form was told stands there already,
    and for the home the county that was asked about."""
    if request.principal.person_id:
        return redirect(safe_next(request, default=reverse("worker:results")))
    visit = visit_of(request)
    told = {"residence": county_name(visit.region), **said_of_oneself(visit)}
    otherwise = _PAPER in request.GET
    form: PersonForm | OtherPaperForm
    if otherwise:
        form = OtherPaperForm(request.POST or None, initial=told)
    else:
        who = known.look(request.session, now=timezone.now())
        form = PersonForm(request.POST or None, initial=told, known=who)
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _register(request, form)
        except DomainError as error:
            status = beside(error, form, place="hukou_place")
        else:
            return redirect(safe_next(request, default=reverse("worker:results")))
    onward = urlencode({"next": request.GET["next"]}) if "next" in request.GET else ""
    context = {
        "form": form,
        "provider": None if otherwise else realname.provider(),
        "otherwise": otherwise,
        "to_card": f"?{onward}",
        "to_other": f"?{_PAPER}=other&{onward}",
    }
    return render(request, "worker/register.html", context, status=status)


@dear_where(costs_much)
@require_http_methods(["GET", "POST"])
def confirm(request: Request, service_id: str) -> HttpResponse:
    """Everything that will be sent, on one page; a POST sends exactly that, twice sent is sent once.

    A form is filled in before, without a login. Where the place that the law names is not known, it is asked
    for first. Where place, answers, form, rule or day are no longer what the page showed, it is shown again.
    """
    if request.method == "POST" and (
        sent := own.sent_with(request.principal, service_id, request.POST.get("key", ""))
    ):
        return _to_receipt(sent)
    visit = visit_of(request)
    service = catalogue().get(service_id, guide.region_of(visit), timezone.localdate())
    if service.without_form:
        messages.info(request, said(service.without_form))
        return redirect("worker:service", service_id)
    filling = filling_of(request, visit, service_id)
    lodged = filling.lodge() if filling else None
    if isinstance(lodged, Problems):
        sent_elsewhere = request.method == "POST" and visit.sheet(service_id) not in visit.drafts
        if sent_elsewhere and (case := with_cases(request).case_of(service_id)):
            warn_of_case(request, case)
            return redirect("worker:case", case.case_id)
        if request.method == "POST":
            messages.info(request, _("表里还缺内容，还没有提交。"))
        return redirect("worker:form", service_id)
    if filling and lodged:
        visit = visit.at(filling.region(lodged) or visit.region)
    if not visit.region:
        return to_place(request, onward=request.path)
    filled = (filling.form, lodged) if filling and lodged else None
    warned = check_list(filling.filled(), filling.draft).warnings if filling else ()
    return _confirm(request, visit, service_id, filled, filling.files if filling else {}, warned)


@registered_only
def _confirm(
    request: Request,
    visit: Visit,
    service_id: str,
    filled: tuple[Form, Lodged] | None,
    files: Mapping[str, tuple[FileView, ...]],
    warned: Sequence[str],
) -> HttpResponse:
    person_id = standing.applicant(request).person_id or ""
    sending = Sending.of(
        visit,
        service_id,
        person_id=person_id,
        on=timezone.localdate(),
        filled=filled,
        files=files,
        registered=_registered(request, person_id),
    )
    if sending.form and sending.form.where and not sending.to_an_office:
        messages.warning(request, too_wide(service_id, sending.region, sending.on))
        return redirect("worker:form-screen", service_id, sending.form.where)
    needed = needed_for(sending.finding.service)
    if not standing.assurance(request).reaches(needed):
        asked = urlencode({"next": request.path, "need": needed.value})
        return redirect(f"{reverse('worker:prove')}?{asked}")
    to_ask = sending.finding.where.to_ask
    if request.method == "GET" and to_ask and not sending.placed and to_ask not in visit.settled:
        return redirect(f"{reverse('worker:interview')}?{urlencode({'fact': to_ask, 'next': request.path})}")
    if request.method == "GET":
        return _show(request, sending, _fresh_form(sending), warned=warned)
    form = ConfirmForm(request.POST)
    if not sending.was_shown(form.data.get("seen", "")):
        return _show(request, sending, _fresh_form(sending), warned=warned, changed=True, status=409)
    if not form.is_valid():
        return _show(request, sending, form, warned=warned, status=400)
    try:
        return _lodge(request, sending, form)
    except applications.AlreadyOpen as open_already:
        return _show(
            request, sending, _fresh_form(sending), warned=warned, open_already=open_already, status=409
        )


def _registered(request: Request, person_id: str) -> Mapping[str, str] | None:
    """The name and number with which the visitor is registered; None where the application is somebody else's."""
    if person_id != request.principal.person_id:
        return None
    return registry.reveal(request.principal, person_id, ("name", "resident_number"), now=timezone.now())


@transaction.atomic
def _register(request: Request, form: PersonForm | OtherPaperForm) -> None:
    """Registers the person and keeps that they agreed, when, and to which wording."""
    given, by, now = form.cleaned_data, request.principal, timezone.now()
    hukou_place = given.get("hukou_place", "")
    residence = given["residence"] or hukou_place
    paper = (given["paper"], given["sex"], given["born"], given["country"]) if "paper" in given else None
    person = people.register_own(
        by=by,
        now=now,
        name=given["name"],
        resident_number=given["resident_number"],
        hukou_place=hukou_place,
        residence=residence,
        other=OtherPaper.said(*paper) if paper else None,
    )
    finish_registration(request)
    # A provider may just have led to the record that was there.
    person_id = registry.person_id_of_account(by.account_id) or person.public_id.hex
    attached.belongs_to(request, person_id, by=by.with_person(person_id), now=now)
    record(
        by=by,
        now=now,
        verb="portals.worker.consented",
        subject=subject_of(person),
        region=residence,
        person=person.public_id.hex,
        data={"wording": CONSENT_WORDING},
    )


@transaction.atomic
def _lodge(request: Request, sending: Sending, form: ConfirmForm) -> HttpResponse:
    """Makes the case; what was filled in for it is kept until then, and no longer."""
    service_id = sending.finding.service.id
    case = applications.lodge(
        by=viewer_of(request),
        now=timezone.now(),
        key=form.cleaned_data["key"],
        person_id=sending.person_id,
        service_id=service_id,
        region=sending.region,
        answers=sending.values,
        lodged=sending.lodged,
        draft=attached.draft_of(request, service_id),
        channel="online",
        again=form.cleaned_data["again"],
    )
    if sending.lodged:
        sent = (case.public_id.hex, case.number)
        keep(request.session, lambda visit: visit.without_draft(service_id, case=sent))
    return _to_receipt(case.public_id.hex)


def _to_receipt(case_id: str) -> HttpResponse:
    return redirect(f"{reverse('worker:receipt', args=[case_id])}?{urlencode({'fresh': 1})}")


def _fresh_form(sending: Sending) -> ConfirmForm:
    return ConfirmForm(initial={"key": secrets.token_hex(16), "seen": sending.digest})


def _show(
    request: Request,
    sending: Sending,
    form: ConfirmForm,
    *,
    warned: Sequence[str],
    changed: bool = False,
    open_already: applications.AlreadyOpen | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "finding": sending.finding,
        "service": sending.finding.service,
        "place": place_name(sending.region),
        "receiver": sending.receiver,
        "receiver_note": sending.goes_to.note,
        "goes_elsewhere": ""
        if sending.goes_to.region == sending.region
        else place_name(sending.goes_to.region),
        "to_ask": sending.finding.where.to_ask,
        "others": sending.others,
        "otherwise": sending.otherwise,
        "person": _person_lines(request),
        "agent": standing.held(request),
        "answers": sending.answers,
        "sent_form": sending.form,
        "parts": sending.parts,
        "left": 0 if standing.held(request) else sending.left,
        "changed": changed,
        "warned": warned,
        "open_already": open_already,
    }
    return render(request, "worker/apply.html", context, status=status)


def _person_lines(request: Request) -> list[tuple[str, str]]:
    other = standing.held(request)
    if other is None:
        person = registry.own(request.principal, now=timezone.now())
    else:
        person = acting.own_view(other, on=timezone.localdate())
    if person is None:
        return []
    return [
        (_("姓名"), person.name),
        (_("证件"), person.resident_number),
        (_("手机号"), person.phone or _("没有留手机号")),
        *(((_("户口所在地"), place_name(person.hukou_place)),) if person.hukou_place else ()),
    ]
