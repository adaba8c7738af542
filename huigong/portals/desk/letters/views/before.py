"""The letter of a move, seen before the move is made: what is missing is asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.queries import cases
from huigong.casework.shapes import CasePage, MoveView
from huigong.correspondence.actions import letters
from huigong.correspondence.actions.following import Order
from huigong.directory.permissions import Permission
from huigong.kernel.errors import Conflict, DomainError, NoAccess
from huigong.kernel.writing import said
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.letters.forms import LetterForm, letter_form
from huigong.portals.desk.letters.showing import sheet
from huigong.portals.desk.parts.moveforms import MoveForm, form_of
from huigong.portals.desk.parts.watching import reason_first
from huigong.portals.shared.declared import Offered
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request

# What stands in the way of printing, not of the decision: the letter may then follow.
UNPRINTABLE = {
    "notice.glyphs",
    "notice.not_printed",
    "notice.too_long",
    "notice.busy",
    "notice.template_changed",
    "notice.no_keeper",
    "files.store",
}
_MOST_OF_WHY = 300
_STEPS = (Permission.CASE_DECIDE, Permission.TASK_SUPPORT, Permission.APPLICATION_LODGE)


@dataclass
class Draft:
    """One move with its letter on the way: its forms, what the action says, what was refused."""

    seen: CasePage
    view: MoveView
    form: MoveForm
    order: Order | None = None
    letter: LetterForm | None = None
    error: DomainError | None = None

    @property
    def may_follow(self) -> bool:
        """Whether the move may be made now and the letter printed later."""
        return self.error is not None and self.error.code in UNPRINTABLE


@officials_only
@never_cache
@reason_first
def show(request: Request, public_id: str, move: str) -> HttpResponse:
    """GET and `do=see` show the letter, `do=issue` makes the move and sends it out, `do=later` leaves the letter owed."""
    viewer, now = request.principal, timezone.now()
    if not any(map(viewer.can, _STEPS)):  # whoever only leads would be asked for a reason in vain
        viewer.require(Permission.CASE_DECIDE)
    draft = _draft(request, public_id, move, now=now)
    wanted = request.POST.get("do", "see") if request.method == "POST" else "see"
    filled_in = draft.form.is_valid() if draft.form.is_bound else not draft.form.fields
    if not filled_in:
        return _page(request, draft, status=400 if draft.form.is_bound else 200)
    _look(draft, request, now=now)
    if wanted in ("issue", "later") and draft.order is not None:
        response = _carry_out(draft, request, later=wanted == "later", now=now)
        if response is not None:
            return response
    return _page(request, draft, status=status_for(draft.error) if draft.error else 200)


def _draft(request: Request, public_id: str, move: str, *, now: datetime) -> Draft:
    seen = cases.page(request.principal, public_id, now=now)
    view = next((each for each in seen.moves if each.move == move), None)
    if view is None:
        raise Conflict(
            code="case.move_not_allowed",
            what=_("现在不能办这一步"),
            why=_("办件已经往下走了，或者这一步不归您办"),
            do=_("请回到办件页面，看现在可以办什么"),
        )
    data = request.POST if request.method == "POST" else None
    given: dict[str, Any] = {
        "region": seen.region,
        "on": timezone.localdate(now),
        "office": seen.office_id,
        "clauses": seen.clauses,
    }
    return Draft(seen, view, form_of(view)(data, **given))


def _look(draft: Draft, request: Request, *, now: datetime) -> None:
    """Sets out the letter with what was filled in for it."""
    data = request.POST if request.method == "POST" else None
    order = _shown(draft, {}, request, now=now)
    if order is None or order.template is None:
        return
    draft.letter = letter_form(order.asked, order.values, data)
    if draft.letter.is_bound and draft.letter.is_valid():
        again = _shown(draft, draft.letter.given(), request, now=now)
        draft.order = again or order
    else:
        draft.order = order


def _shown(draft: Draft, given: dict[str, Any], request: Request, *, now: datetime) -> Order | None:
    try:
        return letters.preview(
            move=draft.view.move,
            case_id=draft.seen.case_id,
            form=_typed(draft),
            given=given,
            by=request.principal,
            now=now,
        )
    except NoAccess:
        raise
    except DomainError as error:
        draft.error = error
        return None


def _carry_out(draft: Draft, request: Request, *, later: bool, now: datetime) -> HttpResponse | None:
    """The page to go to; None where something is missing or was refused, which `draft` then says."""
    order, form = draft.order, draft.letter
    assert order is not None
    ready = form is None or (form.is_bound and form.is_valid()) or not form.fields
    if not ready or (order.lacking and not later):
        return None
    given = form.given() if form is not None and form.is_bound else {}
    why = said(request.POST.get("why", ""))[:_MOST_OF_WHY] or _("暂时打印不了")
    try:
        outcome = letters.issue_with_move(
            move=draft.view.move,
            case_id=draft.seen.case_id,
            form=_typed(draft),
            given=given,
            by=request.principal,
            now=now,
            later=why if later else "",
        )
    except NoAccess:
        raise
    except DomainError as error:
        draft.error = error
        return None
    messages.success(request, Offered(draft.view).done)
    if len(outcome.issued) == 1:
        return redirect("desk:letter", public_id=outcome.issued[0].public_id)
    return redirect("desk:case-letters", public_id=draft.seen.case_id)


def _typed(draft: Draft) -> dict[str, Any]:
    return draft.form.cleaned_data if draft.form.is_bound else {}


def _page(request: Request, draft: Draft, *, status: int) -> HttpResponse:
    order = draft.order
    context = {
        "case": draft.seen,
        "button": Offered(draft.view).button,
        "danger": draft.view.weight == "danger",
        "form": draft.form,
        "letter_form": draft.letter,
        "name": order.template.name if order and order.template else "",
        "sheet": sheet(order.letter) if order and order.letter else None,
        "lacking": [row.id for row in order.lacking] if order else [],
        "error": draft.error,
        "may_follow": draft.may_follow,
    }
    return page(request, "desk/letters/before.html", "letters", context, status=status)
