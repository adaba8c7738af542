"""What the law makes of a case whose time has run out, whether or not anybody has recorded it."""

from __future__ import annotations

from datetime import date

from huigong.casework.models import Case, Clock
from huigong.casework.procedures import register
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.terms import Move, Status
from huigong.casework.timekeeping import reckon


def due_move(case: Case, *, on: date) -> tuple[Move, Clock] | None:
    """The move that an expired clock requires on that day and that is not recorded yet, with that clock.

    None where the case's procedure is not installed any more: nobody knows what it requires.
    """
    procedure = register.find(case.procedure, case.procedure_version)
    waiting = [move for move in procedure.moves_from(case.status) if move.after] if procedure else []
    clocks = Clock.objects.filter(case=case, stopped_on__isnull=True).order_by("due_on", "pk")
    for clock in clocks if waiting else ():
        seen = reckon(clock, on=on)
        for move in waiting:
            after = move.after
            if after is None or after.clock not in (clock.kind, clock.stage):
                continue
            if seen.expired_outcome == after.outcome if after.outcome else seen.overdue:
                return move, clock
    return None


def due_status(case: Case, *, on: date) -> Status | None:
    """Where the law has already put a case that has not been moved there yet: deemed accepted, say; else None."""
    due = due_move(case, on=on) if case.is_open else None
    return None if due is None else procedure_of(case).after(case.status, due[0])
