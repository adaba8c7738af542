"""Several tasks at once: what was ticked is shown again, with what can be done with it, and done only when confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.actions import tasks as acting
from huigong.casework.procedures.terms import Weight
from huigong.casework.queries import assignees, cases, tasks
from huigong.casework.queries.tasks import TaskRow
from huigong.casework.shapes import Colleague, MoveView
from huigong.correspondence.actions import letters
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared import refusals
from huigong.portals.shared.declared import Offered
from huigong.portals.shared.requests import Request
from huigong.portals.shared.timeleft import time_left

MOST = 50  # as many as a page of the list shows
TAKE, HAND_OVER = "take", "hand_over"


@dataclass(frozen=True)
class Together:
    """A move that needs no text: its button, and how many of the ticked cases allow it now."""

    move: str
    button: str
    cases: int


@dataclass
class Done:
    """What became of each ticked task: what was done, and what was not, with the reason in words."""

    done: list[TaskRow] = field(default_factory=list)
    refused: list[tuple[TaskRow, list[str]]] = field(default_factory=list)


@officials_only
@never_cache
@require_POST
def together(request: Request) -> HttpResponse:
    """First the ticked tasks and the choices; with `confirm` the choice is carried out, task by task."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_READ)
    today = timezone.localdate(now)
    rows = tasks.chosen(viewer, request.POST.getlist("task")[:MOST], today=today)
    what, to = request.POST.get("what", ""), request.POST.get("to", "")
    moves, others = moves_of(viewer, rows, today=today), colleagues_of(viewer, rows, today=today)
    mistake = _mistake(rows, what, to, moves=moves, confirmed="confirm" in request.POST)
    context = {
        "lines": [(row, *time_left(row.left)) for row in rows],
        "moves": moves,
        "colleagues": others,
        "what": what,
        "to": to,
        "mistake": mistake,
    }
    if "confirm" in request.POST and not mistake:
        held = {row.task_id: request.POST.get(f"held-{row.task_id}", "") for row in rows}
        context["made"] = _make(rows, what, to, held, by=viewer, now=now)
    return page(request, "desk/cases/bulk.html", "tasks", context, status=400 if mistake else 200)


def _mistake(
    rows: Collection[TaskRow], what: str, to: str, *, moves: Collection[Together], confirmed: bool
) -> str:
    """What stands in the way; "" where nothing does."""
    if not rows:
        return _("没有勾选任务，或者勾选的已经不在您的任务里。请回到清单勾选。")
    if not confirmed:
        return ""
    if what not in {TAKE, HAND_OVER, *(each.move for each in moves)}:
        return _("请选择要一起办什么。")
    return _("请选择交给哪位同事。") if what == HAND_OVER and not to else ""


def moves_of(viewer: Principal, rows: Iterable[TaskRow], *, today: date) -> list[Together]:
    """The moves that ask for nothing and end nothing against the person."""
    allowed: Counter[str] = Counter()
    views: dict[str, MoveView] = {}
    for case_id in {row.case_id for row in rows if row.kind == "decide"}:
        for view in cases.moves(viewer, case_id, today=today):
            if not view.form and view.weight is not Weight.DANGER:
                allowed[view.move] += 1
                views[view.move] = view
    return [Together(move, Offered(views[move]).button, number) for move, number in allowed.most_common()]


def colleagues_of(viewer: Principal, rows: Iterable[TaskRow], *, today: date) -> list[Colleague]:
    """Who may do at least one of these tasks; whether all of them the action says for each."""
    return list(assignees.colleagues_for(viewer, [row.task_id for row in rows], today=today))


def _make(
    rows: Iterable[TaskRow], what: str, to: str, held: dict[str, str], *, by: Principal, now: datetime
) -> Done:
    """Each task in a transaction of its own: one that is refused stops no other."""
    outcome = Done()
    for row in rows:
        try:
            if what in (TAKE, HAND_OVER):
                account = by.account_id if what == TAKE else to
                acting.assign(
                    by=by, now=now, task_id=row.task_id, account_id=account, held_by=held[row.task_id]
                )
            else:
                letters.issue_with_move(move=what, case_id=row.case_id, form={}, given={}, by=by, now=now)
        except DomainError as error:
            outcome.refused.append((row, [refusals.in_words(error, part) for part in ("what", "why", "do")]))
        else:
            outcome.done.append(row)
    return outcome
