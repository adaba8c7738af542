"""Makes a move of a case: lock, right, table, effects, clocks and one audit event, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huigong.casework.access import require_may
from huigong.casework.actions import clockwork, heirs, holding, shares, staging, steps, telling
from huigong.casework.models import Case, Clock, Decision, Entry
from huigong.casework.overtaken import due_move
from huigong.casework.procedures import effects, following, register
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.effects import form_of
from huigong.casework.procedures.fields import cleaned
from huigong.casework.procedures.terms import ASKED, Move, Overtaken, Phase, Procedure, Status, Who
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM, Principal
from huigong.forms.drafts import Draft
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, DomainError
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

_KEPT = (
    *("status", "is_open", "closed_on", "accepted_on", "deemed_accepted", "delivered_on"),
    *("accountable_office", "granted", "note", "added_on"),
)


@dataclass
class Making:
    """A move while it is being made: what its effects read and may change.

    Attributes:
        form: the answers to the declared fields, cleaned before the first effect.
        to: where it leads.
        clock: the one whose end made it.
        made: what the effects created.
        data, beside: what goes into the trail, and what is for those who follow the move (`procedures.following`).
        addition: what a party fills in later of the lodged form.
        kept: what stands with the answers to the move's own fields.
        unchanged: that nothing was done, because it was done before.
    """

    case: Case
    procedure: Procedure
    move: Move
    to: Status
    by: Principal
    now: datetime
    form: Mapping[str, Any]
    clock: Clock | None = None
    made: Any = None
    unchanged: bool = False
    data: dict[str, Any] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)
    addition: Draft | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the law."""
        return day_of(self.now)

    def text(self, field: str) -> str:
        """What was filled in for a field of text; empty where it was left empty."""
        return said(str(self.form.get(field) or ""))


def make(
    *,
    move: str,
    case_id: str | UUID,
    by: Principal,
    now: datetime,
    form: Mapping[str, Any] | None = None,
    beside: Mapping[str, Any] | None = None,
    addition: Draft | None = None,
) -> Case:
    """Makes a move of the case's own procedure; `form` holds its declared fields.

    `beside` is handed to what follows the move (`procedures.following`); `addition` has what a party fills in later of the
    form that was lodged (`forms.adding`), for a move that takes it. A decision sent twice by the same officer is one decision; any other move made twice is refused,
    and nothing is done.
    Raises `DomainError`: `case.not_found`, `case.no_such_move`, `case.move_not_allowed`,
    `case.decided_already`, `case.own_matter`, `case.with_colleague`, `case.field_missing`, `access.denied`, and what
    the move's effects refuse.
    """
    return made(move=move, case_id=case_id, by=by, now=now, form=form, beside=beside, addition=addition).case


@transaction.atomic
def made(
    *,
    move: str,
    case_id: str | UUID,
    by: Principal,
    now: datetime,
    form: Mapping[str, Any] | None = None,
    beside: Mapping[str, Any] | None = None,
    addition: Draft | None = None,
) -> Making:
    """`make`, with what its effects created."""
    case = steps.locked(case_id)
    procedure = procedure_of(case)
    chosen = procedure.move(move)
    require_may(case, chosen, by=by)
    earlier = _decided_already(case, chosen)
    if earlier is not None:
        _require_same(earlier, by=by, form=form or {})
        at = procedure.status(case.status)
        return Making(case, procedure, chosen, at, by, now, form or {}, made=earlier, unchanged=True)
    to = procedure.after(case.status, chosen)
    making = Making(case, procedure, chosen, to, by, now, form or {}, beside=beside or {}, addition=addition)
    steps.require_no_kin(case, chosen, by=by, on=making.today)
    # First whose it is: the task that its heir gets instead has forgotten who worked at the closed office.
    holding.take_in_hand(case, chosen, by=by, on=making.today)
    heirs.settle(case, by=SYSTEM, now=now)
    return _carry_out(_in_time(making))


def expire(now: datetime, *, by: Principal = SYSTEM) -> list[Case]:
    """Makes the move that each expired clock requires, where its law or the case's procedure says so.

    Each case has a transaction of its own: an error in one does not stop the others. The first
    error is raised after all have been tried.
    """
    moved: list[Case] = []
    errors: list[DomainError] = []
    for public_id in _with_clocks_run_out(day_of(now)):
        try:
            moved += _expire_one(public_id, now=now, by=by)
        except DomainError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return moved


def _with_clocks_run_out(today: date) -> list[UUID]:
    waited_for = {
        move.after.clock for procedure in register.everyone() for move in procedure.moves if move.after
    }
    rows = Clock.objects.filter(stopped_on__isnull=True, due_on__lt=today, case__is_open=True)
    rows = rows.filter(Q(kind__in=waited_for) | Q(stage__in=waited_for)).order_by("due_on", "pk")
    return list(dict.fromkeys(rows.values_list("case__public_id", flat=True)))


