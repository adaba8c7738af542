"""Persons of a collective case, each with an outcome of their own."""

from __future__ import annotations

from huigong.casework.actions.moving import Making
from huigong.casework.models import Party
from huigong.casework.procedures import effects
from huigong.casework.procedures.roles import Role
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.registry.lookup import public_uuid


@effects.acts
def settle(making: Making) -> None:
    """The chosen persons have the move's outcome; asked again for the same persons, nothing changes.

    `amount` in fen is what each got. Raises `DomainError`: `case.no_persons`, `case.person_settled`.
    """
    chosen = {public_uuid(public_id) for public_id in making.form.get("persons") or ()}
    rows = list(
        Party.objects.filter(
            case=making.case, role=Role.CONCERNED, public_id__in=chosen, left_on__isnull=True
        )
    )
    if not rows or len(rows) != len(chosen):
        raise Invalid(
            code="case.no_persons",
            about="persons",
            what=say("没有选好“{move}”涉及的人", move=making.move.name),
            why="只能选这个办件里还没有结果的人",
            do="请勾选以后再提交",
        )
    fresh = [row for row in rows if row.outcome != making.move.outcome]
    if any(row.outcome for row in fresh):
        raise Invalid(
            code="case.person_settled",
            about="persons",
            what="有人已经有了另外的结果",
            do="请刷新页面，只选还没有结果的人",
        )
    making.unchanged = not fresh
    for row in fresh:
        row.outcome, row.settled_on = making.move.outcome, making.today
        row.settled_amount = making.form.get("amount")
        row.save(update_fields=["outcome", "settled_on", "settled_amount"])
    making.data["persons"] = sorted(row.public_id.hex for row in fresh)
