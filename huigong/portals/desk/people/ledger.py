"""At the counter: where somebody works and worked, and whose household they belong to."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

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


@officials_only
@never_cache
@require_POST
@once_said_why
def work(request: Request, public_id: str) -> HttpResponse:
    """A spell of work, over already or not."""
    form = WorkForm(request.POST, auto_id=f"id_{WORK}_%s")

    def written() -> None:
        given = form.cleaned_data
        ledger.worked(
            by=request.principal,
            now=timezone.now(),
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

    return _write(request, public_id, WORK, form, written, said=_("用工已登记。"))


@officials_only
@never_cache
@require_POST
@once_said_why
def left_work(request: Request, public_id: str) -> HttpResponse:
    """The last day of a spell of work."""
    form = LeftWorkForm(request.POST, auto_id=f"id_{LEFT_WORK}_%s")

    def written() -> None:
        given = form.cleaned_data
        ledger.left_work(
            by=request.principal,
            now=timezone.now(),
            person_id=public_id,
            engagement_id=given["engagement"],
            valid_until=given["until"],
            shown=given["shown"],
        )

    return _write(request, public_id, LEFT_WORK, form, written, said=_("离岗已登记。"))


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def household(request: Request, public_id: str) -> HttpResponse:
    """A household of their own, or the household of the head whose number was given."""
    form = HouseholdForm(request.POST, auto_id=f"id_{HOUSEHOLD}_%s")

    def written() -> None:
        given, now = form.cleaned_data, timezone.now()
        heads = given["relation"] == Relation.HEAD
        viewer = request.principal.with_purpose(purpose_for(request.session, public_id, now=now))
        ledger.lives_with(
            by=request.principal,
            now=now,
            person_id=public_id,
            household_id="" if heads else queries.household_headed_by(viewer, given["head"], now=now),
            relation=given["relation"],
            valid_from=given["since"],
            shown=given["shown"],
        )

    return _write(request, public_id, HOUSEHOLD, form, written, said=_("家庭户已登记。"))


@officials_only
@never_cache
@require_POST
@once_said_why
@where_they_live
def moved_out(request: Request, public_id: str) -> HttpResponse:
    """The last day in the household that they belong to."""
    form = MovedOutForm(request.POST, auto_id=f"id_{MOVED_OUT}_%s")

    def written() -> None:
        given, now = form.cleaned_data, timezone.now()
        viewer = request.principal.with_purpose(purpose_for(request.session, public_id, now=now))
        ledger.moved_out(
            by=request.principal,
            now=now,
            person_id=public_id,
            household_id=queries.person_record(viewer, public_id, now=now).household_id,
            valid_until=given["until"],
            remaining=form.remaining,
            shown=given["shown"],
        )

    return _write(request, public_id, MOVED_OUT, form, written, said=_("已登记离开这一户。"))


_FIELD = {
    "valid_from": "since",
    "valid_until": "until",
    "name": "employer",
    "members": "relation",
    "number": "head",
    "resident_number": "head",
    "day": "since",
}


def _write(
    request: Request, public_id: str, name: str, form: LedgerForm, written: Callable[[], None], *, said: str
) -> HttpResponse:
    """Back to the record once it is written; the form again, with what is wrong beside it, where it is not."""
    if not form.is_valid():
        return again(request, public_id, name, form, status=400)
    try:
        written()
    except NoAccess as error:
        if "place" not in form.fields:
            raise
        form.add_error("place", _("这个地方不归您登记。请当地的服务窗口登记，或者由本人在那里办。"))
        return again(request, public_id, name, form, status=status_for(error))
    except DomainError as error:
        field = _FIELD.get(error.about, error.about)
        form.add_error(field if field in form.fields else None, as_mistake(error))
        return again(request, public_id, name, form, status=status_for(error))
    messages.success(request, said)
    return redirect("desk:person", public_id=public_id)
