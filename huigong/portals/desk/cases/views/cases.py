"""One case: how much time is left, what the person said and what the rule makes of it, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.access import case_not_found
from huigong.casework.accountability import name_of
from huigong.casework.actions import cases as actions
from huigong.casework.queries import cases
from huigong.casework.queries.following import next_cases
from huigong.casework.queries.listing import CaseFilter, CaseRow, counted, page_of
from huigong.casework.shapes import CasePage, ClockView, MoveView, TaskView
from huigong.casework.tone import spell_days
from huigong.catalogue.services import catalogue
from huigong.correspondence import queries as letters
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.kernel.errors import DomainError, NoAccess
from huigong.kernel.sentences import say
from huigong.portals.desk.cases import again
from huigong.portals.desk.cases.assignments import assignments, meant
from huigong.portals.desk.cases.judged import looks_up, screened
from huigong.portals.desk.cases.moves import ANSWER, HAND_OVER, NOTE, TAKE, TASK_MOVES
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import casesections
from huigong.portals.desk.parts.bars import clock_bar, spent_bar
from huigong.portals.desk.parts.clauses import link
from huigong.portals.desk.parts.moveforms import MoveForm, form_of
from huigong.portals.desk.parts.paging import SIZE, in_words
from huigong.portals.desk.parts.purposes import WatchingForm
from huigong.portals.desk.parts.watching import ask, keep, reason_first
from huigong.portals.shared import languages, refusals
from huigong.portals.shared.declared import Offered
from huigong.portals.shared.fields import field_of
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.shared.timeleft import time_left

LONG_TEXTS = ("text", "reasons", "reason", "note", "question", "answer")
PHASE_KINDS = {"done": "yes", "turned_down": "no", "left": "no", "waiting": "paused"}


@dataclass(frozen=True)
class Offer(Offered):
    """A move on the page: its words, how it looks, its form; open when it is the one being filled in.

    `letter` names the letter that goes out with it and is seen first; empty where there is none.
    """

    move: str
    form: MoveForm
    open: bool
    letter: str = ""

    @property
    def one_press(self) -> bool:
        """Whether nothing needs to be filled in."""
        return not self.form.fields


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The cases of a service or an office that the viewer may read; the duty board links here."""
    viewer = request.principal
    today = timezone.localdate()
    wanted = CaseFilter(
        service_id=request.GET.get("service", ""),
        office_id=request.GET.get("office", ""),
        only_open=request.GET.get("open") == "1",
    )
    shown = page_of(
        viewer,
        today=today,
        wanted=wanted,
        size=SIZE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    kept = {"service": wanted.service_id, "office": wanted.office_id, "open": "1" if wanted.only_open else ""}
    context = {
        "rows": [(row, *case_chip(row)) for row in shown.rows],
        "service": _named(catalogue().name_of(wanted.service_id), wanted.service_id),
        "office": _named(name_of(wanted.office_id, today), wanted.office_id),
        "only_open": wanted.only_open,
        "asked": urlencode({"service": wanted.service_id, "office": wanted.office_id}),
        "pages": {"before": _turn(kept, before=shown.before), "after": _turn(kept, after=shown.after)},
        "total": in_words(counted(viewer, wanted)),
    }
    return page(request, "desk/cases/cases.html", "duty-board", context)


def _turn(kept: Mapping[str, str], **place: str) -> str:
    """The address of a page beside this one; "" where there is none."""
    query = {name: value for name, value in {**kept, **place}.items() if value}
    return f"?{urlencode(query)}" if any(place.values()) else ""


def _named(name: str, code: str) -> str:
    """What a list is of; a code that nobody knows is not shown as if it were a name."""
    return "" if not code else name if name != code else _("（没有这一个）")


@officials_only
@never_cache
@reason_first
def show(request: Request, public_id: str) -> HttpResponse:
    return _case_page(request, public_id, now=timezone.now())


@officials_only
@never_cache
@require_POST
def why(request: Request, public_id: str) -> HttpResponse:
    """What a case is opened for that one has no part in."""
    if not cases.may_read(request.principal, public_id):
        raise case_not_found()
    form = WatchingForm(request.POST)
    if not form.is_valid():
        return ask(request, public_id, form, status=400)
    keep(request, public_id, form)
    return redirect("desk:case", public_id=public_id)


@officials_only
@never_cache
@require_POST
def act(request: Request, public_id: str, move: str) -> HttpResponse:
    """Makes the move and goes back to the page; a refusal is shown at the form with what was typed."""
    viewer = request.principal
    now = timezone.now()
    seen = cases.page(viewer, public_id, now=now)
    form = _form(move, seen, now=now, data=request.POST)
    status = 400
    if form.is_valid():
        try:
            sentence = _make(move, form, seen, by=viewer, now=now)
        except NoAccess:
            raise
        except DomainError as error:
            status = status_for(error)
            form.add_error(field_of(error, form), _in_words(error))
        else:
            messages.success(request, sentence)
            return redirect("desk:case", public_id=public_id)
    return _case_page(request, public_id, now=now, tried=move, form=form, status=status)


def _make(move: str, form: MoveForm, seen: CasePage, *, by: Principal, now: datetime) -> str:
    """Does it, and says what is done."""
    if move in TASK_MOVES:
        kind = TASK_MOVES[move]
        kind.act(by=by, now=now, case_id=seen.case_id, **form.cleaned_data)
        return str(kind.done)
    offered = _offered(seen, move)
    # A move that is no longer offered has no form; the action compares what was typed.
    typed = form.cleaned_data if offered else {name: form.data[name] for name in form.data}
    actions.make(move=move, case_id=seen.case_id, by=by, now=now, form=typed)
    return Offered(offered).done if offered else ""


def _offered(seen: CasePage, move: str) -> MoveView | None:
    return next((view for view in seen.moves if view.move == move), None)


def _in_words(error: DomainError) -> list[str]:
    """What, why, what to do and by which clause: a line each."""
    clause = say("依据：{clause}", clause=error.clause) if error.clause else ""
    lines = [refusals.in_words(error, part) for part in ("what", "why", "do")]
    return [line for line in (*lines, languages.said(clause)) if line]


def _case_page(
    request: Request,
    public_id: str,
    *,
    now: datetime,
    tried: str = "",
    form: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.principal
    seen = cases.page(viewer, public_id, now=now)
    named = letters.of_moves(viewer, public_id, on=timezone.localdate(now)) if seen.moves else {}
    in_vain = form if form is not None and not _has_place(seen, tried, form) else None
    holder = next(
        (task.holder for task in seen.tasks if task.kind == "decide" and task.status == "open"), None
    )
    with_colleague = holder is not None and not holder.nobody and not holder.me
    asked_again = again.note(seen, request.GET)
    if asked_again and form is None:
        tried, form = again.MOVE, _form(again.MOVE, seen, now=now, initial={"note": asked_again})
    context: dict[str, Any] = {
        "case": seen,
        "beside": False,
        "again": again.names(seen),
        "reasons_again": again.REASONS.items(),
        "with_colleague": holder if with_colleague else None,
        "has_tasks": viewer.can(Permission.TASK_SUPPORT),
        "status_kind": PHASE_KINDS.get(seen.phase, "info"),
        "region": regions.find(seen.region).name,
        "clauses": [link(ref) for ref in seen.clauses],
        "clocks": [(clock, clock_bar(clock), chip_of(clock), counted_days(clock)) for clock in seen.clocks],
        "spent_bar": spent_bar(seen.spent),
        "spent_days": sum(side.days for side in seen.spent),
        "screened": screened(viewer, seen),
        "may_reveal_form": viewer.can(Permission.PERSON_REVEAL, region=seen.region, office=seen.office_id),
        "looked_up": seen.may_relate and looks_up(seen),
        "next_cases": next_cases(viewer, public_id, on=timezone.localdate(now)) if seen.may_relate else (),
        "support": [task for task in seen.tasks if task.kind == "support"],
        "holder": holder,
        "sections": tuple(casesections.drawn(viewer, public_id, now=now)),
        "decisions": [(decision, link(decision.clause)) for decision in reversed(seen.decisions)],
        "main_role": seen.parties[0].role_name if seen.parties else "",
        "parties": seen.parties if len(seen.parties) > 1 or seen.person is None else (),
        "offers": offers(seen, named=named, now=now, tried=tried, form=form),
        "answers": answer_offers(seen, now=now, tried=tried, form=form),
        "assignments": assignments(seen, on=timezone.localdate(now), tried=tried, form=form),
        "note_form": form if tried == NOTE and form is not None else _form(NOTE, seen, now=now),
        "tried_in_vain": in_vain,
        "unused": [in_vain.data[name] for name in LONG_TEXTS if in_vain.data.get(name)] if in_vain else (),
    }
    return page(request, "desk/cases/case.html", "tasks", context, status=status)


def offers(
    seen: CasePage, *, named: Mapping[str, str], now: datetime, tried: str, form: MoveForm | None
) -> list[Offer]:
    """The moves allowed now, `named` their letters: what moves the case on first, what ends it against the person last."""
    ordered = sorted(seen.moves, key=lambda move: move.weight.rank)
    return [
        Offer(
            move=view.move,
            view=view,
            form=form if form is not None and view.move == tried else _form(view.move, seen, now=now),
            open=view.move == tried,
            letter=named.get(view.move, ""),
        )
        for view in ordered
    ]


def answer_offers(
    seen: CasePage, *, now: datetime, tried: str, form: MoveForm | None
) -> list[tuple[TaskView, MoveForm]]:
    """A form for each question that the viewer's office was asked."""
    shown = []
    for task in seen.tasks:
        if task.may_answer:
            mine = tried == ANSWER and form is not None and meant(form) == task.task_id
            empty = _form(ANSWER, seen, now=now, initial={"task_id": task.task_id})
            shown.append((task, form if mine and form is not None else empty))
    return shown


def _form(move: str, seen: CasePage, *, now: datetime, **given: Any) -> MoveForm:
    """An empty form for a move that is not offered now: the action says why."""
    offered = _offered(seen, move)
    kind = TASK_MOVES[move].form if move in TASK_MOVES else form_of(offered) if offered else MoveForm
    # Two forms on one page may have fields of the same name: the move keeps their ids apart.
    return kind(
        region=seen.region,
        on=timezone.localdate(now),
        office=seen.office_id,
        clauses=seen.clauses,
        auto_id=f"id_{move}_%s",
        **given,
    )


def _has_place(seen: CasePage, tried: str, form: MoveForm) -> bool:
    """Whether the tried move still has a form on the page; two officers may press at once."""
    if tried == NOTE:
        return seen.may_note
    if tried == ANSWER:
        return meant(form) in {task.task_id for task in seen.tasks if task.may_answer}
    if tried in (TAKE, HAND_OVER):
        return meant(form) in {task.task_id for task in seen.tasks if task.may_assign}
    return tried in {move.move for move in seen.moves}


def chip_of(clock: ClockView) -> tuple[str, str]:
    """The chip's kind and words; a stopped clock says whether the limit was kept."""
    if clock.stopped_on is not None:
        return ("late", _("超期办结")) if clock.overdue else ("ok", _("按期办结"))
    return time_left(clock.left)


def counted_days(clock: ClockView) -> str:
    """How many days of the limit have been counted, and how many it has."""
    used, total = (languages.said(spell_days(days, clock.left.measure)) for days in (clock.used, clock.total))
    return _("已计 %(used)s，共 %(total)s") % {"used": used, "total": total}


def case_chip(row: CaseRow) -> tuple[str, str]:
    """The chip's kind and words for a line of a list; without a due day it says where the case stands."""
    if row.left.due is None:
        return PHASE_KINDS.get(row.phase, "info"), row.status_name
    return time_left(row.left)
