"""At the counter: where somebody works and worked, and whose household they belong to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, NoAccess
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.parts.purposes import purpose_for
from huigong.portals.desk.people.changing import HOUSEHOLD, LEFT_WORK, MOVED_OUT, WORK
from huigong.portals.desk.people.counter import again
from huigong.portals.desk.people.ledgerforms import (
    HouseholdForm,
    LedgerForm,
    LeftWorkForm,
    MovedOutForm,
    WorkForm,
)
from huigong.portals.desk.people.saidwhy import once_said_why, where_they_live
from huigong.portals.shared.fields import as_mistake
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.registry import queries
from huigong.registry.actions import ledger
from huigong.registry.shapes import Relation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The values of the actions, by what the forms call them where that differs.
_FIELD = {
    "valid_from": "since",
    "valid_until": "until",
    "name": "employer",
    "members": "relation",
    "number": "head",
    "resident_number": "head",
    "day": "since",
}
Write = Callable[[Request, str, Any, datetime], None]
View = Callable[..., HttpResponseBase]


def _act(name: str, kind: type[LedgerForm], *, said: StrOrPromise) -> Callable[[Write], View]:
    """The view of a form on the record: `write` writes what was filled in.

    Back to the record once it is written; the form again, with what is wrong beside it, where it is not.
    """

    def of(write: Write) -> View:
        @officials_only
        @never_cache
        @require_POST
        @once_said_why
        @where_they_live
        @wraps(write)
        def act(request: Request, public_id: str) -> HttpResponse:
            form, status = kind(request.POST, auto_id=f"id_{name}_%s"), 400
            if form.is_valid():
                try:
                    write(request, public_id, form, timezone.now())
                except DomainError as error:
                    _say(error, form)
                    status = status_for(error)
                else:
                    messages.success(request, said)
                    return redirect("desk:person", public_id=public_id)
            return again(request, public_id, name, form, status=status)

        return act

    return of


def _say(error: DomainError, form: LedgerForm) -> None:
    """Puts a refusal beside its field, or above the form; raises what is about no place that was filled in."""
    if isinstance(error, NoAccess):
        if "place" not in form.fields:
            raise error
        form.add_error("place", _("这个地方不归您登记。请当地的服务窗口登记，或者由本人在那里办。"))
        return
    field = _FIELD.get(error.about, error.about)
    form.add_error(field if field in form.fields else None, as_mistake(error))


@_act(WORK, WorkForm, said=gettext_lazy("用工已登记。"))
def work(request: Request, public_id: str, form: WorkForm, now: datetime) -> None:
    """A spell of work, over already or not."""
    given = form.cleaned_data
    ledger.worked(
        by=request.principal,
        now=now,
        person_id=public_id,
        employer=given["employer"],
        uscc=given["uscc"],
        place=given["place"],
        valid_from=given["since"],
        valid_until=given["until"],
        project=given["project"],
        occupation=given["occupation"],
        contract_signed=given["contract"],
        shown=given["shown"],
    )


@_act(LEFT_WORK, LeftWorkForm, said=gettext_lazy("离岗已登记。"))
def left_work(request: Request, public_id: str, form: LeftWorkForm, now: datetime) -> None:
    """The last day of a spell of work."""
    given = form.cleaned_data
    ledger.left_work(
        by=request.principal,
        now=now,
        person_id=public_id,
        engagement_id=given["engagement"],
        valid_until=given["until"],
        shown=given["shown"],
    )


@_act(HOUSEHOLD, HouseholdForm, said=gettext_lazy("家庭户已登记。"))
def household(request: Request, public_id: str, form: HouseholdForm, now: datetime) -> None:
    """A household of their own, or the household of the head whose number was given."""
    given = form.cleaned_data
    joined = ""
    if given["relation"] != Relation.HEAD:
        joined = queries.household_headed_by(_looking(request, public_id, now), given["head"], now=now)
    ledger.lives_with(
        by=request.principal,
        now=now,
        person_id=public_id,
        household_id=joined,
        relation=given["relation"],
        valid_from=given["since"],
        shown=given["shown"],
    )


@_act(MOVED_OUT, MovedOutForm, said=gettext_lazy("已登记离开这一户。"))
def moved_out(request: Request, public_id: str, form: MovedOutForm, now: datetime) -> None:
    """The last day in the household that they belong to."""
    record = queries.person_record(_looking(request, public_id, now), public_id, now=now)
    ledger.moved_out(
        by=request.principal,
        now=now,
        person_id=public_id,
        household_id=record.household_id,
        valid_until=form.cleaned_data["until"],
        remaining=form.remaining,
        shown=form.cleaned_data["shown"],
    )


def _looking(request: Request, public_id: str, now: datetime) -> Principal:
    """The clerk, with the purpose that was said for this record."""
    return request.principal.with_purpose(purpose_for(request.session, public_id, now=now))
