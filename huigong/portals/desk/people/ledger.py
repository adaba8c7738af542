"""At the counter: where somebody works and worked, and whose household they belong to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

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
from huigong.portals.desk.people.changing import HOUSEHOLD, LEFT_WORK, MOVED_OUT, WORK, WRONG_WORK
from huigong.portals.desk.people.counter import again
from huigong.portals.desk.people.ledgerforms import (
    CorrectWorkForm,
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
from huigong.registry.stamps import stamp_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the actions find wrong in a value that they were not given by its name, by the field that leads to it.
_LEADS_TO = {
    "name": "employer",
    "members": "relation",
    "number": "head",
    "resident_number": "head",
    "day": "since",
}
View = Callable[..., HttpResponseBase]


class Found(Protocol):
    """What the action takes besides the form, looked up in the record."""

    def __call__(
        self, viewer: Principal, public_id: str, form: LedgerForm, *, now: datetime
    ) -> dict[str, Any]: ...


def _act(
    name: str,
    kind: type[LedgerForm],
    action: Callable[..., Any],
    *,
    said: StrOrPromise,
    besides: Found | None = None,
    leads_to: Callable[[str, Any], HttpResponse] | None = None,
) -> View:
    """The view of a form on the record: hands what was filled in, and what `besides` looks up, to the action.

    Back to the record once it is written, or where `leads_to` says by what the action gave; the form again, with what is wrong beside it, where it is not.
    """

    @officials_only
    @never_cache
    @require_POST
    @once_said_why
    @where_they_live
    def act(request: Request, public_id: str) -> HttpResponse:
        form, status, now = kind(request.POST, auto_id=f"id_{name}_%s"), 400, timezone.now()
        if form.is_valid():
            viewer = request.principal.with_purpose(purpose_for(request.session, public_id, now=now))
            try:
                more = besides(viewer, public_id, form, now=now) if besides else {}
                done = action(by=request.principal, now=now, person_id=public_id, **form.given, **more)
            except DomainError as error:
                _say(error, form)
                status = status_for(error)
            else:
                messages.success(request, said)
                return leads_to(public_id, done) if leads_to else redirect("desk:person", public_id=public_id)
        return again(request, public_id, name, form, status=status)

    return act


def _say(error: DomainError, form: LedgerForm) -> None:
    """Puts a refusal beside its field, or above the form; raises what is about no place that was filled in."""
    if isinstance(error, NoAccess):
        if "place" not in form.fields:
            raise error
        form.add_error("place", _("这个地方不归您登记。请当地的服务窗口登记，或者由本人在那里办。"))
        return
    fields = {taken: field for field, taken in form.called.items()} | _LEADS_TO
    field = fields.get(error.about, error.about)
    form.add_error(field if field in form.fields else None, as_mistake(error))


def _household_of_head(
    viewer: Principal, public_id: str, form: LedgerForm, *, now: datetime
) -> dict[str, Any]:
    """The household whose head's number was given; none for whoever heads their own."""
    typed = form.cleaned_data
    if typed["relation"] == Relation.HEAD:
        return {"household_id": ""}
    return {"household_id": queries.household_headed_by(viewer, typed["head"], now=now)}


def _own_household(viewer: Principal, public_id: str, form: LedgerForm, *, now: datetime) -> dict[str, Any]:
    """The household that they belong to."""
    return {"household_id": queries.person_record(viewer, public_id, now=now).household_id}


work = _act(WORK, WorkForm, ledger.worked, said=gettext_lazy("用工已登记。"))
left_work = _act(LEFT_WORK, LeftWorkForm, ledger.left_work, said=gettext_lazy("离岗已登记。"))


def _what_changed(public_id: str, done: Any) -> HttpResponse:
    return redirect("desk:person-changed", public_id=public_id, stamp=stamp_of(done.recorded_at))


wrong_work = _act(
    WRONG_WORK,
    CorrectWorkForm,
    ledger.put_right,
    said=gettext_lazy("用工登记已更正，已经告诉本人。"),
    leads_to=_what_changed,
)
household = _act(
    HOUSEHOLD,
    HouseholdForm,
    ledger.lives_with,
    said=gettext_lazy("家庭户已登记。"),
    besides=_household_of_head,
)
moved_out = _act(
    MOVED_OUT, MovedOutForm, ledger.moved_out, said=gettext_lazy("已登记离开这一户。"), besides=_own_household
)
