"""Acting for others: a child, or a grown-up who agrees by the code that comes to their phone; and who acts for me."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huigong.catalogue.services import catalogue
from huigong.directory.identity import identity_rules
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import mask_phone
from huigong.portals.shared import codes
from huigong.portals.shared.fields import as_mistake, beside
from huigong.portals.shared.requests import Request
from huigong.portals.worker import standing
from huigong.portals.worker.forms import ChildForm, CodeForm, HelpForm
from huigong.portals.worker.views.entry import registered_only
from huigong.registry import acting
from huigong.registry.acting import ActingView
from huigong.registry.actions import representing

_ASKED = "help_asked"
_NAMED = 3  # matters by name


@registered_only
@require_safe
def helping(request: Request) -> HttpResponse:
    """The people I may act for, and those who may act for me."""
    now = timezone.now()
    context = {
        "helped": [(row, _matters(row)) for row in acting.helped(request.principal, now=now)],
        "helpers": [(row, _matters(row)) for row in acting.helpers(request.principal, now=now)],
        "acting_for": standing.name_of(request.session),
    }
    return render(request, "worker/helping.html", context)


@registered_only
@require_http_methods(["GET", "POST"])
def child(request: Request) -> HttpResponse:
    """A child for whom the visitor answers."""
    form, status = ChildForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                row = representing.say_child(by=request.principal, now=timezone.now(), **form.cleaned_data)
            except DomainError as error:
                status = beside(error, form, place="hukou_place")
            else:
                return _begun(request, row.person.public_id.hex)
    context = {"form": form, "years": identity_rules().years}
    return render(request, "worker/helping_child.html", context, status=status)


@registered_only
@require_http_methods(["GET", "POST"])
def adult(request: Request) -> HttpResponse:
    """A grown-up to be helped: a code goes to their phone."""
    form, status = HelpForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            given = form.cleaned_data
            try:
                who = representing.asking(by=request.principal, phone=given["phone"])
                codes.send_from(
                    request,
                    phone=given["phone"],
                    purpose=codes.CONSENT,
                    said={
                        "who": who,
                        "about": form.about_in_words(),
                        "until": given["until"].isoformat(),
                    },
                )
            except codes.NetworkFull:
                raise
            except DomainError as error:
                status = beside(error, form, place="hukou_place")
            else:
                request.session[_ASKED] = {**given, "until": given["until"].isoformat()}
                return redirect("worker:helping-code")
    return render(request, "worker/helping_adult.html", {"form": form}, status=status)


@registered_only
@require_http_methods(["GET", "POST"])
def agreed(request: Request) -> HttpResponse:
    """The code that the other one reads out: with it they have agreed."""
    asked = request.session.get(_ASKED)
    waiting = codes.phone_waiting(request.session, codes.CONSENT)
    if not asked or waiting is None:
        return redirect("worker:helping-adult")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _agreed(request, asked, form.cleaned_data["code"])
        except codes.NetworkFull:
            raise
        except DomainError as error:
            form.add_error("code", as_mistake(error))
    context = {"form": form, "phone": mask_phone(waiting), "name": asked["name"]}
    return render(request, "worker/helping_code.html", context, status=400 if form.errors else 200)


@registered_only
@require_POST
def turn(request: Request) -> HttpResponse:
    """Acts for `person` from now on, or for oneself again where it is empty."""
    person_id = request.POST.get("person", "")
    if not person_id:
        standing.stop(request)
        messages.info(request, _("现在办的是您自己的事。"))
        return redirect("worker:helping")
    return _begun(request, person_id)


@registered_only
@require_POST
def end(request: Request) -> HttpResponse:
    """Somebody acts for somebody no longer."""
    representing.end(by=request.principal, now=timezone.now(), reference=request.POST.get("reference", ""))
    standing.ended(request)
    messages.success(request, _("已经停了，以后不能再代办。已经交上去的事照常办。"))
    return redirect("worker:helping")


def _agreed(request: Request, asked: dict[str, Any], code: str) -> HttpResponse:
    now = timezone.now()
    phone = codes.check_from(request, code=code, purpose=codes.CONSENT)
    given = HelpForm.kept(asked)
    row = representing.agreed_by_code(by=request.principal, now=now, **{**given, "phone": phone})
    request.session.pop(_ASKED, None)
    return _begun(request, row.person.public_id.hex)


def _begun(request: Request, person_id: str) -> HttpResponse:
    name = standing.turn(request, person_id)
    messages.success(request, _("现在办的是%(name)s的事。") % {"name": name})
    return redirect("worker:home")


@dataclass(frozen=True)
class _Matters:
    """The first few by name, and how many there are where those are not all."""

    named: list[str]
    more: str


def _matters(row: ActingView) -> _Matters | None:
    """None where somebody may act in everything."""
    names = [catalogue().name_of(service_id) for service_id in row.matters]
    more = _("等%(count)s项") % {"count": len(names)} if len(names) > _NAMED else ""
    return _Matters(names[:_NAMED], more) if names else None
