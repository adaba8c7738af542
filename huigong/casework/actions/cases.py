"""Verbs on a case that code calls by name; each is a move of the case's procedure. `make` makes any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huigong.casework.actions.moving import expire, made, make
from huigong.casework.actions.opening import open_case as open
from huigong.casework.models import Case, Decision
from huigong.casework.procedures.standard import Verdict
from huigong.directory.principals import Principal

__all__ = [
    "accept",
    "close",
    "complete",
    "decide",
    "decline",
    "expire",
    "make",
    "open",
    "refer",
    "request_completion",
    "withdraw",
]


def accept(*, by: Principal, now: datetime, case_id: str) -> Case:
    """The office takes the case in; the clocks of handling start today.

    When the law has deemed it accepted already, that stands, from the day of receipt (AL art. 32).
    """
    return make(move="accept", case_id=case_id, by=by, now=now)


def request_completion(*, by: Principal, now: datetime, case_id: str, note: str) -> Case:
    """The office says once, and all at once, what is still missing (AL art. 32)."""
    return make(move="request_completion", case_id=case_id, by=by, now=now, form={"note": note})


def complete(*, by: Principal, now: datetime, case_id: str, evidence: Sequence[str]) -> Case:
    """The applicant hands in what was missing; the time for acceptance runs again from today."""
    return make(move="complete", case_id=case_id, by=by, now=now, form={"evidence": evidence})


def decline(*, by: Principal, now: datetime, case_id: str, reasons: str, clause: str) -> Case:
    """The office does not take the case in, and says why (AL art. 32)."""
    form = {"reasons": reasons, "clause": clause}
    return make(move="decline", case_id=case_id, by=by, now=now, form=form)


def withdraw(*, by: Principal, now: datetime, case_id: str) -> Case:
    """The applicant takes the application back."""
    return make(move="withdraw", case_id=case_id, by=by, now=now)


def refer(*, by: Principal, now: datetime, case_id: str, to_office: str, reason: str) -> Case:
    """Hands the case to the office that is competent; the clocks keep running (RW art. 10, W03)."""
    form = {"to_office": to_office, "reason": reason}
    return make(move="refer", case_id=case_id, by=by, now=now, form=form)


def close(*, by: Principal, now: datetime, case_id: str) -> Case:
    """The decision has reached the person."""
    return make(move="close", case_id=case_id, by=by, now=now)


def decide(
    *, by: Principal, now: datetime, case_id: str, verdict: str, reasons: str, clause: str
) -> Decision:
    """The accountable office's answer; approved, it writes the service's facts about the person.

    Decided again with the same verdict, it is the same decision.
    """
    form = {"reasons": reasons, "clause": clause}
    making = made(move=_DECIDES[Verdict(verdict)], case_id=case_id, by=by, now=now, form=form)
    decision: Decision = making.made
    return decision


_DECIDES = {Verdict.APPROVED: "approve", Verdict.REFUSED: "refuse"}
