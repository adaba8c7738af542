"""Showing who one is: at a counter, by a slip from there, or by an outside provider; and a new phone."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huigong.directory.assurance import Assurance
from huigong.kernel.errors import DomainError
from huigong.portals.shared import realname
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import known, standing
from huigong.portals.worker.attached import belongs_to
from huigong.portals.worker.forms import ClaimForm
from huigong.portals.worker.keeping import load
from huigong.portals.worker.views.entry import workers_only
from huigong.portals.worker.windows import windows
from huigong.registry import queries as registry
from huigong.registry.actions import claiming

_BEGUN, _NEXT, _NEED = "realname_begun", "after_proof", "needed_proof"


@workers_only
@require_safe
def prove(request: Request) -> HttpResponse:
    """What is needed before sending, and every way there; `?next=` is gone on with afterwards."""
    if request.GET.get("next"):
        request.session[_NEXT] = safe_next(request)
        request.session[_NEED] = request.GET.get("need", "")
    needed = Assurance.REAL_NAME if request.session.get(_NEED) == Assurance.REAL_NAME else Assurance.CHECKED
    context = {
        "windows": windows(load(request.session).region or _residence(request), on=timezone.localdate()),
        "provider": realname.provider(),
        "proved": standing.assurance(request).reaches(needed),
        "needs_provider": needed is Assurance.REAL_NAME,
        "other": standing.held(request),
        "after": request.session.get(_NEXT, ""),
    }
    return render(request, "worker/prove.html", context)


def _residence(request: Request) -> str:
    """Where somebody who chose no place lives as they registered; "" where it is not known."""
    own = registry.own(request.principal, now=timezone.now())
    return own.residence or own.hukou_place if own else ""


@require_safe
def new_phone(request: Request) -> HttpResponse:
    """The ways to a new phone; nobody needs to be logged in to read them."""
    context = {
        "windows": windows(load(request.session).region, on=timezone.localdate()),
        "provider": realname.provider(),
    }
    return render(request, "worker/new_phone.html", context)


@workers_only
@require_http_methods(["GET", "POST"])
def claim(request: Request) -> HttpResponse:
    """Name and code from the slip that the counter gave."""
    form, status = ClaimForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                person = claiming.claim_by_code(
                    by=request.principal,
                    now=timezone.now(),
                    name=form.cleaned_data["name"],
                    code=form.cleaned_data["code"],
                )
            except DomainError as error:
                status = beside(error, form)
            else:
                return _proved(request, person.public_id.hex)
    return render(request, "worker/claim.html", {"form": form}, status=status)


@workers_only
@require_safe
def ask_provider(request: Request) -> HttpResponse:
    """Sends the browser to the provider."""
    provider = _provider()
    begun = provider.begin(back=_back(request), now=timezone.now())
    request.session[_BEGUN] = dict(begun.kept)
    return redirect(begun.address)


@workers_only
@require_safe
def from_provider(request: Request) -> HttpResponse:
    """Comes back from the provider: the record is the worker's, or is made now by what the provider says."""
    kept = request.session.pop(_BEGUN, {})
    who = _provider().finish(request.GET.dict(), kept, back=_back(request), now=timezone.now())
    person = claiming.claim_by_provider(
        by=request.principal, now=timezone.now(), name=who.name, resident_number=who.resident_number
    )
    if person is not None:
        return _proved(request, person.public_id.hex)
    known.keep(request.session, who, now=timezone.now())
    messages.success(request, _("实名认证通过了。还差户口在哪里，填一次就好。"))
    return redirect("worker:register")


def finish_registration(request: Request) -> None:
    """Makes what was just registered sure, where the provider has said the same; in the transaction of the caller."""
    who = known.take(request.session, now=timezone.now())
    if who is not None:
        with transaction.atomic():
            claiming.claim_by_provider(
                by=request.principal, now=timezone.now(), name=who.name, resident_number=who.resident_number
            )


def _proved(request: Request, person_id: str) -> HttpResponse:
    standing.stop(request)  # what was said for somebody else must not join one's own
    belongs_to(request, person_id, by=request.principal.with_person(person_id), now=timezone.now())
    messages.success(request, _("身份核对好了。以后提交不用再核对。"))
    return redirect(request.session.pop(_NEXT, "") or reverse("worker:cases"))


def _provider() -> realname.Provider:
    provider = realname.provider()
    if provider is None:
        raise Http404("no provider of real names is set")
    return provider


def _back(request: Request) -> str:
    return request.build_absolute_uri(reverse("worker:real-name-back"))
