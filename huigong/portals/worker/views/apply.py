"""Applying: say once who you are, see what will be sent, send it."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huigong.audit.actions import record
from huigong.casework.actions import applications
from huigong.kernel.errors import DomainError
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import guide
from huigong.portals.worker.forms import ConfirmForm, PersonForm, as_mistake
from huigong.portals.worker.places import one_by_name, place_name
from huigong.portals.worker.views.entry import registered_only, visit_of, workers_only
from huigong.portals.worker.visit import Visit
from huigong.registry import queries as registry
from huigong.registry.actions import people
from huigong.rules.values import Unknown

CONSENT_WORDING = "2026-11"  # worker/consent.html as of that month: a new wording needs a new consent
_ERROR_FIELDS = {
    "place": "hukou_place",
    "regions": "hukou_place",
    "identity": "resident_number",
    "person.not_born": "resident_number",
    "person.too_old": "resident_number",
}


@workers_only
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Name, resident number and hukou place, asked once."""
    if request.principal.person_id:  # type: ignore[attr-defined]
        return redirect(safe_next(request, default=reverse("worker:results")))
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _register(request, form)
        except DomainError as error:
            kind = error.code.split(".")[0]
            field = _ERROR_FIELDS.get(error.code) or _ERROR_FIELDS.get(kind, "name")
            form.add_error(field, as_mistake(error))
        else:
            return redirect(safe_next(request, default=reverse("worker:results")))
    return render(request, "worker/register.html", {"form": form}, status=400 if form.errors else 200)


@registered_only
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, service_id: str) -> HttpResponse:
    """Everything that will be sent, on one page; a POST sends it, twice sent is sent once."""
    visit = visit_of(request)
    if not visit.region:
        return redirect("worker:place")
    form = ConfirmForm(request.POST or None, initial={"key": secrets.token_hex(16)})
    if request.method == "POST" and form.is_valid():
        return _lodge(request, visit, service_id, key=form.cleaned_data["key"])
    today = timezone.localdate()
    finding = guide.finding(visit, service_id, today)
    context = {
        "form": form,
        "finding": finding,
        "service": finding.service,
        "place": place_name(visit.region),
        "person": _person_lines(request),
        "answers": guide.answers_for(visit, finding),
    }
    return render(request, "worker/apply.html", context, status=400 if form.errors else 200)


@transaction.atomic
def _register(request: HttpRequest, form: PersonForm) -> None:
    """Registers the person and keeps that they agreed, when, and to which wording."""
    given, by, now = form.cleaned_data, request.principal, timezone.now()  # type: ignore[attr-defined]
    hukou = one_by_name(given["hukou_place"])
    residence = visit_of(request).region or hukou.code
    person = people.register_own(
        by=by,
        now=now,
        name=given["name"],
        resident_number=given["resident_number"],
        hukou_place=hukou.code,
        residence=residence,
    )
    record(
        by=by,
        now=now,
        verb="portals.worker.consented",
        subject=f"registry.Person:{person.public_id.hex}",
        region=residence,
        person=person.public_id.hex,
        data={"wording": CONSENT_WORDING},
    )


def _lodge(request: HttpRequest, visit: Visit, service_id: str, *, key: str) -> HttpResponse:
    finding = guide.finding(visit, service_id, timezone.localdate())
    sent = {
        name: value for name, value in visit.values(guide.facts()).items() if not isinstance(value, Unknown)
    }
    case = applications.lodge(
        by=request.principal,  # type: ignore[attr-defined]
        now=timezone.now(),
        key=key,
        person_id=request.principal.person_id,  # type: ignore[attr-defined]
        service_id=service_id,
        region=visit.region,
        answers={
            fact.name: sent[fact.name]
            for fact, _shown in guide.answers_for(visit, finding)
            if fact.name in sent
        },
        channel="online",
    )
    return redirect(f"{reverse('worker:receipt', args=[case.public_id.hex])}?{urlencode({'fresh': 1})}")


def _person_lines(request: HttpRequest) -> list[tuple[str, str]]:
    person = registry.own(request.principal, now=timezone.now())  # type: ignore[attr-defined]
    if person is None:
        return []
    return [
        (_("姓名"), person.name),
        (_("身份证号"), person.resident_number),
        (_("手机号"), person.phone),
        (_("户口所在地"), place_name(person.hukou_place)),
    ]
