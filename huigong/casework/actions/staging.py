"""Begins and ends stages as a case moves, and starts their clocks; ended stages are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huigong.casework.actions import clockwork
from huigong.casework.models import Case, CaseStage
from huigong.casework.procedures.terms import ENDED, OPENED, Move, Procedure
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say


def begin(case: Case, procedure: Procedure, *, on: date) -> None:
    """The stages and clocks of a case that has just been opened."""
    _begin(case, procedure.first.stages, on=on)
    _start_clocks(case, procedure, {OPENED}, on=on)


def joins(case: Case, procedure: Procedure, move: Move) -> bool:
    """Whether no other stage of the case's status is left when this move has ended its own.

    Raises `DomainError` (`case.stage_ended`) for a stage that does not run.
    """
    running = set(_running(case).values_list("stage", flat=True))
    if move.ends not in running:
        raise Conflict(
            code="case.stage_ended",
            what=say("“{ends}”这个环节没有在办", ends=move.ends),
            why="它已经办完，或者还没有开始",
            do="请刷新页面，看还有哪些环节没有办完",
        )
    here = set(procedure.status(case.status).stages)
    return not (running & here) - {move.ends}


def enter(
    case: Case, procedure: Procedure, move: Move, *, form: Mapping[str, Any], came_from: str, on: date
) -> None:
    """Ends the stages that the move finished or left, begins those of the new status, starts their clocks.

    `form` is what was filled in for the move, where the last day of a clock may stand.
    """
    stages = procedure.status(case.status).stages
    moved = case.status != came_from
    leaving = [row for row in _running(case) if row.stage == move.ends or (moved and row.stage not in stages)]
    for row in leaving:
        row.ended_on = max(on, row.began_on)
        row.save(update_fields=["ended_on"])
        if case.is_open:
            clockwork.finish(case, row.stage, on=on, today=on)
    if moved:
        still = set(_running(case).values_list("stage", flat=True))
        _begin(case, [stage for stage in stages if stage not in still], on=on)
    occasions = {move.id, *(f"{row.stage}{ENDED}" for row in leaving)}
    _start_clocks(case, procedure, occasions, on=on, form=form)


def _running(case: Case) -> QuerySet[CaseStage]:
    return CaseStage.objects.filter(case=case, ended_on__isnull=True).order_by("pk")


def _begin(case: Case, stages: Iterable[str], *, on: date) -> None:
    CaseStage.objects.bulk_create(CaseStage(case=case, stage=stage, began_on=on) for stage in stages)


def _start_clocks(
    case: Case, procedure: Procedure, occasions: set[str], *, on: date, form: Mapping[str, Any] | None = None
) -> None:
    for stage in procedure.stages:
        if stage.clock is not None and stage.clock.starts in occasions:
            last = (form or {}).get(stage.clock.until)
            clockwork.start_declared(case, stage.clock, stage.id, on=on, today=on, last=last)
