"""The moves that a viewer may make now, by the same table and rights that the actions use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huigong.casework.access import may
from huigong.casework.models import Case, Party
from huigong.casework.parties import silent_in, standing, told_apart
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.effects import Counting, effects_of, form_of, possible
from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.roles import Part, PartyKind, Role
from huigong.casework.procedures.terms import Move, Who
from huigong.casework.servicesteps import finishable, is_complaint
from huigong.casework.shapes import ClockView, MoveView
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.sentences import listed, say, wording

Choices = tuple[tuple[str, str], ...]


def moves_for(viewer: Principal, case: Case, clocks: Iterable[ClockView]) -> tuple[MoveView, ...]:
    """The moves in the order in which the procedure declares them. Prefetch parties, stages, decisions and clocks."""
    counting = _counting(clocks)
    views = (
        _view(move, case)
        for move in procedure_of(case).moves_from(case.status)
        if move.who is not Who.SYSTEM and may(case, move, by=viewer) and possible(move, counting)
    )
    return tuple(view for view in views if view is not None)


def _view(move: Move, case: Case) -> MoveView | None:
    """None where a required choice has no options."""
    form = form_of(move)
    choices = {field.id: offered for field in form if (offered := _choices(field, case)) is not None}
    if any(field.required and choices.get(field.id) == () for field in form):
        return None
    words = move.words(complaint=is_complaint(case))
    return MoveView(
        move=move.id,
        name=words.name,
        button=words.button,
        advice=words.advice,
        done=words.done or say("已登记：{name}。", name=words.name),
        weight=move.weight,
        form=tuple(_with_readers(field, case) for field in form),
        choices=choices,
        decides=move.who is Who.OFFICE and move.permission is Permission.CASE_DECIDE,
        takes_more=case.application_id is not None and any(each.takes_more for each in effects_of(move)),
    )


def _choices(field: Field, case: Case) -> Choices | None:
    match field.kind:
        case FieldKind.CHOICE:
            return field.options
        case FieldKind.PARTIES:
            return tuple((party.public_id.hex, told_apart(party)) for party in _undecided(case))
        case FieldKind.DECISION:
            return tuple((row.number, f"{row.number} {row.verdict_name}") for row in case.decisions.all())
        case FieldKind.STEP:
            return tuple((stage, stage) for stage in finishable(case, case.clocks.all()))
        case _:
            return None


def _with_readers(field: Field, case: Case) -> Field:
    """The field with who of this case's parties will read it."""
    return field if field.read_as is None else replace(field, help=_readers(field.read_as, case))


def _readers(part: Part, case: Case) -> str:
    present = {Role(party.role) for party in standing(case) if party.kind != PartyKind.ANONYMOUS}
    present -= silent_in(case)
    reading = [role.label for role in Role if role in present and part in role.standing.sees]
    if not reading:
        return wording("这个办件的当事人看不到这段话，它留在办件里作依据。")
    return say("{roles}会看到这段话，请写得让人看得懂。", roles=listed(reading))


def _undecided(case: Case) -> list[Party]:
    parties: list[Party] = getattr(case, "standing", None) or list(case.parties.all())
    return [
        party for party in parties if party.role == Role.CONCERNED and not party.outcome and not party.left_on
    ]


def _counting(clocks: Iterable[ClockView]) -> Counting:
    running = [clock for clock in clocks if clock.stopped_on is None]
    return Counting(
        running=bool(running),
        paused=any(clock.paused for clock in running),
        extendable=any(clock.may_extend for clock in running),
    )
