"""Limited places: what can be asked for here, one's own requests with their place in line and why, and the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.kernel.errors import DomainError, NotFound
from huigong.offers import queries
from huigong.offers.actions import answers, requests
from huigong.offers.actions.requests import ask
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker import standing
from huigong.portals.worker.keeping import load
from huigong.portals.worker.views.entry import bound_to_person, registered_only


@registered_only
@never_cache
def offers(request: Request) -> HttpResponse:
    """The own requests, the newest first, and the rounds of the chosen place that take requests."""
    return _page(request)


@registered_only
@bound_to_person
@never_cache
def offer_round(request: Request, round_id: str) -> HttpResponse:
    """What a round offers; POST asks for the offers that were chosen, the dearest first."""
    now = timezone.now()
    round = queries.open_round(round_id, on=timezone.localdate(now))
    known = standing.assurance(request).reaches(round.identity)
    to_prove = f"{reverse('worker:prove')}?{urlencode({'next': request.path, 'need': round.identity.value})}"
    error, status, chosen = None, 200, request.POST.getlist("offer")
    if request.method == "POST" and not known:
        return redirect(to_prove)
    if request.method == "POST":
        try:
            ask(
                round_id=round.id,
                person_id=standing.applicant(request).person_id or "",
                offers=[offer for offer in chosen if offer],
                by=request.principal,
                now=now,
            )
        except NotFound:
            raise
        except DomainError as refused:
            error, status = refused, status_for(refused)
        else:
            messages.success(request, _("记下了。轮到您会告诉您。"))
            return redirect("worker:offers")
    wishes = [(number, chosen[number - 1 : number]) for number in range(1, round.wishes + 1)]
    context = {
        "round": round,
        "wishes": wishes,
        "error": error,
        "to_prove": "" if known else to_prove,
    }
    return render(request, "worker/offer_round.html", context, status=status)


@registered_only
@require_POST
@bound_to_person
def offer_answer(request: Request, request_id: str, answer: str) -> HttpResponse:
    """Takes or declines a place, no longer asks, or leaves a place (`request_id` is then that of the claim)."""
    act = _ANSWERS.get(answer)
    if act is None:
        raise Http404
    try:
        said = act(request_id, {"by": request.principal, "now": timezone.now()})
    except NotFound:
        raise
    except DomainError as refused:
        return _page(request, error=refused)
    messages.success(request, said)
    return redirect("worker:offers")


def _page(request: Request, error: DomainError | None = None) -> HttpResponse:
    region = load(request.session).region
    today = timezone.localdate()
    whom = standing.whom(request)
    rows = queries.of_somebody(request.principal, whom, on=today) if whom else queries.own(request.principal)
    context = {
        "rows": rows,
        "rounds": queries.open_rounds(region, on=today) if region else (),
        "region": region,
        "error": error,
    }
    return render(request, "worker/offers.html", context, status=status_for(error) if error else 200)


def _accept(request_id: str, acts: dict[str, Any]) -> str:
    if answers.accept(request_id=request_id, **acts) is None:
        return _("您现在不符合条件，名额给了下一个人。原因写在下面。")
    return _("名额归您了。")


def _refuse(request_id: str, acts: dict[str, Any]) -> str:
    answers.refuse(request_id=request_id, **acts)
    return _("放弃了，名额给下一个人。")


def _withdraw(request_id: str, acts: dict[str, Any]) -> str:
    requests.withdraw(request_id=request_id, **acts)
    return _("撤回了。")


def _leave(claim_id: str, acts: dict[str, Any]) -> str:
    answers.leave(claim_id=claim_id, **acts)
    return _("退出了，名额给下一个人。")


_ANSWERS: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "accept": _accept,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "leave": _leave,
}
