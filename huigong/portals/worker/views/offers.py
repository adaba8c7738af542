"""Limited places: what can be asked for here, which anybody may read; one's own requests with their place in line and
why, and the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huigong.directory.assurance import Assurance
from huigong.kernel.errors import DomainError, NotFound
from huigong.offers import queries
from huigong.offers.actions import answers, requests
from huigong.offers.actions.requests import ask
from huigong.offers.shown import OpenRound, OwnRequest
from huigong.portals.shared.everybody import same_for_everybody
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker import standing
from huigong.portals.worker.offering import offering, requests_of, where
from huigong.portals.worker.places import place_name
from huigong.portals.worker.views.entry import bound_to_person, registered_only


@same_for_everybody
def offers(request: Request) -> HttpResponse:
    """The rounds of a place that take requests (`?in=`, else the chosen one), with `?event=` or `?service=` those of its
    page; above them the own requests, the newest first."""
    return _page(request)


@same_for_everybody
def offer_round(request: Request, round_id: str) -> HttpResponse:
    """What a round offers, for anybody to read; POST asks for the offers that were chosen, the dearest first, and wants
    to know who asks."""
    round = queries.open_round(round_id, on=timezone.localdate())
    if request.method == "POST":
        return _ask(request, round)
    return _round(request, round)


@registered_only
@bound_to_person
def _ask(request: Request, round: OpenRound) -> HttpResponse:
    if not standing.assurance(request).reaches(round.identity):
        return redirect(_to_prove(request, round))
    chosen = request.POST.getlist("offer")
    try:
        asked = ask(
            round_id=round.id,
            person_id=standing.applicant(request).person_id or "",
            offers=[offer for offer in chosen if offer],
            by=request.principal,
            now=timezone.now(),
        )
    except NotFound:
        raise
    except DomainError as refused:
        return _round(request, round, chosen=chosen, error=refused)
    held = any(row.offered for row in requests_of(request) if row.id == asked.public_id.hex)
    messages.success(
        request, _("记下了，名额给您留着，请看下面。") if held else _("记下了。轮到您会告诉您。")
    )
    return redirect("worker:offers")


@registered_only
def offer_sure(request: Request, request_id: str, answer: str) -> HttpResponse:
    """A second look before a place is given up: which one it is, what it says of itself, and what follows."""
    row = next((row for row in requests_of(request) if request_id == _given_up(row, answer)), None)
    if row is None:
        raise Http404
    return render(request, "worker/offer_sure.html", {"row": row, "answer": answer, "id": request_id})


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
    event, service = request.GET.get("event", ""), request.GET.get("service", "")
    context = {
        "rows": requests_of(request),
        "offering": offering(where(request), timezone.localdate(), event=event, service=service),
        "error": error,
    }
    return render(request, "worker/offers.html", context, status=status_for(error) if error else 200)


def _round(
    request: Request, round: OpenRound, *, chosen: Sequence[str] = (), error: DomainError | None = None
) -> HttpResponse:
    registered = bool(standing.applicant(request).person_id)
    here = [row for row in requests_of(request) if row.round_id == round.id]
    asked = [row for row in here if not row.gone]
    known = (standing.assurance(request) if registered else Assurance.PHONE).reaches(round.identity)
    context = {
        "round": round,
        "place": place_name(round.region),
        "enter": "" if registered else _entrance(request),
        "asked": asked[0] if asked else None,
        "shut": any(row.shut for row in here),
        "proving": not known,
        "wishes": [(number, chosen[number - 1 : number]) for number in range(1, round.wishes + 1)],
        "error": error,
        "to_prove": "" if known or not registered else _to_prove(request, round),
    }
    return render(request, "worker/offer_round.html", context, status=status_for(error) if error else 200)


def _entrance(request: Request) -> str:
    """Where somebody who wants to ask says who they are, and comes back."""
    known = reverse("worker:register" if request.user.is_authenticated else "worker:login")
    return f"{known}?{urlencode({'next': request.path})}"


def _to_prove(request: Request, round: OpenRound) -> str:
    return f"{reverse('worker:prove')}?{urlencode({'next': request.path, 'need': round.identity.value})}"


def _given_up(row: OwnRequest, answer: str) -> str:
    """Under which id a place is given up by this answer: one that is kept, or one that somebody has; "" for neither."""
    if answer == "refuse" and row.offered:
        return row.id
    return row.claim_id if answer == "leave" else ""


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
