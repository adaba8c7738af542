"""The procedure of a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from huigong.casework.procedures import register
from huigong.casework.procedures.terms import Phase, Procedure, Status
from huigong.kernel.sentences import wording

_NOT_SHOWN = Status(
    "", wording("进度看不到"), wording("这件事还在办，办到哪一步请打 12345 问"), Phase.WORKING
)
_ENDED_NOT_SHOWN = Status("", wording("已经结束"), wording("这件事已经结束，结果请打 12345 问"), Phase.LEFT)


class Pinned(Protocol):
    """What names its procedure: a case."""

    procedure: str
    procedure_version: int
    status: str
    is_open: bool


def procedure_of(case: Pinned) -> Procedure:
    """The version under which the case was opened. Raises `DomainError` (`procedure.missing`)."""
    return register.version(case.procedure, case.procedure_version)


def status_of(case: Pinned) -> Status:
    """Where the case stands. Raises `DomainError` (`procedure.missing`)."""
    return procedure_of(case).status(case.status)


def status_in_list(case: Pinned) -> Status:
    """Where the case stands; where its procedure is not installed any more, or knows no such place, words that say so.

    For lists and routines: one such case must not take the others down.
    """
    procedure = register.find(case.procedure, case.procedure_version)
    if procedure is not None and procedure.knows(case.status):
        return procedure.status(case.status)
    return replace(_NOT_SHOWN if case.is_open else _ENDED_NOT_SHOWN, id=case.status)
