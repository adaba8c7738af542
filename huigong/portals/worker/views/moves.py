"""What a procedure lets a party do with the own case, and following a report made without a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huigong.casework.actions import cases as actions
from huigong.casework.ownshapes import OwnCasePage
from huigong.casework.queries import own
from huigong.forms.types import Mistake
from huigong.kernel.errors import DomainError, NotFound
from huigong.portals.shared import allowances
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.fields import as_mistake, field_of
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import panels
from huigong.portals.worker import attached
from huigong.portals.worker.adding import Addition
from huigong.portals.worker.offers import offer_of
from huigong.portals.worker.views.entry import registered_only


class FollowForm(forms.Form):
    """What was handed over when the report was taken."""

    number = forms.CharField(label=gettext_lazy("办件编号"), max_length=24)
    secret = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        help_text=gettext_lazy("举报时给您的二十位数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


FOLLOWED = allowances.Allowance("case.follow", most=30, seconds=60)


@takes_files
@registered_only
def move(request: Request, public_id: str, move: str) -> HttpResponse:
    """One move of the own case: its form, and what comes of it."""
    page = own.own_page(request.principal, public_id, today=timezone.localdate())
    sent: QueryDict | None = request.POST if request.method == "POST" else None
    adds = _adds(page, move)
    addition = Addition.of(request, page, adds) if adds else None
    onward: HttpResponse | None = None
    if addition and sent is not None and "op" not in sent:
        addition, onward = addition.taken()
        sent = addition.posted
    offer = offer_of(page, move, sent, kept=addition.typed if addition else None)
    if offer is None:
        return _not_offered(request, page, move)
    if onward is not None:
        return onward
    status, mistakes, wrong = 200, tuple[panels.Mistake, ...](), tuple[Mistake, ...]()
    place = attached.more_place(request, page.row.case_id) if offer.view.takes_more else None
    if place and request.POST.get("op"):
        answer = panels.handle(request, place)
        if isinstance(answer, HttpResponse):
            return answer
        status, mistakes = 400, answer
    elif sent is not None:
        status, wrong = 400, addition.wrong if addition else ()
        for name, clash in addition.clashes.items() if addition else ():
            offer.form.add_error(name, as_mistake(clash))
        if offer.form.is_valid() and not wrong:
            try:
                _make(request, public_id, move, offer.form.cleaned_data, addition)
            except DomainError as error:
                offer.form.add_error(field_of(error, offer.form), as_mistake(error))
                status = status_for(error)
            else:
                messages.success(request, offer.done)
                return redirect("worker:case", public_id)
    context = {
        "row": page.row,
        "note": page.note,
        "offer": offer_of(page, move, None, kept=addition.typed if addition else None) if mistakes else offer,
        "panel": panels.show(request, place, mistakes=mistakes) if place else None,
        "adding": addition.shown(wrong=wrong) if addition else None,
    }
    return render(request, "worker/move.html", context, status=status)


def _adds(page: OwnCasePage, move: str) -> tuple[str, ...]:
    """What such a move asks for beside the form of the case; nothing for a move that adds nothing to it.

    What was typed for one that is over meanwhile is kept for another that adds too.
    """
    here = any(view.move == move for view in page.moves)
    adding = [view for view in page.moves if view.takes_more and (view.move == move or not here)]
    return tuple(dict.fromkeys(field.id for view in adding for field in view.form))


def _not_offered(request: Request, page: OwnCasePage, move: str) -> HttpResponse:
    """Something made again, or made elsewhere meanwhile: the action says why not."""
    if request.method != "POST" or any(view.move == move for view in page.moves):
        raise Http404
    _make(request, page.row.case_id, move, {}, None)
    return redirect("worker:case", page.row.case_id)


def _make(
    request: Request, public_id: str, move: str, form: dict[str, Any], addition: Addition | None
) -> None:
    actions.make(
        move=move,
        case_id=public_id,
        by=request.principal,
        now=timezone.now(),
        form=form,
        addition=addition.draft if addition else None,
    )
    if addition:
        addition.sent()


@never_cache
def follow(request: Request) -> HttpResponse:
    """Progress and result of an unnamed report; number and secret travel in the body, never in an address."""
    form, page, joined, status = FollowForm(request.POST or None), None, False, 200
    if request.method == "POST":
        allowances.require(FOLLOWED, network_of(request))
        status = 400
        if form.is_valid():
            given = form.cleaned_data
            try:
                page = own.follow(given["number"], given["secret"], today=timezone.localdate())
                joined, status = page.row.number != given["number"].strip(), 200
            except NotFound as error:
                form.add_error(None, as_mistake(error))
                status = status_for(error)
    shown = {"form": form, "case": page, "joined": joined}
    return render(request, "worker/follow.html", shown, status=status)
