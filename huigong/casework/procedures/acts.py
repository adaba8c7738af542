"""The moves of procedures that go out with a letter, for the check of notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from huigong.casework.procedures import register
from huigong.casework.procedures.effects import form_of
from huigong.casework.procedures.reading import read_procedures
from huigong.casework.procedures.terms import OPENED, Procedure
from huigong.notices.checking import Act


def procedures(folder: Path) -> tuple[Procedure, ...]:
    """Those that folders have registered in code, and those of the packs below `folder`."""
    in_code = [procedure for procedure in register.everyone() if not procedure.source]
    return (*in_code, *(procedure for procedure, _ in read_procedures(folder).procedures))


def moves_of(known: Iterable[Procedure]) -> Mapping[str, frozenset[str]]:
    """Procedure → its moves, opening among them."""
    return {each.id: frozenset({OPENED, *(move.id for move in each.moves)}) for each in known}


def asked_of(known: Iterable[Procedure]) -> Mapping[tuple[str, str], frozenset[str]]:
    """(procedure, move) → the fields that the move asks for."""
    return {
        (each.id, move.id): frozenset(field.id for field in form_of(move))
        for each in known
        for move in each.moves
    }


def acts_of(known: Iterable[Procedure]) -> tuple[Act, ...]:
    """Every move that decides, with the name of its letter where it has one."""
    return tuple(
        Act(
            procedure=procedure.id,
            move=move.id,
            refuses=move.decision.favourable is False,
            notice=move.decision.notice,
            file=procedure.source,
        )
        for procedure in known
        for move in procedure.moves
        if move.decision is not None
    )