@transaction.atomic
def _expire_one(public_id: UUID, *, now: datetime, by: Principal) -> list[Case]:
    case = steps.locked(public_id)
    due = due_move(case, on=day_of(now))
    return [] if due is None else [_by_time(case, *due, by=by, now=now).case]


def _by_time(case: Case, move: Move, clock: Clock, *, by: Principal, now: datetime) -> Making:
    procedure = procedure_of(case)
    require_may(case, move, by=by)
    heirs.settle(case, by=SYSTEM, now=now)
    to = procedure.after(case.status, move)
    return _carry_out(Making(case, procedure, move, to, by, now, {}, clock=clock))


def _in_time(making: Making) -> Making:
    """The requested move, or the one that an expired clock requires instead.

    Raises `DomainError` (`case.overtaken`) where the requested move is then too late.
    """
    if making.move.overtaken is Overtaken.ALLOWED:
        return making
    due = due_move(making.case, on=making.today)
    if due is None:
        return making
    move, clock = due
    to = making.procedure.after(making.case.status, move)
    if making.move.overtaken is Overtaken.REFUSED:
        raise Conflict(
            code="case.overtaken",
            what=say("现在不能“{move}”", move=making.move.name),
            why=say(
                "从{started_on}起算的期限已过，依法{move}",
                started_on=in_words(clock.started_on),
                move=move.name,
            ),
            do=say("请按“{status}”继续办理", status=to.name),
            clause=clock.limit["article"],
        )
    beside = making.beside
    return Making(making.case, making.procedure, move, to, SYSTEM, making.now, {}, clock=clock, beside=beside)


def _carry_out(making: Making) -> Making:
    case, was_open = making.case, making.case.is_open
    making.form = cleaned(form_of(making.move), making.form, today=making.today)
    shares.require_within(making.move, making.form, region=case.region, on=making.today)
    answers = {field.id: making.form[field.id] for field in making.move.form}
    came_from, note = case.status, case.note
    if making.move.ends and not staging.joins(case, making.procedure, making.move):
        making.to = making.procedure.status(case.status)
    case.status = making.to.id
    if was_open and not making.to.is_open:
        case.is_open, case.closed_on = False, max(making.today, case.opened_on)
    if making.move.who is Who.OFFICE:  # it has seen what was added
        case.added_on = None
    for effect in making.move.effects:
        effects.act_of(effect)(making)
        if making.unchanged:
            return making
    if note and case.note == note and _answers_request(making, came_from):
        answers, case.note = {**answers, ASKED: note}, ""
    answers = {**answers, **making.kept}
    case.save(update_fields=_KEPT)
    if any(value is not None for value in answers.values()):
        _keep_entry(making, answers)
    if was_open and not case.is_open:
        decided = making.move.decision is not None
        steps.end_open_tasks(case, by=making.by, now=making.now, decided=decided)
        clockwork.stop(case, on=making.today)
    staging.enter(case, making.procedure, making.move, form=making.form, came_from=came_from, on=making.today)
    data = {"move": making.move.id, **making.data}
    steps.record_on(case, making.move.said, by=making.by, now=making.now, data=data)
    _tell(making, came_from=came_from, ended=was_open and not case.is_open)
    for follow in following.everything():
        follow(making)
    return making


def _tell(making: Making, *, came_from: str, ended: bool) -> None:
    telling.moved(
        making.case,
        making.move,
        to=making.to,
        came_from=came_from,
        ended=ended,
        by_time=making.clock is not None,
        decision=making.made if isinstance(making.made, Decision) else None,
        note=making.case.note or making.text("note"),
        now=making.now,
    )


def _decided_already(case: Case, move: Move) -> Decision | None:
    """The decision that this move has made and by which the case stands where it stands."""
    if move.decision is None or case.status in move.starts or case.status != move.to:
        return None
    return Decision.objects.filter(case=case, move=move.id).order_by("pk").last()


def _answers_request(making: Making, came_from: str) -> bool:
    """Whether the person was waited for and no longer is: what was asked of them is then past."""
    waited = making.procedure.status(came_from).phase is Phase.WAITING
    return waited and making.to.phase is not Phase.WAITING


def _require_same(earlier: Decision, *, by: Principal, form: Mapping[str, Any]) -> None:
    if earlier.decided_by == by.account_id and said(str(form.get("reasons", ""))) == earlier.reasons:
        return
    raise Conflict(
        code="case.decided_already",
        what=say("这件已经作出决定：{verdict}", verdict=earlier.verdict_name),
        why="另一位同事或另一个窗口先作了决定，您这次写的没有采用",
        do="请先看已经作出的决定；确实写错了的，按更正或者撤销的步骤办",
    )


def _keep_entry(making: Making, answers: Mapping[str, Any]) -> None:
    Entry.objects.create(
        case=making.case,
        move=making.move.id,
        content={
            name: value.isoformat() if isinstance(value, date) else value for name, value in answers.items()
        },
        made_at=making.now,
        made_by=making.by.account_id,
    )
