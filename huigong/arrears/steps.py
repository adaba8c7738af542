"""What happened in the cases of a matter, as far as the packs tell workers of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huigong.arrears.declaring import Told, arrears
from huigong.arrears.matters import Matter
from huigong.casework.models import Case, Decision, Entry
from huigong.casework.procedures import register
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.timekeeping import day_of
from huigong.kernel.money import Fen, format_yuan


@dataclass(frozen=True)
class Step:
    """One step: `fields` are (what the move asks, what was answered), `by` the last day of a written order to pay."""

    case_id: str
    number: str
    move: str
    says: str
    do: str
    on: date
    fields: tuple[tuple[str, str], ...]
    by: date | None
    is_order: bool
    late: str


def steps_of(matter: Matter) -> tuple[Step, ...]:
    """By time; two queries for any number of cases."""
    said, cases = arrears().steps, {case.pk: case for case in matter.cases}
    moves = {move for _, move in said}
    made: list[tuple[datetime, int, str, Mapping[str, Any]]] = [
        (row.made_at, row.case_id, row.move, row.content)
        for row in Entry.objects.filter(case__in=matter.keys, move__in=moves).order_by("made_at", "pk")
    ]
    filled = {(case, move) for _, case, move, _ in made}
    decided = Decision.objects.filter(case__in=matter.keys, move__in=moves).order_by("decided_at", "pk")
    made += [
        (row.decided_at, row.case_id, row.move, {})
        for row in decided
        if (row.case_id, row.move) not in filled
    ]
    return tuple(
        _step(cases[case], move, content, told, at)
        for at, case, move, content in sorted(made, key=lambda each: each[:3])
        if (told := said.get((cases[case].procedure, move))) is not None
    )


def _step(case: Case, move: str, content: Mapping[str, Any], told: Told, at: datetime) -> Step:
    procedure = register.find(case.procedure, case.procedure_version)
    form = procedure.move(move).form if procedure else ()
    by = content.get(told.order) if told.order else None
    return Step(
        case_id=case.public_id.hex,
        number=case.number,
        move=move,
        says=told.says,
        do=told.do,
        on=day_of(at),
        fields=tuple(
            (field.ask, _shown(field, content[field.id]))
            for field in form
            if field.id in told.fields and content.get(field.id) not in (None, "")
        ),
        by=date.fromisoformat(by) if by else None,
        is_order=bool(told.order),
        late=told.late,
    )


def _shown(field: Field, value: Any) -> str:
    if field.kind is FieldKind.MONEY:
        return format_yuan(Fen(value))
    return dict(field.options).get(value, str(value))
