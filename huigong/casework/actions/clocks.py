"""Pausing, resuming and extending the clocks of a case, and reckoning all of them anew."""

from __future__ import annotations

from datetime import date, datetime

from huigong.casework.actions.clockwork import recompute_all
from huigong.casework.actions.moving import make
from huigong.casework.models import Case
from huigong.directory.principals import Principal

__all__ = ["extend", "pause", "recompute_all", "resume"]


def pause(
    *, by: Principal, now: datetime, case_id: str, reason: str, article: str, told_in_writing: date | None
) -> Case:
    """Stops the count of every running clock from today, for a reason the law names (AL art. 45)."""
    form = {"reason": reason, "article": article, "told_in_writing": told_in_writing}
    return make(move="pause", case_id=case_id, by=by, now=now, form=form)


def resume(*, by: Principal, now: datetime, case_id: str) -> Case:
    """Counting goes on; today counts again."""
    return make(move="resume", case_id=case_id, by=by, now=now)


def extend(
    *,
    by: Principal,
    now: datetime,
    case_id: str,
    approver: str,
    reason: str,
) -> Case:
    """Adds the one extension that the clock's law allows, with who approved it (AL art. 42)."""
    form = {"approver": approver, "reason": reason}
    return make(move="extend", case_id=case_id, by=by, now=now, form=form)
