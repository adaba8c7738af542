"""The procedures that are known: folders register theirs when the program starts, packs add those that are data."""

from __future__ import annotations

from datetime import date

from huigong.casework.procedures.terms import Procedure
from huigong.kernel.errors import NotFound, Unavailable
from huigong.kernel.registries import Registry
from huigong.kernel.sentences import say

_KNOWN: Registry[tuple[str, int], Procedure] = Registry("procedure")


def register(procedure: Procedure) -> Procedure:
    """Makes a version known; the same value again is the same version.

    Raises `ValueError` where another value already has this id and version:
    open cases rely on what they were opened under.
    """
    return _KNOWN.add((procedure.id, procedure.version), procedure)


def refusals(procedure: Procedure) -> list[str]:
    """Why `register` would refuse this value; empty when it would not."""
    taken = _KNOWN.takes((procedure.id, procedure.version), procedure)
    return [f"another value has this id and version {procedure.version}"] if taken else []


def forget(procedure_id: str) -> None:
    """Takes every version of a procedure out again."""
    for key in _KNOWN:
        if key[0] == procedure_id:
            _KNOWN.forget(key)


def everyone() -> tuple[Procedure, ...]:
    """Every version of every procedure, by id and version."""
    return tuple(_KNOWN[key] for key in sorted(_KNOWN))


def find(procedure_id: str, number: int) -> Procedure | None:
    """The version under which a case was opened, retired or not; None where its folder or pack is not installed."""
    return _KNOWN.get((procedure_id, number))


def silent() -> tuple[Procedure, ...]:
    """Those in whose cases some roles are told nothing."""
    return tuple(procedure for procedure in everyone() if procedure.silent)


def version(procedure_id: str, number: int) -> Procedure:
    """`find`, or `DomainError` (`procedure.missing`)."""
    procedure = find(procedure_id, number)
    if procedure is None:
        raise Unavailable(
            code="procedure.missing",
            what="这个办件的办理程序没有装上",
            why=say("找不到“{procedure_id}”第{number}版", procedure_id=procedure_id, number=number),
            do="请管理员恢复登记这个程序的资料包；办件本身没有丢",
        )
    return procedure


def in_force(procedure_id: str, on: date) -> Procedure:
    """The newest version under which a case may be opened on that day.

    Raises `DomainError` (`procedure.not_in_force`).
    """
    versions = [row for row in everyone() if row.id == procedure_id and row.in_force(on)]
    if not versions:
        raise NotFound(
            code="procedure.not_in_force",
            what="这一天没有这种办理程序",
            why=say(
                "“{procedure_id}”没有登记，或者在{on}还没有生效、已经停用",
                procedure_id=procedure_id,
                on=on.isoformat(),
            ),
            do="请核对程序的名称和日期",
        )
    return versions[-1]
