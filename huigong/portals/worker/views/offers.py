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
from huigong.offers.shown import OwnRequest
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker import standing
from huigong.portals.worker.keeping import load
from huigong.portals.worker.views.entry import bound_to_person, registered_only
from huigong.registry import lookup


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
    asked = [row for row in _own(request) if row.round_id == round.id and not row.gone]
    context = {
        "round": round,
        "asked": asked[0] if asked else None,
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
    today = timezone.localdate()
    region = load(request.session).region or _home_of(request)
    context = {
        "rows": _own(request),
        "rounds": queries.open_rounds(region, on=today) if region else (),
        "region": region,
        "error": error,
    }
    return render(request, "worker/offers.html", context, status=status_for(error) if error else 200)


def _own(request: Request) -> tuple[OwnRequest, ...]:
    """What was asked for by whom the visit is about."""
    whom = standing.whom(request)
    if not whom:
        return queries.own(request.principal)
    return queries.of_somebody(request.principal, whom, on=timezone.localdate())


def _home_of(request: Request) -> str:
    """Where whom the visit is about is registered as living; nobody who is known chooses a place again."""
    person_id = standing.applicant(request).person_id
    return lookup.person(person_id).residence if person_id else ""


def _accept(request_id: str, acts: dict[str, Any]) -> str:
    if answers.accept(request_id=request_id, **acts) is None:
        return _("您现在不符合条件，名额给了下一个人。原因写在下面。")
    return _("名额归您了。")


def _refuse(request_id: str, acts: dict[str, Any]) -> str:
    after = answers.refuse(request_id=request_id, **acts)
    if after is answers.After.OFF_LIST:
        return _("放弃了，名额给下一个人。您已经不在名单里。")
    if after is answers.After.AT_THE_END:
        return _("放弃了，名额给下一个人。您还在队里，排到了最后。")
    return _("放弃了，名额给下一个人。您还在名单里，位次不变。")


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
