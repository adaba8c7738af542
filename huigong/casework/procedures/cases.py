"""The procedure of a row."""

from __future__ import annotations

from typing import Protocol

from huigong.casework.procedures import register
from huigong.casework.procedures.terms import Procedure, Status


class Pinned(Protocol):
    """What names its procedure: a case."""

    procedure: str
    procedure_version: int
    status: str


def procedure_of(case: Pinned) -> Procedure:
    """The version under which the case was opened. Raises `DomainError` (`procedure.missing`)."""
    return register.version(case.procedure, case.procedure_version)


def status_of(case: Pinned) -> Status:
    """Where the case stands. Raises `DomainError` (`procedure.missing`)."""
    return procedure_of(case).status(case.status)
