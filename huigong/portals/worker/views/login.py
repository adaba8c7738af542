"""Logging in by phone and code."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import mask_phone
from huigong.portals.shared import codes, devices
from huigong.portals.shared.fields import as_mistake
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import attached, guide, keeping, owners, several, standing
from huigong.portals.worker.attached import belongs_to, drop_visit
from huigong.portals.worker.filling import phones_told, said_of_oneself
from huigong.portals.worker.forms import CodeForm, OwnerForm, PhoneForm
from huigong.portals.worker.keeping import forget, hold_aside, keep, put_aside, said_before_login, unmark
from huigong.portals.worker.views.entry import to_whose
from huigong.registry.queries import person_id_of_account

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_NEXT = "after_login"


@require_http_methods(["GET", "POST"])
def phone(request: Request) -> HttpResponse:
    """Asks for the phone and sends a code; the answer is the same for known and unknown phones."""
    # The form keeps its address, so to look makes no session.
    if request.method == "POST" and request.GET.get("next"):
        request.session[_NEXT] = safe_next(request)
    told = said_of_oneself(said_before_login(request.session))
    form, code_waits = PhoneForm(request.POST or None, initial=told), False
    if request.method == "POST" and form.is_valid():
        asking = form.cleaned_data["phone"]
        try:
            codes.send_from(request, phone=asking, known_device=devices.knows(request, asking))
        except codes.NetworkFull:
            raise
        except DomainError as error:
            form.add_error("phone", as_mistake(error))
            code_waits = codes.phone_waiting(request.session) == asking
        else:
            return redirect("worker:code")
    context = {"form": form, "code_waits": code_waits}
    return render(request, "worker/login.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def code(request: Request) -> HttpResponse:
    """Asks for the code; the right one logs in and goes back to where the worker came from."""
    waiting = codes.phone_waiting(request.session)
    if waiting is None:
        return redirect("worker:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, code=form.cleaned_data["code"])
        except codes.NetworkFull:
            raise
        except DomainError as error:
            form.add_error("code", as_mistake(error))
    context = {"form": form, "phone": mask_phone(waiting)}
    return render(request, "worker/code.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def owner(request: Request) -> HttpResponse:
    """Asks for the end of the resident number where the phone alone may be in other hands by now."""
    phone = owners.phone_waiting(request.session, now=timezone.now())
    if phone is None:
        return redirect("worker:login")
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            owners.check(request.session, phone=phone, ending=form.cleaned_data["ending"], now=timezone.now())
            return _log_in(request, phone)
        except Invalid as error:
            form.add_error("ending", as_mistake(error))
    context = {"form": form, "phone": mask_phone(phone)}
    return render(request, "worker/owner.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def whose(request: Request) -> HttpResponse:
    """Asks whoever has logged in whether the form that lies on this phone is theirs, by name and nothing else of it."""
    onward, visit = safe_next(request), keeping.aside(request.session)
    if not (visit.drafts and request.user.is_authenticated):
        return redirect(onward)
    answer = request.POST.get("answer")
    if answer == "mine":
        attached.take_aside(request, now=timezone.now())
    elif answer == "other":
        attached.drop_aside(request, now=timezone.now())
    else:
        services = dict.fromkeys(sheet.service_id for sheet in several.sheets(visit))
        names = guide.names_of(services, visit, timezone.localdate())
        return render(request, "worker/whose.html", {"names": names, "onward": onward})
    return redirect(onward)


@require_POST
def leave(request: Request) -> HttpResponse:
    """Logs out and forgets the answers: the next person with this phone starts afresh."""
    attached.drop_aside(request, now=timezone.now())
    drop_visit(request, now=timezone.now())
    forget(request.session)
    logout(request)
    response = redirect("worker:home")
    unmark(response)
    return response


def _enter(request: Request, *, code: str) -> HttpResponse:
    now = timezone.now()
    phone = codes.check_from(request, code=code)
    account = accounts.worker_account(by=SYSTEM, now=now, phone=phone)
    owners.begin_afresh(account, now=now)
    if owners.must_be_asked(account, known_device=devices.knows(request, phone), now=now):
        owners.ask(request.session, phone=phone, now=now)
        return redirect("worker:owner")
    return _log_in(request, phone)


def _log_in(request: Request, phone: str) -> HttpResponse:
    account = accounts.worker_account(by=SYSTEM, now=timezone.now(), phone=phone)
    standing.stop(request)  # what was said for somebody else must not join one's own
    # Whoever wrote this phone into every form that lies here could only be its owner, or meant them.
    own = phones_told(said_before_login(request.session)) == {phone}
    aside = "" if own else put_aside(request.session)
    visit, after = said_before_login(request.session), request.session.get(_NEXT)
    forget(request.session)
    login(request, account, backend=_BACKEND)
    request.session.pop(_NEXT, None)
    keep(request.session, lambda kept: kept.joined(visit))
    account_id = account.public_id.hex
    person_id = person_id_of_account(account_id)
    by = Principal.for_account(account, on=timezone.localdate())
    by = by.with_person(person_id) if person_id else by
    belongs_to(request, person_id or account_id, by=by, now=timezone.now())
    hold_aside(request.session, aside)
    response = to_whose(after or reverse("worker:cases")) if aside else redirect(after or "worker:cases")
    devices.remember(request, response, phone)
    return response
